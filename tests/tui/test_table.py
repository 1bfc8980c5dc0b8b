"""Tests of the table: what is painted, and what is not."""

import random
from collections.abc import Sequence

import pytest
from textual import events
from textual.geometry import Region

from coinwatch.model import FeedState, Group, Market
from coinwatch.tui.table import Table
from tests.tui.rig import BTC, BTCUSDT, ETH, World, frame, lines, main_screen, table

MANY = tuple(Market("upbit", f"KRW-C{n}", f"C{n}", "KRW") for n in range(50))


class Spy:
    """What a table was asked to repaint."""

    def __init__(self, watched: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        self.regions: list[Region] = []
        self.drawn = 0
        refresh, draw = watched.refresh, watched._draw

        def spied(*regions: Region, **options: bool) -> Table:
            self.regions += regions
            return refresh(*regions, **options)

        def counted(*arguments: object) -> object:
            self.drawn += 1
            return draw(*arguments)  # type: ignore[arg-type]  # passed on as they came

        monkeypatch.setattr(watched, "refresh", spied)
        monkeypatch.setattr(watched, "_draw", counted)

    def rows(self) -> Sequence[int]:
        """Return the rows that were repainted, and forget them."""
        found = sorted(row for region in self.regions for row in region.line_range)
        self.regions.clear()
        self.drawn = 0
        return found


async def test_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing comes and no age ticks, a frame looks at no row and paints nothing."""
    world = World()
    world.ticker(BTC, 105.0)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        spy = Spy(table(app), monkeypatch)
        for _ in range(5):
            world.clock.now += 0.1
            await frame(app, pilot)
        assert spy.drawn == 0
        assert spy.rows() == []


async def test_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame repaints the rows whose markets changed, up to the column that did."""
    world = World()
    for market in (BTC, ETH, BTCUSDT):
        world.ticker(market, 105.0)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        spy = Spy(table(app), monkeypatch)
        world.quote(ETH, 104.0, 106.0)
        await frame(app, pilot)
        assert spy.drawn == 1
        slots = {slot.column.name: slot for slot in table(app).columns.slots}
        assert spy.regions == [Region(0, 1, slots["spread"].end, 1)]


async def test_neighbours_are_repainted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows next to each other that changed alike are one region."""
    world = World()
    for market in (BTC, ETH, BTCUSDT):
        world.ticker(market, 105.0)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        spy = Spy(table(app), monkeypatch)
        world.quote(BTC, 104.0, 106.0)
        world.quote(ETH, 104.0, 106.0)
        await frame(app, pilot)
        assert [(region.y, region.height) for region in spy.regions] == [(0, 2)]


async def test_out_of_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """A market below the screen costs nothing, and is right when it comes into sight."""
    world = World(Group("Many", MANY), listings=())
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        await frame(app, pilot)
        spy = Spy(table(app), monkeypatch)
        world.ticker(MANY[40], 105.0)
        await frame(app, pilot)
        assert spy.drawn == 0
        await pilot.press("end")
        await pilot.pause()
        assert any("C40/KRW" in line and "105" in line for line in lines(app))


async def test_back_in_sight() -> None:
    """A row that changed while it was out of sight is not shown as it was before."""
    world = World(Group("Many", MANY), listings=())
    world.ticker(MANY[0], 101.0)
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        await frame(app, pilot)
        await pilot.press("end")
        await pilot.pause()
        world.ticker(MANY[0], 102.0)
        await frame(app, pilot)
        await pilot.press("home")
        await pilot.pause()
        assert "102" in lines(app)[3]


async def test_ages_tick_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Young ages are repainted every second, old ones when their text changes."""
    world = World()
    world.ticker(BTC, 105.0)
    world.ticker(ETH, 105.0, traded_ms=world.wall_ms - 3_600_000, snapshot=True)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        spy = Spy(table(app), monkeypatch)
        seen = []
        for _ in range(30):
            world.clock.now += 0.1
            await frame(app, pilot)
            seen.append(spy.rows())
        assert [rows for rows in seen if rows] == [[0], [0], [0]]


async def test_flash_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A move is painted twice: when it comes, and 300 ms later without its flash."""
    world = World()
    world.ticker(BTC, 105.0, traded_ms=None)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        spy = Spy(table(app), monkeypatch)
        world.clock.now += 0.125
        world.ticker(BTC, 106.0, traded_ms=None)
        painted = []
        for _ in range(5):
            await frame(app, pilot)
            painted.append(bool(spy.rows()))
            world.clock.now += 0.125
        assert painted == [True, False, False, True, False]


async def test_outgrown_column() -> None:
    """A price that no longer fits widens its column at once, and the title moves with it."""
    world = World()
    world.ticker(BTC, 105.0)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        before = await frame(app, pilot)
        world.ticker(BTC, 1_165_390_000_000.0)
        shown = await frame(app, pilot)
        assert "1,165,390,000,000 ▲" in shown[3]
        assert shown[2].index("Change") > before[2].index("Change")
        world.ticker(BTC, 105.0)
        assert (await frame(app, pilot))[2] == shown[2]


@pytest.mark.parametrize("seed", range(4))
async def test_terminal_shows_what_is_true(seed: int) -> None:
    """After any series of events the terminal shows just what painting everything would."""
    dice = random.Random(seed)
    world = World(Group("Many", (BTC, ETH, BTCUSDT, *MANY)), Group("Few", (ETH, BTC)))
    app = world.recorded(sort=dice.choice(["manual", "-price", "age"]))
    size = [(120, 16), (80, 12), (40, 8), (300, 30)][seed]
    terminal = app.start_terminal(*size)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for step in range(12):
            world.clock.now += dice.choice([0.05, 0.3, 1.0, 7.0])
            for market in dice.sample((BTC, ETH, BTCUSDT, *MANY), 9):
                world.ticker(market, round(dice.uniform(1, 2_000_000), 2))
                world.quote(market, dice.uniform(90, 100), dice.uniform(100, 110))
            if step % 4 == 2:
                state = dice.choice([FeedState.LIVE, FeedState.WAITING, FeedState.CONNECTING])
                world.status("upbit", state, "connection lost", 4_000)
            await frame(app, pilot)
            await pilot.press(
                dice.choice(["down", "up", "end", "pageup", "tab", "s", "S", "t", "c", "space"])
            )
            await frame(app, pilot)
            assert [line.rstrip() for line in terminal.display] == lines(app)


async def test_moves() -> None:
    """Selection moves by row, page and end, stays inside, and is always in sight."""
    world = World(Group("Many", MANY), listings=())
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        shown = table(app)
        height = shown.size.height
        assert shown.selected == MANY[0]
        moves = [
            (["up"], 0), (["down", "down"], 2), (["end"], 49), (["down"], 49),
            (["pageup"], 50 - height), (["home"], 0), (["pagedown"], height - 1),
            (["pagedown"], 2 * height - 2),
        ]  # fmt: skip
        for keys, row in moves:
            await pilot.press(*keys)
            await pilot.pause()
            assert shown.cursor == row
            assert shown.scroll_offset.y <= row < shown.scroll_offset.y + height
            marked = [line for line in lines(app) if line.startswith("▸")]
            assert [line.split()[0] for line in marked] == [f"▸C{row}/KRW"]


async def test_the_row_that_is_one_too_many_comes_into_sight() -> None:
    """Rows that just fill the screen scroll as soon as there is one more, if that is selected."""
    world = World(Group("Many", MANY), listings=())
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        shown = table(app)
        height = shown.size.height
        shown.show(MANY[:height])
        await pilot.pause()
        assert not shown.show_vertical_scrollbar
        shown.show(MANY[: height + 1])
        shown.move(height)
        await pilot.pause()
        assert shown.scroll_offset.y == 1


async def test_mouse() -> None:
    """A click selects, the wheel scrolls, and a click below the rows does nothing."""
    world = World(Group("Many", MANY), Group("Few", (BTC, ETH)))
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        shown = table(app)
        await pilot.click(shown, offset=(10, 4))
        assert shown.cursor == 4
        shown.post_message(wheel(shown))
        await pilot.pause()
        assert shown.scroll_offset.y > 0
        top = shown.scroll_offset.y
        await pilot.click(shown, offset=(10, 0))
        assert shown.cursor == top
        await pilot.press("2")
        await pilot.pause()
        await pilot.click(shown, offset=(10, 1))
        assert shown.selected == ETH
        await pilot.click(shown, offset=(10, 5))
        assert shown.selected == ETH


def wheel(over: Table) -> events.MouseScrollDown:
    """Return a turn of the wheel over a table."""
    return events.MouseScrollDown(
        over, 5, 1, 0, 0, 0, shift=False, meta=False, ctrl=False, screen_x=5, screen_y=4
    )


async def test_selection_stays_with_its_market() -> None:
    """When rows change places, the same market stays selected; a lost one gives way."""
    world = World(Group("A", (BTC, ETH, BTCUSDT)), Group("B", (BTCUSDT,)))
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        shown = table(app)
        await pilot.press("down", "down")
        assert shown.selected == BTCUSDT
        shown.show([BTCUSDT, BTC, ETH])
        assert (shown.cursor, shown.selected) == (0, BTCUSDT)
        shown.show([BTC, ETH])
        assert shown.selected == BTC
        shown.show([])
        assert shown.selected is None
        await pilot.press("down", "end", "home")
        assert main_screen(app).is_current


async def test_scrollbar_moves_nothing() -> None:
    """Columns are where they are whether there are many rows or few."""
    world = World(Group("Many", (BTC, *MANY)), Group("Few", (BTC,)))
    app = world.app()
    async with app.run_test(size=(120, 14)) as pilot:
        many = await frame(app, pilot)
        await pilot.press("2")
        few = await frame(app, pilot)
        assert many[2] == few[2]
        assert few[4:-1] == [""] * 9
