"""Drives one target in a process of its own: by coverage with atheris, else at random.

atheris has wheels for Linux on x86-64 alone. Its Fuzz() never returns, hence the process.
"""

import importlib
import sys
import time
from hashlib import sha1
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from fuzz.mutate import mutate, shake

if TYPE_CHECKING:
    from fuzz.targets import Target

EXECUTED = "stat::number_of_executed_units:"
"""Before the number of inputs, as libFuzzer says it."""

SECONDS_AN_INPUT = 10
"""An input that takes longer is a crash as well."""

LONGEST = 16_384
"""Bytes of an input, at most."""


class Run(NamedTuple):
    """How long to go on: whichever is over first; 0 for no limit of that kind."""

    name: str
    runs: int
    seconds: int
    seed: int
    crashes: Path
    """The folder that inputs are written to that break something."""


def main(argv: list[str]) -> None:
    """Run one target: NAME RUNS SECONDS SEED CRASHES CORPUS."""
    name, *numbers, crashes, corpus = argv
    runs, seconds, seed = map(int, numbers)
    run = Run(name, runs, seconds, seed, Path(crashes))
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        from fuzz.targets import TARGETS  # noqa: PLC0415  # below it must be imported watched

        done = at_random(run, TARGETS[name])
        print(f"{EXECUTED} {done}", file=sys.stderr)
        return
    with atheris.instrument_imports(include=["coinwatch"]):
        targets = importlib.import_module("fuzz.targets").TARGETS
    _by_coverage(atheris, run, targets[name], Path(corpus))


def _by_coverage(atheris: Any, run: Run, target: "Target", corpus: Path) -> None:
    """Let libFuzzer find inputs: https://llvm.org/docs/LibFuzzer.html#options."""
    for place, seed in enumerate(target.seeds()):
        (corpus / f"seed-{place}").write_bytes(seed)

    def custom_mutator(data: bytes, most: int, seed: int) -> bytes:
        def havoc(data: bytes) -> bytes:
            return bytes(atheris.Mutate(data, most))

        changed = mutate(data, Random(seed), havoc) if target.json else havoc(data)
        return changed[:most]

    atheris.Setup(
        [
            sys.argv[0], str(corpus), f"-runs={run.runs or -1}", f"-max_total_time={run.seconds}",
            f"-seed={run.seed}", f"-timeout={SECONDS_AN_INPUT}", f"-max_len={LONGEST}",
            f"-artifact_prefix={run.crashes}/{run.name}-", "-print_final_stats=1",
        ],
        target.check,
        custom_mutator=custom_mutator,
    )  # fmt: skip
    atheris.Fuzz()


def at_random(run: Run, target: "Target") -> int:
    """Change valid inputs at random, without knowing what they reach; return how many there were.

    Raises what the target does, once the input is written down.
    """
    random = Random(run.seed)
    seeds = target.seeds()
    ends_at = time.monotonic() + (run.seconds or float("inf"))
    done = 0
    while (not run.runs or done < run.runs) and time.monotonic() < ends_at:
        data = mutate(random.choice(seeds), random, lambda data: shake(data, random))
        passed = False
        try:
            target.check(data)
            passed = True
        finally:
            if not passed:
                name = sha1(data, usedforsecurity=False).hexdigest()
                (run.crashes / f"{run.name}-crash-{name}").write_bytes(data)
        done += 1
    return done


if __name__ == "__main__":
    main(sys.argv[1:])
