"""What a client of Binance's streams may ask, and the names of streams.

https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from coinwatch.demo.prices import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS

INTERVALS_MS = {
    "1s": SECOND_MS,
    **{f"{count}m": count * MINUTE_MS for count in (1, 3, 5, 15, 30)},
    **{f"{count}h": count * HOUR_MS for count in (1, 2, 4, 6, 8, 12)},
    "1d": DAY_MS,
}
"""All but those of three days, a week and a month."""

METHODS = (
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "LIST_SUBSCRIPTIONS",
    "SET_PROPERTY",
    "GET_PROPERTY",
)

ALL_MINI_TICKERS = "!miniTicker@arr"

_PLAIN = frozenset({"trade", "aggTrade", "ticker", "miniTicker", "bookTicker"})
_DEPTH = re.compile("depth(5|10|20)(@100ms)?")
_ID = re.compile("[0-9A-Za-z_-]{1,36}")
_LARGEST_ID = 2**63 - 1

RequestId = int | str | None


class RequestError(Exception):
    """A request that is answered with an error of this code."""

    def __init__(self, code: int, message: str, request_id: RequestId = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.request_id = request_id


class Request(NamedTuple):
    """A request that is well formed."""

    method: str
    params: list[Any]
    request_id: RequestId


class Stream(NamedTuple):
    """What the name of a stream says."""

    symbol: str
    """In lower case."""
    kind: str
    """``trade``, ``aggTrade``, ``ticker``, ``miniTicker``, ``bookTicker``, ``depth``, ``kline``."""
    depth: int = 0
    every_ms: int = 0
    """How often a book is sent."""
    interval: str = ""
    """Of a kline."""


@lru_cache(4096)
def stream(name: str) -> Stream | None:
    """Return what a name says; None if there can be no such stream."""
    symbol, _, kind = name.partition("@")
    if kind in _PLAIN:
        return Stream(symbol, kind)
    depth = _DEPTH.fullmatch(kind)
    if depth:
        return Stream(symbol, "depth", int(depth[1]), 100 if depth[2] else 1_000)
    interval = kind.removeprefix("kline_")
    if interval != kind and interval in INTERVALS_MS:
        return Stream(symbol, "kline", interval=interval)
    return None


def parse(payload: bytes) -> Request:
    """Return what a message asks. Raises RequestError."""
    try:
        fields = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise RequestError(3, f"Invalid JSON: {error}") from None
    if not isinstance(fields, dict):
        raise RequestError(2, "Invalid request: expected an object")
    request_id = _request_id(fields.get("id"))
    method, params = fields.get("method"), fields.get("params", [])
    if method not in METHODS:
        known = ", ".join(f"`{name}`" for name in METHODS)
        message = f"Invalid request: unknown variant `{method}`, expected one of {known}"
        raise RequestError(2, message, request_id)
    if not isinstance(params, list):
        raise RequestError(2, "Invalid request: expected an array", request_id)
    if method != "LIST_SUBSCRIPTIONS" and not params:
        raise RequestError(2, "Invalid request: missing field `params`", request_id)
    if method.endswith("SUBSCRIBE") and not all(isinstance(name, str) for name in params):
        raise RequestError(2, "Invalid request: expected a string", request_id)
    return Request(method, params, request_id)


def _request_id(value: Any) -> RequestId:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_ID:
        return value
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise RequestError(2, "Invalid request: request ID must be an integer or a short string")
