"""Frames with anything in any place: only sound records or a DecodeError may come of them."""

from collections.abc import Callable, Sequence
from copy import deepcopy

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.errors import DecodeError
from coinwatch.exchanges.base import Exchange
from coinwatch.model import Book, Candle, Event, Listing, Market, Quote, Ticker, Trade
from tests.exchanges.sound import NS, is_sound, is_sound_listing, is_text
from tests.exchanges.toy import TABLE, home
from tests.mutants import HUGE, NASTY, holder, mutated, places

FRAMES: dict[str, tuple[bytes, ...]] = {
    "toy": (b'["btc.eur",5.5,1790000000123]',),
    "upbit": (
        (
            b'{"ty":"ticker","cd":"KRW-BTC","op":116000000,"hp":117250000.0,"lp":1.15E8,"tp":1.16E8,'
            b'"pcp":116100000,"atp":98765432109.8,"ab":"BID","tv":7.9E-4,"atv":847.1,'
            b'"ttms":1790000000101,"tms":1790000000123,"st":"REALTIME"}'
        ),
        (
            b'{"type":"trade","code":"KRW-BTC","timestamp":1790000000123,'
            b'"trade_timestamp":1790000000101,"trade_price":116539000,"trade_volume":0.5,'
            b'"ask_bid":"ASK","sequential_id":17900000001010001,"stream_type":"REALTIME"}'
        ),
        (
            b'{"ty":"orderbook","cd":"KRW-BTC.15","tms":1790000000123,"obu":[{"ap":116540000,'
            b'"bp":116539000.0,"as":0.1,"bs":0.2},{"ap":116541000,"bp":0,"as":0.2,"bs":0}]}'
        ),
        (
            b'[{"ty":"candle.1m","cd":"KRW-BTC","cdttmu":"2026-09-21T13:53:00","op":116000000,'
            b'"hp":117000000,"lp":115900000,"tp":116539000.0,"catv":12.5,"catp":1456000000,'
            b'"tms":1790000000123,"st":"REALTIME"}]'
        ),
        b'{"error":{"name":"NO_TICKET","message":"No ticket."}}',
        b'{"status":"UP"}',
        b'{"method":"LIST_SUBSCRIPTIONS","result":[],"ticket":"x"}',
    ),
    "binance": (
        (
            b'{"stream":"btcusdt@trade","data":{"e":"trade","E":1790000000123,"s":"BTCUSDT",'
            b'"t":5455447976,"p":"84210.17000000","q":"0.00100000","T":1790000000101,"m":true}}'
        ),
        (
            b'{"e":"aggTrade","E":1790000000123,"s":"BTCUSDT","a":3455447976,"p":"84210.17",'
            b'"q":"2","T":1790000000101,"m":false}'
        ),
        (
            b'{"e":"24hrTicker","E":1790000000123,"s":"BTCUSDT","c":"84210.17000000","Q":"0.001",'
            b'"o":"83000.00000000","h":"84500.50000000","l":"82750.01000000","v":"30195.3","q":"2"}'
        ),
        (
            b'{"stream":"!miniTicker@arr","data":[{"e":"24hrMiniTicker","E":1790000000123,'
            b'"s":"BTCUSDT","c":"84210.17","o":"83000","h":"84500.5","l":"82750","v":"3","q":"2"}]}'
        ),
        b'{"u":400900217,"s":"BTCUSDT","b":"84210.16","B":"5.24","a":"84210.17","A":"0.9"}',
        (
            b'{"stream":"btcusdt@kline_1d","data":{"e":"kline","E":1790000000123,"s":"BTCUSDT","k":{'
            b'"t":1789948800000,"i":"1d","o":"84200.00","c":"84210.17","h":"84211.0","l":"84199.5",'
            b'"v":"1.50000000","q":"126315.25500000"}}}'
        ),
        (
            b'{"stream":"btcusdt@depth20@100ms","data":{"lastUpdateId":160,'
            b'"bids":[["84210.16","5.24"],["84210.00","1"]],"asks":[["84210.17","0.9"]]}}'
        ),
        b'{"e":"serverShutdown","E":1790000000123}',
        b'{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":157,"u":160,"b":[],"a":[]}',
        b'{"result":null,"id":1}',
        b'{"error":{"code":2,"msg":"Invalid request"},"id":1}',
        b'{"code":2,"msg":"Invalid request","id":"a"}',
    ),
}
"""Composed frames about the price of bitcoin in each exchange's home quote."""

