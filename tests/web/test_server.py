"""The pages: what they show, who may have them, and how they end."""

import asyncio
import json
import os
import re
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pyte
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from coinwatch.errors import UsageError
from coinwatch.web.server import STRANGER

Page = tuple[pyte.Screen, pyte.ByteStream]
Serve = Callable[..., Awaitable[Any]]
Until = Callable[[Callable[[], object]], Awaitable[None]]


async def _read(socket: Any, page: Page, text: str) -> None:
    """Read what the program draws until it shows a text."""
    screen, stream = page
    async with asyncio.timeout(30):
        while not any(text in line for line in screen.display):
            drawn = await socket.recv()
            if isinstance(drawn, bytes):
                stream.feed(drawn)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_page_has_a_screen_of_its_own(serve: Serve, page: Page) -> None:
    """Prices come, keys and sizes get there, and SIGTERM ends the server and its programs."""
    served = await serve("--demo", "BTC", "ETH")
    async with connect(
        served.socket_address, origin=served.address, additional_headers=served.cookie
    ) as socket:
        await _read(socket, page, "4 of 4")
        await _read(socket, page, "Upbit live")
        await socket.send(json.dumps(["stdin", "p"]))
        await _read(socket, page, "Gap ₩")
        page[0].resize(24, 60)
        await socket.send(json.dumps(["resize", {"width": 60, "height": 24}]))
        await _read(socket, page, "2 of 2")
        (child,) = served.children()
        served.process.send_signal(signal.SIGTERM)
        async for _ in socket:
            pass
    assert await served.process.wait() == 143
    assert not _alive(child)
    assert await served.process.stderr.read() == b""


async def test_a_program_ends_with_its_page(serve: Serve, page: Page, until: Until) -> None:
    """The next page gets another; an interrupt ends the server."""
    served = await serve("--demo", "BTC")
    for _ in range(2):
        async with connect(served.socket_address, additional_headers=served.cookie) as socket:
            await _read(socket, page, "2 of 2")
            assert len(served.children()) == 1
        await until(lambda: not served.children())
        page[0].reset()
    served.process.send_signal(signal.SIGINT)
    assert await served.process.wait() == 130


async def test_a_program_ends_when_the_server_is_killed(
    serve: Serve, page: Page, until: Until
) -> None:
    """Nothing goes on unseen."""
    served = await serve("--demo", "BTC")
    async with connect(served.socket_address, additional_headers=served.cookie) as socket:
        await _read(socket, page, "2 of 2")
        (child,) = served.children()
        served.process.kill()
        await until(lambda: not _alive(child))


async def test_what_a_program_cannot_start_with_is_said(serve: Serve) -> None:
    """On stderr of the server, which goes on."""
    served = await serve("--demo", "upbit:KRW-NOSUCH")
    async with connect(served.socket_address, additional_headers=served.cookie):
        said = await served.process.stderr.readuntil(b"NOSUCH")
    assert b"coinwatch: " in said
    assert served.process.returncode is None


async def test_the_page_loads_nothing_from_elsewhere(serve: Serve) -> None:
    """Its own files alone, as it and its policy say."""
    served = await serve("--demo")
    async with httpx2.AsyncClient(trust_env=False, headers=served.cookie) as client:
        answer = await client.get(served.address)
        assert answer.status_code == 200
        assert re.findall(r"\w+://", answer.text) == []
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        for named in re.findall(r'(?:src|href)="(\w[^"]+\.\w+)"', answer.text):
            assert (await client.get(f"{served.address}/{named}")).status_code == 200


