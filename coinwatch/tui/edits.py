"""What the keys that edit do to the config, and what is to be said of it."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from coinwatch import text
from coinwatch.config import Display, watchlists
from coinwatch.config.watchlists import Change, Refused
from coinwatch.errors import CoinwatchError
from coinwatch.model import Market
from coinwatch.tui.behind import Behind, Editor
from coinwatch.tui.scene import Scene
from coinwatch.tui.view import pair
from coinwatch.tui.watchlist import Watchlist
from coinwatch.tui.words.editing import EditWords


class Remark(NamedTuple):
    """A sentence that is shown for a moment."""

    text: str
    warning: bool = False


class Edits:
    """Changes of the watchlist that is shown, and of the settings; each returns what to say."""

    def __init__(self, editor: Editor, behind: Behind, watchlist: Watchlist, scene: Scene) -> None:
        self.editor = editor
        self._behind = behind
        self._watchlist = watchlist
        self._scene = scene
        self._seen = editor.config

    @property
    def words(self) -> EditWords:
        """What to say it with."""
        return self._scene.words.edit

    @property
    def group(self) -> str:
        """The name of the watchlist that is shown, for the screen."""
        names = self._watchlist.names
        return text.safe(names[self._watchlist.active]) if names else ""

    @property
    def markets(self) -> Sequence[Market]:
        """All markets of the watchlist that is shown."""
        return self._watchlist.markets

    @property
    def groups(self) -> Sequence[str]:
        """The names of all watchlists."""
        return self._watchlist.names

    @property
    def active(self) -> int:
        """The place of the watchlist that is shown."""
        return self._watchlist.active

    def changed_elsewhere(self) -> bool:
        """Return whether the config has changed since this was asked last, but not by this."""
        before, self._seen = self._seen, self.editor.config
        return before != self._seen

    async def add(self, market: Market) -> Remark:
        """Put a market at the end of the watchlist."""
        meanings, name = self._behind.meanings, self._name()
        said = {"market": pair(market), "group": self.group}
        if str(market) in map(str, self._watchlist.markets):
            return Remark(self.words.there_already.format(**said))
        return await self._change(
            lambda config: watchlists.add(config, name, market, meanings),
            self.words.added.format(**said),
        )

    async def remove(self, market: Market) -> Remark:
        """Take a market out of the watchlist."""
        meanings, name = self._behind.meanings, self._name()
        return await self._change(
            lambda config: watchlists.remove(config, name, market, meanings),
            self.words.removed.format(market=pair(market)),
        )

    async def move(self, market: Market, steps: int) -> Remark:
        """Let a market change places with the one so many rows further down."""
        if self._watchlist.query or self._watchlist.sort.column != "manual":
            return Remark(self.words.only_manual, warning=True)
        meanings, name = self._behind.meanings, self._name()
        return await self._change(
            lambda config: watchlists.move(config, name, market, steps, meanings), ""
        )

    async def undo(self) -> Remark:
        """Take the last change of the watchlists back."""
        try:
            undone = await self.editor.undo()
        except CoinwatchError as error:
            return self._not_changed(error)
        self._seen = self.editor.config
        return self._done(self.words.undone) if undone else Remark(self.words.nothing_to_undo)

    async def transfer(self, market: Market, tab: int) -> Remark:
        """Move a market to another watchlist, the ``tab``-th."""
        meanings, names = self._behind.meanings, (self._name(), self._name(tab))
        if names[0] == names[1]:
            return Remark("")
        group = text.safe(self._watchlist.names[tab])
        return await self._change(
            lambda config: watchlists.transfer(config, names, market, meanings),
            self.words.moved_to.format(market=pair(market), group=group),
        )

    async def add_group(self, name: str) -> Remark:
        """Add an empty group."""
        said = self.words.group_added.format(group=text.safe(name.strip()))
        return await self._change(lambda config: watchlists.add_group(config, name), said)

    async def rename_group(self, tab: int, new: str) -> Remark:
        """Give the ``tab``-th watchlist another name."""
        name = self._name(tab)
        said = self.words.group_renamed.format(group=text.safe(new.strip()))
        return await self._change(lambda config: watchlists.rename_group(config, name, new), said)

    async def remove_group(self, tab: int) -> Remark:
        """Take the ``tab``-th watchlist out."""
        name, group = self._name(tab), text.safe(self._watchlist.names[tab])
        return await self._change(
            lambda config: watchlists.remove_group(config, name),
            self.words.group_removed.format(group=group),
        )

    async def set_display(self, display: Display) -> Remark:
        """Have the screen as ``display`` says; what that does not change stays as it is by then."""
        before = self.editor.config.display
        changes: dict[str, Any] = {
            each.name: getattr(display, each.name)
            for each in fields(display)
            if getattr(display, each.name) != getattr(before, each.name)
        }
        return await self._change(
            lambda config: replace(config, display=replace(config.display, **changes)), ""
        )

    def _name(self, tab: int | None = None) -> str:
        place = self._watchlist.active if tab is None else tab
        return watchlists.name_of(self.editor.config, place)

    async def _change(self, change: Change, said: str) -> Remark:
        try:
            await self.editor.change(change)
        except Refused as refused:
            sentence = self.words.refused[refused.why].format(what=text.safe(refused.what))
            return Remark(sentence, warning=True)
        except CoinwatchError as error:
            return self._not_changed(error)
        self._seen = self.editor.config
        return self._done(said)

    def _done(self, said: str) -> Remark:
        return Remark(
            said if self.editor.keeps or not said else self.words.this_run.format(what=said)
        )

    def _not_changed(self, error: CoinwatchError) -> Remark:
        reason = text.safe(f"{error.message} {error.hint}".strip())
        return Remark(self.words.not_changed.format(reason=reason), warning=True)
