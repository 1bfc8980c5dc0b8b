"""The newest state of every market and every connection, and what happened in order.

One writer, the feeds; readers look whenever they like. Nothing here waits, and nothing grows with
time: memory depends on the number of markets. Two clocks: records carry wall clock stamps, and
``now`` is the caller's monotonic clock in seconds, for ages.
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

from coinwatch.focus import Focus
from coinwatch.journal import Journal
from coinwatch.model import (
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
from coinwatch.recent import RecentIds
from coinwatch.series import WINDOWS_S, Series


class MarketState:
    """The newest that is known of one market."""

    __slots__ = (
        "_series", "asked_at", "book", "day", "doubted", "focus", "last", "listing", "market",
        "moved", "moved_at", "quote", "recent", "series_due_ms", "traded_at", "version",
    )  # fmt: skip

    def __init__(self, market: Market, windows_s: Iterable[float], asked_at: float) -> None:
        self.market = market
        self.listing = Listing(market)
        self.last: Trade | Ticker | None = None
        """Where the last price came from."""
        self.day: Ticker | None = None
        self.doubted = False
        """Whether something was missed: the last trade that is known may not be the last."""
        self.quote: Quote | None = None
        self.book: Book | None = None
        self.focus: Focus | None = None
        """What is kept beside this while the market is looked at closely."""
        self._series = {window: Series(window) for window in windows_s}
        self.series_due_ms = 0
        """From when on a price is in another bucket of some series than the last price.

        Until then nothing is written: a fifth of the time that it takes to store a record.
        """
        self.recent = RecentIds()
        self.moved = 0
        """Which way the last change of the price went: 1 up, -1 down, 0 none yet."""
        self.moved_at = 0.0
        """When it did, in monotonic seconds."""
        self.traded_at: float | None = None
        """When the last trade was, in monotonic seconds; None while that is unknown."""
        self.asked_at = asked_at
        """Since when the market is watched, in monotonic seconds."""
        self.version = 0
        """Changes whenever anything here does."""

    def tick(self) -> Tick | None:
        """Return the complete state, as the first that is known; None before the first price."""
        last = self.last
        return None if last is None else Tick(self.market, last, self.day, self.quote, True)

    @property
    def series(self) -> dict[float, Series]:
        """The prices by time, by window in seconds."""
        self._note_price()
        return self._series

    def keep(self, windows_s: Iterable[float]) -> None:
        """Keep prices over these windows, in seconds, and no others."""
        series = self.series
        self._series = {each: series.get(each) or Series(each) for each in windows_s}
        self.series_due_ms = 0

    def turn_series(self, at_ms: int) -> None:
        """Write the last price down, since at ``at_ms`` one of its buckets is over."""
        self._note_price()
        ends = (at_ms - at_ms % each.bucket_ms + each.bucket_ms for each in self._series.values())
        self.series_due_ms = min(ends)

    def _note_price(self) -> None:
        if self.last is None:
            return
        for series in self._series.values():
            series.put(self.last.exchange_ms, self.last.price)

    def frozen(self) -> Self:
        """Return a copy that no longer changes: the records never do, the series would."""
        kept = copy.copy(self)
        kept._series = copy.deepcopy(self.series)  # noqa: SLF001  # of its own kind
        return kept

    @property
    def spread_bp(self) -> float | None:
        """Ask less bid in hundredths of a percent of their middle; None while one is unknown."""
        quote = self.quote
        if quote is None or quote.bid is None or quote.ask is None:
            return None
        return (quote.ask - quote.bid) / (quote.ask + quote.bid) * 20_000

    def decimals(self, price: float) -> int | None:
        """Return how many decimals a price of this market has; None where unknown."""
        return next((count for least, count in self.listing.decimals if price >= least), None)


class Health:
    """How one connection is: its state, and counters that only rise."""

    __slots__ = (
        "connection", "exchange", "frames", "last_rejected", "markets", "received_at",
        "rejected", "round_trip_s", "since", "status",
    )  # fmt: skip

    def __init__(self, status: Status, now: float) -> None:
        self.exchange = status.exchange
        self.connection = status.connection
        self.status = status
        self.since = now
        """When the state began, in monotonic seconds."""
        self.frames = 0
        """Data frames received."""
        self.rejected = 0
        """Frames that could not be decoded."""
        self.last_rejected = ""
        """Why the last of them could not, and its first bytes."""
        self.received_at: float | None = None
        """When the last frame came, in monotonic seconds."""
        self.round_trip_s: float | None = None
        """Of the last ping, in seconds."""
        self.markets = 0
        """How many markets the connection carries."""


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
        self._windows_s = tuple(dict.fromkeys(windows_s))
        self._listed: dict[Market, None] = {}
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

    def watch(self, groups: Sequence[Group], now: float, pairing: Pairing = NO_PAIRING) -> None:
        """Set the watchlists, and what premiums are computed from. All else is forgotten."""
        self.groups = tuple(groups)
        self.pairing = pairing
        self._listed = dict.fromkeys(market for group in groups for market in group.markets)
        self._keep(now)
        self.layout += 1

    def look_at(self, focus: Focus | None, now: float) -> None:
        """Look at one market closely, or at none any more: what was kept of it is freed."""
        before, self.focus = self.focus, focus
        if before and (focus is None or focus.market != before.market) and Book not in self.kinds:
            self._states[before.market].book = None
        self._keep(now)

    def _keep(self, now: float) -> None:
        """Have a state for each market that is wanted for anything, and for no other."""
        focus = self.focus
        # A market list may tell the base and quote of a market that was watched without.
        known = {str(market): state for market, state in self._states.items()}
        if focus:
            listed = {str(market): market for market in self._listed}
            focus.market = listed.get(str(focus.market), focus.market)
        more = (*self.pairing.markets, *(focus.markets if focus else ()))
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
            if state := self._states.get(listing.market):
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
        put = self._puts.get(type(event))
        if put is None:
            return False
        state = self._states.get(event.market)  # type: ignore[union-attr]  # by the table
        if state is None:
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
        if type(last) is Trade and (
            trade.trade_id == last.trade_id
            or (trade.trade_id < last.trade_id and trade.exchange_ms <= last.exchange_ms)
        ):
            return
        state.traded_at = now
        self._move(state, trade, now)

    def _put_ticker(self, state: MarketState, ticker: Ticker, now: float) -> None:
        day = state.day
        if day is not None and ticker.exchange_ms < day.exchange_ms:
            return
        state.day = ticker
        if ticker.traded_ms is not None:
            state.traded_at = now
            if ticker.snapshot:
                age_ms = ticker.received_ns // 1_000_000 - ticker.traded_ms
                state.traded_at -= max(0, age_ms) / 1000
        if not self._move(state, ticker, now):
            self._changed(state)

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
        if last is not None:
            summed_up = not event.live and last.live and not state.doubted
            if summed_up or at_ms < last.exchange_ms:
                return False
            if price != last.price:
                state.moved = 1 if price > last.price else -1
                state.moved_at = now
        if at_ms >= state.series_due_ms:
            state.turn_series(at_ms)
        state.last = event
        if state.doubted:
            state.doubted = not event.live
        self._changed(state)
        if self._tells_ticks and (last is None or price != last.price):
            snapshot = last is None
            tick = state.market, event, state.day, state.quote, snapshot
            self.journal.append(build(Tick, tick))
        return True

    def _changed(self, state: MarketState) -> None:
        self.version = state.version = self.version + 1
