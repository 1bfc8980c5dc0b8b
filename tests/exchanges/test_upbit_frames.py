"""Upbit's frames, composed after the documentation, and exactly what is read from them."""

import orjson
import pytest

from coinwatch.errors import DecodeError
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.exchanges.server_clock import TOLERANCE_MS
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Book, Candle, Event, Heartbeat, Market, Quote, Refusal, Ticker, Trade

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("upbit", "KRW-ETH", "ETH", "KRW")
SENT = 1_790_000_000_123
NS = (SENT + 40) * 1_000_000

TICKER_DEFAULT = (
    b'{"type":"ticker","code":"KRW-BTC","opening_price":1.16E8,"high_price":117250000.00000000,'
    b'"low_price":115800000,"trade_price":116539000.0,"prev_closing_price":116100000.00000000,'
    b'"acc_trade_price":98765432109.87654,"change":"RISE","change_price":439000.0,'
    b'"signed_change_price":439000.0,"change_rate":0.0037812231,"signed_change_rate":0.0037812231,'
    b'"ask_bid":"BID","trade_volume":7.9276E-4,"acc_trade_volume":847.12345678,'
    b'"trade_date":"20260921","trade_time":"135320","trade_timestamp":1790000000101,'
    b'"acc_ask_volume":400.1,"acc_bid_volume":447.0,"highest_52_week_price":170000000.0,'
    b'"highest_52_week_date":"2025-10-09","lowest_52_week_price":89000000.0,'
    b'"lowest_52_week_date":"2026-02-06","market_state":"ACTIVE","is_trading_suspended":false,'
    b'"delisting_date":null,"market_warning":"NONE","timestamp":1790000000123,'
    b'"acc_trade_price_24h":162997300132.123,"acc_trade_volume_24h":1587.73606087,'
    b'"stream_type":"SNAPSHOT"}'
)
TICKER_SIMPLE = (
    b'{"st":"SNAPSHOT","ty":"ticker","cd":"KRW-BTC","op":116000000,"hp":117250000,"lp":115800000,'
    b'"tp":116539000,"pcp":116100000.00000000,"atp":98765432109.87654,"c":"RISE","cp":439000,'
    b'"scp":439000,"cr":0.0037812231,"scr":0.0037812231,"ab":"BID","tv":7.9276E-4,'
    b'"atv":847.12345678,"tdt":"20260921","ttm":"135320","ttms":1790000000101,"aav":400.1,'
    b'"abv":447,"h52wp":170000000,"h52wdt":"2025-10-09","l52wp":89000000,"l52wdt":"2026-02-06",'
    b'"ms":"ACTIVE","its":false,"dd":null,"mw":"NONE","tms":1790000000123,"atp24h":1.6E11,'
    b'"atv24h":1587.73606087}'
)
TICKER = Ticker(
    market=BTC,
    price=116539000.0,
    size=0.00079276,
    side="buy",
    open=116000000.0,
    high=117250000.0,
    low=115800000.0,
    volume=847.12345678,
    quote_volume=98765432109.87654,
    reference=116100000.0,
    basis="utc_day",
    exchange_ms=SENT,
    received_ns=NS,
    snapshot=True,
    live=True,
    traded_ms=1_790_000_000_101,
)
TRADE_DEFAULT = (
    b'{"type":"trade","code":"KRW-BTC","timestamp":1790000000123,"trade_date":"2026-09-21",'
    b'"trade_time":"13:53:20","trade_timestamp":1790000000101,"trade_price":116539000,'
    b'"trade_volume":0.5,"ask_bid":"ASK","prev_closing_price":1.161E8,"change":"RISE",'
    b'"change_price":439000.0,"sequential_id":17900000001010001,"best_ask_price":116540000,'
    b'"best_ask_size":0.1,"best_bid_price":116539000,"best_bid_size":0.2,"stream_type":"REALTIME"}'
)
TRADE_SIMPLE = (
    b'{"ty":"trade","cd":"KRW-BTC","tms":1790000000123,"td":"2026-09-21","ttm":"13:53:20",'
    b'"ttms":1790000000101,"tp":116539000.00000000,"tv":5.0E-1,"ab":"ASK","pcp":116100000,'
    b'"c":"RISE","cp":439000,"sid":17900000001010001,"bap":116540000,"bas":0.1,"bbp":116539000,'
    b'"bbs":0.2,"st":"REALTIME"}'
)
TRADE = Trade(
    BTC, 116539000.0, 0.5, "sell", 17_900_000_001_010_001, 1_790_000_000_101, NS, live=False
)
BOOK_DEFAULT = (
    b'{"type":"orderbook","code":"KRW-BTC","timestamp":1790000000123,"total_ask_size":0.3,'
    b'"total_bid_size":0.2,"orderbook_units":['
    b'{"ask_price":1.1654E8,"bid_price":1.16539E8,"ask_size":0.1,"bid_size":0.2},'
    b'{"ask_price":116541000,"bid_price":0,"ask_size":2.0E-1,"bid_size":0}],'
    b'"stream_type":"REALTIME","level":0}'
)
BOOK_SIMPLE = (
    b'{"ty":"orderbook","cd":"KRW-BTC","tms":1790000000123,"tas":0.3,"tbs":0.2,"obu":['
    b'{"ap":116540000,"bp":116539000,"as":0.1,"bs":0.2},'
    b'{"ap":116541000,"bp":0.0,"as":0.2,"bs":0.0}],"st":"REALTIME","lv":0}'
)
QUOTE = Quote(BTC, 116539000.0, 116540000.0, SENT, NS)
BOOK = Book(
    BTC, ((116539000.0, 0.2),), ((116540000.0, 0.1), (116541000.0, 0.2)), SENT, NS
)  # fmt: skip
CANDLE_DEFAULT = (
    b'{"type":"candle.60m","code":"KRW-BTC","candle_date_time_utc":"2026-09-21T13:00:00",'
    b'"candle_date_time_kst":"2026-09-21T22:00:00","opening_price":1.16E8,"high_price":117000000,'
    b'"low_price":115900000.0,"trade_price":116539000,"candle_acc_trade_volume":12.5,'
    b'"candle_acc_trade_price":1.456E9,"timestamp":1790000000123,"stream_type":"REALTIME"}'
)
CANDLE_SIMPLE = (
    b'{"ty":"candle.60m","cd":"KRW-BTC","cdttmu":"2026-09-21T13:00:00",'
    b'"cdttmk":"2026-09-21T22:00:00","op":116000000,"hp":117000000,"lp":115900000,'
    b'"tp":116539000.0,"catv":12.5,"catp":1456000000,"tms":1790000000123,"st":"REALTIME"}'
)
CANDLE = Candle(
    BTC, "1h", 1_789_995_600_000, 116000000.0, 117000000.0, 115900000.0, 116539000.0, 12.5, 1.456e9
)
FRAMES = [
    pytest.param(TICKER_DEFAULT, [TICKER], id="ticker"),
    pytest.param(TICKER_SIMPLE, [TICKER], id="ticker-simple"),
    pytest.param(TRADE_DEFAULT, [TRADE], id="trade"),
    pytest.param(TRADE_SIMPLE, [TRADE], id="trade-simple"),
    pytest.param(BOOK_DEFAULT, [QUOTE, BOOK], id="orderbook"),
    pytest.param(BOOK_SIMPLE, [QUOTE, BOOK], id="orderbook-simple"),
    pytest.param(CANDLE_DEFAULT, [CANDLE], id="candle"),
    pytest.param(CANDLE_SIMPLE, [CANDLE], id="candle-simple"),
]


