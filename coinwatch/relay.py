"""Connections that take over from one another before they must end: one stream made of several."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from coinwatch.backoff import Backoff
from coinwatch.dialer import Dialer, Line, markets_of
from coinwatch.exchanges.base import Subscription
from coinwatch.hosts import BLOCKED_RETRY_S
from coinwatch.link import Link
from coinwatch.missed import Missed
from coinwatch.model import Market
from coinwatch.reasons import Failure
from coinwatch.state import Health

TAKEOVER_S = 30.0
"""How long the next connection may take to be ready before the one that it is to replace."""

OVERLAP_S = 3.0
"""How long the old connection goes on beside the new one, for what it delivers late."""


class Relay:
    """The connections of one feed, while there is one.

    ``on_data`` hears of data until all that was asked for is confirmed, and ``on_loss`` of a
    connection that ended before the next one, which then has to go on alone, had any.
    """

    def __init__(
        self,
        dialer: Dialer,
        backoff: Backoff,
        *,
        on_data: Callable[[], None],
        on_loss: Callable[[Failure], None],
    ) -> None:
        self._dialer = dialer
        self._backoff = backoff
        self._shared = shared = dialer.shared
        self._clock = shared.clock
        self._on_data = on_data
        self._on_loss = on_loss
        self._missed = Missed(shared.exchange.name, shared.store)
        self._line: Line | None = None
        self._next: Line | None = None
        self._dropped: Line | None = None
        """What was to take over, and is only closing now."""
        self._news = asyncio.Event()
        self._rollover_at = 0.0
        self.wanted: tuple[Subscription, ...] = ()
        """What is watched."""

    @property
    def markets(self) -> tuple[Market, ...]:
        """What is watched."""
        return markets_of(self.wanted)

    def watch(self, wanted: Sequence[Subscription]) -> None:
        """Watch ``wanted`` from now on."""
        self.wanted = tuple(wanted)
        for line in (self._line, self._next):
            if line:
                line.link.watch(self.wanted)

    def replace(self, backoff: Backoff) -> None:
        """Have a connection by the dialer's new settings take over as soon as there is one."""
        self._backoff = backoff
        if self._next:
            self._dropped = self._next
            self._dropped.task.cancel()
        self._rollover_at = 0.0
        self._news.set()

    async def run(self, health: Health) -> Failure:
        """Connect and serve until no connection is left; return why the last one ended."""
        async with asyncio.TaskGroup() as tasks:
            line = self._line = self._open(tasks, health)
            self._plan_rollover()
            while not line.task.done():
                due_at = max(self._rollover_at, self._shared.connects.held_until)
                due_s = due_at - self._clock.monotonic()
                if due_s > 0:
                    await self._news_within(due_s)
                else:
                    line = self._line = await self._roll_over(line, tasks, health)
            failure = line.task.result()
            self._note_missed(line.link, failure.reason)
            return failure

    def tell_missed(self) -> None:
        """Tell the open gap, if there is one."""
        self._missed.tell(self.markets, self._clock.wall_ns() // 1_000_000)

    def _open(self, tasks: asyncio.TaskGroup, health: Health) -> Line:
        line = self._dialer.open(tasks, health, self.wanted, self._take_news)
        line.task.add_done_callback(lambda _: self._news.set())
        return line

    async def _roll_over(self, old: Line, tasks: asyncio.TaskGroup, health: Health) -> Line:
        """Return a connection that has taken over from ``old``, or ``old`` if none could."""
        await asyncio.sleep(self._shared.connects.take(self._clock.monotonic()))
        if self._dialer.held_s:
            return old  # said while this waited
        self._next = new = self._open(tasks, health)
        try:
            return await self._take_over(old, new)
        finally:
            self._next = None

    async def _take_over(self, old: Line, new: Line) -> Line:
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
            self._try_later(new)
            return old
        old.link.close()
        self._plan_rollover()
        if new.link.retiring:
            self._rollover_at = self._clock.monotonic() + self._backoff.next()
        return new

    def _is_lost(self, line: Line) -> bool:
        """Return whether a connection has ended, or is told to: nothing may be built on it."""
        return line.task.done() or line is self._dropped

    async def _overlap(self, old: Line, new: Line) -> None:
        """Let both run for a while: the old one may be late, and the new one may not last."""
        until = self._clock.monotonic() + OVERLAP_S
        while (left_s := until - self._clock.monotonic()) > 0:
            if old.task.done() or self._is_lost(new):
                return
            await self._news_within(left_s)

    def _succeed(self, old: Line, new: Line) -> Line:
        """Go on with ``new``, ready or not: ``old`` ended before its time."""
        failure = old.task.result()
        self._note_missed(old.link, failure.reason)
        self._plan_rollover()
        if new.link.settled:
            self.tell_missed()
        if not new.link.has_data:
            self._on_loss(failure)
        return new

    def _try_later(self, lost: Line) -> None:
        """Give up on the next connection, and plan another one."""
        delay_s = self._backoff.next()
        if not lost.task.done():
            lost.task.cancel()  # it may still hang in its handshake
        elif not lost.task.cancelled() and lost.task.result().blocked:
            delay_s = delay_s if self._dialer.hosts.blocked() else BLOCKED_RETRY_S
        self._rollover_at = self._clock.monotonic() + delay_s

    def _plan_rollover(self) -> None:
        # Not all connections of a watchlist at the same moment.
        share = 1 - 0.02 * self._shared.random.random()
        lasts = self._shared.exchange.limits.lifetime_s is not None
        after_s = self._dialer.settings.rollover_s * share if lasts else float("inf")
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
        self._on_data()
        if line and line.link.settled and not line.task.done():
            self.tell_missed()

    def _note_missed(self, link: Link, reason: str) -> None:
        if link.has_data:
            self._missed.note(self.markets, link.received_ns // 1_000_000, reason)
