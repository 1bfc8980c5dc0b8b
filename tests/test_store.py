"""The newest state, and what is told of how it came about."""

from typing import Any

import pytest

from coinwatch.focus import Focus
from coinwatch.model import (
    Ack,
    Book,
    Candle,
    FeedState,
    Gap,
    Group,
    Listing,
    Market,
    Quote,
    Status,
    Tick,
    Ticker,
    Trade,
)
from coinwatch.pairs import NO_PAIRING, Pair, Pairing
from coinwatch.series import Series
from coinwatch.state import MarketState
from coinwatch.store import Store

BTC = Market("toy", "BTC-USD", "BTC", "USD")
ETH = Market("toy", "ETH-USD", "ETH", "USD")
OTHER = Market("other", "BTCUSDT", "BTC", "USDT")
T0 = 1_790_000_000_000


def _trade(price: float, trade_id: int, at: int = 0, *, live: bool = True) -> Trade:
    return Trade(BTC, price, 1.0, "buy", trade_id, T0 + at, (T0 + at + 5) * 1_000_000, live)


def _ticker(price: float, at: int = 0, **more: Any) -> Ticker:
    fields: dict[str, Any] = {
        "market": BTC, "price": price, "size": None, "side": None, "open": 90.0, "high": 120.0,
        "low": 80.0, "volume": 5.0, "quote_volume": 500.0, "reference": 100.0,
        "basis": "utc_day", "exchange_ms": T0 + at, "received_ns": (T0 + at + 5) * 1_000_000,
    }  # fmt: skip
    return Ticker(**fields | more)


def _quote(bid: float | None, ask: float | None) -> Quote:
    return Quote(BTC, bid, ask, None, T0)


@pytest.fixture
def store() -> Store:
    """Give a store that tells everything and watches one market."""
    store = Store(kinds=(Tick, Trade, Book, Status, Gap))
    store.watch([Group("Main", (BTC,))], 0.0)
    return store


def _journal(store: Store) -> list[Any]:
    return list(store.journal.since(0, 1000)[0])


def _ticks(store: Store) -> list[tuple[float, bool]]:
    return [(each.price, each.snapshot) for each in _journal(store) if isinstance(each, Tick)]


def _state(store: Store) -> MarketState:
    return store.state(BTC)


def test_the_first_price_is_a_snapshot_and_then_only_changes_are_ticks(store: Store) -> None:
    """A tick is the first known state, or a change of the last price; every trade is a trade."""
    for trade_id, price in enumerate((100.0, 100.0, 101.0), start=1):
        store.put(_trade(price, trade_id, trade_id), 1.0)
    assert _ticks(store) == [(100.0, True), (101.0, False)]
    assert [each.trade_id for each in _journal(store) if isinstance(each, Trade)] == [1, 2, 3]


def test_a_tick_is_complete(store: Store) -> None:
    """It carries the newest known value of everything, not only what its frame had."""
    store.put(_quote(99.0, 101.0), 1.0)
    store.put(_ticker(100.0, live=False), 1.0)
    store.put(_trade(110.5, 7, 10), 2.0)
    tick = _journal(store)[-1]
    assert isinstance(tick, Tick)
    assert (tick.bid, tick.ask, tick.trade_id, tick.side) == (99.0, 101.0, 7, "buy")
    assert (tick.market, tick.price, tick.size) == (BTC, 110.5, 1.0)
    assert (tick.exchange_ms, tick.received_ns) == (T0 + 10, (T0 + 15) * 1_000_000)
    assert (tick.high, tick.low, tick.change, tick.change_pct) == (120.0, 80.0, 10.5, 10.5)


def test_a_new_extreme_counts_before_the_statistics_know_it(store: Store) -> None:
    """High and low hold the last price, though the statistics come only every two seconds."""
    store.put(_ticker(100.0, live=False), 1.0)
    store.put(_trade(130.0, 1, 1), 1.0)
    store.put(_trade(70.0, 2, 2), 1.0)
    highest, lowest = _journal(store)[-3], _journal(store)[-1]
    assert (highest.high, highest.low) == (130.0, 80.0)
    assert (lowest.high, lowest.low) == (120.0, 70.0)


