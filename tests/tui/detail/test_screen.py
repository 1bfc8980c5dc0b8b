"""Tests of the screen of one market."""

from random import Random

import pytest

from coinwatch.model import FeedState, Group
from coinwatch.tui.bar import Bar
from coinwatch.tui.detail import DetailScreen
from coinwatch.tui.notice import Help, TooSmall
from coinwatch.tui.screen import MainScreen
from coinwatch.tui.theme import Ground
from tests.tui.detail.filled import (
    FIVE_MS,
    NOON_MS,
    book,
    busy,
    candles,
    detail,
    frame,
    lose,
    opened,
    trade,
)
from tests.tui.rig import BTC, BTCUSDT, ETH, World, lines, table


def squeezed(line: str) -> str:
    """Return a line with one blank where there are many."""
    return " ".join(line.split())


async def test_at_120x40() -> None:
    """Candles, book, trades, statistics and the other exchange, each in its place."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        candles(world)
        book(world)
        trade(world, 116_539_000.0, "sell", 0.25)
        trade(world, 116_540_000.0)
        trade(world, 116_540_000.0)
        shown = await frame(app, pilot)
    assert squeezed(shown[1]) == ("BTC/KRW Upbit Bitcoin 116,540,000 +0.47 % since 00:00 UTC 0 s")
    assert squeezed(shown[2]) == "1m [5m] 15m 1h 1d Order book"
    assert squeezed(shown[3]).startswith("01-16 12:00 C 116,540,000 +0.12 % O 116,400,000")
    assert shown[4].startswith(" L 116,000,000  V 1.00000")
    text = "\n".join(map(squeezed, shown))
    assert "116,548,000 0.18000 0.90000 ━" in text
    assert "116,540,000 0.02000 0.02000" in text
    assert "spread 1,000 · 0.1 bp" in text
    assert "12:00:00 B 116,540,000 1.00000 x2" in text
    assert "12:00:00 S 116,539,000 0.25000" in text
    assert "Day since 00:00 UTC Elsewhere" in text
    assert "High 117,000,000 Binance BTC/USDT 78,800.00" in text
    assert squeezed(shown[-1]) == (
        "q quit esc back ↑ ↓ market ← → candle [ ] interval + - zoom g group t window space freeze "
        "? help 1 of 3"
    )


async def test_going_and_coming_back() -> None:
    """Enter looks at the selected market; esc drops it, and the list is as it was."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down")
        await opened(app, pilot)
        assert world.focused == [(ETH, "5m")]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        assert world.focused[-1] == (None, "5m")
        assert world.store.focus is None
        assert table(app).selected == ETH


async def test_nothing_is_selected() -> None:
    """Without rows there is nothing to look at."""
    world = World(Group("Mine", ()))
    app = world.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, MainScreen)


async def test_double_click() -> None:
    """Two clicks on a row look at its market; one only selects it."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.click("#table", offset=(5, 1))
        assert isinstance(app.screen, MainScreen)
        await pilot.click("#table", offset=(5, 2), times=2)
        await pilot.pause()
        assert isinstance(app.screen, DetailScreen)
        assert world.focused == [(BTCUSDT, "5m")]


async def test_next_market() -> None:
    """Up and down go through the list, and no further at its ends."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        await pilot.press("left", "up", "down", "down", "down")
        await pilot.pause()
        assert [market for market, _ in world.focused] == [BTC, ETH, BTCUSDT]
        shown = await frame(app, pilot)
        assert shown[1].startswith(" BTC/USDT  Binance  Bitcoin  78,800.00")
        assert shown[-1].endswith("3 of 3")
        await pilot.press("escape")
        assert table(app).selected == BTCUSDT


async def test_intervals() -> None:
    """Brackets and clicks choose the interval; the choice holds for the next market."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        await pilot.press("right_square_bracket", "left_square_bracket", "left_square_bracket")
        await pilot.press("left_square_bracket")
        await pilot.click("#chart", offset=(18, 0))
        await pilot.press("down")
        assert world.focused == [
            (BTC, "5m"), (BTC, "15m"), (BTC, "5m"), (BTC, "1m"), (BTC, "1d"), (ETH, "1d"),
        ]  # fmt: skip


async def test_looking_back() -> None:
    """Left and right, home and end, and a click choose the candle that is told of."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        candles(world)
        for keys, minutes in (
            (("left", "left", "left"), "11:50"),
            (("right",), "11:55"),
            (("home",), "10:25"),
            (("end",), "12:00"),
        ):
            await pilot.press(*keys)
            assert f"01-16 {minutes}" in (await frame(app, pilot))[3]
        box = screen.query_one("#chart", Bar).region
        await pilot.click("#chart", offset=(box.width - 16, 10))
        assert "01-16 11:55" in (await frame(app, pilot))[3]
        await pilot.click("#chart", offset=(2, 10))
        await pilot.click("#chart", offset=(2, 1))
        assert "01-16 11:55" in (await frame(app, pilot))[3]


