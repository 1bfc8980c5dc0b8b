"""Tests of the axes of a chart."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.model import Candle, Interval, Market
from coinwatch.tui.detail.scale import Scale, moment, round_step, time_labels

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
MIDNIGHT_MS = 1_800_057_600_000


def candles(first_ms: int, length_ms: int, count: int) -> list[Candle]:
    """Return candles one after the other."""
    return [
        Candle(BTC, "1m", first_ms + n * length_ms, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
        for n in range(count)
    ]


def test_halves() -> None:
    """The highest price is in the first half row, the lowest in the last."""
    scale = Scale(100.0, 109.0, 5)
    assert [scale.half(price) for price in (109.0, 108.0, 100.0)] == [0, 1, 9]
    assert (scale.half(200.0), scale.half(1.0)) == (0, 9)


def test_a_price_that_stands_still() -> None:
    """Where nothing moved, the price is in the middle."""
    scale = Scale(100.0, 100.0, 5)
    assert scale.half(100.0) in (4, 5)


def test_ticks() -> None:
    """Prices on the axis are round, inside, and not too many."""
    assert Scale(101.0, 139.0, 12).ticks() == [130.0, 120.0, 110.0]
    assert Scale(0.01, 0.0117, 1).ticks() == [0.01]


@given(st.floats(1e-8, 1e9))
def test_round_step(least: float) -> None:
    """A step is at most two and a half times what was asked for."""
    assert least <= round_step(least) <= least * 2.5 * 1.01


def test_moment() -> None:
    """A candle's time is local, a day's its date in UTC."""
    at_ms = MIDNIGHT_MS + 9 * HOUR_MS
    assert moment(at_ms, "1m") == "01-16 09:00"
    assert moment(MIDNIGHT_MS, "1d") == "2027-01-16"


def test_time_labels() -> None:
    """Labels are so far apart that they do not touch; another day is named."""
    found = time_labels(candles(MIDNIGHT_MS - 2 * HOUR_MS, 60_000, 240), "1m", 1)
    assert found[:2] == [(0, "22:00"), (12, "22:12")]
    assert all(one[0] + 12 <= other[0] for one, other in pairwise(found))
    assert [label for _, label in found if "-" in label] == ["01-16"]


def test_time_labels_of_days() -> None:
    """Days have dates, with their year where it is another."""
    interval: Interval = "1d"
    first_ms = MIDNIGHT_MS - 40 * DAY_MS
    labels = [label for _, label in time_labels(candles(first_ms, DAY_MS, 60), interval, 1)]
    assert labels == ["2026-12", "12-21", "2027-01", "01-14", "01-26"]
