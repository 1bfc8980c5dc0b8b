"""What a replay has in place of a session: it knows what was recorded, and asks nobody."""

from collections.abc import Callable, Mapping, Sequence

from coinwatch.exchanges.base import Exchange
from coinwatch.focus import Focus
from coinwatch.model import Interval, Listing, Market
from coinwatch.pairs import elsewhere
from coinwatch.store import Store


class Behind:
    """What the front ends ask. ``clock`` is the replay's."""

    def __init__(
        self, store: Store, exchanges: Mapping[str, type[Exchange]], clock: Callable[[], float]
    ) -> None:
        self._store = store
        self._exchanges = exchanges
        self._clock = clock

    def resolved(self) -> bool:
        """Whether it is known what is watched."""
        return any(True for _ in self._store.markets)

    def show_history(self, window_s: float) -> None:
        """Leave the sparklines to what was recorded."""

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Have the store keep what was recorded of one market's trades, or of none any more."""
        now = self._clock()
        focus = None if market is None else Focus(market, interval, now, self._others(market))
        self._store.look_at(focus, now)

    def meanings(self, texts: Sequence[str]) -> Sequence[Sequence[Market]]:
        """Know of no market but those of the recording."""
        return [() for _ in texts]

    def listings(self) -> Mapping[str, Sequence[Listing] | str]:
        """Know of no exchange."""
        return {}

    def _others(self, market: Market) -> tuple[Market, ...]:
        """Return the recorded markets of the same asset on other exchanges, in home quotes."""
        homes = {name: each.home_quote for name, each in self._exchanges.items()}
        recorded = [self._store.state(each).listing for each in self._store.markets]
        return elsewhere(market, recorded, homes)
