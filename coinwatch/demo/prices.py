"""What each asset is worth at any time: pure functions of the seed and of the time.

History and the live price are the same function, so they always agree, and so do the exchanges
but for the premium that people in Korea pay.
"""

import math
from functools import cached_property
from random import Random

from coinwatch.demo.universe import ASSETS, STABLE, Asset, Listing

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_KNOTS = 1024
_MASK = _KNOTS - 1

_MARKET = (2 * HOUR_MS, 20 * HOUR_MS, 20 * DAY_MS)
_OWN = (3 * SECOND_MS, 30 * SECOND_MS, 5 * MINUTE_MS, 50 * MINUTE_MS, 10 * HOUR_MS)
_WON = (HOUR_MS, 2 * DAY_MS)
_KOREA = (5 * HOUR_MS,)
_KOREAN_OWN = (HOUR_MS,)
"""From knot to knot of what moves all coins, one coin, the won, the premium, a coin's premium."""

_MARKET_DAILY = 0.012
_CALMEST_DAILY = 0.014
_WILDER_PER_RANK = 0.0005
_STABLE_DAILY = 0.0001
_WON_DAILY = 0.0015
_KOREA_DAILY = 0.004
_KOREAN_OWN_DAILY = 0.006

_KRW_PER_USDT = 1_478.0
_PREMIUM = math.log(1.01)
"""Coins cost about a hundredth more in Korea."""
_UPBIT_USDT_PREMIUM = math.log(1.0012)

_Line = tuple[float, float, float]
"""Knots in a millisecond, size, and the first knot."""


_Reaches = tuple[list[list[float]], list[list[float]]]
"""The highest and the lowest of 1, 2, 4, … knots from each one on."""

_SLACK = 1e-12
"""By how much a height may differ, as it is summed up in another way."""


def _reaches(knots: list[float]) -> _Reaches:
    highest, lowest = [knots], [knots]
    for power in range(_KNOTS.bit_length() - 1):
        high, low, ahead = highest[-1], lowest[-1], 1 << power
        highest.append([max(high[n], high[n + ahead & _MASK]) for n in range(_KNOTS)])
        lowest.append([min(low[n], low[n + ahead & _MASK]) for n in range(_KNOTS)])
    return highest, lowest


class Wave:
    """A line that wanders around zero as the logarithm of a price does: rougher from near by.

    It is a sum of broken lines, with a random knot every so many milliseconds each.
    """

    def __init__(self, reaches: _Reaches, lines: tuple[_Line, ...], level: float = 0.0) -> None:
        self._reaches = reaches
        self._knots = reaches[0][0]
        self._lines = lines
        self._level = level

    def at(self, ms: float) -> float:
        """Return the height at a time in milliseconds since the epoch."""
        height = self._level
        knots = self._knots
        for frequency, size, start in self._lines:
            place = ms * frequency + start
            whole = int(place)
            left = knots[whole & _MASK]
            height += size * (left + (knots[whole + 1 & _MASK] - left) * (place - whole))
        return height

    def below(self, start_ms: float, end_ms: float) -> float:
        """Return a height that the line does not exceed from one time to another.

        It is close where the time is short: each of the lines that it sums up is at its highest.
        """
        height = self._level + _SLACK
        knots, (highest, lowest) = self._knots, self._reaches
        for frequency, size, first in self._lines:
            start, end = start_ms * frequency + first, end_ms * frequency + first
            whole, last = int(start), int(end)
            up = size > 0
            if last - whole > 1:
                count = min(last - whole + 2, _KNOTS)
                power = count.bit_length() - 1
                table = highest[power] if up else lowest[power]
                most, other = table[whole & _MASK], table[whole + count - (1 << power) & _MASK]
            else:
                left, middle = knots[whole & _MASK], knots[whole + 1 & _MASK]
                most = left + (middle - left) * (start - whole)
                if last == whole:
                    other = left + (middle - left) * (end - whole)
                else:
                    other = middle + (knots[last + 1 & _MASK] - middle) * (end - last)
                    most = middle if (middle > most) is up else most
            height += size * (other if (other > most) is up else most)
        return height

    def __add__(self, other: "Wave") -> "Wave":
        return Wave(self._reaches, self._lines + other._lines, self._level + other._level)

    def __neg__(self) -> "Wave":
        lines = tuple((frequency, -size, start) for frequency, size, start in self._lines)
        return Wave(self._reaches, lines, -self._level)

    def raised(self, height: float) -> "Wave":
        """Return the same line, higher."""
        return Wave(self._reaches, self._lines, self._level + height)


