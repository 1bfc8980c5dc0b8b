"""Tests of the main screen: what a frame does, and the keys that change how it looks."""

import pytest

from coinwatch.model import FeedState, Group
from tests.tui.rig import (
    BTC,
    BTCUSDT,
    DOGE,
    ETH,
    RATE,
    Tape,
    World,
    frame,
    lines,
    main_screen,
    rows,
    table,
)


async def test_prices_go_on_behind_the_help(world: World) -> None:
    """Behind an open help the prices stay live."""
    app = world.app()
    async with app.run_test(size=(160, 20)) as pilot:
        await pilot.press("question_mark")
        world.ticker(BTC, 108.0)
        assert "108" in (await frame(app, pilot))[3]


async def test_groups_that_change(world: World) -> None:
    """When the session changes the watchlist, the screen follows."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        world.store.watch([Group("New", (DOGE, BTC))], world.clock.now)
        shown = await frame(app, pilot)
        assert "[New]" in shown[1]
        assert rows(shown) == ["DOGE/KRW", "BTC/KRW"]


async def test_sorted_rows_move_once_a_second(world: World) -> None:
    """Sorted by a live column, rows change places once a second and the selection goes along."""
    app = world.app(sort="-change")
    async with app.run_test(size=(100, 20)) as pilot:
        assert rows(await frame(app, pilot)) == ["ETH/KRW", "BTC/USDT", "BTC/KRW"]
        world.clock.now += 0.5
        world.ticker(BTC, 109.0)
        assert rows(await frame(app, pilot)) == ["ETH/KRW", "BTC/USDT", "BTC/KRW"]
        world.clock.now += 0.5
        shown = await frame(app, pilot)
        assert rows(shown) == ["BTC/KRW", "ETH/KRW", "BTC/USDT"]
        assert table(app).selected == ETH
        assert shown[4].startswith("▸ETH/KRW")


async def test_manual_rows_do_not_move(world: World) -> None:
    """Under manual no price moves a row."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        for price in (1.0, 1_000.0):
            world.clock.now += 1
            world.ticker(ETH, price)
            assert rows(await frame(app, pilot)) == ["BTC/KRW", "ETH/KRW", "BTC/USDT"]


async def test_window(world: World) -> None:
    """The key shows other times in the sparklines, and has their history fetched."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        assert "1 h" in (await frame(app, pilot))[2]
        seen = []
        for _ in range(3):
            await pilot.press("t")
            seen.append((await frame(app, pilot))[2].split()[-2:])
    assert seen == [["d", "Age"], ["m", "Age"], ["h", "Age"]]
    assert world.windows == [86_400.0, 300.0, 3_600.0]


async def test_window_of_the_config() -> None:
    """A time that only the config has is among those that the key goes through."""
    world = World(windows=[900.0])
    app = world.app(sparkline_s=900.0)
    async with app.run_test(size=(100, 20)) as pilot:
        assert "15 m" in (await frame(app, pilot))[2]
        await pilot.press("t", "t", "t", "t")
    assert world.windows == [3_600.0, 86_400.0, 300.0, 900.0]


async def test_freeze(world: World) -> None:
    """Space freezes prices, ages and order, and says so; the store goes on; space thaws."""
    app = world.app(sort="-change")
    async with app.run_test(size=(100, 20)) as pilot:
        before = await frame(app, pilot)
        await pilot.press("space")
        world.clock.now += 70
        world.ticker(BTC, 109.0)
        shown = await frame(app, pilot)
        assert shown[0].endswith("FROZEN 1 m")
        assert shown[3:] == before[3:]
        await pilot.press("down")
        assert (await frame(app, pilot))[4].startswith("▸BTC/USDT")
        await pilot.press("space")
        shown = await frame(app, pilot)
        assert "FROZEN" not in shown[0]
        assert rows(shown)[0] == "BTC/KRW"
        assert "109" in shown[3]


async def test_frozen_picture_does_not_go_stale(world: World) -> None:
    """What happens to a feed after the freeze does not change the picture."""
    world.live("upbit")
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.press("space")
        world.clock.now += 5
        world.status("upbit", FeedState.STALE, "nothing came for 30 s")
        shown = await frame(app, pilot)
        assert "○ Upbit stale" in shown[0]
        assert " stale" not in "\n".join(shown[2:])


async def test_footer_can_be_clicked(world: World) -> None:
    """A key in the footer can be clicked."""
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        shown = await frame(app, pilot)
        await pilot.click("#footer", offset=(shown[-1].index("freeze"), 0))
        assert "FROZEN" in (await frame(app, pilot))[0]


async def test_resize(world: World) -> None:
    """After any resize every line fits, and the selected row is in sight."""
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("end")
        for width, height in ((300, 100), (40, 8), (64, 9), (63, 30), (200, 12), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            shown = await frame(app, pilot)
            assert len(shown) == height
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {width}
            assert any(line.startswith("▸BTC/USDT") for line in shown)
            assert shown[-1].endswith("3 of 4")


async def test_rates(world: World) -> None:
    """Messages a second appear a second after the start, and follow the counters."""
    health = world.live("upbit")
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        assert "—/s" in (await frame(app, pilot))[0]
        health.frames = 120
        world.clock.now += 1
        assert "120/s" in (await frame(app, pilot))[0]


async def test_one_rate_on_the_whole_screen(world: World) -> None:
    """Within the same second the header, its figure and every premium take another rate."""
    for exchange in ("upbit", "binance"):
        world.live(exchange)
    world.pair()
    world.ticker(BTC, 148_000.0)
    world.ticker(RATE, 1_400.0)
    world.ticker(BTCUSDT, 100.0, live=True)
    app = world.app()
    async with app.run_test(size=(140, 20)) as pilot:
        shown = await frame(app, pilot)
        assert "USDT/KRW 1,400   BTC premium +5.71 %" in shown[0]
        assert "+5.71%" in shown[3]
        world.ticker(RATE, 1_480.0)
        shown = await frame(app, pilot)
        assert "USDT/KRW 1,480   BTC premium 0.00 %" in shown[0]
        assert " 0.00%" in shown[3]


async def test_nothing_happens_behind_another_screen(world: World) -> None:
    """While the terminal is too small, frames cost nothing; after that all is up to date."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        world.clock.now += 3
        world.ticker(BTC, 107.0)
        seen = main_screen(app)._scene.picture.now
        main_screen(app).frame()
        assert main_screen(app)._scene.picture.now == seen
        await pilot.resize_terminal(100, 20)
        await pilot.pause()
        assert "107" in (await frame(app, pilot))[3]