def test_yesterdays_statistics_are_not_todays(store: Store) -> None:
    """From midnight UTC until the new day's statistics come, they are unknown."""
    store.put(_ticker(100.0, live=False), 1.0)
    store.put(_trade(101.0, 1, 86_400_000), 1.0)
    tick = _journal(store)[-1]
    assert (tick.period, tick.high, tick.low, tick.change, tick.change_pct) == (None,) * 5


def test_rolling_statistics_outlive_midnight(store: Store) -> None:
    """The last 24 hours have no midnight."""
    store.put(_ticker(100.0, live=False, basis="24h"), 1.0)
    store.put(_trade(101.0, 1, 86_400_000), 1.0)
    assert _journal(store)[-1].change == 1.0


def test_statistics_may_lack_what_never_was(store: Store) -> None:
    """A market without a first price has no change, and no division fails for it."""
    bare = _ticker(100.0, open=None, high=None, low=None, reference=None)
    store.put(bare, 1.0)
    tick = _journal(store)[-1]
    assert (tick.high, tick.low, tick.change, tick.change_pct) == (None,) * 4
    assert (tick.bid, tick.ask) == (None, None)


def test_nothing_goes_back_in_time(store: Store) -> None:
    """An older trade, an older ticker and a repeated id do not move the price."""
    store.put(_trade(100.0, 5, 50), 1.0)
    store.put(_trade(90.0, 6, 40), 1.0)
    store.put(_trade(91.0, 5, 60), 1.0)
    store.put(_ticker(92.0, 45), 1.0)
    assert _ticks(store) == [(100.0, True)]
    assert [each.trade_id for each in _journal(store) if isinstance(each, Trade)] == [5, 6]


def test_an_absurd_id_does_not_hold_the_price(store: Store) -> None:
    """Ids decide within a millisecond only; what is later moves the price, whatever its id."""
    store.put(_trade(100.0, 5, 50), 1.0)
    store.put(_trade(66.0, 2**62, 51), 1.0)
    store.put(_trade(101.0, 6, 51), 1.0)
    store.put(_trade(102.0, 7, 52), 1.0)
    assert _ticks(store) == [(100.0, True), (66.0, False), (102.0, False)]
    assert [each.trade_id for each in _journal(store) if isinstance(each, Trade)] == [
        5, 2**62, 6, 7,
    ]  # fmt: skip


def test_an_older_ticker_changes_nothing(store: Store) -> None:
    """Statistics older than the known ones are dropped whole."""
    store.put(_ticker(100.0, 10, volume=7.0), 1.0)
    store.put(_ticker(99.0, 9, volume=6.0), 1.0)
    assert _state(store).day == _ticker(100.0, 10, volume=7.0)
    assert _ticks(store) == [(100.0, True)]


def test_replayed_live_trades_do_not_move_the_price_where_nobody_reads_trades() -> None:
    """Without a trade reader ids are not remembered, and still nothing is applied twice."""
    store = Store(kinds=(Tick,))
    store.watch([Group("Main", (BTC,))], 0.0)
    for price, trade_id in ((100.0, 1), (101.0, 2), (100.0, 1), (101.0, 2)):
        store.put(_trade(price, trade_id), 1.0)
    assert _ticks(store) == [(100.0, True), (101.0, False)]


def test_what_sums_up_trades_only_seeds_the_price(store: Store) -> None:
    """Statistics beside a trade stream give the first price, and correct it until a trade came."""
    store.put(_ticker(100.0, 0, live=False), 1.0)
    store.put(_ticker(101.0, 10, live=False), 1.0)
    store.put(_trade(102.0, 1, 11), 1.0)
    store.put(_ticker(99.0, 12, live=False), 1.0)
    assert _ticks(store) == [(100.0, True), (101.0, False), (102.0, False)]


def test_trades_out_of_order_are_told_but_move_nothing(store: Store) -> None:
    """Where the exchange sends trades out of order, the ticker has the price."""
    store.put(_ticker(100.0, 0), 1.0)
    store.put(_trade(90.0, 2, 5, live=False), 1.0)
    store.put(_trade(91.0, 1, 4, live=False), 1.0)
    assert _ticks(store) == [(100.0, True)]
    assert [each.trade_id for each in _journal(store) if isinstance(each, Trade)] == [2, 1]