async def test_zoom() -> None:
    """Plus draws candles wider, minus more of them, several as one at last."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        candles(world)
        await pilot.press("plus")
        assert "┌┴┐" in "\n".join(await frame(app, pilot))
        await pilot.press("minus", "minus", "minus")
        shown = await frame(app, pilot)
        assert "┌┴┐" not in "\n".join(shown)
        assert "1d x2" in shown[2]


async def test_grouping() -> None:
    """The prices of the book are put together in larger steps, of this market alone."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        book(world)
        await pilot.press("g")
        text = "\n".join(map(squeezed, await frame(app, pilot)))
        assert "by 5,000" in text
        assert "116,545,000 0.40000" in text
        await pilot.click("#book", offset=(39, 0))
        assert "by 10,000" in "\n".join(await frame(app, pilot))
        await pilot.press("down")
        assert "by" not in "\n".join(await frame(app, pilot))[1:]


async def test_freeze() -> None:
    """A frozen picture stays as it is, whatever comes, and goes on from what is known by then."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        candles(world)
        book(world)
        trade(world, 116_540_000.0)
        before = (await frame(app, pilot))[1:-1]
        await pilot.press("space")
        trade(world, 116_600_000.0, "sell")
        world.store.put(world.store.state(BTC).book._replace(bids=()), 1.0)  # type: ignore[union-attr]  # it has one
        world.clock.now += 5
        frozen = await frame(app, pilot)
        assert frozen[1:-1] == before
        assert "FROZEN 5 s" in frozen[0]
        await pilot.press("space")
        assert "116,600,000" in "\n".join(await frame(app, pilot))


async def test_window() -> None:
    """The sparkline of the other exchange covers another time."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        for window in ("24 h", "5 m", "1 h"):
            await pilot.press("t")
            shown = "\n".join(await frame(app, pilot)).replace("1 d", "24 h")
            assert f" {window}  " in shown
        assert world.windows == [86_400.0, 300.0, 3_600.0]


async def test_stale() -> None:
    """When the feed stops everything is marked, and what comes after is not."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        candles(world)
        book(world)
        trade(world, 116_540_000.0)
        lose(world)
        shown = await frame(app, pilot)
        assert shown[1] == " Upbit: connection lost; next try in 3 s"
        assert shown[2].endswith("stale 1 s")
        grounds = {name: screen.query_one(f"#{name}", Bar)._ground for name in ("book", "tape")}
        assert set(grounds.values()) == {Ground.STALE}
        world.live("upbit")
        world.clock.now += 1
        book(world)
        world.ticker(BTC, 116_541_000.0, reference=116e6)
        shown = await frame(app, pilot)
        assert screen.query_one("#book", Bar)._ground is Ground.ROW
        assert "stale" not in "\n".join(shown)


async def test_reasons() -> None:
    """What is empty says that it loads, and after ten seconds why there is nothing."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        text = "\n".join(await frame(app, pilot))
        assert text.count("loading …") == 2
        assert "no trade yet since this was opened" in text
        world.clock.now += 10
        text = "\n".join(await frame(app, pilot))
        assert text.count("no data: Upbit is live but has") == 2
        assert world.store.focus
        world.store.focus.fail("Upbit: api.upbit.com answers HTTP 503")
        assert "no candles: Upbit: api.upbit.com answers HTTP 503" in "\n".join(
            await frame(app, pilot)
        )
        world.store.focus.fill([])
        lose(world)
        text = " ".join(map(squeezed, await frame(app, pilot)))
        assert "Upbit has no candles of this market yet" in text
        assert text.count("no data: Upbit is waiting: connection") == 2


