"""Tests of the rows of the premium view: two markets and the rate, as one."""

import pytest

from coinwatch.model import FeedState
from coinwatch.pairs import Pair
from coinwatch.text import sparkline
from coinwatch.tui.premium_scene import PremiumScene
from coinwatch.tui.scene import NO_TREND
from coinwatch.tui.view import View
from tests.tui.rig import BTC, BTCUSDT, ETH, RATE, World


def _scene(world: World) -> PremiumScene:
    scene = world.scene()
    scene.judge(world.store.feeds)
    return PremiumScene(scene)


def _view(world: World) -> View:
    return _scene(world).view(BTC)


@pytest.fixture
def world() -> World:
    """Return a world in which bitcoin is 117,000,000 won and 78,000 dollars of 1,480 won."""
    world = World()
    world.pair()
    for exchange in ("upbit", "binance"):
        world.live(exchange)
    world.ticker(BTC, 117_000_000.0)
    world.ticker(BTCUSDT, 78_000.0)
    world.ticker(RATE, 1_480.0)
    return world


def test_a_row_changes_with_each_of_its_prices(world: World) -> None:
    """And with nothing else."""
    scene = _scene(world)
    for market in (BTC, BTCUSDT, RATE):
        before = scene.version(BTC)
        world.ticker(market, 100.0)
        assert scene.version(BTC) > before
    before = scene.version(BTC)
    world.ticker(ETH, 100.0)
    assert scene.version(BTC) == before


def test_a_row_is_stale_as_soon_as_one_of_its_prices_is(world: World) -> None:
    """But not while it waits for its first prices."""
    assert not _view(world).stale
    assert not _scene(world).view(ETH).stale
    world.clock.now += 1
    world.status("binance", FeedState.WAITING, "connection lost")
    assert _view(world).stale


def test_a_market_that_lost_its_pair_is_shown_as_it_is(world: World) -> None:
    """Until the rows are worked out anew, a moment later."""
    scene = _scene(world)
    world.store.watch(world.store.groups, world.clock.now)
    view = scene.view(BTC)
    assert (view.compared, view.stale, view.premium_change) == (None, False, None)
    assert scene.version(BTC) == world.store.state(BTC).version
    assert scene.trend(world.store.state(BTC), 10).span == NO_TREND.span


def _minutes(world: World, *prices: float) -> None:
    """Fill the hour with a price in won for each of the last minutes, the newest last."""
    for back, price in enumerate(reversed(prices)):
        ms = world.wall_ms - back * 60_000
        world.store.backfill(BTC, 3_600.0, [(ms, price)])
    for market, price in ((BTCUSDT, 78_000.0), (RATE, 1_480.0)):
        world.store.backfill(market, 3_600.0, [(world.wall_ms - 3_000_000, price)])


def test_the_change_over_five_minutes_is_known_from_history(world: World) -> None:
    """From the hour while the five minutes have not been seen, worked out once a second."""
    assert _view(world).premium_change is None
    scene = _scene(world)
    assert scene.view(BTC).premium_change is None
    _minutes(world, 115_440_000.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    assert scene.view(BTC).premium_change is None
    world.clock.now += 1
    scene.picture.go_on()
    assert scene.view(BTC).premium_change == pytest.approx(1.35135, abs=1e-4)
    world.status("binance", FeedState.WAITING, "connection lost")
    assert _scene(world).view(BTC).premium_change is None


def test_the_sparkline_is_that_of_the_premium(world: World) -> None:
    """By the minute, once a second at most; blank since a price is stale."""
    prices = [115_440_000.0 + step * 100_000 for step in range(60)]
    _minutes(world, *prices)
    scene, state = _scene(world), world.store.state(BTC)
    trend = scene.trend(state, 60)
    # Dollars and the rate are known for the last fifty minutes, the newest price since the start.
    known = [None] * 9 + prices[9:59] + [117_000_000.0]
    assert trend.span[0] == sparkline(known, 60)
    assert scene.trend(state, 60, trend) is trend
    world.clock.now += 120
    world.status("binance", FeedState.WAITING, "connection lost")
    shown = _scene(world).trend(state, 60).span[0]
    assert shown.endswith("  ")
    assert shown[-3] != " "
    assert scene.trend(state, 0).span == NO_TREND.span


def test_without_a_rate_there_is_no_sparkline(world: World) -> None:
    """Nor with one of another length than is kept."""
    world.pair(rate=None)
    assert _scene(world).trend(world.store.state(BTC), 5).span[0].strip() == ""
    assert _view(world).premium_change is None


def test_a_number_is_a_rate(world: World) -> None:
    """For the sparkline and for the version as well."""
    world.pair(rate=1_480.0)
    _minutes(world, 115_440_000.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    assert _view(world).premium_change == pytest.approx(1.35135, abs=1e-4)


def test_why_a_row_is_empty() -> None:
    """Whichever price is missing, the rate included, its exchange's reason is given."""
    world = World()
    world.pair()
    world.live("upbit")
    world.status("binance", FeedState.BLOCKED, "not served here")
    world.ticker(BTC, 117_000_000.0)
    scene = _scene(world)
    assert scene.why_empty(scene.view(BTC)) == ""
    world.clock.now += 10
    scene = _scene(world)
    assert scene.why_empty(scene.view(BTC)) == "no data: Binance is blocked: not served here"
    world.ticker(BTCUSDT, 78_000.0)
    assert scene.why_empty(scene.view(BTC)) == (
        "no data: Upbit is live but has sent nothing for it"
    )
    world.ticker(RATE, 1_480.0)
    assert scene.why_empty(scene.view(BTC)) == ""


def test_a_row_holds_until_the_flash_of_either_price_ends(world: World) -> None:
    """Else until the next second: the ages."""
    scene = _scene(world)
    view = scene.view(BTC)
    trend = NO_TREND._replace(until=9e9, version=view.state.version)
    assert scene.holds_until(view, trend) == world.clock.now + 1
    world.ticker(BTCUSDT, 78_001.0)
    assert scene.holds_until(scene.view(BTC), trend) == world.clock.now + 0.3


def test_it_shares_what_the_scene_knows(world: World) -> None:
    """The picture, the language, and whether the screen is narrow."""
    base = world.scene("ko")
    scene = PremiumScene(base)
    scene.tight = True
    assert (scene.picture, scene.language, scene.tight) == (base.picture, "ko", base.tight)
    assert base.tight


def test_units(world: World) -> None:
    """A thousand of the asset in one unit abroad are a thousandth of its price."""
    sats = Pair("BTC", BTC, BTCUSDT, 1000)
    world.pair(pairs=(sats,))
    view = _view(world)
    assert view.compared
    assert view.compared.usd.price == 78.0
