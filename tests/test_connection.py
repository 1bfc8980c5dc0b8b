"""Whole messages, the moment they arrive, against a real server."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from coinwatch.connection import MAX_MESSAGE_BYTES, READ_BYTES, open_connection, trusted

Handler = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def _server(handler: Handler, **options: Any) -> Any:
    async with serve(handler, "127.0.0.1", 0, **options) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}"


async def _received(handler: Handler, **options: Any) -> tuple[list[bytes], int | None]:
    """Return every message of a connection that the server closes, and the close code."""
    messages: list[bytes] = []
    async with (
        _server(handler, **options) as url,
        open_connection(
            url, lambda frame: messages.append(bytes(frame)), ping_s=20, open_s=5
        ) as websocket,
    ):
        await websocket.wait_closed()
    return messages, websocket.close_code


@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_takes_text_and_binary_messages_in_order(compression: str | None) -> None:
    """Both arrive as bytes, whether compression is negotiated or not."""

    async def handler(websocket: ServerConnection) -> None:
        for number in range(200):
            await websocket.send(f"비트 {number}")
            await websocket.send(b"\xff%d" % number)

    messages, code = await _received(handler, compression=compression)
    expected = [(f"비트 {number}".encode(), b"\xff%d" % number) for number in range(200)]
    assert messages == [each for pair in expected for each in pair]
    assert code == 1000


async def test_puts_fragments_together_in_their_place() -> None:
    """A message in pieces arrives whole, between the ones before and behind it."""

    async def handler(websocket: ServerConnection) -> None:
        await websocket.send("before")
        await websocket.send(["in ", "three ", "pieces"])
        await websocket.send("behind")

    messages, _ = await _received(handler)
    assert messages == [b"before", b"in three pieces", b"behind"]


async def test_messages_that_come_with_the_handshake_are_not_lost() -> None:
    """What the server sends in the same packet as its answer to the handshake arrives."""

    async def serve_raw(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        key = next(line.split(b": ")[1] for line in request.split(b"\r\n") if b"-Key" in line)
        from websockets.utils import accept_key

        answer = (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept_key(key.decode())}\r\n\r\n"
        )
        writer.write(answer.encode() + b"\x81\x05first" + b"\x88\x02\x03\xe8")
        await writer.drain()
        await reader.readexactly(len(b"\x88\x82mask\x03\xe8"))  # the client's masked answer
        writer.close()
        await writer.wait_closed()

    messages: list[bytes] = []
    server = await asyncio.start_server(serve_raw, "127.0.0.1", 0)
    async with server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with open_connection(
            url, lambda m: messages.append(bytes(m)), ping_s=20, open_s=5
        ) as ws:
            await ws.wait_closed()
    assert messages == [b"first"]


async def test_refuses_messages_beyond_the_limit() -> None:
    """A message that is too big closes the connection with 1009, and is not kept."""

    async def handler(websocket: ServerConnection) -> None:
        await websocket.send(b"x" * (MAX_MESSAGE_BYTES + 1))
        await websocket.wait_closed()

    messages: list[bytes] = []
    async with (
        _server(handler, compression=None, close_timeout=0.1) as url,
        open_connection(url, messages.append, ping_s=20, open_s=5) as websocket,
    ):
        await websocket.wait_closed()
    assert messages == []
    assert websocket.close_exc.sent is not None
    assert websocket.close_exc.sent.code == 1009


async def test_sends_no_origin() -> None:
    """Upbit limits requests with an Origin header to one in ten seconds."""
    headers: list[str | None] = []

    async def handler(websocket: ServerConnection) -> None:
        assert websocket.request is not None
        headers.append(websocket.request.headers.get("Origin"))

    await _received(handler)
    assert headers == [None]


async def test_a_bug_in_the_receiver_reaches_the_event_loop() -> None:
    """What the receiver raises is not swallowed: the loop's handler gets it."""
    contexts: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: contexts.append(context))

    async def handler(websocket: ServerConnection) -> None:
        await websocket.send("data")
        await websocket.wait_closed()

    def receive(_: bytes) -> None:
        raise ZeroDivisionError

    async with _server(handler) as url, open_connection(url, receive, ping_s=20, open_s=5) as ws:
        await ws.wait_closed()
    assert [type(context["exception"]) for context in contexts] == [ZeroDivisionError]


async def test_certificates_are_read_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take as long as a frame of the screen; a plain connection needs none."""
    threads: list[bool] = []
    create = ssl.create_default_context

    def note() -> ssl.SSLContext:
        threads.append(threading.current_thread() is threading.main_thread())
        return create()

    monkeypatch.setattr(ssl, "create_default_context", note)
    assert await trusted("ws://127.0.0.1:1") is None
    context = await trusted("WSS://127.0.0.1:1")
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert threads == [False]


async def test_asyncio_reads_no_more_than_memory_is_at_hand_for() -> None:
    """A message of many reads arrives whole; other event loops have buffers of their own."""
    large = b"x" * (3 * READ_BYTES)

    async def handler(websocket: ServerConnection) -> None:
        await websocket.send(large)

    messages: list[bytes] = []
    async with (
        _server(handler) as url,
        open_connection(url, messages.append, ping_s=20, open_s=5) as websocket,
    ):
        read = getattr(websocket.transport, "max_size", READ_BYTES)
        await websocket.wait_closed()
    assert read == READ_BYTES
    assert messages == [large]
