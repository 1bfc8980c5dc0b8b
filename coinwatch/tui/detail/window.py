"""Which candles a chart shows: how wide each is, which ones fit, and which one is pointed at."""

from collections.abc import Sequence
from typing import NamedTuple

from coinwatch.candles import LENGTHS_S
from coinwatch.model import Candle, Interval


class Zoom(NamedTuple):
    """How candles are drawn."""

    merged: int
    """So many of them are drawn as one."""
    cells: int
    """From one to the next."""

    @property
    def body(self) -> int:
        """Cells of a body: there is a gap between wide ones."""
        return max(1, self.cells - 1)


ZOOMS = (Zoom(4, 1), Zoom(2, 1), Zoom(1, 1), Zoom(1, 2), Zoom(1, 4))
USUAL_ZOOM = 3


def merge(candles: Sequence[Candle], interval: Interval, count: int) -> list[Candle]:
    """Return ``count`` candles as one each; which ones belong together depends on time alone."""
    if count == 1:
        return list(candles)
    span_ms = LENGTHS_S[interval] * 1000 * count
    merged: list[Candle] = []
    for candle in candles:
        if merged and merged[-1].open_ms // span_ms == candle.open_ms // span_ms:
            merged[-1] = _joined(merged[-1], candle)
        else:
            merged.append(candle)
    return merged


def _joined(one: Candle, other: Candle) -> Candle:
    return one._replace(
        high=max(one.high, other.high),
        low=min(one.low, other.low),
        close=other.close,
        volume=one.volume + other.volume,
        quote_volume=one.quote_volume + other.quote_volume,
    )


def follow(candles: Sequence[Candle], span_ms: int, price: float, at_ms: int) -> list[Candle]:
    """Return candles of which the newest ends with a price, if that is of its time.

    Exchanges send candles a second or two later than trades.
    """
    newest = candles[-1] if candles else None
    if newest is None or not newest.open_ms <= at_ms < (newest.open_ms // span_ms + 1) * span_ms:
        return list(candles)
    moved = newest._replace(close=price, high=max(newest.high, price), low=min(newest.low, price))
    return [*candles[:-1], moved]


def place_of(candles: Sequence[Candle], at_ms: int | None) -> int | None:
    """Return the place of the candle in which a moment is; None without a moment or candles."""
    if at_ms is None or not candles:
        return None
    places = [place for place, candle in enumerate(candles) if candle.open_ms <= at_ms]
    return places[-1] if places else 0


def shown(candles: Sequence[Candle], room: int, pointed: int | None) -> range:
    """Return the places that are shown: the newest, or further back to the one pointed at."""
    first = max(0, len(candles) - max(1, room))
    if pointed is not None:
        first = min(first, pointed)
    return range(first, min(len(candles), first + max(1, room)))


def step(candles: Sequence[Candle], at_ms: int | None, steps: int) -> int | None:
    """Return the moment of the candle so many further on; None beyond the newest."""
    place = place_of(candles, at_ms)
    to = (len(candles) if place is None else place) + steps
    if not candles or to >= len(candles):
        return None
    return candles[max(0, to)].open_ms
