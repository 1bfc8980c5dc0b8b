"""The order book as lines: asks above, the spread in the middle, bids below."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Book, Level
from coinwatch.tui.detail.amounts import size_text
from coinwatch.tui.detail.chart import Decimals
from coinwatch.tui.detail.grouping import ends_inside, grouped
from coinwatch.tui.roles import Line, Piece, Role, spread, width
from coinwatch.tui.words import Words

_LEAST_WITH_TOTAL = 40
_LEAST_BAR = 4
_GAP = 1
_AT_LEAST = "≥"
"""Before the size of a step inside which the known levels end."""


class Ladder(NamedTuple):
    """What a book is drawn from."""

    book: Book
    step: Decimal
    """Prices are put together in multiples of it; 0 for not at all."""
    decimals: Decimals
    size_decimals: int


class Row(NamedTuple):
    """A level, or a step."""

    price: float
    size: float
    total: float
    """Sizes of all up to here."""
    at_least: bool
    """Whether there may be more in it than is known."""


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
    asks = _rows(book.asks, step, up=True)[:depth]
    bids = _rows(book.bids, step, up=False)[:depth]
    columns = _columns(ladder, (*asks, *bids), cells)
    most = max((each.total for each in (*asks[-1:], *bids[-1:])), default=0.0)
    above = [_line(ladder, each, most, Role.DOWN, columns) for each in asks]
    below = [_line(ladder, each, most, Role.UP, columns) for each in bids]
    middle = _spread(ladder, words, columns, cells)
    blank: list[Line] = [[Piece("")]]
    found = [*blank * (depth - len(asks)), *reversed(above), middle, *below]
    return [*found, *blank * (height - len(found))]


def _rows(levels: Sequence[Level], step: Decimal, *, up: bool) -> list[Row]:
    """Return levels, best first, put together in steps."""
    steps = grouped(levels, step, up=up)
    totals = accumulate(size for _, size in steps)
    rows = [Row(*each, total, False) for each, total in zip(steps, totals, strict=True)]
    if ends_inside(levels, step):
        rows[-1] = rows[-1]._replace(at_least=True)
    return rows


def _columns(ladder: Ladder, rows: Sequence[Row], cells: int) -> Columns:
    price = max((len(_price(ladder, each.price)) for each in rows), default=8)
    # By the kind of the market rather than by what is in the book now: nothing jumps.
    size = max(8, ladder.size_decimals + 5) + (len(_AT_LEAST) if ladder.step else 0)
    total = size if cells >= _LEAST_WITH_TOTAL else 0
    bar = cells - 1 - price - 2 * _GAP - size - (total + _GAP if total else 0) - 1
    return Columns(price, size, total, bar if bar >= _LEAST_BAR else 0)


def _line(ladder: Ladder, row: Row, most: float, role: Role, columns: Columns) -> Line:
    mark = _AT_LEAST if row.at_least else ""
    size, total = (mark + size_text(each, ladder.size_decimals) for each in (row.size, row.total))
    pieces = [
        Piece(f" {_price(ladder, row.price):>{columns.price}}", role),
        Piece(f" {size:>{columns.size}}", Role.MUTED if mark else Role.TEXT),
    ]
    if columns.total:
        pieces.append(Piece(f" {total:>{columns.total}}", Role.MUTED))
    trend = Role.TREND_UP if role is Role.UP else Role.TREND_DOWN
    return [*pieces, Piece(f" {bar(row.total / most if most else 0.0, columns.bar)}", trend)]


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
