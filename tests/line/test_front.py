"""The text on stdout, from a store that is filled by hand."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from coinwatch.errors import ExitCode, OutputError, UsageError
from coinwatch.line.front import Line
from coinwatch.line.template import Field, parse
from coinwatch.model import Group, Market, Trade
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]

BTC = Market("toy", "BTC-USD", "BTC", "USD")
PRICE = "{toy:BTC-USD.price:.0f}"
BOUND = {Field("toy:BTC-USD", "price", ".0f"): BTC}


class _World:
    """A store, and the other end of stdout."""

    def __init__(self) -> None:
        self.store = Store()
        self.fd, self.stdout = os.pipe()
        os.set_blocking(self.fd, False)
        self._got = b""
        self._left = False
        self.watch()

    def watch(self) -> None:
        self.store.watch([Group("Main", (BTC,))], 0.0)

    def line(self, written: str = PRICE, **more: Any) -> Line:
        return Line(
            self.store, parse(written, ("toy",)), lambda: BOUND, self.stdout,
            **{"every_s": 0.001, **more},
        )  # fmt: skip

    def trade(self, number: int) -> None:
        ns = time.time_ns()
        trade = Trade(BTC, 100.0 + number, 1.0, "buy", number, ns // 1_000_000, ns)
        self.store.put(trade, time.monotonic())

    def leave(self) -> None:
        if not self._left:
            self._left = True
            os.close(self.fd)

    def lines(self) -> list[str]:
        """Everything that came so far."""
        try:
            while chunk := os.read(self.fd, 65536):
                self._got += chunk
        except BlockingIOError:
            pass
        return self._got.decode().split("\n")[:-1]


@pytest.fixture
async def world() -> AsyncIterator[_World]:
    """Give a store and the other end of stdout."""
    world = _World()
    yield world
    world.leave()
    os.close(world.stdout)


async def test_prints_a_text_when_it_changes_and_only_then(world: _World, until: Until) -> None:
    """Nothing before the first price, and nothing for a trade at the same one."""
    line = world.line()
    task = asyncio.create_task(line.run())
    await until(lambda: world.store.layout)
    assert line.told is None
    world.trade(1)
    await until(lambda: line.told == "101")
    world.trade(2)
    await until(lambda: line.told == "102")
    world.watch()
    world.trade(3)
    await until(lambda: line.told == "103")
    line.stop(ExitCode.SIGTERM)
    line.stop(ExitCode.OK)
    assert await task is ExitCode.SIGTERM
    line.finish()
    assert world.lines() == ["101", "102", "103"]


async def test_stops_after_so_many_lines(world: _World) -> None:
    """The count is exact."""
    world.trade(1)
    assert await world.line(count=1).run() is ExitCode.OK
    assert world.lines() == ["101"]


async def test_prints_at_most_every_so_often(world: _World, until: Until) -> None:
    """What changed in between is told by the newest text alone, when it is time."""
    line = world.line(every_s=3600.0)
    task = asyncio.create_task(line.run())
    world.trade(1)
    await until(lambda: line.told == "101")
    world.trade(2)
    line._look(time.monotonic() + 3599.0)
    assert line.told == "101"
    world.trade(3)
    line._look(time.monotonic() + 3601.0)
    line.stop(ExitCode.OK)
    await task
    assert world.lines() == ["101", "103"]


async def test_once_prints_the_complete_text(world: _World, until: Until) -> None:
    """As soon as all is known."""
    line = world.line(once_within_s=3600.0)
    task = asyncio.create_task(line.run())
    await until(lambda: line._layout >= 0)
    world.trade(1)
    assert await task is ExitCode.OK
    assert world.lines() == ["101"]


async def test_once_prints_what_is_known_when_the_time_is_up(world: _World) -> None:
    """Or nothing, if nothing is."""
    line = world.line(once_within_s=0.001)
    assert await line.run() is ExitCode.OK
    assert (line.told, world.lines()) == (None, [])
    world.trade(1)
    line = world.line(f"{PRICE} {{toy:BTC-USD.bid}}", once_within_s=0.001)
    assert await line.run() is ExitCode.OK
    assert world.lines() == ["101 —"]


async def test_ends_quietly_when_the_reader_leaves(world: _World) -> None:
    """As with `head -1`, though nothing more ever happens."""
    world.leave()
    assert await world.line().run() is ExitCode.OK


async def test_a_slow_reader_gets_the_newest_text(world: _World, until: Until) -> None:
    """Nobody waits for it, nothing piles up, and old texts are not told late."""
    fcntl.fcntl(world.stdout, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(world.stdout, False)
    filler = os.write(world.stdout, b"x" * 4095 + b"\n")
    os.set_blocking(world.stdout, True)
    line = world.line(count=2)
    task = asyncio.create_task(line.run())
    world.trade(1)
    await until(lambda: line.told == "101")
    for number in range(2, 10):
        world.trade(number)
        line._look(time.monotonic())
    assert line.told == "101"
    assert len(os.read(world.fd, filler)) == filler
    await until(lambda: world.lines() == ["101", "109"])
    assert await task is ExitCode.OK


async def test_a_full_disk_is_an_error(world: _World) -> None:
    """In words."""
    world.trade(1)
    os.dup2(os.open("/dev/full", os.O_WRONLY), world.stdout)
    with pytest.raises(OutputError, match="No space left"):
        await world.line().run()


async def test_what_does_not_fit_the_markets_ends_it(world: _World) -> None:
    """An asset on two exchanges, found out once their lists are there."""

    def bind() -> dict[Field, Market]:
        raise UsageError("on two")

    with pytest.raises(UsageError, match="on two"):
        await Line(world.store, parse(PRICE, ("toy",)), bind, world.stdout, every_s=0.001).run()


async def test_bytes_that_are_no_text_pass_through(world: _World) -> None:
    """A format of a shell that is not in UTF-8 comes out as it went in."""
    world.trade(1)
    await world.line(f"\udce9 {PRICE}", count=1).run()
    assert os.read(world.fd, 100) == b"\xe9 101\n"
