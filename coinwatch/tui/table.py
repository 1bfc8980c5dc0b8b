"""The table: rows as cached strips, of which a frame repaints only what changed."""

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coinwatch.model import Market
from coinwatch.tui import strips
from coinwatch.tui.columns import Cell, View
from coinwatch.tui.layout import NO_LAYOUT, Layout, arrange, content_needs, is_tight
from coinwatch.tui.roles import Role
from coinwatch.tui.scene import NO_TREND, Scene, Trend
from coinwatch.tui.theme import Ground, Palette, row_ground

AT_ONCE = 0.0
"""A row that holds until then is looked at again in the next frame."""


class _Painted(NamedTuple):
    """A row as it was painted."""

    version: int
    """Of its market."""
    until: float
    """It stays so until then if nothing comes, in monotonic seconds."""
    cells: tuple[Cell, ...]
    parts: tuple[strips.Part, ...]
    ground: Ground
    trend: Trend
    strip: Strip


class Table(ScrollView, can_focus=False):
    """One row a market. Neither columns nor rows move on their own."""

    DEFAULT_CSS = """
    Table { height: 1fr; width: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    Table.-tight { scrollbar-size-vertical: 0; }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        scene: Scene,
        columns: Sequence[str],
        palette: Palette,
        on_layout: Callable[[], None],
    ) -> None:
        super().__init__(id="table")
        self._scene = scene
        self._names = columns
        self._palette = palette
        self._on_layout = on_layout
        self._rows: Sequence[Market] = ()
        self._empty = ""
        # Of the rows in sight only: what is out of sight is not kept up to date.
        self._painted: dict[int, _Painted] = {}
        self._seen = -1
        self._until = AT_ONCE
        self._outgrown: dict[str, int] = {}
        self._widest: dict[str, int] = {}
        self._width = self._inner = 0
        self.columns = NO_LAYOUT
        """Where the columns are."""
        self.cursor = 0
        """The selected row."""

    @property
    def selected(self) -> Market | None:
        """The selected market; None if there are no rows."""
        return self._rows[self.cursor] if self._rows else None

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        self._palette = palette
        self.repaint()

    def show(self, rows: Sequence[Market], empty: str = "") -> None:
        """Show these rows in this order, or a sentence if there are none."""
        if rows == self._rows and empty == self._empty:
            return
        selected = self.selected
        self._rows, self._empty = rows, empty
        if selected in rows:
            self.cursor = rows.index(selected)
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self.virtual_size = Size(self.size.width, len(rows))
        self.repaint()

    def fit(self, width: int) -> None:
        """Place the columns anew: for another width, other markets, other names."""
        self._width = width
        tight = self._scene.tight = is_tight(width)
        self.set_class(tight, "-tight")
        needs = content_needs([self._scene.view(each) for each in self._rows], tight=tight)
        self._widest |= self._outgrown
        self._outgrown = {}
        needs |= {name: max(cells, needs.get(name, 0)) for name, cells in self._widest.items()}
        self.columns = arrange(self._names, width, needs, self._scene.language)
        self.repaint()
        self._on_layout()

    def repaint(self) -> None:
        """Draw every row in sight anew."""
        self._painted.clear()
        self.refresh()

    def look_again(self) -> None:
        """Check every row in the next frame, whether or not its market changed."""
        self._painted = {y: row._replace(until=AT_ONCE) for y, row in self._painted.items()}
        self._until = AT_ONCE

    def frame(self) -> None:
        """Repaint what changed since the last frame, of what is in sight."""
        picture, rows, painted = self._scene.picture, self._rows, self._painted
        now, version = picture.now, picture.version
        if version == self._seen and now < self._until:
            return
        state, top, regions, until = picture.state, self.scroll_offset.y, [], inf
        for index in sorted(painted):
            row = painted[index]
            if row.version != state(rows[index]).version or now >= row.until:
                end = self._renew(index, row)
                if end:
                    regions.append(Region(0, index - top, end, 1))
            until = min(until, painted[index].until)
        self._seen, self._until = version, until
        if regions:
            self.refresh(*regions)
        if self._outgrown:
            self.fit(self._width)

    def move(self, to: int) -> None:
        """Select the row ``to``, or the nearest there is, and scroll to it."""
        before, self.cursor = self.cursor, max(0, min(to, len(self._rows) - 1))
        for index in {before, self.cursor}:
            self._painted.pop(index, None)
            self.refresh_line(index)
        top, height = self.scroll_offset.y, self.size.height
        if not top <= self.cursor < top + height:
            above = self.cursor < top
            self.scroll_to(y=self.cursor if above else self.cursor - height + 1, animate=False)

    def page(self, pages: int) -> None:
        """Select the row a page or more away."""
        self.move(self.cursor + pages * max(1, self.size.height - 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows in sight: the palette has every colour, Textual's filters included."""
        inner = self.scrollable_content_region.width
        if inner != self._inner:
            self._inner = inner
            self._painted.clear()
        top, painted = self.scroll_offset.y, self._painted
        found = [
            painted[index].strip if index in painted else self._strip(index)
            for index in range(top + crop.y, top + crop.bottom)
        ]
        if crop.width == inner:
            return found
        return [strip.crop(*crop.column_span) for strip in found]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Forget the rows that are out of sight now."""
        super().watch_scroll_y(old_value, new_value)
        top = round(new_value)
        sight = range(top, top + self.size.height)
        self._painted = {y: row for y, row in self._painted.items() if y in sight}

    def on_resize(self) -> None:
        """Fit the columns to the new width, and keep the selected row in sight."""
        self.fit(self.outer_size.width)
        self.move(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Select the row under the mouse."""
        index = self.scroll_offset.y + event.y
        if index < len(self._rows):
            self.move(index)

    def _strip(self, index: int) -> Strip:
        """Paint a row that comes into sight, or what is below the last one."""
        if index < len(self._rows):
            self._painted[index] = row = self._draw(index, None)
            self._until = min(self._until, row.until)
            return row.strip
        words = f"  {self._empty}" if index == 1 and not self._rows else ""
        return strips.sentence(words, self._palette[Ground.ROW], self._inner)

    def _renew(self, index: int, before: _Painted) -> int:
        """Draw a row again; return where the last difference ends, 0 if it looks the same."""
        self._painted[index] = row = self._draw(index, before)
        if row.strip is before.strip:
            return 0
        if row.ground is not before.ground or len(row.cells) != len(before.cells):
            return self._width
        slots = self.columns.slots if len(row.cells) == len(self.columns.slots) else ()
        place = len(slots) - 1
        while place >= 0 and row.parts[place] is before.parts[place]:
            place -= 1
        return slots[place].end if slots else self._width

    def _draw(self, index: int, before: _Painted | None) -> _Painted:
        scene, market = self._scene, self._rows[index]
        state = scene.picture.state(market)
        trend = scene.trend(state, self.columns.trend_width, before.trend if before else NO_TREND)
        view = scene.view(market, trend.span)
        until = scene.holds_until(view, trend)
        layout, cells = self._cells(view)
        selected = index == self.cursor
        ground = row_ground(selected=selected, stale=view.stale)
        if before and cells == before.cells and ground is before.ground:
            return before._replace(version=state.version, until=until, trend=trend)
        parts = self._parts(cells, layout, ground, before)
        strip = strips.row(parts, layout, self._palette[ground], self._inner, marked=selected)
        return _Painted(state.version, until, cells, parts, ground, trend, strip)

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
        before: _Painted | None,
    ) -> tuple[strips.Part, ...]:
        """Return the columns in their places; what is as it was is taken from there."""
        known: tuple[Cell | None, ...] = (None,) * len(cells)
        if before and before.ground is ground and len(before.cells) == len(cells):
            known = before.cells
        slots, styles, outgrown = layout.slots, self._palette[ground], self._outgrown
        return tuple(
            [
                before.parts[place]
                if before and cell == known[place]
                else strips.part(cell, slots[place], styles, outgrown)
                for place, cell in enumerate(cells)
            ]
        )
