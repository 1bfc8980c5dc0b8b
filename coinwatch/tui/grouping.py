"""The panel of groups: new ones, other names, and where the selected market is to be."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from coinwatch import text
from coinwatch.config.names import Title
from coinwatch.config.watchlists import MAIN
from coinwatch.model import Market
from coinwatch.tui.edits import Edits, Remark, title
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
        self._from = edits.tab.name
        self._renamed: str | None = None
        # By its name: the file may be edited meanwhile, and places are others then.
        self._chosen = self._from
        # What x was pressed for once, until another key.
        self._doomed: str | None = None

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
        tabs, shown = self._edits.tabs, self._edits.tab
        self.cursor = next((n for n, tab in enumerate(tabs) if tab.name == self._chosen), -1)
        return [
            [
                Piece(" ▸ " if place == self.cursor else "   ", Role.ACCENT),
                Piece(
                    f"[{tab.title}]" if tab == shown else f" {tab.title} ",
                    Role.STRONG if place == self.cursor else Role.TEXT,
                    f"pick({place})",
                ),
            ]
            for place, tab in enumerate(tabs)
        ]

    def action_step(self, steps: int) -> None:
        """Choose a group further down."""
        self._choose(self.cursor + steps)
        super().action_step(0)

    async def action_pick(self, place: int | None = None) -> None:
        """Move the selected market to the chosen group; a click only chooses."""
        if place is not None:
            self.action_step(place - self.cursor)
        elif self._market:
            self.tell(await self._edits.transfer(self._market, (self._from, self._chosen)))
        else:
            self.tell(Remark(self.words.edit.idle["row"]))

    async def action_new(self) -> None:
        """Ask for the name of a new group."""
        await self._ask(None, "")

    async def action_rename(self) -> None:
        """Ask for another name; the list without a name stays so."""
        if self._chosen == MAIN:
            self.tell(Remark(self.words.edit.idle["nameless"]))
        else:
            await self._ask(self._chosen, self._chosen)

    async def action_delete(self) -> None:
        """Remove the chosen group; one that is not empty, only when told so twice."""
        held = self._edits.held(self._chosen)
        if held and self._doomed != self._chosen:
            said = self.words.edit.group_holds.format(group=title(self._chosen), count=held)
            self.tell(Remark(said, warning=True))
            self._doomed = self._chosen
            return
        remark = await self._edits.remove_group(self._chosen)
        if not remark.warning:
            self._choose(self.cursor)
        self.tell(remark)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name that was typed."""
        renamed, self._renamed = self._renamed, None
        await self.query(Input).remove()
        if renamed is None:
            remark = await self._edits.add_group(event.value)
        else:
            remark = await self._edits.rename_group(renamed, event.value)
        if not remark.warning:
            self._chosen = Title().read(event.value)
            self._from = self._chosen if self._from == renamed else self._from
        self.tell(remark)

    def tell(self, remark: Remark) -> None:
        """Say what came of a key; it takes back what x was pressed for."""
        self._doomed = None
        super().tell(remark)

    def action_close(self) -> None:
        """Close the line that asks for a name, or the panel."""
        if self.query(Input):
            self.query(Input).remove()
            self.call_after_refresh(self.show)
        else:
            super().action_close()

    def _choose(self, place: int) -> None:
        tabs = self._edits.tabs
        self._chosen = tabs[max(0, min(place, len(tabs) - 1))].name

    async def _ask(self, renamed: str | None, value: str) -> None:
        if self.query(Input):
            return
        self._renamed = renamed
        field = Input(value, compact=True, max_length=Title.LONGEST, select_on_focus=False)
        await self.query_one(Vertical).mount(field, before=self._status)
        field.focus()
        self.tell(Remark(""))
