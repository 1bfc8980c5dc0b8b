"""The actions behind the keys that edit, and how the screen follows the config."""

from textual.screen import Screen

from coinwatch.model import Market
from coinwatch.store import Store
from coinwatch.tui.adding import AddPanel
from coinwatch.tui.behind import Behind
from coinwatch.tui.edits import Edits, Remark
from coinwatch.tui.grouping import GroupPanel
from coinwatch.tui.scene import Scene
from coinwatch.tui.setting import OptionPanel
from coinwatch.tui.theme import Palette


class Editing(Screen[None]):
    """A screen with a watchlist that can be edited; what is here is set by who it really is."""

    _store: Store
    _scene: Scene
    _behind: Behind
    _edits: Edits
    _palette: Palette

    def frame(self) -> None:
        """Show what changed."""
        raise NotImplementedError

    def selected(self) -> Market | None:
        """Return the selected market, if there is one."""
        raise NotImplementedError

    def tell(self, remark: Remark) -> None:
        """Say something for a moment."""
        raise NotImplementedError

    def action_add(self) -> None:
        """Open the dialog that adds markets."""
        self.app.push_screen(
            AddPanel(self._edits, self._behind, self._store, self._scene, self._palette)
        )

    async def action_remove(self) -> None:
        """Remove the selected market."""
        if market := self.selected():
            self._follow(await self._edits.remove(market))

    async def action_move_row(self, steps: int) -> None:
        """Move the selected row up or down."""
        if market := self.selected():
            self._follow(await self._edits.move(market, steps))

    async def action_undo(self) -> None:
        """Take the last change of the watchlists back."""
        self._follow(await self._edits.undo())

    def action_groups(self) -> None:
        """Open the panel of groups."""
        self.app.push_screen(GroupPanel(self._edits, self.selected(), self._scene, self._palette))

    def action_options(self) -> None:
        """Open the panel of options."""
        self.app.push_screen(OptionPanel(self._edits, self._scene, self._palette))

    def _follow(self, remark: Remark) -> None:
        self.frame()
        self.tell(remark)
