"""Tests of the panel of options: what is set has its effect at once."""

from collections.abc import Callable, Coroutine
from typing import Any

from coinwatch.errors import ConfigError
from coinwatch.tui.roles import Role
from coinwatch.tui.setting import OptionPanel
from coinwatch.tui.theme import Ground
from tests.tui.rig import BTC, ETH, World, frame, lines, main_screen, table

Until = Callable[[Callable[[], object]], Coroutine[Any, Any, None]]


def panel(app: object) -> OptionPanel:
    """Return the panel, which is open."""
    screen = app.screen  # type: ignore[attr-defined]  # an application
    assert isinstance(screen, OptionPanel)
    return screen


async def test_language_and_colours() -> None:
    """Every word of every open screen changes, and so do the colours."""
    world = World()
    app = world.app(colors="western")
    async with app.run_test(size=(100, 30)) as pilot:
        await frame(app, pilot)
        palette = table(app)._painter.palette
        await pilot.press("o", "right")
        await frame(app, pilot)
        assert "설정" in "\n".join(lines(app))
        assert "현재가" in lines(app)[2]
        assert world.editor.config.display.language == "ko"
        await pilot.press("down", "right")
        await frame(app, pilot)
        after = table(app)._painter.palette
        assert after[Ground.ROW][Role.UP] != palette[Ground.ROW][Role.UP]
        assert world.editor.config.display.colors == "korean"


async def test_sort_window_and_rate() -> None:
    """The rows, the sparklines and the timer follow."""
    world = World()
    world.ticker(BTC, 1.0)
    world.ticker(ETH, 2.0)
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await frame(app, pilot)
        timer = main_screen(app)._timer
        await pilot.press("o", "down", "down", "down", *["right"] * 4)
        shown = await frame(app, pilot)
        assert "sort: Price ▾" in shown[1]
        assert table(app).rows[0] == ETH
        await pilot.press("down", "right")
        assert "1 d" in (await frame(app, pilot))[2]
        assert world.windows == [86_400.0]
        await pilot.press("down", "right")
        await frame(app, pilot)
        assert main_screen(app)._timer is not timer
        assert world.editor.config.display.fps == 2


async def test_basis() -> None:
    """What the change refers to."""
    world = World()
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o", "down", "down", "space")
        assert "as each exchange counts" in (await frame(app, pilot))[1]


async def test_columns() -> None:
    """Shown, hidden, and in another order; the cursor goes with the column."""
    world = World()
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o", *["down"] * 7, "K")
        assert (await frame(app, pilot))[2].split()[:2] == ["Price", "Market"]
        await pilot.press("enter")
        assert (await frame(app, pilot))[2].split()[0] == "Market"
        assert world.editor.config.display.columns[0] == "market"
        assert "[ ] Price" in "\n".join(lines(app))
        assert panel(app).cursor == 6 + 8
        await pilot.press("up", "K")
        assert world.editor.config.display.columns[-2:] == ("age", "sparkline")
        await pilot.press(*["up"] * 20, "J", "escape")
        assert not isinstance(app.screen, OptionPanel)


async def test_undo(until: Until) -> None:
    """What was set goes back, the panel stays."""
    world = World()
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        before = world.editor.config
        await pilot.press("o", "right", "u")
        await until(lambda: "undone: an option" in "\n".join(lines(app)))
        assert world.editor.config == before


async def test_a_run_that_keeps_nothing_says_so() -> None:
    """Above the settings, before one is changed and afterwards; not where they are saved."""
    world = World()
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "Options" in "\n".join(lines(app))
        assert "in this run only" not in "\n".join(lines(app))
        world.editor.keeps = False
        await pilot.press("down", "right")
        await pilot.pause()
        assert " Options (in this run only)" in "\n".join(lines(app))


async def test_only_columns_move() -> None:
    """A setting that is asked to says so."""
    app = World().app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o", "J")
        await pilot.pause()
        assert "only columns are moved" in "\n".join(lines(app))


async def test_a_click_turns() -> None:
    """A value can be clicked."""
    world = World()
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        shown = lines(app)
        place = next(y for y, line in enumerate(shown) if " 1 a second" in line)
        await pilot.click(offset=(shown[place].index("1 a s"), place))
        await pilot.pause()
        assert world.editor.config.display.fps == 2
        assert panel(app).cursor == 5


async def test_what_cannot_be_saved_stays() -> None:
    """With the reason, in as many lines as it takes."""
    world = World()
    app = world.app()
    async with app.run_test(size=(80, 24)) as pilot:
        world.editor.error = ConfigError("/a/long/path/config.toml cannot be written: Read-only.")
        await pilot.press("o", "right")
        await pilot.pause()
        assert "not changed: /a/long/path/config.toml cannot be written" in "\n".join(lines(app))
        assert world.editor.config.display.language == "en"
