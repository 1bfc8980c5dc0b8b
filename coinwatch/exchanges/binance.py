"""Binance spot: https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-streams.md.

Here: its limits and what is sent to watch markets. What its frames say is in ``binance_frames``;
how it spells markets, and its REST addresses, are in ``binance_rest``.

Binance has a stream for each kind of data of each market. Requests add streams and take them away,
and each is answered.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from orjson import dumps

from coinwatch.errors import ExchangeError
from coinwatch.exchanges.base import Addresses, Channel, Limits, Rate, Subscription
from coinwatch.exchanges.binance_frames import BinanceFrames
from coinwatch.exchanges.binance_rest import NAME, TITLE
from coinwatch.model import Basis, Market

STREAMS_PER_CONNECTION = 1024
"""More would be refused."""

STREAMS_PER_MARKET = 5
"""Three for the ticker, which has the trades in it; order book and candles."""

STREAMS_PER_REQUEST = 150
"""A request of some 3 kB. All streams of a connection take seven, which is two seconds' worth of
the five messages a second that Binance takes."""


class Binance(BinanceFrames):
    """One connection to Binance."""

    name: ClassVar[str] = NAME
    title: ClassVar[str] = TITLE
    home_quote: ClassVar[str] = "USDT"
    addresses: ClassVar[Addresses] = Addresses(
        "wss://stream.binance.com:9443",
        "https://api.binance.com",
        # Market data only; said to answer where the others are not allowed to.
        "wss://data-stream.binance.vision",
        "https://data-api.binance.vision",
    )
    limits: ClassVar[Limits] = Limits(
        # All from the section "WebSocket Limits" of the page above.
        connects=(Rate(300, 300.0),),
        messages=(Rate(5, 1.0),),
        markets_per_connection=STREAMS_PER_CONNECTION // STREAMS_PER_MARKET,
        lifetime_s=86_400.0,
        # Of a weight of 6000 a minute: history weighs 2 a request.
        requests=(Rate(20, 1.0),),
    )

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        super().__init__(markets, basis)
        self._streams: dict[str, None] = {}
        self._requests = 0

    @staticmethod
    def websocket_url(base: str) -> str:
        """Return the address whose frames come in an envelope that names their stream."""
        return base.rstrip("/") + "/stream"

    def subscribe(self, wanted: Sequence[Subscription]) -> list[bytes]:
        """Return the requests for the streams that are missing, and against those too many.

        Raises ExchangeError for more streams than a connection may have.
        """
        streams = dict.fromkeys(name for each in wanted for name in self._names(each))
        if len(streams) > STREAMS_PER_CONNECTION:
            raise ExchangeError(
                f"Binance allows {STREAMS_PER_CONNECTION} streams on a connection, "
                f"and {len(streams)} are wanted.",
                "Watch fewer markets on one connection.",
            )
        self._markets.update((each.market.symbol, each.market) for each in wanted)
        self._lower.update((each.market.symbol.lower(), each.market) for each in wanted)
        self._tickers = {each.market.symbol for each in wanted if each.channel is Channel.TICKER}
        self._candles = {
            (each.market.symbol, each.interval) for each in wanted if each.interval is not None
        }
        gone = [name for name in self._streams if name not in streams]
        new = [name for name in streams if name not in self._streams]
        self._streams = streams
        # First fewer, then more: the limit holds in between as well.
        return [*self._ask("UNSUBSCRIBE", gone), *self._ask("SUBSCRIBE", new)]

    @property
    def pending(self) -> bool:
        """Whether a request still waits for its answer."""
        return bool(self._due)

    def probe(self) -> bytes | None:
        """Return nothing: an answer would not show that data still flows."""
        return None

    def _names(self, wanted: Subscription) -> list[str]:
        day = "kline_1d" if self._basis == "utc_day" else "ticker"
        kinds = {
            Channel.TICKER: ("trade", "bookTicker", day),
            Channel.TRADE: ("trade",),
            Channel.BOOK: ("depth20@100ms",),
            Channel.CANDLE: (f"kline_{wanted.interval}",),
        }
        market = wanted.market.symbol.lower()
        return [f"{market}@{kind}" for kind in kinds[wanted.channel]]

    def _ask(self, method: str, names: Sequence[str]) -> Iterator[bytes]:
        for start in range(0, len(names), STREAMS_PER_REQUEST):
            self._requests += 1
            self._due.add(self._requests)
            params = names[start : start + STREAMS_PER_REQUEST]
            yield dumps({"method": method, "params": params, "id": self._requests})
