"""Hours of the program and its screen: every minute a user and an exchange do something."""

import asyncio
from collections.abc import Callable
from random import Random

from textual.pilot import Pilot

from soak.course import HOUR_S, MINUTE_S, Results
from soak.measure import MOST_GROWN_WITH_SCREEN, Measure, measure
from soak.program import USUAL, Program, running
from soak.usage import TROUBLES, USES, repair
from tests.virtual import pass_time

RECOVERY_S = 140.0
"""Until all is well: a ban of a minute, the longest delay until a list is asked for, an attempt."""

SETTLE_S = 90.0
"""Until nothing of before is under way where memory is looked at."""


class Day:
    """One run, in an event loop of virtual time."""

    def __init__(self, hours: float, warm_up_hours: float, seed: int) -> None:
        self.results = Results(may_grow=MOST_GROWN_WITH_SCREEN)
        self._minutes = round(hours * HOUR_S / MINUTE_S)
        self._warm_up = round(warm_up_hours * HOUR_S / MINUTE_S)
        self._seed = seed
        self._random = Random(seed)

    async def run(self, progress: Callable[[int, Results], None]) -> Results:
        """Go through with it; ``progress`` is called after every hour."""
        results = self.results
        async with running(self._seed) as (program, pilot):
            for minute in range(1, self._minutes + 1):
                await self._minute(program, pilot)
                if minute == self._warm_up:
                    results.start = await self._measure(program, pilot)
                if minute % 60 == 0:
                    progress(minute // 60, results)
            results.end = await self._measure(program, pilot)
            results.polled = program.polled
        return results

    async def _minute(self, program: Program, pilot: Pilot[int]) -> None:
        """Let something go wrong while somebody does something, and see that all is well again."""
        random, results = self._random, self.results
        used, kind = random.choice(list(USES)), random.choice(list(TROUBLES))
        server = random.choice(program.demo.servers)
        results.faults[kind] += 1
        results.used[used] += 1
        TROUBLES[kind](server)
        await pass_time(random.uniform(0, 5))
        await USES[used](program, pilot, random)
        await pass_time(random.uniform(5, 40))
        repair(server)
        took_s = await self._recovers(program)
        if took_s is None:
            results.wrong.append(f"{used}, {kind} of {server}: {'; '.join(program.troubles())}")
            return
        results.recoveries += 1
        results.longest = max(results.longest, (took_s, kind))
        if "BTC" not in program.shown():
            results.wrong.append(f"{used}, {kind}: the screen does not show what is watched")

    async def _recovers(self, program: Program) -> float | None:
        """Return after how many seconds nothing is wrong; None if that takes too long."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while loop.time() < began + RECOVERY_S:
            if not program.troubles():
                return loop.time() - began
            await pass_time(0.5)
        return None

    async def _measure(self, program: Program, pilot: Pilot[int]) -> Measure:
        """Have everything as it was in the beginning, and look."""
        for use in USES.values():  # what is made when it is needed first is there from then on
            await use(program, pilot, self._random)
        program.edit(USUAL)
        await pass_time(SETTLE_S)
        await self._recovers(program)
        return measure()
