"""One simulated market: its trades and its order book, in the past and live."""

from collections.abc import Callable
from typing import NamedTuple

from coinwatch.demo.extremes import highest
from coinwatch.demo.prices import DAY_MS, Fair
from coinwatch.demo.tape import Dice, Tape
from coinwatch.demo.ticks import Ticks
from coinwatch.demo.universe import Listing

_FASTEST_BOOK_MS = 500
_SLOWEST_BOOK_MS = 20_000

_FLOOD_SIZES = 1_000
_VERSIONS_PER_CHANGE = 6
_FATTER_PER_LEVEL = 0.15


class Rules(NamedTuple):
    """What an exchange lays down for a market, and how busy it is."""

    ticks: Ticks
    size_decimals: int
    per_second: float
    """Trades in a second, on average."""
    mean_size: float
    half_spread: float
    """From the fair price to the best price, as a fraction; the two sides are a tick apart at
    least."""
    halted_ms: int | None = None
    """When it stopped trading."""


class Trade(NamedTuple):
    """One execution."""

    number: int
    """Consecutive within the market."""
    ms: int
    price: float
    size: float
    buy: bool
    """Whether the taker bought."""


class Level(NamedTuple):
    """The orders at one price."""

    price: float
    size: float


class Book(NamedTuple):
    """The best levels of both sides, best first. Only Binance's sides can have fewer than asked."""

    ms: int
    """When it changed last."""
    version: int
    """Grows with every change."""
    bids: list[Level]
    asks: list[Level]


