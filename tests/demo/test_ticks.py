"""Which prices exist."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.demo.ticks import UPBIT_BTC, UPBIT_KRW, UPBIT_USDT, Ticks, binance


@pytest.mark.parametrize(
    ("price", "tick"),
    [
        (2_000_000, 1_000),
        (1_000_000, 1_000),
        (999_999, 500),
        (500_000, 500),
        (100_000, 100),
        (50_000, 50),
        (10_000, 10),
        (5_000, 5),
        (4_999, 1),
        (1_478, 1),
        (100, 1),
        (99.9, 0.1),
        (10, 0.1),
        (1, 0.01),
        (0.1, 0.001),
        (0.0104, 0.0001),
        (0.00854, 0.00001),
        (0.000482, 0.000001),
        (0.00005, 0.0000001),
        (0.000001, 0.00000001),
    ],
)
def test_upbit_won_prices_have_the_documented_ticks(price: float, tick: float) -> None:
    """Each band of prices has its own tick, from its lowest price on."""
    assert UPBIT_KRW.size(price) == tick


@pytest.mark.parametrize(
    ("ticks", "price", "tick"),
    [
        (UPBIT_USDT, 79_341.86, 0.01),
        (UPBIT_USDT, 1.5, 0.001),
        (UPBIT_USDT, 0.00005, 0.00000001),
        (UPBIT_BTC, 0.03, 0.00000001),
        (binance(78_400.0), 78_400.0, 0.01),
        (binance(1.412), 1.412, 0.0001),
        (binance(0.0000079), 0.0000079, 0.00000001),
    ],
)
def test_other_markets_have_their_own(ticks: Ticks, price: float, tick: float) -> None:
    """Quotes other than won, and Binance, follow other rules."""
    assert ticks.size(price) == tick


def test_rounding_down_keeps_a_price_that_is_on_the_grid() -> None:
    """Binary fractions do not push a price one tick down."""
    assert UPBIT_KRW.floor(0.00854) == 0.00854
    assert UPBIT_KRW.floor(116_539_999) == 116_539_000
    assert UPBIT_BTC.floor(0.03008473) == 0.03008473


def test_nothing_is_cheaper_than_a_tick() -> None:
    """A price is never 0."""
    assert UPBIT_BTC.floor(0.000000001) == 0.00000001


def test_neighbours_at_the_edge_of_a_band_differ_by_the_tick_of_the_side() -> None:
    """Just above 1,000,000 won the tick is twice that just below."""
    assert UPBIT_KRW.above(1_000_000) == 1_001_000
    assert UPBIT_KRW.below(1_000_000) == 999_500
    assert UPBIT_KRW.above(999_500) == 1_000_000


def test_below_the_lowest_price_is_zero() -> None:
    """There the book ends."""
    assert UPBIT_BTC.below(0.00000001) == 0.0


@given(st.floats(1e-7, 1e9))
def test_every_rounded_price_is_a_whole_number_of_ticks(price: float) -> None:
    """What rounding gives is on the grid, at most a tick down, and so are its neighbours."""
    down = UPBIT_KRW.floor(price)
    tick = UPBIT_KRW.size(down)
    assert price - tick * 1.001 <= down <= price * 1.000001
    for at in (down, UPBIT_KRW.above(down)):
        assert Decimal(repr(at)) % Decimal(repr(UPBIT_KRW.size(at))) == 0