@pytest.fixture
def upbit() -> Upbit:
    """Return a connection that has asked for nothing yet."""
    return Upbit([BTC, ETH], "utc_day")


def changed(frame: bytes, **fields: object) -> bytes:
    """Return a frame with some fields changed."""
    return orjson.dumps(orjson.loads(frame) | fields)


def refusal(upbit: Upbit, frame: bytes) -> str:
    """Return why a frame is refused."""
    with pytest.raises(DecodeError) as caught:
        upbit.decode(frame, NS)
    return caught.value.message


@pytest.mark.parametrize(("frame", "events"), FRAMES)
def test_a_frame_is_read_exactly(upbit: Upbit, frame: bytes, events: list[Event]) -> None:
    """Every value of a frame arrives in the record, and every number as a float."""
    found = list(upbit.decode(frame, NS))
    assert found == events
    assert [[*map(type, event)] for event in found] == [[*map(type, event)] for event in events]


@pytest.mark.parametrize(("frame", "events"), FRAMES)
def test_a_list_holds_any_number_of_frames(upbit: Upbit, frame: bytes, events: list[Event]) -> None:
    """In the list formats each object is read as a frame of its own, none, one or several."""
    assert list(upbit.decode(b"[]", NS)) == []
    assert list(upbit.decode(b"[" + frame + b"]", NS)) == events
    assert list(upbit.decode(b"[" + frame + b"," + frame + b"]", NS)) == events + events


