"""The newest trades as lines; equal ones of the same second are one line."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Side, Trade
from coinwatch.tui.detail.amounts import size_text
from coinwatch.tui.detail.chart import Decimals
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.words import Words

_TIMES = 5
"""Cells for how many trades a line stands for."""


class Print(NamedTuple):
    """One or several trades of the same price, side and second, one after the other."""

    second: int
    price: float
    side: Side
    size: float
    times: int


def prints(trades: Sequence[Trade], most: int) -> list[Print]:
    """Return the newest ``most`` lines of a tape, newest first; ``trades`` are oldest first."""
    found: list[Print] = []
    for trade in reversed(trades):
        second = trade.exchange_ms // 1000
        last = found[-1] if found else None
        if last and last[:3] == (second, trade.price, trade.side):
            found[-1] = last._replace(size=last.size + trade.size, times=last.times + 1)
        elif len(found) == most:
            break
        else:
            found.append(Print(second, trade.price, trade.side, trade.size, 1))
    return found


def lines(
    shown: Sequence[Print], decimals: Decimals, size_decimals: int, words: Words, cells: int
) -> list[Line]:
    """Return prints in ``cells``: time, side, price, size, and how many there were.

    Where there is little room, hours are left out.
    """
    sides = {"buy": (words.detail.buy, Role.UP), "sell": (words.detail.sell, Role.DOWN)}
    side_width = max(text.width(name) for name, _ in sides.values())
    told = [
        (text.price(each.price, decimals(each.price)), size_text(each.size, size_decimals))
        for each in shown
    ]
    least = max((len(price) + 1 + len(size) for price, size in told), default=0)
    room = cells - len(" 12:34:56 ") - side_width - 1 - _TIMES
    clock = " %H:%M:%S"
    if room < least:
        clock, room = " %M:%S", room + len("12:")
    found: list[Line] = []
    for each, (price, size) in zip(shown, told, strict=True):
        name, role = sides[each.side]
        blank = " " * max(1, room - len(price) - len(size))
        times = f" x{each.times}" if each.times > 1 else ""
        found.append(
            [
                Piece(time.strftime(clock, time.localtime(each.second)), Role.MUTED),
                Piece(f" {text.left(name, side_width)} {price}", role),
                Piece(f"{blank}{size}", Role.TEXT),
                Piece(times, Role.MUTED),
            ]
        )
    return found
