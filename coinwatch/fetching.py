"""What one exchange is asked over REST while a session runs; the live feeds wait for none of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from coinwatch.backoff import Backoff
from coinwatch.budget import Budget
from coinwatch.closeup import Closeup
from coinwatch.dialer import Shared
from coinwatch.errors import DecodeError, ExchangeError, NetworkError
from coinwatch.feed import Feed
from coinwatch.history import History
from coinwatch.model import Basis, Listing
from coinwatch.polling import Poller
from coinwatch.rest import Rest

_log = logging.getLogger(__name__)

LIST_AGAIN_S = 1_800.0
"""How often market lists are fetched anew; Binance's costs 20 of 6000 a minute."""

LISTING_DELAY_S = 0.3
"""How long a market list waits for the first prices, where nothing depends on it."""


_OnList = Callable[[str, Sequence[Listing]], Awaitable[None]]


class Fetcher:
    """Fetches an exchange's market list, older prices, and prices where no connection has them.

    ``on_list`` is given the exchange's name and the market list of an address, ``on_same_list``
    the newer ones of the same address. What the exchange allows in requests is counted here,
    whatever is started and stopped.
    """

    def __init__(  # noqa: PLR0913  # joins what others own, each by its name
        self,
        shared: Shared,
        *,
        urls: Sequence[str],
        window_s: float | None,
        closeup: Closeup,
        basis: Callable[[], Basis],
        feeds: Sequence[Feed],
        on_list: _OnList,
        on_same_list: _OnList,
    ) -> None:
        self._shared = shared
        self._exchange = shared.exchange
        self._urls = urls
        self.window_s = window_s
        """What the sparklines show, in seconds; None where there are none."""
        self._closeup = closeup
        self._basis = basis
        self._feeds = feeds
        self._on_list = on_list
        self._on_same_list = on_same_list
        self._requests = Budget(shared.exchange.limits.requests)
        self._task: asyncio.Task[None] | None = None
        self._history: History | None = None
        self.fault = ""
        """Why there is no market list."""

    def reach(self, urls: Sequence[str]) -> None:
        """Ask at other addresses from now on, or nowhere; ``start`` begins anew."""
        if urls == self._urls:
            return
        self._urls = urls
        if self._task:
            self._task.cancel()
        self._task, self._history, self.fault = None, None, ""

    def start(self, tasks: asyncio.TaskGroup, delay_s: float) -> None:
        """Begin in ``delay_s`` seconds, unless it has begun."""
        if self._urls and self._task is None:
            self._task = tasks.create_task(self._run(delay_s))

    def look(self) -> None:
        """Fetch the older prices of what is watched by now."""
        if self._history:
            self._history.look()

    def show_history(self, window_s: float) -> None:
        """Fetch older prices for sparklines over ``window_s`` seconds."""
        self.window_s = window_s
        if self._history:
            self._history.show(window_s)

    async def _run(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        exchange = self._exchange
        rest = Rest(exchange, self._urls, self._shared.clock, self._requests)
        async with rest, asyncio.TaskGroup() as tasks:
            poller = Poller(self._shared, self._basis, rest, self._feeds)
            tasks.create_task(poller.run())
            tasks.create_task(self._closeup.run(exchange, rest))
            await self._on_list(exchange.name, await self._list(rest))
            tasks.create_task(self._list_again(rest))
            if self.window_s is not None:
                self._history = History(exchange, rest, self._shared.store, self.window_s)
                await self._history.run()

    async def _list_again(self, rest: Rest) -> None:
        """Keep the market list fresh, for the exchange's warnings."""
        while True:
            await asyncio.sleep(LIST_AGAIN_S)
            await self._on_same_list(self._exchange.name, await self._list(rest))

    async def _list(self, rest: Rest) -> Sequence[Listing]:
        """Return the market list, however long it takes."""
        exchange, backoff, told = self._exchange, Backoff(1.0, 60.0, self._shared.random), ""
        while True:
            try:
                bodies = [await rest.get(request) for request in exchange.listing_requests()]
                if listings := exchange.parse_listings(bodies):
                    return listings
                raise DecodeError(f"{exchange.title}: the market list is empty")  # noqa: TRY301  # retried as any answer that is none
            except (NetworkError, ExchangeError, DecodeError) as error:
                if error.message != told:
                    _log.warning("no market list yet: %s", error.message)
                told = self.fault = error.message
            await asyncio.sleep(backoff.next())
