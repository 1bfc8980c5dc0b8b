"""Tests of what rows are drawn from."""

import pytest

from coinwatch.model import FeedState, Group, Listing
from coinwatch.tui.roles import Role
from coinwatch.tui.scene import NO_DATA_S, NO_TREND, Scene
from tests.tui.rig import BTC, BTCUSDT, ETH, PAIRS, RATE, World


@pytest.fixture
def world() -> World:
    """Return a world without data."""
    return World()


def drawn(scene: Scene, world: World, width: int = 8) -> tuple[str, Role]:
    """Return the sparkline of the won market, drawn anew."""
    return scene.trend(world.store.state(BTC), width).span


def test_view(world: World) -> None:
    """A view has the picture's time, the state, and how to show it."""
    world.ticker(BTC, 105.0)
    scene = world.scene("ko")
    view = scene.view(BTC, ("▁▂", Role.UP))
    assert (view.now, view.wall_s) == (scene.picture.now, scene.picture.wall_s)
    assert view.tick
    assert view.tick.price == 105.0
    assert (view.trend, view.language, view.tight) == (("▁▂", Role.UP), "ko", False)
    assert view.flashing
    assert not view.stale


def test_frozen_view_does_not_flash(world: World) -> None:
    """In a frozen picture a flash would never end."""
    scene = world.scene()
    scene.picture.toggle()
    assert not scene.view(BTC).flashing


def test_judge(world: World) -> None:
    """Rows are told of again when an exchange's state or reason changes, not by its rates."""
    world.ticker(BTC, 105.0)
    scene = world.scene()
    feeds, health = world.store.feeds, world.live()
    assert scene.judge(feeds)
    health.frames, health.round_trip_s = 4, 0.1
    assert not scene.judge(feeds)
    assert not scene.view(BTC).stale
    world.clock.now += 0.5
    world.status("upbit", FeedState.WAITING, "connection lost")
    assert scene.judge(feeds)
    assert scene.view(BTC).stale
    world.status("upbit", FeedState.WAITING, "connection lost", 2_000)
    assert not scene.judge(feeds)


def test_a_connection_is_judged_by_itself(world: World) -> None:
    """One of two is down: its markets alone are stale, outdated and told to be without data."""
    for number, market in enumerate((BTC, ETH), 1):
        world.live(connection=number).markets = (market,)
        world.ticker(market, 105.0)
    received_ns = world.wall_ms * 1_000_000
    scene = world.scene()
    world.clock.now += 1.0
    world.status("upbit", FeedState.WAITING, "connection lost", connection=2)
    scene.picture.go_on()
    assert scene.judge(world.store.feeds)
    assert [scene.view(each).stale for each in (BTC, ETH)] == [False, True]
    assert [scene.outdated(each, received_ns) for each in (BTC, ETH)] == [False, True]
    assert [scene.flows(each) for each in (BTC, ETH)] == [True, False]
    assert scene.why_nothing(BTC) == "Upbit is live but has sent nothing for it"
    assert scene.why_nothing(ETH) == "Upbit is waiting: connection lost"
    world.status("upbit", FeedState.WAITING, "connection lost", connection=1)
    world.live(connection=2)
    assert scene.judge(world.store.feeds)
    assert [scene.flows(each) for each in (BTC, ETH)] == [False, True]


def test_trend(world: World) -> None:
    """The sparkline is the window's, and blank where the store keeps no such window."""
    scene = world.scene()
    world.ticker(BTC, 100.0)
    world.clock.now += 3_540
    world.ticker(BTC, 105.0)
    scene.picture.go_on()
    assert drawn(scene, world) == ("▁▁▁▁▁▁▁█", Role.TREND_UP)
    scene.window_s = 77.0
    assert drawn(scene, world) == ("", Role.MUTED)


