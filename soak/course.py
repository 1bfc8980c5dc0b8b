"""A fault every minute, for hours of simulated time, and what came of each."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coinwatch.model import FeedState
from soak.account import Account
from soak.measure import MOST_GROWN, Measure, grown, measure
from soak.world import ANNOUNCED, BACKOFF_MAX_S, KINDS, SLEEPS, World
from tests.rig import Watch
from tests.virtual import pass_time

MINUTE_S = 60.0
HOUR_S = 3_600.0

ATTEMPT_S = 10.0
"""What one attempt may take beside its delay: to time out in the handshake, or to find silence."""

STEADY_S = 2.0
"""Live for so long, with data coming: recovered."""

FRAMES = 3
"""So many in that time at least."""


@dataclass
class Results:
    """What is known so far."""

    faults: Counter[str] = field(default_factory=Counter)
    """How often each was injected."""
    recoveries: int = 0
    longest: tuple[float, str] = (0.0, "none")
    """The longest recovery in seconds from a fault's end, and the fault."""
    used: Counter[str] = field(default_factory=Counter)
    """What was done on the screen and in the config, and how often."""
    polled: int = 0
    """How often an exchange was polled because its WebSocket was not to be had."""
    takeovers: int = 0
    """How often a connection was replaced by another while it lived."""
    wrong: list[str] = field(default_factory=list)
    """In words, what must not be: a missed recovery, a trade that no line and no gap tells of."""
    records: int = 0
    """Records that were told and encoded."""
    start: Measure | None = None
    """After the warm-up."""
    end: Measure | None = None
    may_grow: Mapping[str, float] = field(default_factory=MOST_GROWN.copy)
    """By how much each figure of the end may be above that of the start."""

    @property
    def failures(self) -> list[str]:
        """Return in words everything for which a soak fails."""
        if not (self.start and self.end):
            return self.wrong
        return self.wrong + grown(self.start, self.end, self.may_grow)


class Course:
    """One run, in an event loop of virtual time."""

    def __init__(self, hours: float, warm_up_hours: float, seed: int) -> None:
        self.results = Results()
        self._hours = hours
        self._warm_up_hours = warm_up_hours
        self._loop = asyncio.get_running_loop()
        self._world = World(seed)
        self._watches: list[Watch] = []
        self._accounts: list[Account] = []

    async def run(self, progress: Callable[[int, Results], None]) -> Results:
        """Go through with it; ``progress`` is called after every hour."""
        results = self.results
        async with self._world.demo:
            self._watches = self._world.start()
            self._accounts = [Account(watch) for watch in self._watches]
            await self._recovers(self._watches, lambda: True)
            for account in self._accounts:
                account.close(hit=True, clock_jumped=False)
            reading = asyncio.create_task(self._read())
            for minute in range(1, round(self._hours * 60) + 1):
                await self._minute()
                if minute == round(self._warm_up_hours * 60):
                    results.start = await self._measure()
                if minute % 60 == 0:
                    progress(minute // 60, results)
            results.end = await self._measure()
            reading.cancel()
            for watch in self._watches:
                await watch.stop()
        return results

    async def _minute(self) -> None:
        """Let one thing go wrong, and look at what comes of it."""
        world, results = self._world, self.results
        ends_s = self._loop.time() + MINUTE_S
        kind = world.random.choice(KINDS)
        hit = world.random.choice(self._watches if kind != ANNOUNCED else self._watches[-1:])
        visits = hit.server.ledger.visits
        before = visits[-1].number
        results.faults[kind] += 1
        await pass_time(world.inject(kind, hit))
        await world.repair(kind, hit)
        touched = self._watches if kind in SLEEPS else [hit]
        took_s = await self._recovers(
            touched, lambda: kind != ANNOUNCED or visits[-1].number > before
        )
        if took_s is None:
            self._blame(f"{kind} of {hit.name}: no recovery; {hit.health.status}")
        else:
            results.recoveries += 1
            results.longest = max(results.longest, (took_s, kind))
        await pass_time(max(0.0, ends_s - self._loop.time()))
        for account in self._accounts:
            account.close(hit=account.watch in touched, clock_jumped=kind in SLEEPS)
            self._take(account, kind)

    async def _recovers(
        self, touched: Sequence[Watch], renewed: Callable[[], bool]
    ) -> float | None:
        """Return after how many seconds all are live, and stay so; None if that takes too long."""
        began = since = self._loop.time()
        frames = [watch.health.frames for watch in touched]
        while self._loop.time() <= began + BACKOFF_MAX_S + ATTEMPT_S + STEADY_S:
            if not renewed() or any(watch.state is not FeedState.LIVE for watch in touched):
                since = self._loop.time()
                frames = [watch.health.frames for watch in touched]
            fed = all(
                watch.health.frames >= count + FRAMES
                for watch, count in zip(touched, frames, strict=True)
            )
            if fed and self._loop.time() >= since + STEADY_S:
                return since - began
            await pass_time(0.25)
        return None

    async def _read(self) -> None:
        """Read along like a pipe, and count how often two connections run side by side."""
        server = self._world.demo.binance
        doubled = False
        while True:
            for account in self._accounts:
                account.read()
            is_double = len(server.sessions) > 1
            self.results.takeovers += is_double and not doubled
            doubled = is_double
            await pass_time(1.0)

    async def _measure(self) -> Measure:
        """Wait until no connection is taking over, and look."""
        for _ in range(600):
            if all(len(watch.server.sessions) == 1 for watch in self._watches):
                break
            await pass_time(0.1)
        return measure()

    def _take(self, account: Account, kind: str) -> None:
        for words in account.wrong:
            self._blame(f"{kind}: {words}")
        self.results.records += account.records
        account.wrong.clear()
        account.records = 0

    def _blame(self, words: str) -> None:
        if len(self.results.wrong) < 100:  # noqa: PLR2004  # enough to know where to look
            self.results.wrong.append(words)
