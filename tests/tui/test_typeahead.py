"""Tests of keys that come faster than they are handled."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from coinwatch.config.watchlists import About, Change
from coinwatch.tui.adding import AddPanel
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.detail import DetailScreen
from coinwatch.tui.typeahead import MOST_WAITING, TypeAhead
from tests.reliability.kit import environ
from tests.terminal import Terminal
from tests.tui.rig import BTC, ETH, World, main_screen

Until = Callable[[Callable[[], object]], Coroutine[Any, Any, None]]
Open = Callable[[], Terminal]

SIZE = (100, 24)
BACKSPACE = "\x7f"
NAMES = {BACKSPACE: "backspace", "\r": "enter", "\x1b": "escape", "\x03": "ctrl+c"}


def key(character: str) -> events.Key:
    """Return what a character comes as."""
    return events.Key(NAMES.get(character) or _character_to_key(character), character)


def type_at_once(app: CoinwatchApp, text: str) -> None:
    """Have every key there before the first is handled."""
    for character in text:
        app.post_message(key(character))


def typed(app: CoinwatchApp) -> str:
    """Return the text in the line that is open; empty without one."""
    return "".join(field.value for field in app.screen.query(Input))


def adds(app: CoinwatchApp, text: str) -> bool:
    """Return whether the dialog that adds markets is open, with this text."""
    return isinstance(app.screen, AddPanel) and typed(app) == text


async def test_a_filter_typed_at_once(world: World, until: Until) -> None:
    """The first key opens the line, all others are typed into it: nothing is removed."""
    app = world.app()
    async with app.run_test(size=SIZE):
        before = world.editor.config
        type_at_once(app, "/doge")
        await until(lambda: typed(app) == main_screen(app)._watchlist.query == "doge")
        assert world.editor.config == before


async def test_backspace_takes_the_letter_before_it(world: World, until: Until) -> None:
    """Though letters are inserted by the line and backspace is run by the application."""
    app = world.app()
    async with app.run_test(size=SIZE):
        type_at_once(app, "abitcion" + 7 * BACKSPACE + "dogee" + BACKSPACE)
        await until(lambda: adds(app, "doge"))


async def test_screens_that_open_and_close(world: World, until: Until) -> None:
    """A dialog opened, left, opened again; then a filter, kept, and the market's own screen."""
    app = world.app()
    async with app.run_test(size=SIZE):
        type_at_once(app, "adp\x1badx\x1b/eth\r\r")
        await until(lambda: isinstance(app.screen, DetailScreen))
        assert main_screen(app).selected() == ETH
        assert main_screen(app)._watchlist.query == "eth"
        assert BTC in world.store.groups[0].markets


