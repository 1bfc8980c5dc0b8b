"""One connection that is kept alive: try, wait, try again, and tell what was missed meanwhile.

The loop is our own. The library's `async for ws in connect()` resets its backoff after every
handshake, so that a server that accepts and closes is asked over a thousand times a second; here
the delay is reset by data alone, and every attempt passes the exchange's budget.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from coinwatch.backoff import Backoff
from coinwatch.dialer import Dialer, FeedSettings, Shared
from coinwatch.exchanges.base import Subscription
from coinwatch.hosts import BLOCKED_RETRY_S
from coinwatch.model import FeedState, Market, Status
from coinwatch.reasons import Failure
from coinwatch.relay import Relay
from coinwatch.state import Health

_log = logging.getLogger(__name__)

STARVING_AFTER = 3
"""So many attempts without data, and prices had better come another way."""

HELD = "the exchange asked to be left alone"

_COMING = frozenset({FeedState.WAITING, FeedState.CONNECTING})
"""States that ``polling`` stands for while prices come by REST."""


class Feed:
    """One connection of an exchange, over all its attempts."""

    def __init__(self, shared: Shared, connection: int, settings: FeedSettings) -> None:
        self._shared = shared
        self._exchange = shared.exchange
        self._connection = connection
        self._clock = shared.clock
        self._dialer = Dialer(shared, connection, settings)
        self._backoff = self._new_backoff()
        self._relay = Relay(
            self._dialer, self._backoff, on_data=self._take_data, on_loss=self._take_loss
        )
        self._settings_changed = asyncio.Event()
        self._reason = ""
        self._fruitless = 0
        self._polled = False
        self._health = self._say(FeedState.CONNECTING)

    @property
    def markets(self) -> tuple[Market, ...]:
        """What is watched."""
        return self._relay.markets

    @property
    def key(self) -> tuple[str, int]:
        """Where the store keeps its state: by exchange and connection."""
        return self._exchange.name, self._connection

    @property
    def starving(self) -> bool:
        """Whether attempt after attempt brought no data."""
        return self._fruitless >= STARVING_AFTER

    def watch(self, wanted: Sequence[Subscription]) -> None:
        """Watch ``wanted`` from now on, over every reconnect."""
        if tuple(wanted) != self._relay.wanted:
            self._relay.watch(wanted)
            self._health.markets = self.markets

    def configure(self, settings: FeedSettings) -> None:
        """Work by other settings from now on: a connection by them takes over from this one."""
        self._dialer.configure(settings)
        self._backoff = self._new_backoff()
        self._relay.replace(self._backoff)
        self._settings_changed.set()

    def polled(self, *, fed: bool) -> None:
        """Take note whether prices come another way while this connection brings none."""
        self._polled = fed and self.starving
        status = self._health.status
        if self._polled and status.state in _COMING:
            self._say(FeedState.POLLING, status.reason)
        elif not fed and status.state is FeedState.POLLING:
            self._say(FeedState.WAITING, status.reason)

    def reject(self, words: str) -> None:
        """Take note of something that does not come another way either."""
        self._health.rejected += 1
        self._health.last_rejected = words
        _log.warning("%s", words)

    async def run(self) -> None:
        """Keep the connection alive until cancelled."""
        try:
            while True:
                await self._take_turn()
                failure = await self._relay.run(self._health)
                await self._pause(failure)
        finally:
            self._relay.tell_missed()
            self._say(FeedState.STOPPED, self._health.status.reason)

    async def _take_turn(self) -> None:
        """Wait until the exchange takes another connection."""
        while True:
            wait_s = self._shared.connects.take(self._clock.monotonic())
            reason = self._health.status.reason
            if self._dialer.held_s:
                self._say(FeedState.WAITING, reason or HELD, wait_s)
            await asyncio.sleep(wait_s)
            if not self._dialer.held_s:
                break
        if self._health.status.state is not FeedState.CONNECTING:
            self._say(FeedState.CONNECTING, reason)

    def _take_data(self) -> None:
        self._backoff.reset()
        self._dialer.hosts.worked()
        self._fruitless = 0
        self._polled = False
        self._reason = ""
        if self._health.status.state is not FeedState.LIVE:
            self._say(FeedState.LIVE)

    def _take_loss(self, failure: Failure) -> None:
        self._say(FeedState.STALE if failure.stale else FeedState.CONNECTING, failure.reason)

    async def _pause(self, failure: Failure) -> None:
        """Say what is wrong, and wait: longer each time, as long as the server asks, or hardly."""
        self._health.round_trip_s = None
        self._fruitless += STARVING_AFTER if failure.blocked else 1
        if failure.stale:
            self._say(FeedState.STALE, failure.reason)
        if failure.blocked:
            await self._go_elsewhere(failure)
            return
        if failure.slow:
            self._backoff.ceiling_s = self._dialer.settings.backoff_max_s
        reason = failure.reason
        if self._dialer.hosts.failed():
            reason = f"{reason}; trying {self._dialer.hosts.name} again"
        delay = max(self._backoff.next(), self._dialer.held_s)
        self._say(FeedState.WAITING, reason, delay)
        await self._sleep(delay)

    async def _go_elsewhere(self, failure: Failure) -> None:
        """Try the next host at once; when none is left, start over much later."""
        if self._dialer.hosts.blocked():
            reason = f"{failure.reason}; trying {self._dialer.hosts.name}"
            self._say(FeedState.CONNECTING, reason)
            return
        self._say(FeedState.BLOCKED, failure.reason, BLOCKED_RETRY_S)
        await self._sleep(BLOCKED_RETRY_S)

    async def _sleep(self, seconds: float) -> None:
        """Wait, but not longer than until other settings promise more."""
        self._settings_changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._settings_changed.wait()

    def _new_backoff(self) -> Backoff:
        settings = self._dialer.settings
        return Backoff(settings.backoff_initial_s, settings.backoff_max_s, self._shared.random)

    def _say(self, state: FeedState, reason: str | None = None, retry_s: float = 0.0) -> Health:
        if reason and reason != self._reason:
            _log.warning("%s: %s; it is tried again", self._exchange.title, reason)
            self._reason = reason
        if self._polled and state in _COMING:
            state = FeedState.POLLING
        retry_ms = round(retry_s * 1000) if retry_s else None
        at_ms = self._clock.wall_ns() // 1_000_000
        status = Status(self._exchange.name, self._connection, state, reason, retry_ms, at_ms)
        return self._shared.store.put_status(status, self._clock.monotonic())