ANSWERS: dict[str, tuple[bytes, bytes, bytes]] = {
    "toy": (b"[]", b"[]", b"[]"),
    "upbit": (
        (
            b'[{"market":"KRW-BTC","korean_name":"","english_name":"Bitcoin","market_event":'
            b'{"warning":true,"caution":{"PRICE_FLUCTUATIONS":false}}}]'
        ),
        (
            b'[{"market":"KRW-BTC","trade_price":116539000.0,"trade_volume":"0.5","timestamp":'
            b'1790000000123,"trade_timestamp":1790000000101,"opening_price":1.16E8,"high_price":'
            b'117250000,"low_price":115800000,"acc_trade_volume":847.1,"acc_trade_price":9.8E10,'
            b'"prev_closing_price":116100000}]'
        ),
        (
            b'[{"market":"KRW-BTC","candle_date_time_utc":"2026-09-21T13:53:00","opening_price":'
            b'116500000,"high_price":116540000,"low_price":116499000,"trade_price":116539000,'
            b'"candle_acc_trade_price":1.2E8,"candle_acc_trade_volume":1.03}]'
        ),
    ),
    "binance": (
        (
            b'{"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":'
            b'"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01000000"}]}]}'
        ),
        (
            b'[{"symbol":"BTCUSDT","openPrice":"83000.0","highPrice":"84500.5","lowPrice":'
            b'"82750.01","lastPrice":"84210.17","volume":"30195.39","quoteVolume":"25334201.2",'
            b'"openTime":1789913600000,"closeTime":1790000000000}]'
        ),
        (
            b'[[1789999980000,"84200.0","84211.0","84199.5","84210.17","1.5",1790000039999,'
            b'"126315.255",101,"1.0","84210.0","0"]]'
        ),
    ),
}
"""A market list, statistics and candles of each exchange, as a GET answers them."""

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)  # fmt: skip

each_exchange = pytest.mark.parametrize("exchange", TABLE.values(), ids=TABLE)
each_composed = pytest.mark.parametrize("exchange", [TABLE[name] for name in FRAMES], ids=FRAMES)
each_frame = pytest.mark.parametrize(
    ("exchange", "market", "frame"),
    [
        pytest.param(TABLE[name], home(TABLE[name]), frame, id=f"{name}-{position}")
        for name, frames in FRAMES.items()
        for position, frame in enumerate(frames)
    ],
)


def check(exchange: type[Exchange], market: Market, frame: bytes) -> Sequence[Event]:
    """Decode a frame to sound records or to a short DecodeError, and to nothing else."""
    refused = None
    events: Sequence[Event] = ()
    try:
        events = exchange([market], "utc_day").decode(frame, NS)
    except DecodeError as error:
        refused = error
    assert refused is None or is_text(refused.message)
    assert all(is_sound(event, market) for event in events)
    return events


@each_frame
def test_composed_frames_are_read(exchange: type[Exchange], market: Market, frame: bytes) -> None:
    """The frames that are mutated below are valid to begin with."""
    events = exchange([market], "utc_day").decode(frame, NS)
    assert all(is_sound(event, market) for event in events)


@each_frame
def test_a_value_may_be_anything(exchange: type[Exchange], market: Market, frame: bytes) -> None:
    """With any value replaced or left out, a frame gives sound records or a DecodeError."""
    for changed in mutated(frame):
        check(exchange, market, changed)


@each_frame
def test_a_value_may_be_huge(exchange: type[Exchange], market: Market, frame: bytes) -> None:
    """A million digits, as a text or as a number, are refused or left alone, and not repeated."""
    message = orjson.loads(frame)
    for path in places(message):
        changed = deepcopy(message)
        holder(changed, path)[path[-1]] = HUGE
        text = orjson.dumps(changed)
        check(exchange, market, text)
        check(exchange, market, text.replace(f'"{HUGE}"'.encode(), HUGE.encode()))


