"""When a market trades, how much and which way: a pure function of the seed and of the time.

Time is cut into windows in which a fixed number of trades falls at random moments. So a trade's
number, its time, its size and all the volume before it can be had at any time, past or present,
without going through what happened in between: history and the live feed are one.
"""

import math
from bisect import bisect_right
from itertools import accumulate
from random import Random
from typing import NamedTuple

ORIGIN_MS = 1_577_836_800_000
"""2020-01-01, when trade number 0 was."""

PER_WINDOW = 8
"""Trades in a window."""

_KEPT = 4
_TABLE = 4096
_UNEVEN = 0.4
_EVEN_ODDS = 0.5
_TIDE = 0.18
_TIDES_MS = (93 * 60_000, 27 * 3_600_000, 6 * 86_400_000)
"""Volume comes and goes, by so much of the mean, in a period of each of these."""
_FEW_BIG = 2.5
_SPREAD = 0x9E3779B1
_SALTED = 0x85EBCA6B
"""Odd numbers without a pattern, to spread neighbours over the table."""


class _Window(NamedTuple):
    times_ms: list[int]
    units: list[int]
    """All that was traded before each trade, and at the end, in the smallest size."""


class Dice:
    """Random numbers that every market of a seed shares, each from its own place on."""

    def __init__(self, seed: int) -> None:
        random = Random(f"{seed} dice")
        uniform = [random.random() for _ in range(_TABLE)]
        self.uniform = uniform + uniform[: PER_WINDOW + 1]
        """Evenly between 0 and 1, and a little of the beginning again."""
        self.weights = [0.02 + value**_FEW_BIG for value in self.uniform]
        """Many small ones and a few big ones."""

    @staticmethod
    def place(number: int, salt: int) -> int:
        """Return where in the tables to look for what belongs to ``number``."""
        return (number * _SPREAD + salt * _SALTED >> 9) % _TABLE


class Tape:
    """The trades of one market.

    ``mean_units`` is how big a trade is on average, in the market's smallest size.
    """

    def __init__(self, dice: Dice, salt: int, per_second: float, mean_units: float) -> None:
        self._dice = dice
        self._salt = salt
        self._length_ms = max(round(PER_WINDOW * 1000 / per_second), 1)
        self._window_units = mean_units * PER_WINDOW
        self._tides = tuple(math.tau * self._length_ms / period for period in _TIDES_MS)
        self._windows: dict[int, _Window] = {}

    @property
    def mean_gap_ms(self) -> float:
        """How long it takes from one trade to the next, on average."""
        return self._length_ms / PER_WINDOW

    def count(self, ms: int) -> int:
        """Return how many trades there were up to and in a millisecond."""
        number = (ms - ORIGIN_MS) // self._length_ms
        return number * PER_WINDOW + bisect_right(self._get(number).times_ms, ms)

    def time_ms(self, index: int) -> int:
        """Return when a trade is."""
        number, place = divmod(index, PER_WINDOW)
        return self._get(number).times_ms[place]

    def span_ms(self, first: int, end: int) -> tuple[int, int]:
        """Return between which times the trades of some windows are, counted from 0."""
        return ORIGIN_MS + first * self._length_ms, ORIGIN_MS + end * self._length_ms

    def units_before(self, index: int) -> int:
        """Return all that was traded before a trade, in the smallest size."""
        number, place = divmod(index, PER_WINDOW)
        return self._get(number).units[place]

    def units(self, index: int) -> int:
        """Return the size of a trade, in the smallest size; at least one."""
        number, place = divmod(index, PER_WINDOW)
        units = self._get(number).units
        return units[place + 1] - units[place]

    def is_buy(self, index: int) -> bool:
        """Tell whether the taker of a trade bought."""
        return self._dice.uniform[self._dice.place(index, self._salt + 3)] < _EVEN_ODDS

    def _get(self, number: int) -> _Window:
        window = self._windows.get(number)
        if window is None:
            if len(self._windows) >= _KEPT:
                self._windows.clear()
            window = self._windows[number] = self._make(number)
        return window

    def _make(self, number: int) -> _Window:
        dice, salt = self._dice, self._salt
        start_ms = ORIGIN_MS + number * self._length_ms
        place = dice.place(number, salt + 1)
        moments = sorted(dice.uniform[place : place + PER_WINDOW])
        times = [start_ms + int(moment * self._length_ms) for moment in moments]
        place = dice.place(number, salt + 2)
        weights = dice.weights[place : place + PER_WINDOW]
        low, high = self._turnover(number), self._turnover(number + 1)
        scale = (high - low) / sum(weights)
        shares = accumulate(weights, initial=0.0)
        first = number * PER_WINDOW
        # One unit for each trade before it, so that none is empty.
        units = [low + int(share * scale) + first + n for n, share in enumerate(shares)]
        units[-1] = high + first + PER_WINDOW
        return _Window(times, units)

    def _turnover(self, number: int) -> int:
        luck = self._dice.uniform[self._dice.place(number, self._salt)]
        tide = sum(math.sin(number * speed + self._salt) / speed for speed in self._tides)
        return int(self._window_units * (number + _UNEVEN * luck + _TIDE * tide))
