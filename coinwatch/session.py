"""Which markets a watchlist means, which connections they need, and what REST adds to them."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from coinwatch import symbols
from coinwatch.backoff import Backoff
from coinwatch.budget import Budget
from coinwatch.closeup import Closeup
from coinwatch.config import Config
from coinwatch.errors import DecodeError, ExchangeError, NetworkError, SymbolError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.feed import Feed
from coinwatch.history import History
from coinwatch.link import Clock
from coinwatch.model import Interval, Listing, Market, Premium
from coinwatch.pairing import Pairer
from coinwatch.plan import Plan, described, markets_of
from coinwatch.polling import Poller
from coinwatch.rest import Rest
from coinwatch.series import WINDOWS_S
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder

_log = logging.getLogger(__name__)

LIST_AGAIN_S = 1_800.0
"""How often market lists are fetched anew; Binance's costs 20 of 6000 a minute."""

LISTING_DELAY_S = 0.3
"""How long a market list waits for the first prices, where nothing depends on it."""


class _Line(NamedTuple):
    """A feed and the task that runs it."""

    feed: Feed
    task: asyncio.Task[None]
    key: tuple[str, int]
    """Of the store's record of it."""


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
        self._recorder = recorder
        self._table = exchanges
        self._plan = Plan(config, exchanges)
        self._clock = clock
        self._store = store
        self._channels = tuple(channels)
        self._random = random or Random()  # noqa: S311  # jitter, no secret
        self._connects = {name: Budget(each.limits.connects) for name, each in exchanges.items()}
        self._listings: dict[str, Sequence[Listing]] = {}
        self._list_faults: dict[str, str] = {}
        self._lines: dict[str, list[_Line]] = {name: [] for name in exchanges}
        self._counts = dict.fromkeys(exchanges, 0)
        self._waiting = frozenset(each.name for each in self._plan.exchanges)
        self._rests: dict[str, asyncio.Task[None]] = {}
        self._histories: dict[str, History] = {}
        self._window_s = config.display.sparkline_s if history else None
        self._keep = keep
        self._premiums = premiums
        self._pairer = self._pairs(self._plan)
        self._closeup = Closeup(
            store, self._plan.exchanges, self._listings, self._connect_all, clock
        )
        self._applied = False
        self.fault: SymbolError | None = None
        """A symbol that turned out to mean nothing; at the start that ends the run."""

    async def run(self) -> None:
        """Run the feeds, and fetch lists and history, until cancelled.

        Raises SymbolError once a market list shows that a symbol means nothing, and UsageError
        for a symbol of an exchange that is not enabled.
        """
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            self._closeup.ready = True
            self._watch()
            if Premium in self._store.kinds:
                from coinwatch.teller import tell_premiums  # noqa: PLC0415  # few ask for premiums

                tasks.create_task(tell_premiums(self._store, self._clock))

    def check(self, config: Config) -> Plan:
        """Return what ``config`` asks for.

        Raises ConfigError, UsageError, and SymbolError as far as the market lists are known, unless
        it is the ``fault`` that is known already.
        """
        plan = Plan(config, self._table)
        groups, _, unknown = plan.wanted(self._listings)
        if unknown and str(unknown) != str(self.fault):
            raise unknown
        self._pairs(plan).pairing(markets_of(groups), self._listings)
        return plan

    def apply(self, config: Config) -> None:
        """Work by another config from now on; what is the same in it goes on untouched.

        Raises what ``check`` does; then nothing has changed. A symbol that turns out later to mean
        nothing is a ``fault``.
        """
        self.adopt(self.check(config))

    def adopt(self, plan: Plan) -> None:
        """Work by what ``check`` returned; what market lists have told since is a ``fault``."""
        before = self._plan
        self._plan, self._pairer = plan, self._pairs(plan)
        self._closeup.exchanges = plan.exchanges
        self._applied = True
        self._store.keep((*WINDOWS_S, plan.config.display.sparkline_s))
        for exchange in self._table.values():
            if before.reaches(exchange) != plan.reaches(exchange):
                self._reconnect(exchange)
        self._watch()

    def resolved(self) -> bool:
        """Whether no market list is needed any more to know what is watched."""
        return not self._waiting and self._listings.keys() >= self._pairer.lists

    def meanings(self, texts: Sequence[str]) -> list[list[Market]]:
        """Return the markets that each symbol stands for, as far as that is known."""
        patterns = [symbols.parse(text, self._table) for text in texts]
        return symbols.meanings(patterns, self._plan.exchanges, self._listings)

    def listings(self) -> dict[str, Sequence[Listing] | str]:
        """Return the market list of every enabled exchange; why there is none, where known."""
        faults = self._list_faults
        return {
            each.name: self._listings.get(each.name, faults.get(each.name, ""))
            for each in self._plan.exchanges
        }

    def show_history(self, window_s: float) -> None:
        """Fetch older prices for sparklines over ``window_s`` seconds."""
        self._window_s = window_s
        for history in self._histories.values():
            history.show(window_s)

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Watch the order book, trades and candles of one market as well, or of none any more."""
        self._closeup.focus(market, interval)

    def _watch(self) -> None:
        """Have the store and the feeds watch what the watchlists mean by now."""
        plan = self._plan
        groups, self._waiting, self.fault = plan.wanted(self._listings)
        if self.fault and not self._applied:
            raise self.fault
        pairing = self._pairer.pairing(markets_of(groups), self._listings)
        self._store.watch(groups, self._clock.monotonic(), pairing)
        self._closeup.look_around()
        self._connect_all()
        for exchange in self._table.values():
            on_screen = self._window_s is not None and exchange in plan.exchanges
            if exchange.name not in self._rests and (exchange.name in self._listed() or on_screen):
                self._rests[exchange.name] = self._tasks.create_task(self._rest(exchange))
        for history in self._histories.values():
            history.look()

    def _connect_all(self) -> None:
        """Have the feeds bring what the store keeps by now."""
        self._describe()
        for exchange in self._table.values():
            name = exchange.name
            self._connect(exchange, [m for m in self._store.markets if m.exchange == name])

    def _describe(self) -> None:
        """Have the store know what the market lists say of what it keeps."""
        self._store.describe(described(self._store.markets, self._listings, self._table))

    def _listed(self) -> set[str]:
        """Return the exchanges whose market lists say more about what is watched."""
        watched = {market.exchange for market in self._store.markets}
        return watched | self._waiting | self._pairer.lists

    def _pairs(self, plan: Plan) -> Pairer:
        required = Premium in self._store.kinds
        return Pairer(plan.config, plan.exchanges, self._premiums, required=required)

    def _reconnect(self, exchange: type[Exchange]) -> None:
        """Reach an exchange as the plan says now; whether it is watched at all, is seen after."""
        for line in self._lines[exchange.name]:
            line.feed.configure(self._plan.feed_settings(exchange))
        if task := self._rests.pop(exchange.name, None):
            task.cancel()
        self._histories.pop(exchange.name, None)

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
                lines.remove(line)
                self._give_up(line)
        rest = tuple(left)
        for start in range(0, len(rest), size):
            self._counts[exchange.name] += 1
            number = self._counts[exchange.name]
            feed = self._feed(exchange, number)
            feed.watch(self._wanted(rest[start : start + size]))
            task = self._tasks.create_task(feed.run())
            lines.append(_Line(feed, task, (exchange.name, number)))

    def _give_up(self, line: _Line) -> None:
        """End a connection that nothing needs any more, and forget that it was there."""
        line.task.add_done_callback(lambda _: self._store.feeds.pop(line.key, None))
        line.task.cancel()

    def _wanted(self, markets: Sequence[Market]) -> list[Subscription]:
        beside = self._store.beside
        usual = [
            Subscription(channel, market)
            for channel in self._channels
            for market in markets
            if channel is Channel.TICKER or market not in beside
        ]
        return usual + self._closeup.wanted(markets)

    def _feed(self, exchange: type[Exchange], connection: int) -> Feed:
        return Feed(
            exchange=exchange,
            connection=connection,
            settings=self._plan.feed_settings(exchange),
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
        address = self._plan.config.exchanges[exchange.name]
        urls = (address.rest_url, address.fallback_rest_url)
        async with Rest(exchange, urls, self._clock) as rest, asyncio.TaskGroup() as tasks:
            lines = self._lines[exchange.name]
            feeds = lambda: [line.feed for line in lines]  # noqa: E731  # the list changes
            poller = Poller(
                exchange,
                self._plan.basis,
                rest,
                self._store,
                feeds,
                self._clock,
                recorder=self._recorder,
            )
            tasks.create_task(poller.run())
            tasks.create_task(self._closeup.run(exchange, rest))
            self._listings[exchange.name] = await self._list(exchange, rest)
            self._watch()
            await self._hand_on(exchange)
            tasks.create_task(self._list_again(exchange, rest))
            if self._window_s is not None:
                history = History(exchange, rest, self._store, self._window_s)
                self._histories[exchange.name] = history
                await history.run()

    async def _hand_on(self, exchange: type[Exchange]) -> None:
        """Have the market list kept, where lists are kept."""
        if self._keep:
            listings = {exchange.name: self._listings[exchange.name]}
            await asyncio.to_thread(self._keep, listings)

    async def _list_again(self, exchange: type[Exchange], rest: Rest) -> None:
        """Keep the market list fresh, for the exchange's warnings; no row comes or goes by it."""
        while True:
            await asyncio.sleep(LIST_AGAIN_S)
            self._listings[exchange.name] = await self._list(exchange, rest)
            self._describe()
            await self._hand_on(exchange)

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
                told = self._list_faults[exchange.name] = error.message
            await asyncio.sleep(backoff.next())
