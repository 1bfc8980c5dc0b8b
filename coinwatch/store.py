"""The newest state of every market and every connection, and what happened in order.

One writer, the feeds; readers look whenever they like. Nothing here waits, and nothing grows with
time: memory depends on the number of markets. Two clocks: records carry wall clock stamps, and
``now`` is the caller's monotonic clock in seconds, for ages.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from coinwatch.focus import Focus
from coinwatch.journal import Journal
from coinwatch.model import (
    FLOWING,
    Book,
    Candle,
    Event,
    Gap,
    Group,
    Listing,
    Market,
    Quote,
    Record,
    Status,
    Tick,
    Ticker,
    Trade,
    build,
)
from coinwatch.pairs import NO_PAIRING, Pairing
from coinwatch.series import WINDOWS_S
from coinwatch.state import Health, MarketState


class Store:
    """What every front end reads."""

    def __init__(
        self,
        journal: Journal | None = None,
        kinds: Iterable[type] = (),
        windows_s: Iterable[float] = WINDOWS_S,
    ) -> None:
        self.journal = journal or Journal()
        self.kinds = frozenset(kinds)
        """The types of record that the journal keeps; nobody reads the others."""
        self.groups: tuple[Group, ...] = ()
        """The watchlists, as tabs."""
        self.beside: frozenset[Market] = frozenset()
        """What is watched for premiums or the focus alone: in no group, no row or tick line."""
        self.pairing = NO_PAIRING
        """Which markets premiums are computed from."""
        self.feeds: dict[tuple[str, int], Health] = {}
        """By exchange and connection."""
        self.notice = ""
        """What the user is to know that no exchange is to blame for; empty while all is well."""
        self.version = 0
        """Rises whenever a market changes."""
        self._tells_ticks = Tick in self.kinds
        self._tells_trades = Trade in self.kinds
        self.layout = 0
        """Rises whenever groups, markets or what is listed of them change."""
        self.focus: Focus | None = None
        """The market that is looked at closely, if there is one."""
        self.keeps_books = Book in self.kinds
        """Whether books are watched of all markets, so that none goes with the focus."""
        self._windows_s = tuple(dict.fromkeys(windows_s))
        self._listed: dict[Market, None] = {}
        self._closeup: tuple[Market, ...] = ()
        self._states: dict[Market, MarketState] = {}
        # Each value takes the records of its key's type, which a dict's type cannot say.
        self._puts: dict[type, Callable[[MarketState, Any, float], None]] = {
            Trade: self._put_trade,
            Ticker: self._put_ticker,
            Quote: self._put_quote,
            Book: self._put_book,
            Candle: self._put_candle,
        }

    # What the session sets

    def watch(
        self,
        groups: Sequence[Group],
        now: float,
        pairing: Pairing = NO_PAIRING,
        closeup: Sequence[Market] = (),
    ) -> None:
        """Set the watchlists, and what premiums are computed from. All else is forgotten.

        In a replay ``closeup`` is what the recorded run kept for its own focus, the market that it
        looked at first.
        """
        self.groups = tuple(groups)
        self.pairing = pairing
        if self._closeup[:1] != (closeup := tuple(closeup))[:1]:
            self._drop_book(self._closeup[:1])
        self._closeup = closeup
        self._listed = dict.fromkeys(market for group in groups for market in group.markets)
        self._keep(now)
        self.layout += 1

    def look_at(self, focus: Focus | None, now: float) -> None:
        """Look at one market closely, or at none any more: what was kept of it is freed.

        Of the same market as before, the trades that were seen stay.
        """
        before, self.focus = self.focus, focus
        if before and focus and focus.market == before.market:
            focus.keep_trades(before)
        elif before:
            self._drop_book({before.market} - {*self._closeup[:1]})
        self._keep(now)

    def forget(self, now: float) -> None:
        """Know of no market and no connection; what is looked at closely begins anew."""
        self._states.clear()
        self.feeds.clear()
        if self.focus:
            self.focus.forget(now)
        self.watch((), now)

    def _drop_book(self, markets: Iterable[Market]) -> None:
        """Forget the books of what nobody looks at any more: they would grow old unseen."""
        for market in markets:
            if not self.keeps_books and (state := self._states.get(market)):
                state.book = None

    def _keep(self, now: float) -> None:
        """Have a state for each market that is wanted for anything, and for no other."""
        focus = self.focus
        # A market list may tell the base and quote of a market that was watched without.
        known = {str(market): state for market, state in self._states.items()}
        if focus:
            listed = {str(market): market for market in self._listed}
            focus.market = listed.get(str(focus.market), focus.market)
        more = (*self.pairing.markets, *self._closeup, *(focus.markets if focus else ()))
        self.beside = frozenset(more) - self._listed.keys()
        wanted = {**self._listed, **dict.fromkeys(more)}
        self._states = {
            market: known.get(str(market)) or MarketState(market, self._windows_s, now)
            for market in wanted
        }
        for market, state in self._states.items():
            state.market = market
            state.focus = focus if focus and focus.market == market else None

    def keep(self, windows_s: Iterable[float]) -> None:
        """Keep prices over these windows, in seconds, and no others."""
        self._windows_s = tuple(dict.fromkeys(windows_s))
        for state in self._states.values():
            state.keep(self._windows_s)

    def describe(self, listings: Iterable[Listing]) -> None:
        """Note names, decimals and warnings of the markets that are watched."""
        for listing in listings:
            state = self._states.get(listing.market)
            if state and state.listing != listing:
                state.listing = listing
                self.layout += 1

    def backfill(
        self, market: Market, window_s: float, points: Iterable[tuple[int, float]]
    ) -> None:
        """Fill a sparkline with older prices, as (milliseconds, price) in order of time."""
        state = self._states.get(market)
        series = state and state.series.get(window_s)
        if state and series:
            series.fill(points)
            self._changed(state)

    # What the feeds write

    def put(self, event: Event, now: float) -> bool:
        """Take a record of a market; False if it is none, or of a market that nobody watches."""
        try:
            put = self._puts[type(event)]
            state = self._states[event.market]  # type: ignore[union-attr]  # by the table
        except KeyError:
            return False
        put(state, event, now)
        return True

    def put_status(self, status: Status, now: float) -> Health:
        """Note a connection's new state, and return its counters."""
        key = status.exchange, status.connection
        health = self.feeds.get(key)
        if health is None:
            health = self.feeds[key] = Health(status, now)
        if health.status.state is not status.state:
            health.since = now
        if (health.status.state in FLOWING) is not (status.state in FLOWING):
            health.turned_at = now
        health.status = status
        if Status in self.kinds:
            self.journal.append(status)
        return health

    def put_gap(self, gap: Gap) -> None:
        """Note a span of time of which something may be missing."""
        if Gap in self.kinds:
            self.journal.append(gap)

    def doubt(self, markets: Iterable[Market]) -> None:
        """Note that something of ``markets`` was missed: what sums it up is newer knowledge."""
        for market in markets:
            if state := self._states.get(market):
                state.doubted = True

    # What the front ends read

    def state(self, market: Market) -> MarketState:
        """Return the newest that is known of a watched market."""
        return self._states[market]

    def newest_ms(self, markets: Iterable[Market]) -> int:
        """Return the newest exchange time of the last prices of ``markets``, or 0."""
        states = (self._states.get(market) for market in markets)
        return max((s.last.exchange_ms for s in states if s and s.last), default=0)

    def asked_for(self, records: list[Record]) -> list[Record]:
        """Return ``records`` without the ticks of what is watched for premiums alone."""
        beside = self.beside
        if not beside:
            return records
        return [each for each in records if type(each) is not Tick or each.market not in beside]

    @property
    def markets(self) -> Iterable[Market]:
        """Every market that is kept, in order; those that are in no watchlist come last."""
        return self._states.keys()

    @property
    def shown(self) -> list[Market]:
        """Every market of the watchlists, in order."""
        return [market for market in self._states if market not in self.beside]

    def _put_trade(self, state: MarketState, trade: Trade, now: float) -> None:
        if state.focus:
            state.focus.put_trade(trade)
        if self._tells_trades:
            if not state.recent.add(trade.trade_id, trade.exchange_ms):
                return
            self.journal.append(trade)
        last = state.last
        # Ids decide within a millisecond only: an absurd one must not hold the price.
        if (
            type(last) is Trade
            and trade.trade_id <= last.trade_id
            and (trade.trade_id == last.trade_id or trade.exchange_ms <= last.exchange_ms)
        ):
            return
        self._move(state, trade, now)

    def _put_ticker(self, state: MarketState, ticker: Ticker, now: float) -> None:
        day = state.day
        if day is not None and ticker.exchange_ms < day.exchange_ms:
            return
        state.day = ticker
        last = state.last
        if (
            not ticker.live
            and last is not None
            and ticker.price == last.price
            and day is not None
            and (ticker.volume == day.volume or not ticker.volume)
        ):
            # Binance sends its sums every two seconds: without a trade more they say nothing new.
            self._changed(state)
        elif not self._move(state, ticker, now):
            self._changed(state)
        elif ticker.snapshot:
            state.traded_at = now - ticker.age_s

    def _put_quote(self, state: MarketState, quote: Quote, _now: float) -> None:
        known = state.quote
        if known is None or known.bid != quote.bid or known.ask != quote.ask:
            self._changed(state)
        state.quote = quote

    def _put_book(self, state: MarketState, book: Book, _now: float) -> None:
        state.book = book
        self._changed(state)
        if Book in self.kinds:
            self.journal.append(book)

    def _put_candle(self, state: MarketState, candle: Candle, _now: float) -> None:
        if state.focus:
            state.focus.put_candle(candle)

    def _move(self, state: MarketState, event: Trade | Ticker, now: float) -> bool:
        """Let an event move the last price; False if it is older, or sums up what trades say."""
        last, price, at_ms = state.last, event.price, event.exchange_ms
        changed = True
        if last is not None:
            summed_up = not event.live and last.live and not state.doubted
            if summed_up or at_ms < last.exchange_ms:
                return False
            before = last.price
            changed = price != before
            if changed:
                state.moved = 1 if price > before else -1
                state.moved_at = now
        if at_ms >= state.series_due_ms:
            state.turn_series(at_ms)
        state.last = event
        state.traded_at = now
        if state.doubted:
            state.doubted = not event.live
        self.version = state.version = self.version + 1
        if changed and self._tells_ticks:
            tick = state.market, event, state.day, state.quote, last is None
            self.journal.append(build(Tick, tick))
        return True

    def _changed(self, state: MarketState) -> None:
        self.version = state.version = self.version + 1
