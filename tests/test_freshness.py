"""How old a price is, and whether what brings it still runs."""

import pytest

from coinwatch.freshness import age_s, downs, stopped
from coinwatch.model import FeedState, Group, Market, Quote, Status, Ticker, Trade
from coinwatch.state import MarketState
from coinwatch.store import Store

BTC = Market("toy", "BTC-KRW", "BTC", "KRW")
WALL_S = 1_790_000_000.0
"""The wall clock when the monotonic one shows 0."""


def _ns(now: float) -> int:
    return round((WALL_S + now) * 1e9)


def _store() -> tuple[Store, MarketState]:
    store = Store()
    store.watch([Group("Main", (BTC,))], 0.0)
    return store, store.state(BTC)


def _trade(store: Store, now: float) -> None:
    store.put(Trade(BTC, 100.0, 1.0, "buy", 1, _ns(now) // 10**6, _ns(now)), now)


def _status(store: Store, state: FeedState, now: float, connection: int = 1) -> None:
    status = Status("toy", connection, state, None, None, _ns(now) // 10**6)
    store.put_status(status, now)


@pytest.mark.parametrize(
    ("state", "since"),
    [
        (FeedState.LIVE, None),
        (FeedState.POLLING, None),
        (FeedState.CONNECTING, 7.0),
        (FeedState.STALE, 7.0),
        (FeedState.WAITING, 7.0),
        (FeedState.BLOCKED, 7.0),
        (FeedState.STOPPED, 7.0),
    ],
)
def test_down_since_the_state_began(state: FeedState, since: float | None) -> None:
    """An exchange is down in every state in which no prices come."""
    store, _ = _store()
    _status(store, state, 7.0)
    assert downs(store.feeds)(BTC) == since


def test_the_worst_connection_counts_and_one_given_up_does_not() -> None:
    """One of two being down is down; one that was stopped says nothing about the other."""
    store, _ = _store()
    assert downs(store.feeds)(BTC) is None
    _status(store, FeedState.LIVE, 1.0)
    _status(store, FeedState.STOPPED, 2.0, connection=2)
    assert downs(store.feeds)(BTC) is None
    _status(store, FeedState.WAITING, 3.0, connection=3)
    assert downs(store.feeds)(BTC) == 3.0


def test_a_market_is_down_with_its_own_connection() -> None:
    """Not with another one of its exchange; with the worst, where none is known to carry it."""
    ether, other = (BTC._replace(symbol=symbol, base=symbol) for symbol in ("ETH", "XRP"))
    elsewhere = BTC._replace(exchange="elsewhere")
    store, _ = _store()
    for connection, market in ((1, BTC), (2, ether)):
        _status(store, FeedState.LIVE, 1.0, connection)
        store.feeds["toy", connection].markets = (market,)
    every = (BTC, ether, other, elsewhere)
    assert [downs(store.feeds)(each) for each in every] == [None] * 4
    _status(store, FeedState.WAITING, 3.0, connection=2)
    assert [downs(store.feeds)(each) for each in every] == [None, 3.0, 3.0, None]
    _status(store, FeedState.STOPPED, 4.0, connection=2)
    assert [downs(store.feeds)(each) for each in every] == [None] * 4


def test_a_price_stopped_if_nothing_came_since_its_exchange_went_down() -> None:
    """Not without a price, and not while the exchange is up."""
    store, state = _store()
    assert not stopped(state, 5.0, 9.0, WALL_S + 9.0)
    _trade(store, 4.0)
    assert stopped(state, 5.0, 9.0, WALL_S + 9.0)
    assert not stopped(state, None, 9.0, WALL_S + 9.0)


def test_what_came_since_keeps_a_price_alive() -> None:
    """A quote is enough: another connection may still bring it."""
    store, state = _store()
    _trade(store, 4.0)
    store.put(Quote(BTC, 99.0, 101.0, None, _ns(6.0)), 6.0)
    assert not stopped(state, 5.0, 9.0, WALL_S + 9.0)


def _sum(store: Store, now: float, price: float, volume: float, *, live: bool = False) -> None:
    """Send statistics, as Binance's stream does, or a ``live`` answer to a poll."""
    at = _ns(now)
    store.put(
        Ticker(
            BTC, price, None, None, None, None, None, volume, 0.0, None, "utc_day", at // 10**6, at,
            live=live,
        ),
        now,
    )  # fmt: skip


def _age(state: MarketState, now: float, slept_s: float = 0.0) -> float | None:
    return age_s(state, now, WALL_S + slept_s + now)


def test_the_age_counts_from_the_last_trade() -> None:
    """Never below zero; None before a price; from its arrival where no trade is known."""
    store, state = _store()
    assert _age(state, 9.0) is None
    _sum(store, 2.0, 100.0, 1.0)
    assert _age(state, 9.0) == pytest.approx(7.0)
    _trade(store, 4.0)
    assert _age(state, 9.0) == pytest.approx(5.0)
    assert _age(state, 3.0) == 0.0


def test_a_sleep_makes_prices_older_and_a_clock_set_back_no_younger() -> None:
    """The monotonic clock stands still for eight hours, the wall clock goes on."""
    store, state = _store()
    _trade(store, 4.0)
    assert _age(state, 9.0, 28_800.0) == pytest.approx(28_805.0)
    assert _age(state, 9.0, -3_600.0) == 5.0


def test_a_snapshot_is_as_old_as_its_trade_by_both_clocks() -> None:
    """It came at 4, of a trade a minute before; then the computer slept."""
    store, state = _store()
    ms = _ns(4.0) // 10**6
    ticker = Ticker(
        BTC, 100.0, None, None, None, None, None, 0.0, 0.0, None, "utc_day", ms, _ns(4.0),
        snapshot=True, traded_ms=ms - 60_000,
    )  # fmt: skip
    store.put(ticker, 4.0)
    assert _age(state, 9.0) == pytest.approx(65.0)
    assert _age(state, 9.0, 28_800.0) == pytest.approx(28_865.0)


def test_statistics_that_count_no_more_make_a_price_no_younger() -> None:
    """After a gap, or before the first trade; one trade more in them does, and a day's first."""
    store, state = _store()
    _sum(store, 2.0, 100.0, 5.0)
    _sum(store, 4.0, 100.0, 5.0)
    assert _age(state, 9.0) == pytest.approx(7.0)
    _trade(store, 10.0)
    _sum(store, 11.0, 100.0, 6.0)
    store.doubt([BTC])
    _sum(store, 12.0, 100.0, 6.0)
    _sum(store, 13.0, 100.0, 0.0)
    assert _age(state, 14.0, 28_800.0) == pytest.approx(28_804.0)
    _sum(store, 15.0, 100.0, 0.5)
    assert _age(state, 16.0) == pytest.approx(1.0)


def test_a_price_that_is_polled_is_as_fresh_as_the_answer() -> None:
    """Though no trade tells of it any more."""
    store, state = _store()
    _trade(store, 4.0)
    _sum(store, 100.0, 101.0, 1.0, live=True)
    _sum(store, 105.0, 101.0, 1.0, live=True)
    assert _age(state, 106.0) == pytest.approx(1.0)
