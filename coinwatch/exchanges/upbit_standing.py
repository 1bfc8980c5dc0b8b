"""What Upbit's tickers tell of a market beside its price: whether it trades, and for how long.

https://docs.upbit.com/kr/reference/websocket-ticker. REST tells none of it.
"""

from datetime import date
from typing import Any

from coinwatch.exchanges.gates import WRONG, Fields, fields, shown, words
from coinwatch.model import Standing

USUAL = "ACTIVE"


def with_standing(names: str, told: str) -> Fields:
    """Return what takes the values of ``names`` out of a ticker, and those of ``told`` after them.

    Of the latter each is None where it is missing: Upbit has announced that one of them will go,
    and a price is worth more than what is told beside it.
    """
    read, both = fields(names), fields(f"{names} {told}")

    def values(message: Any) -> tuple[Any, ...]:
        try:
            return both(message)
        except KeyError:
            return (*read(message), *map(message.get, told.split()))

    return values


def standing(state: Any, suspended: Any, delisting: Any) -> Standing | None:
    """Return what a ticker's three fields say; None if that is the usual."""
    halted = "halt" if suspended is True else ""
    if state not in {USUAL, None}:
        halted = words(state).replace("_", " ").lower()
    ends = "" if delisting is None else _day(delisting)
    return Standing(halted, ends) if halted or ends else None


def _day(ends: Any) -> str:
    """Return a date, whose form is not documented, as ``2026-12-01``; else what was written."""
    try:
        if type(ends) is dict:
            return str(date(ends["year"], ends["month"], ends["day"]))
        return str(date.fromisoformat(words(ends)[:10]))
    except WRONG:
        return shown(ends)
