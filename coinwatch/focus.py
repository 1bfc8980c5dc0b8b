"""The market that is looked at closely: what is kept of it beside what is kept of all."""

from bisect import bisect_left
from collections.abc import Iterable

from coinwatch.candles import Candles
from coinwatch.model import Candle, Interval, Market, Trade

MOST_TRADES = 400
"""How many trades are kept: more than the highest screen shows, equal ones put together."""


class Focus:
    """Newest trades and candles of one market. Nothing here grows with time."""

    __slots__ = (
        "asked_at", "candles", "complete", "interval", "market", "others", "trades",
        "trouble", "version",
    )  # fmt: skip

    def __init__(
        self,
        market: Market,
        interval: Interval,
        asked_at: float,
        others: Iterable[Market] = (),
    ) -> None:
        self.market = market
        self.interval = interval
        self.others = tuple(others)
        """Markets of the same asset on other exchanges, of which only prices are wanted."""
        self.asked_at = asked_at
        """Since when this is wanted, in monotonic seconds."""
        self.trades: list[Trade] = []
        """Oldest first, by the exchange's time; do not change it."""
        self.candles = Candles()
        self.complete = False
        """Whether the older candles are there, and right; else they are to be asked for."""
        self.trouble = ""
        """Why the older candles are missing; empty while nothing is wrong."""
        self.version = 0
        """Rises whenever trades or candles change."""

    @property
    def markets(self) -> tuple[Market, ...]:
        """Every market that this needs, itself first."""
        return self.market, *self.others

    def keep_trades(self, before: "Focus") -> None:
        """Go on with the trades of another interval's focus on the same market."""
        self.trades = before.trades

    def put_trade(self, trade: Trade) -> None:
        """Take a trade: each once, in the order of their times, however they arrive."""
        trades = self.trades
        place = bisect_left(trades, _order(trade), key=_order)
        if place < len(trades) and _order(trades[place]) == _order(trade):
            return
        trades.insert(place, trade)
        if len(trades) > MOST_TRADES:
            del trades[0]
        self.version += 1

    def put_candle(self, candle: Candle) -> None:
        """Take a live candle.

        Exchanges send a candle every second or two, so the last trades of one that is over may
        never come; the older ones are asked for once more when another one opens.
        """
        if candle.interval != self.interval:
            return
        self.complete = self.complete and candle.open_ms <= self.candles.newest_ms
        self.candles.put(candle)
        self.version += 1

    def fill(self, candles: Iterable[Candle]) -> None:
        """Take the older candles."""
        self.candles.fill(candles)
        self.complete = True
        self.trouble = ""
        self.version += 1

    def fail(self, reason: str) -> None:
        """Note why the older candles did not come."""
        self.trouble = reason
        self.version += 1

    def forget(self, now: float) -> None:
        """Begin anew at ``now``, in monotonic seconds: nothing came yet."""
        self.asked_at = now
        self.trades, self.candles = [], Candles()
        self.complete, self.trouble = False, ""
        self.version += 1

    def copy(self) -> "Focus":
        """Return a focus that no longer changes."""
        kept = Focus(self.market, self.interval, self.asked_at, self.others)
        kept.trades = list(self.trades)
        kept.candles.fill(self.candles.all())
        kept.complete, kept.trouble, kept.version = (
            self.complete,
            self.trouble,
            self.version,
        )
        return kept


def _order(trade: Trade) -> tuple[int, int]:
    return trade.exchange_ms, trade.trade_id
