"""Prices by time bucket, for sparklines: a ring of fixed size in one column."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import repeat
from math import isnan, nan

BUCKETS = 60
"""How many buckets a window has; more than a sparkline has cells."""

WINDOWS_S = (300.0, 3_600.0, 86_400.0)
"""The windows that are kept: 5 minutes, an hour, a day, in seconds."""


class Series:
    """The last price in each of ``BUCKETS`` equal spans of time; O(1) per price."""

    __slots__ = ("__weakref__", "_bucket_ms", "_newest", "_prices")

    def __init__(self, window_s: float) -> None:
        self._bucket_ms = max(1, round(window_s * 1000 / BUCKETS))
        self._prices = array("d", repeat(nan, BUCKETS))
        self._newest = -1

    @property
    def bucket_ms(self) -> int:
        """The length of a bucket in milliseconds."""
        return self._bucket_ms

    def put(self, at_ms: int, price: float) -> None:
        """Note the price at a time; a time before the window is ignored."""
        bucket = at_ms // self._bucket_ms
        if bucket > self._newest:
            self._advance(bucket)
        elif bucket <= self._newest - BUCKETS:
            return
        self._prices[bucket % BUCKETS] = price

    def fill(self, points: Iterable[tuple[int, float]]) -> None:
        """Note older prices, as (milliseconds, price) in order of time, where none is known yet."""
        for at_ms, price in points:
            bucket = at_ms // self._bucket_ms
            if bucket > self._newest or self._at(bucket) is None:
                self.put(at_ms, price)

    def kept(self) -> tuple[int, tuple[float | None, ...]]:
        """Return the number of the newest bucket, and the prices as they lie in the ring."""
        return self._newest, tuple(None if isnan(price) else price for price in self._prices)

    def restore(self, newest: int, prices: Sequence[float | None]) -> None:
        """Hold what another one of the same window kept; ``BUCKETS`` prices."""
        self._newest = newest
        self._prices = array("d", (nan if price is None else price for price in prices))

    def values(self, now_ms: int) -> list[float | None]:
        """Return one price a bucket, oldest first, up to the bucket of ``now_ms``.

        A bucket without a trade has the price before it; None before the first known price.
        """
        last = now_ms // self._bucket_ms
        if last - self._newest >= BUCKETS:
            return [self._last()] * BUCKETS
        found: list[float | None] = []
        price: float | None = None
        for bucket in range(self._newest - BUCKETS + 1, max(last, self._newest) + 1):
            known = self._at(bucket)
            price = price if known is None else known
            found.append(price)
        return found[-BUCKETS:]

    def _at(self, bucket: int) -> float | None:
        price = self._prices[bucket % BUCKETS]
        return None if bucket > self._newest or isnan(price) else price

    def _last(self) -> float | None:
        return next(
            (p for b in range(BUCKETS) if (p := self._at(self._newest - b)) is not None), None
        )

    def _advance(self, bucket: int) -> None:
        for skipped in range(max(self._newest + 1, bucket - BUCKETS + 1), bucket):
            self._prices[skipped % BUCKETS] = nan
        self._newest = bucket
