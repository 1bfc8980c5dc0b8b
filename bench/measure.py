"""One way to measure for every row: ours and the yardstick in turn, the ratio of each round."""

import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROUNDS = 7
RESULTS = Path(__file__).parent / "results"
"""Where each row leaves its JSON file."""

MOST_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "1000"))
"""A shorter run: no row gets more rounds than this."""
ONLY = tuple(os.environ.get("BENCH_ROWS", "").split())
"""The rows that are asked for, or their beginnings; none for all."""

OURS, LOAD = 0, max(0, (os.cpu_count() or 1) - 1)
"""The core that is measured, and the one that makes the load."""


class Row(NamedTuple):
    """A row of the table of targets."""

    name: str
    """``D1``"""
    what: str
    yardstick: str
    unit: str
    target: float
    """What the ratio of ours to the yardstick is to be at most."""
    stretch: float


Measure = Callable[[], float]
"""Runs once; returns what it cost, in the row's unit."""


def shown(value: float) -> str:
    """Return a figure with three digits that mean something."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004  # the three


def wanted(*rows: Row) -> bool:
    """Return whether any of these rows is asked for."""
    return not ONLY or any(row.name.startswith(ONLY) for row in rows)


def compare(row: Row, ours: Measure, yardstick: Measure, rounds: int = ROUNDS) -> None:
    """Measure both in turn, after a run of each that does not count, and report."""
    if not wanted(row):
        return
    ours()
    yardstick()
    report(row, [(ours(), yardstick()) for _ in range(min(rounds, MOST_ROUNDS))])


def report(row: Row, pairs: Sequence[tuple[float, float]]) -> None:
    """Print a row's line, and write its JSON file, from each round's (ours, yardstick)."""
    if not wanted(row):
        return
    ratios = sorted(mine / theirs for mine, theirs in pairs)
    ratio = statistics.median(ratios)
    ours, yardstick = (statistics.median(column) for column in zip(*pairs, strict=True))
    verdict = "met" if ratio <= row.target else "NOT met"
    beyond = "met" if ratio <= row.stretch else "not met"
    print(
        f"{row.name:<4}{row.what}: {shown(ours)} {row.unit}, {row.yardstick}: {shown(yardstick)}"
        f" {row.unit}, ratio {ratio:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}),"
        f" target {row.target:g} {verdict}, stretch {row.stretch:g} {beyond}",
        flush=True,
    )
    _write(
        row,
        {
            "ours": ours,
            "yardstick_value": yardstick,
            "ratio": ratio,
            "ratios": ratios,
            "rounds": len(pairs),
            "target_met": ratio <= row.target,
            "stretch_met": ratio <= row.stretch,
        },
    )


def not_measured(row: Row, why: str) -> None:
    """Say that a row could not be measured; it does not count as met."""
    if not wanted(row):
        return
    print(f"{row.name:<4}{row.what}: not measured, {why}", flush=True)
    _write(row, {"not_measured": why, "target_met": False, "stretch_met": False})


def _write(row: Row, figures: Mapping[str, object]) -> None:
    RESULTS.mkdir(exist_ok=True)
    about = {"machine": platform.platform(), "cores": os.cpu_count(), "python": sys.version}
    whole = {**row._asdict(), **figures, **about, "at": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
    (RESULTS / f"{row.name}.json").write_text(json.dumps(whole, indent=2) + "\n")


def pin(core: int) -> None:
    """Keep this process, and those that it starts, on one core, where the system can do that.

    From then on SIGTERM ends it in order, so that it ends what it started. Programs are measured as
    they are installed: with their compiled modules kept.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})


def output(argv: Sequence[str]) -> str:
    """Run a process until it ends; return what it printed."""
    done = subprocess.run(argv, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


class Spent(NamedTuple):
    """What a process took."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def spend(argv: Sequence[str], **options: object) -> Spent:
    """Run a process until it ends; return what it took."""
    began = time.perf_counter()
    process = subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        **{"stdout": subprocess.DEVNULL, **options},  # type: ignore[call-overload]  # passed on
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(argv)} ended with {process.returncode}")
    return Spent(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
