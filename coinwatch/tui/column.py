"""What a column is, and how several show the same kind of thing."""

from collections.abc import Callable
from typing import NamedTuple

from coinwatch import text
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.view import View

FLASHES = {1: Role.FLASH_UP, -1: Role.FLASH_DOWN}
"""The look of a price that just moved up or down."""

Cell = tuple[Span, ...]
Paint = Callable[[View, int], Cell]
SortKey = Callable[[View], float | str | None]


class Column(NamedTuple):
    """How to show a column, where to drop it, and how to sort by it."""

    name: str
    paint: Paint
    """Gives the cell, given its width; what is wider than that is cut or widens the column."""
    least: int
    """Cells, gap not counted."""
    most: int
    rank: int
    """Narrow screens drop the highest first."""
    left: bool = False
    """Whether its text starts at the left edge; numbers end at the right one."""
    close: bool = False
    """Whether it belongs to the column before it."""
    key: SortKey | None = None
    """None where there is nothing to sort by."""
    descending: bool = True
    """Which way to sort by it first."""
    need: Callable[[View], int] | None = None
    """Gives the cells that a market's text takes, where that differs by market."""
    trend: bool = False
    """Whether it is a sparkline, which says over which time it goes."""
    money: bool = False
    """Whether it is an amount in the market's quote, so that won and dollars do not compare."""


def aged(view: View, age: float | None, width: int, *, stale: bool) -> Cell:
    """Show an age, and in words if it is that of a stale price."""
    if not stale:
        return muted(text.age(age))
    word = view.words.stale
    full = f"{word} {text.age(age, '')}"
    return ((full if text.width(full) <= width else word, Role.WARN),)


def muted(shown: str) -> Cell:
    """Show what matters less, or is not known."""
    return ((shown, Role.MUTED),)


def by_sign(number: float) -> Role:
    """Return the role of a number that goes up or down."""
    return Role.UP if number > 0 else Role.DOWN if number < 0 else Role.TEXT
