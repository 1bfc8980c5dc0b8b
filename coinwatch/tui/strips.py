"""A row as a strip of styled text."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from coinwatch import text
from coinwatch.tui.column import Cell
from coinwatch.tui.layout import MARKER, Layout, Slot
from coinwatch.tui.roles import Role
from coinwatch.tui.theme import Styles

MARK = "▸"
"""Before the selected row."""

_FLASHES = frozenset({Role.FLASH_UP, Role.FLASH_DOWN})

Part = tuple[Segment, ...]
"""A column of a row, with the blanks that put it into its place."""


class RowStrip(Strip):
    """A strip that is quickly cut where a column ends: a frame repaints rows up to there."""

    __slots__ = ("_ends", "_mark", "_parts")

    def __init__(self, mark: Segment, parts: Sequence[Part], layout: Layout, blank: Part) -> None:
        end = layout.slots[-1].end
        segments = [mark]
        for part in parts:
            segments += part
        segments += blank
        super().__init__(segments, end + sum(len(each.text) for each in blank))
        self._mark = mark
        self._parts = parts
        self._ends = layout.ends

    def crop(self, start: int, end: int | None = None) -> Strip:
        """Return the strip between two cells."""
        if start or end not in self._ends:
            return super().crop(start, end)
        segments = [self._mark]
        for part in self._parts[: self._ends[end] + 1]:
            segments += part
        return Strip(segments, end)


def part(cell: Cell, slot: Slot, styles: Styles, outgrown: dict[str, int]) -> Part:
    """Return a cell in its place; if it is too wide for it, cut, and noted in ``outgrown``."""
    takes = 0
    for shown, _ in cell:
        takes += text.width(shown)
    rest = slot.width - takes
    if rest < 0:
        if slot.width < slot.column.most:
            outgrown[slot.column.name] = takes
        whole = "".join([shown for shown, _ in cell])
        cell, rest = ((text.cut(whole, slot.width), cell[0][1]),), 0
    before, after = (slot.gap, rest) if slot.column.left else (slot.gap + rest, 0)
    shown, role = cell[0]
    # Blanks take the style of their neighbour, unless that one stands out.
    if role in _FLASHES:
        return Segment(" " * before, styles[Role.TEXT]), Segment(shown, styles[role])
    segments = [Segment(" " * before + shown, styles[role])]
    for shown, role in cell[1:]:
        segments.append(Segment(shown, styles[role]))
    if after:
        segments[-1] = Segment(segments[-1].text + " " * after, styles[role])
    return tuple(segments)


def row(
    parts: Sequence[Part], layout: Layout, styles: Styles, width: int, *, marked: bool
) -> Strip:
    """Return a row of ``width`` cells, given its columns."""
    mark = Segment(MARK if marked else " " * MARKER, styles[Role.ACCENT])
    rest = width - layout.slots[-1].end
    blank = (Segment(" " * rest, styles[Role.TEXT]),) if rest > 0 else ()
    strip = RowStrip(mark, parts, layout, blank)
    return strip if rest >= 0 else strip.crop(0, width)


def sentence(words: str, styles: Styles, width: int) -> Strip:
    """Return a line with nothing but a sentence."""
    return Strip([Segment(text.left(words, width), styles[Role.MUTED])], width)
