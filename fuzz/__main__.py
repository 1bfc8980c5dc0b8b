"""Feed every way in with inputs that nobody sends, and see that nothing breaks.

Run: .venv/bin/python -m fuzz [TARGET ...] --runs 100000
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fuzz.engine import EXECUTED, Run
from fuzz.targets import EVERYTHING, TARGETS

CRASHES = Path("fuzz-crashes")
"""Where inputs are kept that broke something."""

SHOWN_LINES = 30
"""Of what a crash says."""


def _fuzz(run: Run) -> bool:
    """Run one target; print a line about it, and after a crash how to repeat it."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as corpus:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "fuzz.engine", run.name),
                *map(str, (run.runs, run.seconds, run.seed, run.crashes, corpus)),
            ],
            stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True, errors="replace",
            check=False,
        )  # fmt: skip
    found = re.search(rf"{EXECUTED}\s*(\d+)", done.stdout)
    inputs = int(found[1]) if found else 0
    seconds = time.perf_counter() - began
    result = "ok" if done.returncode == 0 else "CRASH"
    print(f"{run.name:18}{inputs:12,} inputs {seconds:7.0f} s   {result}", flush=True)
    if done.returncode:
        print(*done.stdout.splitlines()[-SHOWN_LINES:], sep="\n")
        for path in sorted(run.crashes.glob(f"{run.name}-*")):
            print(f"repeat it: {sys.executable} -m fuzz {run.name} --repeat {path}")
    return done.returncode == 0


def main() -> int:
    """Return 1 if anything crashed."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--runs", type=int, default=0, help="inputs for each target; 0: no limit")
    parser.add_argument("--seconds", type=int, default=0, help="for each target; 0: no limit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=Path, metavar="FILE", help="one input, here and now")
    options = parser.parse_args()
    names = options.targets or [name for name in TARGETS if name != EVERYTHING]
    if unknown := set(names) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    if options.repeat:
        for name in names:
            TARGETS[name].check(options.repeat.read_bytes())
        return 0
    if not (options.runs or options.seconds):
        parser.error("say how long: --runs or --seconds")
    CRASHES.mkdir(exist_ok=True)
    runs = (Run(name, options.runs, options.seconds, options.seed, CRASHES) for name in names)
    results = [_fuzz(run) for run in runs]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
