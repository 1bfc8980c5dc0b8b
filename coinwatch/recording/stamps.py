"""The times of a recording's lines: the wall clock's, and where that was set."""

from collections.abc import Callable

CLOCK_STEP_NS = 50_000_000
"""The clock was set if it ran away from the monotonic one by more than this."""

QUIET_NS = 1_000_000_000
"""Between two stamps that are further apart the clock may have been set."""


class Stamps:
    """Gives stamps in nanoseconds since the epoch, and calls ``on_set`` where the clock was set.

    That is told (the stamp, ``ahead_ns``) before the stamp is used.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        wall_ns: Callable[[], int],
        on_set: Callable[[int, int], None],
    ) -> None:
        self._monotonic = monotonic
        self._wall_ns = wall_ns
        self._on_set = on_set
        self.since = self._last_ns = wall_ns()
        """The first stamp."""
        self._origin_ns = self.since - round(monotonic() * 1e9)
        self.ahead_ns = 0
        """How far the wall clock has run ahead of the monotonic one since then."""

    def now(self) -> int:
        """Return a stamp of now."""
        now = self._wall_ns()
        self.reach(now)
        return now

    def reach(self, wall_ns: int) -> None:
        """Take note of a stamp of another's."""
        if not 0 <= wall_ns - self._last_ns <= QUIET_NS:
            self._check(wall_ns)
        self._last_ns = wall_ns

    def later_s(self, now: int) -> float:
        """Return by how much the clock of a replay is later than the monotonic one."""
        return (now - self.ahead_ns) / 1e9 - self._monotonic()

    def _check(self, wall_ns: int) -> None:
        ahead = wall_ns - round(self._monotonic() * 1e9) - self._origin_ns
        if abs(ahead - self.ahead_ns) > CLOCK_STEP_NS:
            self.ahead_ns = ahead
            self._on_set(wall_ns, ahead)
