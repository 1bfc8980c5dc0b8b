"""Tests of the premium view on the screen: what it shows at each size, and every key in it."""

import pytest

from coinwatch.model import FeedState, Group
from coinwatch.tui.table import Table
from tests.tui.rig import (
    BTC,
    BTCUSDT,
    DOGE,
    ETH,
    ETHUSDT,
    PAIRS,
    RATE,
    World,
    frame,
    main_screen,
)  # fmt: skip

MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def world() -> World:
    """Return a world with two premiums: bitcoin's of 1.35 % and ether's of -0.23 %."""
    world = World(Group("Majors", (BTC, BTCUSDT, ETH, DOGE)), Group("KRW", (ETH,)))
    world.pair()
    for exchange in ("upbit", "binance"):
        world.live(exchange).round_trip_s = 0.04
    for market, price in (
        (BTC, 117_000_000.0), (BTCUSDT, 78_000.0), (RATE, 1_480.0), (ETH, 3_411_000.0),
        (ETHUSDT, 2_310.0), (DOGE, 153.0),
    ):  # fmt: skip
        world.ticker(market, price, quote_volume=1.92e9)
    world.clock.now += 1
    return world


def squeezed(shown: list[str]) -> list[str]:
    """Return lines with single blanks."""
    return [" ".join(line.split()) for line in shown]


async def test_at_120x40(world: World) -> None:
    """Everything that there is of an asset in one row, and the rate above."""
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await frame(app, pilot)
        await pilot.press("p")
        shown = squeezed(await frame(app, pilot))
    assert shown[0] == (
        "coinwatch ● Upbit live 40 ms —/s ● Binance live 40 ms —/s USDT/KRW 1,480 "
        "BTC premium +1.35 % 12:00:01"
    )
    assert shown[1] == "[Majors] KRW USDT/KRW 1,480 · Upbit, 1 s ago sort: manual"
    assert shown[2] == (
        "Asset Price ₩ Price $ Premium Gap ₩ Chg 5 m 1 h Volume ₩ Volume $ ₩ age $ age"
    )
    assert shown[3:6] == [
        "▸BTC 117,000,000 78,000.00 +1.35% +1,560,000 — ▄ 1.92 B₩ 1.92 B$ 1 s 1 s",
        f"ETH 3,411,000 2,310.00 {MINUS}0.23% {MINUS}7,800 — ▄ 1.92 B₩ 1.92 B$ 1 s 1 s",
        "",
    ]
    assert shown[-1].startswith("q quit / filter s sort enter detail p premium")
    assert shown[-1].endswith("2 of 2")


async def test_at_80x24(world: World) -> None:
    """Turnover and sparkline are gone; both ages stay."""
    app = world.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        shown = squeezed(await frame(app, pilot))
    assert shown[1:4] == [
        "[Majors] KRW USDT/KRW 1,480 · Upbit, 1 s ago sort: manual",
        "Asset Price ₩ Price $ Premium Gap ₩ Chg 5 m ₩ age $ age",
        "▸BTC 117,000,000 78,000.00 +1.35% +1,560,000 — 1 s 1 s",
    ]


async def test_at_40x8(world: World) -> None:
    """Asset, both prices and the premium, each whole, and the rate."""
    app = world.app()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("p")
        shown = await frame(app, pilot)
    assert shown[2:6] == [
        " [Majors] KRW            USDT/KRW 1,480",
        " Asset      Price ₩   Price $  Premium",
        "▸BTC    117,000,000 78,000.00   +1.35%",
        f" ETH      3,411,000  2,310.00   {MINUS}0.23%",
    ]


async def test_in_korean(world: World) -> None:
    """With the names that Koreans know, aligned by cells."""
    app = world.app(language="ko")
    async with app.run_test(size=(120, 12)) as pilot:
        await pilot.press("p")
        shown = squeezed(await frame(app, pilot))
    assert "USDT/KRW 1,480 BTC 김프 +1.35 %" in shown[0]
    assert shown[1] == "[Majors] KRW USDT/KRW 1,480 · Upbit 1 s 전 정렬: 직접"
    assert shown[2].startswith("코인 이름 현재가 ₩ 현재가 $ 김프 차액 ₩ 5분변화 1 h")
    assert shown[3].startswith("▸BTC 비트코인 117,000,000 78,000.00 +1.35% +1,560,000 —")


@pytest.mark.parametrize("width", range(40, 301, 13))
async def test_no_number_is_ever_cut(world: World, width: int) -> None:
    """At every width the row ends within the screen and holds no ellipsis."""
    app = world.app()
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.press("p")
        row = next(line for line in await frame(app, pilot) if line.startswith("▸"))
    assert "117,000,000" in row
    assert "+1.35%" in row
    assert "…" not in row
    assert len(row) <= width


