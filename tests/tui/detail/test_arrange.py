"""Tests of where the panes are."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.tui.detail.arrange import LEAST_HALF, Box, arrange


def test_three_columns() -> None:
    """A wide screen has chart, book and tape side by side, and the facts below the chart."""
    assert arrange(200, 0, 57) == {
        "chart": Box(0, 0, 102, 49),
        "day": Box(0, 49, 50, 8),
        "elsewhere": Box(51, 49, 51, 8),
        "book": Box(103, 0, 48, 57),
        "tape": Box(152, 0, 48, 57),
    }


def test_two_columns() -> None:
    """A usual one has the tape below the book."""
    assert arrange(80, 2, 21) == {
        "chart": Box(0, 2, 43, 15),
        "day": Box(0, 17, 21, 6),
        "elsewhere": Box(22, 17, 21, 6),
        "book": Box(44, 2, 36, 13),
        "tape": Box(44, 15, 36, 8),
    }


def test_two_narrow_columns() -> None:
    """Where the facts do not fit side by side, there are those of the market."""
    assert "elsewhere" not in arrange(76, 0, 21)
    assert arrange(76, 0, 21)["day"].width == 39


def test_one_column() -> None:
    """A narrow one has them below each other, as many as fit."""
    assert list(arrange(40, 0, 40)) == ["chart", "day", "book", "tape", "elsewhere"]
    assert list(arrange(40, 0, 20)) == ["chart", "day", "book", "elsewhere"]
    assert list(arrange(40, 0, 16)) == ["chart", "day", "book"]
    assert arrange(40, 0, 4) == {"chart": Box(0, 0, 40, 4)}
    assert arrange(40, 0, 1) == {"chart": Box(0, 0, 40, 1)}


@given(st.integers(40, 300), st.integers(1, 100))
def test_any_size(width: int, height: int) -> None:
    """Panes are inside, do not overlap, and none is too narrow to be read."""
    boxes = arrange(width, 0, height)
    assert "chart" in boxes
    for box in boxes.values():
        assert box.width >= LEAST_HALF
        assert box.height > 0
        assert box.x + box.width <= width
        assert box.y + box.height <= height
    for one, other in combinations(boxes.values(), 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart
