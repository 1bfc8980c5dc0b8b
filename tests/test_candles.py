"""Tests of candles from two sources."""

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.candles import LENGTHS_S, MOST_CANDLES, Candles
from coinwatch.model import Candle, Market

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")


def candle(at_ms: int, close: float = 1.0, volume: float = 1.0) -> Candle:
    """Return a candle of a minute."""
    return Candle(BTC, "1m", at_ms, 1.0, 2.0, 0.5, close, volume, volume)


def test_lengths() -> None:
    """Each interval has its length in seconds."""
    assert LENGTHS_S == {"1m": 60, "5m": 300, "15m": 900, "1h": 3_600, "1d": 86_400}


def test_nothing_yet() -> None:
    """Without candles there is no newest one."""
    candles = Candles()
    assert candles.all() == ()
    assert candles.newest_ms == -1


def test_newer_word_on_the_same_time() -> None:
    """Of two candles of one time the one with more volume stays; of equal ones the later."""
    candles = Candles()
    candles.fill([candle(60, 1.0, 5.0), candle(0)])
    candles.put(candle(60, 2.0, 4.0))
    assert candles.all() == (candle(0), candle(60, 1.0, 5.0))
    candles.put(candle(60, 3.0, 5.0))
    candles.put(candle(120, 4.0))
    assert candles.all() == (candle(0), candle(60, 3.0, 5.0), candle(120, 4.0))
    assert candles.newest_ms == 120


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9)), max_size=600))
def test_any_order(told: list[tuple[int, int]]) -> None:
    """However candles come, they are in order, each time once, the newest ones, bounded."""
    candles = Candles()
    for at_ms, volume in told:
        candles.put(candle(at_ms, volume=float(volume)))
        times = [each.open_ms for each in candles.all()]
        assert times == sorted(set(times))
        assert len(times) <= MOST_CANDLES
    newest = sorted({at_ms for at_ms, _ in told})[-MOST_CANDLES:]
    assert [each.open_ms for each in candles.all()] == newest


def test_bounded() -> None:
    """Only the newest are kept, and an older one than those is not taken."""
    candles = Candles()
    candles.fill(candle(at_ms) for at_ms in range(100, 100 + MOST_CANDLES + 5))
    candles.put(candle(1))
    times = [each.open_ms for each in candles.all()]
    assert times == list(range(105, 105 + MOST_CANDLES))
