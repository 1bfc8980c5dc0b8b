"""When markets trade."""

from itertools import pairwise

import pytest

from coinwatch.demo.tape import ORIGIN_MS, PER_WINDOW, Dice, Tape

NOW_MS = 1_795_446_000_000


def tape(per_second: float = 2.0, mean_units: float = 500.0, salt: int = 99) -> Tape:
    """Trades of a market of its own."""
    return Tape(Dice(1), salt, per_second, mean_units)


def test_trades_are_counted_from_2020() -> None:
    """Number 0 is the first one of the first window."""
    trades = tape()
    assert trades.count(ORIGIN_MS - 1) == 0
    assert trades.count(ORIGIN_MS + 4_000 - 1) == PER_WINDOW
    assert ORIGIN_MS <= trades.time_ms(0) < ORIGIN_MS + 4_000


def test_count_and_time_are_two_sides_of_the_same() -> None:
    """At the time of a trade it has been counted, just before it has not."""
    trades = tape()
    last = trades.count(NOW_MS)
    for number in range(last - 40, last):
        moment = trades.time_ms(number)
        assert trades.count(moment) > number
        assert trades.count(moment - 1) <= number


def test_times_never_go_back() -> None:
    """Numbers are in the order of time."""
    trades = tape(per_second=9.0)
    last = trades.count(NOW_MS)
    times = [trades.time_ms(number) for number in range(last - 200, last)]
    assert times == sorted(times)


@pytest.mark.parametrize("per_second", [3.0, 0.5, 1 / 240])
def test_the_rate_is_kept_in_the_long_run(per_second: float) -> None:
    """In ten thousand mean gaps there are ten thousand trades, to a window more or less."""
    trades = tape(per_second)
    span_ms = round(10_000 / per_second * 1000)
    counted = trades.count(NOW_MS) - trades.count(NOW_MS - span_ms)
    assert counted == pytest.approx(10_000, abs=PER_WINDOW)


def test_gaps_between_trades_are_uneven() -> None:
    """Some trades come in bursts, some are long in coming."""
    trades = tape(1.0)
    last = trades.count(NOW_MS)
    times = [trades.time_ms(number) for number in range(last - 200, last)]
    gaps = [b - a for a, b in pairwise(times)]
    assert min(gaps) < 100
    assert max(gaps) > 3_000


def test_sizes_add_up_to_the_volume() -> None:
    """What was traded before a trade is the sum of the sizes, exactly, over any windows."""
    trades = tape()
    last = trades.count(NOW_MS)
    total = sum(trades.units(number) for number in range(last - 1_003, last))
    assert total == trades.units_before(last) - trades.units_before(last - 1_003)


def test_no_trade_is_empty() -> None:
    """Even where the mean is tiny, a trade has a size."""
    trades = tape(mean_units=0.01)
    last = trades.count(NOW_MS)
    assert min(trades.units(number) for number in range(last - 500, last)) >= 1


def test_sizes_are_near_their_mean_and_uneven() -> None:
    """Many small trades, a few big ones."""
    trades = tape()
    last = trades.count(NOW_MS)
    sizes = sorted(trades.units(number) for number in range(last - 4_000, last))
    assert sum(sizes) / 4_000 == pytest.approx(500, rel=0.6)
    assert sizes[2_000] < 400
    assert sizes[-1] > 1_500


def test_volume_comes_and_goes() -> None:
    """Days differ in volume."""
    trades = tape()
    day = 86_400_000
    ends = [trades.units_before(trades.count(NOW_MS - n * day)) for n in range(9)]
    volumes = [later - earlier for later, earlier in pairwise(ends)]
    assert 1.1 < max(volumes) / min(volumes) < 4


def test_both_sides_trade() -> None:
    """Buyers and sellers take turns by chance."""
    trades = tape()
    buys = sum(trades.is_buy(number) for number in range(2_000))
    assert 800 < buys < 1_200


def test_markets_and_seeds_have_trades_of_their_own() -> None:
    """Another salt or another seed gives other moments."""
    moments = {
        tuple(some.time_ms(n) for n in range(8))
        for some in (tape(), tape(salt=100), Tape(Dice(2), 99, 2.0, 500.0))
    }
    assert len(moments) == 3
    again = Tape(Dice(1), 99, 2.0, 500.0)
    assert tuple(again.time_ms(n) for n in range(8)) in moments


def test_the_mean_gap_is_told() -> None:
    """Two trades a second are half a second apart."""
    assert tape(2.0).mean_gap_ms == 500
