"""What a simulated exchange has seen and done, for tests to look at. All of it is bounded.

Times are those of the event loop, in seconds.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

_CLIENTS = 10_000
_MESSAGES = 1_000
_REQUESTS = 10_000
_TRADES = 100_000


class Received(NamedTuple):
    """A frame from a client."""

    at_s: float
    kind: str
    """``text``, ``binary``, ``ping``, ``pong`` or ``close``."""
    payload: bytes


class Asked(NamedTuple):
    """A REST request."""

    at_s: float
    target: str
    """Path and query."""
    status: int


class Sent(NamedTuple):
    """A trade that went out."""

    symbol: str
    trade_id: int
    price: float
    clients: tuple[int, ...]
    """The numbers of the connections that it went to."""


@dataclass
class Visit:
    """One WebSocket connection."""

    number: int
    """Counted from 1."""
    opened_s: float
    path: str
    received: deque[Received] = field(default_factory=lambda: deque(maxlen=_MESSAGES))
    sent: int = 0
    """Data messages."""
    closed_s: float | None = None
    close_code: int | None = None
    """The code that the client sent; 1006 for none; None while it is open."""


@dataclass
class Ledger:
    """The counters of one exchange."""

    connections: int = 0
    """TCP connections accepted, for REST and for WebSocket."""
    handshakes: deque[float] = field(default_factory=lambda: deque(maxlen=_CLIENTS))
    """When WebSocket handshakes were asked for."""
    refused: int = 0
    """Handshakes that were answered with anything but 101."""
    too_slow: int = 0
    """Clients that were cut off because they did not read what was sent."""
    visits: deque[Visit] = field(default_factory=lambda: deque(maxlen=_CLIENTS))
    """WebSocket connections, open and closed, oldest first."""
    asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=_REQUESTS))
    """REST requests that were answered."""
    trades: deque[Sent] = field(default_factory=lambda: deque(maxlen=_TRADES))
    """Trades put on the wire to at least one client, in order, repeats of faults included. Only
    trade streams count, not tickers."""
