"""All markets of one exchange, moved on together in small steps."""

import heapq
import math
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from coinwatch.demo import ticks
from coinwatch.demo.market import Market, Rules, Trade
from coinwatch.demo.prices import Fair, Prices
from coinwatch.demo.statistics import Statistics
from coinwatch.demo.tape import Dice
from coinwatch.demo.ticks import Ticks
from coinwatch.demo.universe import Listing, binance_listings, upbit_listings

STEP_MS = 50
"""How far one step goes, unless told otherwise."""

_UPBIT_BUSIEST = 2.0
_BINANCE_BUSIEST = 3.0
"""Trades in a second of the most popular coin."""
_LESS_PER_RANK = 0.835
_QUIETEST = 0.002
"""What the least popular coins trade, of that; Upbit's once in four minutes."""

_TRADE_USD = 600.0
_SMALL_TRADE_USD = 90.0
_WIDER_PER_RANK = 0.00002

_UPBIT_SIZE_DECIMALS = 8
_UPBIT_MORE_DECIMALS = 3
_BINANCE_SIZE_DECIMALS = 5

_HALTED_MS = 1_785_542_400_000
"""2026-08-01, when the market that has stopped did so."""


class Moved(NamedTuple):
    """A market of which something changed in a step, its order book at least."""

    market: Market
    trades: list[Trade]


class Simulation:
    """Every market of an exchange, and its statistics, at ``now_ms``."""

    def __init__(self, markets: Sequence[Market], now_ms: int, step_ms: int = STEP_MS) -> None:
        self.step_ms = step_ms
        self.markets = {market.symbol: market for market in markets}
        self.statistics = {market.symbol: Statistics(market) for market in markets}
        self.jump(now_ms)

    def jump(self, now_ms: int) -> None:
        """Go to another time at once; what is between becomes history."""
        self.now_ms = now_ms
        for market in self.markets.values():
            market.start(now_ms)
            self.statistics[market.symbol].reset()
        self._due = [
            (market.next_ms, place, market) for place, market in enumerate(self.markets.values())
        ]
        heapq.heapify(self._due)

    def step(self, now_ms: int) -> list[Moved]:
        """Move on, and return the markets of which something changed, each once."""
        self.now_ms = now_ms
        moved = []
        while self._due[0][0] <= now_ms:
            _, place, market = self._due[0]
            trades = self.statistics[market.symbol].advance(now_ms)
            heapq.heapreplace(self._due, (market.next_ms, place, market))
            moved.append(Moved(market, trades))
        for market in self.markets.values():
            # Candles end by the clock, whether anything happens or not.
            market.now_ms = now_ms
        return moved

    def halt(self, symbol: str) -> None:
        """Let a market trade no more. Raises KeyError for an unknown symbol."""
        market = self.markets[symbol]
        market.rules = market.rules._replace(halted_ms=self.now_ms)

    def resume(self, symbol: str) -> None:
        """Let it trade again; what it would have traded meanwhile becomes history."""
        market = self.markets[symbol]
        market.rules = market.rules._replace(halted_ms=None)
        self.jump(self.now_ms)

    def flood(self, symbol: str, count: int) -> Moved:
        """Trade so many times more at this moment. Raises KeyError for an unknown symbol."""
        market, statistics = self.markets[symbol], self.statistics[symbol]
        statistics.day()
        trades = market.flood(count)
        statistics.add(trades)
        return Moved(market, trades)


def upbit_markets(prices: Prices, seed: int, speed: float) -> list[Market]:
    """Return Upbit's markets, ``speed`` times as busy as usual."""
    dice = Dice(seed)
    bands = {"KRW": ticks.UPBIT_KRW, "BTC": ticks.UPBIT_BTC, "USDT": ticks.UPBIT_USDT}
    markets = []
    for listing in upbit_listings():
        decimals = math.ceil(math.log10(listing.asset.usd)) + _UPBIT_MORE_DECIMALS
        decimals = min(max(decimals, 0), _UPBIT_SIZE_DECIMALS)
        rules = _rules(listing, bands[listing.quote], decimals, _UPBIT_BUSIEST * speed)
        markets.append(_market("upbit", listing, rules, prices.upbit(listing), dice))
    return markets


def binance_markets(prices: Prices, seed: int, speed: float) -> list[Market]:
    """Return Binance's markets, ``speed`` times as busy as usual."""
    dice = Dice(seed)
    markets = []
    for listing in binance_listings():
        fair = prices.binance(listing)
        grid = ticks.binance(fair(0.0) if listing.quote == "BTC" else listing.asset.usd)
        decimals = max(math.ceil(math.log10(listing.asset.usd)), 0)
        decimals = min(decimals, _BINANCE_SIZE_DECIMALS)
        rules = _rules(listing, grid, decimals, _BINANCE_BUSIEST * speed)
        markets.append(_market("binance", listing, rules, fair, dice))
    return markets


def _rules(listing: Listing, grid: Ticks, size_decimals: int, busiest: float) -> Rules:
    rank, usd = listing.rank, listing.asset.usd
    return Rules(
        ticks=grid,
        size_decimals=size_decimals,
        per_second=busiest * max(_LESS_PER_RANK**rank, _QUIETEST),
        mean_size=max(_TRADE_USD * _LESS_PER_RANK**rank, _SMALL_TRADE_USD) / usd,
        half_spread=rank * _WIDER_PER_RANK,
        halted_ms=None if listing.trading else _HALTED_MS,
    )


def _market(exchange: str, listing: Listing, rules: Rules, fair: Fair, dice: Dice) -> Market:
    salt = zlib.crc32(f"{exchange} {listing.symbol}".encode())
    return Market(listing, rules, fair, dice, salt)
