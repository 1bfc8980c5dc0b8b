"""The order book as lines: asks above, the spread in the middle, bids below."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Book, Level
from coinwatch.tui.detail.amounts import size_text
from coinwatch.tui.detail.chart import Decimals
from coinwatch.tui.detail.grouping import grouped
from coinwatch.tui.roles import Line, Piece, Role, spread, width
from coinwatch.tui.words import Words

_LEAST_WITH_TOTAL = 40
_LEAST_BAR = 4
_GAP = 1


class Ladder(NamedTuple):
    """What a book is drawn from."""

    book: Book
    step: Decimal
    """Prices are put together in multiples of it; 0 for not at all."""
    decimals: Decimals
    size_decimals: int


class Columns(NamedTuple):
    """Cells of each column; 0 where there is none."""

    price: int
    size: int
    total: int
    bar: int


def head(step: Decimal, words: Words, cells: int) -> Line:
    """Return the title of the book, and in which steps it is; a click takes larger ones."""
    shown = words.detail.group.format(step=f"{step.normalize():,f}") if step else ""
    left = [Piece(f" {words.detail.book}", Role.MUTED)]
    return spread(left, [Piece(f"{shown} ", Role.ACCENT, "grouping")], cells)


def lines(ladder: Ladder, words: Words, cells: int, height: int) -> list[Line]:
    """Return the book in ``cells`` by ``height`` lines, as many levels on both sides."""
    depth = max(0, (height - 1) // 2)
    book, step = ladder.book, ladder.step
    asks = grouped(book.asks, step, up=True)[:depth]
    bids = grouped(book.bids, step, up=False)[:depth]
    columns = _columns(ladder, (*asks, *bids), cells)
    most = max((sum(size for _, size in side) for side in (asks, bids)), default=0.0)
    above = [_row(ladder, each, most, Role.DOWN, columns) for each in _totals(asks)]
    below = [_row(ladder, each, most, Role.UP, columns) for each in _totals(bids)]
    middle = _spread(ladder, words, columns, cells)
    blank: list[Line] = [[Piece("")]]
    found = [*blank * (depth - len(asks)), *reversed(above), middle, *below]
    return [*found, *blank * (height - len(found))]


def _totals(levels: Sequence[Level]) -> list[tuple[float, float, float]]:
    """Return (price, size, size of all up to there) of each level."""
    totals = accumulate(size for _, size in levels)
    return [(price, size, total) for (price, size), total in zip(levels, totals, strict=True)]


def _columns(ladder: Ladder, levels: Sequence[Level], cells: int) -> Columns:
    price = max((len(_price(ladder, price)) for price, _ in levels), default=8)
    # By the kind of the market rather than by what is in the book now: nothing jumps.
    size = max(8, ladder.size_decimals + 5)
    total = size if cells >= _LEAST_WITH_TOTAL else 0
    bar = cells - 1 - price - 2 * _GAP - size - (total + _GAP if total else 0) - 1
    return Columns(price, size, total, bar if bar >= _LEAST_BAR else 0)


def _row(
    ladder: Ladder, level: tuple[float, float, float], most: float, role: Role, columns: Columns
) -> Line:
    price, size, total = level
    pieces = [
        Piece(f" {_price(ladder, price):>{columns.price}}", role),
        Piece(f" {size_text(size, ladder.size_decimals):>{columns.size}}", Role.TEXT),
    ]
    if columns.total:
        shown = size_text(total, ladder.size_decimals)
        pieces.append(Piece(f" {shown:>{columns.total}}", Role.MUTED))
    trend = Role.TREND_UP if role is Role.UP else Role.TREND_DOWN
    return [*pieces, Piece(f" {bar(total / most if most else 0.0, columns.bar)}", trend)]


def bar(share: float, cells: int) -> str:
    """Return a bar of a share of ``cells``, to half a cell."""
    halves = round(min(1.0, share) * 2 * cells)
    return "━" * (halves // 2) + "╸" * (halves % 2)


def _spread(ladder: Ladder, words: Words, columns: Columns, cells: int) -> Line:
    """Return the line between asks and bids."""
    book = ladder.book
    if not book.bids or not book.asks:
        return [Piece(" " + "─" * (cells - 2), Role.FAINT)]
    bid, ask = book.bids[0][0], book.asks[0][0]
    gap = text.price(ask - bid, ladder.decimals(bid))
    points = text.basis_points((ask - bid) / (ask + bid) * 20_000)
    told = f" {words.detail.spread.format(spread=gap)} · {points} "
    before = "─" * max(1, min(columns.price // 2, cells - 3 - text.width(told)))
    left = [Piece(f" {before}", Role.FAINT), Piece(told, Role.MUTED)]
    return [*left, Piece("─" * max(0, cells - 1 - width(left)), Role.FAINT)]


def _price(ladder: Ladder, price: float) -> str:
    return text.price(price, ladder.decimals(price))
