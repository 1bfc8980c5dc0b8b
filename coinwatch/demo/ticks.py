"""Which prices exist: the tick sizes of both exchanges, and rounding to them."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_EPSILON = 1e-9
"""A price that is on the grid may be this far off it, relatively, in binary fractions."""


class Band(NamedTuple):
    """From ``low`` up to the next band, prices are whole multiples of ``tick``."""

    low: float
    tick: float
    decimals: int


class Ticks:
    """The grid of prices of one market, made of bands with the lowest first."""

    def __init__(self, bands: Sequence[Band]) -> None:
        self._bands = tuple(bands)
        self._lows = [band.low for band in bands]

    def size(self, price: float) -> float:
        """Return the tick size at a price."""
        return self._band(price).tick

    def floor(self, price: float) -> float:
        """Return the highest price on the grid that is not above ``price``; one tick at least."""
        _, tick, decimals = self._band(price)
        steps = math.floor(price / tick * (1 + _EPSILON))
        return round(max(steps, 1) * tick, decimals)

    def above(self, price: float) -> float:
        """Return the next price up from a price on the grid."""
        _, tick, decimals = self._band(price)
        return round(price + tick, decimals)

    def below(self, price: float) -> float:
        """Return the next price down from a price on the grid; 0 if there is none."""
        _, tick, decimals = self._band(price * (1 - _EPSILON))
        return max(round(price - tick, decimals), 0.0)

    def _band(self, price: float) -> Band:
        return self._bands[max(bisect_right(self._lows, price) - 1, 0)]


UPBIT_KRW = Ticks(
    [
        Band(0.0, 0.00000001, 8),
        Band(0.00001, 0.0000001, 7),
        Band(0.0001, 0.000001, 6),
        Band(0.001, 0.00001, 5),
        Band(0.01, 0.0001, 4),
        Band(0.1, 0.001, 3),
        Band(1, 0.01, 2),
        Band(10, 0.1, 1),
        Band(100, 1.0, 0),
        Band(5_000, 5.0, 0),
        Band(10_000, 10.0, 0),
        Band(50_000, 50.0, 0),
        Band(100_000, 100.0, 0),
        Band(500_000, 500.0, 0),
        Band(1_000_000, 1_000.0, 0),
    ]
)
"""https://docs.upbit.com/kr/docs/krw-market-info, as of 2025-07-31."""

UPBIT_USDT = Ticks(
    [
        Band(0.0, 0.00000001, 8),
        Band(0.0001, 0.0000001, 7),
        Band(0.001, 0.000001, 6),
        Band(0.01, 0.00001, 5),
        Band(0.1, 0.0001, 4),
        Band(1, 0.001, 3),
        Band(10, 0.01, 2),
    ]
)
"""https://docs.upbit.com/kr/docs/usdt-market-info"""

UPBIT_BTC = Ticks([Band(0.0, 0.00000001, 8)])
"""https://docs.upbit.com/kr/docs/btc-market-info"""

_MOST_DECIMALS = 8
_LEAST_DECIMALS = 2
_DIGITS = 5


def binance(price: float) -> Ticks:
    """Return the one tick size of a Binance symbol that costs about ``price``: five digits of it.

    https://developers.binance.com/docs/binance-spot-api-docs/filters#price_filter
    """
    digits = _DIGITS - 1 - math.floor(math.log10(price))
    decimals = min(max(digits, _LEAST_DECIMALS), _MOST_DECIMALS)
    return Ticks([Band(0.0, round(10.0**-decimals, decimals), decimals)])
