"""What each screen looks like, and that no size breaks one.

A snapshot is text: the lines of the screen, then the pieces of each line with the letter of their
style. To renew them after a change that is meant: ``make snapshots``.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from textual.strip import Strip

from coinwatch.model import FeedState
from coinwatch.tui.app import CoinwatchApp
from tests.tui.rig import BTC, BTCUSDT, ETH, ETHUSDT, RATE, World, main_screen

FOLDER = Path(__file__).parent / "snapshots"

Prepare = Callable[[World, CoinwatchApp], None]


def _world() -> World:
    """Return a world with prices, a rate and quotes, both exchanges live."""
    world = World()
    world.pair()
    for exchange, seconds in (("upbit", 0.038), ("binance", 0.091)):
        health = world.live(exchange)
        health.round_trip_s, health.frames = seconds, 1
    random = Random(4)
    for _ in range(30):
        for market, price in ((BTC, 116.5e6), (ETH, 3.46e6), (BTCUSDT, 78e3), (ETHUSDT, 2310.0)):
            now = round(price * random.uniform(0.99, 1.01), 2 if price < 1e5 else -3)
            world.ticker(market, now, reference=price, high=price * 1.01, low=price * 0.99)
        world.ticker(RATE, 1479.0, reference=1475.0)
        world.clock.now += 1
    world.quote(BTC, 116_539_000.0, 116_540_000.0)
    return world


def _break(world: World, _app: CoinwatchApp) -> None:
    world.status("binance", FeedState.WAITING, "connection lost", 2_000)
    world.clock.now += 5


def _light(_world: World, app: CoinwatchApp) -> None:
    app.theme = "textual-light"


SNAPSHOTS: dict[str, tuple[Sequence[str], dict[str, str], Prepare | None, tuple[int, int]]] = {
    "main": ((), {}, None, (120, 12)),
    "main-narrow": ((), {}, None, (60, 12)),
    "premium": (("p",), {}, None, (120, 12)),
    "detail": (("enter",), {}, None, (120, 36)),
    "add": (("a",), {}, None, (80, 24)),
    "options": (("o",), {}, None, (80, 24)),
    "help": (("question_mark",), {}, None, (80, 40)),
    "stale": ((), {}, _break, (120, 12)),
    "too-small": ((), {}, None, (30, 6)),
    "light": ((), {}, _light, (120, 12)),
    "korean": ((), {"language": "ko", "colors": "korean"}, None, (120, 12)),
    "colorblind": ((), {"colors": "colorblind"}, None, (120, 12)),
}
"""The keys that lead there, how it is displayed, what happens before, and the size."""


def _drawn(strips: Sequence[Strip]) -> str:
    """Return lines as text, then the styles of each as runs of letters, then the letters."""
    letters: dict[str, str] = {}
    rows = []
    for strip in strips:
        runs = []
        for text, style, _ in strip:
            said = str(style)
            letter = letters.setdefault(said, chr(ord("A") + len(letters)))
            runs.append(f"{letter}{len(text)}")
        rows.append(" ".join(runs))
    legend = [f"{letter} {said}" for said, letter in letters.items()]
    lines = [strip.text.rstrip() for strip in strips]
    return "\n".join([*lines, "---", *rows, "---", *legend, ""])


async def _shown(name: str) -> str:
    keys, display, prepare, size = SNAPSHOTS[name]
    world = _world()
    app = world.app(**{"colors": "western", **display})
    async with app.run_test(size=size) as pilot:
        if prepare:
            prepare(world, app)
        for key in keys:
            await pilot.press(key)
        main_screen(app).frame()
        await pilot.pause()
        return _drawn(app.screen._compositor.render_strips())


@pytest.mark.parametrize("name", list(SNAPSHOTS))
async def test_looks_as_it_did(name: str) -> None:
    """Text and styles, to the cell."""
    file = FOLDER / f"{name}.txt"
    shown = await _shown(name)
    if os.environ.get("SNAPSHOTS") == "renew":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("keys", [(), ("enter",)], ids=["main", "detail"])
async def test_no_size_breaks_a_screen(keys: Sequence[str]) -> None:
    """Through 100 random sizes, too small ones among them: every line fills exactly the width."""
    random = Random(7)
    world = _world()
    app = world.app()
    async with app.run_test(size=(120, 40)) as pilot:
        for key in keys:
            await pilot.press(key)
        for _ in range(100):
            size = random.randint(20, 300), random.randint(4, 100)
            await pilot.resize_terminal(*size)
            world.ticker(BTC, 116_540_000.0 + random.randint(-5, 5) * 1000)
            main_screen(app).frame()
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert len(strips) == size[1]
            assert {strip.cell_length for strip in strips} == {size[0]}
