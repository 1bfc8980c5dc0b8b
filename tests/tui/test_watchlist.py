"""Tests of what the user chose: group, filter and order."""

import pytest

from coinwatch.model import Group
from coinwatch.store import Store
from coinwatch.tui.rows import Sort
from coinwatch.tui.watchlist import Watchlist
from tests.tui.rig import BTC, BTCUSDT, DOGE, ETH, World

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
