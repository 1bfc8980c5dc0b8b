"""A feed that watches a simulated exchange, and what was learned through it."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from coinwatch import wire
from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.dialer import FeedSettings, Shared
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Rate, Subscription
from coinwatch.feed import Feed
from coinwatch.focus import Focus
from coinwatch.link import Clock, LinkSettings
from coinwatch.model import Book, FeedState, Gap, Group, Market, Record, Status, Tick, Trade
from coinwatch.polling import Poller
from coinwatch.recording.recorder import Recorder
from coinwatch.recording.taped import TapedStore
from coinwatch.replay.player import Player
from coinwatch.rest import Rest
from coinwatch.state import Health
from coinwatch.store import Store
from tests.virtual import VirtualLoop, pass_time

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
        self.shared = Shared(exchange, self.store, budget, Random(1), clocks)
        self.feed = Feed(self.shared, 1, FeedSettings(link=link, **settings))
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


CLOSE = (Channel.BOOK, Channel.TRADE)
KINDS = (Tick, Trade, Book, Status, Gap)
WATCHED = {"upbit": ("KRW-BTC", "KRW-ETH"), "binance": ("BTCUSDT", "ETHUSDT")}


def _spelled(symbol: str) -> Market:
    exchange, _, code = symbol.partition(":")
    return EXCHANGES[exchange].market(code)


class Lines:
    """Reads a store's journal to the last record, as lines."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cursor = 0
        self.lines: list[bytes] = []

    def take(self) -> list[bytes]:
        """Return every line so far."""
        records, self._cursor, lost = self._store.journal.since(self._cursor, 1_000_000)
        assert not lost
        self.lines += [wire.encode(wire.line(record)) for record in records]
        return self.lines

    async def ready(self) -> None:
        """Take what there is, after a turn of the event loop."""
        await asyncio.sleep(0)
        self.take()


class Taping:
    """A run of feeds and pollers on both simulated exchanges that is recorded."""

    def __init__(self, demo: Demo, path: Path, **settings: Any) -> None:
        clocks = clock()
        channels = (Channel.TICKER, Channel.TRADE, Channel.BOOK)
        self.recorder = Recorder(
            path, basis="utc_day", channels=channels, monotonic=clocks.monotonic,
            wall_ns=clocks.wall_ns, **settings,
        )  # fmt: skip
        self.store = TapedStore(self.recorder, kinds=KINDS)
        self.run = Lines(self.store)
        self._tasks = [asyncio.create_task(self._look()), asyncio.create_task(self.recorder.run())]
        self._feeds: dict[str, Feed] = {}
        self._clock = clocks
        self._usual = channels
        self._markets = markets = [
            EXCHANGES[name].market(each) for name in WATCHED for each in WATCHED[name]
        ]
        self.store.watch([Group("Main", tuple(markets))], clocks.monotonic())
        self.store.describe([EXCHANGES[each.exchange].listing(each) for each in markets])
        self.store.backfill(markets[0], 3_600.0, [(int(EPOCH_S - 600) * 1000, 1.0)])
        for name, server in (("upbit", demo.upbit), ("binance", demo.binance)):
            urls = (server.websocket_url,)
            connects = Budget([Rate(1000, 1.0)])
            shared = Shared(EXCHANGES[name], self.store, connects, Random(1), clocks, self.recorder)
            patient = FeedSettings(urls, "utc_day", PATIENT, 0.01, 0.05, rollover_s=6.0)
            feed = Feed(shared, 1, patient)
            self._feeds[name] = feed
            self._subscribe()
            self._tasks += [
                asyncio.create_task(feed.run()),
                asyncio.create_task(self._poll(shared, server.rest_url, feed)),
            ]

    def look_at(self, *symbols: str) -> None:
        """Look closely at the first of these markets, with the others beside it; or at none."""
        markets = [_spelled(each) for each in symbols]
        now = self._clock.monotonic()
        focus = Focus(markets[0], "1m", now, markets[1:]) if markets else None
        self.store.look_at(focus, now)
        self.store.describe([EXCHANGES[each.exchange].listing(each) for each in markets])
        self._subscribe()

    def _subscribe(self) -> None:
        """Have the feeds bring what the store keeps, as a session does."""
        focus, beside = self.store.focus, self.store.beside
        for name, feed in self._feeds.items():
            mine = [market for market in self.store.markets if market.exchange == name]
            wanted = [
                Subscription(each, market)
                for each in self._usual
                for market in mine
                if each is Channel.TICKER or market not in beside
            ]
            if focus and focus.market in mine:
                wanted += [Subscription(each, focus.market) for each in CLOSE]
                wanted.append(Subscription(Channel.CANDLE, focus.market, focus.interval))
            feed.watch(list(dict.fromkeys(wanted)))

    async def _look(self) -> None:
        while True:
            await self.run.ready()
            await pass_time(0.1)

    async def _poll(self, shared: Shared, url: str, feed: Feed) -> None:
        async with Rest(shared.exchange, (url,), clock()) as rest:
            await Poller(shared, lambda: "utc_day", rest, [feed]).run()

    async def stop(self) -> list[bytes]:
        """End it in order; return its lines."""
        for task in reversed(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await asyncio.sleep(0)
        self.recorder.close()
        return self.run.take()


def player(*paths: Path, **settings: Any) -> tuple[Player, Lines]:
    """Return what plays recordings, and what reads its lines."""
    store = Store(kinds=KINDS)
    found = Player(paths, store, monotonic=clock().monotonic, **settings)
    found.reader = reader = Lines(store)
    return found, reader


async def replayed(*paths: Path, **settings: Any) -> list[bytes]:
    """Play recordings to the end; return the lines."""
    found, reader = player(*paths, **settings)
    await found.run()
    assert found.trouble is None, found.trouble
    return reader.take()
