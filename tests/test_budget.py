"""Keeping to an exchange's limits."""

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.budget import Budget
from coinwatch.exchanges.base import Rate


def test_lets_a_burst_through_and_then_waits() -> None:
    """So many at once are free; the next waits for the first to leave the window."""
    budget = Budget([Rate(2, 1.0)])
    assert [budget.take(10.0) for _ in range(5)] == [0.0, 0.0, 1.0, 1.0, 2.0]
    assert budget.take(12.5) == 0.0


def test_the_strictest_rate_decides() -> None:
    """With several rates the longest wait counts."""
    budget = Budget([Rate(2, 1.0), Rate(3, 60.0)])
    assert [budget.take(0.0) for _ in range(4)] == [0.0, 0.0, 1.0, 60.0]


def test_nothing_is_allowed_before_a_ban_ends() -> None:
    """What follows it keeps to the rate; an earlier end takes nothing back."""
    budget = Budget([Rate(1, 1.0)])
    assert budget.take(10.0) == 0.0
    budget.hold(20.0)
    budget.hold(15.0)
    assert [budget.take(10.0), budget.take(10.0), budget.held_until] == [10.0, 11.0, 20.0]


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 5), st.floats(0.1, 3))
def test_never_passes_a_rate(pauses: list[float], count: int, seconds: float) -> None:
    """In no window of the rate's length are there more actions than it allows."""
    budget = Budget([Rate(count, seconds)])
    now, taken = 0.0, []
    for pause in pauses:
        now += pause
        taken.append(now + budget.take(now))
    for first, beyond in zip(taken, taken[count:], strict=False):
        assert beyond - first >= seconds * (1 - 1e-9)
