"""How Upbit spells what it says: four formats, and numbers in several ways even in one message.

https://docs.upbit.com/kr/reference/websocket-guide
"""

from decimal import Decimal
from typing import Any

import orjson

from coinwatch.demo.upbit_fields import Fields
from coinwatch.demo.upbit_requests import JSON_LIST, SIMPLE, SIMPLE_LIST

_PLAIN_FROM = 1e-3
_PLAIN_BELOW = 1e7

_SHORT = {
    "type": "ty",
    "code": "cd",
    "opening_price": "op",
    "high_price": "hp",
    "low_price": "lp",
    "trade_price": "tp",
    "prev_closing_price": "pcp",
    "change": "c",
    "change_price": "cp",
    "signed_change_price": "scp",
    "change_rate": "cr",
    "signed_change_rate": "scr",
    "trade_volume": "tv",
    "acc_trade_volume": "atv",
    "acc_trade_volume_24h": "atv24h",
    "acc_trade_price": "atp",
    "acc_trade_price_24h": "atp24h",
    "trade_date": "tdt",
    "trade_time": "ttm",
    "trade_timestamp": "ttms",
    "ask_bid": "ab",
    "acc_ask_volume": "aav",
    "acc_bid_volume": "abv",
    "highest_52_week_price": "h52wp",
    "highest_52_week_date": "h52wdt",
    "lowest_52_week_price": "l52wp",
    "lowest_52_week_date": "l52wdt",
    "market_state": "ms",
    "is_trading_suspended": "its",
    "delisting_date": "dd",
    "market_warning": "mw",
    "timestamp": "tms",
    "stream_type": "st",
    "sequential_id": "sid",
    "best_ask_price": "bap",
    "best_ask_size": "bas",
    "best_bid_price": "bbp",
    "best_bid_size": "bbs",
    "total_ask_size": "tas",
    "total_bid_size": "tbs",
    "orderbook_units": "obu",
    "ask_price": "ap",
    "bid_price": "bp",
    "ask_size": "as",
    "bid_size": "bs",
    "level": "lv",
    "candle_date_time_utc": "cdttmu",
    "candle_date_time_kst": "cdttmk",
    "candle_acc_trade_volume": "catv",
    "candle_acc_trade_price": "catp",
    "method": "mthd",
    "result": "rslt",
    "codes": "cds",
    "ticket": "tckt",
}
_EIGHT_DECIMALS = frozenset(
    {"opening_price", "high_price", "low_price", "trade_price", "prev_closing_price"}
)


def encode(fields: Fields, form: str) -> bytes:
    """Return a message in one of the four formats."""
    if form in {SIMPLE, SIMPLE_LIST}:
        spelled = _simple(fields, "td" if fields.get("type") == "trade" else "tdt")
    else:
        spelled = _default(fields)
    return orjson.dumps([spelled] if form in {JSON_LIST, SIMPLE_LIST} else spelled)


def scientific(number: float) -> orjson.Fragment:
    """Spell a number as Java does: 0.01, but 1.0E7 and 7.9276E-4."""
    text = repr(number)
    if number and not _PLAIN_FROM <= abs(number) < _PLAIN_BELOW:
        _, digits, exponent = Decimal(text).normalize().as_tuple()
        first, *rest = map(str, digits)
        power = int(exponent) + len(rest)
        text = f"{first}.{''.join(rest) or '0'}E{power}"
    return orjson.Fragment(text)


def whole(number: float) -> float:
    """Return an int where that says the same."""
    return int(number) if number.is_integer() else number


def _default(fields: Fields) -> Fields:
    kind = fields.get("type", "")
    if kind == "orderbook":
        return {key: _scientific(value) for key, value in fields.items()}
    if kind == "trade":
        return {
            key: whole(value) if key.startswith("best_") else value for key, value in fields.items()
        }
    return {
        key: orjson.Fragment(f"{value:.8f}") if key in _EIGHT_DECIMALS else value
        for key, value in fields.items()
    }


def _simple(value: Any, date_key: str) -> Any:
    if isinstance(value, dict):
        short = {**_SHORT, "trade_date": date_key}
        return {short[key]: _simple(inner, date_key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_simple(inner, date_key) for inner in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else scientific(value)
    return value


def _scientific(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _scientific(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_scientific(inner) for inner in value]
    return scientific(value) if isinstance(value, float) else value
