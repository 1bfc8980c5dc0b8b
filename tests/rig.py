"""A feed that watches a simulated exchange, and what was learned through it."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from random import Random
from typing import Any, TypeVar

from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Rate, Subscription
from coinwatch.feed import Feed, FeedSettings
from coinwatch.link import Clock, LinkSettings
from coinwatch.model import Book, FeedState, Gap, Group, Record, Status, Tick, Trade
from coinwatch.store import Health, Store
from tests.virtual import VirtualLoop

Kind = TypeVar("Kind")

PATIENT = LinkSettings(silence_timeout_s=30.0, ping_interval_s=20.0, open_timeout_s=5.0)


EPOCH_S = 1_790_000_000.0
"""The wall clock at the beginning of virtual time."""


def clock() -> Clock:
    """Return clocks that go with the loop's time, virtual or real."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, VirtualLoop):
        return Clock()
    return Clock(loop.time, lambda: int((EPOCH_S + loop.time()) * 1e9))


class Watch:
    """A feed of one simulated exchange, and what the store learned through it."""

    def __init__(self, demo: Demo, name: str, symbols: Iterable[str], **settings: Any) -> None:
        exchange = EXCHANGES[name]
        self.server = {"upbit": demo.upbit, "binance": demo.binance}[name]
        self.demo = demo
        self.name = name
        self._cursor = 0
        self._records: list[Record] = []
        self.markets = [exchange.market(symbol) for symbol in symbols]
        journal = settings.pop("journal", None)
        self.store = Store(journal, kinds=(Tick, Trade, Book, Status, Gap))
        self.store.watch([Group("Main", tuple(self.markets))], 0.0)
        link = settings.pop("link", PATIENT)
        budget = settings.pop("budget", Budget([Rate(1000, 1.0)]))
        clocks = settings.pop("clock", clock())
        settings.setdefault("urls", (self.server.websocket_url,))
        settings.setdefault("backoff_initial_s", 0.01)
        settings.setdefault("backoff_max_s", 0.05)
        self.feed = Feed(
            exchange=exchange,
            connection=1,
            settings=FeedSettings(link=link, **settings),
            store=self.store,
            connects=budget,
            random=Random(1),
            clock=clocks,
        )
        channels = (Channel.TICKER, Channel.TRADE)
        self.feed.watch([Subscription(c, market) for c in channels for market in self.markets])
        self.task = asyncio.create_task(self.feed.run())

    @property
    def health(self) -> Health:
        """The connection's counters."""
        return self.store.feeds[self.name, 1]

    @property
    def state(self) -> FeedState:
        """The connection's state."""
        return self.health.status.state

    def records(self, kind: type[Kind]) -> list[Kind]:
        """Everything of a kind that was told so far."""
        records, self._cursor, lost = self.store.journal.since(self._cursor, 1_000_000)
        assert not lost
        self._records += records
        return [record for record in self._records if isinstance(record, kind)]

    def told(self) -> list[tuple[str, int, float]]:
        """Symbol, id and price of every trade that was told."""
        return [(each.market.symbol, each.trade_id, each.price) for each in self.records(Trade)]

    def sent(self) -> list[tuple[str, int, float]]:
        """Symbol, id and price of every trade that the exchange sent to somebody."""
        trades = self.server.ledger.trades
        return [(each.symbol, each.trade_id, each.price) for each in trades if each.clients]

    def said(self) -> list[tuple[str, str | None]]:
        """Every state with its reason, in order."""
        return [(str(status.state), status.reason) for status in self.records(Status)]

    async def stop(self) -> None:
        """End the feed and wait until it has."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task
