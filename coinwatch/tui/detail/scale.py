"""Where prices and times stand on the axes of a chart."""

import time
from collections.abc import Sequence
from math import ceil, floor, log10

from coinwatch.candles import LENGTHS_S
from coinwatch.model import Candle, Interval

ROWS_PER_TICK = 3
"""How many rows of the chart there are for each price on its axis, at least."""

CELLS_PER_TIME = 12
"""How many cells there are for each time on its axis, at least; twelve, six and three candles are
round times at every interval."""

_STEPS = (1.0, 2.0, 5.0, 10.0)


class Scale:
    """Turns prices into half rows of a chart, counted from its top."""

    def __init__(self, low: float, high: float, rows: int) -> None:
        # A market that did not move still has a place: the middle.
        margin = (high - low or high or 1.0) / 50 if high == low else 0.0
        self.low = low - margin
        self.high = high + margin
        self.halves = max(1, 2 * rows)

    def half(self, price: float) -> int:
        """Return the half row of a price; the nearest one for a price that is off the chart."""
        share = (self.high - price) / (self.high - self.low)
        return min(self.halves - 1, max(0, floor(share * (self.halves - 1) + 0.5)))

    def ticks(self) -> list[float]:
        """Return round prices to write on the axis, highest first."""
        rows = self.halves // 2
        step = round_step((self.high - self.low) / max(1, rows // ROWS_PER_TICK))
        first, last = ceil(self.low / step), floor(self.high / step)
        return [number * step for number in range(last, first - 1, -1)]


def round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5, 10 … and 0.5, 0.2 … that is not smaller."""
    ten = 10.0 ** floor(log10(least))
    return next((step * ten for step in _STEPS if step * ten >= least), 10 * ten)


def moment(at_ms: int, interval: Interval) -> str:
    """Return when a candle opened, in full: a day's in UTC, as exchanges count days."""
    if interval == "1d":
        return time.strftime("%Y-%m-%d", time.gmtime(at_ms // 1000))
    return time.strftime("%m-%d %H:%M", time.localtime(at_ms // 1000))


def time_labels(candles: Sequence[Candle], interval: Interval, cells: int) -> list[tuple[int, str]]:
    """Return (place of the candle, label) for a time axis, given the cells of a candle."""
    every = -(-CELLS_PER_TIME // cells)
    length_ms = LENGTHS_S[interval] * 1000
    labels: list[tuple[int, str]] = []
    for place, candle in enumerate(candles):
        due = not labels or place - labels[-1][0] >= every
        # Counted from the epoch, so that labels go along with their candles.
        if due and candle.open_ms // length_ms % every == 0:
            labels.append((place, _label(candles, place, interval, labels)))
    return labels


def _label(
    candles: Sequence[Candle], place: int, interval: Interval, before: Sequence[tuple[int, str]]
) -> str:
    """Return the time of a candle, or its date where that is another than the label's before."""
    at_ms = candles[place].open_ms
    full = moment(at_ms, interval)
    if interval == "1d":
        year = not before or moment(candles[before[-1][0]].open_ms, interval)[:4] != full[:4]
        return full[:7] if year else full[5:]
    day, _, clock = full.partition(" ")
    same = before and moment(candles[before[-1][0]].open_ms, interval).startswith(day)
    return clock if same or not before else day
