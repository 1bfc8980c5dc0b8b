"""Delays between attempts."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.backoff import Backoff


@given(st.integers(), st.floats(0.01, 10), st.floats(1, 100))
def test_stays_under_a_doubling_capped_ceiling(seed: int, initial: float, factor: float) -> None:
    """Each delay is between zero and a ceiling that doubles up to the maximum."""
    maximum = initial * factor
    backoff = Backoff(initial, maximum, Random(seed))
    ceiling = initial
    for _ in range(20):
        assert backoff.ceiling_s == ceiling
        assert 0 <= backoff.next() <= ceiling
        ceiling = min(2 * ceiling, maximum)


def test_reset_starts_over() -> None:
    """After data came, the ceiling is the initial one again."""
    backoff = Backoff(0.5, 30, Random(1))
    for _ in range(10):
        backoff.next()
    assert backoff.ceiling_s == 30
    backoff.reset()
    assert backoff.ceiling_s == 0.5


def test_uses_the_whole_range() -> None:
    """Clients that lose a server together do not come back together."""
    backoff = Backoff(1, 1, Random(1))
    delays = sorted(backoff.next() for _ in range(1000))
    assert delays[0] < 0.01
    assert delays[-1] > 0.99
    assert 0.45 < sum(delays) / 1000 < 0.55
