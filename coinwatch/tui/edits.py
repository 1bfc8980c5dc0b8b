"""What the keys that edit do to the config, and what is to be said of it."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from coinwatch import text
from coinwatch.config import Display, watchlists
from coinwatch.config.watchlists import MAIN_GROUP, About, Change, Refused
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


class Tab(NamedTuple):
    """A watchlist."""

    name: str
    """Of the config, by which it is found again wherever it is by then."""
    title: str
    """For the screen."""


class Edits:
    """Changes of the watchlists, and of the settings; each returns what to say.

    ``point_at`` is told what a change was about, where the user may want to see that.
    """

    def __init__(
        self,
        editor: Editor,
        behind: Behind,
        watchlist: Watchlist,
        scene: Scene,
        point_at: Callable[[About], None] = lambda _about: None,
    ) -> None:
        self.editor = editor
        self._behind = behind
        self._watchlist = watchlist
        self._scene = scene
        self._point_at = point_at
        self._seen = editor.config

    @property
    def words(self) -> EditWords:
        """What to say it with."""
        return self._scene.words.edit

    @property
    def tabs(self) -> Sequence[Tab]:
        """All watchlists."""
        return [Tab(name, title(name)) for name in watchlists.names(self.editor.config)]

    @property
    def tab(self) -> Tab:
        """The watchlist that is shown."""
        return self.tabs[min(self._watchlist.active, len(self.tabs) - 1)]

    def markets(self, name: str) -> set[str]:
        """Return all markets of a watchlist; none if it is not there any more."""
        config = self.editor.config
        if name not in watchlists.names(config):
            return set()
        found = self._behind.meanings(watchlists.symbols_of(config, name))
        return {str(market) for markets in found for market in markets}

    def held(self, name: str) -> int:
        """Return how many symbols a watchlist has; none if it is not there any more."""
        config = self.editor.config
        there = name in watchlists.names(config)
        return len(watchlists.symbols_of(config, name)) if there else 0

    def changed_elsewhere(self) -> bool:
        """Return whether the config has changed since this was asked last, but not by this."""
        before, self._seen = self._seen, self.editor.config
        return before != self._seen

    async def add(self, market: Market, name: str) -> Remark:
        """Put a market at the end of a watchlist."""
        meanings, said = self._behind.meanings, {"market": pair(market), "group": title(name)}
        about = About(self.words.added.format(**said), name, market)
        if str(market) in self.markets(name):
            self._point_at(about)
            return Remark(self.words.there_already.format(**said))
        remark = await self._change(
            lambda config: watchlists.add(config, name, market, meanings), about
        )
        if remark.warning:
            return remark
        self._point_at(about)
        return self._done(about.said)  # where it is added, u is a letter

    async def remove(self, market: Market) -> Remark:
        """Take a market out of the watchlist that is shown."""
        meanings, name = self._behind.meanings, self.tab.name
        return await self._change(
            lambda config: watchlists.remove(config, name, market, meanings),
            About(self.words.removed.format(market=pair(market)), name, market),
        )

    async def move(self, market: Market, steps: int) -> Remark:
        """Let a market change places with the one so many rows further down."""
        if self._watchlist.query or self._watchlist.sort.column != "manual":
            return Remark(self.words.only_manual, warning=True)
        meanings, name = self._behind.meanings, self.tab.name
        about = About(self.words.moved.format(market=pair(market)), name, market)
        return await self._change(
            lambda config: watchlists.move(config, name, market, steps, meanings),
            about,
            seen=True,
        )

    async def undo(self) -> Remark:
        """Take the last change back."""
        try:
            about = await self.editor.undo()
        except CoinwatchError as error:
            return self._not_changed(error)
        if about is None:
            return Remark(self.words.nothing_to_undo)
        self._seen = self.editor.config
        self._point_at(about)
        return self._done(self.words.undone.format(what=about.said))

    async def transfer(self, market: Market, names: tuple[str, str]) -> Remark:
        """Move a market from one watchlist to another."""
        meanings = self._behind.meanings
        said = {"market": pair(market), "group": title(names[1])}
        if names[0] == names[1]:
            return Remark(self.words.there_already.format(**said))
        return await self._change(
            lambda config: watchlists.transfer(config, names, market, meanings),
            About(self.words.moved_to.format(**said), names[0], market),
        )

    async def add_group(self, name: str) -> Remark:
        """Add an empty group."""
        about = About(self.words.group_added.format(group=title(name.strip())), name.strip())
        return await self._change(lambda config: watchlists.add_group(config, name), about)

    async def rename_group(self, name: str, new: str) -> Remark:
        """Give a group another name."""
        about = About(self.words.group_renamed.format(group=title(new.strip())), name)
        return await self._change(lambda config: watchlists.rename_group(config, name, new), about)

    async def remove_group(self, name: str) -> Remark:
        """Take a watchlist out."""
        about = About(self.words.group_removed.format(group=title(name)), name)
        return await self._change(lambda config: watchlists.remove_group(config, name), about)

    async def set_display(self, display: Display) -> Remark:
        """Have the screen as ``display`` says; what that does not change stays as it is by then."""
        before = self.editor.config.display
        changes: dict[str, Any] = {
            each.name: getattr(display, each.name)
            for each in fields(display)
            if getattr(display, each.name) != getattr(before, each.name)
        }
        return await self._change(
            lambda config: replace(config, display=replace(config.display, **changes)),
            About(self.words.options_changed),
            seen=True,
        )

    async def _change(self, change: Change, about: About, *, seen: bool = False) -> Remark:
        """Make a change, and say so unless it is ``seen`` anyway, or none was needed."""
        before = self.editor.config
        try:
            await self.editor.change(change, about)
        except CoinwatchError as error:
            return self._not_changed(error)
        self._seen = self.editor.config
        return (
            Remark("")
            if seen or self._seen == before
            else self._done(self.words.undoable.format(what=about.said))
        )

    def _done(self, said: str) -> Remark:
        return Remark(said if self.editor.keeps else self.words.this_run.format(what=said))

    def _not_changed(self, error: CoinwatchError) -> Remark:
        if isinstance(error, Refused):
            what = text.safe(error.what or MAIN_GROUP)
            return Remark(self.words.refused[error.why].format(what=what), warning=True)
        reason = text.safe(f"{error.message} {error.hint}".strip())
        return Remark(self.words.not_changed.format(reason=reason), warning=True)


def title(name: str) -> str:
    """Return a watchlist's name for the screen; the one without a name has one there."""
    return text.safe(name or MAIN_GROUP)
