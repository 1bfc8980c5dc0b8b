"""Candles of one market and one interval, from two sources that tell of the same ones."""

from collections.abc import Iterable
from typing import get_args

from coinwatch.model import Candle, Interval

LENGTHS_S: dict[Interval, int] = dict(
    zip(get_args(Interval), (60, 300, 900, 3_600, 86_400), strict=True)
)
"""Seconds in a candle."""

MOST_CANDLES = 200
"""How many are asked for at most, and how many are kept: an answer of Upbit has no more,
https://docs.upbit.com/kr/reference/list-candles-minutes."""


class Candles:
    """The newest candles, each time once.

    An answer of REST may be older than what came live meanwhile, and a live candle may have missed
    its last trades. The volume of a candle only grows, so the one with more of it is the newer.
    """

    __slots__ = ("_by_time", "_sorted")

    def __init__(self) -> None:
        self._by_time: dict[int, Candle] = {}
        self._sorted: tuple[Candle, ...] | None = ()

    @property
    def newest_ms(self) -> int:
        """When the newest one opened, in milliseconds since the epoch; -1 if there is none."""
        return max(self._by_time, default=-1)

    def put(self, candle: Candle) -> None:
        """Take a candle, unless a newer word on its time is known, or it is too old to be kept."""
        known = self._by_time.get(candle.open_ms)
        if known is not None and candle.volume < known.volume:
            return
        self._by_time[candle.open_ms] = candle
        if len(self._by_time) > MOST_CANDLES:
            del self._by_time[min(self._by_time)]
        self._sorted = None

    def fill(self, candles: Iterable[Candle]) -> None:
        """Take many, in any order."""
        for candle in candles:
            self.put(candle)

    def all(self) -> tuple[Candle, ...]:
        """Return every candle, oldest first."""
        if self._sorted is None:
            self._sorted = tuple(self._by_time[at] for at in sorted(self._by_time))
        return self._sorted
