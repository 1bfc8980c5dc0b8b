"""Durations as people write them: ``500ms``, ``30s``, ``5m``, ``2h``, ``23h30m``, ``1d``."""

from itertools import groupby

from coinwatch.errors import UsageError

UNITS_MS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
"""Milliseconds in each unit, the longest first, which is the order to write them in."""

LONGEST_S = 366 * 86_400.0
"""Nothing here waits longer than a year; more is a slip of the hand."""

_LONGEST_TEXT = 40
_HINT = "Write it like 500ms, 30s, 5m, 2h, 23h30m or 1d."


def parse(text: str) -> float:
    """Return the seconds that ``text`` says: 1.5 for ``1.5s`` and for ``1s500ms``.

    Each unit occurs at most once, the longest first. Raises UsageError.
    """
    runs = ["".join(run) for _, run in groupby(text.strip(), key=str.isalpha)]
    numbers, units = runs[::2], runs[1::2]
    in_order = [unit for unit in UNITS_MS if unit in units]
    if len(text) > _LONGEST_TEXT or len(numbers) != len(units) or units != in_order or not units:
        raise _error(text)
    if not all(map(_is_number, numbers)):
        raise _error(text)
    seconds = sum(float(n) * UNITS_MS[u] for n, u in zip(numbers, units, strict=True)) / 1000
    if seconds > LONGEST_S:
        raise UsageError(f"{text!r} is longer than {render(LONGEST_S)}.", _HINT)
    return seconds


def render(seconds: float) -> str:
    """Return the spelling that ``parse`` reads back, to the millisecond: ``23h30m``.

    Raises ValueError for what is negative or not finite.
    """
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"{seconds} s is not a duration")
    left = round(seconds * 1000)
    parts = []
    for unit, size in UNITS_MS.items():
        count, left = divmod(left, size)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) or "0s"


def _is_number(run: str) -> bool:
    return run.isascii() and run.replace(".", "", 1).isdigit()


def _error(text: str) -> UsageError:
    return UsageError(f"{text[:_LONGEST_TEXT]!r} is not a duration.", _HINT)
