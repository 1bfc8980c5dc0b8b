"""Upbit: https://docs.upbit.com/kr/reference/websocket-guide.

Here: its limits and what is sent to watch markets. What its frames say is in ``upbit_frames``;
how it spells markets, and its REST addresses, are in ``upbit_rest``.

Upbit confirms no request and has none to stop anything: each request replaces the one before, and
every code in it is answered with a snapshot.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from orjson import dumps

from coinwatch.exchanges.base import Addresses, Channel, Limits, Rate, Subscription
from coinwatch.exchanges.upbit_frames import UpbitFrames
from coinwatch.exchanges.upbit_rest import NAME, TITLE
from coinwatch.model import Basis, Interval, Market

CODES_PER_CONNECTION = 855
"""Upbit documents no limit; so many codes in one request are known to be served."""

CODES_PER_MARKET = 4
"""Ticker, order book, trades and candles."""

QUOTE_LEVELS, BOOK_LEVELS = ".1", ".30"
"""Suffixes of a code that ask for so many levels of its order book."""

CANDLES: dict[Interval | None, str] = {
    "1m": "candle.1m",
    "5m": "candle.5m",
    "15m": "candle.15m",
    "1h": "candle.60m",
    "1d": "ticker",
}
"""What to ask for to get candles: the ticker is the candle of the day."""


class Upbit(UpbitFrames):
    """One connection to Upbit."""

    name: ClassVar[str] = NAME
    title: ClassVar[str] = TITLE
    home_quote: ClassVar[str] = "KRW"
    addresses: ClassVar[Addresses] = Addresses(
        "wss://api.upbit.com/websocket/v1", "https://api.upbit.com"
    )
    limits: ClassVar[Limits] = Limits(
        # https://docs.upbit.com/kr/reference/rate-limits
        # 5 new connections a second, evenly spaced: what leaves in time may arrive together.
        connects=(Rate(1, 0.25),),
        messages=(Rate(5, 1.0), Rate(100, 60.0)),
        markets_per_connection=CODES_PER_CONNECTION // CODES_PER_MARKET,
        lifetime_s=None,
        # Of 10 a second, evenly spaced for the same reason.
        requests=(Rate(1, 0.125),),
    )

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        super().__init__(markets, basis)
        self._codes: dict[str, dict[str, str]] = {}
        self._requests = 0

    @staticmethod
    def websocket_url(base: str) -> str:
        """Return the address in the config: it is complete."""
        return base

    def subscribe(self, wanted: Sequence[Subscription]) -> list[bytes]:
        """Return the request that replaces what this connection watches.

        There is none for nothing: to stop watching everything is to close the connection.
        """
        codes = _codes(wanted)
        if not codes:
            return []
        self._markets.update((each.market.symbol, each.market) for each in wanted)
        self._quotes = {each.market.symbol for each in wanted if each.channel is Channel.TICKER}
        self._books = {each.market.symbol for each in wanted if each.channel is Channel.BOOK}
        self._days = {each.market.symbol for each in wanted if each.interval == "1d"}
        if codes == self._codes:
            return []
        self._codes = codes
        return [self._request()]

    @property
    def pending(self) -> bool:
        """Upbit confirms nothing, so nothing is ever due."""
        return False

    def probe(self) -> bytes | None:
        """Return the request for what is watched once more: Upbit answers with snapshots."""
        return self._request() if self._codes else None

    def _request(self) -> bytes:
        # A ticket names a request within its connection, and nothing relates the tickets of two:
        # counting makes them unique, with neither a clock nor randomness.
        self._requests += 1
        ticket = {"ticket": f"coinwatch-{self._requests}"}
        kinds = [_kind(kind, codes) for kind, codes in self._codes.items()]
        return dumps([ticket, *kinds, {"format": "SIMPLE"}])


def _codes(wanted: Iterable[Subscription]) -> dict[str, dict[str, str]]:
    """Return by kind, and by market, the code to ask for."""
    kinds: dict[str, dict[str, str]] = {}
    for channel, market, interval in wanted:
        code = market.symbol.upper()
        if channel is Channel.TICKER:
            kinds.setdefault("ticker", {})[code] = code
            kinds.setdefault("orderbook", {}).setdefault(code, code + QUOTE_LEVELS)
        elif channel is Channel.BOOK:
            kinds.setdefault("orderbook", {})[code] = code + BOOK_LEVELS
        else:
            kind = "trade" if channel is Channel.TRADE else CANDLES[interval]
            kinds.setdefault(kind, {})[code] = code
    return kinds


def _kind(kind: str, codes: dict[str, str]) -> dict[str, object]:
    asked: dict[str, object] = {"type": kind, "codes": list(codes.values())}
    # Trades from before the connection would fill no gap: what they follow is unknown.
    return asked | {"is_only_realtime": True} if kind == "trade" else asked
