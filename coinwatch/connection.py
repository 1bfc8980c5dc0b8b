"""A WebSocket connection that hands over whole messages the moment they arrive.

The library keeps the handshake, TLS, proxies, keepalive and closing. Only its message queue is
left out: `recv()` spends about half of its time on the queue and on switching tasks, and an
exchange sends very many very small messages. Back-pressure is TCP's own.

`process_event` is not documented, so the library's major version is capped, and a test pins how it
behaves: https://github.com/python-websockets/websockets/blob/main/src/websockets/asyncio/connection.py
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import DATA_OPCODES, Frame

from coinwatch.loopback import is_loopback

Receive = Callable[[bytes], None]
"""Takes one whole message. What it raises ends the program: it is a bug."""

MAX_MESSAGE_BYTES = 8 * 1024 * 1024
"""The largest message taken, fragments together; Binance's array of all markets has 200 kB."""

READ_BYTES = 64 * 1024
"""How much asyncio reads at a time. It allocates that for each read, and its own 256 kB are so much
that the system maps and unmaps them each time: a tenth of what a frame costs that comes alone."""


class DirectConnection(ClientConnection):
    """A client connection that calls ``receive`` for every message instead of queueing it."""

    def __init__(self, receive: Receive, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._receive = receive
        self._fragments: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Have asyncio's own transport read a little less at a time than it would."""
        if hasattr(transport, "max_size"):
            transport.max_size = READ_BYTES
        super().connection_made(transport)

    def process_event(self, event: Any) -> None:
        """Take data frames; leave the handshake and the control frames to the library."""
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


async def trusted(url: str) -> ssl.SSLContext | None:
    """Return whom to trust with an encrypted connection to ``url``; None for a plain one.

    Reading all certificates of the system takes 30 ms and more; nothing else waits for that.
    """
    secure = urlsplit(url).scheme == "wss"
    return await asyncio.to_thread(ssl.create_default_context) if secure else None


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
    to be open within ``open_s`` seconds. Without ``trust`` the library reads for itself whom to
    trust, where that is asked. No Origin header is sent: Upbit limits requests with one
    to 1 in 10 s (https://docs.upbit.com/kr/reference/rate-limits).
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
