"""What an exchange is to coinwatch: the protocol that each one's module fulfils.

An exchange is a pure object: bytes in, records out, and the bytes to send. It knows no socket, no
clock, no sleep and no log. One instance serves one connection attempt, so that what it remembers
(acks that are due) starts clean.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple, Protocol

from coinwatch.exchanges.server_clock import ServerClock
from coinwatch.model import Basis, Candle, Event, Interval, Listing, Market, Ticker


class Channel(StrEnum):
    """A kind of data that a market is watched for."""

    TICKER = "ticker"
    """Last price, best bid and ask, and the statistics of the period."""
    TRADE = "trade"
    """Every single trade."""
    BOOK = "book"
    """The order book."""
    CANDLE = "candle"
    """Live candles of one interval."""


class Subscription(NamedTuple):
    """One channel of one market."""

    channel: Channel
    market: Market
    interval: Interval | None = None
    """For candles."""


class Rate(NamedTuple):
    """So many in so many seconds."""

    most: int
    seconds: float


class Limits(NamedTuple):
    """What the exchange documents; each module links to where."""

    connects: tuple[Rate, ...]
    """New connections, of this exchange, from this machine."""
    messages: tuple[Rate, ...]
    """Messages that a client may send on one connection, pings included."""
    markets_per_connection: int
    """How many markets one connection may watch, all their channels included."""
    lifetime_s: float | None
    """After so many seconds the exchange closes a connection; None where it does not."""
    requests: tuple[Rate, ...] = (Rate(8, 1.0),)
    """REST requests, from this machine."""


class Addresses(NamedTuple):
    """Where the exchange is, unless the config says otherwise."""

    websocket: str
    rest: str
    fallback_websocket: str = ""
    """Where to go if the first does not serve this place; empty if there is none."""
    fallback_rest: str = ""


class Request(NamedTuple):
    """A GET as data: a path below the exchange's REST address, and the query."""

    path: str
    params: tuple[tuple[str, str], ...] = ()
    weight: int = 1
    """What it costs of the exchange's budget."""


class Exchange(Protocol):
    """One exchange's wire formats and limits."""

    name: ClassVar[str]
    """In lower case, as in symbols and on the wire: ``upbit``."""
    title: ClassVar[str]
    """As people write it: ``Upbit``."""
    home_quote: ClassVar[str]
    """The quote that a bare asset means: ``KRW``, ``USDT``."""
    limits: ClassVar[Limits]
    addresses: ClassVar[Addresses]
    clock: ServerClock
    """The exchange's, as far as the frames of this connection tell."""

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        """Prepare to decode frames about ``markets``, with statistics of ``basis``."""

    # Symbols

    @staticmethod
    def market(symbol: str) -> Market:
        """Return the market that the exchange spells ``symbol``, in any letter case.

        Raises SymbolError if no market of this exchange could be spelled so.
        """

    @staticmethod
    def pair(base: str, quote: str) -> Market:
        """Return the market of ``base`` priced in ``quote``, in any letter case.

        Raises SymbolError if no market of this exchange could be spelled so.
        """

    @staticmethod
    def listing(market: Market) -> Listing:
        """Return what is known of a market before any market list came."""

    # WebSocket

    @staticmethod
    def websocket_url(base: str) -> str:
        """Return the address to connect to, given the one in the config."""

    def subscribe(self, wanted: Sequence[Subscription]) -> list[bytes]:
        """Return the messages that turn what this connection watches into ``wanted``.

        A no-op gives no messages.
        """

    @property
    def pending(self) -> bool:
        """Whether answers to ``subscribe`` are still due."""

    def probe(self) -> bytes | None:
        """Return a message that a working exchange answers with data at once, if there is one."""

    def decode(self, frame: bytes, received_ns: int) -> Sequence[Event]:
        """Return what a frame says, in its order; an empty sequence if nothing of interest.

        Raises DecodeError for anything that the exchange does not document.
        """

    # REST

    @staticmethod
    def listing_requests() -> tuple[Request, ...]:
        """Return the requests whose answers together are the market list."""

    @staticmethod
    def parse_listings(bodies: Sequence[bytes]) -> list[Listing]:
        """Return the market list, given the answers in the order of ``listing_requests``.

        Raises DecodeError.
        """

    @staticmethod
    def ticker_requests(markets: Sequence[Market], basis: Basis) -> tuple[Request, ...]:
        """Return the requests for the statistics of ``markets``."""

    def parse_tickers(self, body: bytes, received_ns: int, ahead_ms: int = 0) -> list[Ticker]:
        """Return the statistics in one answer. Raises DecodeError.

        ``ahead_ms`` is how far the exchange's clock is known to be ahead of ours.
        """

    @staticmethod
    def candle_request(market: Market, interval: Interval, count: int) -> Request:
        """Return the request for the newest ``count`` candles, at most 200."""

    @staticmethod
    def parse_candles(market: Market, interval: Interval, body: bytes) -> list[Candle]:
        """Return candles, oldest first. Raises DecodeError."""
