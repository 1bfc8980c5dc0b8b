"""Run the rows' scripts one after the other, then print the table of all.

Run: python -m bench [ROW ...] [--rounds N]. Rows are named by their beginnings: N is N1 and N2.
The exit code is 0 whatever the figures are: a row that is not met is a finding, no fault.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.measure import RESULTS, shown
from bench.rows import SCRIPTS, asked
from bench.surroundings import surroundings

WHOLE = RESULTS / "results.json"
"""All rows, with the machine and the versions."""

LONGEST_S = 900
"""A script that takes longer hangs."""


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="such as N1 or D")
    parser.add_argument("--rounds", type=int, default=1000, help="of a row, at most")
    options = parser.parse_args()
    scripts = asked(options.rows)
    if not scripts:
        known = " ".join(row for rows in SCRIPTS.values() for row in rows)
        parser.error(f"no row begins so; there are {known}")
    RESULTS.mkdir(exist_ok=True)
    for script, rows in scripts.items():
        _run(script, rows, options.rounds)
    results = [_result(row) for rows in scripts.values() for row in rows]
    print(f"\n{table(results)}")
    WHOLE.write_text(json.dumps({**surroundings(), "rows": results}, indent=2) + "\n")
    print(f"written to {WHOLE}")


def _run(script: str, rows: Sequence[str], rounds: int) -> None:
    """Run one script; what it left of an earlier run is gone, so that only this run's counts."""
    for row in rows:
        _path(row).unlink(missing_ok=True)
    environ = {**os.environ, "BENCH_ROWS": " ".join(rows), "BENCH_ROUNDS": str(rounds)}
    argv = (sys.executable, "-m", f"bench.{script}")
    try:
        done = subprocess.run(
            argv, check=False, env=environ, stderr=subprocess.PIPE, text=True, timeout=LONGEST_S
        )
        why = f"ended with {done.returncode}: {_last_line(done.stderr)}" if done.returncode else ""
    except subprocess.TimeoutExpired:
        why = f"took longer than {LONGEST_S} s"
    for row in rows:
        if not _path(row).exists():
            failed = {"name": row, "failed": f"bench.{script} {why or 'did not report it'}"}
            _path(row).write_text(json.dumps(failed) + "\n")
            print(f"{row:<5}failed: {failed['failed']}", flush=True)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


def _path(row: str) -> Path:
    return RESULTS / f"{row}.json"


def _result(row: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_path(row).read_text())
    return found


def table(results: Sequence[dict[str, Any]]) -> str:
    """Return the table in Markdown, and how many targets are met."""
    head = "| row | what | ours | yardstick | ratio (spread) | target | stretch |"
    lines = [f"| {' | '.join(cells(result))} |" for result in results]
    met = sum(bool(result.get("target_met")) for result in results)
    total = f"\n{met} of {len(results)} targets met."
    return "\n".join([head, "| --- | --- | --: | --: | --: | --: | --: |", *lines, total])


def cells(result: dict[str, Any]) -> list[str]:
    """Return a row's cells, from name to stretch."""
    name, what = result["name"], result.get("what", "")
    if why := result.get("not_measured") or result.get("failed"):
        return [name, what, f"not measured: {why}", "", "", "not met", "not met"]
    unit, ratios = result["unit"], result["ratios"]
    return [
        name,
        what,
        f"{shown(result['ours'])} {unit}",
        f"{result['yardstick']}: {shown(result['yardstick_value'])} {unit}",
        f"{result['ratio']:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        f"{result['target']:g} {'met' if result['target_met'] else 'NOT met'}",
        f"{result['stretch']:g} {'met' if result['stretch_met'] else 'not met'}",
    ]


if __name__ == "__main__":
    main()
