"""The table: rows as cached strips, of which a frame repaints only what changed."""

from collections.abc import Callable, Sequence
from math import inf

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coinwatch.model import Market
from coinwatch.tui import strips
from coinwatch.tui.layout import Layout, arrange, content_needs, is_tight
from coinwatch.tui.painter import Painted, Painter
from coinwatch.tui.scene import Stage
from coinwatch.tui.theme import Ground, Palette

_DOUBLE = 2
"""Clicks in the same place, one shortly after the other."""

AT_ONCE = 0.0
"""A row that holds until then is looked at again in the next frame."""


class Table(ScrollView, can_focus=False):
    """One row a market. Neither columns nor rows move on their own."""

    DEFAULT_CSS = """
    Table { height: 1fr; width: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    Table.-tight { scrollbar-size-vertical: 0; }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        scene: Stage,
        names: Sequence[str],
        palette: Palette,
        on_layout: Callable[[], None],
        css_id: str = "table",
    ) -> None:
        super().__init__(id=css_id)
        self._scene = scene
        self.names = names
        """The columns that were asked for."""
        self._painter = Painter(scene, palette)
        self._on_layout = on_layout
        self._empty = ""
        # Of the rows in sight only: what is out of sight is not kept up to date.
        self._painted: dict[int, Painted] = {}
        self._version = -1
        self._until = AT_ONCE
        self._widest: dict[str, int] = {}
        self.fitted: Sequence[Market] = ()
        """The markets that columns have room for, hidden ones too: nothing jumps by typing."""
        self.rows: Sequence[Market] = ()
        """The markets that are shown, in order."""
        self.cursor = 0
        """The selected row."""

    @property
    def columns(self) -> Layout:
        """Where the columns are."""
        return self._painter.columns

    @property
    def selected(self) -> Market | None:
        """The selected market; None if there are no rows."""
        return self.rows[self.cursor] if self.rows else None

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        self._painter.palette = palette
        self.repaint()

    def show(self, rows: Sequence[Market], empty: str = "", *, follow: bool = False) -> None:
        """Show these rows in this order, or a sentence if there are none.

        ``follow`` keeps the selected row in sight.
        """
        if rows == self.rows and empty == self._empty:
            return
        selected = self.selected
        fewer = len(rows) < len(self.rows)
        self.rows, self._empty = rows, empty
        if selected in rows:
            self.cursor = rows.index(selected)
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self.virtual_size = Size(self.size.width, len(rows))
        self.repaint()
        if follow or fewer:
            self.move(self.cursor)

    def fit(self, width: int) -> None:
        """Place the columns anew: for another width, other markets, other names."""
        painter = self._painter
        self._scene.tight = tight = is_tight(width)
        self.set_class(tight, "-tight")
        markets = self.fitted or self.rows
        needs = content_needs([self._scene.view(market) for market in markets], tight=tight)
        self._widest |= painter.outgrown
        painter.outgrown.clear()
        needs |= {name: max(cells, needs.get(name, 0)) for name, cells in self._widest.items()}
        columns = arrange(self.names, width, needs, self._scene.language)
        if columns != painter.columns:
            painter.columns = columns
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
        picture, painted, rows = self._scene.picture, self._painted, self.rows
        now, version, version_of = picture.now, picture.version, self._scene.version
        if version == self._version and now < self._until and not self._painter.outgrown:
            return
        top, until = self.scroll_offset.y, inf
        regions: list[Region] = []
        for index in sorted(painted):
            row = painted[index]
            if row.version != version_of(rows[index]) or now >= row.until:
                painted[index] = self._draw(index, row)
                if end := self._painter.changed_until(row, painted[index]):
                    _add(regions, index - top, end)
            until = min(until, painted[index].until)
        self._version, self._until = version, until
        if regions:
            self.refresh(*regions)
        if self._painter.outgrown:
            self.fit(self.outer_size.width)

    def move(self, to: int) -> None:
        """Select the row ``to``, or the nearest there is, and scroll to it."""
        before, self.cursor = self.cursor, max(0, min(to, len(self.rows) - 1))
        for index in {before, self.cursor}:
            self._painted.pop(index, None)
            self.refresh_line(index)
        top, height = self.scroll_offset.y, self.size.height
        if not top <= self.cursor < top + height:
            above = self.cursor < top
            # By force: where the rows have just become too many, the scrollbar is yet to come.
            to = self.cursor if above else self.cursor - height + 1
            self.scroll_to(y=to, animate=False, force=True)

    def page(self, pages: int) -> None:
        """Select the row a page or more away."""
        self.move(self.cursor + pages * max(1, self.size.height - 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows in sight: the palette has every colour, Textual's filters included."""
        width = self.scrollable_content_region.width
        if width != self._painter.width:
            self._painter.width = width
            self._painted.clear()
        top, painted = self.scroll_offset.y, self._painted
        found = [
            painted[index].strip if index in painted else self._strip(index)
            for index in range(top + crop.y, top + crop.bottom)
        ]
        if crop.width == width:
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

    async def on_click(self, event: events.Click) -> None:
        """Select the row under the mouse; a double click looks at it closely."""
        index = self.scroll_offset.y + event.y
        if index < len(self.rows):
            self.move(index)
            if event.chain == _DOUBLE:
                await self.app.run_action("detail", default_namespace=self.screen)

    def _draw(self, index: int, before: Painted | None) -> Painted:
        return self._painter.draw(self.rows[index], before, selected=index == self.cursor)

    def _strip(self, index: int) -> Strip:
        """Draw a row that comes into sight, or what is below the last one."""
        if index < len(self.rows):
            self._painted[index] = row = self._draw(index, None)
            self._until = min(self._until, row.until)
            return row.strip
        words = f"  {self._empty}" if index == 1 and not self.rows else ""
        return strips.sentence(words, self._painter.palette[Ground.ROW], self._painter.width)


def _add(regions: list[Region], y: int, end: int) -> None:
    """Add a line up to ``end``, to the region above it where that is as wide."""
    above = regions[-1] if regions else None
    if above and above.bottom == y and above.width == end:
        regions[-1] = Region(0, above.y, end, above.height + 1)
    else:
        regions.append(Region(0, y, end, 1))
