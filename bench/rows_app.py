"""Our screen over a store whose rows change with every frame; no network.

Run: python -m bench.rows_app ROWS CHANGED FPS
"""

import asyncio
import itertools
import sys
import time
from contextlib import suppress
from dataclasses import replace

from bench import frames
from coinwatch.config import Config
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Group, Market, Trade
from coinwatch.runner import loop_factory
from coinwatch.store import Store
from coinwatch.tui.behind import Nothing
from coinwatch.tui.front import Screen


class Still:
    """A config that nobody changes."""

    keeps = False
    fault = ""

    def __init__(self, config: Config) -> None:
        self.config = config

    async def change(self, _change: object, _about: object) -> None:
        """Leave it."""

    async def undo(self) -> None:
        """Have nothing to take back."""


async def _change(store: Store, markets: list[Market], changed: int, fps: int) -> None:
    """Change so many rows a frame, in turn, each by a trade at another price."""
    every = itertools.cycle(markets[row] for row in frames.spread(len(markets), changed))
    began = time.monotonic()
    for frame in itertools.count(1):
        now_ms = frames.now_ms()
        for market in itertools.islice(every, changed):
            price = 78_000 + frame % 100 + 0.34
            trade = Trade(market, price, 0.001, "buy", frame, now_ms, time.time_ns())
            store.put(trade, time.monotonic())
        await asyncio.sleep(max(0.0, began + frame / fps - time.monotonic()))


async def _show(rows: int, changed: int, fps: int) -> None:
    markets = [EXCHANGES["binance"].market(name) for name in frames.names("trade", rows)]
    store = Store()
    store.watch([Group("Main", tuple(markets))], time.monotonic())
    config = Config()
    config = replace(config, display=replace(config.display, fps=fps))
    changing = asyncio.create_task(_change(store, markets, changed, fps))
    await Screen(store, Nothing(), Still(config)).run()
    changing.cancel()
    with suppress(asyncio.CancelledError):
        await changing


def main() -> None:
    """Show until the terminal is gone."""
    rows, changed, fps = map(int, sys.argv[1:])
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        loop.run(_show(rows, changed, fps))


if __name__ == "__main__":
    main()
