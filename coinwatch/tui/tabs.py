"""What the line of tabs says: the groups, what the change refers to, the filter and the order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Basis
from coinwatch.state import MarketState
from coinwatch.tui.roles import Line, Piece, Role, first_that_fits, spread, width
from coinwatch.tui.rows import MANUAL, Sort
from coinwatch.tui.view import exchange_title
from coinwatch.tui.words import Words

MOST_NAME = 24
"""Cells of a group's name or a filter that are shown at most."""


class Tabs(NamedTuple):
    """What the line tells."""

    groups: Sequence[str]
    """Their names."""
    active: int
    bases: Mapping[str, Basis]
    """By exchange, of what is shown."""
    utc_day: bool
    """Whether all exchanges are asked for the UTC day."""
    sort: Sort
    query: str
    rate: Sequence[Line] = ()
    """Of the premium view, in place of what the change refers to: all of it, then less."""


def bases(states: Iterable[MarketState]) -> dict[str, Basis]:
    """Return what the change of each exchange refers to, as far as it is known."""
    return {state.market.exchange: state.day.basis for state in states if state.day}


def line(tabs: Tabs, words: Words, cells: int) -> Line:
    """Return the line of tabs in ``cells``."""
    names = [text.cut(text.safe(name), MOST_NAME) for name in tabs.groups]
    active = text.width(names[tabs.active]) + 5 if names else 0
    right = first_that_fits(_right(tabs, words), max(0, cells - active))
    left = _left(names, tabs.active, cells - width(right) - 1)
    return spread(left, [Piece(" "), *right], cells)


def _left(names: Sequence[str], active: int, room: int) -> Line:
    """Return the tabs, from the first that leaves the active one in sight."""
    first = 0
    while first < active and _tabs_width(names[first : active + 1]) > room:
        first += 1
    pieces = [Piece(" ")]
    for place, name in enumerate(names[first:], first):
        shown, role = (f"[{name}]", Role.ACCENT) if place == active else (f" {name} ", Role.MUTED)
        pieces.append(Piece(shown, role, f"group({place + 1})"))
    return pieces


def _tabs_width(names: Sequence[str]) -> int:
    return 1 + sum(text.width(name) + 2 for name in names)


def _right(tabs: Tabs, words: Words) -> list[Line]:
    """Return what stands to the right: all of it, then less and less."""
    basis = _basis(tabs, words)
    label = words.basis_label.format(basis=basis)
    column = words.manual if tabs.sort.column == MANUAL else words.titles[tabs.sort.column]
    arrow = "" if tabs.sort.column == MANUAL else " ▾" if tabs.sort.descending else " ▴"
    sort = f"{words.sort.format(column=column)}{arrow}"
    long, short = _filter(tabs.query, words)
    last = [Piece("   "), Piece(f"{sort} ", Role.MUTED, "sort")]
    told = tabs.rate or [[Piece(label, Role.MUTED)], [Piece(basis, Role.MUTED)]]
    end = Piece(" ")
    return [
        *([*long, *each, *last] for each in told),
        [*long, *told[-1], end],
        [*short, *told[-1], end],
        [*told[-1], end],
    ]


def _filter(query: str, words: Words) -> tuple[Line, Line]:
    """Return what tells of the filter, in words and in short."""
    if not query:
        return (), ()
    shown = text.cut(text.safe(query), MOST_NAME)
    long = f"{words.filtered.format(query=shown)}   "
    return [Piece(long, Role.WARN, "filter")], [Piece(f"/{shown}   ", Role.WARN, "filter")]


def _basis(tabs: Tabs, words: Words) -> str:
    known = set(tabs.bases.values())
    if len(known) == 1:
        return words.basis[known.pop()]
    if known:
        return ", ".join(
            words.basis_of.format(exchange=exchange_title(exchange), basis=words.basis[basis])
            for exchange, basis in tabs.bases.items()
        )
    return words.basis["utc_day"] if tabs.utc_day else words.own_basis
