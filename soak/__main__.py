"""Watch two simulated exchanges for days of simulated time, with a fault every minute.

First the program with its screen for hours, then two feeds alone for days, where every trade is
accounted for. Run: .venv/bin/python -m soak --hours 72
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Coroutine

from soak.course import Course, Results
from soak.day import Day
from soak.measure import measure
from tests import virtual

WARM_UP_HOURS = 3.0
"""Until everything that is bounded is full."""


WARM_UP_DAY_HOURS = 2.0
"""The same for the program with its screen, whose caches are smaller."""

Run = Callable[[Callable[[int, Results], None]], Coroutine[None, None, Results]]


def _run(name: str, run: Callable[[], Run], every_hours: int) -> Results:
    """Run in virtual time, print a line every few hours, and tell what came of it."""
    began = time.perf_counter()

    def progress(hour: int, results: Results) -> None:
        if hour % every_hours == 0 or hour == 1:
            spent = time.perf_counter() - began
            print(
                f"{name}: {hour:3} h in {spent:.0f} s: {results.faults.total()} faults, "
                f"{results.recoveries} recoveries, longest {results.longest[0]:.1f} s; {measure()}",
                flush=True,
            )

    async def started() -> Results:
        return await run()(progress)

    results = virtual.run(started())
    _report(results)
    print(f"real time         {time.perf_counter() - began:.0f} s")
    return results


def _report(results: Results) -> None:
    print("faults injected  ", results.faults.total())
    for kind, count in sorted(results.faults.items()):
        print(f"  {kind:20}{count:6}")
    print("recoveries       ", results.recoveries)
    print("longest recovery  {:.1f} s, after: {}".format(*results.longest))
    print("missed recoveries", results.faults.total() - results.recoveries)
    if results.used:
        print("done meanwhile   ", results.used.total())
        for kind, count in sorted(results.used.items()):
            print(f"  {kind:20}{count:6}")
        print("polled           ", results.polled)
    else:
        print("takeovers        ", results.takeovers)
        print("records told     ", f"{results.records:,}")
    print("after the warm-up", results.start)
    print("in the end       ", results.end)


def main() -> int:
    """Return 1 if a recovery was missed, something untrue was told, or something grew."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=72.0, help="of simulated time (72)")
    parser.add_argument(
        "--warm-up", type=float, help="hours before memory is first looked at (3, at most half)"
    )
    parser.add_argument(
        "--screen-hours", type=float, default=6.0, help="of the program with its screen (6)"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable()  # every reconnect would be told
    seed, hours, screen_hours = options.seed, options.hours, options.screen_hours
    warm_up = options.warm_up or min(WARM_UP_HOURS, hours / 2)
    day_warm_up = min(WARM_UP_DAY_HOURS, screen_hours / 2)
    results = [
        _run("screen", lambda: Day(screen_hours, day_warm_up, seed).run, 2),
        _run("feeds", lambda: Course(hours, warm_up, seed).run, 6),
    ]
    failures = [words for each in results for words in each.failures]
    for words in failures:
        print("FAILED:", words)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
