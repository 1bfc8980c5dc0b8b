"""What the tests share: the simulated exchanges, and feeds that watch them."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import pytest

from coinwatch.demo import Demo
from tests.rig import EPOCH_S, Watch
from tests.virtual import VirtualLoop, pass_time

Until = Callable[[Callable[[], object]], Awaitable[None]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add how many random sequences of faults to run, and how many lines to validate."""
    parser.addoption("--seeds", type=int, default=200, help="seeds of the fault simulation")
    parser.addoption("--lines", type=int, default=2000, help="lines to hold against the schema")


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Let a module's tests run in virtual time if it says ``VIRTUAL_TIME = True``."""
    virtual = getattr(getattr(item, "module", None), "VIRTUAL_TIME", False)
    return {"virtual": VirtualLoop} if virtual else {"real": asyncio.new_event_loop}


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Have the programs that tests start take interrupts, even where the tests do not.

    A shell has what it starts in the background ignore them, and so would they.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def until() -> Until:
    """Wait until a condition holds, bounded: ten seconds, or ten minutes of virtual time."""

    async def wait(condition: Callable[[], object]) -> None:
        virtual = isinstance(asyncio.get_running_loop(), VirtualLoop)
        async with asyncio.timeout(600 if virtual else 10):
            while not condition():
                await pass_time(0.01 if virtual else 0)

    return wait


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """Both exchanges on loopback: going with virtual time, else when the test says so."""
    loop = asyncio.get_running_loop()
    virtual = isinstance(loop, VirtualLoop)

    def wall() -> float:
        return EPOCH_S + loop.time() if virtual else time.time()

    async with Demo(manual=not virtual, clock=wall) as demo:
        yield demo


@pytest.fixture
async def watch(demo: Demo) -> AsyncIterator[Callable[..., Watch]]:
    """Start feeds that end with the test."""
    started: list[Watch] = []

    def start(name: str, *symbols: str, **settings: Any) -> Watch:
        started.append(Watch(demo, name, symbols, **settings))
        return started[-1]

    yield start
    for each in started:
        await each.stop()
