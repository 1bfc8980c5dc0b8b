"""The walk through a parsed config file."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.config import Config, WatchGroup
from coinwatch.config.tables import Document
from coinwatch.errors import ConfigError

FILE = Path("c.toml")


def read(text: str) -> Config:
    """Return the config that ``text`` says."""
    return Document(FILE, text, tomllib.loads(text)).config()


def refused(text: str) -> tuple[str, str]:
    """Return the message and the hint with which ``text`` is refused."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return caught.value.message, caught.value.hint


def test_an_empty_file_says_nothing() -> None:
    """Without a key all defaults hold, and the config knows its file."""
    assert read("") == replace(Config(), path=FILE)


def test_reads_every_section() -> None:
    """Keys land in their fields, durations as seconds; what is not there keeps its default."""
    config = read(
        """
        symbols = ["btc", "binance:*USDT"]
        [[group]]
        name = "김프"
        symbols = ["ETH"]
        [[group]]
        symbols = []
        name = " Later "
        [display]
        colors = "korean"
        sparkline = "24h"
        columns = ["price", "market"]
        sort = "-change"
        [premium]
        usd_krw = 1380
        [feed]
        silence_timeout = "1m30s"
        [exchange]
        upbit = { enabled = false }
        binance.rest_url = "http://127.0.0.1:8080/"
        """
    )
    default = Config()
    assert config.symbols == ("btc", "binance:*USDT")
    assert config.groups == (WatchGroup("김프", ("ETH",)), WatchGroup("Later", ()))
    assert config.display == replace(
        default.display,
        colors="korean",
        sparkline_s=86_400.0,
        columns=("price", "market"),
        sort="-change",
    )
    assert config.premium == replace(default.premium, usd_krw=1380.0)
    assert config.feed == replace(default.feed, silence_timeout_s=90.0)
    assert config.exchanges == {
        "upbit": replace(default.exchanges["upbit"], enabled=False),
        "binance": replace(default.exchanges["binance"], rest_url="http://127.0.0.1:8080"),
    }


