"""Keeping to an exchange's limits: so many actions in so many seconds, and none during a ban."""

from collections import deque
from collections.abc import Sequence

from coinwatch.exchanges.base import Rate


class Budget:
    """The actions of the last while, against every rate that applies at once.

    Memory is bounded by the largest count. The clock is the caller's, in monotonic seconds.
    """

    def __init__(self, rates: Sequence[Rate]) -> None:
        self._windows = [(rate, deque[float](maxlen=rate.most)) for rate in rates]
        self.held_until = 0.0
        """Before then the exchange wants to be left alone."""

    def hold(self, until: float) -> None:
        """Allow nothing before ``until``; an earlier word is not taken back."""
        self.held_until = max(self.held_until, until)

    def take(self, now: float) -> float:
        """Book the next free moment at or after ``now``, and return how many seconds away it is.

        Who waits so long looks at ``held_until`` again: the exchange may have spoken meanwhile.
        """
        free = (self._free_at(rate, taken) for rate, taken in self._windows)
        at = max([now, self.held_until, *free])
        for _, taken in self._windows:
            taken.append(at)
        return at - now

    @staticmethod
    def _free_at(rate: Rate, taken: deque[float]) -> float:
        return taken[0] + rate.seconds if len(taken) == rate.most else 0.0
