"""Tests of what is in each pane."""

import pytest

from coinwatch.model import Book, Candle, Standing, Trade
from coinwatch.tui.detail.choices import Choices
from coinwatch.tui.detail.contents import Content, Contents
from coinwatch.tui.roles import width
from coinwatch.tui.scene import Scene
from tests.tui.detail.filled import book, busy, candles, lose, trade
from tests.tui.rig import BTC, ETH, Tape, World


def contents(world: World, choices: Choices | None = None) -> tuple[Contents, Scene]:
    """Return the panes of a world, which is looked at now."""
    scene = world.scene()
    return Contents(scene, choices or Choices()), scene


def texts(content: Content) -> list[str]:
    """Return lines as text without blanks at the end."""
    return ["".join(piece.text for piece in line).rstrip() for line in content.lines]


@pytest.mark.parametrize("name", ["chart", "book", "tape", "day", "elsewhere"])
@pytest.mark.parametrize("height", [4, 7, 12, 30])
def test_any_height(name: str, height: int) -> None:
    """Nothing is higher or wider than its pane, with data and without."""
    world = busy()
    for fill in (lambda _world: None, candles, book, lambda w: trade(w, 116_540_000.0)):
        world.focus(BTC, "5m") if world.store.focus is None else fill(world)
        panes, scene = contents(world)
        content = panes.panes[name](scene.view(BTC), 44, height)
        assert len(content.lines) <= max(height, 5)
        assert all(width(line) <= 44 for line in content.lines)


def test_head_of_the_chart() -> None:
    """What the candle says stands beside the intervals, below them, or nowhere."""
    world = busy()
    world.focus(BTC, "5m")
    candles(world)
    panes, scene = contents(world)
    view = scene.view(BTC)
    sizes = ((130, 30), (60, 30), (60, 10), (60, 7))
    assert [len(panes.head_lines(view, *size)) for size in sizes] == [1, 3, 2, 1]


def test_a_warning_in_the_statistics() -> None:
    """What the exchange warns of stands in words above the statistics of the day."""
    world = busy()
    state = world.store.state(BTC)
    state.listing = state.listing._replace(caution="warning, trading volume soaring")
    panes, scene = contents(world)
    content = panes.panes["day"](scene.view(BTC), 30, 12)
    assert texts(content)[1:3] == [" !! investment warning,", " volume soaring"]
    assert len(texts(content)) > 5


def test_without_a_focus() -> None:
    """Before anything is looked at, panes are empty and say so."""
    world = busy()
    panes, scene = contents(world)
    assert panes.candles() == []
    chart = panes.panes["chart"](scene.view(BTC), 60, 20)
    assert texts(chart)[1] == " no data: Upbit is connecting"
    assert texts(panes.panes["elsewhere"](scene.view(BTC), 60, 6))[1] == (
        " BTC is on no other exchange that is watched"
    )
    assert texts(panes.panes["tape"](scene.view(BTC), 60, 6))[1] == " no data: Upbit is connecting"


def test_premium() -> None:
    """The premium stands beside the other exchange's price."""
    world = busy()
    world.pair(1_450.0)
    world.focus(BTC, "5m")
    panes, scene = contents(world)
    shown = texts(panes.panes["elsewhere"](scene.view(BTC), 44, 7))
    assert shown[4].split() == ["Premium", "+2.00%"]


def test_trades_do_not_come() -> None:
    """While the feed is down, that is why there are no trades."""
    world = busy()
    world.focus(ETH, "5m")
    lose(world)
    world.clock.now += 11
    panes, scene = contents(world)
    scene.judge({})
    assert texts(panes.panes["tape"](scene.view(ETH), 60, 6))[1] == " no data: Upbit is connecting"


def test_frozen_before_it_was_looked_at() -> None:
    """What had not come when the picture was frozen stays away, and says so in its place."""
    world = busy()
    scene = world.scene("ko")
    scene.picture.toggle()
    world.focus(BTC, "5m")
    candles(world)
    book(world)
    trade(world, 116_540_000.0)
    panes = Contents(scene, Choices())
    for name in ("chart", "book", "tape"):
        content = panes.panes[name](scene.view(BTC), 70, 8)
        assert texts(content)[1] == (
            " 화면을 멈출 때 아직 없던 내용입니다. space를 누르면 이어집니다"
        )
    assert " Binance BTC/USDT" in texts(panes.panes["elsewhere"](scene.view(BTC), 44, 8))[1]
    scene.picture.toggle()
    assert len(texts(panes.panes["book"](scene.view(BTC), 60, 30))) > 20


def test_what_was_not_recorded() -> None:
    """A replay waits for nothing that the recording lacks, nor while it stands still."""
    world = busy()
    world.playback = tape = Tape(world.clock)
    world.focus(ETH, "5m")
    panes, scene = contents(world)
    world.live()
    scene.judge(world.store.feeds)

    def said() -> list[str]:
        view = scene.view(ETH)
        shown = (panes.panes[name](view, 60, 8) for name in ("chart", "book", "tape", "elsewhere"))
        return [texts(each)[1].strip() for each in shown]

    lacking, no_trade = "not recorded", "no trade yet since this was opened"
    assert said() == [lacking] * 4
    tape.recorded = {Book, Trade, Candle}
    assert said() == ["loading …", "loading …", no_trade, lacking]
    tape.paused = True
    still = "nothing yet since this was opened"
    assert said() == [still, still, no_trade, lacking]


def test_an_end_in_the_statistics() -> None:
    """The day on which a market will be delisted stands above the statistics of the day."""
    world = busy()
    state = world.store.state(BTC)
    assert state.day
    state.day = state.day._replace(standing=Standing(delisting="2026-12-01"))
    panes, scene = contents(world)
    assert texts(panes.panes["day"](scene.view(BTC), 30, 12))[1] == " !! delisted on 2026-12-01"
