"""The kinds of config values that name markets, addresses and watchlists."""

import math

import pytest

from coinwatch.config.kinds import BadValue
from coinwatch.config.names import Symbols, Title, Url, WonPerDollar

KNOWN = ("upbit", "binance")


def test_symbols_stay_as_written() -> None:
    """A watchlist holds symbols of every form, in the user's own spelling; it may be empty."""
    written = ["btc", "upbit:krw-eth", "binance:*USDT", "upbit:BTC/KRW"]
    assert Symbols(KNOWN).read(written) == tuple(written)
    assert Symbols(KNOWN).read([]) == ()


@pytest.mark.parametrize(
    ("value", "fault", "item"),
    [
        ("BTC", 'must be a list of symbols, such as ["BTC", "upbit:KRW-ETH"], not \'BTC\'', None),
        (
            ["BTC", 1],
            'must be a list of symbols, such as ["BTC", "upbit:KRW-ETH"], without 1',
            1,
        ),
        (["BTC", ""], "has a bad entry: '' is not a symbol", 1),
        (["KRW-BTC"], "has a bad entry: 'KRW-BTC' does not say on which exchange", 0),
        (["kraken:X"], "has a bad entry: 'kraken:X' names an unknown exchange, 'kraken'", 0),
    ],
)
def test_refuses_what_is_no_symbol(value: object, fault: str, item: int | None) -> None:
    """Each entry must be in the grammar; the faulty one is pointed at."""
    with pytest.raises(BadValue) as caught:
        Symbols(KNOWN).read(value)
    assert (caught.value.fault, caught.value.item) == (fault, item)
    assert bool(caught.value.hint) is (caught.value.fault.startswith("has"))


@pytest.mark.parametrize(
    ("value", "read"),
    [("upbit:KRW-USDT", "upbit:KRW-USDT"), ("upbit:USDT/KRW", "upbit:USDT/KRW"), (1380, 1380.0)],
)
def test_won_per_dollar_is_a_market_or_a_number(value: object, read: str | float) -> None:
    """The rate is a market of one exchange, or a number."""
    assert WonPerDollar(KNOWN).read(value) == read


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (
            "USDT",
            "must be one market of one exchange, such as \"upbit:KRW-USDT\", not 'USDT'",
        ),
        (
            "upbit:KRW-*",
            "must be one market of one exchange, such as \"upbit:KRW-USDT\", not 'upbit:KRW-*'",
        ),
        ("1380 won", "has a bad entry: '1380 won' is not a symbol"),
        (99, "must be a market or a number from 100 to 10000, not 99"),
        (10_000.5, "must be a market or a number from 100 to 10000, not 10000.5"),
        (math.nan, "must be a market or a number from 100 to 10000, not nan"),
        (math.inf, "must be a market or a number from 100 to 10000, not inf"),
        (True, "must be a market or a number from 100 to 10000, not true"),
        (None, "must be a market or a number from 100 to 10000, not None"),
    ],
)
def test_refuses_other_rates(value: object, fault: str) -> None:
    """An asset, a wildcard, or a number that no won per dollar ever was is refused."""
    with pytest.raises(BadValue) as caught:
        WonPerDollar(KNOWN).read(value)
    assert caught.value.fault == fault


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("wss://api.upbit.com/websocket/v1", "wss://api.upbit.com/websocket/v1"),
        ("ws://127.0.0.1:8080/", "ws://127.0.0.1:8080"),
        ("WSS://Example.com", "WSS://Example.com"),
        ("ws://[::1]:1", "ws://[::1]:1"),
        ("ws://localhost", "ws://localhost"),
    ],
)
def test_addresses_end_without_a_slash(value: str, read: str) -> None:
    """Paths are appended to an address, so the slash at its end goes."""
    assert Url("ws", "wss").read(value) == read


@pytest.mark.parametrize(
    "value",
    [
        "",
        "wss://",
        "wss:///path",
        "https://example.com",
        "example.com",
        "wss://example.com:0",
        "wss://example.com:x",
        "wss://example.com:65536",
        "wss://[::1",
        "wss://exa mple.com",
        "wss://example.com/?a=1",
        "wss://example.com/#a",
        "wss://example.com/\n",
        "wss://:80",
        1,
    ],
)
def test_refuses_other_addresses(value: object) -> None:
    """An address has an allowed scheme and a host, a port that can be, no query, no spaces."""
    with pytest.raises(BadValue) as caught:
        Url("ws", "wss").read(value)
    assert caught.value.fault == f"must be ws:// or wss:// and a host, not {value!r}"


def test_an_optional_address_may_be_empty() -> None:
    """Nothing stands for no fallback, and the message says so."""
    assert Url("https", optional=True).read("") == ""
    with pytest.raises(BadValue, match=r"^must be https:// and a host, or empty, not 'x'$"):
        Url("https", optional=True).read("x")


def test_titles_take_any_script() -> None:
    """A name is stripped and composed, so that equal names are equal strings."""
    assert Title().read(" 김프 ") == "김프"
    assert Title().read("\u1107\u1175") == "\ube44"
    assert Title().read("M" * 40) == "M" * 40


@pytest.mark.parametrize("value", ["", "  ", "a\nb", "\x1b[2J", "M" * 41, 1])
def test_refuses_other_titles(value: object) -> None:
    """A name without characters, too long for a tab, or with control characters is refused."""
    with pytest.raises(BadValue, match=r"^must be a name of 1 to 40 characters, not "):
        Title().read(value)
