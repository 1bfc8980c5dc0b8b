"""Binance's frames, composed after the documentation, and exactly what is read from them."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from coinwatch.errors import DecodeError
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.server_clock import TOLERANCE_MS
from coinwatch.model import (
    Ack,
    Book,
    Candle,
    Event,
    Market,
    Quote,
    Refusal,
    Shutdown,
    Ticker,
    Trade,
)

BTC = Market("binance", "BTCUSDT", "BTC", "USDT")
ETH = Market("binance", "ETHBTC", "ETH", "BTC")
HAN = Market("binance", "这是测试币456USDT", "这是测试币456", "USDT")
SENT = 1_790_000_000_123
NS = (SENT + 40) * 1_000_000
MIDNIGHT = 1_789_948_800_000
DAY_MS = 86_400_000

TRADE_FRAME = (
    b'{"e":"trade","E":1790000000123,"s":"BTCUSDT","t":5455447976,"p":"84210.17000000",'
    b'"q":"0.00100000","T":1790000000101,"m":true,"M":true}'
)
TRADE = Trade(BTC, 84210.17, 0.001, "sell", 5_455_447_976, 1_790_000_000_101, NS)
AGGREGATE_FRAME = (
    b'{"m":false,"e":"aggTrade","E":1790000000123,"s":"BTCUSDT","a":3455447976,"p":"84210.17",'
    b'"q":"2","f":5455447970,"l":5455447976,"T":1790000000101,"M":true}'
)
AGGREGATE = Trade(BTC, 84210.17, 2.0, "buy", 3_455_447_976, 1_790_000_000_101, NS)
TICKER_FRAME = (
    b'{"e":"24hrTicker","E":1790000000123,"s":"BTCUSDT","p":"1210.17000000","P":"1.458",'
    b'"w":"83900.12345678","x":"82999.99000000","c":"84210.17000000","Q":"0.00100000",'
    b'"b":"84210.16000000","B":"5.24000000","a":"84210.17000000","A":"0.99400000",'
    b'"o":"83000.00000000","h":"84500.50000000","l":"82750.01000000","v":"30195.39867000",'
    b'"q":"2533420135.28113970","O":1789913600123,"C":1790000000123,"F":5451447976,'
    b'"L":5455447976,"n":4000001}'
)
TICKER = Ticker(
    market=BTC,
    price=84210.17,
    size=0.001,
    side=None,
    open=83000.0,
    high=84500.5,
    low=82750.01,
    volume=30195.39867,
    quote_volume=2533420135.2811397,
    reference=83000.0,
    basis="24h",
    exchange_ms=SENT,
    received_ns=NS,
    snapshot=False,
    live=False,
    traded_ms=None,
)
MINI_FRAME = (
    b'{"e":"24hrMiniTicker","E":1790000000123,"s":"BTCUSDT","c":"84210.17000000",'
    b'"o":"83000.00000000","h":"84500.50000000","l":"82750.01000000","v":"30195.39867000",'
    b'"q":"2533420135.28113970"}'
)
MINI = TICKER._replace(size=None)
BEST_FRAME = (
    b'{"u":400900217,"s":"BTCUSDT","b":"84210.16000000","B":"5.24000000","a":"84210.17000000",'
    b'"A":"0.99400000"}'
)
QUOTE = Quote(BTC, 84210.16, 84210.17, None, NS)
KLINE_FRAME = (
    b'{"e":"kline","E":1790000000123,"s":"BTCUSDT","k":{"t":1789999980000,"T":1790000039999,'
    b'"s":"BTCUSDT","i":"1m","f":100,"L":200,"o":"84200.00000000","c":"84210.17000000",'
    b'"h":"84211.00000000","l":"84199.50000000","v":"1.50000000","n":101,"x":false,'
    b'"q":"126315.25500000","V":"1.00000000","Q":"84210.00000000","B":"0"}}'
)
CANDLE = Candle(BTC, "1m", 1_789_999_980_000, 84200.0, 84211.0, 84199.5, 84210.17, 1.5, 126315.255)
DAY_FRAME = (
    KLINE_FRAME.replace(b'"1m"', b'"1d"')
    .replace(b'"t":1789999980000,"T":1790000039999', b'"t":1789948800000,"T":1790035199999')
)  # fmt: skip
DAY = Ticker(
    market=BTC,
    price=84210.17,
    size=None,
    side=None,
    open=84200.0,
    high=84211.0,
    low=84199.5,
    volume=1.5,
    quote_volume=126315.255,
    reference=84200.0,
    basis="utc_day",
    exchange_ms=SENT,
    received_ns=NS,
    live=False,
)
DAY_CANDLE = CANDLE._replace(interval="1d", open_ms=MIDNIGHT)
DEPTH_FRAME = (
    b'{"lastUpdateId":160,"bids":[["84210.16000000","5.24000000"],["84210.00000000","1"]],'
    b'"asks":[["84210.17000000","0.99400000"]]}'
)
BOOK = Book(BTC, ((84210.16, 5.24), (84210.0, 1.0)), ((84210.17, 0.994),), None, NS)
FRAMES = [
    pytest.param("btcusdt@trade", TRADE_FRAME, [TRADE], id="trade"),
    pytest.param("btcusdt@aggTrade", AGGREGATE_FRAME, [AGGREGATE], id="aggTrade"),
    pytest.param("btcusdt@ticker", TICKER_FRAME, [TICKER], id="24hrTicker"),
    pytest.param("btcusdt@miniTicker", MINI_FRAME, [MINI], id="24hrMiniTicker"),
    pytest.param("!miniTicker@arr", b"[" + MINI_FRAME + b"]", [MINI], id="all"),
    pytest.param("btcusdt@bookTicker", BEST_FRAME, [QUOTE], id="bookTicker"),
    pytest.param("btcusdt@kline_1m", KLINE_FRAME, [CANDLE], id="kline"),
    pytest.param("btcusdt@kline_1d", DAY_FRAME, [DAY, DAY_CANDLE], id="kline_1d"),
]


def wrapped(stream: str, frame: bytes) -> bytes:
    """Return a frame in the envelope of a stream."""
    return b'{"stream":' + orjson.dumps(stream) + b',"data":' + frame + b"}"


def changed(frame: bytes, **fields: object) -> bytes:
    """Return a frame with some fields changed, of the candle too where it has one."""
    message = orjson.loads(frame)
    for name, value in fields.items():
        outer = name in message or "k" not in message
        (message if outer else message["k"])[name] = value
    return orjson.dumps(message)


def connected(*wanted: Subscription) -> Binance:
    """Return a connection that has asked for something."""
    binance = Binance([BTC], "utc_day")
    binance.subscribe(wanted)
    return binance


def refusal(frame: bytes) -> str:
    """Return why a frame is refused."""
    with pytest.raises(DecodeError) as caught:
        Binance([BTC], "utc_day").decode(frame, NS)
    return caught.value.message


def read(frame: bytes) -> list[Event]:
    """Return what a connection that has asked for nothing makes of a frame."""
    return list(Binance([BTC, ETH, HAN], "utc_day").decode(frame, NS))


@pytest.mark.parametrize(("stream", "frame", "events"), FRAMES)
def test_a_frame_is_read_exactly(stream: str, frame: bytes, events: Sequence[Event]) -> None:
    """Bare or in its envelope, every value arrives in the record, and every number as a float."""
    for found in (read(frame), read(wrapped(stream, frame))):
        assert found == events
        assert [[*map(type, event)] for event in found] == [[*map(type, event)] for event in events]


@pytest.mark.parametrize("depth", ["depth5", "depth10", "depth20"])
@pytest.mark.parametrize("speed", ["", "@100ms"])
def test_the_envelope_names_the_market_of_an_order_book(depth: str, speed: str) -> None:
    """Partial order books have neither market nor time; the stream's name has the market."""
    assert read(wrapped(f"btcusdt@{depth}{speed}", DEPTH_FRAME)) == [BOOK]
    book = b'{"bids":[],"asks":[],"lastUpdateId":1}'
    assert read(wrapped(f"ethbtc@{depth}{speed}", book)) == [Book(ETH, (), (), None, NS)]


