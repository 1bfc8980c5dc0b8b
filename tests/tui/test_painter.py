"""Tests of how single rows are drawn."""

import pytest

from coinwatch.config import COLUMNS
from coinwatch.model import FeedState
from coinwatch.tui.layout import arrange
from coinwatch.tui.painter import Painted, Painter
from coinwatch.tui.theme import Ground, palette
from tests.tui.rig import BTC, World
from tests.tui.test_strips import VARIABLES

NEEDS = {"market": 8, "exchange": 7, "price": 13}


class Easel:
    """A painter on a world of one market of interest."""

    def __init__(self) -> None:
        self.world = World()
        self.scene = self.world.scene()
        self.painter = Painter(self.scene, palette(VARIABLES, "western", dark=True))
        self.painter.columns = arrange(COLUMNS, 120, NEEDS, "en")
        self.painter.width = 119

    def draw(self, before: Painted | None = None, *, selected: bool = False) -> Painted:
        """Draw the row as it is now."""
        self.scene.picture.go_on()
        return self.painter.draw(BTC, before, selected=selected)


@pytest.fixture
def easel() -> Easel:
    """Return a painter with a market that has a price."""
    easel = Easel()
    easel.world.ticker(BTC, 105.0)
    return easel


def test_draw(easel: Easel) -> None:
    """A row shows what is known of its market, and until when that holds."""
    row = easel.draw()
    assert row.strip.text.split() == [
        "BTC/KRW", "Upbit", "105.0", "+5.00", "%", "▕───────●──▏", "5.00", "M₩", "—", "·",
        "▄", "0", "s",
    ]  # fmt: skip
    assert row.ground is Ground.ROW
    assert row.until == 1_001.0


def test_unchanged(easel: Easel) -> None:
    """A row that looks the same keeps its strip, and nothing is to be repainted."""
    before = easel.draw()
    easel.world.ticker(BTC, 105.0)
    after = easel.draw(before)
    assert after.version > before.version
    assert after.strip is before.strip
    assert easel.painter.changed_until(before, after) == 0


def test_changed_until(easel: Easel) -> None:
    """Only what is left of the last difference is repainted; the rest is kept."""
    before = easel.draw()
    easel.world.quote(BTC, 99.5, 100.5)
    after = easel.draw(before)
    slots = {slot.column.name: slot for slot in easel.painter.columns.slots}
    assert easel.painter.changed_until(before, after) == slots["spread"].end
    assert after.parts[0] is before.parts[0]
    easel.world.clock.now += 1
    assert easel.painter.changed_until(after, easel.draw(after)) == slots["age"].end


def test_another_ground(easel: Easel) -> None:
    """A row that is selected, or goes stale, is repainted whole."""
    before = easel.draw()
    selected = easel.draw(before, selected=True)
    assert selected.ground is Ground.SELECTED
    assert easel.painter.changed_until(before, selected) == 119
    easel.world.clock.now += 0.5
    easel.world.status("upbit", FeedState.WAITING)
    easel.scene.judge(easel.world.store.feeds)
    stale = easel.draw(before)
    assert stale.ground is Ground.STALE
    assert stale.strip.text.endswith(" stale 0s")
    assert easel.painter.changed_until(before, stale) == 119


def test_why_empty() -> None:
    """A row without data becomes a sentence, and a row again when data comes."""
    easel = Easel()
    empty = easel.draw()
    assert set(empty.strip.text.split()) == {"BTC/KRW", "Upbit", "—", "·"}
    easel.world.clock.now += 10
    told = easel.draw(empty)
    assert told.strip.text.split("  ")[0] == " BTC/KRW"
    assert told.strip.text.rstrip().endswith("no data: Upbit is connecting")
    assert easel.painter.changed_until(empty, told) == 119
    easel.world.ticker(BTC, 105.0)
    row = easel.draw(told)
    assert "105.0" in row.strip.text
    assert easel.painter.changed_until(told, row) == 119
    again = easel.draw(told)
    assert easel.painter.changed_until(told, again) == 119


def test_another_reason() -> None:
    """A row that says why it is empty is repainted when the reason changes."""
    easel = Easel()
    easel.world.clock.now += 10
    before = easel.draw()
    easel.world.status("upbit", FeedState.BLOCKED)
    easel.scene.judge(easel.world.store.feeds)
    after = easel.draw(before)
    assert after.strip.text.rstrip().endswith("no data: Upbit is blocked")
    assert easel.painter.changed_until(before, after) == 119


def test_outgrown(easel: Easel) -> None:
    """A price that is too wide for its column is noted."""
    easel.draw()
    assert easel.painter.outgrown == {}
    easel.world.ticker(BTC, 1_165_390_000_000.0)
    easel.draw()
    assert easel.painter.outgrown["price"] == 19


def test_the_sentence_leaves_nothing_behind() -> None:
    """With no more than two columns too, data takes the whole place of the sentence."""
    easel = Easel()
    easel.painter.columns = arrange(["market"], 120, NEEDS, "en")
    assert len(easel.painter.columns.slots) == 2
    easel.world.clock.now += 10
    told = easel.draw()
    easel.world.ticker(BTC, 105.0)
    row = easel.draw(told)
    assert row.strip.text.split() == ["BTC/KRW", "Upbit"]
    assert easel.painter.changed_until(told, row) == 119
