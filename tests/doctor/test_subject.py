"""Which exchanges are examined, and by which market."""

from dataclasses import replace

import pytest

from coinwatch.config import DEFAULT_EXCHANGES, Config, Display, FeedConfig, WatchGroup
from coinwatch.doctor.subject import subjects
from coinwatch.errors import ConfigError, SymbolError, UsageError
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit
from coinwatch.link import Clock

OFF = {name: replace(each, enabled=False) for name, each in DEFAULT_EXCHANGES.items()}


def test_every_enabled_exchange_as_the_config_has_it() -> None:
    """Addresses with their fallbacks, and what the feeds would ask for."""
    upbit, binance = subjects(Config(), 5.0)
    assert upbit == (
        Upbit, Upbit.market("KRW-BTC"), "utc_day", ("wss://api.upbit.com/websocket/v1",),
        ("https://api.upbit.com",), 20.0, 5.0, Clock(),
    )  # fmt: skip
    assert binance.exchange is Binance
    assert binance.websocket_urls == (
        "wss://stream.binance.com:9443", "wss://data-stream.binance.vision",
    )  # fmt: skip
    assert binance.rest_urls == ("https://api.binance.com", "https://data-api.binance.vision")


def test_settings_that_change_what_is_asked() -> None:
    """An exchange that is off, the basis, and the pings."""
    config = Config(
        symbols=("BTC",),
        display=Display(change="native"),
        feed=FeedConfig(ping_interval_s=7.0),
        exchanges={**DEFAULT_EXCHANGES, "upbit": OFF["upbit"]},
    )
    (binance,) = subjects(config, 5.0)
    assert (binance.exchange, binance.basis, binance.ping_s) == (Binance, "24h", 7.0)


def test_the_first_market_of_each_that_is_known_by_itself() -> None:
    """Of all watchlists, in their order; bitcoin where there is none, as with a wildcard."""
    group = WatchGroup("More", ("XRP", "binance:SOLUSDT"))
    upbit, binance = subjects(Config(symbols=("upbit:KRW-ETH",), groups=(group,)), 1.0)
    assert (upbit.market.symbol, binance.market.symbol) == ("KRW-ETH", "XRPUSDT")
    upbit, binance = subjects(Config(symbols=("upbit:KRW-*", "binance:DOGEUSDT")), 1.0)
    assert (upbit.market.symbol, binance.market.symbol) == ("KRW-BTC", "DOGEUSDT")


def test_what_the_program_would_not_start_with() -> None:
    """No exchange, a symbol of one that is off, a symbol that cannot be."""
    with pytest.raises(ConfigError, match=r"^Every exchange is disabled\.$"):
        subjects(Config(exchanges=OFF), 1.0)
    one = {**DEFAULT_EXCHANGES, "upbit": OFF["upbit"]}
    with pytest.raises(UsageError, match="which is disabled"):
        subjects(Config(symbols=("upbit:KRW-BTC",), exchanges=one), 1.0)
    with pytest.raises(SymbolError, match="BTCKRW"):
        subjects(Config(symbols=("upbit:BTCKRW",)), 1.0)
