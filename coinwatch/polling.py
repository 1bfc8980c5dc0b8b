"""Prices by REST for connections that bring none: slower, but no blank screen behind a proxy."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coinwatch.errors import DecodeError, ExchangeError, NetworkError
from coinwatch.exchanges.base import Exchange
from coinwatch.feed import Feed
from coinwatch.link import Clock
from coinwatch.model import Basis
from coinwatch.rest import Rest
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder

POLL_S = 5.0
"""How often to ask, at most."""

WEIGHT_PER_S = 50.0
"""Half of what Binance allows, 6000 a minute:
https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits."""


class Poller:
    """The background task of one exchange that feeds its starving connections' markets."""

    def __init__(  # noqa: PLR0913  # joins what others own
        self,
        exchange: type[Exchange],
        basis: Basis,
        rest: Rest,
        store: Store,
        feeds: Callable[[], Sequence[Feed]],
        clock: Clock = Clock(),  # noqa: B008  # immutable
        *,
        recorder: "Recorder | None" = None,
    ) -> None:
        self._exchange = exchange
        self._basis = basis
        self._rest = rest
        self._store = store
        self._feeds = feeds
        self._clock = clock
        self._recorder = recorder

    async def run(self) -> None:
        """Poll while some connection starves, until cancelled."""
        while True:
            weight = 0
            for feed in self._feeds():
                if feed.starving:
                    weight += await self._poll(feed)
            await asyncio.sleep(max(POLL_S, weight / WEIGHT_PER_S))

    async def _poll(self, feed: Feed) -> int:
        """Fetch the prices of a feed's markets; return what that cost."""
        exchange, recorder = self._exchange, self._recorder
        requests = exchange.ticker_requests(feed.markets, self._basis)
        reader = exchange(feed.markets, self._basis)
        try:
            for request in requests:
                body = await self._rest.get(request)
                received_ns = self._clock.wall_ns()
                if recorder:
                    recorder.answered(exchange, feed.markets, self._basis, body, received_ns)
                for ticker in reader.parse_tickers(body, received_ns):
                    self._store.put(ticker, self._clock.monotonic())
            fed = True
        except (NetworkError, ExchangeError, DecodeError):
            fed = False
        if feed in self._feeds():  # it may have been given up meanwhile
            feed.polled(fed=fed)
        return sum(request.weight for request in requests)
