"""The connections of one exchange: as many as its limits ask for, and the markets on each."""

import asyncio
from collections.abc import Callable, Sequence

from coinwatch.dialer import FeedSettings, Shared
from coinwatch.exchanges.base import Subscription
from coinwatch.feed import Feed
from coinwatch.model import Market


class Pool:
    """The connections of one exchange.

    ``wanted`` gives what to subscribe to for markets that share a connection.
    """

    def __init__(
        self,
        shared: Shared,
        settings: FeedSettings,
        wanted: Callable[[Sequence[Market]], list[Subscription]],
    ) -> None:
        self._shared = shared
        self._settings = settings
        self._wanted = wanted
        self._tasks: dict[Feed, asyncio.Task[None]] = {}
        self._count = 0
        self.feeds: list[Feed] = []
        """The connections that are kept alive: the same list all along."""

    def configure(self, settings: FeedSettings) -> None:
        """Connect by these settings from now on."""
        if settings != self._settings:
            self._settings = settings
            for feed in self.feeds:
                feed.configure(settings)

    def watch(self, markets: Sequence[Market], tasks: asyncio.TaskGroup) -> None:
        """Spread ``markets`` over as many connections as the exchange's limits ask for.

        A market stays where it is: a change of the watchlist reaches no other connection.
        """
        size = self._shared.exchange.limits.markets_per_connection
        left = dict.fromkeys(markets)
        for feed in tuple(self.feeds):
            kept = [market for market in feed.markets if market in left]
            for market in kept:
                del left[market]
            room = tuple(left)[: size - len(kept)]
            for market in room:
                del left[market]
            if kept or room:
                feed.watch(self._wanted((*kept, *room)))
            else:
                self._give_up(feed)
        rest = tuple(left)
        for start in range(0, len(rest), size):
            self._connect(rest[start : start + size], tasks)

    def _connect(self, markets: Sequence[Market], tasks: asyncio.TaskGroup) -> None:
        self._count += 1
        feed = Feed(self._shared, self._count, self._settings)
        feed.watch(self._wanted(markets))
        self.feeds.append(feed)
        self._tasks[feed] = tasks.create_task(feed.run())

    def _give_up(self, feed: Feed) -> None:
        """End a connection that nothing needs any more, and forget that it was there."""
        self.feeds.remove(feed)
        task = self._tasks.pop(feed)
        task.add_done_callback(lambda _: self._shared.store.feeds.pop(feed.key, None))
        task.cancel()
