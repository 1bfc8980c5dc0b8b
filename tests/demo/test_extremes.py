"""The highest of many prices, without looking at each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.demo.extremes import highest
from coinwatch.demo.tape import PER_WINDOW


@settings(derandomize=True, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200), st.data())
def test_finds_what_looking_at_each_finds(prices: list[float], data: st.DataObject) -> None:
    """Whatever the bounds are, as long as they are true."""
    first = data.draw(st.integers(0, len(prices) - 1))
    end = data.draw(st.integers(first + 1, len(prices)))
    slack = data.draw(st.floats(0, 1e6))

    def bound(low: int, high: int) -> float:
        return max(prices[low * PER_WINDOW : high * PER_WINDOW]) + slack

    assert highest(first, end, prices.__getitem__, bound) == max(prices[first:end])


def test_looks_at_few_where_the_bounds_are_close() -> None:
    """A hundred thousand prices that rise and fall: a window of them, and the two at the ends."""
    looked = []

    def price(number: int) -> float:
        looked.append(number)
        return -abs(number - 70_000.0)

    def bound(low: int, high: int) -> float:
        start, end = low * PER_WINDOW, high * PER_WINDOW - 1
        return 0.0 if start <= 70_000 <= end else max(price(start), price(end))

    assert highest(0, 100_000, price, bound) == 0.0
    assert len(looked) < 100
