"""Tests of the keys that edit, on the main screen, and of how it follows the config."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coinwatch.config import Config, WatchGroup
from coinwatch.demo import Demo
from coinwatch.model import Group, Market
from tests.tui.rig import BTC, BTCUSDT, DOGE, ETH, World, frame, lines, main_screen, table
from tests.tui.test_front import Start, terminal

__all__ = ["terminal"]  # the fixture

MINE = """\
# what I watch
symbols = [
  "BTC", # bitcoin
  "upbit:KRW-ETH",
]
"""


@pytest.fixture
def world() -> World:
    """Return a world with two groups."""
    return World(Group("Majors", (BTC, ETH, BTCUSDT)), Group("Two", (DOGE,)))


def rows(shown: list[str]) -> list[str]:
    """Return the markets on the screen, the selected one marked."""
    return [line.split()[0] for line in shown[3:-1] if "/" in line]


async def test_remove_and_undo(world: World) -> None:
    """The row goes, the footer says how to have it back, and it comes back."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.press("down", "d")
        shown = lines(app)
        assert rows(shown) == ["BTC/KRW", "▸BTC/USDT"]
        assert shown[-1].startswith(" q quit")
        assert shown[-1].endswith("  ETH/KRW removed; u undoes")
        await pilot.press("home", "u")
        shown = lines(app)
        assert rows(shown) == ["BTC/KRW", "▸ETH/KRW", "BTC/USDT"]
        assert shown[-1].endswith("  undone: ETH/KRW removed")
        world.clock.now += 5
        assert "undone" not in (await frame(app, pilot))[-1]


async def test_an_undo_shows_where_it_was(world: World) -> None:
    """In whichever group that is."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.press("end", "d", "tab", "u")
        shown = lines(app)
        assert "[Majors]" in shown[1]
        assert rows(shown) == ["BTC/KRW", "ETH/KRW", "▸BTC/USDT"]


async def test_every_edit_can_be_undone(world: World) -> None:
    """Rows that move, groups that come, change and go, and options."""
    app = world.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await frame(app, pilot)
        config = world.editor.config
        for keys in (["J"], ["g", "n", "A", "enter"], ["g", "r", "A", "enter"], ["g", "x", "x"],
                     ["g", "down", "enter"], ["o", "right"]):  # fmt: skip
            await pilot.press(*keys)
            await pilot.pause()
            assert world.editor.config != config
            await pilot.press("escape", "u")
            await pilot.pause()
            assert world.editor.config == config


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_what_is_said_hides_no_key_and_no_row(size: tuple[int, int], world: World) -> None:
    """The selected row, the last one, and the keys for help and leaving stay in sight."""
    every = [Market("upbit", f"KRW-C{n}", f"C{n}", "KRW") for n in range(40)]
    world = World(Group("Majors", tuple(every)))
    app = world.app(sort="market")
    async with app.run_test(size=size) as pilot:
        await frame(app, pilot)
        await pilot.press("end", "J")
        await pilot.pause()
        shown = await frame(app, pilot)
        assert "rows move in their manual order" in "".join(shown)
        assert any(line.startswith("▸C9/KRW") for line in shown)
        assert shown[-1].startswith(" q quit")
        assert "? help" in shown[-1]


async def test_rows_move_and_stay_selected(world: World) -> None:
    """K and J; at the ends nothing happens."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.press("J", "J", "J")
        assert rows(lines(app)) == ["ETH/KRW", "BTC/USDT", "▸BTC/KRW"]
        await pilot.press("K")
        assert rows(lines(app)) == ["ETH/KRW", "▸BTC/KRW", "BTC/USDT"]


async def test_sorted_rows_do_not_move(world: World) -> None:
    """It says why."""
    app = world.app(sort="market")
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("J")
        assert "rows move in their manual order only" in lines(app)[-1]


async def test_without_rows(world: World) -> None:
    """Keys that need a row do nothing without one."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("slash", "z", "z", "enter", "d", "J")
        assert len(world.editor.config.groups[0].symbols) == 3


async def test_a_file_that_is_edited_elsewhere(world: World) -> None:
    """Rows, tabs and settings follow at once, and the footer says so."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        display = replace(world.editor.config.display, columns=("price",), language="ko")
        groups = (WatchGroup("Two", ("upbit:KRW-DOGE",)),)
        world.editor.set(replace(world.editor.config, groups=groups, display=display))
        shown = await frame(app, pilot)
        assert shown[2].split() == ["현재가"]
        assert "[Two]" in shown[1]
        assert shown[-1].endswith(" 설정 파일이 바뀌어 적용했습니다")


