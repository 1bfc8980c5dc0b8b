"""What every test of the screen relies on."""

import time
from collections.abc import Iterator

import pytest

from coinwatch.model import Group
from tests.tui.rig import BTC, BTCUSDT, DOGE, ETH, World


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the clock on the screen show UTC, and colours whatever the shell says."""
    monkeypatch.setenv("TZ", "UTC")
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def world() -> World:
    """Return a world with three groups and prices, where a module has none of its own."""
    groups = (Group("Majors", (BTC, ETH, BTCUSDT)), Group("KRW", (ETH, BTC)))
    world = World(*groups, Group("관심", (DOGE,)))
    world.ticker(BTC, 101.0)
    world.ticker(ETH, 103.0)
    world.ticker(BTCUSDT, 102.0)
    return world
