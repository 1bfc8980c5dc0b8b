"""Counting against limits."""

from coinwatch.demo.limits import BinanceLimits, Meter, Rate, UpbitLimits, Weights


def test_the_defaults_are_the_documented_limits() -> None:
    """What a client must keep to."""
    upbit, binance = UpbitLimits(), BinanceLimits()
    assert upbit.handshakes == (5, 1.0)
    assert upbit.with_origin == (1, 10.0)
    assert upbit.messages == ((5, 1.0), (100, 60.0))
    assert upbit.rest == (10, 1.0)
    assert upbit.idle_s == 60
    assert binance.handshakes == (300, 300.0)
    assert binance.messages == (5, 1.0)
    assert (binance.streams, binance.lifetime_s) == (1024, 86_400)
    assert (binance.ping_every_s, binance.pong_within_s) == (20, 60)
    assert binance.weight_per_minute == 6_000


def test_a_meter_refuses_what_is_over_the_rate_in_any_window() -> None:
    """Three in a second, wherever the second begins; what is refused does not count."""
    meter, rate = Meter(), Rate(3, 1.0)
    assert [meter.take(rate, at) for at in (0.0, 0.5, 0.9, 0.95)] == [True, True, True, False]
    assert [meter.take(rate, at) for at in (0.99, 1.0, 1.01, 1.5)] == [False, True, False, True]


def test_a_meter_tells_what_is_left() -> None:
    """As the header of an answer does."""
    meter, rate = Meter(), Rate(2, 1.0)
    meter.take(rate, 0.0)
    assert (meter.left(rate, 0.5), meter.left(rate, 1.0)) == (1, 2)


def test_a_rate_may_be_lowered_while_running() -> None:
    """What is left is never below none."""
    meter = Meter()
    for _ in range(5):
        meter.take(Rate(5, 1.0), 0.0)
    assert meter.left(Rate(1, 1.0), 0.0) == 0


def test_weights_are_free_again_at_the_next_full_minute() -> None:
    """The minute is the clock's, not the client's."""
    weights, limits = Weights(), BinanceLimits(weight_per_minute=100)
    assert weights.take(60, limits, 50.0) == 0
    assert weights.take(40, limits, 59.0) == 0
    assert weights.take(1, limits, 59.0) == 1.0
    assert weights.used == 101
    assert weights.take(1, limits, 60.0) == 0
    assert weights.used == 1


def test_who_goes_on_after_refusals_is_banned() -> None:
    """For as long as the limits say, even into minutes with weight left."""
    weights, limits = Weights(), BinanceLimits(weight_per_minute=1, patience=2, ban_s=120.0)
    assert weights.take(1, limits, 0.0) == 0
    assert [weights.take(1, limits, 1.0) for _ in range(2)] == [59.0, 59.0]
    assert not weights.is_banned(1.0)
    assert weights.take(1, limits, 1.0) == 120.0
    assert weights.is_banned(1.0)
    assert weights.take(1, limits, 61.0) == 60.0
    assert weights.take(1, limits, 121.0) == 0
    assert not weights.is_banned(121.0)