async def test_the_selected_market_is_removed_elsewhere(world: World) -> None:
    """Rows follow before anything is said of the selected one."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        groups = (WatchGroup("Main", ("upbit:KRW-DOGE",)),)
        world.editor.set(replace(world.editor.config, groups=groups))
        shown = await frame(app, pilot)
        assert shown[3].startswith("▸DOGE/KRW")
        assert shown[-1].endswith(" the config file was changed: applied")


async def test_a_mistake_in_the_file_stays_in_sight(world: World) -> None:
    """At the top, as long as it is there."""
    app = world.app()
    for size in ((100, 20), (40, 8)):
        async with app.run_test(size=size) as pilot:
            world.editor.fault = "c.toml, line 2: display.fps must be a whole number"
            await frame(app, pilot)
            world.clock.now += 60
            shown = await frame(app, pilot)
            text = " ".join(line.strip() for line in shown[:4])
            assert "Config not applied: c.toml, line 2: display.fps must be a whole number" in text
            world.editor.fault = ""
            world.clock.now += 1
            assert "Config not applied" not in "\n".join(await frame(app, pilot))
        app = world.app()


@pytest.mark.parametrize(
    ("key", "said"),
    [("c", "Colours: red up, blue down"), ("t", "Sparkline: 1 d"), ("l", "언어: 한국어")],
)
async def test_quick_keys_say_what_is_on(key: str, said: str, world: World) -> None:
    """In the footer, for a moment."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        await pilot.press(key)
        assert lines(app)[-1].endswith(f"  {said}")


async def test_language_of_every_screen(world: World) -> None:
    """Rows, titles, the filter's line, the help and the sentence of a small terminal."""
    app = world.app()
    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.press("slash")
        app.set_language("ko")
        await pilot.pause()
        assert "현재가" in lines(app)[2]
        assert "검색, enter 유지" in "\n".join(lines(app))
        await pilot.press("escape", "question_mark")
        app.set_language("en")
        await pilot.pause()
        assert "quit; the terminal is as it was before" in "\n".join(lines(app))
        await pilot.resize_terminal(39, 8)
        await pilot.pause()
        app.set_language("ko")
        await pilot.pause()
        assert lines(app)[0] == "터미널이 너무 작습니다 (40x8 이상 필요)"


async def test_the_frame_rate_of_the_timer(world: World) -> None:
    """A new rate replaces the timer, and prices go on."""
    app = world.app()
    async with app.run_test(size=(100, 20)) as pilot:
        await frame(app, pilot)
        before = main_screen(app)._timer
        display = replace(world.editor.config.display, fps=60)
        world.editor.set(replace(world.editor.config, display=display))
        await frame(app, pilot)
        assert main_screen(app)._timer is not before
        assert table(app).rows


class Exchanges:
    """The simulated exchanges in a thread of their own."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        self._ready.wait(10)

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        async with Demo() as demo:
            self.config = "".join(
                f'[exchange.{name}]\nwebsocket_url = "{each.websocket_url}"\n'
                f'rest_url = "{each.rest_url}"\n'
                'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
                for name, each in (("upbit", demo.upbit), ("binance", demo.binance))
            )
            self._ready.set()
            await self._ended.wait()

    def stop(self) -> None:
        """End them."""
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(10)


@pytest.fixture
def exchanges() -> Iterator[Exchanges]:
    """Run the simulated exchanges beside the program."""
    running = Exchanges()
    yield running
    running.stop()


def test_a_market_is_added_and_the_file_has_it(
    terminal: Start, exchanges: Exchanges, tmp_path: Path
) -> None:
    """In a real terminal: a, a name in initial consonants, enter; comments are kept, then undone.

    What is written into the file meanwhile shows on the screen; a mistake in it shows as well.
    """
    file = tmp_path / "mine.toml"
    file.write_text(MINE + exchanges.config)
    window = terminal("-c", str(file))
    window.wait(lambda: window.shows("ETH/KRW") and window.shows("Binance live"))
    window.press("a")
    window.wait(lambda: window.shows("Add to Watchlist"))
    window.press("ㄷㅈㅋㅇ")
    window.wait(lambda: window.shows("DOGE/KRW"))
    window.press("\r")
    window.wait(lambda: window.shows("DOGE/KRW added to Watchlist"))
    added = MINE.replace('ETH",\n', 'ETH",\n  "upbit:KRW-DOGE",\n')
    assert file.read_text() == added + exchanges.config
    window.press("\x1b")
    window.wait(lambda: not window.shows("Add to Watchlist"))
    window.press("u")
    window.wait(lambda: window.shows("undone"))
    assert file.read_text() == MINE + exchanges.config
    file.write_text('symbols = ["upbit:KRW-XRP"]\n' + exchanges.config)
    window.wait(lambda: window.shows("XRP/KRW") and not window.shows("ETH/KRW"))
    file.write_text("[display]\nfpz = 1\n" + exchanges.config)
    window.wait(lambda: window.shows("display.fpz") and window.shows("XRP/KRW"))
    window.press("q")
    assert window.code() == 0


def test_config_of_the_rig() -> None:
    """The groups of a world are those of its config."""
    world = World(Group("A", (BTC,)))
    world.app()
    assert world.editor.config == Config(
        symbols=(),
        groups=(WatchGroup("A", ("upbit:KRW-BTC",)),),
        display=world.editor.config.display,
    )
