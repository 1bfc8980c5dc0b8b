"""The JSON Schema of the NDJSON lines, draft 2020-12: what `coinwatch schema` prints.

https://json-schema.org/draft/2020-12. The schema accepts every line of `--json` and nothing else.
Lines that `--fields` cut down are no complete lines, so it does not accept them. The line that ends
a failed run on stderr is described as ``$defs/error``, which no line of stdout is.
"""

from collections.abc import Mapping
from typing import Any, get_args

import orjson

from coinwatch.model import Basis, FeedState, Side
from coinwatch.wire import VERSION

Schema = dict[str, Any]

CATEGORIES = ("usage", "config", "symbol", "network", "exchange", "io")
"""What the ``error`` key of the error line holds."""


def text() -> str:
    """Return the schema as indented JSON."""
    return orjson.dumps(schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def schema() -> Schema:
    """Return the schema: any one of the lines, each in ``$defs`` by the word of its ``type``."""
    lines = {kind: _line(kind, says, keys) for kind, (says, keys) in _LINES.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:coinwatch:ndjson:{VERSION}",
        "title": f"coinwatch NDJSON, version {VERSION}",
        "description": (
            "One line on stdout of `coinwatch --json`. Keys come in the order given here; what is "
            "unknown is null. Times are milliseconds since the epoch, UTC. Lines that --fields "
            "cut down are not complete and do not match. $defs/error is the last line on stderr "
            "of a failed run, and never on stdout."
        ),
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in lines],
        "$defs": lines | {"error": _error()},
    }


def _number(says: str, *, null: bool = False, **limits: float) -> Schema:
    return {"description": says, "type": _nullable("number", null=null), **limits}


def _price(says: str, *, null: bool = False) -> Schema:
    return _number(says, null=null, exclusiveMinimum=0)


def _amount(says: str, *, null: bool = False) -> Schema:
    return _number(says, null=null, minimum=0)


def _whole(says: str, *, null: bool = False) -> Schema:
    return {"description": says, "type": _nullable("integer", null=null), "minimum": 0}


def _time(says: str, *, null: bool = False) -> Schema:
    return _whole(f"{says}, in milliseconds since the epoch", null=null)


def _text(says: str, *, null: bool = False) -> Schema:
    return {"description": says, "type": _nullable("string", null=null)}


def _word(says: str, words: tuple[str, ...], *, null: bool = False) -> Schema:
    allowed = [*words, None] if null else [*words]
    return {"description": says, "type": _nullable("string", null=null), "enum": allowed}


def _flag(says: str) -> Schema:
    return {"description": says, "type": "boolean"}


def _levels(says: str) -> Schema:
    price, size = _price("price, in the quote asset"), _amount("size, in the base asset")
    level = {"type": "array", "prefixItems": [price, size], "minItems": 2, "maxItems": 2}
    return {"description": says, "type": "array", "items": level}


def _nullable(kind: str, *, null: bool) -> str | list[str]:
    return [kind, "null"] if null else kind


def _object(says: str, keys: Mapping[str, Schema]) -> Schema:
    return {
        "description": says,
        "type": "object",
        "properties": dict(keys),
        "required": list(keys),
        "additionalProperties": False,
    }


def _line(kind: str, says: str, keys: Mapping[str, Schema]) -> Schema:
    version = {"description": "version of this schema", "const": VERSION}
    word = {"description": "the kind of line", "const": kind}
    return _object(says, {"v": version, "type": word, **keys})


def _error() -> Schema:
    return _object(
        "The last line on stderr of a failed run with --json; it has no version.",
        {
            "type": {"description": "the kind of line", "const": "error"},
            "error": _word("the category, which decides the exit code", CATEGORIES),
            "message": _text("what is wrong and where, in one or two sentences"),
            "hint": _text("what to do about it; empty where there is nothing to say"),
        },
    )


_EXCHANGE = _text("the exchange's name in lower case: upbit, binance")
_SYMBOL = _text("the exchange's own spelling of the market: KRW-BTC, BTCUSDT")
_EXCHANGE_MS = _time("when it happened, by the exchange's clock")
_RECEIVED_MS = _time("when the frame arrived, by this machine's clock")
_AT_MS = _time("when, by this machine's clock")

