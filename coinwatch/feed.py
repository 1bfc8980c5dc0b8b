"""One connection that is kept alive: try, wait, try again, and tell what was missed meanwhile.

The loop is our own. The library's `async for ws in connect()` resets its backoff after every
handshake, so that a server that accepts and closes is asked over a thousand times a second; here
the delay is reset by data alone, and every attempt passes the exchange's budget.
"""

import asyncio
import logging
from collections.abc import Sequence
from random import Random
from typing import NamedTuple
from urllib.parse import urlsplit

from coinwatch.backoff import Backoff
from coinwatch.budget import Budget
from coinwatch.exchanges.base import Exchange, Subscription
from coinwatch.link import Clock, Link, LinkSettings
from coinwatch.model import Basis, FeedState, Gap, Status
from coinwatch.reasons import Failure
from coinwatch.store import Health, Store

BLOCKED_RETRY_S = 600.0
"""How long to leave a host alone that does not serve this place."""

MAX_LATENESS_MS = 5_000
"""How far a gap may reach back before the last frame, to cover what was on its way."""

_log = logging.getLogger(__name__)


class FeedSettings(NamedTuple):
    """Where a feed connects to, and how patient it is."""

    urls: tuple[str, ...]
    """The address, then those to fall back on where this place is not served."""
    basis: Basis = "utc_day"
    link: LinkSettings = LinkSettings()
    backoff_initial_s: float = 0.5
    backoff_max_s: float = 30.0


class Feed:
    """One connection of an exchange, over all its attempts."""

    def __init__(  # noqa: PLR0913  # a feed joins what others own, each by its name
        self,
        *,
        exchange: type[Exchange],
        connection: int,
        settings: FeedSettings,
        store: Store,
        connects: Budget,
        random: Random,
        clock: Clock = Clock(),  # noqa: B008  # immutable
    ) -> None:
        self._exchange = exchange
        self._connection = connection
        self._settings = settings
        self._store = store
        self._connects = connects
        self._clock = clock
        self._backoff = Backoff(settings.backoff_initial_s, settings.backoff_max_s, random)
        self._wanted: tuple[Subscription, ...] = ()
        self._link: Link | None = None
        self._missed: tuple[int, str] | None = None
        self._ahead_ms = 0
        self._urls = settings.urls
        self._reason = ""
        self._health = self._say(FeedState.CONNECTING)

    def watch(self, wanted: Sequence[Subscription]) -> None:
        """Watch ``wanted`` from now on, over every reconnect."""
        self._wanted = tuple(wanted)
        self._health.markets = len({subscription.market for subscription in wanted})
        if self._link:
            self._link.watch(self._wanted)

    async def run(self) -> None:
        """Keep the connection alive until cancelled."""
        try:
            while True:
                failure = await self._attempt()
                self._note_missed(failure.reason)
                await self._pause(failure)
        finally:
            self._tell_missed()
            self._say(FeedState.STOPPED, self._health.status.reason)

    async def _attempt(self) -> Failure:
        await asyncio.sleep(self._connects.take(self._clock.monotonic()))
        if self._health.status.state is not FeedState.CONNECTING:
            self._say(FeedState.CONNECTING, self._health.status.reason)
        markets = tuple(dict.fromkeys(subscription.market for subscription in self._wanted))
        self._link = Link(
            self._exchange(markets, self._settings.basis),
            self._store,
            self._health,
            self._settings.link,
            self._live,
            self._clock,
        )
        return await self._link.run(self._exchange.websocket_url(self._urls[0]), self._wanted)

    async def _pause(self, failure: Failure) -> None:
        """Say what is wrong, and wait: longer each time, as long as the server asks, or hardly."""
        self._health.round_trip_s = None
        if failure.stale:
            self._say(FeedState.STALE, failure.reason)
        if failure.blocked:
            await self._go_elsewhere(failure)
            return
        if failure.slow:
            self._backoff.ceiling_s = self._settings.backoff_max_s
        delay = max(self._backoff.next(), failure.retry_after_s)
        self._say(FeedState.WAITING, failure.reason, delay)
        await asyncio.sleep(delay)

    async def _go_elsewhere(self, failure: Failure) -> None:
        """Try the next host at once; when none is left, start over much later."""
        self._urls = self._urls[1:]
        if self._urls:
            host = urlsplit(self._urls[0]).hostname
            self._say(FeedState.CONNECTING, f"{failure.reason}; trying {host}")
            return
        self._urls = self._settings.urls
        self._say(FeedState.BLOCKED, failure.reason, BLOCKED_RETRY_S)
        await asyncio.sleep(BLOCKED_RETRY_S)

    def _live(self) -> None:
        """Take note that data came; called until everything that was asked for is confirmed."""
        self._backoff.reset()
        self._reason = ""
        if self._health.status.state is not FeedState.LIVE:
            self._say(FeedState.LIVE)
        if self._link and self._link.settled:
            self._tell_missed()

    def _note_missed(self, reason: str) -> None:
        """Remember since when something may be missing, once the data stopped."""
        link = self._link
        if link is None or not link.has_data or self._missed:
            return
        received_ms = link.received_ns // 1_000_000
        newest = self._newest_ms() or received_ms
        self._ahead_ms = max(0, newest - received_ms)
        self._missed = max(min(newest, received_ms), received_ms - MAX_LATENESS_MS), reason

    def _tell_missed(self) -> None:
        if self._missed is None:
            return
        from_ms, reason = self._missed
        self._missed = None
        symbols = tuple(dict.fromkeys(wanted.market.symbol for wanted in self._wanted))
        # A gap is in the exchange's time, whose clock may be ahead of ours.
        to_ms = max(self._now_ms() + self._ahead_ms, self._newest_ms())
        self._store.put_gap(Gap(self._exchange.name, symbols, from_ms, to_ms, reason))

    def _newest_ms(self) -> int:
        """Return the newest time that the exchange told of, or 0."""
        return self._store.newest_ms(subscription.market for subscription in self._wanted)

    def _say(self, state: FeedState, reason: str | None = None, retry_s: float = 0.0) -> Health:
        if reason and reason != self._reason:
            _log.warning("%s: %s", self._exchange.title, reason)
            self._reason = reason
        retry_ms = (
            round(retry_s * 1000) if state in {FeedState.WAITING, FeedState.BLOCKED} else None
        )
        status = Status(
            self._exchange.name, self._connection, state, reason, retry_ms, self._now_ms()
        )
        return self._store.put_status(status, self._clock.monotonic())

    def _now_ms(self) -> int:
        return self._clock.wall_ns() // 1_000_000
