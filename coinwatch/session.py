"""Which markets a watchlist means, which connections they need, and what REST adds to them."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from coinwatch import symbols
from coinwatch.backoff import Backoff
from coinwatch.budget import Budget
from coinwatch.config import Config
from coinwatch.errors import ConfigError, DecodeError, ExchangeError, NetworkError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.feed import Feed, FeedSettings
from coinwatch.history import History
from coinwatch.link import Clock, LinkSettings
from coinwatch.model import Basis, Group, Listing, Market, Premium
from coinwatch.pairing import Pairer
from coinwatch.polling import Poller
from coinwatch.rest import Rest
from coinwatch.store import Store
from coinwatch.teller import tell_premiums

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder

_log = logging.getLogger(__name__)

MAIN_GROUP = "Watchlist"
"""The name of the list that has none: `symbols` in the config, or on the command line."""

LISTING_DELAY_S = 0.3
"""How long a market list waits for the first prices, where nothing depends on it."""


def basis(config: Config) -> Basis:
    """Return what the statistics of every market are to refer to."""
    return "24h" if config.display.change == "native" else "utc_day"


class _Line(NamedTuple):
    """A feed and the task that runs it."""

    feed: Feed
    task: asyncio.Task[None]


class Session:
    """Everything that runs behind a front end. ``run`` goes on until cancelled.

    With ``premiums``, what the premiums of the watched assets need is watched as well, and what
    those of the assets named there need.
    """

    def __init__(  # noqa: PLR0913  # each by its name
        self,
        config: Config,
        store: Store,
        *,
        channels: Collection[Channel] = (Channel.TICKER,),
        history: bool = False,
        keep: Callable[[Mapping[str, Sequence[Listing]]], None] | None = None,
        premiums: Collection[str] | None = None,
        random: Random | None = None,
        exchanges: Mapping[str, type[Exchange]] = EXCHANGES,
        clock: Clock = Clock(),  # noqa: B008  # immutable
        recorder: "Recorder | None" = None,
    ) -> None:
        self._config = config
        self._recorder = recorder
        self._clock = clock
        self._store = store
        self._channels = tuple(channels)
        self._random = random or Random()  # noqa: S311  # jitter, no secret
        self._exchanges = [
            exchanges[name] for name, each in config.exchanges.items() if each.enabled
        ]
        if not self._exchanges:
            raise ConfigError(
                "Every exchange is disabled.", "Set enabled = true for one under [exchange.…]."
            )
        self._connects = {each.name: Budget(each.limits.connects) for each in self._exchanges}
        self._patterns = [
            (name, [symbols.parse(text, exchanges) for text in texts])
            for name, texts in (
                (MAIN_GROUP, config.symbols),
                *((group.name, group.symbols) for group in config.groups),
            )
            if texts
        ]
        self._basis = basis(config)
        self._listings: dict[str, Sequence[Listing]] = {}
        self._lines: dict[str, list[_Line]] = {each.name: [] for each in self._exchanges}
        self._counts = dict.fromkeys(self._lines, 0)
        self._waiting = frozenset(self._lines)
        self._keep = keep
        self._histories: list[History] = []
        self._window_s = config.display.sparkline_s if history else None
        required = Premium in store.kinds
        self._pairer = Pairer(config, self._exchanges, premiums, required=required)

    async def run(self) -> None:
        """Run the feeds, and fetch lists and history, until cancelled.

        Raises SymbolError once a market list shows that a symbol means nothing, and UsageError
        for a symbol of an exchange that is not enabled.
        """
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            self._apply()
            for exchange in self._exchanges:
                if exchange.name in self._listed():
                    tasks.create_task(self._rest(exchange))
            if Premium in self._store.kinds:
                tasks.create_task(tell_premiums(self._store, self._clock))

    def resolved(self) -> bool:
        """Whether no market list is needed any more to know what is watched."""
        return not self._waiting and self._listings.keys() >= self._pairer.lists

    def show_history(self, window_s: float) -> None:
        """Fetch older prices for sparklines over ``window_s`` seconds."""
        self._window_s = window_s
        for history in self._histories:
            history.show(window_s)

    def _apply(self) -> None:
        """Have the store and the feeds watch what the watchlists mean by now."""
        waiting: set[str] = set()
        groups = []
        for name, patterns in self._patterns:
            found = symbols.resolve(patterns, self._exchanges, self._listings)
            if found.unknown:
                raise symbols.symbol_error(found.unknown[0])
            waiting.update(found.waiting)
            groups.append(Group(name, found.markets))
        watched = dict.fromkeys(market for group in groups for market in group.markets)
        pairing = self._pairer.pairing(watched, self._listings)
        self._store.watch(groups, self._clock.monotonic(), pairing)
        self._store.describe(self._described())
        for exchange in self._exchanges:
            mine = [market for market in self._store.markets if market.exchange == exchange.name]
            self._connect(exchange, mine)
        self._waiting = frozenset(waiting)

    def _listed(self) -> set[str]:
        """Return the exchanges whose market lists say more about what is watched."""
        watched = {market.exchange for market in self._store.markets}
        return watched | self._waiting | self._pairer.lists

    def _described(self) -> list[Listing]:
        """Return what is known of the watched markets, from a list or by the exchange's rules."""
        every = [each for listings in self._listings.values() for each in listings]
        known = {each.market: each for each in every}
        # Not every exchange lists names; an asset has the same one everywhere.
        named = {each.market.base: each for each in every if each.english_name}
        by_name = {each.name: each for each in self._exchanges}
        found = []
        for market in self._store.markets:
            listing = known.get(market) or by_name[market.exchange].listing(market)
            if not listing.english_name and (other := named.get(market.base)):
                listing = listing._replace(
                    korean_name=other.korean_name, english_name=other.english_name
                )
            found.append(listing)
        return found

    def _connect(self, exchange: type[Exchange], markets: Sequence[Market]) -> None:
        """Spread the markets over as many connections as the exchange's limits ask for.

        A market stays where it is: a change of the watchlist reaches no other connection.
        """
        size = exchange.limits.markets_per_connection
        lines = self._lines[exchange.name]
        left = dict.fromkeys(markets)
        for line in tuple(lines):
            kept = [market for market in line.feed.markets if market in left]
            for market in kept:
                del left[market]
            room = tuple(left)[: size - len(kept)]
            for market in room:
                del left[market]
            if kept or room:
                line.feed.watch(self._wanted((*kept, *room)))
            else:
                line.task.cancel()
                lines.remove(line)
        rest = tuple(left)
        for start in range(0, len(rest), size):
            self._counts[exchange.name] += 1
            feed = self._feed(exchange, self._counts[exchange.name])
            feed.watch(self._wanted(rest[start : start + size]))
            lines.append(_Line(feed, self._tasks.create_task(feed.run())))

    def _wanted(self, markets: Sequence[Market]) -> list[Subscription]:
        beside = self._store.beside
        return [
            Subscription(channel, market)
            for channel in self._channels
            for market in markets
            if channel is Channel.TICKER or market not in beside
        ]

    def _feed(self, exchange: type[Exchange], connection: int) -> Feed:
        address = self._config.exchanges[exchange.name]
        feed = self._config.feed
        urls = (address.websocket_url, address.fallback_websocket_url)
        settings = FeedSettings(
            tuple(url for url in urls if url),
            self._basis,
            LinkSettings(feed.silence_timeout_s, feed.ping_interval_s),
            feed.backoff_initial_s,
            feed.backoff_max_s,
            feed.rollover_s,
        )
        return Feed(
            exchange=exchange,
            connection=connection,
            settings=settings,
            store=self._store,
            connects=self._connects[exchange.name],
            random=self._random,
            clock=self._clock,
            recorder=self._recorder,
        )

    async def _rest(self, exchange: type[Exchange]) -> None:
        """Fetch the market list, then history for as long as the session runs."""
        if exchange.name not in self._waiting:
            await asyncio.sleep(LISTING_DELAY_S)
        address = self._config.exchanges[exchange.name]
        urls = (address.rest_url, address.fallback_rest_url)
        async with Rest(exchange, urls, self._clock) as rest, asyncio.TaskGroup() as tasks:
            lines = self._lines[exchange.name]
            feeds = lambda: [line.feed for line in lines]  # noqa: E731  # the list changes
            poller = Poller(
                exchange,
                self._basis,
                rest,
                self._store,
                feeds,
                self._clock,
                recorder=self._recorder,
            )
            tasks.create_task(poller.run())
            self._listings[exchange.name] = await self._list(exchange, rest)
            self._apply()
            if self._keep:
                listings = {exchange.name: self._listings[exchange.name]}
                await asyncio.to_thread(self._keep, listings)
            if self._window_s is not None:
                history = History(exchange, rest, self._store, self._window_s)
                self._histories.append(history)
                await history.run()

    async def _list(self, exchange: type[Exchange], rest: Rest) -> Sequence[Listing]:
        """Return the market list, however long it takes: the live feeds do not wait for it."""
        backoff = Backoff(1.0, 60.0, self._random)
        told = ""
        while True:
            try:
                bodies = [await rest.get(request) for request in exchange.listing_requests()]
                if listings := exchange.parse_listings(bodies):
                    return listings
                raise DecodeError(f"{exchange.title}: the market list is empty")  # noqa: TRY301  # retried as any answer that is none
            except (NetworkError, ExchangeError, DecodeError) as error:
                if error.message != told:
                    _log.warning("no market list yet: %s", error.message)
                told = error.message
            await asyncio.sleep(backoff.next())
