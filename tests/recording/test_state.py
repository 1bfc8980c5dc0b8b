"""A store, kept and put back."""

import pytest

from coinwatch.errors import RecordingError
from coinwatch.model import Book, FeedState, Group, Listing, Market, Quote, Status, Ticker, Trade
from coinwatch.pairs import Pair, Pairing
from coinwatch.recording.kept import KeptMarket
from coinwatch.recording.lines import decode, encode
from coinwatch.recording.records import Key
from coinwatch.recording.state import (
    closeup_of,
    keep_feeds,
    keep_markets,
    keep_pairing,
    pairing_of,
    restore,
)
from coinwatch.store import Store

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("binance", "ETHUSDT", "ETH", "USDT")
MS = 1_790_000_000_000
NS = MS * 1_000_000
TRADE = Trade(ETH, 2_300.5, 0.5, "sell", 9, MS, NS)
TICKER = Ticker(
    BTC, 100.0, 1.0, "buy", 90.0, 110.0, 80.0, 5.0, 500.0, 95.0, "utc_day", MS, NS, traded_ms=MS
)


def _store() -> Store:
    store = Store(kinds=(Trade,))
    store.watch([Group("Main", (BTC, ETH))], 10.0)
    store.describe([Listing(BTC, "비트코인", "Bitcoin", ((0.0, 2),))])
    for event in (
        TICKER, TRADE, TRADE._replace(trade_id=10, price=2_301.0),
        Quote(ETH, 2_300.0, 2_301.0, None, NS), Book(BTC, ((99.0, 1.0),), ((101.0, 2.0),), MS, NS),
    ):  # fmt: skip
        store.put(event, 20.0)
    store.doubt([BTC])
    health = store.put_status(Status("upbit", 1, FeedState.LIVE, None, None, MS), 15.0)
    health.frames, health.rejected, health.last_rejected = 7, 2, "why"
    return store


def _key(store: Store, later_s: float = 0.0) -> Key:
    return Key(
        NS,
        0,
        store.groups,
        keep_pairing(store.pairing),
        closeup_of(store),
        keep_markets(store, later_s),
        keep_feeds(store, later_s),
        (),
        (),
        (),
    )


def test_it_comes_back_as_it_was() -> None:
    """Through bytes: prices, times, sparklines, names, seen trades and connections."""
    store, other = _store(), Store(kinds=(Trade,))
    key = decode(encode(_key(store))[:-1])
    assert isinstance(key, Key)
    restore(other, key, 20.0)
    assert other.groups == store.groups
    assert _key(other) == _key(store)
    health = other.feeds["upbit", 1]
    assert (health.frames, health.rejected, health.last_rejected, health.since) == (7, 2, "why", 15)
    assert other.journal.head == 0
    assert not other.put(TRADE._replace(market=BTC._replace(symbol="x")), 21.0)
    other.put(TRADE, 21.0)
    assert other.journal.head == 0
    versions = [other.state(market).version for market in other.markets]
    assert len({0, *versions}) == 3


def test_times_are_moved() -> None:
    """From the run's clock to the replay's."""
    kept = _key(_store(), 1_000.0)
    assert [(each.asked_at, each.traded_at) for each in kept.markets] == [
        (1_010.0, 1_020.0),
        (1_010.0, 1_020.0),
    ]
    assert kept.feeds[0].since == 1_015.0


def test_what_was_known_before_is_forgotten() -> None:
    """Other markets and other connections."""
    store = _store()
    store.watch([Group("Other", (ETH._replace(symbol="X"),))], 30.0)
    restore(store, _key(_store()), 30.0)
    assert list(store.markets) == [BTC, ETH]
    store.forget(40.0)
    assert list(store.markets) == []
    assert store.feeds == {}


def test_a_window_that_nobody_shows_is_left_out() -> None:
    """And one that was not kept has the last price alone."""
    store = Store(windows_s=(300.0, 7.0))
    restore(store, _key(_store()), 20.0)
    series = store.state(ETH).series
    assert 2_301.0 in series[300.0].kept()[1]
    last = store.state(ETH).last
    assert last
    assert [each for each in series[7.0].kept()[1] if each is not None] == [last.price]


def _first(key: Key, market: KeptMarket) -> Key:
    return key._replace(markets=(market, key.markets[1]))


def test_a_key_that_cannot_be_is_refused() -> None:
    """With what is wrong."""
    key = _key(_store())
    market = key.markets[0]
    short = market.series[0]._replace(prices=(1.0,))
    for wrong, message in (
        (key._replace(markets=()), "a key whose markets are not those of its groups"),
        (_first(key, market._replace(seen=market.seen._replace(older=tuple(range(2_000))))),
         "a key with more than 512 trades of a market"),
        (_first(key, market._replace(series=(short,))),
         "a key with a sparkline that has not 60 prices"),
    ):  # fmt: skip
        with pytest.raises(RecordingError) as caught:
            restore(Store(), wrong, 20.0)
        assert caught.value.message == message


@pytest.mark.parametrize("rate", [None, 1_450.5, BTC])
def test_what_premiums_are_computed_from_comes_back(rate: Market | float | None) -> None:
    """With the market of the rate, or its number."""
    pair = Pair("BTC", BTC, ETH, 1_000)
    pairing = Pairing((pair,), rate, "rate", 60.0, {BTC: pair, ETH: pair})
    assert pairing_of(keep_pairing(pairing)) == pairing
