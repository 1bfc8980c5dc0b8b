"""Tests of how exchanges are summed up."""

from typing import Any

import pytest

from coinwatch.freshness import Carrier
from coinwatch.model import FeedState
from coinwatch.tui.feeds import Exchange, Meter, Rejected, summarise, why_no_data
from coinwatch.tui.words import ENGLISH, KOREAN
from tests.tui.rig import NOON_S, World


def summary(world: World, meter: Meter | None = None) -> list[Exchange]:
    """Return how the exchanges of a world are."""
    clock = world.clock
    return summarise(["upbit"], world.store.feeds, meter or Meter(), clock.now, clock.wall())


def test_before_any_connection() -> None:
    """An exchange of the watchlist is connecting until it says otherwise."""
    assert summary(World()) == [Exchange("upbit", FeedState.CONNECTING, connections=0)]


def test_live() -> None:
    """A live exchange has its round trip and no trouble; unlisted ones are there too."""
    world = World()
    world.live("upbit").round_trip_s = 0.038
    world.live("binance")
    assert summary(world) == [
        Exchange("upbit", FeedState.LIVE, flowing=1, round_trip_s=0.038),
        Exchange("binance", FeedState.LIVE, flowing=1),
    ]


def test_worst_connection_counts() -> None:
    """Of several connections the worst state is told, and how many bring data."""
    world = World()
    world.live(connection=1).round_trip_s = 0.1
    world.live(connection=2).round_trip_s = 0.2
    world.clock.now += 5
    world.status("upbit", FeedState.WAITING, "connection lost", 4_000, connection=3)
    (found,) = summary(world)
    assert found == Exchange(
        "upbit",
        FeedState.WAITING,
        flowing=2,
        connections=3,
        round_trip_s=0.2,
        reason="connection lost",
        retry_in_s=4.0,
        down_s=0.0,
    )


def test_stopped_connections_say_nothing() -> None:
    """A connection that was given up does not make the others look bad, unless it was the last."""
    world = World()
    world.live(connection=1)
    world.status("upbit", FeedState.STOPPED, connection=2)
    assert summary(world)[0].state is FeedState.LIVE
    world.status("upbit", FeedState.STOPPED, connection=1)
    assert summary(world)[0].state is FeedState.STOPPED


@pytest.mark.parametrize(
    ("passed_s", "left_s"), [(0.0, 4.0), (1.5, 2.5), (9.0, 0.0), (-3_600.0, 4.0)]
)
def test_countdown(passed_s: float, left_s: float) -> None:
    """The next try comes closer, and a wall clock that jumps does not make it absurd."""
    world = World()
    world.status("upbit", FeedState.WAITING, "connection lost", 4_000)
    world.clock.now += passed_s
    assert summary(world)[0].retry_in_s == left_s


def test_rates_are_summed() -> None:
    """Messages a second are the counters' rise since the last look, of all connections."""
    world, meter = World(), Meter()
    first, second = world.live(connection=1), world.live(connection=2)
    meter.measure(world.store.feeds, world.clock.now)
    assert summary(world, meter)[0].per_second is None
    first.frames, second.frames = 100, 20
    world.clock.now += 2
    meter.measure(world.store.feeds, world.clock.now)
    assert summary(world, meter)[0].per_second == 60.0
    meter.measure(world.store.feeds, world.clock.now)
    assert summary(world, meter)[0].per_second == 60.0


def test_rejected_frames_are_news_for_a_while() -> None:
    """What could not be read is told for half a minute."""
    world, meter = World(), Meter()
    world.live(connection=1)
    health = world.live(connection=2)
    health.rejected, health.last_rejected = 3, "not JSON: <html>"
    meter.measure(world.store.feeds, world.clock.now)
    assert summary(world, meter)[0].rejected == Rejected(3, "not JSON: <html>")
    world.clock.now += 30
    meter.measure(world.store.feeds, world.clock.now)
    assert summary(world, meter)[0].rejected is None


def test_rejected_frames_of_a_connection_that_is_gone() -> None:
    """Nothing is told of them, nor of what a replay has jumped back before."""
    world, meter = World(), Meter()
    health = world.live()
    health.rejected, health.last_rejected = 3, "not JSON: <html>"
    meter.measure(world.store.feeds, world.clock.now)
    assert meter.rejected([health], world.clock.now) == Rejected(3, "not JSON: <html>")
    assert meter.rejected([health], world.clock.now - 1) is None
    health.rejected = 0
    assert meter.rejected([health], world.clock.now) is None


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"state": FeedState.LIVE}, "Upbit is live but has sent nothing for it"),
        ({"state": FeedState.CONNECTING}, "Upbit is connecting"),
        (
            {"state": FeedState.WAITING, "reason": "cannot resolve api.upbit.com"},
            "Upbit is waiting: cannot resolve api.upbit.com",
        ),
    ],
)
def test_why_no_data(known: dict[str, Any], reason: str) -> None:
    """A blank has a reason in words."""
    assert why_no_data(Carrier(**known), "Upbit", ENGLISH) == reason


def test_why_no_data_in_korean() -> None:
    """The reason is told in the language of the screen."""
    waiting = Carrier(FeedState.WAITING, reason="a.example refuses connections")
    assert why_no_data(waiting, "Upbit", KOREAN) == "Upbit 대기: a.example 연결 거부"


def test_noon_is_noon() -> None:
    """The rig's clocks agree with each other."""
    assert World().clock.wall() == NOON_S


def test_a_rate_takes_a_while() -> None:
    """Looking again at once, as when another screen opens, leaves the last one carrier."""
    world, meter = World(), Meter()
    health = world.live()
    meter.measure(world.store.feeds, world.clock.now)
    health.frames = 40
    meter.measure(world.store.feeds, world.clock.now + 1.0)
    health.frames = 41
    meter.measure(world.store.feeds, world.clock.now + 1.01)
    assert meter.per_second == {"upbit": 40.0}
    meter.measure(world.store.feeds, world.clock.now + 1.5)
    assert meter.per_second == {"upbit": 2.0}
