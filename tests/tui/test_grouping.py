"""Tests of the panel of groups."""

from dataclasses import replace

from textual.widgets import Input

from coinwatch.model import Group
from coinwatch.tui.grouping import GroupPanel
from tests.tui.rig import BTC, DOGE, ETH, World, frame, lines


def world() -> World:
    """Return a world with two groups."""
    return World(Group("Majors", (BTC, ETH)), Group("Two", (DOGE,)))


def names(world: World) -> list[str]:
    """Return the names in the config."""
    return [group.name for group in world.editor.config.groups]


async def test_a_market_moves_to_another_group() -> None:
    """Enter moves the row that was selected."""
    here = world()
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert " ▸ [Majors]" in text
        assert "enter moves BTC/KRW there" in text
        await pilot.press("down", "enter", "escape")
        shown = await frame(app, pilot)
        assert shown[3].startswith("▸ETH/KRW")
        await pilot.press("tab")
        assert (await frame(app, pilot))[4].startswith(" BTC/KRW")


async def test_new_renamed_removed() -> None:
    """Names are typed in any script; esc drops what is typed, then closes the panel."""
    here = world()
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("g", "n", "김", "프", "enter")
        await pilot.pause()
        assert names(here) == ["Majors", "Two", "김프"]
        await pilot.press("r", "!")
        await pilot.pause()
        place = next(y for y, line in enumerate(lines(app)) if line.strip() == "김프!")
        await pilot.pause()
        assert tuple(app.cursor_position) == (11 + 5, place)
        await pilot.press("enter")
        await pilot.pause()
        assert names(here)[2] == "김프!"
        await pilot.press("n", "x", "escape")
        await pilot.pause()
        assert names(here)[2:] == ["김프!"]
        await pilot.press("up", "x")
        await pilot.pause()
        assert "Two holds 1: x once more removes it" in "\n".join(lines(app))
        await pilot.press("down", "up", "x")
        await pilot.pause()
        assert names(here) == ["Majors", "Two", "김프!"]
        await pilot.press("x")
        await pilot.pause()
        assert names(here) == ["Majors", "김프!"]
        assert "group Two removed; u undoes" in "\n".join(lines(app))
        await pilot.press("u")
        await pilot.pause()
        assert "undone: group Two removed" in "\n".join(lines(app))
        assert names(here) == ["Majors", "Two", "김프!"]
        await pilot.press("escape", "u")
        await pilot.pause()
        assert not isinstance(app.screen, GroupPanel)
        assert names(here) == ["Majors", "Two", "김프"]


async def test_a_market_of_a_group_that_was_renamed() -> None:
    """It moves from there all the same."""
    here = world()
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.press("g", "r", "!", "enter", "down", "enter")
        await pilot.pause()
        assert [group.symbols for group in here.editor.config.groups] == [
            ("upbit:KRW-ETH",),
            ("upbit:KRW-DOGE", "upbit:KRW-BTC"),
        ]


async def test_a_bad_name_is_told() -> None:
    """And nothing is made."""
    here = world()
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("g", "n", "n", "backspace", "T", "w", "o", "enter")
        await pilot.pause()
        assert "there is a group Two already" in "\n".join(lines(app))
        assert names(here) == ["Majors", "Two"]


async def test_a_click_chooses() -> None:
    """It moves nothing."""
    here = world()
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        place = next(y for y, line in enumerate(lines(app)) if line.strip() == "Two")
        await pilot.click(offset=(16, place))
        screen = app.screen
        assert isinstance(screen, GroupPanel)
        assert screen.cursor == 1
        assert here.editor.config.groups[1].symbols == ("upbit:KRW-DOGE",)


async def test_the_list_without_a_name() -> None:
    """It keeps its place, and has no name to change."""
    here = World(Group("Watchlist", (BTC,)))
    app = here.app()
    here.editor.config = replace(here.editor.config, symbols=("upbit:KRW-BTC",), groups=())
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "[Watchlist]" in text
        assert "enter move   n new   r rename   x del" in text
        await pilot.press("r")
        await pilot.pause()
        assert "this list has no name to change" in "\n".join(lines(app))


async def test_without_any_row() -> None:
    """Where nothing is selected, there is nothing to move."""
    here = World(Group("Empty", ()))
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("g", "enter")
        await pilot.pause()
        assert "no row is selected" in "\n".join(lines(app))
        await pilot.press("down")
        await pilot.pause()
        assert "enter moves — there" in "\n".join(lines(app))


async def test_a_file_that_is_edited_meanwhile() -> None:
    """The chosen group stays chosen wherever it is; one that is gone is told, no other is hit."""
    here = world()
    app = here.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        majors, two = here.editor.config.groups
        await pilot.press("g", "down")
        here.editor.set(replace(here.editor.config, groups=(two, majors)))
        await pilot.press("r")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Two"
        here.editor.set(replace(here.editor.config, groups=(majors,)))
        await pilot.press("!", "enter")
        await pilot.pause()
        gone = "the group Two is not in the config any more"
        assert gone in "\n".join(lines(app))
        for key in ("x", "enter"):
            await pilot.press(key)
            await pilot.pause()
            assert gone in "\n".join(lines(app))
        assert here.editor.config.groups == (majors,)
        await pilot.press("down", "x", "x")
        await pilot.pause()
        assert names(here) == []
