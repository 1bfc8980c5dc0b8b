"""What can be made to go wrong, while the exchange runs.

Switches are attributes: set one, and it holds for what comes, on open connections as well, until it
is set back. Methods act at once on every open connection.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import NamedTuple, Protocol

from websockets.frames import Opcode

from coinwatch.demo.answers import Answer
from coinwatch.demo.frames import Message
from coinwatch.demo.limits import Rate


class Close(NamedTuple):
    """How to close a connection."""

    code: int
    reason: str = ""


class Flood(NamedTuple):
    """Very many trades of one market."""

    symbol: str
    per_second: float


class Victim(Protocol):
    """An open WebSocket connection."""

    def close(self, code: int, reason: str = "") -> None:
        """Begin the closing handshake."""

    def abort(self) -> None:
        """Drop the TCP connection without a closing handshake."""

    def reset(self) -> None:
        """Reset the TCP connection."""

    def force(self, data: bytes) -> None:
        """Write bytes, whatever the switches say."""


@dataclass
class Faults:
    """The faults of one exchange; all off at first."""

    # Before a WebSocket connection is open

    refuse: Answer | None = None
    """Answer handshakes with this: ``refusal(503)``, ``redirect(url)``, ``captive_portal()``."""
    hang: bool = False
    """Never answer a handshake."""
    reset_handshakes: bool = False
    """Reset the TCP connection instead of answering a handshake."""
    close_at_once: Close | None = None
    """Accept the handshake, then close."""

    # While one is open

    stall: bool = False
    """Send no data; pings and the closing handshake are answered. What is not sent is lost."""
    half_open: bool = False
    """Send nothing and take no notice of what arrives, as if a cable was cut."""
    fragment: int | None = None
    """Send messages in frames of so many bytes each."""
    drip: Rate | None = None
    """Write so many bytes every so many seconds: ``Rate(1, 0.001)`` is byte by byte."""
    duplicate: bool = False
    """Send every trade twice."""
    reorder: bool = False
    """Swap every two trades of a market: each second one is sent first."""
    flood: Flood | None = None
    """Trade very often."""
    reset_on_request: bool = False
    """Reset the connection when a client asks for something."""
    ignore_requests: bool = False
    """Neither obey nor answer what clients send."""
    ack_delay_s: float = 0.0
    """Answer what clients send so much later. They are obeyed at once."""

    # REST

    rest: Answer | None = None
    """Answer REST requests with this: ``refusal(503)``, ``json({"wrong": "shape"})``."""
    rest_drop: bool = False
    """Reset the connection of REST requests."""
    rest_delay_s: float = 0.0
    """Answer REST requests so much later."""
    rest_prefix: str = ""
    """Let these three touch only requests whose path begins like this."""

    victims: Iterable[Victim] = field(default=(), init=False, repr=False, compare=False)
    """The connections that the methods act on."""

    def clear(self) -> None:
        """Set every switch back."""
        for switch in fields(self):
            if switch.init:
                setattr(self, switch.name, switch.default)

    def close_all(self, code: int, reason: str = "") -> None:
        """Close every connection with a code: 1000, 1001, 1008, 1011."""
        for victim in tuple(self.victims):
            victim.close(code, reason)

    def abort_all(self) -> None:
        """Drop every connection without a closing handshake; clients see 1006."""
        for victim in tuple(self.victims):
            victim.abort()

    def reset_all(self) -> None:
        """Reset every TCP connection; clients see 1006 or ECONNRESET."""
        for victim in tuple(self.victims):
            victim.reset()

    def inject(self, payload: str | bytes) -> None:
        """Send any payload as a message of its own: text for str, binary for bytes."""
        if isinstance(payload, str):
            self.inject_wire(Message(Opcode.TEXT, payload.encode()).wire)
        else:
            self.inject_wire(Message(Opcode.BINARY, payload).wire)

    def inject_wire(self, data: bytes) -> None:
        """Write bytes that need not be a WebSocket frame."""
        for victim in tuple(self.victims):
            victim.force(data)