def test_a_list_holds_objects_only(upbit: Upbit) -> None:
    """A list of lists, or of anything but objects, is no frame."""
    assert refusal(upbit, b"[[]]") == "Upbit frame: a list of something else"
    assert refusal(upbit, b"[" + TRADE_SIMPLE + b",1]") == "Upbit frame: a list of something else"


def test_a_realtime_ticker_is_no_snapshot(upbit: Upbit) -> None:
    """What is sent because something traded is told apart from what is sent on subscribing."""
    (found,) = upbit.decode(changed(TICKER_SIMPLE, st="REALTIME"), NS)
    assert found == TICKER._replace(snapshot=False)


def test_a_ticker_without_trades_before_has_no_open(upbit: Upbit) -> None:
    """Prices of 0 mean that there is none; amounts of 0 are amounts."""
    frame = changed(TICKER_SIMPLE, op=0, hp=0.0, lp=0, pcp=0, tv=0, atv=0, atp=0)
    (found,) = upbit.decode(frame, NS)
    assert found == TICKER._replace(
        open=None, high=None, low=None, reference=None, size=0.0, volume=0.0, quote_volume=0.0
    )


@pytest.mark.parametrize("suffix", ["", ".1", ".5", ".15", ".30"])
def test_an_order_book_may_keep_the_suffix_of_its_code(upbit: Upbit, suffix: str) -> None:
    """Whether the reply repeats the number of levels makes no difference."""
    frame = changed(BOOK_SIMPLE, cd=f"KRW-BTC{suffix}")
    assert upbit.decode(frame, NS) == [QUOTE, BOOK]


def test_an_order_book_without_orders_has_no_best(upbit: Upbit) -> None:
    """Sides that are padded throughout, and a book without levels, give None and nothing."""
    empty = [Quote(BTC, None, None, SENT, NS), Book(BTC, (), (), SENT, NS)]
    padding = {"ap": 0, "bp": 0, "as": 0, "bs": 0}
    assert upbit.decode(changed(BOOK_SIMPLE, obu=[]), NS) == empty
    assert upbit.decode(changed(BOOK_SIMPLE, obu=[padding, padding]), NS) == empty


def test_an_order_book_is_read_as_what_was_asked_for(upbit: Upbit) -> None:
    """Watched for its ticker a market has a quote, for its book a book, for both both."""
    ticker, book = Subscription(Channel.TICKER, BTC), Subscription(Channel.BOOK, BTC)
    upbit.subscribe([ticker])
    assert upbit.decode(BOOK_SIMPLE, NS) == [QUOTE]
    upbit.subscribe([book])
    assert upbit.decode(BOOK_SIMPLE, NS) == [BOOK]
    upbit.subscribe([ticker, book])
    assert upbit.decode(BOOK_SIMPLE, NS) == [QUOTE, BOOK]
    upbit.subscribe([Subscription(Channel.TRADE, BTC)])
    assert upbit.decode(BOOK_SIMPLE, NS) == []