def test_symbols_may_be_other_than_ascii() -> None:
    """Binance has symbols in Chinese, in events and in the names of streams."""
    assert read(changed(TRADE_FRAME, s=HAN.symbol)) == [TRADE._replace(market=HAN)]
    frame = wrapped("这是测试币456usdt@depth20@100ms", DEPTH_FRAME)
    assert read(frame) == [BOOK._replace(market=HAN)]


def test_a_missing_side_of_the_best_is_none() -> None:
    """A price of 0 means that nobody bids, or asks."""
    frame = changed(BEST_FRAME, b="0.00000000", a="0")
    assert read(frame) == [Quote(BTC, None, None, None, NS)]


def test_numbers_may_be_whole_or_have_exponents() -> None:
    """Every spelling of a number is read, also where the exchange usually pads it with zeros."""
    frame = changed(TRADE_FRAME, p="84210", q="1.5E-7")
    assert read(frame) == [TRADE._replace(price=84210.0, size=1.5e-7)]
    frame = changed(BEST_FRAME, b="84210", a="8.421017e4")
    assert read(frame) == [Quote(BTC, 84210.0, 84210.17, None, NS)]
    frame = changed(MINI_FRAME, v="3.019539867e4")
    assert read(frame) == [MINI]


def test_all_markets_at_once() -> None:
    """In a list of statistics other markets than ours are left out, and it may be empty."""
    other = changed(MINI_FRAME, s="DOGEUSDT")
    eth = changed(TICKER_FRAME, s="ETHBTC")
    frame = b"[" + b",".join([other, MINI_FRAME, other, eth]) + b"]"
    assert read(frame) == [MINI, TICKER._replace(market=ETH)]
    assert read(b"[]") == []
    assert read(wrapped("!miniTicker@arr", b"[]")) == []
    assert read(b"[" + changed(MINI_FRAME, e="1hTicker") + b"]") == []


