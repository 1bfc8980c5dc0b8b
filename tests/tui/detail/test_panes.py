"""Tests of the panes."""

from coinwatch.tui.bar import Bar
from tests.tui.detail.filled import book, busy, candles, frame, opened
from tests.tui.rig import lines


async def test_a_pane_comes_and_goes_with_its_room() -> None:
    """A pane that had no room shows what there is as soon as it has some."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(40, 8)) as pilot:
        screen = await opened(app, pilot)
        candles(world)
        book(world)
        await frame(app, pilot)
        assert list(screen._panes.boxes) == ["chart"]
        assert not screen.query_one("#book", Bar).display
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "116,540,000    0.02000    0.02000" in "\n".join(lines(app))


async def test_a_pane_is_drawn_anew_each_second_at_least() -> None:
    """Ages and reasons change without any data."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        await frame(app, pilot)
        world.clock.now += 2
        assert "Age                             2 s" in "\n".join(await frame(app, pilot))
