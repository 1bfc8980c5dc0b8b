"""What the market that is looked at closely takes: what to subscribe to, and its older candles."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from coinwatch.candles import MOST_CANDLES
from coinwatch.errors import DecodeError, ExchangeError, NetworkError
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.focus import Focus
from coinwatch.link import Clock
from coinwatch.model import DAY_MS, Interval, Listing, Market
from coinwatch.pairs import elsewhere
from coinwatch.rest import Rest
from coinwatch.store import Store

SETTLE_S = 0.2
"""How long a choice must hold before it is asked for: who runs down a list passes by the others,
and an exchange takes only so many messages."""

LOOK_S = 1.0
"""How often to check whether older candles are missing, while a market is looked at."""

RETRY_S = 5.0
"""How long to leave an exchange alone that did not answer."""

CHANNELS = (Channel.BOOK, Channel.TRADE, Channel.CANDLE)
"""What is wanted of the market beside what is wanted of all."""


class Closeup:
    """Keeps the store's focus, and gets what belongs to it."""

    def __init__(
        self,
        store: Store,
        exchanges: Sequence[type[Exchange]],
        listings: Mapping[str, Sequence[Listing]],
        subscribe: Callable[[], None],
        clock: Clock = Clock(),  # noqa: B008  # immutable
    ) -> None:
        self._store = store
        self.exchanges = exchanges
        """Those that are enabled."""
        self._listings = listings
        self._subscribe = subscribe
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None
        self._chosen_at = float("-inf")
        self._wake = asyncio.Event()
        self.ready = False
        """Whether anything can be subscribed to yet."""

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Look at a market closely, or at none any more."""
        now = self._clock.monotonic()
        focus = None if market is None else Focus(market, interval, now, self._others(market))
        self._store.look_at(focus, now)
        hasty = now - self._chosen_at < SETTLE_S
        self._chosen_at = now
        if self._timer:
            self._timer.cancel()
        if self.ready:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(SETTLE_S if hasty else 0, self._settled)

    def look_around(self) -> None:
        """Take note of market lists that came, and of markets that are known better by now."""
        focus = self._store.focus
        if focus:
            focus.others = self._others(focus.market)
            self._store.look_at(focus, self._clock.monotonic())

    def wanted(self, markets: Sequence[Market]) -> list[Subscription]:
        """Return what to subscribe to beside the usual on a connection with ``markets``."""
        focus = self._store.focus
        if focus is None or focus.market not in markets:
            return []
        intervals = {Channel.CANDLE: focus.interval}
        return [Subscription(each, focus.market, intervals.get(each)) for each in CHANNELS]

    async def run(self, exchange: type[Exchange], rest: Rest) -> None:
        """Fetch the older candles of an exchange's markets, until cancelled."""
        while True:
            pause_s = await self._complete(exchange, rest)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._wake.wait()
            self._wake.clear()

    def _settled(self) -> None:
        self._subscribe()
        self._wake.set()

    def _others(self, market: Market) -> tuple[Market, ...]:
        """Return the markets of the same asset on the other exchanges, in their home quotes.

        Only where a market list shows that they exist: it is there for what is watched anyway.
        """
        homes = {each.name: each.home_quote for each in self.exchanges}
        listings = (each for name in homes for each in self._listings.get(name, ()))
        return elsewhere(market, listings, homes)

    async def _complete(self, exchange: type[Exchange], rest: Rest) -> float | None:
        """Fetch candles if some are missing; return when to look again, None if when woken."""
        focus = self._store.focus
        if focus is None or focus.market.exchange != exchange.name:
            return None
        if focus.complete:
            return LOOK_S
        market, interval = focus.market, focus.interval
        try:
            body = await rest.get(exchange.candle_request(market, interval, MOST_CANDLES))
            candles = exchange.parse_candles(market, interval, body)
        except (NetworkError, ExchangeError, DecodeError) as error:
            focus.fail(error.message)
            return RETRY_S if self._store.focus is focus else 0.0
        # As for sparklines: a time far ahead would stay the newest for good.
        latest_ms = self._clock.wall_ns() // 1_000_000 + DAY_MS
        focus.fill(candle for candle in candles if candle.open_ms <= latest_ms)
        return LOOK_S if self._store.focus is focus else 0.0
