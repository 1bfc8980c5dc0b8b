"""What a key holds: the state of a store and of its connections, as records."""

from typing import NamedTuple

from coinwatch.exchanges.server_clock import KeptClock
from coinwatch.model import Book, Listing, Market, Quote, Status, Ticker, Trade
from coinwatch.pairs import Pair
from coinwatch.recent import KeptIds


class KeptPairing(NamedTuple):
    """What premiums are computed from."""

    pairs: tuple[Pair, ...]
    rate_market: Market | None
    """Whose price is won per dollar, if it is a market's."""
    rate: float | None
    """Won per dollar, if it is a number."""
    lacking: str
    stale_after_s: float


class KeptSeries(NamedTuple):
    """A sparkline by now."""

    window_s: float
    newest: int
    """The number of the newest bucket."""
    prices: tuple[float | None, ...]


class KeptMarket(NamedTuple):
    """A market by now; times are in seconds of the replay's monotonic clock."""

    market: Market
    listing: Listing
    trade: Trade | None
    """Where the last price came from, if it was a trade."""
    ticker: Ticker | None
    """Where the last price came from, if it was not."""
    day: Ticker | None
    quote: Quote | None
    book: Book | None
    doubted: bool
    moved: int
    moved_at: float
    traded_at: float | None
    asked_at: float
    seen: KeptIds
    """Which trades were."""
    series: tuple[KeptSeries, ...]


class KeptFeed(NamedTuple):
    """A connection by now."""

    status: Status
    since: float
    frames: int
    rejected: int
    last_rejected: str


class LinkClock(NamedTuple):
    """What a connection learned of its exchange's clock."""

    link: int
    clock: KeptClock
