"""The pictures of the README: the screen on the simulated exchanges.

``make pictures`` writes them, as SVG. Time is that of the tests' event loop, which jumps, from the
same noon on, with the same seed. The sockets are real: what comes within one moment may differ.
"""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from html import unescape
from pathlib import Path
from random import Random
from typing import NamedTuple

from rich.cells import cell_len

from coinwatch.assembly import addressed
from coinwatch.config import Config, Display
from coinwatch.demo import Demo
from coinwatch.link import Clock
from coinwatch.pairs import HEADLINE
from coinwatch.series import WINDOWS_S
from coinwatch.session import Session
from coinwatch.store import Store
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.behind import Unsaved
from tests import virtual

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"

NOON_S = 1_789_992_000.0
"""Noon in UTC, in seconds since the epoch."""

WAIT_S = 65.0
"""How long the screen runs before it is looked at."""


class Picture(NamedTuple):
    """What is pressed to get there, and how it is shown."""

    keys: Sequence[str] = ()
    display: Display = Display(language="en", colors="western")
    theme: str = "textual-dark"
    size: tuple[int, int] = (120, 24)


PICTURES = {
    "main": Picture(),
    "premium": Picture(["p"]),
    "detail": Picture(["enter"], size=(120, 36)),
    "korean": Picture(display=Display(language="ko", colors="korean")),
    "light": Picture(theme="textual-light"),
}


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        (FOLDER / f"{name}.svg").write_text(render(name), encoding="utf-8")


def render(name: str) -> str:
    """Return a picture, as SVG."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    return virtual.run(_render(PICTURES[name]))


async def _render(picture: Picture) -> str:
    loop = asyncio.get_running_loop()

    def wall() -> float:
        return NOON_S + loop.time()

    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(Demo(clock=wall))
        config = addressed(Config(display=picture.display), demo)
        store = Store(windows_s=(*WINDOWS_S, picture.display.sparkline_s))
        clock = Clock(loop.time, lambda: round(wall() * 1e9))
        session = Session(
            config, store, history=True, premiums=(HEADLINE,), random=Random(1), clock=clock
        )
        await stack.enter_async_context(_running(session))
        await virtual.pass_time(WAIT_S)
        app = CoinwatchApp(store, Unsaved(config), session, loop.time, wall)
        app.theme = picture.theme
        return await _shot(app, picture)


def tidied(svg: str) -> str:
    """Return a picture that loads no font from elsewhere; Hangul is two cells wide."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r'(textLength=")([\d.]+)("[^>]*>)([^<]*)', _widened, svg)


def _widened(found: re.Match[str]) -> str:
    shown = unescape(found[4])
    width = float(found[2]) * cell_len(shown) / max(1, len(shown))
    return f"{found[1]}{width:.1f}{found[3]}{found[4]}"


@asynccontextmanager
async def _running(session: Session) -> AsyncIterator[None]:
    task = asyncio.create_task(session.run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _shot(app: CoinwatchApp, picture: Picture) -> str:
    async with app.run_test(size=picture.size) as pilot:
        await virtual.pass_time(3)
        for key in picture.keys:
            await pilot.press(key)
        await virtual.pass_time(8)
        return tidied(app.export_screenshot(title="coinwatch"))


if __name__ == "__main__":
    main()
