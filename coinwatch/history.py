"""Older prices for the sparklines, fetched in the background: the live feeds never wait."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from weakref import WeakSet

from coinwatch.candles import LENGTHS_S, MOST_CANDLES
from coinwatch.errors import DecodeError, ExchangeError, NetworkError
from coinwatch.exchanges.base import Exchange
from coinwatch.model import DAY_MS, Interval, Market
from coinwatch.rest import Rest
from coinwatch.series import BUCKETS, Series
from coinwatch.store import Store

MAX_AHEAD_MS = DAY_MS
"""How far a candle may be ahead of our clock: next to a later one every live price would look too
old for the sparkline."""

RETRY_S = 10.0
"""How long to leave an exchange alone that did not answer."""


def candles_for(window_s: float) -> tuple[Interval, int]:
    """Return the interval and the number of candles that tell a sparkline of ``window_s``."""
    bucket_s = window_s / BUCKETS
    fitting = [interval for interval, length in LENGTHS_S.items() if length <= bucket_s]
    interval = fitting[-1] if fitting else next(iter(LENGTHS_S))
    return interval, min(int(window_s // LENGTHS_S[interval]) + 1, MOST_CANDLES)


class History:
    """The background task of one exchange that fills its markets' sparklines, each once."""

    def __init__(self, exchange: type[Exchange], rest: Rest, store: Store, window_s: float) -> None:
        self._exchange = exchange
        self._rest = rest
        self._store = store
        self._window_s = window_s
        # A market that is watched again, or a window that is shown again, starts with a new one.
        self._tried: WeakSet[Series] = WeakSet()
        self._later: set[Market] = set()
        self._wake = asyncio.Event()

    def show(self, window_s: float) -> None:
        """Fill the sparklines of another window from now on."""
        self._window_s = window_s
        self._wake.set()

    def look(self) -> None:
        """Fill what is watched by now."""
        self._wake.set()

    async def run(self) -> None:
        """Fill what is watched, and what will be, until cancelled."""
        while True:
            for market in self._missing():
                await self._fill(market, self._window_s)
            with suppress(TimeoutError):
                async with asyncio.timeout(RETRY_S if self._later else None):
                    await self._wake.wait()
            self._later.clear()
            self._wake.clear()

    def _missing(self) -> Iterator[Market]:
        """Give the watched markets one by one: the list and the window may change meanwhile."""
        while True:
            missing = (
                market
                for market in self._store.markets
                if market.exchange == self._exchange.name
                and (series := self._series(market)) is not None
                and series not in self._tried
                and market not in self._later
            )
            market = next(missing, None)
            if market is None:
                return
            yield market

    def _series(self, market: Market) -> Series | None:
        return self._store.state(market).series.get(self._window_s)

    async def _fill(self, market: Market, window_s: float) -> None:
        series = self._series(market)
        interval, count = candles_for(window_s)
        try:
            body = await self._rest.get(self._exchange.candle_request(market, interval, count))
            candles = self._exchange.parse_candles(market, interval, body)
        except NetworkError as error:
            logging.getLogger(__name__).info("no history of %s yet: %s", market, error.message)
            self._later.add(market)
            return
        except (ExchangeError, DecodeError) as error:
            logging.getLogger(__name__).info("no history of %s: %s", market, error.message)
            candles = []
        if series is not None:
            self._tried.add(series)
        latest_ms = time.time_ns() // 1_000_000 + MAX_AHEAD_MS
        points = ((each.open_ms, each.close) for each in candles if each.open_ms <= latest_ms)
        self._store.backfill(market, window_s, points)