def test_the_default_watchlist_leaves_out_a_disabled_exchange() -> None:
    """Who disables Upbit need not also rewrite a watchlist that was never written."""
    assert read("exchange.upbit.enabled = false").symbols == Config().symbols[:-1]
    assert read("exchange.binance.enabled = false").symbols == Config().symbols
    own = 'symbols = ["upbit:KRW-BTC"]\nexchange.upbit.enabled = false'
    assert read(own).symbols == ("upbit:KRW-BTC",)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "\n[display]\ncolour = 1",
            "c.toml, line 3: display.colour is not a known key.",
            (
                "Did you mean display.colors? Known in display: "
                "change, colors, language, sparkline, fps, columns, sort."
            ),
        ),
        (
            "Symbol = []",
            "c.toml, line 1: Symbol is not a known key.",
            (
                "Did you mean symbols? "
                "Known at the top: symbols, group, display, premium, feed, exchange."
            ),
        ),
        (
            "fps = 5",
            "c.toml, line 1: fps is not a known key.",
            (
                "Did you mean display.fps? "
                "Known at the top: symbols, group, display, premium, feed, exchange."
            ),
        ),
        (
            '[premium]\nusd_krw = 1380\nsymbols = ["BTC"]',
            "c.toml, line 3: premium.symbols is not a known key.",
            (
                "Did you mean symbols (above the first section) or group.symbols? "
                "Known in premium: usd_krw, stale_after."
            ),
        ),
        (
            "[Upbit]\nenabled = true",
            "c.toml, line 1: Upbit is not a known key.",
            (
                "Did you mean exchange.upbit? "
                "Known at the top: symbols, group, display, premium, feed, exchange."
            ),
        ),
        (
            "[exchange.upbit]\n[exchange.binanse]\nenabled = true",
            "c.toml, line 2: exchange.binanse is not a known exchange.",
            "Did you mean exchange.binance? Known in exchange: upbit, binance.",
        ),
        (
            "exchange.kraken.enabled = true",
            "c.toml, line 1: exchange.kraken is not a known exchange.",
            "Known in exchange: upbit, binance.",
        ),
        (
            'exchange.upbit = {enabled = true,\turl = "x"}',
            "c.toml, line 1: exchange.upbit.url is not a known key.",
            (
                "Known in exchange.upbit: enabled, websocket_url, rest_url, "
                "fallback_websocket_url, fallback_rest_url."
            ),
        ),
        (
            '[[group]]\nname = "A"\nsymbols = []\n[[group]]\nnames = "B"',
            "c.toml, line 5: group.names is not a known key.",
            "Did you mean group.name? Known in group: name, symbols.",
        ),
        (
            'watchlst = ["BTC"]',
            "c.toml, line 1: watchlst is not a known key.",
            (
                "Did you mean symbols (the watchlist)? "
                "Known at the top: symbols, group, display, premium, feed, exchange."
            ),
        ),
        (
            '"\\u001b[31m" = 1',
            "c.toml, line 1: '\\x1b[31m' is not a known key.",
            "Known at the top: symbols, group, display, premium, feed, exchange.",
        ),
    ],
)
def test_refuses_unknown_keys(text: str, message: str, hint: str) -> None:
    """An unknown key is an error at its line, with the nearest key and all known ones."""
    assert refused(text) == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '[display]\nfps = 10\nlanguage = "kr"',
            'c.toml, line 3: display.language must be one of "auto", "en", "ko", not \'kr\'.',
            "",
        ),
        (
            '[display]\n\nchange = "utc_day"',
            'c.toml, line 3: display.change must be one of "utc-day", "native", not \'utc_day\'.',
            'Did you mean "utc-day"?',
        ),
        (
            'display.sort = "+price"',
            (
                'c.toml, line 1: display.sort must be "manual", a column, '
                "or one with a minus, such as \"-price\", not '+price'."
            ),
            'Did you mean "price"?',
        ),
        (
            "display.fps = 61",
            "c.toml, line 1: display.fps must be a whole number from 1 to 60, not 61.",
            "",
        ),
        (
            "[feed]\nping_interval = 20",
            'c.toml, line 2: feed.ping_interval must be a duration from "1ms" to "10m", not 20.',
            "Write it with its unit and in quotes.",
        ),
        (
            'symbols = [\n  "BTC",\n  "upbti:KRW-BTC",\n]',
            (
                "c.toml, line 3: symbols has a bad entry: "
                "'upbti:KRW-BTC' names an unknown exchange, 'upbti'."
            ),
            "Did you mean upbit? Known exchanges: upbit, binance.",
        ),
        (
            '[[group]]\nname = "A"\nsymbols = [\n"BTC",\n"KRW-BTC"]',
            (
                "c.toml, line 5: group.symbols has a bad entry: "
                "'KRW-BTC' does not say on which exchange."
            ),
            "Did you mean upbit:KRW-BTC?",
        ),
        (
            '[exchange.upbit]\nwebsocket_url = "https://api.upbit.com"',
            (
                "c.toml, line 2: exchange.upbit.websocket_url must be ws:// or wss:// and a host, "
                "not 'https://api.upbit.com'."
            ),
            "",
        ),
        ("display = 1", "c.toml, line 1: display must be a table, not 1.", ""),
        ("exchange = []", "c.toml, line 1: exchange must be a table, not a list.", ""),
        ("[[exchange.upbit]]", "c.toml, line 1: exchange.upbit must be a table, not a list.", ""),
        ('group = [\n"A"]', "c.toml, line 2: group must be a table, not 'A'.", ""),
        (
            '[group]\nname = "A"',
            "c.toml, line 1: group must be a list of tables.",
            "Head each with [[group]], in two pairs of brackets.",
        ),
        (
            '[feed]\n[[group]]\nname = "A"',
            "c.toml, line 2: group has no symbols.",
            "Each [[group]] has a name and symbols.",
        ),
        (
            "[[group]]\nsymbols = []",
            "c.toml, line 1: group has no name.",
            "Each [[group]] has a name and symbols.",
        ),
        (
            '[[group]]\nname = "A"\nsymbols = []\n[[group]]\nname = "A "\nsymbols = []',
            "c.toml, line 5: group.name must differ from the others; 'A' is there twice.",
            "",
        ),
        (
            "[exchange]\nupbit.enabled = false\nbinance.enabled = false",
            "c.toml, line 1: exchange leaves nothing to watch: all are disabled.",
            "Set enabled = true for one of them.",
        ),
    ],
)
def test_refuses_bad_values(text: str, message: str, hint: str) -> None:
    """A wrong type or value is an error at its line that says what is allowed."""
    assert refused(text) == (message, hint)


def test_waits_grow() -> None:
    """The first wait is at most the longest; a default gives way to what the file says."""
    assert read('feed.backoff_max = "200ms"').feed.backoff_initial_s == 0.2
    assert read('feed.backoff_initial = "30s"').feed.backoff_initial_s == 30.0
    assert refused('[feed]\nbackoff_max = "1m"\nbackoff_initial = "1m1s"') == (
        'c.toml, line 3: feed.backoff_initial must be at most feed.backoff_max, which is "1m".',
        "",
    )


VALUES = st.sampled_from(
    [
        *("1", "1e9", "nan", "true", '"1s"', '"BTC"', '""', "[]", '["BTC"]', "[1]", "{}", "[{}]"),
        *('"wss://a"', '"http://a"', '"auto"', '{name="a", symbols=[]}', "{enabled=false}"),
    ]
)
KEYS = st.sampled_from(
    [
        *("symbols", "group", "display", "display.fps", "display.sort", "display.columns"),
        *("premium.usd_krw", "feed.backoff_max", "feed.backoff_initial", "exchange.upbit"),
        *("exchange.binance.enabled", "exchange.binance.rest_url", "exchange", "x"),
    ]
)


@given(st.dictionaries(KEYS, VALUES))
def test_any_values_make_a_config_or_an_error_at_a_line(values: dict[str, str]) -> None:
    """Whatever TOML holds, it is a config or a config error that names file and line."""
    text = "\n".join(f"{key} = {value}" for key, value in values.items())
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        config = Document(FILE, text, tables).config()
    except ConfigError as error:
        line = int(error.message.removeprefix("c.toml, line ").partition(":")[0])
        key = text.splitlines()[line - 1].partition(" =")[0]
        shown = error.message.partition(": ")[2].partition(" ")[0]
        # The faulty key is the one on that line, or within it, or a table that it opens.
        related = shown.startswith(key) or key.startswith(shown)
    else:
        related = config.feed.backoff_initial_s <= config.feed.backoff_max_s
    assert related
