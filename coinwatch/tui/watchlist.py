"""Which group, filter and order are chosen, and the rows that follow from them."""

from collections.abc import Sequence

from coinwatch.model import Group, Market
from coinwatch.store import Store
from coinwatch.tui import rows
from coinwatch.tui.rows import Sort
from coinwatch.tui.scene import Scene, Stage

_NOTHING = Group("", ())


class Watchlist:
    """The user's choices. The rows are worked out anew whenever they are asked for."""

    of_premiums = False
    """Whether a row is an asset with its premium, rather than a market."""

    def __init__(self, store: Store, scene: Scene, sort: Sort, stage: Stage | None = None) -> None:
        self._store = store
        self._scene = scene
        self._stage = stage or scene
        self._place = 0
        self._name = ""
        self.sort = sort
        self.query = ""
        """What rows have to match; empty lets all through."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the groups."""
        return [group.name for group in self._store.groups]

    @property
    def active(self) -> int:
        """The place of the group that is shown, wherever it is by now.

        If it is gone: of the one that took its place, or the last one.
        """
        names = self.names
        place = max(0, min(self._place, len(names) - 1))
        self._name = self._name or "".join(names[:1])
        if self._name in names and names[place] != self._name:
            return names.index(self._name)
        return place

    @property
    def markets(self) -> Sequence[Market]:
        """All markets of the group."""
        groups = self._store.groups
        return (groups[self.active] if groups else _NOTHING).markets

    @property
    def everything(self) -> int:
        """How many rows there are in all groups together."""
        return len(self._store.shown)

    @property
    def empty(self) -> str:
        """What to say where there are no rows."""
        words = self._scene.words
        if self.query and self.markets:
            return words.no_match.format(query=self.query)
        return words.nothing_watched

    def pick(self, place: int) -> bool:
        """Show the group in ``place``, counted from 0; False if there is none or it is shown."""
        if place == self.active or not 0 <= place < len(self._store.groups):
            return False
        self._place, self._name = place, self.names[place]
        return True

    def step(self, steps: int) -> bool:
        """Show the group so many further on, around the ends."""
        return bool(self._store.groups) and self.pick(
            (self.active + steps) % len(self._store.groups)
        )

    def rows(self) -> list[Market]:
        """Return the markets to show, in order."""
        state = self._scene.picture.state
        found = [
            market
            for market in self.markets
            if not self.query or rows.matches(state(market).listing, self.query)
        ]
        if self.sort == Sort():
            return found
        views = [self._stage.view(market) for market in found]
        views = rows.order(views, self.sort, self._scene.rate().price)
        return [view.state.market for view in views]


class PremiumList(Watchlist):
    """The same for the premium view: the group's assets that are on both exchanges."""

    of_premiums = True

    def __init__(self, store: Store, scene: Scene, stage: Stage, watchlist: Watchlist) -> None:
        super().__init__(store, scene, Sort(), stage)
        self._watchlist = watchlist

    @property
    def active(self) -> int:
        """The place of the group that is shown, which is that of the main table."""
        return self._watchlist.active

    @property
    def markets(self) -> Sequence[Market]:
        """The won markets of all assets of the group, each once."""
        pairs = map(self._store.pairing.by_market.get, self._watchlist.markets)
        return list(dict.fromkeys(pair.krw for pair in pairs if pair))

    @property
    def everything(self) -> int:
        """How many assets there are in the group."""
        return len(self.markets)

    @property
    def empty(self) -> str:
        """Say why there are no premiums."""
        words, lacking = self._scene.words.premium, self._store.pairing.lacking
        if self.query and self.markets:
            return super().empty
        return words.lacking.get(lacking, words.none)

    def pick(self, place: int) -> bool:
        """Show the group in ``place``, here and in the main table."""
        return self._watchlist.pick(place)
