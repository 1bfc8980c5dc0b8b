"""A box over a screen."""

from collections.abc import Sequence

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.visual import Visual

from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.box import Box, Dimmed
from tests.tui.rig import World

SIZE = (100, 20)


def drawn(app: CoinwatchApp) -> Sequence[Sequence[Segment]]:
    """Return what is on the whole terminal, without what lies side by side and looks the same."""
    top = app.screen
    lines = top.render_lines(Region(0, 0, top.size.width, top.size.height))
    return [list(Segment.simplify(line)) for line in lines]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_it_looks_as_textual_has_it(theme: str) -> None:
    """What is below a box looks as it does below a box of Textual's own, in every kind of theme."""
    app = World().app()
    async with app.run_test(size=SIZE) as pilot:
        app.theme = theme
        pictures = []
        for box in (Box(), ModalScreen[None]()):
            await app.push_screen(box)
            await pilot.pause()
            pictures.append(drawn(app))
            await app.pop_screen()
        assert pictures[0] == pictures[1]
        assert any("BTC/KRW" in segment.text for line in pictures[0] for segment in line)


async def test_it_is_not_larger_than_its_room() -> None:
    """Where the screen below is larger for a moment, the rest of it is left out."""
    app = World().app()
    async with app.run_test(size=SIZE):
        ground = Dimmed(BackgroundScreen(app.screen, Color(0, 0, 0, 0.6)))
        strips = Visual.to_strips(app.screen, ground, 60, 5, app.screen.visual_style)
        assert [strip.cell_length for strip in strips] == [60] * 5


async def test_it_takes_all_the_room() -> None:
    """The ground of a box asks for all the room there is."""
    app = World().app()
    async with app.run_test(size=SIZE):
        ground = Dimmed(BackgroundScreen(app.screen, Color(0, 0, 0, 0.6)))
        assert ground.get_optimal_width({}, 80) == 80
        assert ground.get_minimal_width({}) == 1
        assert ground.get_height({}, 80) == 20
