"""Prices by time bucket."""

from math import nan

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.series import BUCKETS, Series

NOW = 1_790_000_000_000
SECOND = 1_000


def _tail(series: Series, now_ms: int, count: int = 4) -> list[float | None]:
    return series.values(now_ms)[-count:]


def test_is_empty_before_the_first_price() -> None:
    """Nothing is known, and nothing is made up."""
    assert Series(60).values(NOW) == [None] * BUCKETS


def test_keeps_the_last_price_of_each_bucket() -> None:
    """A later price of the same bucket replaces it; a bucket without one has the one before."""
    series = Series(60)
    series.put(NOW, 1.0)
    series.put(NOW + 999, 2.0)
    series.put(NOW + 3 * SECOND, 3.0)
    assert series.bucket_ms == SECOND
    assert _tail(series, NOW + 3 * SECOND) == [2.0, 2.0, 2.0, 3.0]
    assert _tail(series, NOW + 4 * SECOND) == [2.0, 2.0, 3.0, 3.0]


def test_a_late_price_fills_its_own_bucket() -> None:
    """A price from before the newest bucket lands where it belongs, if that is still kept."""
    series = Series(60)
    series.put(NOW, 1.0)
    series.put(NOW - 2 * SECOND, 2.0)
    series.put(NOW - BUCKETS * SECOND, 9.0)
    assert _tail(series, NOW) == [None, 2.0, 2.0, 1.0]
    assert 9.0 not in series.values(NOW)


def test_a_long_pause_shows_the_last_price_throughout() -> None:
    """After a pause longer than the window the last price is all that is known."""
    series = Series(60)
    series.put(NOW, 1.0)
    later = NOW + 1000 * BUCKETS * SECOND
    assert series.values(later) == [1.0] * BUCKETS
    series.put(later, 2.0)
    assert _tail(series, later, 2) == [None, 2.0]


def test_filling_leaves_live_prices_alone() -> None:
    """History fills the buckets that are empty; what came live stays."""
    series = Series(60)
    series.put(NOW, 5.0)
    series.fill([(NOW - 2 * SECOND, 1.0), (NOW - SECOND, 2.0), (NOW, 3.0), (NOW + SECOND, 4.0)])
    assert _tail(series, NOW + SECOND) == [1.0, 2.0, 5.0, 4.0]


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0.5, 2.0)), min_size=1))
def test_matches_a_plain_dictionary(prices: list[tuple[int, float]]) -> None:
    """Whatever the order of times, the result is that of remembering everything."""
    series = Series(60)
    known: dict[int, float] = {}
    newest = -1
    for offset, price in prices:
        bucket = (NOW + offset * SECOND) // SECOND
        series.put(NOW + offset * SECOND, price)
        newest = max(newest, bucket)
        if bucket > newest - BUCKETS:
            known[bucket] = price
    expected: list[float | None] = []
    price_before = nan
    for bucket in range(newest - BUCKETS + 1, newest + 1):
        price_before = known.get(bucket, price_before)
        expected.append(None if price_before != price_before else price_before)  # noqa: PLR0124  # NaN
    assert series.values(newest * SECOND) == expected
