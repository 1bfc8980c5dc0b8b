"""The program but for its terminal: config file, session, REST and screen, in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import textual._time
from textual.pilot import Pilot

from coinwatch.config.load import load
from coinwatch.demo import Demo
from coinwatch.link import Clock
from coinwatch.live import LiveConfig
from coinwatch.model import FeedState
from coinwatch.pairs import HEADLINE
from coinwatch.session import Session
from coinwatch.store import Store
from coinwatch.tui.app import CoinwatchApp
from soak.world import forget
from tests.rig import EPOCH_S

ASSETS = ("BTC", "ETH", "XRP", "SOL", "DOGE", "ADA")
USUAL = ASSETS[:3]
"""What is watched where memory is looked at."""

SIZE = (120, 30)

STEP_MS = 500
SPEED = 0.25

CONFIG = """symbols = {symbols}
{group}
[display]
language = "en"
fps = 2
sparkline = "{sparkline}"

[feed]
silence_timeout = "4s"
ping_interval = "5s"
backoff_max = "4s"
rollover = "10m"

[exchange.upbit]
websocket_url = "{upbit.websocket_url}"
rest_url = "{upbit.rest_url}"

[exchange.binance]
websocket_url = "{binance.websocket_url}"
rest_url = "{binance.rest_url}"
fallback_websocket_url = ""
fallback_rest_url = ""
"""


class Program:
    """A run of it on simulated exchanges."""

    def __init__(self, demo: Demo, folder: Path, seed: int) -> None:
        loop = asyncio.get_running_loop()
        self.demo = demo
        self.file = folder / "config.toml"
        self.edit(USUAL)
        config = load(self.file, {})
        clock = Clock(loop.time, lambda: int((EPOCH_S + loop.time()) * 1e9))
        self.store = Store()
        self.session = session = Session(
            config, self.store, history=True, premiums=(HEADLINE,), random=Random(seed), clock=clock
        )
        self.live = LiveConfig(config, session)
        self.app = CoinwatchApp(
            self.store, self.live, session, loop.time, lambda: EPOCH_S + loop.time()
        )
        self.polled = 0
        """How often an exchange was polled instead."""

    def edit(
        self, symbols: Sequence[str], group: Sequence[str] = (), sparkline: str = "1h"
    ) -> None:
        """Write the config, as an editor would: the program finds it by looking."""
        lines = f'[[group]]\nname = "More"\nsymbols = {list(group)}'.replace("'", '"')
        self.file.write_text(
            CONFIG.format(
                symbols=str(list(symbols)).replace("'", '"'),
                group=lines if group else "",
                sparkline=sparkline,
                upbit=self.demo.upbit,
                binance=self.demo.binance,
            )
        )

    def troubles(self) -> list[str]:
        """Return what is not as it should be once all faults are over, in words."""
        found = [
            f"{name} {connection} is {health.status.state}"
            for (name, connection), health in self.store.feeds.items()
            if health.status.state is not FeedState.LIVE
        ]
        states = map(self.store.state, self.store.shown)
        found += [f"{state.market} has no price" for state in states if state.last is None]
        listings = self.session.listings().items()
        found += [f"no market list of {name}" for name, each in listings if isinstance(each, str)]
        if not self.store.shown:
            found.append("nothing is watched")
        return found + [f"the config: {self.live.fault}"] * bool(self.live.fault)

    def shown(self) -> str:
        """Return what is on the screen."""
        return "\n".join(
            strip.text for strip in self.app.screen._compositor.render_strips()
        )  # Textual has no other way to read it

    async def count_polling(self) -> None:
        """Count how often an exchange is polled, until cancelled."""
        polled: set[str] = set()
        while True:
            now = {
                name
                for (name, _), health in self.store.feeds.items()
                if health.status.state is FeedState.POLLING
            }
            self.polled += len(now - polled)
            polled = now
            await asyncio.sleep(0.5)


@asynccontextmanager
async def running(seed: int) -> AsyncIterator[tuple[Program, Pilot[int]]]:
    """Give a program that runs, and what presses its keys.

    Textual's timers go by a clock of its own, which must be the loop's while time is virtual.
    """
    loop = asyncio.get_running_loop()
    usual, textual._time.get_time = textual._time.get_time, loop.time  # as said above
    only = {f"KRW-{asset}" for asset in (*ASSETS, "USDT")} | {f"{asset}USDT" for asset in ASSETS}
    demo = Demo(seed, clock=lambda: EPOCH_S + loop.time(), speed=SPEED, only=only, step_ms=STEP_MS)
    try:
        with TemporaryDirectory() as folder:
            async with demo:
                forget(demo)
                program = Program(demo, Path(folder), seed)
                async with program.app.run_test(size=SIZE) as pilot:
                    tasks = [
                        asyncio.create_task(program.live.run()),
                        asyncio.create_task(program.count_polling()),
                    ]
                    yield program, pilot
                    for task in tasks:
                        task.cancel()
                    await asyncio.wait(tasks)
    finally:
        textual._time.get_time = usual  # put back