@pytest.mark.parametrize("frame", [TICKER_FRAME, MINI_FRAME, KLINE_FRAME, DAY_FRAME])
def test_a_market_that_never_traded_has_no_statistics(frame: bytes) -> None:
    """A price of 0 without volume is no fault of the frame; there is nothing to say."""
    zeros = dict.fromkeys("ohlcvq", "0.00000000")
    assert read(changed(frame, **zeros)) == []


def test_a_day_without_an_open() -> None:
    """A market whose window began before its first trade has no open to compare with."""
    frame = changed(TICKER_FRAME, o="0.00000000", h="0", l="0.0")
    assert read(frame) == [TICKER._replace(open=None, high=None, low=None, reference=None)]
    frame = changed(DAY_FRAME, o="0", h="0", l="0")
    assert read(frame) == [DAY._replace(open=None, high=None, low=None, reference=None)]


def test_an_interval_without_trades_is_a_candle() -> None:
    """Binance sends candles without trades too, flat at the last price."""
    frame = changed(KLINE_FRAME, f=-1, L=-1, n=0, o="84210.17", h="84210.17", l="84210.17", v="0")
    assert read(changed(frame, q="0")) == [
        Candle(BTC, "1m", 1_789_999_980_000, 84210.17, 84210.17, 84210.17, 84210.17, 0.0, 0.0)
    ]


def test_the_last_word_on_a_day_belongs_to_that_day() -> None:
    """A candle of yesterday that is sent after midnight must not pass for today's statistics."""
    late = MIDNIGHT + DAY_MS + 12
    binance = Binance([BTC], "utc_day")
    day, _ = binance.decode(changed(DAY_FRAME, E=late), (late + 5) * 1_000_000)
    assert isinstance(day, Ticker)
    assert day.exchange_ms == MIDNIGHT + DAY_MS - 1


def test_the_day_of_another_time_zone_is_no_utc_day() -> None:
    """Candles of a day that starts at another hour than midnight UTC are candles only."""
    seoul = MIDNIGHT - 9 * 3_600_000
    assert read(changed(DAY_FRAME, t=seoul)) == [DAY_CANDLE._replace(open_ms=seoul)]


def test_candles_are_read_as_what_was_asked_for() -> None:
    """A candle of a day is statistics for the ticker, a candle for candles, or both."""
    ticker = Subscription(Channel.TICKER, BTC)
    candle = Subscription(Channel.CANDLE, BTC, "1d")
    minute = Subscription(Channel.CANDLE, BTC, "1m")
    assert connected(ticker).decode(DAY_FRAME, NS) == [DAY]
    assert connected(candle).decode(DAY_FRAME, NS) == [DAY_CANDLE]
    assert connected(candle, ticker).decode(DAY_FRAME, NS) == [DAY, DAY_CANDLE]
    assert connected(minute).decode(DAY_FRAME, NS) == []
    assert connected(minute).decode(KLINE_FRAME, NS) == [CANDLE]
    assert connected(ticker).decode(KLINE_FRAME, NS) == []


def test_statistics_of_24_hours_come_from_the_ticker_alone() -> None:
    """Where the basis is 24 hours, the candle of a day is no statistics."""
    assert Binance([BTC], "24h").decode(DAY_FRAME, NS) == [DAY_CANDLE]
    assert Binance([BTC], "24h").decode(TICKER_FRAME, NS) == (TICKER,)


