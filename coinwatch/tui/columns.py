"""What each column shows of a market: text and what it means, from the state alone.

A new column is a function and a line in ``COLUMNS``.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.tui import view as facts
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.view import View

ROOMY_CHANGE = 9
"""Cells from which on there is a space before the percent sign."""

_ARROWS = {1: "▲", -1: "▼", 0: " "}
_MOVED = {1: Role.UP, -1: Role.DOWN, 0: Role.TEXT}
_FLASHES = {1: Role.FLASH_UP, -1: Role.FLASH_DOWN}

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


def trend(prices: Sequence[float | None], width: int) -> Span:
    """Return a sparkline in ``width`` cells, and which way it goes from end to end."""
    known = [price for price in prices if price is not None]
    if not known or known[-1] == known[0]:
        return text.sparkline(prices, width), Role.FAINT
    role = Role.TREND_UP if known[-1] > known[0] else Role.TREND_DOWN
    return text.sparkline(prices, width), role


def _market(view: View, width: int) -> Cell:
    return ((text.cut(facts.pair(view.state.market), width), Role.STRONG),)


def _exchange(view: View, width: int) -> Cell:
    return ((facts.exchange_title(view.state.market.exchange)[:width], Role.MUTED),)


def _name(view: View, width: int) -> Cell:
    return ((text.cut(facts.name_of(view), width), Role.MUTED),)


def _price(view: View, _width: int) -> Cell:
    shown = facts.price_text(view)
    moved = view.state.moved
    arrow = _ARROWS[moved] if view.tight else f" {_ARROWS[moved]}"
    if facts.flashes(view):
        return ((shown + arrow, _FLASHES[moved]),)
    return (shown, Role.TEXT if view.state.last else Role.MUTED), (arrow, _MOVED[moved])


def _change(view: View, width: int) -> Cell:
    change = facts.change_pct(view)
    if change is None:
        return _muted(text.UNKNOWN)
    role = Role.UP if change > 0 else Role.DOWN if change < 0 else Role.TEXT
    return ((text.percent(change, " " if width >= ROOMY_CHANGE else ""), role),)


def _range(view: View, width: int) -> Cell:
    tick = view.tick
    bar = text.range_bar(tick.low, tick.high, tick.price, width) if tick else text.UNKNOWN
    before, dot, after = bar.partition("●")
    return ((before, Role.FAINT), (dot, Role.TEXT), (after, Role.FAINT)) if dot else _muted(bar)


def _volume(view: View, _width: int) -> Cell:
    volume = facts.quote_volume(view)
    shown = text.money(volume, view.state.market.quote, view.language)
    return _muted(shown) if volume is None else ((shown, Role.TEXT),)


def _spread(view: View, _width: int) -> Cell:
    return _muted(text.basis_points(facts.spread_bp(view)))


def _premium(_view: View, _width: int) -> Cell:
    return (("·", Role.FAINT),)


def _sparkline(view: View, _width: int) -> Cell:
    return (view.trend,)


def _age(view: View, width: int) -> Cell:
    age = facts.age_s(view)
    if not view.stale:
        return _muted(text.age(age))
    stale = view.words.stale
    full = f"{stale} {text.age(age, '')}"
    return ((full if text.width(full) <= width else stale, Role.WARN),)


def _muted(shown: str) -> Cell:
    return ((shown, Role.MUTED),)


def _by_market(view: View) -> str:
    return facts.pair(view.state.market)


def _by_price(view: View) -> float | None:
    return view.state.last.price if view.state.last else None


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("market", _market, 8, 24, 0, left=True, key=_by_market, descending=False),
        Column("exchange", _exchange, 2, 12, 0, left=True, close=True),
        Column("name", _name, 10, 24, 9, left=True),
        Column("price", _price, 13, 24, 1, key=_by_price),
        Column("change", _change, 8, 9, 2, key=facts.change_pct),
        Column("range", _range, 9, 24, 7, left=True, key=facts.range_share),
        Column("volume", _volume, 9, 14, 6, key=facts.quote_volume),
        Column("spread", _spread, 8, 9, 8, key=facts.spread_bp, descending=False),
        Column("premium", _premium, 8, 8, 10),
        Column("sparkline", _sparkline, 8, 300, 5, left=True),
        Column("age", _age, 5, 9, 3, key=facts.age_s, descending=False),
    )
}
"""By name. ``exchange`` and ``name`` are not to be asked for: they come with the market."""