async def test_what_a_key_began_is_waited_for(
    world: World, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter adds, which may take a moment; what is typed meanwhile replaces the text after it."""
    app = world.app()
    began, saved = asyncio.Event(), asyncio.Event()
    change = world.editor.change

    async def slowly(what: Change, about: About) -> None:
        began.set()
        await saved.wait()
        await change(what, about)

    monkeypatch.setattr(world.editor, "change", slowly)
    async with app.run_test(size=SIZE):
        type_at_once(app, "adoge\reth")
        await began.wait()
        assert adds(app, "doge")
        saved.set()
        await until(lambda: adds(app, "eth"))
        assert "upbit:KRW-DOGE" in world.editor.config.groups[0].symbols


async def test_pasted_text_in_its_place(world: World, until: Until) -> None:
    """Between the keys before it and those after it."""
    app = world.app()
    async with app.run_test(size=SIZE):
        type_at_once(app, "/d")
        app.post_message(events.Paste("og"))
        type_at_once(app, "e")
        await until(lambda: typed(app) == "doge")


async def test_a_click_in_its_place(world: World, until: Until) -> None:
    """What is clicked is done before the keys after it; a move of the mouse has no turn."""
    app = world.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        footer = app.screen._compositor.render_strips()[-1].text
        place = footer.index("a add"), SIZE[1] - 1
        for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
            app.post_message(mouse(kind, *place))
        type_at_once(app, "pepe")
        await until(lambda: adds(app, "pepe"))


def mouse(kind: type[events.MouseEvent], x: int, y: int) -> events.MouseEvent:
    """Return an event of the mouse."""
    return kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False)


async def test_a_click_beside_everything(world: World, until: Until) -> None:
    """A place that the screen no longer has is no reason to stop."""
    app = world.app()
    async with app.run_test(size=SIZE):
        app.post_message(mouse(events.MouseDown, 500, 500))
        type_at_once(app, "/d")
        await until(lambda: typed(app) == "d")


async def test_ctrl_c_waits_for_nothing(world: World) -> None:
    """It leaves at once, and what still waits is not done."""
    app = world.app()
    async with app.run_test(size=SIZE) as pilot:
        before = world.editor.config
        await pilot.pause()
        type_at_once(app, "xd\x03")
    assert app.return_code == 0
    assert world.editor.config == before


async def test_enter_before_the_terminal_was_ours(world: World, until: Until) -> None:
    """It comes as a line feed then, and is enter nonetheless."""
    app = world.app()
    async with app.run_test(size=SIZE):
        app.post_message(events.Key("ctrl+j", "\n"))
        await until(lambda: isinstance(app.screen, DetailScreen))


async def test_so_many_wait_and_no_more(
    world: World, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing before the start; then all in order, but what was refused with the bell."""
    app, handled, bells = world.app(), list[events.Event](), list[bool]()

    async def handle(event: events.Event) -> None:
        handled.append(event)

    async with app.run_test(size=SIZE):
        monkeypatch.setattr(app, "bell", lambda: bells.append(True))
        ahead = TypeAhead(app, handle)
        keys = [key("x") for _ in range(MOST_WAITING + 1)]
        for each in keys:
            await ahead.take(each)
        assert (handled, bells) == ([], [True])
        ahead.start()
        await until(lambda: len(handled) == MOST_WAITING)
        assert all(one is other for one, other in zip(handled, keys, strict=False))


async def test_a_widget_that_is_closing_is_passed_by(
    world: World, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes nothing more, and keys go on."""
    app, handled = world.app(), list[events.Event]()

    async def handle(event: events.Event) -> None:
        handled.append(event)

    async with app.run_test(size=SIZE):
        monkeypatch.setattr(app.screen, "call_later", lambda *_: False)
        ahead = TypeAhead(app, handle)
        await ahead.take(key("x"))
        ahead.start()
        await until(lambda: len(handled) == 1)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Open]:
    """Give the program in a terminal, on the simulated exchanges."""
    opened: list[Terminal] = []
    env = environ(tmp_path, TERM="xterm-256color", LANG="en_US.UTF-8")

    def start() -> Terminal:
        words = (sys.executable, "-m", "coinwatch", "--demo")
        opened.append(Terminal(env, words, (100, 30)))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def is_live(window: Terminal) -> bool:
    """Return whether prices come, and so the first frame was drawn."""
    return window.shows("Upbit live") and window.shows("21 of 21")


def test_a_burst_in_a_terminal(start: Open) -> None:
    """Keys in one read: a filter, all markets still there, and a name put right in the dialog."""
    window = start()
    window.wait(lambda: is_live(window))
    window.press("/doge")
    window.wait(lambda: window.shows("filter: doge") and window.shows("2 of 21"))
    window.press("\rabtcx" + BACKSPACE)
    window.wait(lambda: window.shows("Add to Watchlist") and window.shows(" btc "))
    window.press("\x03")
    assert window.code() == 0


def test_keys_before_the_first_frame(start: Open) -> None:
    """They are done in order once the screen is there, enter too."""
    window = start()
    window.press("/doge\rabtc")
    window.wait(lambda: window.shows("Add to Watchlist") and window.shows(" btc "))
    assert window.shows("filter: doge")
    window.wait(lambda: window.shows("2 of 21"))
    window.press("\x03")
    assert window.code() == 0
