"""Tests of lines made of pieces."""

from coinwatch.tui.roles import Piece, Role, first_that_fits, spread, width

LEFT = [Piece("Upbit "), Piece("비트코인", Role.UP, "go")]
RIGHT = [Piece("12:34 ", Role.MUTED)]


def test_width_counts_cells() -> None:
    """A line's width is in cells: a Hangul syllable takes two."""
    assert width(LEFT) == 14


def test_spread_fills_the_middle() -> None:
    """The right end is at the right edge, with blanks between."""
    line = spread(LEFT, RIGHT, 24)
    assert line == [*LEFT, Piece("    "), *RIGHT]


def test_spread_cuts_the_left() -> None:
    """Where there is no room for both, the left is cut and keeps its meaning and its action."""
    line = spread(LEFT, RIGHT, 17)
    assert line == [LEFT[0], Piece("비트…", Role.UP, "go"), Piece(""), *RIGHT]
    assert width(line) == 17


def test_spread_without_room() -> None:
    """The right end stays whole even where nothing else fits."""
    assert [piece.text for piece in spread(LEFT, RIGHT, 4)] == ["", "", "", "12:34 "]


def test_first_that_fits() -> None:
    """The best line that fits is taken; the last one where none does."""
    lines = [[Piece("long line")], [Piece("line")], [Piece("l.")]]
    assert first_that_fits(lines, 20) is lines[0]
    assert first_that_fits(lines, 5) is lines[1]
    assert first_that_fits(lines, 1) is lines[2]
