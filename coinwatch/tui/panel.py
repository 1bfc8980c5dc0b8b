"""A panel over the prices: a title, rows of which one is chosen, and what the keys do."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from coinwatch import text
from coinwatch.tui.bar import Bar
from coinwatch.tui.box import Box
from coinwatch.tui.edits import Edits, Remark
from coinwatch.tui.roles import Line, Piece, Role, first_that_fits
from coinwatch.tui.scene import Scene
from coinwatch.tui.theme import Ground, Palette
from coinwatch.tui.words import Words

CELLS = 78
"""Of the panel, on a screen that has so many."""

MOST_ROWS = 20
LOOK_S = 0.5
"""How often to look for what came meanwhile."""


class Panel(Box):
    """What the panels share; each gives its title, rows and keys."""

    DEFAULT_CSS = """
    Panel { align: center middle; }
    Panel Vertical { width: 78; max-width: 100%; height: auto; max-height: 100%; }
    Panel Input { border: none; height: 1; }
    """
    STEADY = False
    """Whether the panel is as high as can be, however few rows there are."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "step(-10)", show=False),
        Binding("pagedown", "step(10)", show=False),
        Binding("u", "undo", show=False),
    ]

    def __init__(self, edits: Edits, scene: Scene, palette: Palette) -> None:
        super().__init__()
        self._edits = edits
        self._scene = scene
        self._remark = Remark("")
        self._top = 0
        self.cursor = 0
        """The row that is chosen."""
        self._heading = Bar(palette, Ground.BAR, "panel-title")
        self._body = Bar(palette, Ground.ROW, "panel-rows")
        self._status = Bar(palette, Ground.BAR, "panel-status")

    @property
    def words(self) -> Words:
        """What to say it with."""
        return self._scene.words

    def heading(self) -> str:
        """Return what is above."""
        raise NotImplementedError

    def rows(self) -> Sequence[Line]:
        """Return the rows, all of them."""
        raise NotImplementedError

    def keys(self) -> Sequence[str]:
        """Return what the keys do, in full and in short."""
        raise NotImplementedError

    def fields(self) -> Sequence[Widget]:
        """Return what is between the title and the rows."""
        return ()

    def compose(self) -> ComposeResult:
        """Give the parts from top to bottom."""
        with Vertical():
            yield self._heading
            yield from self.fields()
            yield self._body
            yield self._status

    def on_mount(self) -> None:
        """Say everything, and again and again what came meanwhile."""
        self.show()
        self.set_interval(LOOK_S, self.show)

    def on_resize(self) -> None:
        """Fit the lines anew."""
        self.show()

    def on_input_changed(self) -> None:
        """Have the cursor behind what was typed."""
        self.call_after_refresh(self._place_cursor)

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for bar in (self._heading, self._body, self._status):
            bar.paint(palette)

    def speak(self, _words: Words) -> None:
        """Use other words from now on."""
        self.show()

    def tell(self, remark: Remark) -> None:
        """Say what came of a key, until the next one."""
        self._remark = remark
        self.show()

    def show(self) -> None:
        """Say what holds now."""
        cells = min(CELLS, self.app.size.width)
        rows = self.rows()
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self._heading.show([[Piece(f" {text.cut(self.heading(), cells - 2)}", Role.STRONG)]])
        status = self._status_lines(cells)
        taken = 1 + len(self.query(Input)) + len(status)
        height = max(1, min(MOST_ROWS, self.app.size.height - taken))
        blank = [()] * (height - len(rows)) if self.STEADY else []
        self._top = max(self.cursor - height + 1, min(self._top, self.cursor))
        self._body.show([*rows[self._top : self._top + height], *blank])
        self._status.show(status)
        self.call_after_refresh(self._place_cursor)

    def action_step(self, steps: int) -> None:
        """Choose a row further down."""
        self.cursor += steps
        self.tell(Remark(""))

    async def action_undo(self) -> None:
        """Take the last change back; where a text is typed, u is a letter of it."""
        self.tell(await self._edits.undo())

    def action_close(self) -> None:
        """Leave the panel."""
        self.dismiss()

    def on_mouse_scroll_down(self) -> None:
        """Choose the next row."""
        self.action_step(1)

    def on_mouse_scroll_up(self) -> None:
        """Choose the row before."""
        self.action_step(-1)

    def _place_cursor(self) -> None:
        """Have the terminal's cursor where is typed: input methods open their window there."""
        for field in self.query(Input):
            # Textual's own is a cell behind where the cursor is drawn at the end of the text.
            behind = 1 if field.cursor_at_end else 0
            self.app.cursor_position = field.cursor_screen_offset - (behind, 0)

    def _status_lines(self, cells: int) -> list[Line]:
        if self._remark.text:
            role = Role.WARN if self._remark.warning else Role.ACCENT
            wrapped = text.wrap(self._remark.text, cells - 2, 3)
            return [[Piece(f" {line}", role)] for line in wrapped]
        keys = [[Piece(f" {each}", Role.MUTED)] for each in self.keys()]
        return [first_that_fits(keys, cells)]
