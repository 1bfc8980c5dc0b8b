"""The newest that is known of one market, and how one connection is; the store has one of each."""

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from coinwatch.model import Book, Listing, Market, Quote, Status, Tick, Ticker, Trade
from coinwatch.recent import RecentIds
from coinwatch.series import Series

if TYPE_CHECKING:
    from coinwatch.focus import Focus


class MarketState:
    """The newest that is known of one market."""

    __slots__ = (
        "_series", "asked_at", "book", "day", "doubted", "focus", "last", "listing", "market",
        "moved", "moved_at", "quote", "recent", "series_due_ms", "traded_at", "version",
    )  # fmt: skip

    def __init__(self, market: Market, windows_s: Iterable[float], asked_at: float) -> None:
        self.market = market
        self.listing = Listing(market)
        self.last: Trade | Ticker | None = None
        """Where the last price came from."""
        self.day: Ticker | None = None
        self.doubted = False
        """Whether something was missed: the last trade that is known may not be the last."""
        self.quote: Quote | None = None
        self.book: Book | None = None
        self.focus: Focus | None = None
        """What is kept beside this while the market is looked at closely."""
        self._series = {window: Series(window) for window in windows_s}
        self.series_due_ms = 0
        """From when on a price is in another bucket of some series than the last price.

        Until then nothing is written: a fifth of the time that it takes to store a record.
        """
        self.recent = RecentIds()
        self.moved = 0
        """Which way the last change of the price went: 1 up, -1 down, 0 none yet."""
        self.moved_at = 0.0
        """When it did, in monotonic seconds."""
        self.traded_at: float | None = None
        """When the last price was traded; or, where the exchange does not tell, when it came.

        In monotonic seconds; None before the first price.
        """
        self.asked_at = asked_at
        """Since when the market is watched, in monotonic seconds."""
        self.version = 0
        """Changes whenever anything here does."""

    def tick(self) -> Tick | None:
        """Return the complete state, as the first that is known; None before the first price."""
        last = self.last
        return None if last is None else Tick(self.market, last, self.day, self.quote, True)

    @property
    def series(self) -> dict[float, Series]:
        """The prices by time, by window in seconds."""
        self._note_price()
        return self._series

    def keep(self, windows_s: Iterable[float]) -> None:
        """Keep prices over these windows, in seconds, and no others."""
        series = self.series
        self._series = {each: series.get(each) or Series(each) for each in windows_s}
        self.series_due_ms = 0

    def turn_series(self, at_ms: int) -> None:
        """Write the last price down, since at ``at_ms`` one of its buckets is over."""
        self._note_price()
        ends = (at_ms - at_ms % each.bucket_ms + each.bucket_ms for each in self._series.values())
        self.series_due_ms = min(ends)

    def _note_price(self) -> None:
        if self.last is None:
            return
        for series in self._series.values():
            series.put(self.last.exchange_ms, self.last.price)

    def frozen(self) -> Self:
        """Return a copy that no longer changes: the records never do, the series would."""
        kept = copy.copy(self)
        kept._series = copy.deepcopy(self.series)  # noqa: SLF001  # of its own kind
        return kept

    @property
    def spread_bp(self) -> float | None:
        """Ask less bid in hundredths of a percent of their middle; None while one is unknown."""
        quote = self.quote
        if quote is None or quote.bid is None or quote.ask is None:
            return None
        return (quote.ask - quote.bid) / (quote.ask + quote.bid) * 20_000

    def decimals(self, price: float) -> int | None:
        """Return how many decimals a price of this market has; None where unknown."""
        return next((count for least, count in self.listing.decimals if price >= least), None)


class Health:
    """How one connection is: its state, and counters that only rise."""

    __slots__ = (
        "connection", "exchange", "frames", "last_rejected", "markets", "received_at",
        "rejected", "round_trip_s", "since", "status", "turned_at",
    )  # fmt: skip

    def __init__(self, status: Status, now: float) -> None:
        self.exchange = status.exchange
        self.connection = status.connection
        self.status = status
        self.since = now
        """When the state began, in monotonic seconds."""
        self.turned_at = now
        """Since when it brings data, or brings none, in monotonic seconds: tries change nothing."""
        self.frames = 0
        """Data frames received."""
        self.rejected = 0
        """Frames that could not be decoded."""
        self.last_rejected = ""
        """Why the last of them could not, and its first bytes."""
        self.received_at: float | None = None
        """When the last frame came, in monotonic seconds."""
        self.round_trip_s: float | None = None
        """Of the last ping, in seconds."""
        self.markets: tuple[Market, ...] = ()
        """What the connection carries."""
