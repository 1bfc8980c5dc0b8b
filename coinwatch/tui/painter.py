"""Draws rows: what changed of one is drawn anew, what is as it was is kept."""

from typing import NamedTuple

from textual.strip import Strip

from coinwatch.model import Market
from coinwatch.tui import strips
from coinwatch.tui.column import Cell
from coinwatch.tui.layout import NO_LAYOUT, Layout
from coinwatch.tui.roles import Role
from coinwatch.tui.scene import NO_TREND, Stage, Trend
from coinwatch.tui.theme import Ground, Palette, Styles, row_ground
from coinwatch.tui.view import View


class Painted(NamedTuple):
    """A row as it was painted."""

    version: int
    """Of its market."""
    until: float
    """It stays so until then if nothing comes, in monotonic seconds."""
    sentence: str
    """Why there is nothing in the columns; empty if there is."""
    cells: tuple[Cell, ...]
    parts: tuple[strips.Part, ...]
    """The cells in their places."""
    ground: Ground
    trend: Trend
    strip: Strip


class Painter:
    """Draws a market's row in the columns and colours that are set."""

    def __init__(self, scene: Stage, palette: Palette) -> None:
        self._scene = scene
        self.palette = palette
        self.columns: Layout = NO_LAYOUT
        """Where the columns are."""
        self.width = 0
        """Of a row, in cells."""
        self.outgrown: dict[str, int] = {}
        """Columns that were too narrow for what they say, and the cells that they would need."""

    def draw(self, market: Market, before: Painted | None, *, selected: bool) -> Painted:
        """Draw the row of a market, with what can be kept of the row ``before``."""
        scene = self._scene
        state = scene.picture.state(market)
        trend = scene.trend(state, self.columns.trend_width, before.trend if before else NO_TREND)
        view = scene.view(market, trend.span)
        until = scene.holds_until(view, trend)
        sentence = scene.why_empty(view)
        layout = self.columns.with_sentence() if sentence else self.columns
        cells = _cells(view, layout, sentence)
        ground = row_ground(selected=selected, stale=view.stale)
        if before and (before.ground is not ground or before.sentence != sentence):
            before = None
        version = scene.version(market)
        if before and cells == before.cells:
            return before._replace(version=version, until=until, trend=trend)
        styles = self.palette[ground]
        parts = self._parts(cells, layout, styles, before)
        strip = strips.row(parts, layout, styles, self.width, marked=selected)
        return Painted(version, until, sentence, cells, parts, ground, trend, strip)

    def changed_until(self, before: Painted, after: Painted) -> int:
        """Return the cell where the last difference ends; 0 if there is none."""
        if after.strip is before.strip:
            return 0
        if after.ground is not before.ground or after.sentence != before.sentence:
            return self.width
        place = len(after.parts) - 1
        while place and before.parts[place] is after.parts[place]:
            place -= 1
        return self.columns.slots[place].end

    def _parts(
        self, cells: tuple[Cell, ...], layout: Layout, styles: Styles, before: Painted | None
    ) -> tuple[strips.Part, ...]:
        """Return the cells in their places; what is as it was is taken from there."""
        slots, outgrown = layout.slots, self.outgrown
        return tuple(
            [
                before.parts[place]
                if before and cell == before.cells[place]
                else strips.part(cell, slots[place], styles, outgrown)
                for place, cell in enumerate(cells)
            ]
        )


def _cells(view: View, layout: Layout, sentence: str) -> tuple[Cell, ...]:
    """Return what the columns say; with a sentence, that and the first column."""
    if sentence:
        first = layout.slots[0]
        return first.column.paint(view, first.width), ((sentence, Role.MUTED),)
    return tuple([slot.column.paint(view, slot.width) for slot in layout.slots])
