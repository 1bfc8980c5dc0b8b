"""The line above the chart: the intervals, and what the candle says that is pointed at."""

from collections.abc import Sequence
from typing import get_args

from coinwatch import text
from coinwatch.model import Candle, Interval
from coinwatch.tui.detail.amounts import size_text
from coinwatch.tui.detail.chart import Decimals, role_of
from coinwatch.tui.detail.scale import moment
from coinwatch.tui.roles import Line, Piece, Role, width
from coinwatch.tui.words import Words

INTERVALS: Sequence[Interval] = get_args(Interval)


def tabs(interval: Interval, merged: int) -> Line:
    """Return the intervals, which can be clicked; ``merged`` candles are drawn as one."""
    pieces = [Piece(" ")]
    for each in INTERVALS:
        chosen = each == interval
        shown = f"[{each}]" if chosen else f" {each} "
        pieces.append(Piece(shown, Role.ACCENT if chosen else Role.MUTED, f"interval('{each}')"))
    return [*pieces, Piece(f"x{merged} ", Role.MUTED)] if merged > 1 else pieces


def told(
    candle: Candle, interval: Interval, decimals: Decimals, size_decimals: int, words: Words
) -> list[Line]:
    """Return what a candle says, each part of it apart, the most useful ones first."""
    names = words.detail.candle
    prices = candle.open, candle.high, candle.low, candle.close
    change = (candle.close / candle.open - 1) * 100
    *before, close = [
        _pair(name, text.price(price, decimals(price)), role_of(candle))
        for name, price in zip(names, prices, strict=False)
    ]
    return [
        [Piece(moment(candle.open_ms, interval), Role.MUTED)],
        close,
        [Piece(text.percent(change), role_of(candle))],
        *before,
        _pair(names[-1], size_text(candle.volume, size_decimals), Role.TEXT),
    ]


def flow(parts: Sequence[Line], cells: int) -> list[Line]:
    """Return the parts in lines of at most ``cells``, each part whole."""
    lines: list[list[Piece]] = []
    for part in parts:
        gap = Piece("  ")
        if lines and width(lines[-1]) + width([gap, *part]) <= cells:
            lines[-1] += [gap, *part]
        else:
            lines.append([Piece(" "), *part])
    return [*lines]


def _pair(name: str, value: str, role: Role) -> Line:
    return [Piece(f"{name} ", Role.MUTED), Piece(value, role)]
