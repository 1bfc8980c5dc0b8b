"""The server's end of one TCP connection, with everything that can be made to go wrong in it."""

import asyncio
import math
import os
import socket
import struct

from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import DATA_OPCODES, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import CLOSED, OPEN
from websockets.server import ServerProtocol

from coinwatch.demo.faults import Faults
from coinwatch.demo.frames import Message, frame
from coinwatch.demo.ledger import Received, Visit
from coinwatch.demo.limits import Rate

_READ_BYTES = 65_536
_MAX_REQUEST_BYTES = 1_048_576
_MAX_BACKLOG_BYTES = 16 * 1024 * 1024
"""A client that leaves more than this unread is cut off, as at the real exchanges."""

_CLOSE_TIMEOUT_S = 1.0
_ABNORMAL = 1006


class Client:
    """One connection: HTTP until ``accept``, WebSocket from then on."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        faults: Faults,
        *,
        compress: bool,
    ) -> None:
        deflate = [ServerPerMessageDeflateFactory()] if compress else None
        self.protocol = ServerProtocol(extensions=deflate, max_size=_MAX_REQUEST_BYTES)
        self.too_slow = False
        self.visit = Visit(0, 0.0, "")
        self._reader = reader
        self._writer = writer
        self._faults = faults
        self._loop = asyncio.get_running_loop()
        self._outgoing: list[bytes] = []
        self._backlog = bytearray()
        self._drip_timer: asyncio.TimerHandle | None = None
        self._close_timer: asyncio.TimerHandle | None = None
        self._fragments: list[tuple[str, bytes]] = []

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent."""
        return self.protocol.state is OPEN and not self._writer.is_closing()

    @property
    def is_fed(self) -> bool:
        """Whether messages go out, rather than being lost to a fault."""
        return self.is_open and not self._faults.stall and not self._faults.half_open

    @property
    def is_gone(self) -> bool:
        """Whether nothing more will come."""
        return self.protocol.state is CLOSED

    # Reading

    async def request(self) -> Request | None:
        """Return the HTTP request; None if there is none that can be understood."""
        while data := await self._reader.read(_READ_BYTES):
            self.protocol.receive_data(data)
            events = self.protocol.events_received()
            if events or self.protocol.handshake_exc is not None:
                return next((event for event in events if isinstance(event, Request)), None)
        return None

    async def wait_until_gone(self) -> None:
        """Read and forget until the client goes."""
        while await self._reader.read(_READ_BYTES):
            pass

    async def frames(self, deadline_s: float) -> list[Received]:
        """Return what has come, messages whole; nothing if the deadline passed first.

        Raises ConnectionError if the client has reset the connection.
        """
        try:
            async with asyncio.timeout_at(None if deadline_s == math.inf else deadline_s):
                data = await self._reader.read(_READ_BYTES)
        except TimeoutError:
            return []
        if self._faults.half_open and data:
            return []
        if data:
            self.protocol.receive_data(data)
        else:
            self.protocol.receive_eof()
        self._write_control()
        events = self.protocol.events_received()
        received = [self._receive(event) for event in events if isinstance(event, Frame)]
        return [item for item in received if item is not None]

    def _receive(self, event: Frame) -> Received | None:
        payload = bytes(event.data)
        kind = event.opcode.name.lower()
        if event.opcode in DATA_OPCODES:
            self._fragments.append((kind, payload))
            if not event.fin:
                return None
            kind = self._fragments[0][0]
            payload = b"".join(part for _, part in self._fragments)
            self._fragments.clear()
        received = Received(self._loop.time(), kind, payload)
        self.visit.received.append(received)
        return received

    # Writing

    def accept(self, request: Request, headers: tuple[tuple[str, str], ...]) -> bool:
        """Answer a WebSocket handshake; return whether it was one that could be accepted."""
        response = self.protocol.accept(request)
        for name, value in headers:
            response.headers[name] = value
        self.protocol.send_response(response)
        self._write_control()
        return self.is_open

    def send(self, message: Message) -> None:
        """Queue a message; ``flush`` writes what is queued."""
        if not self.is_fed:
            return
        self.visit.sent += 1
        self._outgoing.append(self._encode(message))

    def flush(self) -> None:
        """Write what is queued."""
        if self._outgoing:
            data = b"".join(self._outgoing)
            self._outgoing.clear()
            self._write(data)

    def ping(self, payload: bytes) -> None:
        """Send a ping."""
        self._write(frame(Opcode.PING, payload))

    def answer(self, data: bytes) -> None:
        """Write an HTTP answer; the connection ends with it."""
        self._writer.write(data)
        self._writer.close()

    def close(self, code: int, reason: str = "") -> None:
        """Begin the closing handshake; a client that does not answer is dropped."""
        if self.is_open:
            self.flush()
            self.protocol.send_close(code, reason)
            self._write_control()
            self._close_timer = self._loop.call_later(_CLOSE_TIMEOUT_S, self.abort)

    def abort(self) -> None:
        """Drop the TCP connection without a closing handshake."""
        transport = self._writer.transport
        # Python 3.11 fails to abort what ended while the last of it was being written.
        if transport.get_write_buffer_size() or not transport.is_closing():
            transport.abort()

    def reset(self) -> None:
        """Reset the TCP connection."""
        if self._writer.is_closing():
            return
        transport_socket = self._writer.get_extra_info("socket")
        with socket.socket(fileno=os.dup(transport_socket.fileno())) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.abort()

    def force(self, data: bytes) -> None:
        """Write bytes, whatever the switches say."""
        if not self._writer.is_closing():
            self._writer.write(data)

    def end(self) -> None:
        """Let go of everything."""
        for timer in (self._drip_timer, self._close_timer):
            if timer is not None:
                timer.cancel()
        self.abort()
        close = self.protocol.close_rcvd
        self.visit.close_code = _ABNORMAL if close is None else close.code
        self.visit.closed_s = self._loop.time()

    def _encode(self, message: Message) -> bytes:
        if self._faults.fragment is not None:
            return message.fragments(self._faults.fragment)
        if not self.protocol.extensions:
            return message.wire
        if message.opcode is Opcode.TEXT:
            self.protocol.send_text(message.payload)
        else:
            self.protocol.send_binary(message.payload)
        return b"".join(self.protocol.data_to_send())

    def _write_control(self) -> None:
        for data in self.protocol.data_to_send():
            if data:
                self._write(data)
            else:
                self._writer.write(bytes(self._backlog))
                self._backlog.clear()
                self._writer.close()

    def _write(self, data: bytes) -> None:
        if self._faults.half_open or self._writer.is_closing():
            return
        if self._faults.drip is None and not self._backlog:
            self._writer.write(data)
        else:
            self._backlog += data
            if self._drip_timer is None:
                self._drip()
        waiting = self._writer.transport.get_write_buffer_size() + len(self._backlog)
        if waiting > _MAX_BACKLOG_BYTES:
            self.too_slow = True
            self.abort()

    def _drip(self) -> None:
        size, seconds = self._faults.drip or Rate(len(self._backlog), 0.0)
        if self._writer.is_closing():
            self._backlog.clear()
        self._writer.write(bytes(self._backlog[:size]))
        del self._backlog[:size]
        self._drip_timer = self._loop.call_later(seconds, self._drip) if self._backlog else None
