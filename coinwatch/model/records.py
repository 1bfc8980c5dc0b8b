"""What the store tells: the records of its journal, and the watchlists."""

from enum import StrEnum
from typing import NamedTuple

from coinwatch.model.events import DAY_MS, Book, Market, Quote, Side, Ticker, Trade


class Tick(NamedTuple):
    """The complete newest state of a market, at the moment when its last price changed.

    Holds the records that it was made of; what a reader may never ask for is computed when asked.
    """

    market: Market
    last: Trade | Ticker
    """Where the last price came from."""
    day: Ticker | None
    """The newest statistics; None until some came."""
    quote: Quote | None
    """The newest best bid and ask; None until some came."""
    snapshot: bool
    """The first known state of the market, rather than a change of it."""

    @property
    def price(self) -> float:
        """The last price, in the quote asset, above zero."""
        return self.last.price

    @property
    def size(self) -> float | None:
        """Of the last trade, in the base asset."""
        return self.last.size

    @property
    def side(self) -> Side | None:
        """The taker's, of the last trade."""
        return self.last.side

    @property
    def trade_id(self) -> int | None:
        """Of the last trade; None where the price came with statistics."""
        last = self.last
        return last.trade_id if type(last) is Trade else None

    @property
    def exchange_ms(self) -> int:
        """The exchange's time of the last price."""
        return self.last.exchange_ms

    @property
    def received_ns(self) -> int:
        """When the last price arrived."""
        return self.last.received_ns

    @property
    def bid(self) -> float | None:
        """The best bid, newest known."""
        return self.quote and self.quote.bid

    @property
    def ask(self) -> float | None:
        """The best ask, newest known."""
        return self.quote and self.quote.ask

    @property
    def period(self) -> Ticker | None:
        """The statistics, unless their UTC day is over and those of the new one are yet to come."""
        day = self.day
        if day is None or day.basis == "24h":
            return day
        last, ends_ms = self.last, (day.exchange_ms // DAY_MS + 1) * DAY_MS
        over = last.exchange_ms >= ends_ms or last.received_ns // 1_000_000 >= ends_ms
        return None if over else day

    @property
    def high(self) -> float | None:
        """The highest price of the period, this one included."""
        day = self.period
        return day and day.high_with(self.price)

    @property
    def low(self) -> float | None:
        """The lowest price of the period, this one included."""
        day = self.period
        return day and day.low_with(self.price)

    @property
    def change(self) -> float | None:
        """Price less reference, in the quote asset, without the noise of binary fractions."""
        day = self.period
        return day and day.change_to(self.price)

    @property
    def change_pct(self) -> float | None:
        """The change in percent of the reference, to four decimals: 1.5 is 1.5 %."""
        day = self.period
        return day and day.change_pct_to(self.price)


class FeedState(StrEnum):
    """How a connection is, in the word that the user reads."""

    CONNECTING = "connecting"
    LIVE = "live"
    STALE = "stale"
    WAITING = "waiting"
    POLLING = "polling"
    BLOCKED = "blocked"
    STOPPED = "stopped"


FLOWING = frozenset({FeedState.LIVE, FeedState.POLLING})
"""States in which prices come."""


class Status(NamedTuple):
    """A connection changed its state."""

    exchange: str
    connection: int
    """Counted from 1 within the exchange."""
    state: FeedState
    reason: str | None
    """Why, as a plain sentence; None while all is well."""
    retry_in_ms: int | None
    """Until the next attempt, for ``waiting``."""
    at_ms: int


class Gap(NamedTuple):
    """A span of time of which something may be missing."""

    exchange: str
    symbols: tuple[str, ...]
    from_ms: int
    to_ms: int
    reason: str


class Premium(NamedTuple):
    """How much more an asset costs in Korea, when one of the prices changed or went stale."""

    asset: str
    """Its code on the Korean exchange."""
    krw_price: float | None
    """In won; this and all others None while unknown."""
    usd_price: float | None
    """In dollars, of one unit of the asset as it is counted in Korea."""
    usd_krw: float | None
    """Won per dollar."""
    premium_pct: float | None
    """In percent, to four decimals; None while a price or the rate is stale or unknown."""
    stale: bool
    """Whether a price or the rate is too old, unknown, or its feed is down."""
    krw_age_ms: int | None
    """Since the last trade in won."""
    usd_age_ms: int | None
    """Since the last trade in dollars."""
    at_ms: int


class Lost(NamedTuple):
    """A reader that was too slow did not get some records."""

    records: int
    """How many."""


Record = Tick | Trade | Book | Status | Gap | Premium
"""What the store's journal holds."""


class Group(NamedTuple):
    """A named watchlist, a tab of the screen."""

    name: str
    markets: tuple[Market, ...]