class Fair:
    """The fair price of a market, by the time in milliseconds since the epoch."""

    def __init__(self, usual: float, wave: Wave) -> None:
        self._usual = usual
        self._wave = wave

    @cached_property
    def _mirrored(self) -> Wave:
        return -self._wave

    def __call__(self, ms: float) -> float:
        """Return the price at a time."""
        return self._usual * math.exp(self._wave.at(ms))

    def at_most(self, start_ms: float, end_ms: float) -> float:
        """Return a price that is not exceeded from one time to another, close to the highest."""
        return self._usual * math.exp(self._wave.below(start_ms, end_ms))

    def at_least(self, start_ms: float, end_ms: float) -> float:
        """Return a price that is not undercut from one time to another, close to the lowest."""
        return self._usual * math.exp(-self._mirrored.below(start_ms, end_ms))


class Prices:
    """The fair prices of all listings, as functions of the time."""

    def __init__(self, seed: int) -> None:
        self._random = Random(f"{seed} prices")
        self._reaches = _reaches([self._random.uniform(-1, 1) for _ in range(_KNOTS)])
        market = self._wave(_MARKET_DAILY, _MARKET)
        own = {asset.code: self._wave(_daily(rank, asset), _OWN) for rank, asset in _RANKED}
        self._usd = {
            asset.code: wave if asset.code in STABLE else wave + market
            for (_, asset), wave in zip(_RANKED, own.values(), strict=True)
        }
        self._won = self._wave(_WON_DAILY, _WON).raised(math.log(_KRW_PER_USDT))
        korea = self._wave(_KOREA_DAILY, _KOREA).raised(_PREMIUM)
        self._premium = {
            asset.code: self._wave(_KOREAN_OWN_DAILY, _KOREAN_OWN) + korea for asset in ASSETS
        }

    def binance(self, listing: Listing) -> Fair:
        """Return the fair price of a Binance market."""
        wave = self._usd[listing.asset.code]
        return _fair(listing, wave if listing.quote == "USDT" else self._in_bitcoin(wave))

    def upbit(self, listing: Listing) -> Fair:
        """Return the fair price of an Upbit market."""
        code = listing.asset.code
        wave = self._usd[code]
        if listing.quote == "BTC":
            return _fair(listing, self._in_bitcoin(wave))
        if listing.quote == "USDT":
            return _fair(listing, wave.raised(_UPBIT_USDT_PREMIUM))
        if code == "USDT":
            return _fair(listing, self._won)
        return _fair(listing, wave + self._premium[code] + self._won)

    def _in_bitcoin(self, wave: Wave) -> Wave:
        return (wave + -self._usd["BTC"]).raised(-math.log(_BITCOIN.usd))

    def _wave(self, daily: float, periods_ms: tuple[int, ...]) -> Wave:
        # Shorter periods move less, by the square root, as in a random walk.
        lines = tuple(
            (1 / period, daily * math.sqrt(period / DAY_MS), self._random.uniform(0, _KNOTS))
            for period in periods_ms
        )
        return Wave(self._reaches, lines)


_RANKED = tuple(enumerate(ASSETS))
_BITCOIN = ASSETS[0]


def _daily(rank: int, asset: Asset) -> float:
    if asset.code in STABLE:
        return _STABLE_DAILY
    return _CALMEST_DAILY + rank * _WILDER_PER_RANK


def _fair(listing: Listing, wave: Wave) -> Fair:
    return Fair(listing.asset.usd, wave)
