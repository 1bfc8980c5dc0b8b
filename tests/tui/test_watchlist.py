"""Tests of what the user chose: group, filter and order."""

import pytest

from coinwatch.model import Group
from coinwatch.store import Store
from coinwatch.tui.premium_scene import PremiumScene
from coinwatch.tui.rows import Sort
from coinwatch.tui.watchlist import PremiumList, Watchlist
from tests.tui.rig import BTC, BTCUSDT, DOGE, ETH, ETHUSDT, RATE, World

GROUPS = (Group("Majors", (BTC, ETH, BTCUSDT)), Group("관심", (DOGE,)), Group("Empty", ()))


@pytest.fixture
def world() -> World:
    """Return a world with three groups."""
    return World(*GROUPS)


def watchlist(world: World, sort: Sort = Sort()) -> Watchlist:  # noqa: B008  # immutable
    """Return the choices at the start."""
    return Watchlist(world.store, world.scene(), sort)


def test_groups(world: World) -> None:
    """The first group is shown first; others by their place, or by going round."""
    chosen = watchlist(world)
    assert list(chosen.names) == ["Majors", "관심", "Empty"]
    assert chosen.rows() == [BTC, ETH, BTCUSDT]
    assert chosen.pick(1)
    assert chosen.rows() == [DOGE]
    assert chosen.step(1)
    assert chosen.rows() == []
    assert chosen.step(1)
    assert chosen.active == 0
    assert chosen.step(-1)
    assert chosen.active == 2


def test_pick_of_nothing(world: World) -> None:
    """A group that does not exist, or is shown already, changes nothing."""
    chosen = watchlist(world)
    assert not chosen.pick(0)
    assert not chosen.pick(3)
    assert not chosen.pick(-1)
    assert chosen.active == 0


def test_without_groups() -> None:
    """Before the session set any group there are no rows, and no key fails."""
    world = World()
    world.store = Store()
    chosen = watchlist(world)
    assert chosen.rows() == []
    assert not chosen.step(1)
    assert chosen.active == 0


def test_fewer_groups(world: World) -> None:
    """When the shown group is gone, the last one is shown."""
    chosen = watchlist(world)
    chosen.pick(2)
    world.store.watch(GROUPS[:2], world.clock.now)
    assert chosen.active == 1
    assert chosen.rows() == [DOGE]


def test_groups_that_change_places(world: World) -> None:
    """The shown group stays shown, wherever it is; one of an equal name does not take its place."""
    chosen = watchlist(world)
    assert chosen.active == 0
    world.store.watch([GROUPS[1], GROUPS[0]], world.clock.now)
    assert chosen.active == 1
    chosen.pick(0)
    world.store.watch(GROUPS, world.clock.now)
    assert chosen.rows() == [DOGE]
    twice = (Group("Watchlist", (BTC,)), Group("Watchlist", (DOGE,)))
    world.store.watch(twice, world.clock.now)
    chosen.pick(0)
    chosen.pick(1)
    assert chosen.rows() == [DOGE]


def test_filter(world: World) -> None:
    """Only matching rows are left, in their order."""
    chosen = watchlist(world)
    chosen.query = "bitcoin"
    assert chosen.rows() == [BTC, BTCUSDT]


def test_sorted(world: World) -> None:
    """Rows follow the order that was chosen."""
    world.ticker(ETH, 3.0)
    world.ticker(BTC, 2.0)
    assert watchlist(world, Sort("price", descending=True)).rows() == [ETH, BTC, BTCUSDT]


def premiums(world: World, markets: Watchlist) -> PremiumList:
    """Return the choices of the premium view."""
    scene = world.scene()
    return PremiumList(world.store, scene, PremiumScene(scene), markets)


def test_premiums_of_the_group(world: World) -> None:
    """An asset is one row, in the order of the group, whichever of its markets is there."""
    world.store.watch((Group("Both", (DOGE, ETHUSDT, BTC, BTCUSDT)), GROUPS[1]), world.clock.now)
    world.pair()
    markets = watchlist(world)
    chosen = premiums(world, markets)
    assert chosen.rows() == [ETH, BTC]
    assert chosen.everything == 2
    assert markets.everything == 4
    chosen.query = "bitcoin"
    assert chosen.rows() == [BTC]
    chosen.query = ""
    assert chosen.step(1)
    assert (chosen.active, markets.active, chosen.rows()) == (1, 1, [])


def test_premiums_have_an_order_of_their_own(world: World) -> None:
    """By what the premium view shows; that of the markets stays."""
    world.pair()
    for market, price in (
        (BTC, 117_000_000.0), (BTCUSDT, 78_000.0), (RATE, 1_480.0), (ETH, 3_600_000.0),
        (ETHUSDT, 2_310.0),
    ):  # fmt: skip
        world.ticker(market, price)
    chosen = premiums(world, watchlist(world))
    chosen.sort = Sort("asset_premium", descending=True)
    assert chosen.rows() == [ETH, BTC]
    chosen.sort = Sort("krw_price", descending=True)
    assert chosen.rows() == [BTC, ETH]


def test_why_there_are_no_rows(world: World) -> None:
    """Nothing matches, nothing is watched, nothing is on both exchanges, or a price is lacking."""
    markets = watchlist(world)
    assert markets.empty == "Nothing is watched here yet: a adds a market."
    markets.query = "x"
    assert markets.empty == "Nothing matches “x”. Esc shows all."
    chosen = premiums(world, markets)
    assert chosen.empty == "No asset of this group is on both exchanges."
    world.pair(pairs=(), lacking="USDT")
    assert chosen.empty == "No premium: no enabled exchange has prices in USDT."
    world.pair()
    chosen.query = "x"
    assert chosen.empty == "Nothing matches “x”. Esc shows all."
