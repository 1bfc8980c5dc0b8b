"""Sizes of files as people write them: ``500kB``, ``100MB``, ``1.5GB``, ``64MiB``."""

from coinwatch.errors import UsageError

UNITS = {
    "B": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3, "TB": 1000**4,
    "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4,
}  # fmt: skip
"""Bytes in each unit. Read in any letter case; the B after another letter may be left out."""

_BY_NAME = {name.lower(): size for name, size in UNITS.items()} | {
    name.removesuffix("B").lower(): size for name, size in UNITS.items() if name != "B"
}
_LONGEST_TEXT = 40


def parse(text: str) -> int:
    """Return the bytes that ``text`` says, at least 1. Raises UsageError."""
    number = text.strip().rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
    unit = text.strip()[len(number) :].strip().lower()
    plain = number.isascii() and number.replace(".", "", 1).isdigit()
    size = int(float(number) * _BY_NAME[unit]) if plain and unit in _BY_NAME else 0
    if len(text) > _LONGEST_TEXT or size < 1:
        raise UsageError(f"{text[:_LONGEST_TEXT]!r} is not a size.", "Write it like 100MB or 1GiB.")
    return size
