"""Telling a quiet connection from a dead one, by how often it used to speak."""

ENOUGH = 10
"""Data frames that must have come before a rate is known."""


class Silence:
    """How long a connection may say nothing. The clock is the caller's, in monotonic seconds.

    Half of Upbit's markets trade less than every two minutes, so silence by itself is no fault. It
    is one where data was due: where the time since the last data is far longer than any pause so
    far, and longer than the configured timeout.
    """

    def __init__(self, timeout_s: float, now: float) -> None:
        self._timeout = timeout_s
        self._began = self._last = now
        self._longest = 0.0
        self._count = 0

    def data(self, now: float) -> None:
        """Note that data came."""
        self._longest = max(self._longest, now - self._last)
        self._last = now
        self._count += 1

    def quiet_s(self, now: float) -> float:
        """Return for how long nothing came, in seconds."""
        return now - self._last

    def allowed_s(self) -> float:
        """Return how long nothing may come, in seconds."""
        if self._count < ENOUGH:
            return 4 * self._timeout
        typical = (self._last - self._began) / self._count
        return max(self._timeout, 10 * typical, 3 * self._longest)

    def dead(self, now: float) -> bool:
        """Whether nothing came for longer than may be."""
        return self.quiet_s(now) > self.allowed_s()
