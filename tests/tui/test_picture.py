"""Tests of the picture: the store as it is, or as it was."""

from coinwatch.model import Group, Interval, Market
from coinwatch.tui.picture import Picture
from tests.tui.detail.filled import busy, candles, trade
from tests.tui.rig import BTC, DOGE, ETH, LISTINGS, NOON_S, Tape, World


def picture(world: World) -> Picture:
    """Return the picture of a world."""
    return Picture(world.store, world.clock.monotonic, world.clock.wall)


def test_time_moves_with_frames() -> None:
    """Between frames time stands still, so that all rows show the same moment."""
    world = World()
    shown = picture(world)
    world.clock.now += 5
    assert (shown.now, shown.wall_s) == (1_000.0, NOON_S)
    shown.go_on()
    assert (shown.now, shown.wall_s) == (1_005.0, NOON_S + 5)
    assert shown.frozen_s is None


def test_a_market_that_is_not_watched_any_more() -> None:
    """Nothing is known of it, and asking is no fault."""
    world = World()
    world.ticker(BTC, 100.0)
    shown = picture(world)
    world.store.watch([Group("New", (DOGE,))], world.clock.now)
    assert shown.state(BTC).last is None
    assert shown.state(BTC).market == BTC


def test_frozen() -> None:
    """A frozen picture keeps its moment, its prices and its sparklines; the store goes on."""
    world = World()
    world.ticker(BTC, 100.0)
    shown = picture(world)
    shown.toggle()
    before = shown.version
    world.clock.now += 60
    world.ticker(BTC, 200.0)
    shown.go_on()
    assert shown.frozen
    assert shown.frozen_s == 60.0
    assert shown.now == 1_000.0
    assert shown.version == before
    kept = shown.state(BTC)
    assert kept.last
    assert kept.last.price == 100.0
    assert kept.series[3_600.0].values(world.wall_ms)[-1] == 100.0
    assert world.store.state(BTC).series[3_600.0].values(world.wall_ms)[-1] == 200.0


def test_thaw() -> None:
    """Going on, the picture is at once as the store is."""
    world = World()
    world.ticker(BTC, 100.0)
    shown = picture(world)
    shown.toggle()
    world.clock.now += 60
    world.ticker(BTC, 200.0)
    shown.toggle()
    assert not shown.frozen
    assert shown.now == 1_060.0
    assert shown.version == world.store.version
    assert shown.state(BTC) is world.store.state(BTC)


def test_freeze_takes_the_present() -> None:
    """What is frozen is the moment of the key, not that of the last frame."""
    world = World()
    shown = picture(world)
    world.clock.now += 3
    shown.toggle()
    assert shown.now == 1_003.0


def test_market_that_came_after_the_freeze() -> None:
    """Of a market that was not there yet nothing is shown but its name, until the picture goes on.

    Its sparklines have the same windows as any, without a price.
    """
    world = World(Group("A", (BTC,)))
    shown = picture(world)
    shown.toggle()
    world.store.watch([Group("A", (BTC, DOGE, ETH))], world.clock.now)
    world.store.describe(LISTINGS)
    world.ticker(DOGE, 100.0)
    state = shown.state(DOGE)
    assert (state.last, state.listing.english_name) == (None, "Dogecoin")
    assert set(state.series[3_600.0].values(world.wall_ms)) == {None}
    assert shown.state(DOGE) is state
    shown.toggle()
    assert shown.state(DOGE) is world.store.state(DOGE)


def test_a_frozen_close_look() -> None:
    """Trades and candles stay as they were; of what was not looked at then there is none."""
    world = busy()
    shown = picture(world)
    world.focus(BTC, "5m")
    trade(world, 116_540_000.0)
    candles(world)
    shown.toggle()
    trade(world, 116_550_000.0)
    kept = shown.focus
    assert kept
    assert (len(kept.trades), len(kept.candles.all())) == (1, 20)
    unseen: tuple[tuple[Market, Interval, int, int], ...] = ((BTC, "1h", 1, 1), (ETH, "5m", 0, 0))
    for market, interval, trades, others in unseen:
        world.focus(market, interval)
        candles(world)
        found = shown.focus
        assert found
        assert (found.market, found.interval) == (market, interval)
        assert (len(found.trades), found.candles.all(), len(found.others)) == (trades, (), others)
    world.focus(BTC, "5m")
    assert shown.focus is kept
    shown.toggle()
    assert shown.focus is world.store.focus


def test_a_replay_stands_still_itself() -> None:
    """There is nothing to freeze: its time is the picture's."""
    world = World()
    tape = Tape(world.clock)
    shown = Picture(world.store, world.clock.monotonic, world.clock.wall, tape)
    shown.toggle()
    assert (tape.paused, shown.frozen) == (True, False)
    shown.toggle()
    assert not tape.paused