@each_frame
def test_a_frame_may_be_cut_off(exchange: type[Exchange], market: Market, frame: bytes) -> None:
    """Every part of a frame but the whole is refused."""
    for length in range(len(frame)):
        assert check(exchange, market, frame[:length]) == ()
        assert check(exchange, market, frame[length + 1 :]) == ()


@each_composed
@settings(derandomize=True, deadline=None)
@given(data=st.data())
def test_a_mutated_frame_gives_sound_records(exchange: type[Exchange], data: st.DataObject) -> None:
    """Whatever stands in several places of a frame at once, only sound records come out."""
    message = orjson.loads(data.draw(st.sampled_from(FRAMES[exchange.name])))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*places(message)] or [(0,)]))
        if message:
            value = data.draw(ANYTHING | st.sampled_from(NASTY))
            holder(message, path)[path[-1]] = deepcopy(value)
    check(exchange, home(exchange), orjson.dumps(message))


@each_exchange
@settings(derandomize=True, deadline=None)
@given(frame=st.binary() | ANYTHING.map(orjson.dumps))
def test_garbage_is_refused(exchange: type[Exchange], frame: bytes) -> None:
    """Random bytes and random JSON never give a record of a market."""
    events = check(exchange, home(exchange), frame)
    assert not any(isinstance(event, (Trade, Quote, Ticker, Book, Candle)) for event in events)


@each_exchange
@pytest.mark.parametrize(
    "frame",
    [
        b"", b"{", b"nan", b"\xff\xfe\x00", b"\x00" * 1000, b"[" * 100_000, b'{"a":' * 100_000,
        b"[" * 900 + b"]" * 900, b'"' + b"x" * 1_000_000 + b'"', b"1" * 1_000_000, b'{"e":1e999}',
    ],
)  # fmt: skip
def test_garbage_of_every_kind_is_refused(exchange: type[Exchange], frame: bytes) -> None:
    """Broken, deep and big frames raise DecodeError in a sentence that does not repeat them."""
    connection = exchange([home(exchange)], "utc_day")
    with pytest.raises(DecodeError) as caught:
        connection.decode(frame, NS)
    assert len(caught.value.message) < 200


def answered(exchange: type[Exchange], bodies: Sequence[bytes]) -> Sequence[object]:
    """Read a list, statistics and candles to sound records, or to a short DecodeError each."""
    market = home(exchange)
    listings, tickers, candles = bodies
    readers: list[Callable[[], Sequence[Listing | Ticker | Candle]]] = [
        lambda: exchange.parse_listings([listings]),
        lambda: exchange([market], "utc_day").parse_tickers(tickers, NS),
        lambda: exchange.parse_candles(market, "1m", candles),
    ]
    found: list[Listing | Ticker | Candle] = []
    for read in readers:
        refused = None
        try:
            found += read()
        except DecodeError as error:
            refused = error
        assert refused is None or is_text(refused.message)
    for each in found:
        assert is_sound_listing(each) if isinstance(each, Listing) else is_sound(each, market)
    return found


@each_composed
def test_a_value_of_an_answer_may_be_anything(exchange: type[Exchange]) -> None:
    """With any value replaced or left out, an answer gives sound records or a DecodeError."""
    bodies = ANSWERS[exchange.name]
    assert len(answered(exchange, bodies)) == (0 if exchange.name == "toy" else 3)
    for position, body in enumerate(bodies):
        for changed in mutated(body):
            answered(exchange, [*bodies[:position], changed, *bodies[position + 1 :]])


@each_exchange
@settings(derandomize=True, deadline=None)
@given(body=st.binary() | ANYTHING.map(orjson.dumps))
def test_an_answer_may_be_anything(exchange: type[Exchange], body: bytes) -> None:
    """Garbage over REST gives nothing, or a DecodeError and no other."""
    assert not answered(exchange, [body] * 3)
