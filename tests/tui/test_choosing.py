"""Tests of the keys that choose: group, order, filter and row."""

import pytest
from textual.widgets import Input

from coinwatch.model import Group
from tests.tui.rig import ETH, World, frame, main_screen, rows, table


async def test_groups(world: World) -> None:
    """Tab and shift+tab go round the groups, a number goes straight to one."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        assert rows(await frame(app, pilot)) == ["BTC/KRW", "ETH/KRW", "BTC/USDT"]
        for key, tab, found in (
            ("tab", "[KRW]", ["ETH/KRW", "BTC/KRW"]),
            ("3", "[관심]", ["DOGE/KRW"]),
            ("tab", "[Majors]", ["BTC/KRW", "ETH/KRW", "BTC/USDT"]),
            ("shift+tab", "[관심]", ["DOGE/KRW"]),
            ("9", "[관심]", ["DOGE/KRW"]),
            ("1", "[Majors]", ["BTC/KRW", "ETH/KRW", "BTC/USDT"]),
        ):
            await pilot.press(key)
            shown = await frame(app, pilot)
            assert tab in shown[1]
            assert rows(shown) == found


async def test_one_group() -> None:
    """With one group there is no other to go to, and it says how to get one."""
    for key in ("tab", "shift+tab", "2"):
        app = World().app()
        async with app.run_test(size=(100, 20)) as pilot:
            before = await frame(app, pilot)
            await pilot.press("1")
            assert await frame(app, pilot) == before
            await pilot.press(key)
            assert "there is no such group: g adds one" in (await frame(app, pilot))[-1]


async def test_click_on_a_tab(world: World) -> None:
    """A tab can be clicked."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.click("#tabs", offset=(12, 0))
        assert rows(await frame(app, pilot)) == ["ETH/KRW", "BTC/KRW"]


async def test_sort(world: World) -> None:
    """The keys sort by the next column and turn the order round; the tabs and titles say so."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("s", "s", "s")
        shown = await frame(app, pilot)
        assert "sort: Change ▾" in shown[1]
        assert "Change▾" in shown[2]
        assert rows(shown) == ["ETH/KRW", "BTC/USDT", "BTC/KRW"]
        await pilot.press("S")
        shown = await frame(app, pilot)
        assert "sort: Change ▴" in shown[1]
        assert rows(shown) == ["BTC/KRW", "BTC/USDT", "ETH/KRW"]


async def test_reverse_of_manual(world: World) -> None:
    """The watchlist's own order is not turned round, and it says so."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        before = await frame(app, pilot)
        await pilot.press("S")
        shown = await frame(app, pilot)
        assert shown[:-1] == before[:-1]
        assert shown[-1].endswith("the manual order has no reverse: s sorts by a column")


async def test_click_on_a_title(world: World) -> None:
    """A click on a title sorts by it, a second one turns it round."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        shown = await frame(app, pilot)
        place = shown[2].index("Change")
        await pilot.click("#titles", offset=(place, 0))
        assert rows(await frame(app, pilot)) == ["ETH/KRW", "BTC/USDT", "BTC/KRW"]
        await pilot.click("#titles", offset=(place, 0))
        assert rows(await frame(app, pilot)) == ["BTC/KRW", "BTC/USDT", "ETH/KRW"]


async def test_filter(world: World) -> None:
    """/ opens a line; what is typed filters at once; enter keeps it; esc shows all again."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("slash", "u", "s", "d")
        shown = await frame(app, pilot)
        assert rows(shown) == ["BTC/USDT"]
        assert "filter: usd" in shown[1]
        assert shown[-2].strip() == "usd"
        assert shown[-1].endswith("1 of 4")
        await pilot.press("enter")
        shown = await frame(app, pilot)
        assert not main_screen(app).query(Input)
        assert rows(shown) == ["BTC/USDT"]
        await pilot.press("s")
        assert "sort: Market ▴" in (await frame(app, pilot))[1]
        await pilot.press("escape")
        shown = await frame(app, pilot)
        assert len(rows(shown)) == 3
        assert "filter" not in shown[1]


async def test_filter_in_korean(world: World) -> None:
    """A Korean name is typed as it is, and found."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("slash", "이", "더")
        assert rows(await frame(app, pilot)) == ["ETH/KRW"]


async def test_filter_that_finds_nothing(world: World) -> None:
    """An empty list says why it is empty, and how to get out."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("slash", "z", "z")
        assert "  Nothing matches “zz”. Esc shows all." in await frame(app, pilot)
        await pilot.press("escape")
        shown = await frame(app, pilot)
        assert len(rows(shown)) == 3
        assert not main_screen(app).query(Input)


async def test_filter_line_has_the_cursor(world: World) -> None:
    """The terminal's cursor is where is typed, for input methods; rows still move."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("slash", "k", "r")
        await pilot.pause()
        assert tuple(app.cursor_position) == (4, 18)
        await pilot.press("down")
        assert table(app).selected == ETH
        await pilot.press("slash")
        assert len(main_screen(app).query(Input)) == 1


async def test_filter_goes_on(world: World) -> None:
    """Opened again, the line has what was typed before; opened twice, it is one line."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("slash", "k", "r", "enter", "slash", "w")
        shown = await frame(app, pilot)
        assert shown[-2].strip() == "krw"
        main_screen(app).action_filter()
        await pilot.pause()
        assert len(main_screen(app).query(Input)) == 1


async def test_back_when_nothing_is_open(world: World) -> None:
    """Esc does nothing where there is nothing to leave."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        before = await frame(app, pilot)
        await pilot.press("escape")
        assert await frame(app, pilot) == before


@pytest.mark.parametrize("key", ["home", "end", "pageup", "pagedown", "up", "down"])
async def test_moving_without_rows(key: str) -> None:
    """Keys that move do nothing in an empty list."""
    app = World(Group("Empty", ())).app()
    async with app.run_test(size=(100, 20)) as pilot:
        before = await frame(app, pilot)
        await pilot.press(key)
        assert await frame(app, pilot) == before


@pytest.mark.parametrize("key", ["d", "K", "J", "enter"])
async def test_keys_that_need_a_row(key: str, world: World) -> None:
    """Without one they say so, and where one comes from; among premiums, where the markets are."""
    empty = World(Group("Empty", ()))
    app = empty.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        shown = await frame(app, pilot)
        assert shown[-1].endswith("no row is selected: a adds a market, esc shows all")
        assert " q quit" in shown[-1]
    world.pair()
    app = world.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p", key)
        if key != "enter":
            assert "p goes back to the markets" in (await frame(app, pilot))[-1]
