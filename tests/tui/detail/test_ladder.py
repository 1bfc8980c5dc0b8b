"""Tests of the order book in lines."""

from decimal import Decimal

import pytest

from coinwatch.model import Book, Market
from coinwatch.text import width
from coinwatch.tui.detail.grouping import RAW
from coinwatch.tui.detail.ladder import Ladder, bar, head, lines
from coinwatch.tui.roles import Line, Role
from coinwatch.tui.words import ENGLISH

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
BOOK = Book(
    BTC,
    ((116_539_000.0, 0.5), (116_538_000.0, 1.0), (116_537_000.0, 2.5)),
    ((116_540_000.0, 0.25), (116_541_000.0, 1.75)),
    None,
    0,
)


def ladder(step: Decimal = RAW, book: Book = BOOK) -> Ladder:
    """Return what a book is drawn from."""
    return Ladder(book, step, lambda _price: 0, 5)


def texts(found: list[Line]) -> list[str]:
    """Return lines as text without blanks at the end."""
    return ["".join(piece.text for piece in line).rstrip() for line in found]


def test_book() -> None:
    """Asks above with the best at the bottom, then the spread, then bids; sizes summed up."""
    found = lines(ladder(), ENGLISH, 44, 7)
    assert texts(found) == [
        "",
        " 116,541,000    1.75000    2.00000 ━━━━",
        " 116,540,000    0.25000    0.25000 ╸",
        " ───── spread 1,000 · 0.1 bp ──────────────",
        " 116,539,000    0.50000    0.50000 ━",
        " 116,538,000    1.00000    1.50000 ━━━",
        " 116,537,000    2.50000    4.00000 ━━━━━━━━",
    ]
    assert [line[0].role for line in found[1:3]] == [Role.DOWN] * 2
    assert [line[0].role for line in found[4:]] == [Role.UP] * 3


def test_grouped() -> None:
    """In steps of 5,000 asks are put up and bids down; the spread stays the true one."""
    assert texts(lines(ladder(Decimal(5_000)), ENGLISH, 44, 5)) == [
        " 116,545,000    ≥1.75000    ≥2.00000 ━━━",
        " 116,540,000     0.25000     0.25000 ╸",
        " ───── spread 1,000 · 0.1 bp ──────────────",
        " 116,535,000    ≥4.00000    ≥4.00000 ━━━━━━",
        "",
    ]


def test_a_step_that_is_known_in_part() -> None:
    """The last step is told as a least size, unless the known levels end with it."""
    book = BOOK._replace(bids=((116_539_000.0, 0.5), (116_535_000.0, 1.0)))
    found = texts(lines(ladder(Decimal(5_000), book), ENGLISH, 44, 5))
    assert [line.split()[1] for line in (found[0], found[1], found[3])] == [
        "≥1.75000", "0.25000", "1.50000",
    ]  # fmt: skip
    assert not any("≥" in line for line in texts(lines(ladder(), ENGLISH, 44, 7)))


def test_narrow() -> None:
    """Without room the sums go first, then the bars."""
    assert texts(lines(ladder(), ENGLISH, 36, 3))[0] == " 116,540,000    0.25000 ━━━━━╸"
    assert texts(lines(ladder(), ENGLISH, 26, 3))[0] == " 116,540,000    0.25000"


def test_one_sided() -> None:
    """Without asks there is no spread, and nothing is made up."""
    book = BOOK._replace(asks=())
    assert texts(lines(ladder(book=book), ENGLISH, 44, 3)) == [
        "",
        " " + "─" * 42,
        " 116,539,000    0.50000    0.50000 ━━━━━━━━",
    ]
    empty = BOOK._replace(asks=(), bids=())
    assert texts(lines(ladder(book=empty), ENGLISH, 44, 3)) == ["", " " + "─" * 42, ""]


@pytest.mark.parametrize("cells", range(24, 80))
@pytest.mark.parametrize("height", [1, 2, 5, 12])
def test_any_size(cells: int, height: int) -> None:
    """A book is as high as asked, and nothing is wider than its pane."""
    found = lines(ladder(), ENGLISH, cells, height)
    assert len(found) == height
    assert all(width(line) <= cells for line in texts(found))


def test_head() -> None:
    """The title names the step, and can be clicked for a larger one."""
    assert texts([head(RAW, ENGLISH, 30)]) == [" Order book"]
    (title,) = texts([head(Decimal("5E+3"), ENGLISH, 30)])
    assert title == " Order book          by 5,000"
    assert head(RAW, ENGLISH, 30)[-1].action == "grouping"


def test_bar() -> None:
    """A bar is a share of its cells, to half of one, never more than all."""
    assert [bar(share, 4) for share in (0.0, 0.1, 0.5, 1.0, 2.0)] == ["", "╸", "━━", "━━━━", "━━━━"]