@pytest.mark.parametrize(
    "interval",
    [
        "1s",
        "1m",
        "3m",
        "5m",
        "15m",
        "30m",
        "1h",
        "2h",
        "4h",
        "6h",
        "8h",
        "12h",
        "1d",
        "3d",
        "1w",
        "1M",
    ],
)
def test_candles_have_their_interval(interval: str) -> None:
    """Every documented length is known by its own name: a minute is no month."""
    assert read(changed(KLINE_FRAME, i=interval)) == [CANDLE._replace(interval=interval)]


def test_microseconds_become_milliseconds() -> None:
    """Times are told by their size, so a feed in microseconds reads the same."""
    assert read(changed(TRADE_FRAME, T=1_790_000_000_101_999)) == [TRADE]
    assert read(changed(TICKER_FRAME, E=SENT * 1000)) == [TICKER]
    assert read(changed(KLINE_FRAME, E=SENT * 1000, t=CANDLE.open_ms * 1000)) == [CANDLE]


def test_times_may_be_a_little_ahead_of_the_exchanges_clock() -> None:
    """What lies further ahead would make everything after it look old, and is refused."""
    latest = NS // 1_000_000 + TOLERANCE_MS
    assert read(changed(TRADE_FRAME, T=latest)) == [TRADE._replace(exchange_ms=latest)]
    assert read(changed(TICKER_FRAME, E=latest)) == [TICKER._replace(exchange_ms=latest)]
    for frame in (
        changed(TRADE_FRAME, T=latest + 1),
        changed(TICKER_FRAME, E=latest + 1),
        changed(KLINE_FRAME, E=latest + 1),
        changed(KLINE_FRAME, t=latest + 1),
        b'{"e":"serverShutdown","E":%d}' % (latest + 1),
    ):
        assert "a time 3 s ahead of the exchange's clock" in refusal(frame)


def test_a_shutdown_is_announced() -> None:
    """Bare and in its envelope, the announcement has its time."""
    frame = b'{"e":"serverShutdown","E":1790000000123}'
    assert read(frame) == [Shutdown(SENT)]
    assert read(wrapped("!serverShutdown", frame)) == [Shutdown(SENT)]


@pytest.mark.parametrize(
    "frame",
    [
        b'{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":157,"u":160,"b":[["0.0024","10"]],"a":[]}',
        b'{"e":"avgPrice","E":1693907033000,"s":"BTCUSDT","i":"5m","w":"25776.86","T":1}',
        b'{"e":"referencePrice","s":"BTCUSDT","r":null,"t":1790000000123}',
        b'{"e":"blockTrade","E":1,"s":"BTCUSDT","t":582,"p":"0.052","q":"5838","T":1,"m":true}',
        changed(TICKER_FRAME, e="1hTicker"),
        changed(TICKER_FRAME, e="4hTicker"),
        changed(TICKER_FRAME, e="1dTicker", s="DOGEUSDT"),
        b'{"result":["btcusdt@trade"],"id":3}',
        b'{"result":true,"id":2}',
    ],
)
def test_what_is_known_and_of_no_interest_gives_nothing(frame: bytes) -> None:
    """Documented frames that nobody here asks for are told apart from garbage."""
    assert read(frame) == []


@pytest.mark.parametrize("request_id", [1, "a1", None])
def test_an_answer_names_its_request(request_id: int | str | None) -> None:
    """An ack and a refusal, in either of its shapes, carry the id of what they answer."""
    ack = orjson.dumps({"result": None, "id": request_id})
    flat = orjson.dumps({"code": 2, "msg": "Invalid request", "id": request_id})
    nested = orjson.dumps({"error": {"code": 2, "msg": "Invalid request"}, "id": request_id})
    assert read(ack) == [Ack(request_id)]
    assert read(flat) == [Refusal("2", "Invalid request", request_id)]
    assert read(nested) == [Refusal("2", "Invalid request", request_id)]


