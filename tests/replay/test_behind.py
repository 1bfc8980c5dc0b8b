"""What stands behind a screen in a replay."""

import pytest

from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Group, Listing, Market, Trade
from coinwatch.replay.behind import Behind
from coinwatch.store import Store

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")
BTCEUR = Market("binance", "BTCEUR", "BTC", "EUR")
KRAKEN = Market("kraken", "XBT", "BTC", "USD")
ETHUSDT = Market("binance", "ETHUSDT", "ETH", "USDT")
NS = 1_790_000_000_000_000_000


def _usdt(base: str) -> Market:
    return Market("binance", f"{base}USDT", base, "USDT")


@pytest.fixture
def store() -> Store:
    """Give a store of some markets of one asset, and of another."""
    store = Store()
    store.watch([Group("Main", (BTC, BTCEUR, KRAKEN, ETHUSDT, BTCUSDT))], 0.0)
    return store


def test_it_asks_nobody() -> None:
    """Nothing is known but what was recorded."""
    store = Store()
    behind = Behind(store, EXCHANGES, lambda: 5.0)
    assert not behind.resolved()
    store.watch([Group("Main", (BTC,))], 0.0)
    assert behind.resolved()
    behind.show_history(300.0)
    assert (behind.meanings(["BTC", "ETH"]), behind.listings()) == ([(), ()], {})


def test_it_looks_at_a_market(store: Store) -> None:
    """With the asset's market in the home quote of the other exchange, if it was recorded."""
    behind = Behind(store, EXCHANGES, lambda: 5.0)
    behind.focus(BTC, "1m")
    assert store.focus
    assert (store.focus.markets, store.focus.asked_at) == ((BTC, BTCUSDT), 5.0)
    behind.focus(None, "1m")
    assert store.focus is None


def test_the_same_asset_is_what_premiums_take_for_it() -> None:
    """By another code, and not by the same code where the recorded name is another asset's."""
    sats, thousand = Market("upbit", "KRW-SATS", "SATS", "KRW"), _usdt("1000SATS")
    tokamak, ton = Market("upbit", "KRW-TON", "TON", "KRW"), _usdt("TON")
    store = Store()
    store.watch([Group("Main", (sats, thousand, tokamak, ton))], 0.0)
    store.describe([Listing(tokamak, english_name="Tokamak Network")])
    behind = Behind(store, EXCHANGES, lambda: 5.0)
    looked = []
    for market in (sats, tokamak):
        behind.focus(market, "1m")
        looked.append(store.focus and store.focus.markets)
    assert looked == [(sats, thousand), (tokamak,)]


def test_another_interval_keeps_the_tape(store: Store) -> None:
    """Another market does not."""
    behind = Behind(store, EXCHANGES, lambda: 5.0)
    behind.focus(BTC, "1m")
    store.put(Trade(BTC, 1.0, 1.0, "buy", 1, 5, NS), 6.0)
    behind.focus(BTC, "5m")
    assert store.focus
    assert len(store.focus.trades) == 1
    behind.focus(ETHUSDT, "5m")
    assert store.focus.trades == []
