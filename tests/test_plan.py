"""What a config asks for: which exchanges, which markets, and how to reach them."""

from dataclasses import replace

import pytest

from coinwatch.config import Config, WatchGroup
from coinwatch.errors import ConfigError, SymbolError, UsageError
from coinwatch.exchanges import EXCHANGES
from coinwatch.link import LinkSettings
from coinwatch.model import Listing
from coinwatch.plan import Plan, described

UPBIT, BINANCE = EXCHANGES["upbit"], EXCHANGES["binance"]


def _disabled(*names: str) -> Config:
    exchanges = {
        name: replace(each, enabled=name not in names) for name, each in Config().exchanges.items()
    }
    return Config(symbols=("BTC",), exchanges=exchanges)


def test_watchlists_on_trust() -> None:
    """Without market lists a market is taken as it is written; a wildcard waits."""
    groups = (WatchGroup("Won", ("upbit:KRW-*",)), WatchGroup("Empty", ()))
    wanted = Plan(Config(symbols=("BTC",), groups=groups), EXCHANGES).wanted({})
    assert [(group.name, list(map(str, group.markets))) for group in wanted.groups] == [
        ("Watchlist", ["upbit:KRW-BTC", "binance:BTCUSDT"]),
        ("Won", []),
        ("Empty", []),
    ]
    assert wanted.waiting == {"upbit"}
    assert wanted.faults == ()


def test_an_unknown_symbol_is_an_error_for_whoever_asks() -> None:
    """The others are found all the same."""
    lists = {"upbit": [Listing(UPBIT.market("KRW-BTC"))]}
    config = Config(symbols=("upbit:KRW-BTX", "upbit:KRW-BTC"))
    wanted = Plan(config, EXCHANGES).wanted(lists)
    assert [str(market) for market in wanted.groups[0].markets] == ["upbit:KRW-BTC"]
    assert [str(fault) for fault in wanted.faults] == ["There is no market upbit:KRW-BTX."]


def test_premiums_that_cannot_be_are_a_fault_and_left_out() -> None:
    """Beside a symbol that means nothing; the markets that there are stay."""
    lists = {"upbit": [Listing(UPBIT.market("KRW-AQT"))], "binance": []}
    config = Config(symbols=("upbit:KRW-AQT", "upbit:KRW-BTX"))
    wanted = Plan(config, EXCHANGES, (), required=True).wanted(lists)
    assert [str(market) for market in wanted.groups[0].markets] == ["upbit:KRW-AQT"]
    assert [type(fault) for fault in wanted.faults] == [SymbolError, UsageError]
    assert wanted.pairing.lacking == "rate"


def test_what_cannot_be_planned() -> None:
    """No exchange at all, or what is no symbol."""
    with pytest.raises(ConfigError, match="Every exchange is disabled"):
        Plan(_disabled("upbit", "binance"), EXCHANGES)
    with pytest.raises(UsageError, match="is not a symbol"):
        Plan(Config(symbols=("!",)), EXCHANGES)


def test_how_to_reach_an_exchange_over_rest() -> None:
    """At the addresses that are there; nowhere while it is disabled."""
    plan = Plan(Config(symbols=("BTC",)), EXCHANGES)
    assert plan.rest_urls(UPBIT) == ("https://api.upbit.com",)
    assert len(plan.rest_urls(BINANCE)) == 2
    assert Plan(_disabled("binance"), EXCHANGES).rest_urls(BINANCE) == ()


def test_what_connections_depend_on() -> None:
    """The statistics that are shown, and nothing of what is watched."""
    config = Config(symbols=("BTC",))
    plan = Plan(config, EXCHANGES)
    same = Plan(replace(config, symbols=("ETH",)), EXCHANGES)
    native = Plan(replace(config, display=replace(config.display, change="native")), EXCHANGES)
    assert plan.feed_settings(UPBIT) == same.feed_settings(UPBIT)
    assert plan.feed_settings(UPBIT) != native.feed_settings(UPBIT)
    assert (plan.basis, native.basis) == ("utc_day", "24h")


def test_settings_of_a_feed() -> None:
    """Addresses that are there, and the times of the config."""
    plan = Plan(Config(), EXCHANGES)
    upbit, binance = plan.feed_settings(UPBIT), plan.feed_settings(BINANCE)
    assert upbit.urls == ("wss://api.upbit.com/websocket/v1",)
    assert len(binance.urls) == 2
    assert binance.link == LinkSettings(30.0, 20.0)
    assert (binance.backoff_initial_s, binance.backoff_max_s) == (0.5, 30.0)
    assert (binance.basis, binance.rollover_s) == ("utc_day", 84_600.0)


def test_names_from_the_other_exchange() -> None:
    """An asset is called the same everywhere; what no list has is described by rule."""
    won, dollar = UPBIT.market("KRW-BTC"), BINANCE.market("BTCUSDT")._replace(base="BTC")
    lists = {"upbit": [Listing(won, "비트코인", "Bitcoin")]}
    found = described([won, dollar, UPBIT.market("KRW-ETH")], lists, EXCHANGES)
    assert [each.korean_name for each in found] == ["비트코인", "비트코인", ""]
    assert found[2].decimals


def test_a_code_that_means_another_asset_gives_no_name() -> None:
    """Strike has the code of Starknet; 1000SATS is called as SATS is."""
    strike, sats = UPBIT.market("KRW-STRK"), UPBIT.market("KRW-SATS")
    lists = {"upbit": [Listing(strike, "스트라이크", "Strike"), Listing(sats, "사츠", "Sats")]}
    abroad = [BINANCE.market("STRKUSDT"), BINANCE.market("1000SATSUSDT")]
    assert [each.english_name for each in described(abroad, lists, EXCHANGES)] == ["", "Sats"]
