"""The panel of groups: new ones, other names, and where the selected market is to be."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from coinwatch import text
from coinwatch.config.names import Title
from coinwatch.config.watchlists import MAIN, name_of
from coinwatch.model import Market
from coinwatch.tui.edits import Edits, Remark
from coinwatch.tui.panel import Panel
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.scene import Scene
from coinwatch.tui.theme import Palette
from coinwatch.tui.view import pair


class GroupPanel(Panel):
    """One row a group."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", show=False),
        Binding("n", "new", show=False),
        Binding("r", "rename", show=False),
        Binding("x,delete", "delete", show=False),
    ]

    def __init__(self, edits: Edits, market: Market | None, scene: Scene, palette: Palette) -> None:
        super().__init__(edits, scene, palette)
        self._market = market
        self._renamed: int | None = None
        self.cursor = edits.active

    def heading(self) -> str:
        """Say what this is."""
        return self.words.edit.groups_title

    def keys(self) -> Sequence[str]:
        """Say which keys do what."""
        words = self.words.edit
        if self.query(Input):
            return (words.group_prompt,)
        market = pair(self._market) if self._market else text.UNKNOWN
        return words.groups_keys.format(market=market), words.groups_keys_short

    def rows(self) -> Sequence[Line]:
        """Return the groups; the one that is shown in brackets."""
        return [
            [
                Piece(" ▸ " if place == self.cursor else "   ", Role.ACCENT),
                Piece(
                    f"[{name}]" if place == self._edits.active else f" {name} ",
                    Role.STRONG if place == self.cursor else Role.TEXT,
                    f"pick({place})",
                ),
            ]
            for place, name in enumerate(map(text.safe, self._edits.groups))
        ]

    async def action_pick(self, place: int | None = None) -> None:
        """Move the selected market to the chosen group; a click only chooses."""
        if place is not None:
            self.action_step(place - self.cursor)
        elif self._market and self._edits.groups:
            self.tell(await self._edits.transfer(self._market, self.cursor))

    async def action_new(self) -> None:
        """Ask for the name of a new group."""
        await self._ask(None, "")

    async def action_rename(self) -> None:
        """Ask for another name; the list without a name stays so."""
        if name := self._named():
            await self._ask(self.cursor, name)

    async def action_delete(self) -> None:
        """Remove the chosen group."""
        if self._edits.groups:
            self.tell(await self._edits.remove_group(self.cursor))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name that was typed."""
        renamed, self._renamed = self._renamed, None
        await self.query(Input).remove()
        if renamed is None:
            remark = await self._edits.add_group(event.value)
            if not remark.warning:
                self.cursor = len(self._edits.groups) - 1
        else:
            remark = await self._edits.rename_group(renamed, event.value)
        self.tell(remark)

    def action_close(self) -> None:
        """Close the line that asks for a name, or the panel."""
        if self.query(Input):
            self.query(Input).remove()
            self.call_after_refresh(self.show)
        else:
            super().action_close()

    def _named(self) -> str:
        """Return the chosen group's name in the config; empty for the list without one."""
        if not self._edits.groups:
            return MAIN
        return name_of(self._edits.editor.config, self.cursor)

    async def _ask(self, renamed: int | None, value: str) -> None:
        if self.query(Input):
            return
        self._renamed = renamed
        field = Input(value, compact=True, max_length=Title.LONGEST, select_on_focus=False)
        await self.query_one(Vertical).mount(field, before=self._status)
        field.focus()
        self.tell(Remark(""))