def test_a_refusal_may_have_no_id() -> None:
    """On the wire the id may be missing altogether."""
    frame = b'{"error":{"code":3,"msg":"Invalid JSON: \\u001b[2J"}}'
    assert read(frame) == [Refusal("3", "Invalid JSON: ␛[2J", None)]


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (b"", "Binance: not JSON"),
        (b'{"e":"\xff"}', "Binance: not JSON"),
        (b'{"e":NaN}', "Binance: not JSON"),
        (b"[" * 5000 + b"]" * 5000, "Binance: not JSON"),
        (b"null", "Binance frame: a field of the wrong type"),
        (b"12", "Binance frame: a field of the wrong type"),
        (b'"e"', "Binance frame: a field of the wrong type"),
        (b'"hello"', "Binance frame: a field of the wrong type"),
        (b'"x"', "Binance frame: a field of the wrong type"),
        (b"{}", "Binance frame: no field 'code'"),
        (b"[{}]", "Binance frame: no field 'e'"),
        (b"[1]", "Binance frame: a field of the wrong type"),
        (b'["e"]', "Binance frame: a field of the wrong type"),
        (b"[" + TRADE_FRAME + b"]", "Binance frame: a list of 'trade'"),
        (b'{"e":"balanceUpdate"}', "Binance 'balanceUpdate': 'balanceUpdate' is not known here"),
        (b'{"e":["trade"]}', "Binance ['trade']: a field of the wrong type"),
        (b'{"e":null}', "Binance None: None is not known here"),
        (b'{"E":"trade","S":"BTCUSDT"}', "Binance frame: no field 'code'"),
        (b'{"result":null,"id":[1]}', "Binance frame: an id that is [1]"),
        (b'{"result":null,"id":true}', "Binance frame: an id that is True"),
        (b'{"code":2}', "Binance frame: no field 'msg'"),
        (b'{"code":[],"msg":"x"}', "Binance frame: a text that is []"),
        (b'{"error":null}', "Binance frame: a field of the wrong type"),
        (DEPTH_FRAME, "Binance frame: no field 'stream'"),
        (wrapped("btcusdt@depth", DEPTH_FRAME),
         "Binance 'btcusdt@depth': an order book of the stream 'btcusdt@depth'"),
        (wrapped("btcusdt@depth50", DEPTH_FRAME),
         "Binance 'btcusdt@depth50': an order book of the stream 'btcusdt@depth50'"),
        (wrapped("dogeusdt@depth20", DEPTH_FRAME),
         "Binance 'dogeusdt@depth20': 'dogeusdt' is not known here"),
        (wrapped("BTCUSDT@depth20", DEPTH_FRAME),
         "Binance 'BTCUSDT@depth20': 'BTCUSDT' is not known here"),
        (wrapped("btcusdt@trade", b"null"), "Binance 'btcusdt@trade': a field of the wrong type"),
        (wrapped("btcusdt@trade", b"{}"), "Binance 'btcusdt@trade': no field 'code'"),
        (b'{"stream":7,"data":{"lastUpdateId":1,"bids":[],"asks":[]}}',
         "Binance 7: a field of the wrong type"),
    ],
)  # fmt: skip
def test_what_is_not_documented_is_refused(frame: bytes, words: str) -> None:
    """A frame that no page of the documentation knows is refused in a short sentence."""
    assert refusal(frame) == words