async def test_frames_come_by_themselves(world: World) -> None:
    """A timer asks for frames, as many a second as the config says."""
    app = world.app(fps=60)
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        world.ticker(BTC, 104.0)
        for _ in range(200):
            await pilot.pause()
            if "104" in lines(app)[3]:
                break
        assert "104" in lines(app)[3]


async def test_keys_of_a_replay(world: World) -> None:
    """They jump, change the speed and pause; the header and the footer say so."""
    tape = world.playback = Tape(world.clock)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press("comma", "full_stop", "full_stop", "greater_than_sign", "space")
        assert tape.jumps == [-10.0, 10.0, 10.0]
        assert (tape.speed, tape.paused) == (2.0, True)
        world.clock.now += 1
        shown = await frame(app, pilot)
        assert "REPLAY paused 0:03:07 34%" in shown[0]
        assert "space pause" in shown[-1]
        assert ", . 10 s" in shown[-1]
        await pilot.press("space", "less_than_sign")
        assert "REPLAY 1x" in (await frame(app, pilot))[0]


async def test_keys_of_a_replay_do_nothing_live(world: World) -> None:
    """Nor are they shown; one who presses them learns what they are for."""
    for key in ("comma", "full_stop", "greater_than_sign", "less_than_sign"):
        app = world.app()
        async with app.run_test(size=(120, 20)) as pilot:
            before = await frame(app, pilot)
            await pilot.press(key)
            shown = await frame(app, pilot)
            assert shown[:-1] == before[:-1]
            assert "10 s" not in before[-1]
            assert "this key moves in a replay: coinwatch replay FILE" in shown[-1]


@pytest.mark.parametrize("key", ["a", "d", "K", "J", "u", "g"])
async def test_nothing_is_edited_in_a_replay(key: str, world: World) -> None:
    """What it shows was chosen when it was recorded, and it says so."""
    world.playback = Tape(world.clock)
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        config = world.editor.config
        await pilot.press(key)
        assert "a replay shows the lists as they were" in (await frame(app, pilot))[-1]
        assert world.editor.config is config


async def test_a_selected_market_that_goes(world: World) -> None:
    """Before the next frame nobody looks at it any more, whichever key comes then."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        for key in ("up", "c", "enter"):
            world.store.watch([Group("New", (BTC, ETH, DOGE))], world.clock.now)
            await frame(app, pilot)
            await pilot.press("end")
            world.store.watch([Group("New", (BTC,))], world.clock.now)
            await pilot.press(key)
            await pilot.pause()
            assert (await frame(app, pilot))[3].startswith("▸BTC/KRW") or key == "enter"
        assert world.focused[0][0] == BTC
