"""The screen in a real browser: Chromium, through its remote debugging protocol."""

import asyncio
import base64
import itertools
import json
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyte
import pytest
from websockets.asyncio.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", "--window-size=1280,640",
)  # fmt: skip

PNG = b"\x89PNG\r\n"

Serve = Callable[..., Awaitable[Any]]

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")


class Tab:
    """A page in the browser, and what its program drew there."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.screen = pyte.Screen(400, 200)
        self._stream = pyte.ByteStream(self.screen)
        self.loaded: list[str] = []
        self.size = (0, 0)
        """Columns and rows of the page's terminal."""

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Have the browser do something; return its answer."""
        number = next(self._ids)
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = await self._next()
            if message.get("id") == number:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    async def shows(self, text: str) -> int:
        """Wait until the program has drawn a text; return its row."""
        async with asyncio.timeout(40):
            while not (rows := [i for i, row in enumerate(self.screen.display) if text in row]):
                await self._next()
        return rows[0]

    async def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await self._socket.recv())
        params = message.get("params", {})
        if message.get("method") == "Network.webSocketFrameReceived":
            frame = params["response"]
            if frame["opcode"] == 2:
                self._stream.feed(base64.b64decode(frame["payloadData"]))
        if message.get("method") == "Network.webSocketFrameSent":
            kind, *said = json.loads(params["response"]["payloadData"])
            if kind == "resize":
                self.size = said[0]["width"], said[0]["height"]
        if message.get("method") == "Network.requestWillBeSent":
            self.loaded.append(params["request"]["url"])
        return message


@asynccontextmanager
async def _browser(folder: Path) -> AsyncIterator[Tab]:
    assert CHROMIUM
    process = await asyncio.create_subprocess_exec(
        *(CHROMIUM, *FLAGS, f"--user-data-dir={folder}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr
        async with asyncio.timeout(30):
            while not (line := await process.stderr.readline()).startswith(b"DevTools listening"):
                assert line
        address = line.decode().split()[-1]
        async with connect(address, max_size=None) as socket:
            root = Tab(socket)
            targets = (await root.ask("Target.getTargets"))["targetInfos"]
        page = next(each["targetId"] for each in targets if each["type"] == "page")
        inner = f"{address.partition('/devtools/')[0]}/devtools/page/{page}"
        async with connect(inner, max_size=None) as socket:
            yield Tab(socket)
    finally:
        process.kill()
        await process.communicate()


async def test_a_click_in_a_browser(serve: Serve, tmp_path: Path) -> None:
    """The page is drawn, a click on a column's title sorts, and nothing came from elsewhere."""
    served = await serve("--demo", "BTC", "ETH")
    async with _browser(tmp_path / "profile") as tab:
        await tab.ask("Network.enable")
        await tab.ask("Page.navigate", url=served.printed)
        await tab.shows("sort: manual")
        await tab.shows("4 of 4")
        row = await tab.shows(" Market ")
        box = await tab.ask("Runtime.evaluate", returnByValue=True, expression=BOX)
        width, height = box["result"]["value"]
        columns, rows = tab.size
        place = {"x": 2.5 * width / columns, "y": (row + 0.5) * height / rows}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            await tab.ask(
                "Input.dispatchMouseEvent",
                type=kind,
                button="left",
                buttons=1,
                clickCount=1,
                **place,
            )
        await tab.shows("sort: Market")
        shot = await tab.ask("Page.captureScreenshot", format="png")
        picture = base64.b64decode(shot["data"])
        if folder := os.environ.get("SCREENSHOTS"):
            (Path(folder) / "browser.png").write_bytes(picture)
        assert picture.startswith(PNG)
        assert len(picture) > 20_000
        place = await tab.ask("Runtime.evaluate", returnByValue=True, expression="location.href")
        assert place["result"]["value"] == f"{served.address}/"
        assert tab.loaded
        assert {each for each in tab.loaded if not each.startswith(served.address)} <= {"data:,"}


BOX = """(() => {
  const box = document.querySelector('.xterm-screen').getBoundingClientRect();
  return [box.width, box.height];
})()"""
"""The size of the terminal on the page, in pixels."""