async def test_only_on_one_exchange() -> None:
    """Where no other exchange that is watched has the asset, that is said."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down")
        await opened(app, pilot)
        assert "ETH is on no other exchange" in "\n".join(await frame(app, pilot))


async def test_nothing_is_painted_that_did_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame without news paints nothing; a trade paints the tape alone."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        candles(world)
        book(world)
        trade(world, 116_540_000.0)
        await frame(app, pilot)
        painted: list[str | None] = []
        monkeypatch.setattr(Bar, "refresh", lambda self, *_args, **_more: painted.append(self.id))
        await frame(app, pilot)
        assert painted == []
        trade(world, 116_541_000.0)
        await frame(app, pilot)
        assert painted == ["tape"]


@pytest.mark.parametrize("size", [(40, 8), (80, 24), (200, 60), (300, 100)])
@pytest.mark.parametrize("language", ["en", "ko"])
async def test_sizes(size: tuple[int, int], language: str) -> None:
    """At any size every line fills the terminal, and the price and the chart are there."""
    world = busy()
    app = world.app(language=language)
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        candles(world)
        book(world)
        trade(world, 116_540_000.0)
        shown = await frame(app, pilot)
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}
        assert "116,540,000" in "\n".join(shown)
        assert any(glyph in "\n".join(shown) for glyph in "║╽╻│")


async def test_random_resizes() -> None:
    """Through any resize no pane breaks: each is in its box and as high as that."""
    world = busy()
    app = world.app()
    random = Random(4)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        candles(world)
        book(world)
        trade(world, 116_540_000.0)
        for _ in range(20):
            await pilot.resize_terminal(random.randint(40, 180), random.randint(8, 50))
            await pilot.pause()
            panes = screen._panes
            for name, box in panes.boxes.items():
                region = screen.query_one(f"#{name}", Bar).region
                assert (region.width, region.height) == (box.width, box.height)
                assert (region.x, region.y - panes.region.y) == (box.x, box.y)
            hidden = {"chart", "book", "tape", "day", "elsewhere"} - {*panes.boxes}
            assert not any(screen.query_one(f"#{name}", Bar).display for name in hidden)


async def test_too_small_and_back() -> None:
    """Where the terminal is too small there is one sentence; after that all is as it was."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        await pilot.resize_terminal(39, 7)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        detail(app).frame()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, DetailScreen)
        assert (await frame(app, pilot))[1].startswith(" BTC/KRW")


async def test_help() -> None:
    """The help is that of this screen, and esc closes it first."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 50)) as pilot:
        await opened(app, pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        text = "\n".join(lines(app))
        assert "look back, a candle at a time" in text
        assert "next or previous group" not in text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DetailScreen)
        titles = {each.title for each in app.get_system_commands(app.screen_stack[1])}
        assert {"Group", "Back", "Freeze"} <= titles
        assert "Filter" not in titles


async def test_colours() -> None:
    """The key for colours changes those of this screen, and of the list below it."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        before = screen.query_one("#book", Bar)._palette
        await pilot.press("c")
        after = screen.query_one("#book", Bar)._palette
        assert before != after
        assert table(app)._painter.palette == after


async def test_a_market_list_tells_more() -> None:
    """What a list tells of the market later is taken over."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        better = BTC._replace(base="XBT")
        world.store.watch([Group("Majors", (better, ETH, BTCUSDT))], world.clock.now)
        world.status("upbit", FeedState.LIVE)
        assert (await frame(app, pilot))[1].startswith(" XBT/KRW")
        assert screen._market == better


async def test_the_moment_that_is_pointed_at() -> None:
    """It stays when the interval changes, and is forgotten with the market."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        candles(world)
        await pilot.press("left", "left")
        assert screen._choices.pointed_ms == NOON_MS - FIVE_MS
        await pilot.press("right_square_bracket")
        assert screen._choices.pointed_ms == NOON_MS - FIVE_MS
        await pilot.press("down")
        assert screen._choices.pointed_ms is None


async def test_the_list_is_empty_by_now() -> None:
    """Where no market is left in the list, the one that is looked at stays."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot)
        table(app).show([])
        await pilot.press("down")
        assert world.focused == [(BTC, "5m")]
        assert (await frame(app, pilot))[1].startswith(" BTC/KRW")


async def test_what_was_said_of_the_list_ends_with_it() -> None:
    """The footer has the keys of this screen as soon as it is open."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "there is nothing to undo" in "\n".join(lines(app))
        await opened(app, pilot)
        shown = await frame(app, pilot)
    assert "there is nothing to undo" not in "\n".join(shown)
    assert "esc back" in squeezed(shown[-1])
