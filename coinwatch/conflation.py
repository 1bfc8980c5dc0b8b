"""At most one tick per market in a span of time, and always the newest."""

from coinwatch.model import Market, Tick


class Conflation:
    """Holds back what comes too soon. Bounded by the number of markets.

    The clock is the caller's, in monotonic seconds.
    """

    def __init__(self, every_s: float) -> None:
        self._every = every_s
        self._free_at: dict[Market, float] = {}
        self._held: dict[Market, Tick] = {}

    def offer(self, tick: Tick, now: float) -> bool:
        """Whether ``tick`` may go out now; if not, it is held, and takes the place of an older."""
        if now < self._free_at.get(tick.market, 0.0):
            self._held[tick.market] = tick
            return False
        self._held.pop(tick.market, None)
        self._free_at[tick.market] = now + self._every
        return True

    def due(self, now: float) -> list[Tick]:
        """Return the held ticks whose time has come."""
        markets = [market for market in self._held if now >= self._free_at[market]]
        for market in markets:
            self._free_at[market] = now + self._every
        return [self._held.pop(market) for market in markets]

    def next_at(self) -> float | None:
        """When the next held tick is due; None if none is held."""
        return min((self._free_at[market] for market in self._held), default=None)
