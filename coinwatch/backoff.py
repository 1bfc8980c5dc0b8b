"""How long to wait before the next attempt: full jitter under a capped, doubling ceiling.

The source of the shape: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
"""

from random import Random


class Backoff:
    """Delays in seconds. The ceiling doubles with every delay and falls back on ``reset``."""

    def __init__(self, initial_s: float, maximum_s: float, random: Random) -> None:
        self._initial = initial_s
        self._maximum = maximum_s
        self._random = random
        self.ceiling_s = initial_s
        """The longest that the next delay can be."""

    def next(self) -> float:
        """Return the next delay, evenly drawn between zero and the ceiling."""
        delay = self._random.uniform(0, self.ceiling_s)
        self.ceiling_s = min(self.ceiling_s * 2, self._maximum)
        return delay

    def reset(self) -> None:
        """Start over: the last attempt brought data."""
        self.ceiling_s = self._initial
