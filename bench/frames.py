"""Frames as the exchanges document them, with prices that change and times that are now."""

import itertools
import time
from collections.abc import Iterator, Sequence

_UPBIT_TICKER = (
    '{"type":"ticker","code":"%s","opening_price":115000000.0,"high_price":117000000.0,'
    '"low_price":114000000.0,"trade_price":%d.0,"prev_closing_price":115000000.0,'
    '"acc_trade_price":95000000000.25,"change":"RISE","change_price":1539000.0,'
    '"signed_change_price":1539000.0,"change_rate":0.0133826087,"signed_change_rate":0.0133826087,'
    '"ask_bid":"BID","trade_volume":0.00031415,"acc_trade_volume":812.50731,'
    '"trade_date":"20260921","trade_time":"141320","trade_timestamp":%d,'
    '"acc_ask_volume":400.1,"acc_bid_volume":412.4,"highest_52_week_price":171250000.0,'
    '"highest_52_week_date":"2026-01-20","lowest_52_week_price":68400000.0,'
    '"lowest_52_week_date":"2025-11-05","market_state":"ACTIVE","is_trading_suspended":false,'
    '"delisting_date":null,"market_warning":"NONE","timestamp":%d,'
    '"acc_trade_price_24h":151234567890.5,"acc_trade_volume_24h":1449.8,"stream_type":"REALTIME"}'
)
_AGG_TRADE = (
    '{"stream":"%s@aggTrade","data":{"e":"aggTrade","E":%d,"s":"%s","a":%d,'
    '"p":"%d.34000000","q":"0.00100000","f":%d,"l":%d,"T":%d,"m":true,"M":true}}'
)
_TRADE = (
    '{"stream":"%s@trade","data":{"e":"trade","E":%d,"s":"%s","t":%d,'
    '"p":"%d.34000000","q":"0.00100000","T":%d,"m":true,"M":true}}'
)
_DAY_TICKER = (
    '{"stream":"%s@ticker","data":{"e":"24hrTicker","E":%d,"s":"%s","p":"-94.99999800",'
    '"P":"-0.121","w":"78210.18478206","x":"78107.10000000","c":"%d.34000000",'
    '"Q":"0.00310000","b":"78012.33000000","B":"3.10300000","a":"78012.34000000",'
    '"A":"2.91500000","o":"78107.33999800","h":"79500.00000000","l":"76900.10000000",'
    '"v":"17520.04113000","q":"1370251220.31000000","O":1790000000000,"C":1790086400000,'
    '"F":%d,"L":%d,"n":2413977}}'
)


def now_ms() -> int:
    """Return the time that frames are to carry."""
    return time.time_ns() // 1_000_000


def upbit_ticker(number: int, code: str = "KRW-BTC") -> bytes:
    """Return the ``number``-th ticker of a market; each has another price."""
    at = now_ms()
    return (_UPBIT_TICKER % (code, 116_539_000 + number % 100 * 1000, at, at)).encode()


def agg_trade(number: int, symbol: str = "BTCUSDT") -> bytes:
    """Return the ``number``-th aggregate trade."""
    at = now_ms()
    price = 78_000 + number % 100
    parts = symbol.lower(), at, symbol, number, price, number, number, at
    return (_AGG_TRADE % parts).encode()


def trade(number: int, symbol: str = "BTCUSDT") -> bytes:
    """Return the ``number``-th trade."""
    at = now_ms()
    return (_TRADE % (symbol.lower(), at, symbol, number, 78_000 + number % 100, at)).encode()


def day_ticker(number: int, symbol: str = "BTCUSDT") -> bytes:
    """Return the statistics of the last 24 hours, as they come once a second."""
    at = now_ms()
    return (
        _DAY_TICKER % (symbol.lower(), at, symbol, 78_000 + number % 100, number, number)
    ).encode()


STAMPED_EVERY = 10
"""So many frames of a connection hold one stamp, whatever the number of markets."""

STAMP_WRAPS = 10_000_000
"""Milliseconds after which the stamps begin anew."""


def stamped(number: int, symbol: str = "BTCUSDT") -> bytes:
    """Return the ``number``-th trade; of bitcoin the price is the time, from 100,000 on.

    Behind it is a 1, so that a price that is not drawn to its end is never taken for another time.
    """
    if symbol != "BTCUSDT":
        return trade(number, symbol)
    at = now_ms()
    stamp = at % STAMP_WRAPS + STAMP_WRAPS
    parts = symbol.lower(), at, symbol, number, stamp // 100, at
    return (_TRADE.replace("%d.34000000", f"%d.{stamp % 100:02d}1") % parts).encode()


KINDS = {
    "stamped": stamped,
    "upbit-ticker": upbit_ticker,
    "agg-trade": agg_trade,
    "trade": trade,
    "day-ticker": day_ticker,
}

STREAMS = {"stamped": "trade", "agg-trade": "aggTrade", "trade": "trade", "day-ticker": "ticker"}
"""What Binance calls the streams of these kinds."""


def names(kind: str, markets: int) -> list[str]:
    """Return the native names of so many markets; the first are bitcoin's."""
    if kind == "upbit-ticker":
        return ["KRW-BTC", *(f"KRW-A{n}" for n in range(1, markets))]
    return ["BTCUSDT", *(f"A{n}USDT" for n in range(1, markets))]


def spread(rows: int, changed: int) -> list[int]:
    """Return the numbers of all rows in an order in which each ``changed`` of them lie apart."""
    step = max(1, rows // changed)
    return [row for first in range(step) for row in range(first, rows, step)]


def stream(kind: str, symbols: Sequence[str]) -> Iterator[bytes]:
    """Give frames without end, of ``symbols`` in turn; every tenth stamped one is the first's."""
    make = KINDS[kind]
    for number in itertools.count(1):
        first = kind == "stamped" and number % STAMPED_EVERY == 0
        yield make(number, symbols[0 if first else number % len(symbols)])