def test_trend_is_drawn_once_a_second(world: World) -> None:
    """Moves within a second wait; the row is due again at the next one."""
    scene, state = world.scene(), world.store.state(BTC)
    world.ticker(BTC, 100.0)
    first = scene.trend(state, 8)
    world.clock.now += 0.5
    world.ticker(BTC, 105.0)
    scene.picture.go_on()
    assert scene.trend(state, 8, first) is first
    assert scene.holds_until(scene.view(BTC), first) == 1_000.8
    world.clock.now += 0.4
    scene.picture.go_on()
    assert scene.holds_until(scene.view(BTC), first) == 1_001.0
    world.clock.now += 0.1
    scene.picture.go_on()
    again = scene.trend(state, 8, first)
    assert again.version == state.version


def test_trend_moves_on_by_itself(world: World) -> None:
    """Without a trade the sparkline changes when its next span of time begins."""
    scene, state = world.scene(), world.store.state(BTC)
    world.ticker(BTC, 100.0, traded_ms=None)
    first = scene.trend(state, 8)
    assert first.until == 1_060.0
    world.clock.now += 59
    scene.picture.go_on()
    assert scene.trend(state, 8, first) is first
    world.clock.now += 1
    scene.picture.go_on()
    assert scene.trend(state, 8, first) is not first


def test_no_room_for_a_trend(world: World) -> None:
    """Where the column is not shown nothing is drawn, and nothing becomes due."""
    state = world.store.state(BTC)
    shown = world.scene().trend(state, 0)
    assert shown == NO_TREND._replace(version=state.version, until=float("inf"))


def test_why_empty(world: World) -> None:
    """A row that is still empty after ten seconds says why; one with a price never does."""
    scene = world.scene()
    world.status("upbit", FeedState.WAITING, "cannot resolve a\x1bb")
    scene.judge(world.store.feeds)
    view = scene.view(BTC)
    assert scene.why_empty(view) == ""
    late = view._replace(now=view.state.asked_at + NO_DATA_S)
    assert scene.why_empty(late) == "no data: Upbit is waiting: cannot resolve a␛b"
    other = scene.view(BTCUSDT)._replace(now=late.now)
    assert scene.why_empty(other) == "no data: Binance is connecting"
    world.ticker(BTC, 105.0)
    assert scene.why_empty(late) == ""


def test_empty_row_is_due_after_ten_seconds(world: World) -> None:
    """A row without data is looked at again when it has to say why."""
    scene = world.scene()
    trend = scene.trend(world.store.state(BTC), 0)
    view = scene.view(BTC)
    assert scene.holds_until(view, trend) == 1_010.0
    assert scene.holds_until(view._replace(now=1_010.0), trend) == float("inf")


def test_rig_describes_markets() -> None:
    """The rig's markets have decimals, so that prices look as they will."""
    world = World(listings=[Listing(BTC, decimals=((0.0, 2),))])
    assert world.store.state(BTC).decimals(1.0) == 2


def test_a_premium_is_told_in_the_won_row() -> None:
    """And in the dollar row only where the won market has none."""
    world = World()
    world.pair()
    for market, price in ((BTC, 117_000_000.0), (BTCUSDT, 78_000.0), (RATE, 1_480.0)):
        world.ticker(market, price)
    scene = world.scene()
    compared = scene.view(BTC).compared
    assert compared
    assert compared.pct == 1.3514
    assert scene.view(BTC).abroad is world.store.state(BTCUSDT)
    assert scene.view(BTCUSDT).compared is None
    world.store.watch([Group("Dollars", (BTCUSDT,))], world.clock.now)
    world.pair()
    told = scene.view(BTCUSDT).compared
    assert told
    assert told.pair == PAIRS[0]


def test_a_row_with_a_premium_is_looked_at_every_second() -> None:
    """Its other price and the rate move without it."""
    world = World()
    world.pair()
    world.ticker(BTC, 117_000_000.0)
    world.clock.now += 120.25
    scene = world.scene()
    view = scene.view(BTC)
    trend = scene.trend(view.state, 0)._replace(second=int(world.clock.now))
    assert scene.holds_until(view, trend) == 1_121.0
