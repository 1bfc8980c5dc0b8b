"""A third exchange, made up for the tests: one class that fulfils the protocol.

It is the whole of what a third exchange takes, with a line in the table. The type checker proves
that it fits, the conformance tests that it behaves.
"""

from collections.abc import Sequence
from typing import ClassVar

import orjson

from coinwatch.errors import DecodeError, SymbolError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Addresses, Exchange, Limits, Rate, Request, Subscription
from coinwatch.exchanges.server_clock import ServerClock
from coinwatch.model import Basis, Candle, Event, Interval, Listing, Market, Quote, Ticker

LATEST_MS = 1_790_086_400_000
"""No toy lives longer."""


class Toy:
    """An exchange of the tests: a market is ``btc.eur``, a frame is ``["btc.eur",price,ms]``."""

    name: ClassVar[str] = "toy"
    title: ClassVar[str] = "Toy"
    home_quote: ClassVar[str] = "EUR"
    addresses: ClassVar[Addresses] = Addresses("ws://toy.invalid", "http://toy.invalid")
    limits: ClassVar[Limits] = Limits((Rate(1, 1.0),), (Rate(1, 1.0),), 50, None)

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        self._markets = {market.symbol: market for market in markets}
        self._basis = basis
        self._wanted: list[str] = []
        self.clock = ServerClock()

    @staticmethod
    def market(symbol: str) -> Market:
        """Return the market of ``btc.eur``."""
        base, dot, quote = symbol.lower().partition(".")
        if not (dot and base.isalnum() and quote.isalnum()):
            raise SymbolError(f"Toy has no market {symbol!r}.", "Toy writes btc.eur.")
        return Market("toy", f"{base}.{quote}", base.upper(), quote.upper())

    @staticmethod
    def pair(base: str, quote: str) -> Market:
        """Return the market of a pair."""
        return Toy.market(f"{base}.{quote}")

    @staticmethod
    def listing(market: Market) -> Listing:
        """Return two decimals."""
        return Listing(market, decimals=((0.0, 2),))

    @staticmethod
    def websocket_url(base: str) -> str:
        """Return the address."""
        return f"{base}/toy"

    def subscribe(self, wanted: Sequence[Subscription]) -> list[bytes]:
        """Return one request for all symbols."""
        symbols = list(dict.fromkeys(each.market.symbol for each in wanted))
        if symbols == self._wanted:
            return []
        self._wanted = symbols
        return [orjson.dumps(symbols)]

    @property
    def pending(self) -> bool:
        """Nothing is confirmed."""
        return False

    def probe(self) -> bytes | None:
        """There is none."""
        return None

    def decode(self, frame: bytes, received_ns: int) -> Sequence[Event]:
        """Return the quote in a frame."""
        try:
            symbol, price, ms = orjson.loads(frame)
            market = self._markets[symbol]
        except (ValueError, TypeError, KeyError) as error:
            raise DecodeError("Toy: no quote") from error
        if (
            type(price) is not float
            or not 1e-18 <= price <= 1e18
            or type(ms) is not int
            or not 0 <= ms <= LATEST_MS
        ):
            raise DecodeError("Toy: a wrong quote")
        return (Quote(market, price, price, ms, received_ns),)

    @staticmethod
    def listing_requests() -> tuple[Request, ...]:
        """Return one request."""
        return (Request("/markets"),)

    @staticmethod
    def parse_listings(bodies: Sequence[bytes]) -> list[Listing]:
        """Return one market for each line."""
        try:
            symbols = [line.decode() for body in bodies for line in body.splitlines()]
            return [Toy.listing(Toy.market(symbol)) for symbol in symbols]
        except (UnicodeDecodeError, SymbolError) as error:
            raise DecodeError("Toy: no list") from error

    @staticmethod
    def ticker_requests(markets: Sequence[Market], basis: Basis) -> tuple[Request, ...]:
        """Return a request for each market."""
        return tuple(Request(f"/{basis}/{market.symbol}") for market in markets)

    def parse_tickers(self, body: bytes, received_ns: int, ahead_ms: int = 0) -> list[Ticker]:
        """Refuse everything."""
        raise DecodeError(f"Toy: {len(body)} bytes at {received_ns}, {ahead_ms}, {self._basis}")

    @staticmethod
    def candle_request(market: Market, interval: Interval, count: int) -> Request:
        """Return a request."""
        return Request(f"/{market.symbol}/{interval}/{min(count, 200)}")

    @staticmethod
    def parse_candles(market: Market, interval: Interval, body: bytes) -> list[Candle]:
        """Refuse everything."""
        raise DecodeError(f"Toy: {len(body)} bytes of {market}, {interval}")


TABLE: dict[str, type[Exchange]] = {**EXCHANGES, Toy.name: Toy}
"""The table with one more line."""


def home(exchange: type[Exchange], base: str = "BTC") -> Market:
    """Return the market of an asset in the exchange's home quote."""
    return exchange.pair(base, exchange.home_quote)