def test_trades_out_of_order_move_the_price_where_no_ticker_has_come(store: Store) -> None:
    """Without a ticker the trade with the greatest id has the price, and a ticker takes over."""
    for price, trade_id, at in ((90.0, 2, 5), (91.0, 1, 4), (92.0, 3, 6)):
        store.put(_trade(price, trade_id, at, live=False), 1.0)
    store.put(_ticker(93.0, 7), 1.0)
    store.put(_trade(94.0, 4, 8, live=False), 1.0)
    assert _ticks(store) == [(90.0, True), (92.0, False), (93.0, False)]


def test_ages_are_those_of_the_trade_not_of_the_frame(store: Store) -> None:
    """A snapshot of a quiet market tells how old its last trade is; a live frame is new."""
    store.put(_ticker(100.0, traded_ms=T0 - 60_000, snapshot=True), 100.0)
    assert _state(store).traded_at == 100.0 - 60.005
    store.put(_ticker(100.0, 1, traded_ms=T0 + 10_000, snapshot=True), 100.0)
    assert _state(store).traded_at == 100.0
    store.put(_ticker(101.0, 2, traded_ms=T0 - 60_000), 101.0)
    assert _state(store).traded_at == 101.0
    store.put(_trade(102.0, 1, 3), 102.0)
    assert _state(store).traded_at == 102.0


def test_notes_which_way_the_price_moved_and_when(store: Store) -> None:
    """The first price is no move."""
    store.put(_trade(100.0, 1, 1), 1.0)
    assert (_state(store).moved, _state(store).moved_at) == (0, 0.0)
    store.put(_trade(101.0, 2, 2), 2.0)
    assert (_state(store).moved, _state(store).moved_at) == (1, 2.0)
    store.put(_trade(99.0, 3, 3), 3.0)
    assert (_state(store).moved, _state(store).moved_at) == (-1, 3.0)


def test_versions_rise_with_every_change_and_only_then(store: Store) -> None:
    """A screen that looks at versions sees each change and repaints for nothing else."""
    versions = [_state(store).version]
    for event in (_quote(1.0, 2.0), _quote(1.0, 2.0), _quote(1.0, 3.0), _trade(1.5, 1)):
        store.put(event, 1.0)
        versions.append(_state(store).version)
    assert versions == [0, 1, 1, 2, 3]
    assert store.version == 3


def test_keeps_the_newest_book(store: Store) -> None:
    """A book replaces the one before, and is told to those who want books."""
    book = Book(BTC, ((99.0, 1.0),), ((101.0, 2.0),), None, T0)
    store.put(book, 1.0)
    assert _state(store).book is book
    assert _journal(store) == [book]


def test_takes_only_records_of_watched_markets(store: Store) -> None:
    """What is no market's record, or another market's, is left to the caller."""
    assert not store.put(Ack(1), 1.0)
    assert not store.put(_trade(1.0, 1)._replace(market=ETH), 1.0)
    assert store.put(_trade(1.0, 1), 1.0)


def test_nobody_reads_what_is_not_journaled() -> None:
    """Without readers nothing is written, and the states are kept all the same."""
    store = Store()
    store.watch([Group("Main", (BTC,))], 0.0)
    store.put(_trade(1.0, 1), 1.0)
    store.put(Book(BTC, (), (), None, T0), 1.0)
    store.put_status(Status("toy", 1, FeedState.LIVE, None, None, T0), 1.0)
    store.put_gap(Gap("toy", (), 0, 1, "why"))
    assert _journal(store) == []
    tick = _state(store).tick()
    assert tick is not None
    assert tick.price == 1.0


def test_there_is_no_tick_before_the_first_price(store: Store) -> None:
    """Unknown is None, not zero."""
    assert _state(store).tick() is None


def test_feeds_the_sparklines_and_their_history(store: Store) -> None:
    """Every price reaches every window; history fills what was before."""
    store.put(_trade(100.0, 1), 1.0)
    store.backfill(BTC, 300.0, [(T0 - 60_000, 90.0)])
    store.backfill(ETH, 300.0, [(T0, 1.0)])
    values = _state(store).series[300.0].values(T0)
    assert (values[-13], values[-2], values[-1]) == (90.0, 90.0, 100.0)
    assert _state(store).series[3600.0].values(T0)[-1] == 100.0


