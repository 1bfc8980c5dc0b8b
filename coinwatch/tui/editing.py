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

    def of_premiums(self) -> bool:
        """Return whether rows are premiums."""
        raise NotImplementedError

    def tell(self, remark: Remark) -> None:
        """Say something for a moment."""
        raise NotImplementedError

    def say_idle(self, why: str) -> None:
        """Say why a key does nothing, and what to do."""
        self.tell(Remark(self._scene.words.edit.idle[why]))

    def action_add(self) -> None:
        """Open the dialog that adds markets."""
        if self._editable():
            edits, behind, store = self._edits, self._behind, self._store
            self.app.push_screen(AddPanel(edits, behind, store, self._scene, self._palette))

    async def action_remove(self) -> None:
        """Remove the selected market."""
        if market := self._to_edit():
            self._follow(await self._edits.remove(market))

    async def action_move_row(self, steps: int) -> None:
        """Move the selected row up or down."""
        if market := self._to_edit():
            self._follow(await self._edits.move(market, steps))

    async def action_undo(self) -> None:
        """Take the last change back."""
        if self._editable():
            self._follow(await self._edits.undo())

    def action_groups(self) -> None:
        """Open the panel of groups."""
        if self._editable():
            market = self.selected()
            self.app.push_screen(GroupPanel(self._edits, market, self._scene, self._palette))

    def action_options(self) -> None:
        """Open the panel of options."""
        self.app.push_screen(OptionPanel(self._edits, self._scene, self._palette))

    def _editable(self) -> bool:
        """Return whether watchlists can be edited, and say why if they cannot."""
        replay = self._scene.picture.playback is not None
        if replay:
            self.say_idle("replay")
        return not replay

    def _to_edit(self) -> Market | None:
        """Return the selected market, if it can be edited; say why if not."""
        market = self.selected()
        if not self._editable():
            return None
        if market is None:
            self.say_idle("premiums" if self.of_premiums() else "row")
        return market

    def _follow(self, remark: Remark) -> None:
        self.frame()
        self.tell(remark)
