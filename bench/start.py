"""S1 to S4: how long it takes to start, and how much memory it takes.

Run: python -m bench.start
"""

import select
import subprocess
import sys
import time
from collections.abc import Sequence

from bench.load import config, load
from bench.measure import OURS, Row, compare, pin, spend

NOTHING = (sys.executable, "-c", "pass")
INSTALLED = """\
import sys
sys.modules.update(python_socks=None, uvloop=None)
from coinwatch.__main__ import main
sys.exit(main())
"""
"""The command `coinwatch` as it is without extras: the yardsticks bring some along, and whoever
finds them loads them."""
PROGRAM = (sys.executable, "-c", INSTALLED)

S1 = Row("S1", "coinwatch --version", "python -c pass", "ms", 1.6, 1.5)
S2 = Row("S2", "--json, start to first line", "python -c pass", "ms", 10.0, 9.0)
S4A = Row("S4a", "peak memory of --json", "bare Python", "MB", 2.6, 2.3)

LINES = 10_000
"""After so many the memory of --json is what it stays."""


def _first_line_ms(argv: Sequence[str]) -> float:
    """Return the time from the start of a process to its first byte of output."""
    began = time.perf_counter()
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        select.select([process.stdout.fileno()] if process.stdout else (), (), (), 30)
        took_ms = (time.perf_counter() - began) * 1000
        process.terminate()
        process.communicate()
    return took_ms


def main() -> None:
    """Measure the start."""
    pin(OURS)
    compare(
        S1,
        lambda: spend((*PROGRAM, "--version")).wall_s * 1000,
        lambda: spend(NOTHING).wall_s * 1000,
        rounds=21,
    )
    watch = (*PROGRAM, "--json", "binance:BTCUSDT", "-c")
    with (
        load("trade", "--frames", "1000000", "--rate", "1000", "--at-once") as port,
        config("trade", port) as path,
    ):
        compare(
            S2,
            lambda: _first_line_ms((*watch, str(path))),
            lambda: spend(NOTHING).wall_s * 1000,
            rounds=11,
        )
    with load("trade", "--frames", str(LINES + 1000)) as port, config("trade", port) as path:
        compare(
            S4A,
            lambda: spend((*watch, str(path), "-n", str(LINES))).peak_mb,
            lambda: spend(NOTHING).peak_mb,
        )


if __name__ == "__main__":
    main()
