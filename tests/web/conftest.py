"""`coinwatch web` as a program, and what a page shows."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pyte
import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

Serve = Callable[..., Awaitable["Served"]]


class Served:
    """The program, the address that it printed first, and the cookie that this leads to."""

    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self.process = process
        self.printed = address
        self.address, _, token = address.partition("/?token=")
        self.socket_address = f"{self.address.replace('http:', 'ws:')}/ws?width=100&height=20"
        self.port = self.address.rpartition(":")[2]
        self.cookie = {"Cookie": f"coinwatch-{self.port}={token}"}

    def children(self) -> list[int]:
        """Return the programs of the pages that are open."""
        pid = self.process.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Start it on a free port; it ends with the test."""
    started: list[asyncio.subprocess.Process] = []
    environ = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "LANG": "en_US.UTF-8"}
    environ.pop("COINWATCH_CONFIG", None)

    async def start(*words: str) -> Served:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coinwatch", "web", "--port", "0", *words),
            env=environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout
        return Served(process, (await process.stdout.readline()).decode().rstrip("\n"))

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.wait()
        process._transport.close()  # type: ignore[attr-defined]  # else its pipes outlive the loop


@pytest.fixture
def page() -> tuple[pyte.Screen, pyte.ByteStream]:
    """Give a terminal such as a page is, and its input."""
    screen = pyte.Screen(100, 20)
    return screen, pyte.ByteStream(screen)
