"""What happened in a market in a stretch of time: candles, the UTC day, the last 24 hours."""

from dataclasses import dataclass
from typing import NamedTuple

from coinwatch.demo.market import Market, Trade
from coinwatch.demo.prices import DAY_MS, MINUTE_MS

_SAMPLES = 6
_DAY_SAMPLES = 24
"""How many moments of a past bar are looked at for its mean price. Few trades are all looked at."""

_KEPT = 1_024
"""How many past bars are kept, so that who asks again gets them at once."""

_QUOTE_DECIMALS = 8
_YEAR_MS = 364 * DAY_MS
_YEAR_STEP_MS = 14 * DAY_MS


class Extreme(NamedTuple):
    """A highest or lowest price."""

    price: float
    ms: int


@dataclass(slots=True)
class Bar:
    """The trades from one moment to another. One without trades is flat at the price before."""

    start_ms: int
    first: int
    """The number of the first trade; -1 if there is none."""
    count: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    """In the base asset."""
    quote_volume: float
    bought: float
    """The part of the volume in which the taker bought."""
    bought_quote: float
    last_ms: int
    """When the last trade was."""

    def add(self, trade: Trade, size_decimals: int) -> None:
        """Count a trade in."""
        price, size = trade.price, trade.size
        if self.count == 0:
            self.first, self.open, self.high, self.low = trade.number, price, price, price
        self.count += 1
        self.high, self.low = max(self.high, price), min(self.low, price)
        self.close, self.last_ms = price, trade.ms
        self.volume = round(self.volume + size, size_decimals)
        self.quote_volume = round(self.quote_volume + price * size, _QUOTE_DECIMALS)
        if trade.buy:
            self.bought = round(self.bought + size, size_decimals)
            self.bought_quote = round(self.bought_quote + price * size, _QUOTE_DECIMALS)