async def test_p_and_esc_go_back(world: World) -> None:
    """The selection goes along: to the same asset, and back to a row of it."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        before = await frame(app, pilot)
        await pilot.press("down", "down", "p")
        assert (await frame(app, pilot))[4].startswith("▸ETH ")
        await pilot.press("p")
        assert (await frame(app, pilot))[5].startswith("▸ETH/KRW")
        await pilot.press("down", "p")
        assert (await frame(app, pilot))[4].startswith("▸ETH ")
        await pilot.press("up", "escape")
        shown = await frame(app, pilot)
        assert shown == before
        await pilot.press("escape")
        assert await frame(app, pilot) == before


async def test_esc_closes_the_filter_first(world: World) -> None:
    """Then it goes back; the filter of one table is not that of the other."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("p", "slash", *"ether", "enter")
        shown = await frame(app, pilot)
        assert shown[3].startswith("▸ETH ")
        assert shown[4] == ""
        await pilot.press("escape")
        assert (await frame(app, pilot))[3].split()[0] == "BTC"
        await pilot.press("escape")
        assert "BTC/KRW" in (await frame(app, pilot))[3]


async def test_sorted_by_a_column(world: World) -> None:
    """By key and by a click on a title, each way round; the main table keeps its own order."""
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("p")
        shown = await frame(app, pilot)
        await pilot.click("#titles", offset=(shown[2].index("Premium"), 0))
        await pilot.click("#titles", offset=(shown[2].index("Premium"), 0))
        shown = await frame(app, pilot)
        assert "Premium▴" in shown[2]
        assert "sort: Premium ▴" in shown[1]
        assert [line.split()[0].strip("▸") for line in shown[3:5]] == ["ETH", "BTC"]
        await pilot.press("s")
        assert "Gap ₩▾" in (await frame(app, pilot))[2]
        await pilot.press("p")
        assert "sort: manual" in (await frame(app, pilot))[1]


async def test_groups_are_those_of_the_main_table(world: World) -> None:
    """Tab and numbers change the group of both."""
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("p", "2")
        shown = await frame(app, pilot)
        assert "[KRW]" in shown[1]
        assert shown[3].startswith("▸ETH ")
        assert shown[4] == ""
        await pilot.press("p")
        assert "ETH/KRW" in (await frame(app, pilot))[3]


async def test_a_stale_premium_is_said_to_be(world: World) -> None:
    """In the header, in its row and in the main table; the exchange says why."""
    app = world.app()
    async with app.run_test(size=(140, 20)) as pilot:
        await frame(app, pilot)
        world.status("binance", FeedState.WAITING, "connection lost")
        world.clock.now += 1
        main = await frame(app, pilot)
        assert "BTC premium stale" in main[0]
        assert " stale " in next(line for line in main if "BTC/KRW" in line)
        await pilot.press("p")
        row = next(line for line in await frame(app, pilot) if line.startswith("▸BTC"))
    assert "%" not in row
    assert row.split()[3:5] == ["78,000.00", "stale"]
    assert row.split()[-3:] == ["2", "s", "stale"]


async def test_it_goes_on_live_and_the_hidden_table_does_not_paint(world: World) -> None:
    """A frame changes the row whose dollar price moved, as in the main table."""
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("p")
        await frame(app, pilot)
        world.trade(BTCUSDT, 77_000.0)
        assert "77,000.00" in (await frame(app, pilot))[3]
        tables = main_screen(app).query(Table)
        assert [table.display for table in tables] == [False, True]


async def test_frozen_premiums_stand_still(world: World) -> None:
    """As all that is on the screen."""
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("p", "space")
        before = await frame(app, pilot)
        world.clock.now += 5
        world.trade(BTCUSDT, 70_000.0)
        assert (await frame(app, pilot))[3:] == before[3:]


async def test_without_any_premium_it_says_why(world: World) -> None:
    """In a sentence in place of the rows."""
    world.pair(pairs=(), rate=None, lacking="USDT")
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("p")
        shown = await frame(app, pilot)
    assert shown[4].strip() == "No premium: no enabled exchange has prices in USDT."


async def test_rows_come_when_the_pairs_do(world: World) -> None:
    """The market lists may come while the view is open."""
    world.pair(pairs=())
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("p")
        assert (await frame(app, pilot))[3] == ""
        world.pair(pairs=PAIRS[:1])
        assert (await frame(app, pilot))[3].startswith("▸BTC")


async def test_colours_change_in_both_tables(world: World) -> None:
    """Whichever is shown."""
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        tables = list(main_screen(app).query(Table))
        before = [table._painter.palette for table in tables]
        await pilot.press("c")
        after = [table._painter.palette for table in tables]
    assert all(one != other for one, other in zip(before, after, strict=True))
