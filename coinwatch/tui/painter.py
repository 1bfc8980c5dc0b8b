"""Draws rows: what changed of one is drawn anew, what is as it was is kept."""

from typing import NamedTuple

from textual.strip import Strip

from coinwatch.model import Market
from coinwatch.tui import strips
from coinwatch.tui.columns import Cell
from coinwatch.tui.layout import NO_LAYOUT, Layout
from coinwatch.tui.roles import Role
from coinwatch.tui.scene import NO_TREND, Scene, Trend
from coinwatch.tui.theme import Ground, Palette, row_ground
from coinwatch.tui.view import View


class Painted(NamedTuple):
    """A row as it was painted."""

    version: int
    """Of its market."""
    until: float
    """It stays so until then if nothing comes, in monotonic seconds."""
    cells: tuple[Cell, ...]
    parts: tuple[strips.Part, ...]
    """The cells in their places."""
    ground: Ground
    trend: Trend
    strip: Strip


class Painter:
    """Draws a market's row in the columns and colours that are set."""

    def __init__(self, scene: Scene, palette: Palette) -> None:
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
        layout, cells = self._cells(view)
        ground = row_ground(selected=selected, stale=view.stale)
        if before and cells == before.cells and ground is before.ground:
            return before._replace(version=state.version, until=until, trend=trend)
        parts = self._parts(cells, layout, ground, before)
        strip = strips.row(parts, layout, self.palette[ground], self.width, marked=selected)
        return Painted(state.version, until, cells, parts, ground, trend, strip)

    def changed_until(self, before: Painted, after: Painted) -> int:
        """Return the cell where the last difference ends; 0 if there is none."""
        if after.strip is before.strip:
            return 0
        slots, old, new = self.columns.slots, before.parts, after.parts
        if after.ground is not before.ground or not len(old) == len(new) == len(slots):
            return self.width
        place = len(slots) - 1
        while place and old[place] is new[place]:
            place -= 1
        return slots[place].end

    def _cells(self, view: View) -> tuple[Layout, tuple[Cell, ...]]:
        """Return what the columns say, or the first one and why there is nothing to say."""
        layout = self.columns
        why_empty = self._scene.why_empty(view)
        if why_empty:
            first = layout.slots[0]
            cells = first.column.paint(view, first.width), ((why_empty, Role.MUTED),)
            return layout.with_sentence(), cells
        return layout, tuple([slot.column.paint(view, slot.width) for slot in layout.slots])

    def _parts(
        self,
        cells: tuple[Cell, ...],
        layout: Layout,
        ground: Ground,
        before: Painted | None,
    ) -> tuple[strips.Part, ...]:
        """Return the cells in their places; what is as it was is taken from there."""
        known: tuple[Cell | None, ...] = (None,) * len(cells)
        if before and before.ground is ground and len(before.cells) == len(cells):
            known = before.cells
        slots, styles, outgrown = layout.slots, self.palette[ground], self.outgrown
        return tuple(
            [
                before.parts[place]
                if before and cell == known[place]
                else strips.part(cell, slots[place], styles, outgrown)
                for place, cell in enumerate(cells)
            ]
        )
