"""Tests of which candles a chart shows."""

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.model import Candle, Market
from coinwatch.tui.detail.window import ZOOMS, Zoom, follow, merge, place_of, shown, step

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
MINUTE_MS = 60_000


def candle(minute: int, price: float) -> Candle:
    """Return the candle of a minute, from a price to one more."""
    return Candle(BTC, "1m", minute * MINUTE_MS, price, price + 2, price - 1, price + 1, 1.0, 10.0)


FIVE = [candle(minute, float(minute)) for minute in range(3, 8)]


def test_bodies() -> None:
    """There is a gap between wide candles."""
    assert [zoom.body for zoom in ZOOMS] == [1, 1, 1, 1, 3]
    assert Zoom(1, 2).body == 1


def test_merge() -> None:
    """Which candles are drawn as one depends on time; one without neighbours stands alone."""
    assert merge(FIVE, "1m", 1) == FIVE
    merged = merge(FIVE, "1m", 2)
    assert [each.open_ms // MINUTE_MS for each in merged] == [3, 4, 6]
    assert merged[1] == Candle(BTC, "1m", 4 * MINUTE_MS, 4.0, 7.0, 3.0, 6.0, 2.0, 20.0)
    assert merged[0] == FIVE[0]


def test_the_newest_follows_the_price() -> None:
    """As long as the price is of its time; high and low go along."""
    newest = FIVE[-1]
    for price, high, low in ((5.0, 9.0, 5.0), (20.0, 20.0, 6.0)):
        moved = newest._replace(close=price, high=high, low=low)
        assert follow(FIVE, MINUTE_MS, price, 7 * MINUTE_MS + 5) == [*FIVE[:-1], moved]
    for at_ms in (7 * MINUTE_MS - 1, 8 * MINUTE_MS):
        assert follow(FIVE, MINUTE_MS, 5.0, at_ms) == FIVE
    assert follow(FIVE, 5 * MINUTE_MS, 5.0, 9 * MINUTE_MS)[-1].close == 5.0
    assert follow([], MINUTE_MS, 5.0, 0) == []


def test_place_of() -> None:
    """A moment is in the candle before it; one before all of them in the first."""
    assert place_of(FIVE, None) is None
    assert place_of([], 5) is None
    assert place_of(FIVE, 4 * MINUTE_MS + 30) == 1
    assert place_of(FIVE, 0) == 0


def test_shown() -> None:
    """The newest are shown; what is pointed at is always in sight."""
    assert shown(FIVE, 3, None) == range(2, 5)
    assert shown(FIVE, 3, 3) == range(2, 5)
    assert shown(FIVE, 3, 1) == range(1, 4)
    assert shown(FIVE, 9, None) == range(5)
    assert shown(FIVE, 0, None) == range(4, 5)


@given(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 4)))
def test_what_is_pointed_at_is_in_sight(room: int, pointed: int | None) -> None:
    """In any room, and never more candles than there are."""
    sight = shown(FIVE, room, pointed)
    assert 0 <= sight.start < sight.stop <= 5
    assert pointed is None or pointed in sight


def test_step() -> None:
    """From the newest back to the oldest, and beyond the newest to none."""
    assert step(FIVE, None, -1) == 7 * MINUTE_MS
    assert step(FIVE, 7 * MINUTE_MS, -1) == 6 * MINUTE_MS
    assert step(FIVE, 3 * MINUTE_MS, -1) == 3 * MINUTE_MS
    assert step(FIVE, 7 * MINUTE_MS, 1) is None
    assert step(FIVE, None, 1) is None
    assert step([], None, -1) is None
