"""Whole messages, the moment they arrive, against a real server."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve
from websockets.client import ClientProtocol
from websockets.frames import Close, Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.uri import parse_uri
from websockets.utils import accept_key

from coinwatch.connection import (
    MAX_MESSAGE_BYTES,
    DirectConnection,
    open_connection,
)
from coinwatch.demo.frames import frame

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


class Wire(asyncio.Transport):
    """A transport that notes what it is to send."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Note data."""
        self.sent += bytes(data)

    def can_write_eof(self) -> bool:
        """Tell that it is no TLS."""
        return True

    def write_eof(self) -> None:
        """Send no more."""

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Write without any."""

    def pause_reading(self) -> None:
        """Read no more."""

    def resume_reading(self) -> None:
        """Read on."""


class Reading:
    """A connection that reads what a test says, from the handshake on."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.protocol = ClientProtocol(parse_uri("ws://127.0.0.1/"), max_size=MAX_MESSAGE_BYTES)
        self.connection = DirectConnection(lambda m: self.messages.append(bytes(m)), self.protocol)
        self.wire = Wire()
        self.connection.connection_made(self.wire)
        self.connection.response_rcvd = asyncio.get_running_loop().create_future()
        request = self.protocol.connect()
        self.protocol.send_request(request)
        self.protocol.data_to_send()
        accepted = accept_key(request.headers["Sec-WebSocket-Key"])
        self.greeting = (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accepted}\r\n\r\n"
        ).encode()

    def read(self, data: bytes, sizes: Iterator[int]) -> None:
        """Read the answer to the handshake and ``data`` behind it, in pieces of these sizes."""
        data = self.greeting + data
        while data:
            size = next(sizes)
            self.connection.data_received(data[:size])
            data = data[size:]


class Sent(NamedTuple):
    """A part of what a server sends, the message that it makes whole, and the ping in it."""

    wire: bytes
    message: bytes | None = None
    ping: bytes | None = None


def _message(opcode: Opcode, payload: bytes) -> Sent:
    return Sent(frame(opcode, payload), payload)


def _ping(payload: bytes) -> Sent:
    return Sent(frame(Opcode.PING, payload), None, payload)


def _in_pieces(parts: list[bytes], ping: bytes) -> Sent:
    """Return a message in fragments, with a ping before the last."""
    opcodes = [Opcode.TEXT, *[Opcode.CONT] * (len(parts) - 1)]
    frames = [frame(o, part, last=False) for o, part in zip(opcodes, parts, strict=True)]
    frames[-1:] = frame(Opcode.PING, ping), frame(opcodes[-1], parts[-1])
    return Sent(b"".join(frames), b"".join(parts), ping)


_lengths = st.sampled_from([0, 125, 126, 127, 65_535, 65_536, 70_000])
_payloads = st.one_of(st.binary(max_size=200), _lengths.map(bytes))
_sent = st.one_of(
    st.builds(_message, st.sampled_from([Opcode.TEXT, Opcode.BINARY]), _payloads),
    st.builds(_in_pieces, st.lists(_payloads, min_size=2, max_size=4), st.binary(max_size=10)),
    st.binary(max_size=125).map(_ping),
)


@given(
    sent=st.lists(_sent, max_size=12),
    sizes=st.lists(st.integers(1, 400), min_size=1, max_size=20),
)
async def test_however_reads_cut_the_frames_all_arrives_once_and_in_order(
    sent: list[Sent], sizes: list[int]
) -> None:
    """Messages of any length, alone and in fragments, each ping answered; then the close."""
    reading = Reading()
    close, late = frame(Opcode.CLOSE, (1000).to_bytes(2)), frame(Opcode.TEXT, b"too late")
    data = b"".join((*(each.wire for each in sent), close, late))
    reading.read(data, itertools.cycle([*sizes, 65_536]))
    assert reading.messages == [each.message for each in sent if each.message is not None]
    assert reading.protocol.close_rcvd == Close(1000, "")
    server = ServerProtocol(state=OPEN)
    server.receive_data(reading.wire.sent)
    pings = [each.ping for each in sent if each.ping is not None]
    answers = [event.data for event in server.events_received() if isinstance(event, Frame)]
    assert answers == [*pings, (1000).to_bytes(2)]


async def test_the_handshake_ends_at_its_blank_line_wherever_reads_cut_it() -> None:
    """And at no other: a message may have a blank line as well, and what looks like a frame."""
    lines = b"two\r\n\r\n" + frame(Opcode.TEXT, b"no frame")
    for cut in range(1, len(Reading().greeting)):
        reading = Reading()
        length = len(reading.greeting)
        reading.read(frame(Opcode.TEXT, lines) * 2, iter((cut, length - cut, 99)))
        assert reading.messages == [lines, lines]


@pytest.mark.parametrize("cut", [1, 2, 3, 8])
async def test_reads_on_after_our_own_close(cut: int) -> None:
    """What was held, what comes late and the server's answer reach the library in order."""
    reading = Reading()
    reading.read(b"\x81", itertools.repeat(999))
    reading.protocol.send_close(1000)
    late = b"\x04late" + frame(Opcode.CLOSE, (1000).to_bytes(2))
    for part in (late[:cut], late[cut:]):
        reading.connection.data_received(part)
    assert reading.messages == [b"late"]
    assert reading.protocol.close_rcvd == Close(1000, "")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (b"\x81\x85mask.....", 1002),
        (b"\x81\xfe\x00\x05mask.....", 1002),
        (b"\xc1\x01x", 1002),
        (b"\x83\x01x", 1002),
        (b"\x80\x01x", 1002),
        (b"\x01\x01x\x81\x01y", 1002),
        (b"\x82\x7f" + (MAX_MESSAGE_BYTES + 1).to_bytes(8), 1009),
    ],
    ids=["masked", "masked, long", "reserved bit", "opcode", "no start", "no end", "too big"],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
async def test_what_no_server_may_send_ends_the_connection(
    wrong: bytes, code: int, size: int
) -> None:
    """The library refuses it, with what came before handed over and nothing that came behind."""
    reading = Reading()
    reading.read(b"\x81\x01a" + wrong + b"\x81\x01b", itertools.repeat(size))
    assert reading.messages == [b"a"]
    assert reading.protocol.close_sent is not None
    assert reading.protocol.close_sent.code == code


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
