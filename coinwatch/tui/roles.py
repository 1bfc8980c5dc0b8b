"""What a piece of text means. What that looks like is the theme's."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from coinwatch import text


class Role(StrEnum):
    """Why a text stands out, or does not."""

    TEXT = "text"
    MUTED = "muted"
    FAINT = "faint"
    """Lines that only guide the eye."""
    STRONG = "strong"
    ACCENT = "accent"
    UP = "up"
    DOWN = "down"
    TREND_UP = "trend_up"
    """A picture rather than a number: calmer."""
    TREND_DOWN = "trend_down"
    FLASH_UP = "flash_up"
    """Just went up."""
    FLASH_DOWN = "flash_down"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


Span = tuple[str, Role]
"""A text and what it means."""


class Piece(NamedTuple):
    """A text of a line, and what a click on it does."""

    text: str
    role: Role = Role.TEXT
    action: str = ""


Line = Sequence[Piece]


def width(pieces: Iterable[Piece]) -> int:
    """Return how many cells ``pieces`` take."""
    return sum(text.width(piece.text) for piece in pieces)


def spread(left: Line, right: Line, cells: int) -> list[Piece]:
    """Return a line of ``cells`` with ``left`` and ``right`` at its ends; the left is cut first."""
    room = max(0, cells - width(right))
    line: list[Piece] = []
    for piece in left:
        shown = text.cut(piece.text, room)
        room -= text.width(shown)
        line.append(piece._replace(text=shown))
    return [*line, Piece(" " * room), *right]


def first_that_fits(lines: Sequence[Line], cells: int) -> Line:
    """Return the first of ``lines``, best first, that fits into ``cells``; else the last."""
    return next((line for line in lines if width(line) <= cells), lines[-1])
