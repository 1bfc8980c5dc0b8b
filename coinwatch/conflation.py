"""At most one tick per market and one premium per asset in a span of time, always the newest."""

from coinwatch.model import Market, Premium, Tick

Held = Tick | Premium
"""What is held back; nothing else may be left out."""


class Conflation:
    """Holds back what comes too soon. Bounded by the number of markets and assets.

    The clock is the caller's, in monotonic seconds.
    """

    def __init__(self, every_s: float) -> None:
        self._every = every_s
        self._free_at: dict[Market | str, float] = {}
        self._held: dict[Market | str, Held] = {}

    def offer(self, record: Held, now: float) -> bool:
        """Whether ``record`` may go out now; if not, it is held in the place of an older one."""
        key = record[0]  # the market of a tick, the asset of a premium
        if now < self._free_at.get(key, 0.0):
            self._held[key] = record
            return False
        self._held.pop(key, None)
        self._free_at[key] = now + self._every
        return True

    def due(self, now: float) -> list[Held]:
        """Return the held records whose time has come."""
        keys = [key for key in self._held if now >= self._free_at[key]]
        for key in keys:
            self._free_at[key] = now + self._every
        return [self._held.pop(key) for key in keys]

    def next_at(self) -> float | None:
        """When the next held record is due; None if none is held."""
        return min((self._free_at[key] for key in self._held), default=None)
