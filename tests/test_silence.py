"""Quiet or dead."""

from coinwatch.silence import Silence


def test_a_busy_connection_is_dead_after_the_timeout() -> None:
    """Where data came many times a second, the timeout is all that is allowed."""
    silence = Silence(30.0, 0.0)
    for tenth in range(1, 101):
        silence.data(tenth / 10)
    assert silence.allowed_s() == 30.0
    assert not silence.dead(40.0)
    assert silence.dead(40.1)
    assert silence.quiet_s(40.1) == 40.1 - 10.0


def test_a_thin_connection_may_be_quiet_for_longer() -> None:
    """Where data came twice a minute, ten times the usual pause is no fault."""
    silence = Silence(30.0, 0.0)
    for count in range(1, 21):
        silence.data(count * 30.0)
    assert silence.allowed_s() == 300.0
    assert not silence.dead(900.0)
    assert silence.dead(901.0)


def test_one_long_pause_is_remembered() -> None:
    """Three times the longest pause so far is no fault, however busy it was between."""
    silence = Silence(1.0, 0.0)
    for count in range(1, 1001):
        silence.data(100.0 + count / 1000)
    assert silence.allowed_s() > 300.0


def test_before_a_rate_is_known_the_timeout_counts_four_times() -> None:
    """A connection that has hardly spoken gets the benefit of the doubt, not forever."""
    silence = Silence(30.0, 0.0)
    silence.data(1.0)
    assert not silence.dead(121.0)
    assert silence.dead(121.1)
