"""What is sent to Binance, and what Binance allows."""

from typing import Any

import orjson
import pytest

from coinwatch.errors import ExchangeError
from coinwatch.exchanges.base import Channel, Rate, Subscription
from coinwatch.exchanges.binance import STREAMS_PER_CONNECTION, STREAMS_PER_REQUEST, Binance
from coinwatch.model import Ack, Basis, Book, Interval, Market, Quote, Refusal

BTC = Market("binance", "BTCUSDT", "BTC", "USDT")
ETH = Market("binance", "ETHBTC", "ETH", "BTC")
TICKER = Subscription(Channel.TICKER, BTC)
TRADE = Subscription(Channel.TRADE, BTC)
BOOK = Subscription(Channel.BOOK, BTC)
DAY = Subscription(Channel.CANDLE, BTC, "1d")


@pytest.fixture
def binance() -> Binance:
    """Return a connection that has asked for nothing yet."""
    return Binance([BTC, ETH], "utc_day")


def asked(messages: list[bytes]) -> list[dict[str, Any]]:
    """Return what messages ask for."""
    return [orjson.loads(message) for message in messages]


def many(count: int) -> list[Subscription]:
    """Return the trades of so many markets."""
    return [Subscription(Channel.TRADE, Binance.market(f"C{n}USDT")) for n in range(count)]


def test_a_request_is_a_command(binance: Binance) -> None:
    """Method, names of streams in lower case and an id stand in one object."""
    (message,) = binance.subscribe([TICKER])
    assert message == (
        b'{"method":"SUBSCRIBE",'
        b'"params":["btcusdt@trade","btcusdt@bookTicker","btcusdt@kline_1d"],"id":1}'
    )


@pytest.mark.parametrize(
    ("basis", "wanted", "streams"),
    [
        ("utc_day", TICKER, ["btcusdt@trade", "btcusdt@bookTicker", "btcusdt@kline_1d"]),
        ("24h", TICKER, ["btcusdt@trade", "btcusdt@bookTicker", "btcusdt@ticker"]),
        ("24h", TRADE, ["btcusdt@trade"]),
        ("24h", BOOK, ["btcusdt@depth20@100ms"]),
        ("24h", DAY, ["btcusdt@kline_1d"]),
    ],
)
def test_each_channel_has_its_streams(
    basis: Basis, wanted: Subscription, streams: list[str]
) -> None:
    """What a channel means to Binance depends on the basis of the statistics alone."""
    (request,) = asked(Binance([BTC], basis).subscribe([wanted]))
    assert request == {"method": "SUBSCRIBE", "params": streams, "id": 1}


@pytest.mark.parametrize("interval", ["1m", "5m", "15m", "1h", "1d"])
def test_candles_have_a_stream_for_each_interval(binance: Binance, interval: Interval) -> None:
    """The interval's name is Binance's own."""
    (request,) = asked(binance.subscribe([Subscription(Channel.CANDLE, BTC, interval)]))
    assert request["params"] == [f"btcusdt@kline_{interval}"]


def test_symbols_may_be_other_than_ascii() -> None:
    """A symbol in Chinese is asked for in UTF-8, its Latin letters in lower case."""
    wanted = Subscription(Channel.TRADE, Binance.market("这是测试币456USDT"))
    (request,) = asked(Binance([], "24h").subscribe([wanted]))
    assert request["params"] == ["这是测试币456usdt@trade"]


def test_only_differences_are_asked_for(binance: Binance) -> None:
    """What is missing is added, what is too much is taken away, and that comes first."""
    binance.subscribe([TICKER])
    assert asked(binance.subscribe([TICKER, BOOK])) == [
        {"method": "SUBSCRIBE", "params": ["btcusdt@depth20@100ms"], "id": 2}
    ]
    assert asked(binance.subscribe([BOOK, Subscription(Channel.TRADE, ETH)])) == [
        {
            "method": "UNSUBSCRIBE",
            "params": ["btcusdt@trade", "btcusdt@bookTicker", "btcusdt@kline_1d"],
            "id": 3,
        },
        {"method": "SUBSCRIBE", "params": ["ethbtc@trade"], "id": 4},
    ]


def test_a_shared_stream_stays_until_nothing_needs_it(binance: Binance) -> None:
    """Trades belong to the ticker as well, and candles of a day to its statistics."""
    binance.subscribe([TICKER])
    assert binance.subscribe([TICKER, TRADE, DAY]) == []
    (request,) = asked(binance.subscribe([TRADE, DAY]))
    assert request["method"] == "UNSUBSCRIBE"
    assert request["params"] == ["btcusdt@bookTicker"]


def test_no_change_gives_no_message(binance: Binance) -> None:
    """The same channels in another order, or twice, are nothing new; nor is nothing at first."""
    assert binance.subscribe([]) == []
    binance.subscribe([TICKER, BOOK])
    assert binance.subscribe([BOOK, TICKER]) == []
    assert binance.subscribe([BOOK, TICKER, BOOK]) == []


def test_nothing_wanted_takes_everything_away(binance: Binance) -> None:
    """Unlike Upbit, Binance can stop sending without closing the connection."""
    binance.subscribe([BOOK])
    assert asked(binance.subscribe([])) == [
        {"method": "UNSUBSCRIBE", "params": ["btcusdt@depth20@100ms"], "id": 2}
    ]


