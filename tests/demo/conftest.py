"""A demo that stands still until it is stepped, and clients that talk to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect

from coinwatch.demo import Demo
from coinwatch.demo.prices import Prices
from coinwatch.demo.simulation import Simulation, binance_markets, upbit_markets

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

NOW_S = 1_795_446_000.0
"""2026-11-23 15:00:00 UTC."""

SEED = 7


@pytest.fixture
def now_ms() -> int:
    """Return the time at which every demo here starts, in milliseconds."""
    return int(NOW_S * 1000)


@pytest.fixture
def samples() -> Path:
    """Return the folder of recorded messages; where there is none, nothing can be compared."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "samples").is_dir():
            return folder / "shared" / "samples"
    pytest.skip("no recorded messages here")


@pytest.fixture
def upbit(now_ms: int) -> Simulation:
    """Upbit's markets, without a server."""
    return Simulation(upbit_markets(Prices(SEED), SEED, 1.0), now_ms)


@pytest.fixture
def binance(now_ms: int) -> Simulation:
    """Binance's markets, without a server."""
    return Simulation(binance_markets(Prices(SEED), SEED, 1.0), now_ms)


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """Both exchanges on loopback; they move only when stepped."""
    async with Demo(SEED, clock=lambda: NOW_S, manual=True) as demo:
        yield demo


@pytest.fixture
async def dial() -> AsyncIterator[Callable[..., Awaitable[ClientConnection]]]:
    """Open WebSocket connections, which are closed in the end."""
    opened: list[ClientConnection] = []

    async def dial(url: str, **options: object) -> ClientConnection:
        settings = {"proxy": None, "compression": None, "ping_interval": None, "close_timeout": 0.1}
        connection = await connect(url, **(settings | options))  # type: ignore[arg-type]  # a mix
        opened.append(connection)
        return connection

    yield dial
    for connection in opened:
        await connection.close()


@pytest.fixture
async def get() -> AsyncIterator[Callable[..., Awaitable[httpx2.Response]]]:
    """Ask by HTTP."""
    async with httpx2.AsyncClient(trust_env=False) as client:

        async def get(url: str, headers: dict[str, str] | None = None) -> httpx2.Response:
            return await client.get(url, headers=headers)

        yield get


@pytest.fixture
async def tcp() -> AsyncIterator[Callable[[int], Awaitable[Streams]]]:
    """Open plain connections to ports of this machine."""
    writers: list[asyncio.StreamWriter] = []

    async def tcp(port: int) -> Streams:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writers.append(writer)
        return reader, writer

    yield tcp
    for writer in writers:
        writer.transport.abort()
        with suppress(ConnectionError):
            await writer.wait_closed()


@pytest.fixture
def raw(tcp: Callable[[int], Awaitable[Streams]]) -> Callable[[str], Awaitable[Streams]]:
    """Open WebSocket connections by hand, with nobody behind them who answers anything."""

    async def raw(url: str) -> Streams:
        host, path = url.removeprefix("ws://").split("/", 1)
        reader, writer = await tcp(int(host.partition(":")[2]))
        writer.write(
            f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        return reader, writer

    return raw