def test_the_ticker_is_the_candle_of_the_day(upbit: Upbit) -> None:
    """Where candles of a day are watched, a ticker gives one for the day of its last trade."""
    day = Candle(
        BTC, "1d", 1_789_948_800_000, 116000000.0, 117250000.0, 115800000.0, 116539000.0,
        847.12345678, 98765432109.87654,
    )  # fmt: skip
    upbit.subscribe([Subscription(Channel.CANDLE, BTC, "1d")])
    assert upbit.decode(TICKER_SIMPLE, NS) == (TICKER, day)
    assert upbit.decode(changed(TICKER_SIMPLE, cd="KRW-ETH"), NS) == (TICKER._replace(market=ETH),)
    assert upbit.decode(changed(TICKER_SIMPLE, op=0), NS) == (TICKER._replace(open=None),)
    upbit.subscribe([Subscription(Channel.TICKER, BTC)])
    assert upbit.decode(TICKER_SIMPLE, NS) == (TICKER,)


@pytest.mark.parametrize(
    ("kind", "interval"),
    [
        ("candle.1s", "1s"), ("candle.1m", "1m"), ("candle.3m", "3m"), ("candle.5m", "5m"),
        ("candle.10m", "10m"), ("candle.15m", "15m"), ("candle.30m", "30m"), ("candle.60m", "1h"),
        ("candle.240m", "4h"),
    ],
)  # fmt: skip
def test_candles_have_their_interval(upbit: Upbit, kind: str, interval: str) -> None:
    """Every length that Upbit streams has the name that both exchanges share."""
    expected = (CANDLE._replace(interval=interval),)
    assert upbit.decode(changed(CANDLE_SIMPLE, ty=kind), NS) == expected
    assert upbit.decode(changed(CANDLE_DEFAULT, type=kind), NS) == expected


def test_microseconds_become_milliseconds(upbit: Upbit) -> None:
    """Times are told by their size, so a feed in microseconds reads the same."""
    frame = changed(TICKER_SIMPLE, tms=SENT * 1000 + 7, ttms=1_790_000_000_101_999)
    assert upbit.decode(frame, NS) == (TICKER,)
    frame = changed(TRADE_SIMPLE, ttms=1_790_000_000_101_999)
    assert upbit.decode(frame, NS) == (TRADE,)
    frame = changed(BOOK_SIMPLE, tms=SENT * 1000 + 7)
    assert upbit.decode(frame, NS) == [QUOTE, BOOK]


def test_times_may_be_a_little_ahead_of_the_exchanges_clock(upbit: Upbit) -> None:
    """What lies further ahead would make everything after it look old, and is refused."""
    latest = NS // 1_000_000 + TOLERANCE_MS
    frame = changed(TICKER_SIMPLE, tms=latest, ttms=latest)
    assert upbit.decode(frame, NS) == (TICKER._replace(exchange_ms=latest, traded_ms=latest),)
    for fields in ({"tms": latest + 1}, {"ttms": latest + 1}):
        words = refusal(upbit, changed(TICKER_SIMPLE, **fields))
        assert words.startswith("Upbit 'ticker': a time 3 s ahead of the exchange's clock, ")
    for frame in (
        changed(TRADE_SIMPLE, ttms=latest + 1),
        changed(BOOK_SIMPLE, tms=latest + 1),
        changed(CANDLE_SIMPLE, tms=latest + 1),
        changed(CANDLE_SIMPLE, cdttmu="2226-09-21T13:00:00"),
    ):
        assert "ahead of the exchange's clock" in refusal(upbit, frame)


def test_a_trade_that_was_sent_before_it_happened_is_taken(upbit: Upbit) -> None:
    """Two clocks of the exchange may disagree by a little."""
    frame = changed(TICKER_SIMPLE, ttms=SENT + 5)
    assert upbit.decode(frame, NS) == (TICKER._replace(traded_ms=SENT + 5),)


def test_signs_of_life_and_answers_are_no_data(upbit: Upbit) -> None:
    """The answer to a PING is a heartbeat; a list of subscriptions is known and of no interest."""
    assert upbit.decode(b'{"status":"UP"}', NS) == (Heartbeat(),)
    for frame in (
        b'{"method":"LIST_SUBSCRIPTIONS","result":[{"type":"ticker","codes":["KRW-BTC"]}],"ticket":"x"}',
        b'{"mthd":"LIST_SUBSCRIPTIONS","rslt":[{"ty":"ticker","cds":["KRW-BTC"]}],"tckt":"x"}',
    ):
        assert list(upbit.decode(frame, NS)) == []


