"""Tests of order books in larger steps."""

from decimal import Decimal
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.model import Book, Level, Market
from coinwatch.tui.detail.grouping import RAW, ends_inside, grouped, next_step

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")

ASKS = ((102.0, 1.0), (103.0, 2.0), (107.5, 4.0), (110.0, 8.0))
BIDS = ((101.0, 1.0), (99.9, 2.0), (95.0, 4.0))

PRICES = st.decimals(min_value="0.00000001", max_value=10**9, places=8).map(float)
SIZES = st.decimals(min_value="0.00000001", max_value=10**6, places=8).map(float)
STEPS = st.sampled_from([Decimal(each) for each in ("0.00000005", "0.1", "0.5", "1", "5", "1000")])
SIDES = st.dictionaries(PRICES, SIZES, min_size=1, max_size=30)


def test_asks_go_up_and_bids_down() -> None:
    """Each price is put to the step that is no better than it is."""
    assert grouped(ASKS, Decimal(5), up=True) == [(105.0, 3.0), (110.0, 12.0)]
    assert grouped(BIDS, Decimal(5), up=False) == [(100.0, 1.0), (95.0, 6.0)]


def test_raw() -> None:
    """Without a step a book is as it came."""
    assert grouped(ASKS, RAW, up=True) == list(ASKS)


def test_decimal_prices() -> None:
    """A price that is a multiple of the step in decimals stays where it is."""
    assert grouped([(0.3, 1.0), (0.7, 1.0)], Decimal("0.1"), up=True) == [(0.3, 1.0), (0.7, 1.0)]
    assert grouped([(0.00854, 1.0)], Decimal("0.00001"), up=False) == [(0.00854, 1.0)]


@given(SIDES, STEPS, st.booleans())
def test_nothing_is_lost_and_nothing_looks_better(
    side: dict[float, float],
    step: Decimal,
    up: bool,  # noqa: FBT001  # hypothesis gives it
) -> None:
    """Sums are equal, steps are in order, and the best is never better than the raw best."""
    levels: list[Level] = sorted(side.items(), reverse=not up)
    found = grouped(levels, step, up=up)
    assert fsum(size for _, size in found) == pytest.approx(fsum(side.values()), rel=1e-9)
    prices = [price for price, _ in found]
    assert prices == sorted(set(prices), reverse=not up)
    best, raw = prices[0], levels[0][0]
    assert best >= raw if up else best <= raw
    assert abs(Decimal(repr(best)) - Decimal(repr(raw))) < step * 2


def test_where_what_is_known_ends() -> None:
    """Inside a step, or with it."""
    assert ends_inside(BIDS[:2], Decimal(5))
    assert not ends_inside(BIDS, Decimal(5))
    assert not ends_inside(ASKS, Decimal(5))
    assert not ends_inside(BIDS[:2], RAW)
    assert not ends_inside((), Decimal(5))


def test_next_step() -> None:
    """Each step is the next round one; after the largest the book is raw again."""
    book = Book(BTC, ((1000.0, 1.0), (999.0, 1.0)), ((1001.0, 1.0), (1003.0, 1.0)), None, 0)
    steps = [RAW]
    for _ in range(4):
        steps.append(next_step(book, steps[-1]))
    assert steps == [RAW, Decimal(5), Decimal(10), RAW, Decimal(5)]


def test_next_step_of_small_prices() -> None:
    """Steps go by the distance of the prices that there are."""
    book = Book(BTC, ((0.00854, 1.0), (0.00853, 1.0)), (), None, 0)
    assert next_step(book, RAW) == Decimal("0.00005")
    assert next_step(book, Decimal("0.00005")) == Decimal("0.00010")


def test_next_step_without_prices() -> None:
    """Where there is nothing to put together, there is no step."""
    assert next_step(None, Decimal(5)) == RAW
    assert next_step(Book(BTC, ((5.0, 1.0),), (), None, 0), RAW) == RAW
