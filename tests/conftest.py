"""What the tests share: the simulated exchanges, and feeds that watch them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from coinwatch.demo import Demo
from tests.rig import Watch

Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def until() -> Until:
    """Wait until a condition holds, turning the event loop, at most ten seconds."""

    async def wait(condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():  # noqa: ASYNC110  # any condition, not an event
                await asyncio.sleep(0)

    return wait


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """Both exchanges on loopback; they move when the test says so."""
    async with Demo(manual=True) as demo:
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