@pytest.mark.parametrize(
    "name", ["NO_TICKET", "NO_TYPE", "NO_CODES", "INVALID_PARAM", "WRONG_FORMAT", "INVALID_AUTH"]
)
def test_an_error_frame_is_a_refusal(upbit: Upbit, name: str) -> None:
    """Upbit's refusals arrive with their name and words, of no request in particular."""
    frame = orjson.dumps({"error": {"message": "형식이 맞지 않습니다.", "name": name}})
    assert upbit.decode(frame, NS) == (Refusal(name, "형식이 맞지 않습니다.", None),)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (b"", "Upbit: not JSON"),
        (b"\xff\xfe", "Upbit: not JSON"),
        (TICKER_SIMPLE[:-9], "Upbit: not JSON"),
        (b"[" * 5000 + b"]" * 5000, "Upbit: not JSON"),
        (b"null", "Upbit frame: a field of the wrong type"),
        (b"17", "Upbit frame: a field of the wrong type"),
        (b'"ty"', "Upbit frame: a field of the wrong type"),
        (b'"hello"', "Upbit frame: a field of the wrong type"),
        (b"{}", "Upbit frame: a kind that is not documented"),
        (b'{"status":"DOWN"}', "Upbit frame: a kind that is not documented"),
        (b'{"method":"SUBSCRIBE"}', "Upbit frame: a kind that is not documented"),
        (b'{"error":{"name":"NO_TICKET"}}', "Upbit frame: no field 'message'"),
        (b'{"error":{"name":null,"message":"x"}}', "Upbit frame: a text that is None"),
        (b'{"error":"NO_TICKET"}', "Upbit frame: a field of the wrong type"),
        (b'{"ty":"myOrder","cd":"KRW-BTC"}', "Upbit 'myOrder': 'myOrder' is not known here"),
        (b'{"type":"candle.7m"}', "Upbit 'candle.7m': 'candle.7m' is not known here"),
        (b'{"type":["ticker"]}', "Upbit ['ticker']: a field of the wrong type"),
        (b'{"type":"candle.5m","code":"KRW-ETH"}', "Upbit 'candle.5m': no field 'timestamp'"),
        (b'{"TY":"ticker","CD":"KRW-BTC"}', "Upbit frame: a kind that is not documented"),
    ],
)
def test_what_is_not_documented_is_refused(upbit: Upbit, frame: bytes, words: str) -> None:
    """A frame that no page of the documentation knows is refused in a short sentence."""
    assert refusal(upbit, frame) == words


