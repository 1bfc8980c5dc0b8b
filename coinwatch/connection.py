"""A WebSocket connection that hands over whole messages the moment they arrive.

The library keeps the handshake, TLS, proxies, keepalive, closing, compression, and every frame that
is not a whole message by itself. Where nothing is compressed, those that are, nearly all, are cut
out of what was read right here: the library's parser takes three times as long as the JSON decoder
for them, and `recv()`, with its queue and the switch of tasks, once more as long. Back-pressure is
TCP's own. Whether a text is UTF-8 is the decoder's to say.

`data_received`, `process_event` and `protocol` are not documented, so the library's major version
is capped, and tests pin how they behave:
https://github.com/python-websockets/websockets/blob/main/src/websockets/asyncio/connection.py
"""

import ssl
import sys
from collections.abc import Callable
from typing import Any, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import DATA_OPCODES, Frame
from websockets.protocol import CONNECTING, OPEN

from coinwatch.loopback import is_loopback

Receive = Callable[[bytes], None]
"""Takes one whole message. What it raises ends the program: it is a bug."""

MAX_MESSAGE_BYTES = 8 * 1024 * 1024
"""The largest message taken, fragments together; Binance's array of all markets has 200 kB."""

MESSAGES = b"\x81\x82"
"""How a frame begins that is a whole message, of text or bytes, and not compressed."""

IN_2_BYTES, IN_8_BYTES = 126, 127
"""Stand for a length that follows in so many bytes; greater ones are those of masked frames."""


class DirectConnection(ClientConnection):
    """A client connection that calls ``receive`` for every message instead of queueing it."""

    def __init__(self, receive: Receive, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._receive = receive
        self._fragments: list[bytes] = []
        # What the library's parser was given ends where a frame does, once the rest of the last
        # one, so many bytes, is given too.
        self._owed = 0
        # The start of a frame whose header is not there yet.
        self._held = b""

    def data_received(self, data: bytes) -> None:
        """Hand over the messages in what was read, and leave all else to the library, in order."""
        data, self._held = self._held + data, b""
        start, size = min(self._owed, len(data)), len(data)
        self._owed -= start
        if start:
            super().data_received(data[:start])
        # Line by line: the library is open right behind the last one of the handshake.
        while start < size and self.protocol.state is CONNECTING:
            line = data.find(b"\n", start) + 1 or size
            super().data_received(data[start:line])
            start = line
        while start < size and self.protocol.state is OPEN and not self.protocol.extensions:
            body, end = _span(data, start)
            if not end:
                self._held = data[start:]
                return
            if end <= size and data[start] in MESSAGES and not self._fragments:
                self._receive(data[body:end])
            else:
                super().data_received(data[start:end])
                self._owed = max(0, end - size)
            start = end
        if start < size:
            super().data_received(data[start:])

    def process_event(self, event: Any) -> None:
        """Take what the library made of data frames; the rest is the library's own."""
        if type(event) is not Frame or event.opcode not in DATA_OPCODES:
            super().process_event(event)
        elif event.fin and not self._fragments:
            self._receive(cast("bytes", event.data))
        else:
            self._fragments.append(bytes(event.data))
            if event.fin:
                whole = b"".join(self._fragments)
                self._fragments.clear()
                self._receive(whole)


def _span(data: bytes, start: int) -> tuple[int, int]:
    """Return where the payload of the frame at ``start`` begins and ends.

    The end may lie beyond ``data``. Both are 0 while the header is not whole. A masked frame has no
    end: no server may send one, and the library is to refuse it and all that follows.
    https://www.rfc-editor.org/rfc/rfc6455#section-5.2
    """
    length_at = start + 1
    if len(data) <= length_at:
        return 0, 0
    length, body = data[length_at], start + 2
    if length < IN_2_BYTES:
        return body, body + length
    if length > IN_8_BYTES:
        return body, sys.maxsize
    body += 2 if length == IN_2_BYTES else 8
    if len(data) < body:
        return 0, 0
    return body, body + int.from_bytes(data[start + 2 : body])


def open_connection(
    url: str,
    receive: Receive,
    *,
    ping_s: float,
    open_s: float,
    trust: ssl.SSLContext | None = None,
) -> connect:
    """Return the library's context manager for a connection to ``url``.

    Pings go out every ``ping_s`` seconds and are to be answered within as long; the connection is
    to be open within ``open_s`` seconds. ``trust`` is for an encrypted one. No Origin header is
    sent: Upbit limits requests with one to 1 in 10 s
    (https://docs.upbit.com/kr/reference/rate-limits).
    """

    def create(*args: Any, **kwargs: Any) -> DirectConnection:
        return DirectConnection(receive, *args, **kwargs)

    options: dict[str, Any] = {"ssl": trust} if trust else {}
    return connect(
        url,
        # The library only calls it; a class is more than it needs.
        create_connection=cast("type[ClientConnection]", create),
        proxy=None if is_loopback(url) else True,
        open_timeout=open_s,
        ping_interval=ping_s,
        ping_timeout=ping_s,
        close_timeout=1,
        max_size=MAX_MESSAGE_BYTES,
        **options,
    )
