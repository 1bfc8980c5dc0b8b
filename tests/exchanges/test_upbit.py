"""What is sent to Upbit, and what Upbit allows."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from coinwatch.exchanges.base import Channel, Rate, Subscription
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Interval, Market, Ticker

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("upbit", "KRW-ETH", "ETH", "KRW")
TICKER = Subscription(Channel.TICKER, BTC)
TRADE = Subscription(Channel.TRADE, BTC)
BOOK = Subscription(Channel.BOOK, BTC)


@pytest.fixture
def upbit() -> Upbit:
    """Return a connection that has asked for nothing yet."""
    return Upbit([BTC, ETH], "utc_day")


def asked(messages: list[bytes]) -> list[dict[str, Any]]:
    """Return what the one message asks for, without its ticket and its format."""
    (message,) = messages
    ticket, *types, form = orjson.loads(message)
    assert list(ticket) == ["ticket"]
    assert form == {"format": "SIMPLE"}
    return list(types)


def test_a_request_is_one_message(upbit: Upbit) -> None:
    """Ticket, types and format stand in one array, as the guide has them."""
    wanted = [
        TICKER,
        Subscription(Channel.TICKER, ETH),
        TRADE,
        Subscription(Channel.CANDLE, ETH, "1h"),
    ]
    (message,) = upbit.subscribe(wanted)
    assert message == (
        b'[{"ticket":"coinwatch-1"},{"type":"ticker","codes":["KRW-BTC","KRW-ETH"]},'
        b'{"type":"orderbook","codes":["KRW-BTC.1","KRW-ETH.1"]},'
        b'{"type":"trade","codes":["KRW-BTC"],"is_only_realtime":true},'
        b'{"type":"candle.60m","codes":["KRW-ETH"]},{"format":"SIMPLE"}]'
    )


@pytest.mark.parametrize("wanted", [[TICKER, BOOK], [BOOK, TICKER]])
def test_a_book_asks_for_more_levels(upbit: Upbit, wanted: list[Subscription]) -> None:
    """One level is enough for a quote; where the book is wanted too, it is asked for once."""
    book = {"type": "orderbook", "codes": ["KRW-BTC.30"]}
    assert book in asked(upbit.subscribe(wanted))
    assert asked(Upbit([BTC], "utc_day").subscribe([BOOK])) == [book]


@pytest.mark.parametrize(
    ("interval", "kind"),
    [
        ("1m", "candle.1m"),
        ("5m", "candle.5m"),
        ("15m", "candle.15m"),
        ("1h", "candle.60m"),
        ("1d", "ticker"),
    ],
)
def test_candles_are_asked_for_by_minutes(upbit: Upbit, interval: Interval, kind: str) -> None:
    """Each interval has its type; the candle of the day is the ticker."""
    wanted = [Subscription(Channel.CANDLE, BTC, interval)]
    assert asked(upbit.subscribe(wanted)) == [{"type": kind, "codes": ["KRW-BTC"]}]


def test_codes_are_in_upper_case(upbit: Upbit) -> None:
    """Upbit answers a code in lower case with silence."""
    wanted = [Subscription(Channel.TRADE, Market("upbit", "krw-btc", "BTC", "KRW"))]
    assert asked(upbit.subscribe(wanted))[0]["codes"] == ["KRW-BTC"]


def test_each_message_holds_everything(upbit: Upbit) -> None:
    """A request replaces the one before, so it repeats what is still wanted."""
    upbit.subscribe([TICKER])
    assert [each["type"] for each in asked(upbit.subscribe([TICKER, TRADE]))] == [
        "ticker",
        "orderbook",
        "trade",
    ]
    assert [each["type"] for each in asked(upbit.subscribe([TRADE]))] == ["trade"]


def test_no_change_gives_no_message(upbit: Upbit) -> None:
    """The same channels in another order, or twice, are nothing new."""
    upbit.subscribe([TICKER, TRADE])
    assert upbit.subscribe([TRADE, TICKER]) == []
    assert upbit.subscribe([TRADE, TICKER, TICKER]) == []


def test_nothing_wanted_gives_no_message(upbit: Upbit) -> None:
    """Upbit has no request for nothing, and what was asked for before stays."""
    assert upbit.subscribe([]) == []
    upbit.subscribe([TICKER])
    assert upbit.subscribe([]) == []
    assert upbit.subscribe([TICKER]) == []


def test_tickets_are_unique_within_a_connection(upbit: Upbit) -> None:
    """No two requests of a connection have the same ticket, repeated ones included."""
    messages = [*upbit.subscribe([TICKER]), upbit.probe(), *upbit.subscribe([TRADE]), upbit.probe()]
    tickets = [orjson.loads(message)[0]["ticket"] for message in messages if message]
    assert tickets == ["coinwatch-1", "coinwatch-2", "coinwatch-3", "coinwatch-4"]


def test_a_probe_repeats_the_request(upbit: Upbit) -> None:
    """What is watched is asked for once more; before anything is, there is nothing to repeat."""
    assert upbit.probe() is None
    request = asked(upbit.subscribe([TICKER]))
    probe = upbit.probe()
    assert probe is not None
    assert asked([probe]) == request


def test_nothing_is_ever_pending(upbit: Upbit) -> None:
    """Upbit confirms no request."""
    assert not upbit.pending
    upbit.subscribe([TICKER])
    assert not upbit.pending


def test_markets_may_be_added_to_a_connection() -> None:
    """A market that was not there at first is known once it is asked for, and as it was asked."""
    upbit = Upbit([], "24h")
    renamed = BTC._replace(base="XBT")
    upbit.subscribe([Subscription(Channel.TICKER, renamed)])
    frame = (
        b'{"ty":"ticker","cd":"KRW-BTC","tp":5,"tv":1,"ab":"ASK","op":4,"hp":6,"lp":3,"atv":7,'
        b'"atp":8,"pcp":4,"tms":1700000000001,"ttms":1700000000000,"st":"REALTIME"}'
    )
    assert upbit.decode(frame, 1_700_000_000_002_000_000) == (
        Ticker(
            renamed, 5.0, 1.0, "sell", 4.0, 6.0, 3.0, 7.0, 8.0, 4.0, "utc_day", 1_700_000_000_001,
            1_700_000_000_002_000_000, traded_ms=1_700_000_000_000,
        ),
    )  # fmt: skip


def test_the_address_is_complete() -> None:
    """The address in the config is where to connect."""
    url = "wss://api.upbit.com/websocket/v1"
    assert Upbit.websocket_url(url) == url


def per_second(rates: Sequence[Rate]) -> float:
    """Return how many a second several rates allow together, in the long run."""
    return min(rate.most / rate.seconds for rate in rates)


def test_limits_are_within_the_documented_ones() -> None:
    """Five connections and ten GETs a second, five messages a second and a hundred a minute."""
    limits = Upbit.limits
    assert 1 <= per_second(limits.connects) <= 5
    assert limits.messages == (Rate(5, 1.0), Rate(100, 60.0))
    assert limits.markets_per_connection == 213
    assert limits.lifetime_s is None
    assert 1 <= per_second(limits.requests) <= 10


def test_a_full_connection_asks_for_no_more_codes_than_are_known_to_work() -> None:
    """All channels of as many markets as a connection may have stay within 855 codes."""
    markets = [Upbit.market(f"KRW-C{n}") for n in range(Upbit.limits.markets_per_connection)]
    wanted = [
        Subscription(channel, market, "1m" if channel is Channel.CANDLE else None)
        for channel in Channel
        for market in markets
    ]
    types = asked(Upbit(markets, "utc_day").subscribe(wanted))
    assert sum(len(each["codes"]) for each in types) == 852