class Market:
    """A market, at ``now_ms``. ``start`` it before use; ``advance`` moves it on."""

    def __init__(self, listing: Listing, rules: Rules, fair: Fair, dice: Dice, salt: int) -> None:
        self.listing = listing
        self.symbol = listing.symbol
        self.rules = rules
        self._fair = fair
        self._dice = dice
        self._unit = 10.0**-rules.size_decimals
        self._tape = Tape(dice, salt, rules.per_second, rules.mean_size / self._unit)
        gap_ms = int(self._tape.mean_gap_ms)
        self._book_every_ms = min(max(gap_ms, _FASTEST_BOOK_MS), _SLOWEST_BOOK_MS)
        self._book_phase_ms = salt % self._book_every_ms
        self._flooded = 0
        self.now_ms = 0
        self.delisting: str | None = None
        """The day when it will be delisted, ``2026-12-01``, if it will."""

    def start(self, now_ms: int) -> None:
        """Begin at a time; what was before is history. Numbers go on after those of a flood."""
        self.now_ms = now_ms
        self._next = self._tape.count(self._open_until(now_ms))
        self._next_trade_ms = self._tape.time_ms(self._next)
        last = self.trade(self._next - 1)
        self.last = self._numbered(last)

    def advance(self, now_ms: int) -> list[Trade]:
        """Move on, and return the trades on the way, oldest first."""
        self.now_ms = now_ms
        trades = []
        while self._next_trade_ms <= self._open_until(now_ms):
            trade = self.trade(self._next)
            self._next += 1
            self._next_trade_ms = self._tape.time_ms(self._next)
            trades.append(self._numbered(trade))
        if trades:
            self.last = trades[-1]
        return trades

    def flood(self, count: int) -> list[Trade]:
        """Return so many trades more at this very moment, at the best bid and the best ask."""
        now_ms, first = self.now_ms, self.last.number + 1
        prices = (self.bid(now_ms), self.ask(now_ms))
        trades = [
            Trade(n, now_ms, prices[n % 2], self._size(1 + n % _FLOOD_SIZES), n % 2 == 1)
            for n in range(first, first + count)
        ]
        self._flooded += count
        self.last = trades[-1] if trades else self.last
        return trades

    def recent(self, count: int) -> list[Trade]:
        """Return the last trades but those of a flood, oldest first, as they were told."""
        return [self._numbered(self.trade(n)) for n in range(self._next - count, self._next)]

    def _numbered(self, trade: Trade) -> Trade:
        """Return a trade of the tape with the number that it has behind the floods."""
        return trade._replace(number=trade.number + self._flooded)

    @property
    def halted(self) -> bool:
        """Whether it does not trade."""
        return self.rules.halted_ms is not None

    @property
    def next_ms(self) -> int:
        """When something happens next: a trade or a change of the book."""
        if self.halted:
            return self.now_ms + DAY_MS
        return min(self._next_trade_ms, self._book_changed_ms() + self._book_every_ms)

    # History. Trades of a flood are not part of it.

    def count(self, ms: int) -> int:
        """Return how many trades there were up to and in a millisecond, at most up to now."""
        return min(self._tape.count(self._open_until(ms)), self._next)

    def trade(self, number: int) -> Trade:
        """Return a trade by its number."""
        ms, buy = self._tape.time_ms(number), self._tape.is_buy(number)
        size = self._size(self._tape.units(number))
        return Trade(number, ms, self.price(ms, buy=buy), size, buy)

    def volume(self, first: int, end: int) -> float:
        """Return how much was traded from one trade up to, not including, another."""
        return self._size(self._tape.units_before(end) - self._tape.units_before(first))

    def extremes(self, first: int, end: int) -> tuple[float, float]:
        """Return the lowest and the highest price from one trade up to, not including, another."""
        span_ms, fair = self._tape.span_ms, self._fair

        def price(number: int) -> float:
            return self.price(self._tape.time_ms(number), buy=self._tape.is_buy(number))

        return (
            -highest(
                first,
                end,
                lambda number: -price(number),
                lambda low, high: -self._bid(fair.at_least(*span_ms(low, high))),
            ),
            highest(
                first, end, price, lambda low, high: self._ask(fair.at_most(*span_ms(low, high)))
            ),
        )

    # Prices

    def price(self, ms: float, *, buy: bool) -> float:
        """Return what a taker pays or gets at a time."""
        return self.ask(ms) if buy else self.bid(ms)

    def bid(self, ms: float) -> float:
        """Return the best bid at a time."""
        return self._bid(self._fair(ms))

    def ask(self, ms: float) -> float:
        """Return the best ask at a time."""
        return self._ask(self._fair(ms))

    def _bid(self, fair: float) -> float:
        return self.rules.ticks.floor(fair * (1 - self.rules.half_spread))

    def _ask(self, fair: float) -> float:
        ticks = self.rules.ticks
        return ticks.above(ticks.floor(fair * (1 + self.rules.half_spread)))

    @property
    def version(self) -> int:
        """Return a number that grows with every change of the book."""
        return (self._book_ms() + self._book_phase_ms) // self._book_every_ms + self.last.number

    def book(self, depth: int) -> Book:
        """Return the order book as it is now. A side that would reach 0 is shorter."""
        ms, version, ticks = self._book_ms(), self.version, self.rules.ticks
        bids = self._levels(self.bid(ms), ticks.below, depth, 2 * version)
        asks = self._levels(self.ask(ms), ticks.above, depth, 2 * version + 1)
        return Book(ms, version, bids, asks)

    def _levels(
        self, price: float, beyond: Callable[[float], float], depth: int, version: int
    ) -> list[Level]:
        levels = []
        for place in range(depth):
            if price <= 0:
                break
            # Not all levels change at a time.
            changed = (version + 2 * place) // _VERSIONS_PER_CHANGE * 2 + version % 2
            luck = self._dice.weights[self._dice.place(changed, place)]
            mean = self.rules.mean_size * (1 + place * _FATTER_PER_LEVEL)
            levels.append(Level(price, self._size(1 + int(luck * mean / self._unit))))
            price = beyond(price)
        return levels

    def _book_changed_ms(self) -> int:
        return self.now_ms - (self.now_ms + self._book_phase_ms) % self._book_every_ms

    def _book_ms(self) -> int:
        return max(self._book_changed_ms(), self.last.ms)

    def _open_until(self, ms: int) -> int:
        return ms if self.rules.halted_ms is None else min(ms, self.rules.halted_ms)

    def _size(self, units: int) -> float:
        return round(units * self._unit, self.rules.size_decimals)