@pytest.mark.parametrize(
    ("frame", "fields", "reason"),
    [
        (TRADE_FRAME, {"p": "0.00000000"}, "a price that is 0.0"),
        (TRADE_FRAME, {"p": "-1.5"}, "a number that is -1.5"),
        (TRADE_FRAME, {"q": "-1.5"}, "a number that is -1.5"),
        (TRADE_FRAME, {"p": "-1"}, "a number that is -1"),
        (TRADE_FRAME, {"p": "true"}, "a number that is True"),
        (TRADE_FRAME, {"q": "null"}, "a field of the wrong type"),
        (TRADE_FRAME, {"p": "nan"}, "a field that cannot be read"),
        (TRADE_FRAME, {"p": "1" * 1_000_000}, "a field that cannot be read"),
        (TRADE_FRAME, {"p": 84210.17}, "a field that cannot be read"),
        (TRADE_FRAME, {"q": 1}, "a field that cannot be read"),
        (TRADE_FRAME, {"p": "1,2"}, "a field that cannot be read"),
        (TRADE_FRAME, {"q": '"1"'}, "a field of the wrong type"),
        (BEST_FRAME, {"a": 84210.17}, "a field that cannot be read"),
        (TRADE_FRAME, {"s": "DOGEUSDT"}, "'DOGEUSDT' is not known here"),
        (TRADE_FRAME, {"s": "btcusdt"}, "'btcusdt' is not known here"),
        (TRADE_FRAME, {"s": ["BTCUSDT"]}, "a field of the wrong type"),
        (TRADE_FRAME, {"t": "5455447976"}, "a whole number that is '5455447976'"),
        (TRADE_FRAME, {"t": -1}, "a whole number that is -1"),
        (TRADE_FRAME, {"T": 1.5}, "a whole number that is 1.5"),
        (TRADE_FRAME, {"T": -1}, "a whole number that is -1"),
        (TRADE_FRAME, {"m": 1}, "a maker that is 1"),
        (TRADE_FRAME, {"m": "true"}, "a maker that is 'true'"),
        (BEST_FRAME, {"b": "-1.0"}, "a number that is -1.0"),
        (BEST_FRAME, {"a": "-1"}, "a number that is -1"),
        (BEST_FRAME, {"b": "true"}, "a number that is True"),
        (TICKER_FRAME, {"c": "0.0"}, "a number out of its range"),
        (TICKER_FRAME, {"l": "-1"}, "a number that is -1"),
        (TICKER_FRAME, {"Q": "-1"}, "a number that is -1"),
        (TICKER_FRAME, {"c": "0", "v": "0", "o": "-1"}, "a number that is -1"),
        (TICKER_FRAME, {"h": "true"}, "a number that is none"),
        (TICKER_FRAME, {"h": True}, "a field that cannot be read"),
        (TICKER_FRAME, {"h": [1]}, "a field of the wrong type"),
        (TICKER_FRAME, {"h": "1,2"}, "a field that cannot be read"),
        (TICKER_FRAME, {"E": "1790000000123"}, "a whole number that is '1790000000123'"),
        (MINI_FRAME, {"q": "Infinity"}, "a field that cannot be read"),
        (KLINE_FRAME, {"i": "7m"}, "an interval that is '7m'"),
        (KLINE_FRAME, {"i": ["1m"]}, "a field of the wrong type"),
        (KLINE_FRAME, {"c": "0"}, "a number out of its range"),
        (KLINE_FRAME, {"o": "-0.1"}, "a number out of its range"),
        (KLINE_FRAME, {"q": "-0.1"}, "a number out of its range"),
        (KLINE_FRAME, {"t": None}, "a whole number that is None"),
    ],
)
def test_a_field_out_of_its_range_is_refused(
    frame: bytes, fields: dict[str, object], reason: str
) -> None:
    """One wrong field refuses its frame, and the reason names what is wrong with it."""
    kind = orjson.loads(frame).get("e")
    assert (
        refusal(changed(frame, **fields)) == f"Binance {repr(kind) if kind else 'frame'}: {reason}"
    )


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ({}, "levels that are no list"),
        ({"12": 1}, "levels that are no list"),
        (["12"], "levels that are no list"),
        ([["1"]], "a field that cannot be read"),
        ([["1", "2", []]], "a field that cannot be read"),
        ([["1", None]], "a field of the wrong type"),
        ([["[1", "2]"]], "a level that is not two numbers"),
        ([["1,2", "3"]], "a level that is not two numbers"),
        ([["0", "3"]], "a level out of its range"),
        ([["1", "-3"]], "a level out of its range"),
        ([["1", "true"]], "a number that is none"),
        ([["1", "null"]], "a field of the wrong type"),
    ],
)
def test_wrong_levels_are_refused(levels: Any, reason: str) -> None:
    """Each level is a price above 0 and a size, as two texts."""
    for side in ("bids", "asks"):
        frame = wrapped("btcusdt@depth20", changed(DEPTH_FRAME, **{side: levels}))
        assert refusal(frame) == f"Binance 'btcusdt@depth20': {reason}"


@pytest.mark.parametrize(
    ("frame", "field"),
    [(TRADE_FRAME, name) for name in "sptqTm"]
    + [(AGGREGATE_FRAME, name) for name in "spaqTm"]
    + [(TICKER_FRAME, name) for name in "EscQohlvq"]
    + [(KLINE_FRAME, name) for name in "Esk"],
)
def test_a_missing_field_is_named(frame: bytes, field: str) -> None:
    """Keys that differ by letter case only are different keys: none stands in for another."""
    message = orjson.loads(frame)
    del message[field]
    expected = f"Binance {message['e']!r}: no field {field!r}"
    assert refusal(orjson.dumps(message)) == expected


def test_keys_in_the_other_case_change_nothing() -> None:
    """Unknown fields are ignored, and so is the same letter in another case."""
    swapped = {name.swapcase(): "7" for name in orjson.loads(TRADE_FRAME)}
    extra = {
        name: value for name, value in swapped.items() if name not in orjson.loads(TRADE_FRAME)
    }
    assert extra
    assert read(changed(TRADE_FRAME, **extra)) == [TRADE]
