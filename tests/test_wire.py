"""The lines, byte for byte."""

import orjson

from coinwatch import wire
from coinwatch.model import (
    Book,
    FeedState,
    Gap,
    Lost,
    Market,
    Premium,
    Quote,
    Status,
    Tick,
    Ticker,
    Trade,
)

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
T0 = 1_790_000_000_000
NS = T0 * 1_000_000 + 999_999


def test_a_complete_tick() -> None:
    """Every key of the contract, in its order, with numbers as numbers."""
    day = Ticker(
        BTC, 116_539_000.0, 0.1, "buy", 115e6, 117e6, 114e6, 812.5, 9.5e10, 115e6,
        "utc_day", T0, NS,
    )  # fmt: skip
    quote = Quote(BTC, 116_538_000.0, 116_539_000.0, T0, NS)
    last = day._replace(size=0.00020372, side="sell")
    tick = Tick(BTC, last, day, quote, snapshot=False)
    assert wire.encode(wire.line(tick)) == (
        b'{"v":1,"type":"tick","exchange":"upbit","symbol":"KRW-BTC","base":"BTC","quote":"KRW",'
        b'"price":116539000.0,"size":0.00020372,"side":"sell","trade_id":null,'
        b'"bid":116538000.0,"ask":116539000.0,"open":115000000.0,"high":117000000.0,'
        b'"low":114000000.0,"volume":812.5,"quote_volume":95000000000.0,"change":1539000.0,'
        b'"change_pct":1.3383,"basis":"utc_day","exchange_ms":1790000000000,'
        b'"received_ms":1790000000000,"snapshot":false}\n'
    )


def test_unknown_is_null() -> None:
    """A tick of which only the price is known has every key all the same."""
    market = Market("binance", "这是测试币456", "", "")
    trade = Trade(market, 7.93e-06, 1.0, "buy", 7, T0, NS)
    line = wire.line(Tick(market, trade, None, None, snapshot=True))
    unknown = {key for key, value in line.items() if value is None}
    assert unknown == {
        "base", "quote", "bid", "ask", "open", "high", "low", "volume", "quote_volume", "change",
        "change_pct", "basis",
    }  # fmt: skip
    assert line["trade_id"] == 7
    assert orjson.loads(wire.encode(line))["price"] == 0.00000793


def test_the_other_records() -> None:
    """Trade, book, status, gap and lost, byte for byte."""
    trade = Trade(BTC, 1.5, 2.0, "buy", 17853950437790001, T0, NS)
    book = Book(BTC, ((1.0, 2.0),), ((3.0, 4.0), (5.0, 6.0)), None, NS)
    status = Status("upbit", 1, FeedState.WAITING, "cannot resolve api.upbit.com", 512, T0)
    gap = Gap("upbit", ("KRW-BTC",), T0, T0 + 5, "connection lost")
    assert [wire.encode(wire.line(each)) for each in (trade, book, status, gap, Lost(3))] == [
        (
            b'{"v":1,"type":"trade","exchange":"upbit","symbol":"KRW-BTC","base":"BTC","quote":"KRW",'
            b'"price":1.5,"size":2.0,"side":"buy","trade_id":17853950437790001,'
            b'"exchange_ms":1790000000000,"received_ms":1790000000000}\n'
        ),
        (
            b'{"v":1,"type":"book","exchange":"upbit","symbol":"KRW-BTC","bids":[[1.0,2.0]],'
            b'"asks":[[3.0,4.0],[5.0,6.0]],"exchange_ms":null,"received_ms":1790000000000}\n'
        ),
        (
            b'{"v":1,"type":"status","exchange":"upbit","connection":1,"state":"waiting",'
            b'"reason":"cannot resolve api.upbit.com","retry_in_ms":512,"at_ms":1790000000000}\n'
        ),
        (
            b'{"v":1,"type":"gap","exchange":"upbit","symbols":["KRW-BTC"],'
            b'"from_ms":1790000000000,"to_ms":1790000000005,"reason":"connection lost"}\n'
        ),
        b'{"v":1,"type":"lost","count":3}\n',
    ]


def test_a_premium() -> None:
    """Exactly the keys of the contract, in its order; a stale one has no percent."""
    premium = Premium("BTC", 117e6, 78_000.0, 1_480.0, 1.3514, False, 5250, 3250, T0)
    assert wire.encode(wire.line(premium)) == (
        b'{"v":1,"type":"premium","asset":"BTC","krw_price":117000000.0,"usd_price":78000.0,'
        b'"usd_krw":1480.0,"premium_pct":1.3514,"stale":false,"krw_age_ms":5250,'
        b'"usd_age_ms":3250,"at_ms":1790000000000}\n'
    )
    stale = premium._replace(premium_pct=None, stale=True)
    assert b'"premium_pct":null,"stale":true' in wire.encode(wire.line(stale))


def test_chosen_fields_come_in_their_order() -> None:
    """A key that a line does not have is null, not missing."""
    assert wire.encode(wire.line(Lost(3)), ("count", "price", "type")) == (
        b'{"count":3,"price":null,"type":"lost"}\n'
    )


def test_fields_are_those_of_all_lines() -> None:
    """The names that can be chosen are the keys that lines have."""
    assert {"v", "type", "price", "asks", "retry_in_ms", "count", "symbols"} <= set(wire.FIELDS)


def test_errors_are_one_line() -> None:
    """Category, message and hint."""
    assert wire.error("usage", 'No "x".', "See --help.") == (
        b'{"type":"error","error":"usage","message":"No \\"x\\".","hint":"See --help."}\n'
    )


def test_errors_may_quote_anything() -> None:
    """A path that is not UTF-8 is told of as well, and nothing reaches a terminal as it came."""
    line = wire.error("config", "There is no config file /\udcff\x9b31m.", "\u202egnp.toml")
    assert orjson.loads(line) == {
        "type": "error",
        "error": "config",
        "message": "There is no config file /\ufffd\ufffd31m.",
        "hint": "\ufffdgnp.toml",
    }
