"""Ours, from the socket to the store, in a process of its own.

Run: python -m bench.clients PORT FRAMES KIND MARKETS [tls]. It prints the CPU seconds
from the first frame to the last, which is stored by then.
"""

import asyncio
import sys
import time
from contextlib import suppress
from dataclasses import replace

from bench import frames
from bench.load import config
from coinwatch.config.load import load
from coinwatch.errors import NetworkError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Request
from coinwatch.model import Tick
from coinwatch.rest import Rest
from coinwatch.runner import loop_factory
from coinwatch.session import Session
from coinwatch.store import Store

FIRST_LOOK_S, LOOK_S = 0.001, 0.5
"""How often to look how many frames there were, for the first one and for the last. Each look wakes
the event loop, which no yardstick has to do; behind the last frame nothing runs, and idle time is
not counted."""


async def watch(port: int, kind: str, markets: int, count: int, *, tls: bool) -> float:
    """Return the CPU seconds that ``count`` frames took, by those behind the first look."""
    name = "upbit" if kind == "upbit-ticker" else "binance"
    symbols = tuple(f"{name}:{symbol}" for symbol in frames.names(kind, markets))
    with config(kind, port, tls=tls) as path:
        settings = replace(load(path, {}), symbols=symbols, groups=())
    # The market list comes by what takes longer to load than thousands of frames to decode.
    async with Rest(EXCHANGES[name], ("http://127.0.0.1:1",)) as rest:
        with suppress(NetworkError):
            await rest.ask(Request("/"))
    store = Store(kinds=(Tick,))
    session = Session(settings, store, channels=(Channel.TICKER,))
    running = asyncio.create_task(session.run())
    before = await _frames(store, 1, FIRST_LOOK_S)
    began = time.process_time()
    await _frames(store, count, LOOK_S)
    spent = (time.process_time() - began) * count / (count - before)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return spent


async def _frames(store: Store, least: int, look_s: float) -> int:
    """Wait until there were so many frames; return how many there were."""
    while (seen := sum(health.frames for health in store.feeds.values())) < least:  # noqa: ASYNC110  # the store tells nobody
        await asyncio.sleep(look_s)
    return seen


def main() -> None:
    """Run once."""
    port, count, kind, markets, *rest = sys.argv[1:]
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        watching = watch(int(port), kind, int(markets), int(count), tls=rest == ["tls"])
        print(loop.run(watching))


if __name__ == "__main__":
    main()
