"""Tests of the widget that paints lines."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import BindingType

from coinwatch.tui.bar import Bar
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.theme import Ground, palette
from tests.tui.test_strips import VARIABLES

PALETTE = palette(VARIABLES, "western", dark=True)
FIRST: Line = [Piece("비트 "), Piece("go", Role.ACCENT, "app.note('went')"), Piece(" x")]
SECOND: Line = [Piece("second")]


class Stage(App[None]):
    """One bar, and what was clicked."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self) -> None:
        super().__init__()
        self.bar = Bar(PALETTE, Ground.BAR, "bar")
        self.noted: list[str] = []

    def compose(self) -> ComposeResult:
        """Give the bar."""
        yield self.bar

    def action_note(self, word: str) -> None:
        """Note that an action ran."""
        self.noted.append(word)

    def lines(self) -> list[str]:
        """Return what the bar shows."""
        region = self.bar.region
        strips = self.screen._compositor.render_strips()
        return [strip.text for strip in strips[region.y : region.bottom]]


@pytest.fixture
def stage() -> Stage:
    """Return an app with a bar."""
    return Stage()


async def test_lines(stage: Stage) -> None:
    """A bar is as high as it has lines, and each fills the width in its style."""
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.bar.show([FIRST, SECOND])
        await pilot.pause()
        assert stage.lines() == ["비트 go x" + " " * 11, "second" + " " * 14]
        assert stage.bar.size.height == 2
        stage.bar.show([SECOND])
        await pilot.pause()
        assert stage.lines() == ["second" + " " * 14]


async def test_repaints_what_changed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that says the same is not painted again."""
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.bar.show([FIRST, SECOND])
        await pilot.pause()
        asked: list[list[int]] = []
        monkeypatch.setattr(
            stage.bar, "refresh", lambda *regions: asked.append([each.y for each in regions])
        )
        stage.bar.show([list(FIRST), list(SECOND)])
        assert asked == []
        stage.bar.show([FIRST, [Piece("other")]])
        assert asked == [[1]]


async def test_too_long(stage: Stage) -> None:
    """What does not fit is cut at the edge."""
    async with stage.run_test(size=(8, 5)) as pilot:
        stage.bar.show([FIRST])
        await pilot.pause()
        assert stage.lines() == ["비트 go "]


@pytest.mark.parametrize(("x", "noted"), [(4, []), (5, ["went"]), (6, ["went"]), (7, []), (19, [])])
async def test_click(stage: Stage, x: int, noted: list[str]) -> None:
    """A click runs the action of the piece that it hits, by cells; elsewhere it does nothing."""
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.bar.show([FIRST])
        await pilot.pause()
        await pilot.click(stage.bar, offset=(x, 0))
        assert stage.noted == noted


async def test_new_colours(stage: Stage) -> None:
    """Other colours are used at once."""
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.bar.show([FIRST])
        stage.bar.paint(palette(VARIABLES, "korean", dark=True))
        await pilot.pause()
        assert stage.lines()[0].startswith("비트 go")


async def test_another_ground(stage: Stage) -> None:
    """Lines stand on another ground at once, and only if it is another."""
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.bar.show([FIRST])
        await pilot.pause()
        before = stage.screen._compositor.render_strips()[0]
        stage.bar.stand_on(Ground.BAR)
        stage.bar.stand_on(Ground.STALE)
        await pilot.pause()
        after = stage.screen._compositor.render_strips()[0]
        assert before.text == after.text
        assert [segment.style for segment in before] != [segment.style for segment in after]


async def test_another_width(stage: Stage) -> None:
    """After a resize lines are as wide as the bar is then."""
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.bar.show([SECOND])
        await pilot.pause()
        await pilot.resize_terminal(10, 5)
        await pilot.pause()
        assert stage.lines() == ["second" + " " * 4]


async def test_before_anything_was_said(stage: Stage) -> None:
    """A bar that has nothing to say is blank, and a click on it does nothing."""
    async with stage.run_test(size=(20, 5)) as pilot:
        assert stage.lines() == [" " * 20]
        await pilot.click(stage.bar, offset=(1, 0))
        assert stage.noted == []
