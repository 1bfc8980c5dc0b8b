"""What the lines of a recording say, as records. All times ``at`` are the wall clock's, in ns."""

from typing import NamedTuple

from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import Basis, Gap, Group, Listing, Market, Status
from coinwatch.recording.kept import KeptFeed, KeptMarket, KeptPairing, LinkClock


class Header(NamedTuple):
    """The first line of a file."""

    at: int
    program: str
    """The version that wrote it."""
    since: int
    """When the recording began: the same in all its parts."""
    part: int
    """Counted from 1."""
    ahead: int
    """How far the wall clock is ahead of the monotonic one since the beginning, in ns."""
    basis: Basis
    channels: tuple[Channel, ...]
    """What every market was watched for."""


class Watch(NamedTuple):
    """The watchlists from here on."""

    at: int
    groups: tuple[Group, ...]
    pairing: KeptPairing
    closeup: tuple[Market, ...]
    """The market that is looked at closely, and what is kept beside it for that."""


class Described(NamedTuple):
    """What is known of the watched markets."""

    at: int
    listings: tuple[Listing, ...]


class History(NamedTuple):
    """Older prices for the sparkline of a market."""

    at: int
    market: Market
    window_s: float
    points: tuple[tuple[int, float], ...]
    """Milliseconds since the epoch, and the price."""


class Opened(NamedTuple):
    """A connection attempt began."""

    at: int
    link: int
    """Its number, which frames refer to."""
    exchange: str
    connection: int
    basis: Basis
    markets: tuple[Market, ...]


class Subscribed(NamedTuple):
    """What a connection is asked for from here on."""

    at: int
    link: int
    wanted: tuple[Subscription, ...]


class Frame(NamedTuple):
    """One message of an exchange."""

    at: int
    """When it arrived: what decoders are told."""
    link: int
    frame: bytes


class Answer(NamedTuple):
    """One answer of prices by REST."""

    at: int
    exchange: str
    basis: Basis
    markets: tuple[Market, ...]
    body: bytes
    ahead: int = 0
    """How far the exchange's clock was known to be ahead of ours, in milliseconds."""


class Closed(NamedTuple):
    """A connection ended."""

    at: int
    link: int


class Said(NamedTuple):
    """A connection's new state."""

    at: int
    status: Status


class Missing(NamedTuple):
    """A span of time of which something may be missing."""

    at: int
    gap: Gap


class Doubted(NamedTuple):
    """Markets of which something was missed."""

    at: int
    markets: tuple[Market, ...]


class ClockSet(NamedTuple):
    """How far the wall clock is ahead of the monotonic one since the beginning."""

    at: int
    ahead: int
    """In nanoseconds; below zero where it is behind."""


class Key(NamedTuple):
    """Everything that is known by now."""

    at: int
    ahead: int
    groups: tuple[Group, ...]
    pairing: KeptPairing
    closeup: tuple[Market, ...]
    markets: tuple[KeptMarket, ...]
    feeds: tuple[KeptFeed, ...]
    links: tuple[Opened, ...]
    wanted: tuple[Subscribed, ...]
    clocks: tuple[LinkClock, ...]


class End(NamedTuple):
    """The last line of a whole file."""

    at: int
    more: bool
    """Whether another part follows."""


Line = (
    Header | Watch | Described | History | Opened | Subscribed | Frame | Answer | Closed | Said
    | Missing | Doubted | ClockSet | Key | End
)  # fmt: skip
"""What a line may say."""
