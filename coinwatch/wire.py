"""The NDJSON lines, version 1, written once: what `--json` prints and other tools build on.

One object a line, UTF-8, with `v`, `type` and numbers as JSON numbers; unknown is `null`, never 0
or a missing key. Times are integer milliseconds since the epoch.
"""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from coinwatch.model import (
    Book,
    FeedState,
    Gap,
    Lost,
    Market,
    Premium,
    Record,
    Status,
    Tick,
    Trade,
)
from coinwatch.text import safe

VERSION = 1

Line = dict[str, Any]


def line(record: Record | Lost) -> Line:
    """Return a record as the object that its line holds, keys in the contract's order."""
    return _LINES[type(record)](record)


def encode(line: Line, fields: Sequence[str] = ()) -> bytes:
    """Return one line, newline included; of ``fields`` only, in their order, if any are named."""
    chosen = {key: line.get(key) for key in fields} if fields else line
    return orjson.dumps(chosen, option=orjson.OPT_APPEND_NEWLINE)


def error(category: str, message: str, hint: str) -> bytes:
    """Return the line on stderr that ends a failed run.

    It may quote what somebody else wrote, a path that is not UTF-8 among it, and a person may read
    it on a terminal.
    """
    return encode(
        {"type": "error", "error": category, "message": safe(message), "hint": safe(hint)}
    )


_TICK: Line = {"v": VERSION, "type": "tick"} | dict.fromkeys(
    (
        "exchange", "symbol", "base", "quote", "price", "size", "side", "trade_id", "bid", "ask",
        "open", "high", "low", "volume", "quote_volume", "change", "change_pct", "basis",
        "exchange_ms", "received_ms", "snapshot",
    )
)  # fmt: skip
"""A tick of which nothing is known. Filling in a copy takes half the time of a new dict."""


def _tick(tick: Tick) -> Line:
    line = _TICK.copy()
    market, last, _, quote, line["snapshot"] = tick
    line["exchange"], line["symbol"], base, priced_in = market
    line["base"], line["quote"] = base or None, priced_in or None
    line["price"] = price = last.price
    line["size"] = last.size
    line["side"] = last.side
    if type(last) is Trade:
        line["trade_id"] = last.trade_id
    line["exchange_ms"] = last.exchange_ms
    line["received_ms"] = last.received_ns // 1_000_000
    if quote is not None:
        line["bid"] = quote.bid
        line["ask"] = quote.ask
    if (period := tick.period) is not None:
        line["open"] = period.open
        line["high"] = period.high_with(price)
        line["low"] = period.low_with(price)
        line["volume"] = period.volume
        line["quote_volume"] = period.quote_volume
        line["change"] = period.change_to(price)
        line["change_pct"] = period.change_pct_to(price)
        line["basis"] = period.basis
    return line


def _trade(trade: Trade) -> Line:
    market = trade.market
    return {
        "v": VERSION,
        "type": "trade",
        "exchange": market.exchange,
        "symbol": market.symbol,
        "base": market.base or None,
        "quote": market.quote or None,
        "price": trade.price,
        "size": trade.size,
        "side": trade.side,
        "trade_id": trade.trade_id,
        "exchange_ms": trade.exchange_ms,
        "received_ms": trade.received_ns // 1_000_000,
    }


def _book(book: Book) -> Line:
    return {
        "v": VERSION,
        "type": "book",
        "exchange": book.market.exchange,
        "symbol": book.market.symbol,
        "bids": book.bids,
        "asks": book.asks,
        "exchange_ms": book.exchange_ms,
        "received_ms": book.received_ns // 1_000_000,
    }


def _status(status: Status) -> Line:
    return {"v": VERSION, "type": "status", **status._asdict()}


def _gap(gap: Gap) -> Line:
    return {"v": VERSION, "type": "gap", **gap._asdict()}


def _premium(premium: Premium) -> Line:
    return {"v": VERSION, "type": "premium", **premium._asdict()}


def _lost(lost: Lost) -> Line:
    return {"v": VERSION, "type": "lost", "count": lost.records}


# Each value takes the records of its key's type, which a dict's type cannot say.
_LINES: dict[type, Callable[[Any], Line]] = {
    Tick: _tick,
    Trade: _trade,
    Book: _book,
    Premium: _premium,
    Status: _status,
    Gap: _gap,
    Lost: _lost,
}

KINDS: dict[str, type] = {
    "tick": Tick,
    "trade": Trade,
    "book": Book,
    "premium": Premium,
    "status": Status,
    "gap": Gap,
    "lost": Lost,
}
"""What `--events` takes, by the word of the line's `type`; `lost` comes unasked as well."""

_BARE = Market("", "", "", "")

FIELDS: tuple[str, ...] = tuple(
    dict.fromkeys(
        key
        for record in (
            Trade(_BARE, 0.0, 0.0, "buy", 0, 0, 0),
            Book(_BARE, (), (), None, 0),
            Premium("", None, None, None, None, True, None, None, 0),
            Status("", 0, FeedState.STOPPED, None, None, 0),
            Gap("", (), 0, 0, ""),
            Lost(0),
        )
        for key in (*_TICK, *line(record))
    )
)
"""What `--fields` takes: the keys of all lines."""
