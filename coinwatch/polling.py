"""Prices by REST for connections that bring none: slower, but no blank screen behind a proxy."""

import asyncio
from collections.abc import Callable, Sequence

from coinwatch.dialer import Shared
from coinwatch.errors import DecodeError, ExchangeError, NetworkError
from coinwatch.feed import Feed
from coinwatch.model import Basis, Market
from coinwatch.rest import Rest

POLL_S = 5.0
"""How often to ask, at most."""

WEIGHT_PER_S = 50.0
"""Half of what Binance allows, 6000 a minute:
https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits."""

REFUSED_S = 600.0
"""How long a market is not asked for again that the exchange does not know."""

MOST_REFUSED = 8
"""So many such markets are looked for at once: where all are refused, the address is wrong."""


class Poller:
    """The background task of one exchange that feeds its starving connections' markets."""

    def __init__(
        self, shared: Shared, basis: Callable[[], Basis], rest: Rest, feeds: Sequence[Feed]
    ) -> None:
        self._shared = shared
        self._basis = basis
        self._rest = rest
        self._feeds = feeds
        self._refused: dict[Market, float] = {}
        """Until when not to ask for them."""

    async def run(self) -> None:
        """Poll while some connection starves, until cancelled."""
        while True:
            weight = 0
            for feed in tuple(self._feeds):
                if feed.starving:
                    weight += await self._poll(feed)
            await asyncio.sleep(max(POLL_S, weight / WEIGHT_PER_S))

    async def _poll(self, feed: Feed) -> int:
        """Fetch the prices of a feed's markets; return what that cost.

        One market that the exchange does not know fails a request for many: it is found by asking
        for halves, and the others go on without it.
        """
        now = self._shared.clock.monotonic()
        self._refused = {each: until for each, until in self._refused.items() if until > now}
        weight, refused, fed = 0, 0, False
        known = tuple(market for market in feed.markets if market not in self._refused)
        batches = [known] if known else []
        while batches and refused < MOST_REFUSED:
            markets = batches.pop()
            half = len(markets) // 2
            weight += self._weight(markets)
            try:
                await self._fetch(markets)
                fed = True
            except ExchangeError as error:
                if half:
                    batches += (markets[half:], markets[:half])
                else:
                    refused += 1
                    self._refused[markets[0]] = now + REFUSED_S
                    feed.reject(f"{markets[0]} is not known over HTTP: {error.message}")
            except (NetworkError, DecodeError):
                fed = False
                break
        if feed in self._feeds:  # it may have been given up meanwhile
            feed.polled(fed=fed)
        return weight

    def _weight(self, markets: Sequence[Market]) -> int:
        requests = self._shared.exchange.ticker_requests(markets, self._basis())
        return sum(request.weight for request in requests)

    async def _fetch(self, markets: Sequence[Market]) -> None:
        shared, basis = self._shared, self._basis()
        reader = shared.exchange(markets, basis)
        for request in shared.exchange.ticker_requests(markets, basis):
            body = await self._rest.get(request)
            received_ns, ahead_ms = shared.clock.wall_ns(), self._rest.ahead_ms
            if shared.recorder:
                shared.recorder.answered(
                    shared.exchange, markets, basis, body, received_ns, ahead_ms
                )
            for ticker in reader.parse_tickers(body, received_ns, ahead_ms):
                shared.store.put(ticker, shared.clock.monotonic())