_MARKET = {
    "exchange": _EXCHANGE,
    "symbol": _SYMBOL,
    "base": _text("the asset that is priced; null until a market list told", null=True),
    "quote": _text("the asset that it is priced in; null until a market list told", null=True),
}

_TICK = {
    **_MARKET,
    "price": _price("the last price, in the quote asset"),
    "size": _amount("of the last trade, in the base asset", null=True),
    "side": _word("the taker's side of the last trade", get_args(Side), null=True),
    "trade_id": _whole("the exchange's number of the last trade, where it tells", null=True),
    "bid": _price("the best bid, newest known, in the quote asset", null=True),
    "ask": _price("the best ask, newest known, in the quote asset", null=True),
    "open": _price("the first price of the period, in the quote asset", null=True),
    "high": _price("the highest price of the period, in the quote asset", null=True),
    "low": _price("the lowest price of the period, in the quote asset", null=True),
    "volume": _amount("traded in the period, in the base asset", null=True),
    "quote_volume": _amount("traded in the period, in the quote asset", null=True),
    "change": _number("price less the period's reference, in the quote asset", null=True),
    "change_pct": _number("the change in percent of the reference: 1.5 is 1.5 %", null=True),
    "basis": _word(
        "the period that open, high, low, volumes and change refer to: since 00:00 UTC, or the "
        "last 24 hours",
        get_args(Basis),
        null=True,
    ),
    "exchange_ms": _EXCHANGE_MS,
    "received_ms": _RECEIVED_MS,
    "snapshot": _flag("true for the first known state of a market, false for a change of it"),
}

_TRADE = {
    **_MARKET,
    "price": _price("in the quote asset"),
    "size": _amount("in the base asset"),
    "side": _word("the taker's side", get_args(Side)),
    "trade_id": _whole("the exchange's number, unique within the market"),
    "exchange_ms": _EXCHANGE_MS,
    "received_ms": _RECEIVED_MS,
}

_BOOK = {
    "exchange": _EXCHANGE,
    "symbol": _SYMBOL,
    "bids": _levels("what buyers offer, the highest price first"),
    "asks": _levels("what sellers ask, the lowest price first"),
    "exchange_ms": _time(
        "when, by the exchange's clock; null where it sends no time with it", null=True
    ),
    "received_ms": _RECEIVED_MS,
}

_PREMIUM = {
    "asset": _text("the asset that is compared"),
    "krw_price": _price("its price in won", null=True),
    "usd_price": _price("its price in dollars, or in a stablecoin for one", null=True),
    "usd_krw": _price("won per dollar, or per stablecoin", null=True),
    "premium_pct": _number("how much more it costs in won, in percent: 1.5 is 1.5 %", null=True),
    "stale": _flag("whether one of the prices, or the rate, is too old to be trusted"),
    "krw_age_ms": _whole("the age of the price in won, in milliseconds", null=True),
    "usd_age_ms": _whole("the age of the price in dollars, in milliseconds", null=True),
    "at_ms": _AT_MS,
}

_STATUS = {
    "exchange": _EXCHANGE,
    "connection": _whole("which connection, counted from 1 within the exchange"),
    "state": _word("how the connection is", tuple(FeedState)),
    "reason": _text("why, as a plain sentence; null while all is well", null=True),
    "retry_in_ms": _whole(
        "until the next attempt, in milliseconds; null where none is due", null=True
    ),
    "at_ms": _AT_MS,
}

_GAP = {
    "exchange": _EXCHANGE,
    "symbols": {
        "description": "the markets of which something may be missing, as the exchange spells them",
        "type": "array",
        "items": {"type": "string"},
    },
    "from_ms": _time("the beginning, by the exchange's clock"),
    "to_ms": _time("the end, by the exchange's clock"),
    "reason": _text("why, as a plain sentence"),
}

_LOST = {"count": _whole("how many lines this reader was too slow for, just before this one")}

_LINES: dict[str, tuple[str, dict[str, Schema]]] = {
    "tick": ("The last price changed, or is known for the first time.", _TICK),
    "trade": ("One trade.", _TRADE),
    "book": ("An order book.", _BOOK),
    "premium": ("How much more an asset costs in won than in dollars.", _PREMIUM),
    "status": ("A connection changed its state.", _STATUS),
    "gap": ("A span of time of which something may be missing.", _GAP),
    "lost": ("The reader was too slow.", _LOST),
}
