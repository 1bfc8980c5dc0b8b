"""What a feed tells, held against what its exchange sent: as it comes, and in bounded memory."""

from collections import deque
from collections.abc import Iterator

from coinwatch import wire
from coinwatch.model import FeedState, Gap, Market, Status, Tick, Trade
from tests.rig import Watch

KEPT = 4_096
"""How many trades of a market are remembered."""

GAPS = 32
"""How many gaps are remembered."""

MOST_LOOKED_AT = 400
"""How many trades of a minute are looked for, per market: of a sleep the latest."""


class _Told:
    """What was told of one market."""

    def __init__(self) -> None:
        self.newest_ms = 0
        self.looked_ms = 0
        self.ids: deque[int] = deque(maxlen=KEPT)
        self.trades: deque[tuple[int, float, float]] = deque(maxlen=KEPT)


class Account:
    """Reads one feed's journal. ``close`` a span when all is well again."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.records = 0
        self.wrong: list[str] = []
        """In words, what must not be, or the first hundred of it."""
        self._cursor = 0
        self._told = {market: _Told() for market in watch.markets}
        self._ticks = dict.fromkeys(watch.markets, 0)
        self._gaps: deque[Gap] = deque(maxlen=GAPS)
        self._trouble: Status | None = None

    def read(self) -> None:
        """Take in what came since the last time, as the pipe would: encoded to lines."""
        found, self._cursor, lost = self.watch.store.journal.since(self._cursor, 1_000_000)
        self._blame(f"{lost} records were overwritten before they were read" * bool(lost))
        self.records += len(found)
        for record in found:
            wire.encode(wire.line(record))
            match record:
                case Trade():
                    self._trade(record)
                case Tick():
                    before, self._ticks[record.market] = (
                        self._ticks[record.market],
                        record.exchange_ms,
                    )
                    self._blame(f"{record} goes back" * (record.exchange_ms < before))
                case Gap():
                    self._gaps.append(record)
                case Status():
                    if record.state is not FeedState.LIVE:
                        self._trouble = record

    def close(self, *, hit: bool, clock_jumped: bool) -> None:
        """Look for what was sent and not told since the last time; nothing may touch the other.

        While this computer's clock is wrong nobody can say what a gap means.
        """
        self.read()
        if self._trouble and not hit:
            self._blame(f"{self._trouble} is a fault that was not injected")
        self._trouble = None
        for market, told in self._told.items():
            if not clock_jumped:
                for missing in self._missing(market, told):
                    self._blame(f"{market} {missing} is missing, and no gap says so")
            told.looked_ms = told.newest_ms

    def _trade(self, trade: Trade) -> None:
        told = self._told[trade.market]
        self._blame(f"{trade} is repeated" * (trade.trade_id in told.ids))
        told.ids.append(trade.trade_id)
        told.trades.append((trade.exchange_ms, trade.price, trade.size))
        told.newest_ms = max(told.newest_ms, trade.exchange_ms)

    def _missing(self, market: Market, told: _Told) -> Iterator[tuple[int, float, float]]:
        """Give the trades that the exchange made, and that were neither told nor in a gap."""
        made = self.watch.server.simulation.markets[market.symbol]
        count = made.count(told.newest_ms) - made.count(told.looked_ms)
        known = set(told.trades)
        for number, ms, price, size, _ in made.recent(min(count + 20, MOST_LOOKED_AT)):
            inside = told.looked_ms < ms <= told.newest_ms
            gap = any(each.from_ms <= ms <= each.to_ms for each in reversed(self._gaps))
            if told.looked_ms and inside and (ms, price, size) not in known and not gap:
                yield number, ms, price

    def _blame(self, words: str) -> None:
        if words and len(self.wrong) < 100:  # noqa: PLR2004  # said above
            self.wrong.append(words)