@pytest.mark.parametrize("count", [1, STREAMS_PER_REQUEST, STREAMS_PER_REQUEST + 1, 1024])
def test_many_streams_are_asked_for_in_chunks(binance: Binance, count: int) -> None:
    """No request names more than its share, none is left out, and the ids count up."""
    requests = asked(binance.subscribe(many(count)))
    sizes = [len(request["params"]) for request in requests]
    assert all(0 < size <= STREAMS_PER_REQUEST for size in sizes)
    assert sum(sizes) == count
    assert len(requests) == -(-count // STREAMS_PER_REQUEST)
    assert [request["id"] for request in requests] == list(range(1, len(requests) + 1))
    names = [name for request in requests for name in request["params"]]
    assert names == [f"c{n}usdt@trade" for n in range(count)]


def test_a_connection_has_at_most_1024_streams(binance: Binance) -> None:
    """One more is refused before anything changes, in a sentence with the numbers."""
    with pytest.raises(ExchangeError) as caught:
        binance.subscribe(many(STREAMS_PER_CONNECTION + 1))
    assert caught.value.message == (
        "Binance allows 1024 streams on a connection, and 1025 are wanted."
    )
    assert caught.value.hint == "Watch fewer markets on one connection."
    assert not binance.pending
    assert len(binance.subscribe(many(STREAMS_PER_CONNECTION))) == 7


def test_a_full_connection_stays_within_the_limit() -> None:
    """All channels of as many markets as a connection may have fit into its streams."""
    markets = [Binance.market(f"C{n}USDT") for n in range(Binance.limits.markets_per_connection)]
    wanted = [
        Subscription(channel, market, "1m" if channel is Channel.CANDLE else None)
        for channel in Channel
        for market in markets
    ]
    requests = asked(Binance(markets, "utc_day").subscribe(wanted))
    assert sum(len(request["params"]) for request in requests) == 1020


def test_requests_are_pending_until_they_are_answered(binance: Binance) -> None:
    """Acks and refusals, in whatever order, end the wait for the requests that they name."""
    assert not binance.pending
    binance.subscribe([TICKER])
    binance.subscribe([BOOK])
    assert binance.decode(b'{"result":null,"id":3}', 1) == (Ack(3),)
    assert binance.decode(b'{"code":2,"msg":"x","id":2}', 1) == (Refusal("2", "x", 2),)
    assert binance.pending
    assert binance.decode(b'{"error":{"code":2,"msg":"x"}}', 1) == (Refusal("2", "x"),)
    assert binance.decode(b'{"result":[],"id":1}', 1) == ()
    assert binance.pending
    assert binance.decode(b'{"result":null,"id":1}', 1) == (Ack(1),)
    assert binance.decode(b'{"result":null,"id":4}', 1) == (Ack(4),)
    assert not binance.pending


def test_markets_may_be_added_to_a_connection() -> None:
    """A market that was not there at first is known once it is asked for, and as it was asked."""
    binance = Binance([], "24h")
    unknown = Binance.market("DOTUSD")
    known = Binance.pair("DOT", "USD")
    frame = b'{"u":1,"s":"DOTUSD","b":"5.0","B":"1","a":"6.0","A":"1"}'
    binance.subscribe([Subscription(Channel.TICKER, unknown)])
    assert binance.decode(frame, 7) == (Quote(unknown, 5.0, 6.0, None, 7),)
    assert binance.subscribe([Subscription(Channel.TICKER, known)]) == []
    assert binance.decode(frame, 7) == (Quote(known, 5.0, 6.0, None, 7),)
    book = b'{"stream":"dotusd@depth20@100ms","data":{"lastUpdateId":1,"bids":[],"asks":[]}}'
    assert binance.decode(book, 7) == (Book(known, (), (), None, 7),)


def test_frames_that_were_under_way_are_read(binance: Binance) -> None:
    """A frame of a stream that was just given up is no fault."""
    frame = b'{"u":1,"s":"BTCUSDT","b":"5.0","B":"1","a":"6.0","A":"1"}'
    binance.subscribe([TICKER])
    binance.subscribe([Subscription(Channel.TICKER, ETH)])
    assert binance.decode(frame, 7) == (Quote(BTC, 5.0, 6.0, None, 7),)


def test_there_is_nothing_to_probe_with(binance: Binance) -> None:
    """Binance answers no request with data, so an answer would prove nothing."""
    binance.subscribe([TICKER])
    assert binance.probe() is None


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("wss://stream.binance.com:9443", "wss://stream.binance.com:9443/stream"),
        ("wss://stream.binance.com:9443/", "wss://stream.binance.com:9443/stream"),
        ("ws://127.0.0.1:8765/binance", "ws://127.0.0.1:8765/binance/stream"),
    ],
)
def test_the_address_has_envelopes(base: str, url: str) -> None:
    """Frames in an envelope come from /stream, below whatever path the address has."""
    assert Binance.websocket_url(base) == url


def test_limits_are_within_the_documented_ones() -> None:
    """300 connections in five minutes, five messages a second, 24 hours, 6000 weight a minute."""
    limits = Binance.limits
    assert all(rate.most / rate.seconds <= 1 for rate in limits.connects)
    assert limits.messages == (Rate(5, 1.0),)
    assert limits.markets_per_connection == 204
    assert limits.lifetime_s == 86_400
    weight = Binance.candle_request(BTC, "1m", 200).weight
    assert min(rate.most / rate.seconds for rate in limits.requests) * weight * 60 <= 6000