def test_every_series_has_the_last_price_of_each_of_its_buckets() -> None:
    """Prices are written down when a bucket ends, of windows that do not nest as well."""
    windows = (60.0, 420.0)
    store = Store(windows_s=windows)
    store.watch([Group("Main", (BTC,))], 0.0)
    expected = {window: Series(window) for window in windows}
    for number, at in enumerate((0, 400, 999, 1_000, 6_900, 6_999, 7_000, 30_000, 30_001, 60_500)):
        store.put(_trade(100.0 + number, number, at), 1.0)
        for series in expected.values():
            series.put(T0 + at, 100.0 + number)
    for window, series in _state(store).series.items():
        assert series.values(T0 + 61_000) == expected[window].values(T0 + 61_000)


def test_a_series_knows_the_last_price_whenever_it_is_read(store: Store) -> None:
    """Reading in the middle of a bucket loses neither what was before nor what comes after."""
    for number in (1, 2, 3):
        store.put(_trade(100.0 + number, number, number), 1.0)
        assert _state(store).series[300.0].values(T0 + 3)[-1] == 100.0 + number


def test_a_frozen_state_no_longer_changes(store: Store) -> None:
    """Neither its records nor its series."""
    store.put(_trade(100.0, 1), 1.0)
    frozen = _state(store).frozen()
    store.put(_trade(101.0, 2, 1), 2.0)
    assert frozen.last == _trade(100.0, 1)
    assert frozen.series[300.0].values(T0 + 1)[-1] == 100.0
    assert _state(store).series[300.0].values(T0 + 1)[-1] == 101.0


def test_forgets_markets_that_are_not_watched_any_more(store: Store) -> None:
    """Memory follows the watchlist; what stays keeps its state."""
    store.put(_trade(100.0, 1), 1.0)
    layout = store.layout
    store.watch([Group("Main", (ETH, BTC)), Group("Same", (BTC,))], 5.0)
    assert list(store.markets) == [ETH, BTC]
    assert _state(store).last == _trade(100.0, 1)
    assert store.state(ETH).asked_at == 5.0
    assert store.layout > layout
    store.watch([Group("Main", (ETH,))], 6.0)
    assert list(store.markets) == [ETH]


def test_describes_markets_by_their_listing(store: Store) -> None:
    """The decimals follow the price's band; other markets' listings are of no interest."""
    listing = Listing(BTC, "비트코인", "Bitcoin", ((100.0, 0), (1.0, 2)))
    store.describe([listing, Listing(ETH)])
    state = _state(store)
    assert state.listing is listing
    assert [state.decimals(price) for price in (100.0, 99.0, 0.5)] == [0, 2, None]


def test_knows_how_each_connection_is(store: Store) -> None:
    """A state's beginning is kept while its reason changes."""
    live = Status("toy", 1, FeedState.LIVE, None, None, T0)
    health = store.put_status(live, 10.0)
    assert (health.status, health.since) == (live, 10.0)
    waiting = Status("toy", 1, FeedState.WAITING, "cannot resolve toy", 500, T0)
    assert store.put_status(waiting, 20.0) is health
    store.put_status(waiting._replace(reason="toy refuses connections"), 30.0)
    assert (health.status.reason, health.since) == ("toy refuses connections", 20.0)
    assert list(store.feeds) == [("toy", 1)]
    assert len(_journal(store)) == 3


def test_knows_since_when_a_connection_brings_nothing(store: Store) -> None:
    """It is down since its data ceased, however often it tried since, and up since it came."""
    states = (
        (FeedState.LIVE, 10.0),
        (FeedState.WAITING, 20.0),
        (FeedState.CONNECTING, 30.0),
        (FeedState.WAITING, 31.0),
        (FeedState.POLLING, 40.0),
        (FeedState.LIVE, 50.0),
    )
    found = [
        store.put_status(Status("toy", 1, state, None, None, T0), now).turned_at
        for state, now in states
    ]
    assert found == [10.0, 20.0, 20.0, 20.0, 40.0, 40.0]


def test_knows_the_newest_time_of_some_markets(store: Store) -> None:
    """Zero if there is no price yet."""
    assert store.newest_ms([BTC, ETH]) == 0
    store.put(_trade(1.0, 1, 7), 1.0)
    assert store.newest_ms([BTC, ETH]) == T0 + 7


