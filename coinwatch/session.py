"""Which markets a watchlist means, and whoever brings what is known of them."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING

from coinwatch import symbols
from coinwatch.budget import Budget
from coinwatch.closeup import Closeup
from coinwatch.config import Config
from coinwatch.dialer import Shared
from coinwatch.errors import CoinwatchError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.fetching import LISTING_DELAY_S, Fetcher
from coinwatch.link import Clock
from coinwatch.model import Interval, Listing, Market, Premium
from coinwatch.plan import Plan, described
from coinwatch.pool import Pool
from coinwatch.series import WINDOWS_S
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder

_log = logging.getLogger(__name__)


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
        self._table = exchanges
        self._premiums = premiums
        self._clock = clock
        self._store = store
        self._plan = self._understood(config)
        self._channels = tuple(channels)
        self._listings: dict[str, Sequence[Listing]] = {}
        self._waiting = frozenset(each.name for each in self._plan.exchanges)
        self._keep = keep
        self._closeup = Closeup(
            store, self._plan.exchanges, self._listings, self._follow_closeup, clock
        )
        random = random or Random()  # noqa: S311  # jitter, no secret
        window_s = config.display.sparkline_s if history else None
        shared = [
            Shared(each, store, Budget(each.limits.connects), random, clock, recorder)
            for each in exchanges.values()
        ]
        self._pools = {each.exchange.name: self._pool(each) for each in shared}
        self._fetchers = {each.exchange.name: self._fetcher(each, window_s) for each in shared}
        self._applied = False
        self.fault: CoinwatchError | None = None
        """What turned out to be wrong with the config; at the start that ends the run."""

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
        plan = self._understood(config)
        for fault in plan.wanted(self._listings).faults:
            if str(fault) != str(self.fault):
                raise fault
        return plan

    def apply(self, config: Config) -> None:
        """Work by another config from now on; what is the same in it goes on untouched.

        Raises what ``check`` does; then nothing has changed. What turns out later to be wrong is a
        ``fault``, and left out.
        """
        self.adopt(self.check(config))

    def adopt(self, plan: Plan) -> None:
        """Work by what ``check`` returned; what market lists have told since is a ``fault``."""
        self._plan = plan
        self._closeup.exchanges = plan.exchanges
        self._applied = True
        self._store.keep((*WINDOWS_S, plan.config.display.sparkline_s))
        for name, exchange in self._table.items():
            self._pools[name].configure(plan.feed_settings(exchange))
            self._fetchers[name].reach(plan.rest_urls(exchange))
        self._watch()

    def resolved(self) -> bool:
        """Whether no market list is needed any more to know what is watched."""
        return not self._waiting and self._listings.keys() >= self._plan.lists

    def meanings(self, texts: Sequence[str]) -> list[list[Market]]:
        """Return the markets that each symbol stands for, as far as that is known."""
        patterns = [symbols.parse(text, self._table) for text in texts]
        return symbols.meanings(patterns, self._plan.exchanges, self._listings)

    def listings(self) -> dict[str, Sequence[Listing] | str]:
        """Return the market list of every enabled exchange; why there is none, where known."""
        return {
            each.name: self._listings.get(each.name, self._fetchers[each.name].fault)
            for each in self._plan.exchanges
        }

    def show_history(self, window_s: float) -> None:
        """Fetch older prices for sparklines over ``window_s`` seconds."""
        for fetcher in self._fetchers.values():
            fetcher.show_history(window_s)

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Watch the order book, trades and candles of one market as well, or of none any more."""
        self._closeup.focus(market, interval)

    def _pool(self, shared: Shared) -> Pool:
        return Pool(shared, self._plan.feed_settings(shared.exchange), self._wanted)

    def _fetcher(self, shared: Shared, window_s: float | None) -> Fetcher:
        return Fetcher(
            shared,
            urls=self._plan.rest_urls(shared.exchange),
            window_s=window_s,
            closeup=self._closeup,
            basis=lambda: self._plan.basis,
            feeds=self._pools[shared.exchange.name].feeds,
            on_list=self._take_list,
            on_same_list=self._take_same_list,
        )

    def _understood(self, config: Config) -> Plan:
        required = Premium in self._store.kinds
        return Plan(config, self._table, self._premiums, required=required)

    def _watch(self) -> None:
        """Have the store and the feeds watch what the watchlists mean by now."""
        groups, self._waiting, pairing, faults = self._plan.wanted(self._listings)
        self._blame(faults)
        self._store.watch(groups, self._clock.monotonic(), pairing)
        self._closeup.look_around()
        self._describe(self._store.markets)
        self._connect_all()
        listed = self._listed()
        for name, fetcher in self._fetchers.items():
            if name in listed or fetcher.window_s is not None:
                fetcher.start(self._tasks, 0.0 if name in self._waiting else LISTING_DELAY_S)
            fetcher.look()

    def _blame(self, faults: Sequence[CoinwatchError]) -> None:
        """Note what is wrong with the config; raise it at the start, when nothing runs that may."""
        if faults and not self._applied:
            raise faults[0]
        before, self.fault = self.fault, next(iter(faults), None)
        if self.fault and str(self.fault) != str(before):
            _log.warning("%s", self.fault.message)

    def _follow_closeup(self) -> None:
        """Have the feeds bring what is looked at closely; what is in no watchlist may be new."""
        state = self._store.state
        if strange := [m for m in self._store.beside if state(m).listing == Listing(m)]:
            self._describe(strange)
        self._connect_all()

    def _connect_all(self) -> None:
        """Have the feeds bring what the store keeps by now, and no other."""
        for name, pool in self._pools.items():
            pool.watch([m for m in self._store.markets if m.exchange == name], self._tasks)

    async def _take_list(self, name: str, listings: Sequence[Listing]) -> None:
        """Watch what a market list tells of, and have it kept, where lists are kept."""
        self._listings[name] = listings
        self._watch()
        await self._hand_on(name)

    async def _take_same_list(self, name: str, listings: Sequence[Listing]) -> None:
        """Take a list that is newer; no row comes or goes by it."""
        self._listings[name] = listings
        self._describe(self._store.markets)
        await self._hand_on(name)

    async def _hand_on(self, name: str) -> None:
        if self._keep:
            await asyncio.to_thread(self._keep, {name: self._listings[name]})

    def _describe(self, markets: Iterable[Market]) -> None:
        """Have the store know what the market lists say of ``markets``."""
        self._store.describe(described(markets, self._listings, self._table))

    def _listed(self) -> set[str]:
        """Return the exchanges whose market lists say more about what is watched."""
        watched = {market.exchange for market in self._store.markets}
        return watched | self._waiting | self._plan.lists

    def _wanted(self, markets: Sequence[Market]) -> list[Subscription]:
        beside = self._store.beside
        usual = [
            Subscription(channel, market)
            for channel in self._channels
            for market in markets
            if channel is Channel.TICKER or market not in beside
        ]
        return usual + self._closeup.wanted(markets)
