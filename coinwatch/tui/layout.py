"""Where the columns are: which ones fit, and how wide each is.

Widths follow from the terminal and from the kind of content, so that nothing moves while data
changes. A price that outgrows its column widens it; no number is ever cut.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch.text import Language
from coinwatch.tui.column import Column
from coinwatch.tui.columns import COLUMNS
from coinwatch.tui.view import View

SCROLLBAR = 1
"""Cells that are kept free for it, so that columns stay where they are when it comes."""

MARKER = 1
"""Cells at the left edge, for the mark of the selected row."""

TIGHT = 64
"""Below this width columns stand closer and exchanges have short names."""

WIDE = 200
"""From this width on columns stand further apart."""

NAMED: dict[Language, int] = {"ko": 80, "en": 132}
"""From which width on assets have their names beside their codes."""

KOREAN_NAME_RANK = 4
"""Koreans know an asset by its name: it goes after the sparkline does."""

_COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "market": ("exchange", "name"),
    "asset": ("name",),
}
"""What comes behind a column without being asked for."""

_NAMES = frozenset({"name"})
"""What may be cut where there is no room."""

_CODES = frozenset({"market", "asset"})
"""Which row it is: cut only beside the columns that are always there."""

_ALWAYS_RANK = 3
"""Up to here columns stay rather than the end of a code: price, change, and how old that is."""

_GROWING = (
    "market", "asset", "change", "premium", "asset_premium", "name", "age", "range",
    "sparkline", "premium_trend",
)  # fmt: skip
"""What gets the cells that are left, in this order."""

TIGHT_PRICE = 12
SENTENCE_GAP = 2


class Slot(NamedTuple):
    """A column in its place."""

    column: Column
    x: int
    """Where its gap starts."""
    gap: int
    width: int
    """Without the gap."""

    @property
    def end(self) -> int:
        """Where the next one starts."""
        return self.x + self.gap + self.width


class Layout(NamedTuple):
    """All columns that fit."""

    slots: tuple[Slot, ...]
    width: int
    tight: bool
    ends: Mapping[int | None, int]
    """Which slot ends at a cell, by its place."""
    trend_width: int
    """Cells of the sparkline; 0 if there is none."""

    def with_sentence(self) -> "Layout":
        """Return the first column, and one for a sentence in place of all the others."""
        first = self.slots[0]
        room = max(0, self.width - first.end - SENTENCE_GAP)
        slots = first, Slot(_SENTENCE, first.end, SENTENCE_GAP, room)
        return self._replace(slots=slots, ends=_ends(slots))


def _ends(slots: Sequence[Slot]) -> dict[int | None, int]:
    return {slot.end: place for place, slot in enumerate(slots)}


NO_LAYOUT = Layout((), 0, tight=False, ends={}, trend_width=0)
"""Before the size of the screen is known."""

_SENTENCE = Column("sentence", lambda _view, _width: (), least=0, most=0, rank=0, left=True)


def is_tight(width: int) -> bool:
    """Return whether a screen of ``width`` cells is a narrow one."""
    return width < TIGHT


def content_needs(views: Iterable[View], *, tight: bool) -> dict[str, int]:
    """Return how many cells the widest text takes, for columns where that differs by market."""
    told = [view._replace(tight=tight) for view in views]
    return {
        name: max((column.need(view) for view in told), default=0)
        for name, column in COLUMNS.items()
        if column.need
    }


def arrange(
    names: Sequence[str], width: int, needs: Mapping[str, int], language: Language
) -> Layout:
    """Return the columns of ``names`` that fit on a screen of ``width`` cells."""
    tight = is_tight(width)
    room = width if tight else width - SCROLLBAR
    gap = 1 if tight else 3 if width >= WIDE else 2
    shown = _all(names, width, needs, language)
    slots: list[Slot] = []
    for cut, least_rank in ((_NAMES, _ALWAYS_RANK + 1), (_NAMES | _CODES, 0)):
        slots = [_slot(COLUMNS[name], gap, needs, cut, tight=tight) for name in shown]
        _drop(slots, room, language, least_rank)
        shown = [slot.column.name for slot in slots]
    placed = _placed(_grown(slots, _left_over(slots, room), needs))
    trend = next((slot.width for slot in placed if slot.column.trend), 0)
    return Layout(placed, room, tight, _ends(placed), trend)


def _all(
    names: Sequence[str], width: int, needs: Mapping[str, int], language: Language
) -> list[str]:
    """Put behind a column what comes with it, where it has something to say and room for it."""
    named = needs.get("name") and width >= NAMED[language]
    shown: list[str] = []
    for name in names:
        behind = _COMPANIONS.get(name, ())
        shown += (name, *(each for each in behind if named or each != "name"))
    return shown


def _rank(column: Column, language: Language) -> int:
    korean_name = column.name == "name" and language == "ko"
    return KOREAN_NAME_RANK if korean_name else column.rank


def _slot(
    column: Column, gap: int, needs: Mapping[str, int], cut: Container[str], *, tight: bool
) -> Slot:
    """Return a column as narrow as it can be, where only ``cut`` may be cut."""
    least = TIGHT_PRICE if tight and column.name == "price" else column.least
    if column.name not in cut:
        least = min(column.most, max(least, needs.get(column.name, 0)))
    return Slot(column, 0, 1 if column.close else gap, least)


def _drop(slots: list[Slot], room: int, language: Language, least_rank: int) -> None:
    """Take out what does not fit, the least important first, from ``least_rank`` on."""
    while _left_over(slots, room) < 0 and len(slots) > 1:
        last = max(slots, key=lambda slot: _rank(slot.column, language))
        if _rank(last.column, language) < least_rank:
            return
        slots.remove(last)


def _left_over(slots: Sequence[Slot], room: int) -> int:
    """Return how many cells are not used; negative if there are too few."""
    return room - MARKER - sum(slot.gap + slot.width for slot in slots) + slots[0].gap


def _grown(slots: Sequence[Slot], left: int, needs: Mapping[str, int]) -> list[Slot]:
    """Spend what is left: first on what would be cut, then on pictures."""
    widths = {slot.column.name: slot.width for slot in slots}
    left = max(0, left)
    for name in _GROWING:
        if name in widths:
            column = COLUMNS[name]
            wish = min(column.most, needs.get(name, column.most))
            room = left // 4 if name == "range" and "sparkline" in widths else left
            more = max(0, min(wish - widths[name], room))
            widths[name] += more
            left -= more
    return [slot._replace(width=widths[slot.column.name]) for slot in slots]


def _placed(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    placed: list[Slot] = []
    x = MARKER
    for slot in slots:
        placed.append(slot._replace(x=x, gap=slot.gap if placed else 0))
        x = placed[-1].end
    return tuple(placed)
