"""Tests of what the keys that edit do, and of what is said of it."""

from dataclasses import replace

import pytest

from coinwatch.config import Config, WatchGroup
from coinwatch.config.watchlists import About
from coinwatch.errors import ConfigError
from coinwatch.model import Group, Market
from coinwatch.tui.edits import Edits, Remark, Tab
from coinwatch.tui.rows import Sort
from coinwatch.tui.watchlist import Watchlist
from tests.tui.rig import BTC, BTCUSDT, DOGE, ETH, World


class Bench:
    """Edits of a world with two groups."""

    def __init__(self) -> None:
        self.world = World(Group("Majors", (BTC, ETH)), Group("Two", (DOGE,)))
        self.world.app()
        scene = self.world.scene()
        self.watchlist = Watchlist(self.world.store, scene, Sort())
        self.desk = self.world.editor
        self.pointed: list[tuple[str | None, Market | None]] = []
        self.edits = Edits(self.desk, self.world, self.watchlist, scene, self._point_at)

    def _point_at(self, about: About) -> None:
        self.pointed.append((about.group, about.market))

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return what the config says."""
        return {group.name: group.symbols for group in self.desk.config.groups}


@pytest.fixture
def bench() -> Bench:
    """Return edits of a world with two groups."""
    return Bench()


async def test_add(bench: Bench) -> None:
    """A market comes into the group that is shown; once."""
    assert await bench.edits.add(BTCUSDT, "Majors") == Remark("BTC/USDT added to Majors")
    assert bench.groups()["Majors"] == ("upbit:KRW-BTC", "upbit:KRW-ETH", "binance:BTCUSDT")
    assert await bench.edits.add(BTC, "Majors") == Remark("BTC/KRW is in Majors already")


async def test_remove_and_undo(bench: Bench) -> None:
    """What is removed comes back, to the same place."""
    assert await bench.edits.remove(BTC) == Remark("BTC/KRW removed; u undoes")
    assert bench.groups()["Majors"] == ("upbit:KRW-ETH",)
    assert await bench.edits.undo() == Remark("undone: BTC/KRW removed")
    assert bench.groups()["Majors"] == ("upbit:KRW-BTC", "upbit:KRW-ETH")
    assert await bench.edits.undo() == Remark("there is nothing to undo")


async def test_a_wildcard_is_named(bench: Bench) -> None:
    """It cannot lose one market, and nothing happens to it."""
    config = replace(bench.desk.config, groups=(WatchGroup("Majors", ("upbit:*",)),))
    bench.desk.set(config)
    remark = await bench.edits.remove(BTC)
    assert remark.warning
    assert remark.text.startswith("upbit:* in the config brings it in")
    assert bench.desk.config == config


async def test_move(bench: Bench) -> None:
    """Rows change places in their manual order only."""
    assert await bench.edits.move(BTC, 1) == Remark("")
    assert bench.groups()["Majors"] == ("upbit:KRW-ETH", "upbit:KRW-BTC")
    bench.watchlist.query = "b"
    assert (await bench.edits.move(BTC, 1)).warning
    bench.watchlist.query, bench.watchlist.sort = "", Sort("price")
    assert "manual order" in (await bench.edits.move(BTC, 1)).text


async def test_groups(bench: Bench) -> None:
    """New, renamed, removed, and a market that goes to another one."""
    assert await bench.edits.transfer(BTC, ("Majors", "Two")) == Remark(
        "BTC/KRW moved to Two; u undoes"
    )
    assert bench.groups() == {
        "Majors": ("upbit:KRW-ETH",),
        "Two": ("upbit:KRW-DOGE", "upbit:KRW-BTC"),
    }
    assert await bench.edits.transfer(ETH, ("Majors",) * 2) == Remark(
        "ETH/KRW is in Majors already"
    )
    assert await bench.edits.add_group("김프") == Remark("group 김프 added; u undoes")
    assert await bench.edits.rename_group("Two", "Two") == Remark("")
    assert await bench.edits.rename_group("Two", "Three") == Remark(
        "the group is Three now; u undoes"
    )
    assert await bench.edits.remove_group("Majors") == Remark("group Majors removed; u undoes")
    assert list(bench.groups()) == ["Three", "김프"]
    taken = await bench.edits.add_group("Three")
    assert taken == Remark("there is a group Three already", warning=True)


async def test_a_run_that_keeps_nothing_says_so(bench: Bench) -> None:
    """After every change."""
    bench.desk.keeps = False
    assert await bench.edits.remove(BTC) == Remark("BTC/KRW removed; u undoes (in this run only)")
    assert await bench.edits.undo() == Remark("undone: BTC/KRW removed (in this run only)")


async def test_what_cannot_be_saved_is_told_with_the_reason(bench: Bench) -> None:
    """And nothing has changed."""
    before = bench.desk.config
    bench.desk.error = ConfigError("c.toml, line 3: wrong.", "Do this.")
    wanted = Remark("not changed: c.toml, line 3: wrong. Do this.", warning=True)
    assert await bench.edits.remove(BTC) == wanted
    assert await bench.edits.undo() == wanted
    assert bench.desk.config is before


async def test_settings(bench: Bench) -> None:
    """Only what differs is set: the file may have other news by then."""
    shown = bench.desk.config.display
    assert await bench.edits.set_display(replace(shown, fps=5)) == Remark("")
    assert bench.desk.config.display == replace(shown, fps=5)


async def test_tells_changes_from_elsewhere(bench: Bench) -> None:
    """Its own are none."""
    await bench.edits.remove(BTC)
    await bench.edits.undo()
    assert not bench.edits.changed_elsewhere()
    bench.desk.set(replace(bench.desk.config, groups=()))
    assert bench.edits.changed_elsewhere()
    assert not bench.edits.changed_elsewhere()


def test_without_any_group(bench: Bench) -> None:
    """The first watchlist is shown, whatever the session watches by now."""
    bench.desk.set(Config())
    bench.world.store.watch([], 0.0)
    assert bench.edits.tab == Tab("", "Watchlist")


async def test_a_group_that_is_not_there_any_more(bench: Bench) -> None:
    """Nothing is done to another one, which may have taken its place."""
    bench.desk.set(replace(bench.desk.config, groups=bench.desk.config.groups[1:]))
    before = bench.desk.config
    edits = bench.edits
    for remark in (
        await edits.add(BTC, "Majors"),
        await edits.transfer(DOGE, ("Two", "Majors")),
        await edits.rename_group("Majors", "New"),
        await edits.remove_group("Majors"),
    ):
        assert remark == Remark("the group Majors is not in the config any more", warning=True)
    assert bench.desk.config == before
    assert edits.markets("Majors") == set()


async def test_points_at_what_a_change_was_about(bench: Bench) -> None:
    """A market that came, or is there already, and whatever an undo brings back."""
    await bench.edits.add(BTCUSDT, "Two")
    await bench.edits.add(DOGE, "Two")
    await bench.edits.remove(BTC)
    await bench.edits.move(ETH, 1)
    await bench.edits.undo()
    await bench.edits.undo()
    assert bench.pointed == [("Two", BTCUSDT), ("Two", DOGE), ("Majors", BTC), ("Two", BTCUSDT)]
