"""The clock of a replay."""

import pytest

from coinwatch.replay.playhead import SPEEDS, Playhead


class _Real:
    """Real time, which only moves when told."""

    now = 50.0

    def __call__(self) -> float:
        return self.now


def _playing(speed: float | None) -> tuple[Playhead, _Real]:
    real = _Real()
    head = Playhead(speed, real)
    head.jump(1_000.0)
    head.pause(paused=False)
    return head, real


def test_time_goes_at_its_speed() -> None:
    """From where it is."""
    head, real = _playing(10.0)
    real.now += 2
    assert head.now() == 1_020.0
    assert head.delay_s(1_040.0) == 2.0
    assert head.delay_s(1_000.0) == 0.0


def test_a_change_of_speed_does_not_move_it() -> None:
    """Nor do pauses."""
    head, real = _playing(10.0)
    real.now += 1
    head.set_speed(1.0)
    assert head.now() == 1_010.0
    real.now += 1
    head.pause(paused=True)
    real.now += 100
    assert head.now() == 1_011.0
    assert head.delay_s(1_012.0) is None
    head.pause(paused=False)
    real.now += 1
    assert head.now() == 1_012.0


def test_as_fast_as_it_goes() -> None:
    """Time is that of what was played last."""
    head, real = _playing(None)
    real.now += 100
    assert head.now() == 1_000.0
    assert head.delay_s(2_000.0) == 0.0
    head.reach(2_000.0)
    head.reach(1_500.0)
    assert head.now() == 2_000.0


def test_what_is_played_does_not_move_a_clock_that_goes() -> None:
    """It may be ahead or behind by a moment."""
    head, real = _playing(1.0)
    head.reach(1_005.0)
    assert head.now() == 1_000.0
    head.pause(paused=True)
    head.reach(1_005.0)
    assert (head.now(), head.paused) == (1_005.0, True)
    assert real.now == 50.0


def test_it_stops_at_the_end() -> None:
    """Once that is known."""
    head, real = _playing(1.0)
    head.end = 1_003.0
    real.now += 10
    assert head.now() == 1_003.0


def test_steps_of_speed() -> None:
    """The next one up or down, from any speed, and no further than the last."""
    head, _ = _playing(3.0)
    head.step_speed(1)
    assert head.speed == 5.0
    head.step_speed(-1)
    assert head.speed == 2.0
    for _ in SPEEDS:
        head.step_speed(1)
    assert head.speed is None
    head.step_speed(-1)
    assert head.speed == 600.0
    for _ in SPEEDS:
        head.step_speed(-1)
    assert head.speed == pytest.approx(0.1)