def test_journals_gaps(store: Store) -> None:
    """A gap is told in its place."""
    gap = Gap("toy", ("BTC-USD",), T0, T0 + 1, "connection lost")
    store.put_gap(gap)
    assert _journal(store) == [gap]


def test_after_something_was_missed_what_sums_it_up_moves_the_price(store: Store) -> None:
    """On a market that does not trade the statistics know better, until a trade comes."""
    store.put(_trade(100.0, 1, 1), 1.0)
    store.put(_ticker(150.0, 2, live=False), 1.0)
    store.doubt([BTC, ETH])
    store.put(_ticker(150.0, 3, live=False), 1.0)
    store.put(_trade(151.0, 2, 4), 1.0)
    store.put(_ticker(99.0, 5, live=False), 1.0)
    assert _ticks(store) == [(100.0, True), (150.0, False), (151.0, False)]


def test_a_market_keeps_its_state_when_a_list_tells_its_base(store: Store) -> None:
    """It is the same market, and not told as new."""
    bare = Market("toy", "ETH-USD", "", "")
    store.watch([Group("Main", (bare,))], 1.0)
    store.put(_trade(1.0, 1)._replace(market=bare), 1.0)
    store.watch([Group("Main", (ETH,))], 2.0)
    store.put(_trade(2.0, 2, 1)._replace(market=ETH), 2.0)
    assert _ticks(store) == [(1.0, True), (2.0, False)]
    assert _journal(store)[-1].market == ETH


