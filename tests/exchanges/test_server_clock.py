"""The exchange's clock: what lies ahead of it is refused, and ours need not be right."""

import pytest

from coinwatch.exchanges.gates import FieldError
from coinwatch.exchanges.server_clock import CLAIMS, TOLERANCE_MS, WITHIN_MS, ServerClock

NOW = 1_790_000_000_000
HOUR = 3_600_000


def _takes(clock: ServerClock, at_ms: int, received_ms: int = NOW) -> bool:
    try:
        return clock.time_ms(at_ms, received_ms * 1_000_000) == at_ms
    except FieldError:
        return False


def test_takes_any_time_up_to_a_little_ahead() -> None:
    """Old is normal; three seconds ahead of our clock are its own fault, perhaps."""
    clock = ServerClock()
    for at_ms in (0, NOW - 30 * HOUR, NOW, NOW + TOLERANCE_MS):
        assert _takes(clock, at_ms)
    assert TOLERANCE_MS == 3_000


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NOW + 3_001, "a time 3 s ahead of the exchange's clock, 1790000003001"),
        (NOW + HOUR, "a time 3600 s ahead of the exchange's clock, 1790003600000"),
        ((NOW + HOUR) * 1000, "a time 3600 s ahead of the exchange's clock, 1790003600000000"),
    ],
)
def test_refuses_a_time_that_lies_ahead(value: int, words: str) -> None:
    """In milliseconds and in microseconds, and the words say by how much."""
    with pytest.raises(FieldError) as caught:
        ServerClock().time_ms(value, NOW * 1_000_000)
    assert str(caught.value) == words


def test_times_in_microseconds_are_milliseconds_then() -> None:
    """They are told by their size."""
    assert ServerClock().time_ms(NOW * 1000 + 999, NOW * 1_000_000) == NOW


def test_a_single_time_ahead_is_never_believed_however_often_it_comes() -> None:
    """What is sent again is no second witness, and others between change nothing."""
    clock = ServerClock()
    for second in range(100):
        assert not _takes(clock, NOW + 24 * HOUR, NOW + second * 1000)
        assert _takes(clock, NOW + second * 1000, NOW + second * 1000)


def test_five_frames_outvote_a_clock_of_ours_that_is_behind() -> None:
    """From the fifth live frame on everything passes, and what lies ahead of those does not."""
    clock = ServerClock()
    taken = [_takes(clock, NOW + 2 * HOUR + step * 100, NOW + step * 100) for step in range(8)]
    assert taken == [False] * 4 + [True] * 4
    assert _takes(clock, NOW)
    assert _takes(clock, NOW + 2 * HOUR + 3_000)
    assert not _takes(clock, NOW + 2 * HOUR + 3_001)
    assert not _takes(clock, NOW + 26 * HOUR)


def test_snapshots_of_quiet_markets_do_not_hide_how_far_ahead_it_is() -> None:
    """Their times are old by any amount; the live frames among them decide in the end."""
    clock = ServerClock()
    ages = (9_000_000, 60_000, 3_000_000, 500_000, 1_200_000, 4_000_000, 800_000)
    for age in ages:
        _takes(clock, NOW + 24 * HOUR - age)
    live = [_takes(clock, NOW + 24 * HOUR + step, NOW + step) for step in range(6)]
    assert live == [False] * 4 + [True] * 2
    assert all(_takes(clock, NOW + 24 * HOUR - age) for age in ages)


def test_claims_of_more_than_a_minute_ago_are_forgotten() -> None:
    """A wrong time now and then never adds up, nor do more than are remembered."""
    clock = ServerClock()
    for number in range(50):
        at = NOW + number * WITHIN_MS // 4
        assert not _takes(clock, at + HOUR + number, at)
    for number in range(CLAIMS * 2):
        assert not _takes(clock, NOW + 30 * HOUR * (number + 1), NOW + number * WITHIN_MS)


def test_what_it_learned_can_be_handed_on() -> None:
    """Another one judges as it would have, whether it has heard enough by then or not."""
    for heard in range(8):
        clock, other = ServerClock(), ServerClock()
        for number in range(heard):
            _takes(clock, NOW + HOUR + number, NOW + number)
        other.restore(clock.kept())
        for number in range(heard, 10):
            at_ms, received_ms = NOW + HOUR + number, NOW + number
            assert _takes(clock, at_ms, received_ms) is _takes(other, at_ms, received_ms)
        assert clock.kept() == other.kept()
