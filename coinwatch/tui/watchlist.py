"""Which group, filter and order are chosen, and the rows that follow from them."""

from collections.abc import Sequence

from coinwatch.model import Group, Market
from coinwatch.store import Store
from coinwatch.tui import rows
from coinwatch.tui.rows import Sort
from coinwatch.tui.scene import Scene

_NOTHING = Group("", ())


class Watchlist:
    """The user's choices. The rows are worked out anew whenever they are asked for."""

    def __init__(self, store: Store, scene: Scene, sort: Sort) -> None:
        self._store = store
        self._scene = scene
        self._active = 0
        self.sort = sort
        self.query = ""
        """What rows have to match; empty lets all through."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the groups."""
        return [group.name for group in self._store.groups]

    @property
    def active(self) -> int:
        """The place of the group that is shown; the last one if there are fewer by now."""
        return max(0, min(self._active, len(self._store.groups) - 1))

    @property
    def markets(self) -> Sequence[Market]:
        """All markets of the group."""
        groups = self._store.groups
        return (groups[self.active] if groups else _NOTHING).markets

    def pick(self, place: int) -> bool:
        """Show the group in ``place``, counted from 0; False if there is none or it is shown."""
        if place == self.active or not 0 <= place < len(self._store.groups):
            return False
        self._active = place
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
        views = rows.order([self._scene.view(market) for market in found], self.sort)
        return [view.state.market for view in views]
