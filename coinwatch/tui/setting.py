"""The panel of options: what is set, changed by the arrows, with effect at once, and saved."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from coinwatch.config import Display
from coinwatch.tui import options
from coinwatch.tui.edits import Remark
from coinwatch.tui.panel import Panel
from coinwatch.tui.roles import Line


class OptionPanel(Panel):
    """One row a setting, and one a column."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,enter", "turn", show=False),
        Binding("left", "turn(None,-1)", show=False),
        Binding("K", "move(-1)", show=False),
        Binding("J", "move(1)", show=False),
    ]

    @property
    def _display(self) -> Display:
        return self._edits.editor.config.display

    def heading(self) -> str:
        """Say what this is, and whether it is kept."""
        words = self.words.edit
        title = words.options_title
        return title if self._edits.editor.keeps else words.this_run.format(what=title)

    def keys(self) -> Sequence[str]:
        """Say which keys do what."""
        return self.words.edit.options_keys, self.words.edit.options_keys_short

    def rows(self) -> Sequence[Line]:
        """Return the settings as they are."""
        return options.lines(self._display, self.cursor, self.words)

    async def action_turn(self, place: int | None = None, steps: int = 1) -> None:
        """Set the next value, of the chosen row or of the one that was clicked."""
        if place is not None:
            self.cursor = place
        choice = options.choices(self._display)[self.cursor]
        await self._set(options.turned(self._display, choice, steps), choice.column)

    async def action_move(self, steps: int) -> None:
        """Move the chosen column."""
        column = options.choices(self._display)[self.cursor].column
        if column:
            await self._set(options.moved(self._display, column, steps), column)
        else:
            self.tell(Remark(self.words.edit.idle["column"]))

    async def _set(self, display: Display, column: str) -> None:
        """Have this display from now on; the cursor goes with the column."""
        remark = Remark("")
        if display != self._display:
            remark = await self._edits.set_display(display)
        if column:
            choices = options.choices(self._display)
            self.cursor = choices.index(options.Choice("columns", column))
        self.tell(remark)
