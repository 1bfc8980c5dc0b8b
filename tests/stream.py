"""A long run of `--json` against the simulated exchanges, with faults, in virtual time."""

import asyncio
import os
from collections.abc import Iterable
from contextlib import suppress
from random import Random
from typing import Any

import orjson

from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.demo.faults import Flood
from coinwatch.demo.simulation import Moved
from coinwatch.errors import ExitCode
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import FeedState
from coinwatch.pipe import Pipe
from tests.rig import Watch
from tests.virtual import pass_time

STEADY_S = 2.0
"""Live for so long, and everything that was asked for is confirmed."""

Line = dict[str, Any]
Deal = tuple[str, int, float, float]
"""Market, time, price and size of a trade: what the exchange and the line both say."""


class Stream:
    """One exchange's lines as a reader of stdout gets them, and the trades that it sent."""

    def __init__(self, demo: Demo, name: str, symbols: Iterable[str]) -> None:
        self.watch = Watch(demo, name, symbols)
        self.server = self.watch.server
        self.lines: list[bytes] = []
        self.happened: dict[Deal, int] = {}
        """The trades of these markets since it was steady first, sent or not, and when."""
        self._since_ms: int | None = None
        self._note_what_happens(set(symbols))
        self.watch.feed.watch(
            [
                Subscription(channel, market)
                for channel in (Channel.TICKER, Channel.TRADE, Channel.BOOK)
                for market in self.watch.markets
            ]
        )
        self.start = self.watch.store.journal.head
        self._reader, self._stdout = os.pipe()
        os.set_blocking(self._reader, False)
        self._rest = b""
        self._pipe = Pipe(self.watch.store, self._stdout)
        self._task = asyncio.create_task(self._pipe.run())
        self.read()

    def _note_what_happens(self, symbols: set[str]) -> None:
        simulation = self.server.simulation
        step = simulation.step

        def noted(now_ms: int) -> list[Moved]:
            moved = step(now_ms)
            if self._since_ms is not None:
                for market, trades in moved:
                    for each in trades if market.symbol in symbols else ():
                        self.happened[market.symbol, each.ms, each.price, each.size] = each.ms
            return moved

        simulation.step = noted  # type: ignore[method-assign]  # a spy

    def read(self) -> None:
        """Read stdout from now on."""
        asyncio.get_running_loop().add_reader(self._reader, self._take)

    def pause(self) -> None:
        """Stop reading: stdout will block."""
        asyncio.get_running_loop().remove_reader(self._reader)

    def _take(self) -> None:
        *lines, self._rest = (self._rest + os.read(self._reader, 1 << 20)).split(b"\n")
        self.lines += lines

    async def steady(self) -> None:
        """Wait until it has been live for a while."""
        steady_s = 0.0
        while steady_s < STEADY_S:
            await pass_time(0.1)
            steady_s = steady_s + 0.1 if self.watch.state is FeedState.LIVE else 0.0
        self._since_ms = self._since_ms or self.watch.demo.now_ms

    async def stop(self) -> None:
        """End the feed, print what that tells, and read the rest."""
        await self.watch.stop()
        await pass_time(0.1)
        self._pipe.stop(ExitCode.OK)
        await self._task
        self._pipe.finish()
        self.pause()
        os.close(self._stdout)
        while self._unread():
            pass
        os.close(self._reader)

    def _unread(self) -> bool:
        before = len(self.lines)
        with suppress(BlockingIOError):
            self._take()
        return len(self.lines) > before

    def parsed(self) -> list[Line]:
        """Return the lines as objects."""
        return [orjson.loads(line) for line in self.lines]

    def missing(self) -> dict[Deal, int]:
        """Return the trades that happened and are not told, and when; without the last second's."""
        trades = (each for each in self.parsed() if each["type"] == "trade")
        told = {(t["symbol"], t["exchange_ms"], t["price"], t["size"]) for t in trades}
        until_ms = self.watch.demo.now_ms - 1000
        return {
            deal: ms for deal, ms in self.happened.items() if deal not in told and ms < until_ms
        }

    def unaccounted(self) -> set[Deal]:
        """Return the trades that happened, and are neither told nor in a gap."""
        gaps = [each for each in self.parsed() if each["type"] == "gap"]
        return {
            deal
            for deal, ms in self.missing().items()
            if not any(
                deal[0] in gap["symbols"] and gap["from_ms"] <= ms <= gap["to_ms"] for gap in gaps
            )
        }

    def untold(self) -> int:
        """Return how many records are neither a line nor counted as lost."""
        lines = self.parsed()
        lost = sum(int(each["count"]) for each in lines if each["type"] == "lost")
        told = len([each for each in lines if each["type"] != "lost"])
        return self.watch.store.journal.head - self.start - told - lost


async def trouble(stream: Stream, random: Random) -> None:
    """Break something, let it be broken for a while, and wait until all is well again."""
    faults = stream.server.faults
    kind = random.choice(("close", "abort", "reset", "refuse", "garbage", "duplicate"))
    if kind == "close":
        faults.close_all(random.choice((1000, 1001, 1011)))
    elif kind == "garbage":
        faults.inject(random.randbytes(100))
    elif kind == "duplicate":
        faults.duplicate = True
    elif kind == "reset":
        faults.reset_all()
    else:
        faults.refuse = refusal(503) if kind == "refuse" else None
        faults.abort_all()
    await pass_time(random.uniform(0.1, 3.0))
    faults.clear()
    await stream.steady()


async def overwhelm(stream: Stream, symbol: str) -> None:
    """Stop reading while more happens than the journal holds, then go on."""
    journal = stream.watch.store.journal
    head = journal.head
    stream.pause()
    stream.server.faults.flood = Flood(symbol, 4_000.0)
    while journal.head < head + 20_000:
        await pass_time(0.1)
    stream.server.faults.clear()
    stream.read()
    await stream.steady()
