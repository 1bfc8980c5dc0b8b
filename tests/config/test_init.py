"""What can be set, and what holds without a file."""

import dataclasses
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from coinwatch.config import (
    COLUMNS,
    DEFAULT_EXCHANGES,
    EXCHANGES,
    SORTS,
    Config,
    Display,
    ExchangeConfig,
    FeedConfig,
    PremiumConfig,
    WatchGroup,
    settings,
)
from coinwatch.symbols import parse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SECTIONS = [
    Config(),
    WatchGroup("Majors", ("BTC",)),
    Display(),
    PremiumConfig(),
    FeedConfig(),
    *DEFAULT_EXCHANGES.values(),
]


def test_defaults() -> None:
    """Without a file the main coins are watched on both exchanges, as documented."""
    config = Config()
    assets = ("BTC", "ETH", "XRP", "SOL", "DOGE", "ADA", "TRX", "AVAX", "LINK", "SHIB")
    assert config.symbols == (*assets, "upbit:KRW-USDT")
    assert config.groups == ()
    assert config.path is None
    assert config.display == Display("utc-day", "auto", "auto", 3600.0, 10, COLUMNS, "manual")
    assert config.premium == PremiumConfig("upbit:KRW-USDT", 600.0)
    assert config.feed == FeedConfig(30.0, 20.0, 0.5, 30.0, 84_600.0)
    assert tuple(config.exchanges) == EXCHANGES == ("upbit", "binance")
    assert config.exchanges["upbit"] == ExchangeConfig(
        enabled=True,
        websocket_url="wss://api.upbit.com/websocket/v1",
        rest_url="https://api.upbit.com",
        fallback_websocket_url="",
        fallback_rest_url="",
    )
    assert config.exchanges["binance"] == ExchangeConfig(
        enabled=True,
        websocket_url="wss://stream.binance.com:9443",
        rest_url="https://api.binance.com",
        fallback_websocket_url="wss://data-stream.binance.vision",
        fallback_rest_url="https://data-api.binance.vision",
    )


def test_columns_and_sorts() -> None:
    """Rows are sorted by hand, or by any column, up or down."""
    in_order = "market price change range volume spread premium sparkline age"
    assert " ".join(COLUMNS) == in_order
    assert len(SORTS) == 1 + 2 * len(COLUMNS)
    assert {"manual", "price", "-price"} < set(SORTS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: type(section).__name__)
def test_every_default_is_allowed(section: "DataclassInstance") -> None:
    """A default written as TOML and read back is the same, so each kind fits its key."""
    for setting in settings(type(section)):
        default = getattr(section, setting.field)
        toml = tomllib.loads(f"{setting.name} = {setting.key.kind.write(default)}")
        assert setting.key.kind.read(toml[setting.name]) == default, setting.name


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: type(section).__name__)
def test_every_field_is_a_key_with_help(section: "DataclassInstance") -> None:
    """Each field has one line of help; seconds are in the field's name and not in the key's."""
    fields = {field.name for field in dataclasses.fields(section)}
    known = settings(type(section))
    nested = {"groups", "display", "premium", "feed", "exchanges", "path"}
    assert {setting.field for setting in known} == fields - nested
    for setting in known:
        assert setting.key.help
        assert "\n" not in setting.key.help
        assert setting.name == setting.field.removesuffix("_s")
    assert len({setting.name for setting in known}) == len(known)


def test_seconds_lose_their_unit_in_the_file() -> None:
    """The field silence_timeout_s is the key silence_timeout."""
    assert [setting.name for setting in settings(FeedConfig)] == [
        "silence_timeout",
        "ping_interval",
        "backoff_initial",
        "backoff_max",
        "rollover",
    ]


def test_default_symbols_parse() -> None:
    """The watchlist that holds without a file is in the grammar of symbols."""
    for symbol in Config().symbols:
        assert parse(symbol, EXCHANGES).text == symbol


def test_is_frozen() -> None:
    """No part of a config can be changed once it is made."""
    config = Config()
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.symbols = ()  # type: ignore[misc]  # the assignment is the test
    with pytest.raises(TypeError):
        config.exchanges["upbit"] = config.exchanges["binance"]  # type: ignore[index]  # the same
    assert not hasattr(config.feed, "__dict__")


def test_loads_little() -> None:
    """Start-up time is a feature: what only a file or an error needs is not loaded with it."""
    code = "import sys; m = {*sys.modules}; import coinwatch.config; print(*{*sys.modules} - m)"
    done = subprocess.run(  # noqa: S603 - this interpreter, on the line above
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    heavy = {"asyncio", "difflib", "logging", "websockets", "textual", "urllib.parse"}
    assert "coinwatch.config" in done.stdout.split()
    assert heavy.isdisjoint(done.stdout.split())