@pytest.mark.parametrize(
    ("frame", "fields", "reason"),
    [
        (TICKER_SIMPLE, {"tp": 0}, "a price that is 0.0"),
        (TICKER_SIMPLE, {"tp": -1}, "a number that is -1"),
        (TICKER_SIMPLE, {"tp": True}, "a number that is True"),
        (TICKER_SIMPLE, {"tv": False}, "a number that is False"),
        (TICKER_SIMPLE, {"hp": True}, "a number that is True"),
        (TICKER_SIMPLE, {"lp": False}, "a number that is False"),
        (TICKER_SIMPLE, {"atp": -0.5}, "a number that is -0.5"),
        (TICKER_SIMPLE, {"pcp": "116100000"}, "a field of the wrong type"),
        (TICKER_SIMPLE, {"tp": None}, "a field of the wrong type"),
        (TICKER_SIMPLE, {"cd": "KRW-DOGE"}, "'KRW-DOGE' is not known here"),
        (TICKER_SIMPLE, {"cd": "krw-btc"}, "'krw-btc' is not known here"),
        (TICKER_SIMPLE, {"cd": "\u202e" * 90}, "'" + "\\u202e" * 6 + "\\u202 is not known here"),
        (TICKER_SIMPLE, {"ab": "BUY"}, "'BUY' is not known here"),
        (TICKER_SIMPLE, {"st": "LATER"}, "'LATER' is not known here"),
        (TICKER_SIMPLE, {"tms": -1}, "a whole number that is -1"),
        (TICKER_SIMPLE, {"tms": 1.5}, "a whole number that is 1.5"),
        (TICKER_SIMPLE, {"ttms": True}, "a whole number that is True"),
        (TICKER_SIMPLE, {"ttms": "1790000000101"}, "a whole number that is '1790000000101'"),
        (TRADE_SIMPLE, {"tp": 0.0}, "a price that is 0.0"),
        (TRADE_SIMPLE, {"tp": True}, "a number that is True"),
        (TRADE_SIMPLE, {"tv": -1}, "a number that is -1"),
        (TRADE_SIMPLE, {"tv": False}, "a number that is False"),
        (TRADE_SIMPLE, {"sid": "1"}, "a whole number that is '1'"),
        (TRADE_SIMPLE, {"sid": -1}, "a whole number that is -1"),
        (TRADE_SIMPLE, {"sid": 1.5e16}, "a whole number that is 1.5e+16"),
        (TRADE_SIMPLE, {"ttms": None}, "a whole number that is None"),
        (BOOK_SIMPLE, {"cd": "KRW-DOGE.5"}, "'KRW-DOGE' is not known here"),
        (BOOK_SIMPLE, {"cd": 5}, "a field of the wrong type"),
        (BOOK_SIMPLE, {"obu": {}}, "an order book without levels"),
        (BOOK_SIMPLE, {"obu": ""}, "an order book without levels"),
        (BOOK_SIMPLE, {"obu": [1]}, "a field of the wrong type"),
        (BOOK_SIMPLE, {"obu": [{"ap": 1, "as": 1, "bp": 1}]}, "no field 'bs'"),
        (BOOK_SIMPLE, {"obu": [{"ap": 1, "as": 1, "bp": -1, "bs": 1}]}, "a number that is -1"),
        (BOOK_SIMPLE, {"obu": [{"ap": True, "as": 1, "bp": 1, "bs": 1}]}, "a number that is True"),
        (BOOK_SIMPLE, {"tms": "0"}, "a whole number that is '0'"),
        (CANDLE_SIMPLE, {"cdttmu": "2026-09-21"}, "a time that is '2026-09-21'"),
        (CANDLE_SIMPLE, {"cdttmu": "yesterday"}, "a field that cannot be read"),
        (CANDLE_SIMPLE, {"cdttmu": "1969-12-31T23:59:00"}, "a time that is '1969-12-31T23:59:00'"),
        (CANDLE_SIMPLE, {"cdttmu": 5}, "a field of the wrong type"),
        (CANDLE_SIMPLE, {"op": 0}, "a price that is 0.0"),
        (CANDLE_SIMPLE, {"catv": -1}, "a number that is -1"),
    ],
)  # fmt: skip
def test_a_field_out_of_its_range_is_refused(
    upbit: Upbit, frame: bytes, fields: dict[str, object], reason: str
) -> None:
    """One wrong field refuses its frame, and the reason names what is wrong with it."""
    kind = orjson.loads(frame)["ty"]
    assert refusal(upbit, changed(frame, **fields)) == f"Upbit '{kind}': {reason}"


def test_a_huge_number_is_no_number(upbit: Upbit) -> None:
    """A million digits are refused in a message that does not repeat them."""
    frame = TRADE_SIMPLE.replace(b"116539000.00000000", b"1" * 1_000_000)
    assert refusal(upbit, frame) == "Upbit: not JSON"
    frame = TRADE_SIMPLE.replace(b"17900000001010001", b"1" * 30)
    assert refusal(upbit, frame) == "Upbit 'trade': a whole number that is 1.111111111111111e+29"


def test_unknown_fields_are_ignored(upbit: Upbit) -> None:
    """What the exchange adds tomorrow does not stop the feed, nor do keys in another case."""
    frame = changed(TICKER_SIMPLE, new={"a": 1}, TP=1, Tp=None, CD="KRW-ETH")
    assert upbit.decode(frame, NS) == (TICKER,)
