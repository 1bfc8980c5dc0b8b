"""Watch two simulated exchanges for days of simulated time, with a fault every minute.

Run: .venv/bin/python -m soak --hours 72
"""

import argparse
import logging
import sys
import time

from soak.course import Course, Results
from soak.measure import measure
from tests import virtual

WARM_UP_HOURS = 3.0
"""Until everything that is bounded is full."""


async def _soak(hours: float, warm_up_hours: float, seed: int) -> Results:
    """Run a course, and print a line for every sixth hour."""
    began = time.perf_counter()

    def progress(hour: int, results: Results) -> None:
        if hour % 6 == 0 or hour == 1:
            spent = time.perf_counter() - began
            print(
                f"{hour:3} h in {spent:.0f} s: {results.faults.total()} faults, "
                f"{results.recoveries} recoveries, longest {results.longest[0]:.1f} s; {measure()}",
                flush=True,
            )

    return await Course(hours, warm_up_hours, seed).run(progress)


def _report(results: Results) -> None:
    print("faults injected  ", results.faults.total())
    for kind, count in sorted(results.faults.items()):
        print(f"  {kind:20}{count:6}")
    print("recoveries       ", results.recoveries)
    print("longest recovery  {:.1f} s, after: {}".format(*results.longest))
    print("missed recoveries", results.faults.total() - results.recoveries)
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
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable()  # every reconnect would be told
    began = time.perf_counter()
    warm_up = options.warm_up or min(WARM_UP_HOURS, options.hours / 2)
    results = virtual.run(_soak(options.hours, warm_up, options.seed))
    _report(results)
    print(f"real time         {time.perf_counter() - began:.0f} s")
    for words in results.failures:
        print("FAILED:", words)
    return 1 if results.failures else 0


if __name__ == "__main__":
    sys.exit(main())
