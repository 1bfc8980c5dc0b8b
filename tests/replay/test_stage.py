"""What lines do to a store."""

from collections.abc import Sequence

import pytest
from orjson import dumps

from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import Book, Candle, FeedState, Group, Market, Status, Trade
from coinwatch.pairs import NO_PAIRING
from coinwatch.recording.records import (
    Answer,
    Closed,
    Frame,
    Key,
    Line,
    Opened,
    Said,
    Subscribed,
    Watch,
)
from coinwatch.recording.state import keep_pairing
from coinwatch.replay.stage import MisplacedError, Stage
from coinwatch.store import Store

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
NS = 1_790_000_000_000_000_000
PAIRING = keep_pairing(NO_PAIRING)
WATCH = Watch(NS, (Group("Main", (BTC,)),), PAIRING, ())
SAID = Said(NS, Status("upbit", 1, FeedState.LIVE, None, None, 5))
OPENED = Opened(NS, 1, "upbit", 1, "utc_day", (BTC,))
TRADE = dumps({
    "ty": "trade", "cd": "KRW-BTC", "tp": 100, "tv": 1, "ab": "BID", "sid": 7,
    "ttms": NS // 1_000_000,
})  # fmt: skip


def _played(*lines: Line) -> Store:
    store = Store()
    stage = Stage(store, EXCHANGES)
    for line in lines:
        stage.play(line, 50.0)
    return store


def test_frames_go_through_the_decoder_of_their_connection() -> None:
    """With their own time; what cannot be read is counted."""
    store = _played(WATCH, SAID, OPENED, Frame(NS + 5, 1, TRADE), Frame(NS + 6, 1, b"{"))
    last, health = store.state(BTC).last, store.feeds["upbit", 1]
    assert last
    assert (last.price, last.received_ns, store.state(BTC).moved_at) == (100.0, NS + 5, 0.0)
    assert (health.frames, health.rejected, health.received_at) == (2, 1, 50.0)


def test_answers_need_no_connection() -> None:
    """And one that could not be read changes nothing."""
    answer = Answer(NS, "upbit", "utc_day", (BTC,), b"<html>")
    assert _played(WATCH, answer).state(BTC).last is None


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([Frame(NS, 1, b"")], "a frame of the connection 1, which is not open"),
        ([SAID, OPENED, Closed(NS, 1), Frame(NS, 1, b"")],
         "a frame of the connection 1, which is not open"),
        ([Subscribed(NS, 2, ())], "a request on the connection 2, which is not open"),
        ([OPENED], "a connection that has no state"),
        ([SAID, OPENED._replace(exchange="kraken")], "a connection that has no state"),
        ([Answer(NS, "kraken", "utc_day", (), b"")], "no exchange is called 'kraken'"),
        ([Said(NS, SAID.status._replace(exchange="binance")),
          OPENED._replace(exchange="binance"),
          Subscribed(NS, 1, tuple(
              Subscription(Channel.TRADE, BTC._replace(symbol=f"A{n}")) for n in range(1_100)))],
         "Binance allows 1024 streams on a connection, and 1100 are wanted."),
    ],
)  # fmt: skip
def test_lines_that_do_not_fit_are_refused(lines: Sequence[Line], message: str) -> None:
    """With what is missing."""
    with pytest.raises(MisplacedError) as caught:
        _played(*lines)
    assert caught.value.message == message


def test_a_key_that_cannot_be_is_refused() -> None:
    """As any other line."""
    stage = Stage(Store(), EXCHANGES)
    with pytest.raises(MisplacedError, match="a key whose markets are not those of its groups"):
        stage.restore(Key(NS, 0, WATCH.groups, PAIRING, (), (), (), (), (), ()), 1.0)


def test_it_knows_what_a_connection_carries() -> None:
    """By what was asked for last: what came or went on it is judged by it, as in the run."""
    eth = BTC._replace(symbol="KRW-ETH", base="ETH")
    opened = (WATCH, SAID, OPENED)
    assert _played(*opened).feeds["upbit", 1].markets == (BTC,)
    wanted = tuple(
        Subscription(channel, market)
        for channel in (Channel.TICKER, Channel.BOOK)
        for market in (eth, BTC)
    )
    more = Subscribed(NS, 1, wanted)
    assert _played(*opened, more).feeds["upbit", 1].markets == (eth, BTC)
    less = Subscribed(NS, 1, (Subscription(Channel.TICKER, eth),))
    assert _played(*opened, more, less).feeds["upbit", 1].markets == (eth,)


def test_it_knows_what_a_connection_brings() -> None:
    """Of which markets, and candles of which interval, as long as the connection is there."""
    stage = Stage(Store(), EXCHANGES)
    wanted = (Subscription(Channel.BOOK, BTC), Subscription(Channel.CANDLE, BTC, "5m"))
    for line in (WATCH, SAID, OPENED, Subscribed(NS, 1, wanted)):
        stage.play(line, 50.0)
    assert stage.brings(Book, BTC, "1m")
    assert stage.brings(Candle, BTC, "5m")
    assert not stage.brings(Candle, BTC, "1m")
    assert not stage.brings(Trade, BTC, "5m")
    assert not stage.brings(Book, BTC._replace(symbol="KRW-ETH"), "5m")
    stage.play(Closed(NS, 1), 51.0)
    assert not stage.brings(Book, BTC, "1m")
