"""A widget of a few fixed lines, each made of pieces that may be clicked."""

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from coinwatch import text
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.theme import Ground, Palette


class Bar(Widget, can_focus=False):
    """Shows lines; repaints only those that changed, and only lines, never markup."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, palette: Palette, ground: Ground, css_id: str) -> None:
        super().__init__(id=css_id)
        self._ground = ground
        self._lines: list[Line] = []
        # As painted, until they change: the compositor asks for those between two that did.
        self._strips: dict[int, Strip] = {}
        self._width = 0
        self.paint(palette)

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        self._palette = palette
        self._strips.clear()
        self.refresh()

    def stand_on(self, ground: Ground) -> None:
        """Stand on another ground from now on."""
        if ground is not self._ground:
            self._ground = ground
            self._strips.clear()
            self.refresh()

    def show(self, lines: Sequence[Line]) -> None:
        """Show ``lines``, and be as high as they are many."""
        before, self._lines = self._lines, list(lines)
        if len(before) != len(self._lines):
            self._strips.clear()
            self.styles.height = len(self._lines)
            self.refresh(layout=True)
            return
        changed = [y for y, line in enumerate(self._lines) if line != before[y]]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            width = self.size.width
            self.refresh(*[Region(0, y, width, 1) for y in changed])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they are: the palette has every colour, Textual's filters included."""
        width = self.size.width
        if width != self._width:
            self._width = width
            self._strips.clear()
        strips = [self._strips.get(y) or self._draw(y) for y in crop.line_range]
        if crop.width == width:
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    async def on_click(self, event: events.Click) -> None:
        """Run the action of what was clicked."""
        if event.y < len(self._lines) and (piece := _at(self._lines[event.y], event.x)).action:
            await self.app.run_action(piece.action, default_namespace=self.screen)

    def _draw(self, y: int) -> Strip:
        styles, width = self._palette[self._ground], self._width
        line = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(piece.text, styles[piece.role]) for piece in line if piece.text]
        taken = sum([text.width(segment.text) for segment in segments])
        if taken < width:
            segments.append(Segment(" " * (width - taken), styles[Role.TEXT]))
        strip = Strip(segments, max(width, taken))
        self._strips[y] = strip = strip.crop(0, width) if taken > width else strip
        return strip


def _at(line: Line, x: int) -> Piece:
    """Return the piece in cell ``x``; an empty one beyond the end."""
    for piece in line:
        x -= text.width(piece.text)
        if x < 0:
            return piece
    return Piece("")
