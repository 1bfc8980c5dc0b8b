"""A widget of a few fixed lines, each made of pieces that may be clicked."""

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from coinwatch import text
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.theme import Ground, Palette, Styles


class Bar(Widget, can_focus=False):
    """Shows lines; repaints only those that changed, and only lines, never markup."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, palette: Palette, ground: Ground, css_id: str) -> None:
        super().__init__(id=css_id)
        self._ground = ground
        self._lines: list[Line] = []
        self.paint(palette)

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        self._inks: Styles = palette[self._ground]
        self.refresh()

    def show(self, lines: Sequence[Line]) -> None:
        """Show ``lines``, and be as high as they are many."""
        before, self._lines = self._lines, list(lines)
        if len(before) != len(self._lines):
            self.styles.height = len(self._lines)
            self.refresh(layout=True)
            return
        changed = [y for y, line in enumerate(self._lines) if line != before[y]]
        if changed:
            self.refresh(*[Region(0, y, self.size.width, 1) for y in changed])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they are: the palette has every colour, Textual's filters included."""
        strips = [self._strip(y) for y in crop.line_range]
        return [strip.crop(*crop.column_span) for strip in strips]

    async def on_click(self, event: events.Click) -> None:
        """Run the action of what was clicked."""
        if event.y < len(self._lines) and (piece := _at(self._lines[event.y], event.x)).action:
            await self.app.run_action(piece.action, default_namespace=self.screen)

    def _strip(self, y: int) -> Strip:
        styles, width = self._inks, self.size.width
        line = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(piece.text, styles[piece.role]) for piece in line if piece.text]
        taken = sum(text.width(piece.text) for piece in line)
        blank = Segment(" " * max(0, width - taken), styles[Role.TEXT])
        return Strip([*segments, blank] if blank.text else segments, max(width, taken)).crop(
            0, width
        )


def _at(line: Line, x: int) -> Piece:
    """Return the piece in cell ``x``; an empty one beyond the end."""
    for piece in line:
        x -= text.width(piece.text)
        if x < 0:
            return piece
    return Piece("")
