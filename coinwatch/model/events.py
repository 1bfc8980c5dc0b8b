"""What exchanges say of markets, in the words that everyone shares."""

from typing import Literal, NamedTuple

Side = Literal["buy", "sell"]
"""The taker's side."""

Basis = Literal["utc_day", "24h"]
"""What open, high, low, volume and change refer to: since 00:00 UTC, or the last 24 hours."""

Interval = Literal["1m", "5m", "15m", "1h", "1d"]
"""The length of a candle."""

DAY_MS = 86_400_000
"""Milliseconds in a UTC day."""

build = tuple.__new__
"""Makes a record of its type and a tuple of its fields: in half the time of calling the type."""


class Market(NamedTuple):
    """One trading pair of one exchange; the key of everything."""

    exchange: str
    """The exchange's name in lower case: ``upbit``, ``binance``."""
    symbol: str
    """The exchange's own spelling: ``KRW-BTC``, ``BTCUSDT``."""
    base: str
    """The asset that is priced: ``BTC``; empty where only a market list could tell."""
    quote: str
    """The asset that it is priced in: ``KRW``, ``USDT``; empty where only a list could tell."""

    def __str__(self) -> str:
        """Return the spelling that the command line takes: ``upbit:KRW-BTC``."""
        return f"{self.exchange}:{self.symbol}"


class Trade(NamedTuple):
    """One execution."""

    market: Market
    price: float
    """In the quote asset, above zero."""
    size: float
    """In the base asset."""
    side: Side
    trade_id: int
    """Unique within the market."""
    exchange_ms: int
    received_ns: int
    live: bool = True
    """Whether it may move the last price: not where the exchange sends trades out of order."""


class Quote(NamedTuple):
    """The best bid and ask. A side without orders is None."""

    market: Market
    bid: float | None
    ask: float | None
    exchange_ms: int | None
    """None where the exchange sends no time with it."""
    received_ns: int


class Standing(NamedTuple):
    """How a market stands with its exchange, where that is not as usual."""

    halted: str = ""
    """Why it does not trade, in the exchange's own word: ``halt``, ``preview``, ``delisted``."""
    delisting: str = ""
    """When it will be delisted, ``2026-12-01``; empty if it will not."""


class Ticker(NamedTuple):
    """The statistics of a period, and the price at its end."""

    market: Market
    price: float
    size: float | None
    """Of the last trade, in the base asset."""
    side: Side | None
    open: float | None
    """The first price of the period; None for a market that never traded."""
    high: float | None
    low: float | None
    volume: float
    """In the base asset, since the start of the period."""
    quote_volume: float
    """In the quote asset, since the start of the period."""
    reference: float | None
    """What the change is measured against: Upbit the previous close, Binance the open."""
    basis: Basis
    exchange_ms: int
    received_ns: int
    snapshot: bool = False
    """Sent on subscribing; the trade that it tells of may be old."""
    live: bool = True
    """Whether it may move the last price: not where trades carry it and this only sums them up."""
    traded_ms: int | None = None
    """When the last trade was, by the exchange's clock; None where the exchange does not tell."""
    standing: Standing | None = None
    """None while all is as usual, and where the exchange does not tell."""

    @property
    def age_s(self) -> float:
        """How old its last trade was on arrival, in seconds: 0 but for a snapshot."""
        if self.traded_ms is None or not self.snapshot:
            return 0.0
        return max(0, self.received_ns // 1_000_000 - self.traded_ms) / 1000

    def high_with(self, price: float) -> float | None:
        """Return the highest price of the period, ``price`` included."""
        high = self.high
        return price if high is not None and price > high else high

    def low_with(self, price: float) -> float | None:
        """Return the lowest price of the period, ``price`` included."""
        low = self.low
        return price if low is not None and price < low else low

    def change_to(self, price: float) -> float | None:
        """Return ``price`` less the reference, without the noise of binary fractions."""
        reference = self.reference
        return None if reference is None else round(price - reference, 8)

    def change_pct_to(self, price: float) -> float | None:
        """Return the change to ``price`` in percent of the reference, to four decimals."""
        reference = self.reference
        return None if reference is None else round((price / reference - 1) * 100, 4)


Level = tuple[float, float]
"""Price and size of one level of an order book."""


class Book(NamedTuple):
    """The order book, best levels first."""

    market: Market
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]
    exchange_ms: int | None
    received_ns: int


class Candle(NamedTuple):
    """Open, high, low and close of one interval. A later one of the same time replaces it."""

    market: Market
    interval: str
    """``1m``, ``5m``, ``15m``, ``1h``, ``1d`` and others that the exchange has."""
    open_ms: int
    """The start of the interval, by the exchange's clock."""
    open: float
    high: float
    low: float
    close: float
    volume: float
    """In the base asset."""
    quote_volume: float


class Ack(NamedTuple):
    """The exchange took a request."""

    request_id: int | str | None


class Refusal(NamedTuple):
    """The exchange refused a request, or the whole connection, in words."""

    name: str
    """Upbit's name or Binance's code."""
    message: str
    request_id: int | str | None = None


class Shutdown(NamedTuple):
    """The exchange is about to close this connection; open another at once."""

    exchange_ms: int


class Heartbeat(NamedTuple):
    """A frame that only says that the connection lives."""


Event = Trade | Quote | Ticker | Book | Candle | Ack | Refusal | Shutdown | Heartbeat
"""What a decoder makes of a frame."""


class Listing(NamedTuple):
    """What a market list says of a market."""

    market: Market
    korean_name: str = ""
    english_name: str = ""
    decimals: tuple[tuple[float, int], ...] = ()
    """Bands of (lowest price, decimals of a price), highest first; empty where unknown."""
    trading: bool = True
    caution: str = ""
    """The exchange's own warning, in its own words."""
