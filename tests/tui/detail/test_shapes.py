"""Tests of candles in cells."""

import pytest

from coinwatch.model import Candle, Market
from coinwatch.tui.detail.scale import Scale
from coinwatch.tui.detail.shapes import column, is_falling

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")

SCALE = Scale(0.0, 9.0, 5)
"""Half rows from price 9 at the top to 0, one each."""


def candle(first: float, high: float, low: float, last: float) -> Candle:
    """Return a candle."""
    return Candle(BTC, "1m", 0, first, high, low, last, 1.0, 1.0)


def drawn(shape: Candle, body: int) -> list[str]:
    """Return a candle in all five rows of the scale."""
    top, rows = column(shape, SCALE, body)
    blank = " " * body
    return [*[blank] * top, *rows, *[blank] * (5 - top - len(rows))]


@pytest.mark.parametrize(
    ("prices", "rows"),
    [
        ((2.0, 9.0, 0.0, 7.0), "│║║║│"),
        ((3.0, 8.0, 1.0, 6.0), "╷╽║╿╵"),
        ((5.0, 6.0, 4.0, 5.0), " ╷╿  "),
        ((7.0, 9.0, 0.0, 2.0), "│███│"),
        ((6.0, 8.0, 1.0, 3.0), "╷███╵"),
        ((6.0, 6.0, 3.0, 3.0), " ▄█▀ "),
        ((6.0, 7.0, 2.0, 3.0), " ▄█▀ "),
        ((3.0, 6.0, 3.0, 6.0), " ╻║╹ "),
        ((9.0, 9.0, 9.0, 9.0), "╹    "),
    ],
)
def test_narrow(prices: tuple[float, float, float, float], rows: str) -> None:
    """Rising candles are lines, falling ones are filled; both end at half a cell."""
    assert "".join(drawn(candle(*prices), 1)) == rows


def test_wide_and_rising() -> None:
    """A hollow body has sides, and its wicks start at its edges."""
    assert drawn(candle(2.0, 9.0, 0.0, 7.0), 3) == [" │ ", "┌┴┐", "│ │", "└┬┘", " │ "]
    assert drawn(candle(2.0, 7.0, 2.0, 7.0), 3) == ["   ", "┌─┐", "│ │", "└─┘", "   "]


@pytest.mark.parametrize(
    ("high", "low", "row"),
    [(9.0, 0.0, "├┼┤"), (9.0, 4.0, "├┴┤"), (5.0, 0.0, "├┬┤"), (5.0, 4.0, "├─┤")],
)
def test_wide_and_flat(high: float, low: float, row: str) -> None:
    """A body of one row is a crossing of its wicks."""
    assert drawn(candle(4.0, high, low, 5.0), 3)[2] == row


def test_wide_and_falling() -> None:
    """A filled body is filled in all its cells."""
    assert drawn(candle(6.0, 9.0, 3.0, 3.0), 3) == [" │ ", "███", "███", "▀▀▀", "   "]


def test_direction() -> None:
    """A candle that closes where it opened does not fall."""
    assert is_falling(candle(2.0, 2.0, 1.0, 1.0))
    assert not is_falling(candle(2.0, 2.0, 1.0, 2.0))
