"""Tests of which screen can be seen."""

from textual.app import App
from textual.screen import ModalScreen, Screen

from coinwatch.tui.stack import in_sight


async def test_in_sight() -> None:
    """A screen is seen on top and below boxes, and not below another screen or when it is gone."""
    app: App[None] = App()
    lower: Screen[None] = Screen()
    async with app.run_test():
        await app.push_screen(lower)
        assert in_sight(lower)
        await app.push_screen(ModalScreen[None]())
        assert in_sight(lower)
        await app.push_screen(Screen[None]())
        assert not in_sight(lower)
        await app.pop_screen()
        await app.pop_screen()
        await app.pop_screen()
        assert not in_sight(lower)
