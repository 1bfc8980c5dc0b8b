"""Exchanges that do nothing by themselves, in virtual time: hours of quiet cost little."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from coinwatch.demo import Demo
from tests.rig import EPOCH_S, Watch


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no proxy of this machine come between."""
    for scheme in ("http", "https", "ws", "wss", "socks", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)


@pytest.fixture
async def idle() -> AsyncIterator[Demo]:
    """Both exchanges, where nothing trades unless the test says so."""
    loop = asyncio.get_running_loop()
    async with Demo(manual=True, clock=lambda: EPOCH_S + loop.time()) as demo:
        yield demo


@pytest.fixture
async def watch_idle(idle: Demo) -> AsyncIterator[Callable[..., Watch]]:
    """Start feeds of exchanges where nothing trades; they end with the test."""
    started: list[Watch] = []

    def start(name: str, *symbols: str, **settings: Any) -> Watch:
        started.append(Watch(idle, name, symbols, **settings))
        return started[-1]

    yield start
    for each in started:
        await each.stop()
