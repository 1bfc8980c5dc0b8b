"""What a client of Upbit's WebSocket may ask: https://docs.upbit.com/kr/reference/websocket-guide."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

DEFAULT = "DEFAULT"
SIMPLE = "SIMPLE"
JSON_LIST = "JSON_LIST"
SIMPLE_LIST = "SIMPLE_LIST"
FORMATS = frozenset({DEFAULT, SIMPLE, JSON_LIST, SIMPLE_LIST})

CANDLES_MS = {
    "candle.1s": 1_000,
    "candle.1m": 60_000,
    "candle.3m": 180_000,
    "candle.5m": 300_000,
    "candle.10m": 600_000,
    "candle.15m": 900_000,
    "candle.30m": 1_800_000,
    "candle.60m": 3_600_000,
    "candle.240m": 14_400_000,
}
TYPES = frozenset({"ticker", "trade", "orderbook", *CANDLES_MS})

DEPTHS = (1, 5, 15, 30)
"""How many levels of a book can be asked for, as in ``KRW-BTC.5``; anything else is the last."""

_LIST = "LIST_SUBSCRIPTIONS"


class RequestError(Exception):
    """A request that Upbit answers with an error frame of this name, before it hangs up."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


class Item(NamedTuple):
    """One data type of a request."""

    type: str
    codes: tuple[str, ...]
    """As written, any suffix included."""
    snapshot: bool
    """Whether to send the state at once."""
    realtime: bool
    """Whether to send changes."""
    level: float
    """How prices of a book are grouped; 0 for not at all."""


class Request(NamedTuple):
    """A whole request. It replaces the one before."""

    ticket: str
    format: str
    items: tuple[Item, ...] | None
    """None asks for a list of what is subscribed to, and replaces nothing."""


def parse(payload: bytes) -> Request:
    """Return what a message asks. Raises RequestError."""
    try:
        fields = orjson.loads(payload)
    except orjson.JSONDecodeError:
        fields = None
    if not isinstance(fields, list) or not all(isinstance(field, dict) for field in fields):
        raise RequestError("WRONG_FORMAT", "요청은 객체의 JSON 배열이어야 합니다.")
    ticket = next((field["ticket"] for field in fields if "ticket" in field), None)
    if not isinstance(ticket, str) or not ticket:
        raise RequestError("NO_TICKET", "ticket 이 없거나 비어 있습니다.")
    form = next((field["format"] for field in fields if "format" in field), DEFAULT)
    if form not in FORMATS:
        raise RequestError("WRONG_FORMAT", "format 값이 올바르지 않습니다.")
    if any(field.get("method") == _LIST for field in fields):
        return Request(ticket, form, None)
    rest = [field for field in fields if "ticket" not in field and "format" not in field]
    if not rest:
        raise RequestError("NO_TYPE", "type 이 없습니다.")
    return Request(ticket, form, tuple(_item(field) for field in rest))


def depth(code: str) -> tuple[str, int]:
    """Split ``KRW-BTC.5`` into the market and the number of levels."""
    market, _, levels = code.partition(".")
    wanted = int(levels) if levels.isascii() and levels.isdigit() else DEPTHS[-1]
    return market, wanted if wanted in DEPTHS else DEPTHS[-1]


def _item(field: Mapping[str, Any]) -> Item:
    kind = field.get("type")
    if kind is None:
        raise RequestError("NO_TYPE", "type 이 없습니다.")
    if kind not in TYPES:
        raise RequestError("INVALID_PARAM", f"type {kind} 은(는) 알 수 없습니다.")
    codes = field.get("codes")
    if not isinstance(codes, list) or not codes:
        raise RequestError("NO_CODES", "codes 가 없거나 비어 있습니다.")
    only_snapshot = _flag(field, "is_only_snapshot", "isOnlySnapshot")
    only_realtime = _flag(field, "is_only_realtime", "isOnlyRealtime")
    level = field.get("level", 0)
    return Item(
        kind,
        tuple(code for code in codes if isinstance(code, str)),
        snapshot=only_snapshot or not only_realtime,
        realtime=only_realtime or not only_snapshot,
        level=float(level) if isinstance(level, int | float) else -1.0,
    )


def _flag(field: Mapping[str, Any], name: str, old_name: str) -> bool:
    return field.get(name, field.get(old_name)) is True
