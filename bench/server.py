"""The load: a WebSocket server in a process of its own that sends as fast as it is told to.

Run: python -m bench.server agg-trade --frames 200000 [--rate 2000] [--burst 20]
[--at-once] [--tls CERT]
It prints its port, serves any number of clients, which share the rate, and ends with its
standard input.
"""

import argparse
import base64
import hashlib
import itertools
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
from contextlib import suppress
from typing import Any, ClassVar

from bench import frames
from bench.measure import LOAD, pin

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""https://www.rfc-editor.org/rfc/rfc6455#section-1.3"""
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
SETTLED_S = 0.02
"""So long after the first request all of them are in; with ``--at-once`` nobody waits for more."""

CHUNK = 1 << 18
"""Bytes handed to the system at a time when there is no rate."""


class Client:
    """One connection, from the handshake to the close."""

    _sending: ClassVar[list["Client"]] = []
    """All those that are sent to at a rate now."""

    def __init__(self, connection: socket.socket, options: argparse.Namespace) -> None:
        self._connection = connection
        self._options = options
        self._writing = threading.Lock()
        self._asked = threading.Event()
        self._reader = connection.makefile("rb")
        self._symbols: list[str] = []

    def serve(self) -> None:
        """Shake hands, wait for the first request, send everything, and wait for the close."""
        if b"streams=" in self._shake_hands():
            self._asked.set()
        sender = threading.Thread(target=self._send_all, daemon=True)
        sender.start()
        self._answer()

    def _shake_hands(self) -> bytes:
        request = self._reader.readline()
        key = b""
        while line := self._reader.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"sec-websocket-key":
                key = value.strip()
        accept = base64.b64encode(hashlib.sha1(key + _GUID).digest())  # noqa: S324  # the protocol's
        self._write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        return request

    def _answer(self) -> None:
        """Confirm requests, return pings, until the client goes."""
        while head := self._reader.read(2):
            opcode, size = head[0] & 15, head[1] & 127
            if size == 126:  # noqa: PLR2004  # https://www.rfc-editor.org/rfc/rfc6455#section-5.2
                size = int.from_bytes(self._reader.read(2))
            elif size == 127:  # noqa: PLR2004  # as above
                size = int.from_bytes(self._reader.read(8))
            mask, data = self._reader.read(4), self._reader.read(size)
            body = bytes(
                one ^ other for one, other in zip(data, itertools.cycle(mask), strict=False)
            )
            if opcode == _CLOSE:
                return
            if opcode == _PING:
                self._write(_frame(body, _PONG))
            elif opcode == _TEXT:
                self._take(json.loads(body))

    def _take(self, request: Any) -> None:
        """Note what is asked for: Upbit's requests are lists, Binance's are confirmed."""
        if isinstance(request, dict):
            self._write(_frame(json.dumps({"result": None, "id": request["id"]}).encode()))
            suffix = "@" + frames.STREAMS[self._options.kind]
            names = (each.partition("@") for each in request["params"] if each.endswith(suffix))
            self._symbols.extend(name.upper() for name, *_ in names)
        else:
            self._symbols.extend(code for part in request for code in part.get("codes", ()))
        self._asked.set()

    def _send_all(self) -> None:
        self._asked.wait()
        options = self._options
        if not options.at_once:
            time.sleep(SETTLED_S)
        symbols = list(dict.fromkeys(self._symbols)) or frames.names(options.kind, options.markets)
        every = frames.stream(options.kind, symbols)
        wanted = itertools.islice(every, options.frames)
        opcode = 2 if options.kind == "upbit-ticker" else _TEXT
        with suppress(OSError):
            if options.rate:
                self._send_paced(wanted, opcode)
            else:
                self._send_flat_out(wanted, opcode)

    def _send_flat_out(self, wanted: "itertools.islice[bytes]", opcode: int) -> None:
        # Made before the first is sent: making them takes longer than reading them.
        whole = b"".join(_frame(each, opcode) for each in wanted)
        for start in range(0, len(whole), CHUNK):
            self._write(whole[start : start + CHUNK])

    def _send_paced(self, wanted: "itertools.islice[bytes]", opcode: int) -> None:
        burst, rate = self._options.burst, self._options.rate
        due = time.perf_counter()
        self._sending.append(self)
        try:
            while packet := b"".join(
                _frame(each, opcode) for each in itertools.islice(wanted, burst)
            ):
                self._write(packet)
                due += burst * len(self._sending) / rate
                time.sleep(max(0.0, due - time.perf_counter()))
        finally:
            self._sending.remove(self)

    def _write(self, data: bytes) -> None:
        with self._writing:
            self._connection.sendall(data)


def _frame(body: bytes, opcode: int = _TEXT) -> bytes:
    if len(body) < 126:  # noqa: PLR2004  # https://www.rfc-editor.org/rfc/rfc6455#section-5.2
        return bytes((128 | opcode, len(body))) + body
    return struct.pack("!BBH", 128 | opcode, 126, len(body)) + body


def _accept(listener: socket.socket, options: argparse.Namespace) -> None:
    context = None
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.tls)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve, args=(connection, context, options), daemon=True).start()


def _serve(
    connection: socket.socket, context: ssl.SSLContext | None, options: argparse.Namespace
) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with suppress(OSError), connection:
        secured = context.wrap_socket(connection, server_side=True) if context else connection
        Client(secured, options).serve()


def main() -> None:
    """Serve until the standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=frames.KINDS)
    parser.add_argument("--frames", type=int, required=True)
    parser.add_argument("--markets", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--burst", type=int, default=1)
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--tls")
    options = parser.parse_args()
    pin(LOAD)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=_accept, args=(listener, options), daemon=True).start()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