class Statistics:
    """The bars of one market.

    All are of the same trades, whenever somebody asks: prices, count and volume are exact. Amounts
    in the quote asset, and what takers bought, are estimated for what nobody had asked for before.
    """

    def __init__(self, market: Market) -> None:
        self._market = market
        self._running: dict[int, Bar] = {}
        self._finished: dict[int, Bar] = {}
        self._past: dict[tuple[int, int], Bar | None] = {}
        self._older: tuple[int, Bar | None] = (0, None)
        self._close = (-1, 0.0)
        self._year = (-1, Extreme(0.0, 0), Extreme(0.0, 0))

    def reset(self) -> None:
        """Forget what runs: time has jumped."""
        self._running.clear()
        self._finished.clear()

    def advance(self, now_ms: int) -> list[Trade]:
        """Move the market on, and return the trades on the way, oldest first."""
        if self._market.next_ms <= now_ms:
            self.day()
        trades = self._market.advance(now_ms)
        self.add(trades)
        return trades

    def add(self, trades: list[Trade]) -> None:
        """Count live trades in."""
        decimals = self._market.rules.size_decimals
        for span_ms, running in self._running.items():
            bar = running
            for trade in trades:
                if trade.ms >= bar.start_ms + span_ms:
                    self._finished[span_ms] = bar
                    bar = self._flat(trade.ms - trade.ms % span_ms, bar.close, trade.ms)
                    self._running[span_ms] = bar
                if trade.ms >= bar.start_ms:
                    bar.add(trade, decimals)

    def running(self, span_ms: int) -> Bar:
        """Return the bar of now; ``span_ms`` divides a day."""
        market = self._market
        start_ms = market.now_ms - market.now_ms % span_ms
        bar = self._running.get(span_ms)
        if bar is None or bar.start_ms != start_ms:
            if bar is not None:
                self._finished[span_ms] = bar
            last = market.last
            bar = self.past(start_ms, start_ms + span_ms)
            bar = bar or self._flat(start_ms, last.price, last.ms)
            self._running[span_ms] = bar
        return bar

    def day(self) -> Bar:
        """Return the bar since 00:00 UTC."""
        return self.running(DAY_MS)

    def bar(self, start_ms: int, span_ms: int) -> Bar | None:
        """Return the bar that starts at a time, a multiple of the span; None without trades."""
        if start_ms <= self._market.now_ms < start_ms + span_ms:
            bar = self.running(span_ms)
            return bar if bar.count else None
        finished = self._finished.get(span_ms)
        if finished is not None and finished.start_ms == start_ms:
            return finished if finished.count else None
        return self._kept(start_ms, start_ms + span_ms)

    def _kept(self, start_ms: int, end_ms: int) -> Bar | None:
        """Return a bar that has ended, which is the same for ever."""
        bounds = (start_ms, end_ms)
        if bounds not in self._past:
            if len(self._past) >= _KEPT:
                self._past.clear()
            self._past[bounds] = self.past(*bounds)
        return self._past[bounds]

    def flat(self, start_ms: int) -> Bar:
        """Return the bar of a stretch without trades."""
        before = self._market.trade(self._market.count(start_ms - 1) - 1)
        return self._flat(start_ms, before.price, before.ms)

    def past(self, start_ms: int, end_ms: int) -> Bar | None:
        """Return the bar from a time up to, not including, another; None without trades."""
        market = self._market
        first, end = market.count(start_ms - 1), market.count(end_ms - 1)
        if end <= first:
            return None
        opening, closing = market.trade(first), market.trade(end - 1)
        samples = _DAY_SAMPLES if end_ms - start_ms >= DAY_MS else _SAMPLES
        prices = [opening.price, closing.price, *self._sample(opening, closing, samples)]
        low, high = market.extremes(first, end)
        volume = market.volume(first, end)
        quote = round(volume * sum(prices) / len(prices), _QUOTE_DECIMALS)
        return Bar(
            start_ms=start_ms,
            first=first,
            count=end - first,
            open=opening.price,
            high=high,
            low=low,
            close=closing.price,
            volume=volume,
            quote_volume=quote,
            bought=round(volume / 2, market.rules.size_decimals),
            bought_quote=round(quote / 2, _QUOTE_DECIMALS),
            last_ms=closing.ms,
        )

    def rolling(self) -> Bar:
        """Return the bar of the last 24 hours, to a minute."""
        market, day = self._market, self.day()
        start_ms = market.now_ms - DAY_MS
        first, end = market.count(start_ms), market.count(market.now_ms)
        if end <= first:
            return self._flat(start_ms, market.last.price, market.last.ms)
        opening = market.trade(first).price
        parts = [bar for bar in (self._yesterday(start_ms), day) if bar and bar.count]
        return Bar(
            start_ms=start_ms,
            first=first,
            count=end - first,
            open=opening,
            high=max(opening, *(bar.high for bar in parts)),
            low=min(opening, *(bar.low for bar in parts)),
            close=market.last.price,
            volume=market.volume(first, end),
            quote_volume=round(sum(bar.quote_volume for bar in parts), _QUOTE_DECIMALS),
            bought=round(sum(bar.bought for bar in parts), market.rules.size_decimals),
            bought_quote=round(sum(bar.bought_quote for bar in parts), _QUOTE_DECIMALS),
            last_ms=market.last.ms,
        )

    def previous_close(self) -> float:
        """Return the last price before 00:00 UTC."""
        start_ms = self.day().start_ms
        if self._close[0] != start_ms:
            self._close = (start_ms, self.flat(start_ms).close)
        return self._close[1]

    def year(self) -> tuple[Extreme, Extreme]:
        """Return the highest and the lowest price of 52 weeks, by a look a fortnight."""
        day = self.day()
        if self._year[0] != day.start_ms:
            moments = range(day.start_ms - _YEAR_MS, day.start_ms, _YEAR_STEP_MS)
            prices = [Extreme(self._market.bid(ms), ms) for ms in moments]
            self._year = (day.start_ms, max(prices), min(prices))
        _, high, low = self._year
        today = day.start_ms
        return max(high, Extreme(day.high, today)), min(low, Extreme(day.low, today))

    def _yesterday(self, start_ms: int) -> Bar | None:
        minute = start_ms - start_ms % MINUTE_MS
        if self._older[0] != minute:
            self._older = (minute, self.past(start_ms + 1, self.day().start_ms))
        return self._older[1]

    def _sample(self, opening: Trade, closing: Trade, samples: int) -> list[float]:
        market = self._market
        if closing.number - opening.number <= samples:
            return [market.trade(n).price for n in range(opening.number + 1, closing.number)]
        step = (closing.ms - opening.ms) / (samples + 1)
        moments = [opening.ms + step * n for n in range(1, samples + 1)]
        return [market.price(ms, buy=n % 2 == 1) for n, ms in enumerate(moments)]

    @staticmethod
    def _flat(start_ms: int, price: float, last_ms: int) -> Bar:
        return Bar(start_ms, -1, 0, price, price, price, price, 0.0, 0.0, 0.0, 0.0, last_ms)
