"""One connection that is kept alive: try, wait, try again, and tell what was missed meanwhile.

The loop is our own. The library's `async for ws in connect()` resets its backoff after every
handshake, so that a server that accepts and closes is asked over a thousand times a second; here
the delay is reset by data alone, and every attempt passes the exchange's budget.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from coinwatch.backoff import Backoff
from coinwatch.budget import Budget
from coinwatch.exchanges.base import Exchange, Subscription
from coinwatch.link import Clock, Link, LinkSettings
from coinwatch.missed import Missed
from coinwatch.model import Basis, FeedState, Market, Status
from coinwatch.reasons import Failure
from coinwatch.state import Health
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder

_log = logging.getLogger(__name__)

BLOCKED_RETRY_S = 600.0
"""How long to leave a host alone that does not serve this place."""

TAKEOVER_S = 30.0
"""How long the next connection may take to be ready before the one that it is to replace."""

OVERLAP_S = 3.0
"""How long the old connection goes on beside the new one, for what it delivers late."""

STARVING_AFTER = 3
"""So many attempts without data, and prices had better come another way."""

FALLBACK_TRIES = 3
"""So many attempts in a row without data at a fallback host, and the first host is tried again."""


class FeedSettings(NamedTuple):
    """Where a feed connects to, and how patient it is."""

    urls: tuple[str, ...]
    """The address, then those to fall back on where this place is not served."""
    basis: Basis = "utc_day"
    link: LinkSettings = LinkSettings()
    backoff_initial_s: float = 0.5
    backoff_max_s: float = 30.0
    rollover_s: float = 84_600.0
    """When to replace a connection that the exchange would close after its lifetime."""


class _Line(NamedTuple):
    """A connection, the task that serves it, and which statistics it brings."""

    link: Link
    task: asyncio.Task[Failure]
    basis: Basis


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
        recorder: "Recorder | None" = None,
    ) -> None:
        self._exchange = exchange
        self._connection = connection
        self._settings = settings
        self._store = store
        self._connects = connects
        self._random = random
        self._clock = clock
        self._recorder = recorder
        self._backoff = Backoff(settings.backoff_initial_s, settings.backoff_max_s, random)
        self._wanted: tuple[Subscription, ...] = ()
        self._line: _Line | None = None
        self._next: _Line | None = None
        self._dropped: _Line | None = None
        """What was to take over, and is only closing now."""
        self._news = asyncio.Event()
        self._settings_changed = asyncio.Event()
        self._missed = Missed(exchange.name, store)
        self._urls = settings.urls
        self._reason = ""
        self._fruitless = 0
        self._tries_here = 0
        self._polled = False
        self._rollover_at = 0.0
        self._health = self._say(FeedState.CONNECTING)

    @property
    def markets(self) -> tuple[Market, ...]:
        """What is watched."""
        return tuple(dict.fromkeys(subscription.market for subscription in self._wanted))

    @property
    def starving(self) -> bool:
        """Whether attempt after attempt brought no data."""
        return self._fruitless >= STARVING_AFTER

    def watch(self, wanted: Sequence[Subscription]) -> None:
        """Watch ``wanted`` from now on, over every reconnect."""
        self._wanted = tuple(wanted)
        self._health.markets = self.markets
        for line in (self._line, self._next):
            if line:
                line.link.watch(self._wanted)

    def configure(self, settings: FeedSettings) -> None:
        """Work by other settings from now on: a connection by them takes over from this one."""
        self._settings = settings
        self._move_to(settings.urls)
        self._backoff = Backoff(settings.backoff_initial_s, settings.backoff_max_s, self._random)
        if self._next:
            self._dropped = self._next
            self._dropped.task.cancel()
        self._rollover_at = 0.0
        self._news.set()
        self._settings_changed.set()

    def polled(self, *, fed: bool) -> None:
        """Take note whether prices come another way while this connection brings none."""
        self._polled = fed and self.starving
        status = self._health.status
        if self._polled and status.state is not FeedState.POLLING:
            self._say(FeedState.POLLING, status.reason)
        elif not fed and status.state is FeedState.POLLING:
            self._say(FeedState.WAITING, status.reason)

    async def run(self) -> None:
        """Keep the connection alive until cancelled."""
        try:
            while True:
                failure = await self._serve()
                await self._pause(failure)
        finally:
            self._tell_missed()
            self._say(FeedState.STOPPED, self._health.status.reason)

    async def _serve(self) -> Failure:
        """Connect and serve until the connection ends, replacing it in time where it must end."""
        async with asyncio.TaskGroup() as tasks:
            line = await self._open(tasks)
            self._line = line
            self._plan_rollover()
            while not line.task.done():
                due_s = self._rollover_at - self._clock.monotonic()
                if due_s > 0:
                    await self._news_within(due_s)
                else:
                    line = self._line = await self._roll_over(line, tasks)
            failure = line.task.result()
            self._note_missed(line.link, failure.reason)
            return failure

    async def _open(self, tasks: asyncio.TaskGroup) -> _Line:
        await asyncio.sleep(self._connects.take(self._clock.monotonic()))
        if self._health.status.state not in {FeedState.LIVE, FeedState.CONNECTING}:
            self._say(FeedState.CONNECTING, self._health.status.reason)
        exchange = self._decoder()
        link = Link(
            exchange, self._store, self._health, self._settings.link, self._take_news, self._clock
        )
        url = self._exchange.websocket_url(self._urls[0])
        task = tasks.create_task(link.run(url, self._wanted))
        task.add_done_callback(lambda _: self._news.set())
        if recorder := self._recorder:
            task.add_done_callback(lambda _: recorder.disconnected(exchange))
        return _Line(link, task, self._settings.basis)

    def _decoder(self) -> Exchange:
        basis = self._settings.basis
        decoder = self._exchange(self.markets, basis)
        if self._recorder is None:
            return decoder
        return self._recorder.connected(decoder, self._connection, self.markets, basis)

    async def _roll_over(self, old: _Line, tasks: asyncio.TaskGroup) -> _Line:
        """Return a connection that has taken over from ``old``, or ``old`` if none could."""
        self._next = new = await self._open(tasks)
        try:
            return await self._take_over(old, new)
        finally:
            self._next = None

    async def _take_over(self, old: _Line, new: _Line) -> _Line:
        until = self._clock.monotonic() + TAKEOVER_S
        while not (new.link.settled or self._is_lost(new) or old.task.done()):
            left_s = until - self._clock.monotonic()
            if left_s <= 0:
                break
            await self._news_within(left_s)
        if old.task.done() and not self._is_lost(new):
            return self._succeed(old, new)
        if new.link.settled and new.basis == old.basis:
            await self._overlap(old, new)
        if not new.link.settled or self._is_lost(new):
            new.task.cancel()  # it may still hang in its handshake
            self._rollover_at = self._clock.monotonic() + self._backoff.next()
            return old
        old.link.close()
        self._plan_rollover()
        if new.link.retiring:
            self._rollover_at = self._clock.monotonic() + self._backoff.next()
        return new

    def _is_lost(self, line: _Line) -> bool:
        """Return whether a connection has ended, or is told to: nothing may be built on it."""
        return line.task.done() or line is self._dropped

    async def _overlap(self, old: _Line, new: _Line) -> None:
        """Let both run for a while: the old one may be late, and the new one may not last."""
        until = self._clock.monotonic() + OVERLAP_S
        while (left_s := until - self._clock.monotonic()) > 0:
            if old.task.done() or self._is_lost(new):
                return
            await self._news_within(left_s)

    def _succeed(self, old: _Line, new: _Line) -> _Line:
        """Go on with ``new``, ready or not: ``old`` ended before its time."""
        failure = old.task.result()
        self._note_missed(old.link, failure.reason)
        self._plan_rollover()
        if new.link.settled:
            self._tell_missed()
        if not new.link.has_data:
            self._say(FeedState.STALE if failure.stale else FeedState.CONNECTING, failure.reason)
        return new

    def _plan_rollover(self) -> None:
        # Not all connections of a watchlist at the same moment.
        share = 1 - 0.02 * self._random.random()
        lasts = self._exchange.limits.lifetime_s is not None
        after_s = self._settings.rollover_s * share if lasts else float("inf")
        self._rollover_at = self._clock.monotonic() + after_s

    async def _news_within(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(None if seconds == float("inf") else seconds):
                await self._news.wait()
        self._news.clear()

    def _take_news(self) -> None:
        """Take note of data, until all that was asked for is confirmed, or of an announced end."""
        self._news.set()
        line = self._line
        if not any(each and each.link.has_data for each in (line, self._next)):
            return  # an announcement before any data is no sign of life
        if line and line.link.retiring and not self._next:
            self._rollover_at = 0.0
        self._backoff.reset()
        self._fruitless = self._tries_here = 0
        self._polled = False
        self._reason = ""
        if self._health.status.state is not FeedState.LIVE:
            self._say(FeedState.LIVE)
        if line and line.link.settled and not line.task.done():
            self._tell_missed()

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
            self._backoff.ceiling_s = self._settings.backoff_max_s
        delay = max(self._backoff.next(), failure.retry_after_s)
        self._say(FeedState.WAITING, self._come_home(failure.reason), delay)
        await self._sleep(delay)

    def _come_home(self, reason: str) -> str:
        """Turn back to the first host once a fallback host fails too; return the reason for all."""
        self._tries_here += 1
        if self._urls == self._settings.urls or self._tries_here < FALLBACK_TRIES:
            return reason
        self._move_to(self._settings.urls)
        return f"{reason}; trying {urlsplit(self._urls[0]).hostname} again"

    def _move_to(self, urls: tuple[str, ...]) -> None:
        self._urls = urls
        self._tries_here = 0

    async def _go_elsewhere(self, failure: Failure) -> None:
        """Try the next host at once; when none is left, start over much later."""
        self._move_to(self._urls[1:] or self._settings.urls)
        if self._urls != self._settings.urls:
            host = urlsplit(self._urls[0]).hostname
            self._say(FeedState.CONNECTING, f"{failure.reason}; trying {host}")
            return
        self._say(FeedState.BLOCKED, failure.reason, BLOCKED_RETRY_S)
        await self._sleep(BLOCKED_RETRY_S)

    async def _sleep(self, seconds: float) -> None:
        """Wait, but not longer than until other settings promise more."""
        self._settings_changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._settings_changed.wait()

    def _note_missed(self, link: Link, reason: str) -> None:
        if link.has_data:
            self._missed.note(self.markets, link.received_ns // 1_000_000, reason)

    def _tell_missed(self) -> None:
        self._missed.tell(self.markets, self._now_ms())

    def _say(self, state: FeedState, reason: str | None = None, retry_s: float = 0.0) -> Health:
        if reason and reason != self._reason:
            _log.warning("%s: %s; it is tried again", self._exchange.title, reason)
            self._reason = reason
        if self._polled and state in {FeedState.WAITING, FeedState.CONNECTING}:
            state = FeedState.POLLING
        retry_ms = round(retry_s * 1000) if retry_s else None
        status = Status(
            self._exchange.name, self._connection, state, reason, retry_ms, self._now_ms()
        )
        return self._store.put_status(status, self._clock.monotonic())

    def _now_ms(self) -> int:
        return self._clock.wall_ns() // 1_000_000