async def test_the_printed_address_opens_it_and_no_other(serve: Serve) -> None:
    """Its token becomes a cookie; who has neither is told what to do, and gets no program."""
    served = await serve("--demo")
    port = served.port
    async with httpx2.AsyncClient(trust_env=False) as client:
        for path in ("", "/", "/?token=", "/?token=guess", "/page.js", "/static/js/textual.js"):
            answer = await client.get(served.address + path)
            assert (path, answer.status_code, answer.text) == (path, 403, STRANGER)
        client.cookies.set(f"coinwatch-{port}", "wrong")
        assert (await client.get(served.address)).status_code == 403
        answer = await client.get(served.printed)
        assert (answer.status_code, answer.headers["location"]) == (303, "./")
        said = answer.headers["set-cookie"]
        assert "HttpOnly" in said
        assert "SameSite=Lax" in said
        assert (await client.get(served.address)).status_code == 200
    for headers in ({}, {"Cookie": f"coinwatch-{port}=gu\xe9ss"}):
        with pytest.raises(InvalidStatus) as caught:
            await connect(served.socket_address, additional_headers=headers)
        assert caught.value.response.status_code == 403
    assert served.children() == []
    assert (await serve("--demo")).printed.partition("token=")[2] not in served.printed


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("http://elsewhere.example", 403),
        ("http://127.0.0.1", 403),
        ("null", 403),
        ("https://prices.example", 101),
    ],
)
async def test_a_socket_is_for_a_page_of_ours(origin: str, code: int, serve: Serve) -> None:
    """Not for another site, nor for another port; for ours also behind a proxy with a name."""
    served = await serve("--demo", "BTC")
    headers = {**served.cookie, "Host": "prices.example"} if code == 101 else served.cookie
    async with asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(_handshake({"Host": f"127.0.0.1:{served.port}", **headers, "Origin": origin}))
        assert int((await reader.readline()).split()[1]) == code
        writer.close()
        await writer.wait_closed()


def _handshake(headers: dict[str, str]) -> bytes:
    """Return the request of a WebSocket, as RFC 6455 has it."""
    usual = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    lines = (f"{name}: {value}\r\n" for name, value in {**headers, **usual}.items())
    return f"GET /ws HTTP/1.1\r\n{''.join(lines)}\r\n".encode()


async def test_a_port_that_is_taken_is_named(serve: Serve) -> None:
    """With what to do about it, and the code of a usage error."""
    served = await serve("--demo")
    port = served.port
    other = await serve("--demo", "--port", port)
    assert other.address == ""
    said = (await other.process.stderr.read()).decode()
    assert said.startswith(f"coinwatch: Cannot serve on 127.0.0.1, port {port}: ")
    assert said.endswith("--port 0 takes any free one.\n")
    assert await other.process.wait() == 2


@pytest.mark.parametrize(
    ("host", "why"),
    [("192.0.2.1", "Cannot assign requested address"), ("nosuch.invalid", "")],
)
async def test_a_host_that_is_not_ours_is_named(host: str, why: str) -> None:
    """Whether it is an address or a name."""
    from coinwatch.web.server import Pages

    with pytest.raises(UsageError) as caught:
        async with Pages(["true"], host).listening(0):
            pass
    assert caught.value.message.startswith(f"Cannot serve on {host}, port 0: {why}")
    assert caught.value.hint == "--host is one of this computer's."


async def test_a_bound_on_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one beyond is refused, without a program."""
    from coinwatch.web import server

    pages = server.Pages(["true"], "127.0.0.1")
    monkeypatch.setattr(server, "MOST", 0)
    async with pages.listening(0) as printed:
        address, _, token = printed.partition("/?token=")
        cookie = f"coinwatch-{address.rpartition(':')[2]}={token}"
        with pytest.raises(InvalidStatus) as caught:
            await connect(
                f"{address.replace('http', 'ws')}/ws", additional_headers={"Cookie": cookie}
            )
    assert caught.value.response.status_code == 503


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("box", False)],
)
def test_says_whether_others_can_reach_it(host: str, loopback: bool) -> None:  # noqa: FBT001  # a column of the table
    """Loopback is this computer alone."""
    from coinwatch.web.server import Pages

    assert Pages(["true"], host).is_loopback is loopback


async def test_all_addresses_are_told_by_the_name_of_this_computer() -> None:
    """Nobody can open 0.0.0.0; an IPv6 address has brackets."""
    from coinwatch.web.server import Pages

    async with Pages(["true"], "0.0.0.0").listening(0) as address:
        assert address.startswith(f"http://{os.uname().nodename}:")
    async with Pages(["true"], "::1").listening(0) as address:
        assert address.startswith("http://[::1]:")