def test_statistics_of_yesterday_are_not_those_of_a_quiet_market_today(store: Store) -> None:
    """A ticker of before midnight that is received after it tells nothing of the new day."""
    midnight = (T0 // 86_400_000 + 1) * 86_400_000
    late = {"exchange_ms": midnight - 600_000, "received_ns": (midnight + 600_000) * 1_000_000}
    store.put(_ticker(100.0, **late), 1.0)
    assert _journal(store)[-1].change_pct is None


def test_what_premiums_need_is_watched_beside_the_groups(store: Store) -> None:
    """After what is shown, and only what is not shown anyway; forgotten when it is not needed."""
    rate = Market("toy", "USD-KRW", "USD", "KRW")
    pairing = Pairing((Pair("BTC", ETH, BTC),), rate)
    store.watch([Group("Main", (BTC,))], 0.0, pairing)
    assert list(store.markets) == [BTC, rate, ETH]
    assert store.beside == {rate, ETH}
    assert (store.shown, store.pairing) == ([BTC], pairing)
    assert store.put(_ticker(100.0, market=ETH), 1.0)
    store.watch([Group("Main", (BTC,))], 0.0)
    assert list(store.markets) == store.shown == [BTC]
    assert store.pairing == NO_PAIRING


def test_keeps_prices_over_other_windows_when_asked(store: Store) -> None:
    """A window that stays keeps its prices; one that goes takes no more."""
    store.keep((60.0, 600.0))
    store.put(_trade(100.0, 1), 0.0)
    kept = _state(store).series[600.0]
    store.keep((600.0, 900.0))
    assert list(_state(store).series) == [600.0, 900.0]
    assert _state(store).series[600.0] is kept
    store.backfill(BTC, 60.0, [(T0, 1.0)])
    store.watch([Group("Main", (BTC, ETH))], 0.0)
    assert list(store.state(ETH).series) == [600.0, 900.0]


def _looking() -> tuple[Store, Focus]:
    """Return a store that looks at one market closely, and what it keeps of it."""
    store, focus = Store(), Focus(BTC, "1m", 0.0, [OTHER])
    store.watch([Group("Main", (BTC, ETH))], 0.0)
    store.look_at(focus, 1.0)
    return store, focus


_BOOK = Book(BTC, ((99.0, 1.0),), ((101.0, 2.0),), None, T0)
_CANDLE = Candle(BTC, "1m", T0, 1.0, 2.0, 0.5, 1.5, 1.0, 1.0)


def test_a_close_look_keeps_trades_candles_and_the_other_market() -> None:
    """Of the one market; the other one has a state, but is not among those of the watchlists."""
    store, focus = _looking()
    for event in (_trade(100.0, 1), _trade(101.0, 2)._replace(market=ETH), _CANDLE):
        assert store.put(event, 1.0)
    assert store.put(_CANDLE._replace(market=ETH), 1.0)
    assert [each.trade_id for each in focus.trades] == [1]
    assert focus.candles.all() == (_CANDLE,)
    assert store.shown == [BTC, ETH]
    assert list(store.markets) == [BTC, ETH, OTHER]
    assert store.put(_trade(1.0, 1)._replace(market=OTHER), 1.0)


def test_trades_that_do_not_move_the_price_are_on_the_tape() -> None:
    """What the tape shows and what moves the price are decided apart."""
    store, focus = _looking()
    store.put(_ticker(100.0, at=5), 1.0)
    store.put(_trade(50.0, 1, at=9, live=False), 1.0)
    assert store.state(BTC).tick().price == 100.0  # type: ignore[union-attr]  # it has one
    assert [each.price for each in focus.trades] == [50.0]


def test_looking_away_frees_what_was_kept() -> None:
    """Book, trades and candles are gone, and what comes late is not kept; prices stay."""
    store, focus = _looking()
    store.put(_ticker(100.0), 1.0)
    store.put(_BOOK, 1.0)
    store.look_at(None, 2.0)
    for event in (_trade(100.0, 1), _CANDLE):
        store.put(event, 2.0)
    state = store.state(BTC)
    assert (store.focus, state.focus, state.book) == (None, None, None)
    assert focus.trades == []
    assert state.last
    assert list(store.markets) == [BTC, ETH]


def test_another_interval_of_the_same_market_keeps_its_book() -> None:
    """Only another market makes the old one's book go; where the pipe tells books, none does."""
    store, _ = _looking()
    store.put(_BOOK, 1.0)
    store.look_at(Focus(BTC, "5m", 2.0), 2.0)
    assert store.state(BTC).book is _BOOK
    store.look_at(Focus(ETH, "5m", 2.0), 2.0)
    assert store.state(BTC).book is None
    store.keeps_books = True
    store.put(_BOOK._replace(market=ETH), 1.0)
    store.look_at(None, 2.0)
    assert store.state(ETH).book


def test_a_market_that_is_looked_at_survives_the_watchlists() -> None:
    """It stays while it is looked at, and takes over what a market list tells of it."""
    store, focus = _looking()
    store.put(_trade(100.0, 1), 1.0)
    store.watch([Group("Main", (ETH,))], 2.0)
    assert list(store.markets) == [ETH, BTC, OTHER]
    assert store.state(BTC).last
    better = BTC._replace(base="XBT")
    store.watch([Group("Main", (better,))], 3.0)
    assert focus.market == better
    assert list(store.markets) == [better, OTHER]
    assert store.state(better).focus is focus
    assert store.state(better).last


def test_what_a_run_looked_at_is_kept_in_a_replay() -> None:
    """Its book goes when the run looked elsewhere, not when the replay does."""
    store, groups = Store(), [Group("Main", (ETH,))]
    store.watch(groups, 0.0, closeup=(BTC, OTHER))
    assert list(store.markets) == [ETH, BTC, OTHER]
    assert store.shown == [ETH]
    store.put(_BOOK, 1.0)
    store.look_at(Focus(BTC, "1m", 1.0), 1.0)
    store.look_at(None, 2.0)
    assert store.state(BTC).book is _BOOK
    store.watch([Group("Main", (ETH, BTC))], 3.0, closeup=(BTC, OTHER))
    assert store.state(BTC).book is _BOOK
    store.watch([Group("Main", (ETH, BTC))], 4.0)
    assert store.state(BTC).book is None
    assert list(store.markets) == [ETH, BTC]


def test_to_forget_is_to_begin_anew() -> None:
    """No market and no connection is known; what is looked at closely stays so, and is empty."""
    store, focus = _looking()
    store.put(_trade(100.0, 1), 1.0)
    store.put_status(Status("upbit", 1, FeedState.LIVE, None, None, 5), 1.0)
    store.forget(7.0)
    assert list(store.markets) == [BTC, OTHER]
    assert store.state(BTC).last is None
    assert (store.groups, store.feeds, store.focus) == ((), {}, focus)
    assert (focus.trades, focus.asked_at) == ([], 7.0)
