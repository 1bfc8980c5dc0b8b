"""What candles look like in cells: wicks and bodies to half a cell, rising ones hollow.

A rising candle is drawn in lines, a falling one is filled, so that they are told apart without
colour.
"""

from coinwatch.model import Candle
from coinwatch.tui.detail.scale import Scale

_NONE, _WICK, _BODY = range(3)

# By what is in the upper and in the lower half of the cell.
_RISING = (" ╷╻", "╵│╽", "╹╿║")
_FALLING = (" ╷▄", "╵│▄", "▀▀█")
_CROSSINGS = {"──": "─", "┴─": "┴", "─┬": "┬", "┴┬": "┼"}
_WIDE = 3
"""Cells from which on a body has sides."""


def is_falling(candle: Candle) -> bool:
    """Return whether a candle closed below its open."""
    return candle.close < candle.open


def column(candle: Candle, scale: Scale, body: int) -> tuple[int, list[str]]:
    """Return the row of a candle's top, and a text of ``body`` cells for each row from there."""
    wick = range(scale.half(candle.high), scale.half(candle.low) + 1)
    top, bottom = max(candle.open, candle.close), min(candle.open, candle.close)
    inner = range(scale.half(top), scale.half(bottom) + 1)
    draw = _falling if is_falling(candle) else _rising
    rows = range(wick[0] // 2, wick[-1] // 2 + 1)
    return rows[0], [draw(row, wick, inner, body) for row in rows]


def _rising(row: int, wick: range, inner: range, body: int) -> str:
    """Return a row of a hollow candle."""
    first, last = inner[0] // 2, inner[-1] // 2
    if body < _WIDE or not first <= row <= last:
        upper, lower = _halves(row, wick, inner)
        return _RISING[upper][lower].center(body)
    above = "┴" if wick[0] // 2 < first else "─"
    below = "┬" if wick[-1] // 2 > last else "─"
    if first == last:
        return f"├{_CROSSINGS[above + below]}┤"
    if row == first:
        return f"┌{above}┐"
    return f"└{below}┘" if row == last else "│ │"


def _falling(row: int, wick: range, inner: range, body: int) -> str:
    """Return a row of a filled candle."""
    halves = _halves(row, wick, inner)
    glyph = "█" if _joined(row, halves, wick) else _FALLING[halves[0]][halves[1]]
    return glyph * body if _BODY in halves else glyph.center(body)


def _joined(row: int, halves: tuple[int, int], wick: range) -> bool:
    """Return whether a filled body goes on as a wick in this cell, and that one in the next cell.

    No character has both halves, and a gap between body and wick would look worse than half a
    cell too much.
    """
    above = halves == (_WICK, _BODY) and 2 * row - 1 in wick
    below = halves == (_BODY, _WICK) and 2 * row + 2 in wick
    return above or below


def _halves(row: int, wick: range, inner: range) -> tuple[int, int]:
    """Return what is in the upper and in the lower half of a row."""
    upper, lower = (
        _BODY if half in inner else _WICK if half in wick else _NONE
        for half in (2 * row, 2 * row + 1)
    )
    return upper, lower
