"""Everything that can be set, declared once: type, default, what is allowed, and a line of help.

A field is a key of the config file, by the same name. One that ends in ``_s`` holds seconds; its
key goes without the ending and takes a duration such as ``"23h30m"``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args

from coinwatch.config.kinds import Choice, Duration, Flag, Kind, Whole, Words
from coinwatch.config.names import Symbols, Title, Url, WonPerDollar
from coinwatch.exchanges import EXCHANGES as TABLE

if TYPE_CHECKING:
    from pathlib import Path

Change = Literal["utc-day", "native"]
Colors = Literal["auto", "western", "korean", "colorblind"]
Language = Literal["auto", "en", "ko"]
Column = Literal[
    "market", "price", "change", "range", "volume", "spread", "premium", "sparkline", "age"
]

COLUMNS: tuple[Column, ...] = get_args(Column)
"""The columns of the table, in their usual order."""

MANUAL = "manual"
"""The order of the watchlist: rows do not move on their own."""

SORTS = (MANUAL, *COLUMNS, *(f"-{column}" for column in COLUMNS))
"""What rows are sorted by; with a minus, descending."""

EXCHANGES = tuple(TABLE)
"""The names of the sections ``[exchange.NAME]``, in the order of the screen."""

ASSETS = ("BTC", "ETH", "XRP", "SOL", "DOGE", "ADA", "TRX", "AVAX", "LINK", "SHIB")
"""The main coins, which are watched on every exchange unless the user says otherwise."""

WON_PER_DOLLAR = "upbit:KRW-USDT"


class Key(NamedTuple):
    """What is declared of a key, beside its name and its default."""

    kind: Kind[Any]
    help: str
    """One line, which is its comment in the example file."""


@dataclass(frozen=True, slots=True)
class WatchGroup:
    """A named watchlist, a tab of the screen."""

    name: Annotated[str, Key(Title(), "what the tab says")]
    symbols: Annotated[tuple[str, ...], Key(Symbols(EXCHANGES), "its watchlist")]


@dataclass(frozen=True, slots=True)
class Display:
    """The screen."""

    change: Annotated[
        Change,
        Key(
            Choice(get_args(Change)),
            '"utc-day": both exchanges since 00:00 UTC; "native": each one\'s own',
        ),
    ] = "utc-day"
    colors: Annotated[
        Colors,
        Key(
            Choice(get_args(Colors)),
            '"western" green up, "korean" red up, "colorblind"; auto: by locale',
        ),
    ] = "auto"
    language: Annotated[
        Language, Key(Choice(get_args(Language)), '"en", "ko"; auto: by locale')
    ] = "auto"
    sparkline_s: Annotated[float, Key(Duration("1m", "1d"), "time that the sparkline covers")] = (
        3600.0
    )
    fps: Annotated[int, Key(Whole(1, 60), "screen refreshes per second, at most")] = 10
    columns: Annotated[
        tuple[str, ...],
        Key(Words(COLUMNS), "which, and in which order; a narrow screen shows fewer"),
    ] = COLUMNS
    sort: Annotated[
        str,
        Key(
            Choice(SORTS, '"manual", a column, or one with a minus, such as "-price"'),
            '"manual", or a column: "price", or descending "-price"',
        ),
    ] = MANUAL


@dataclass(frozen=True, slots=True)
class PremiumConfig:
    """How much more an asset costs in Korea."""

    usd_krw: Annotated[
        str | float, Key(WonPerDollar(EXCHANGES), "won per dollar: a market, or a number")
    ] = WON_PER_DOLLAR
    stale_after_s: Annotated[
        float, Key(Duration("1s", "1d"), "stale: feed not live, or last trade older than this")
    ] = 600.0


@dataclass(frozen=True, slots=True)
class FeedConfig:
    """The connections."""

    silence_timeout_s: Annotated[
        float, Key(Duration("1ms", "1h"), "no data for this long while data was due: reconnect")
    ] = 30.0
    ping_interval_s: Annotated[
        float, Key(Duration("1ms", "10m"), "how often a connection is asked whether it lives")
    ] = 20.0
    backoff_initial_s: Annotated[
        float, Key(Duration("1ms", "1h"), "the longest first wait before a reconnect; it doubles")
    ] = 0.5
    backoff_max_s: Annotated[float, Key(Duration("1ms", "1h"), "the longest wait of all")] = 30.0
    rollover_s: Annotated[
        float, Key(Duration("1s", "1d"), "replace a Binance connection before its 24 h limit")
    ] = 84_600.0


@dataclass(frozen=True, slots=True)
class ExchangeConfig:
    """One exchange: whether to use it, and where it is."""

    enabled: Annotated[bool, Key(Flag(), "false leaves this exchange out")]
    websocket_url: Annotated[str, Key(Url("ws", "wss"), "live data; Binance: /stream is added")]
    rest_url: Annotated[str, Key(Url("http", "https"), "lists and history; paths are added")]
    fallback_websocket_url: Annotated[
        str,
        Key(Url("ws", "wss", optional=True), 'where the first is not served; or ""'),
    ] = ""
    fallback_rest_url: Annotated[
        str, Key(Url("http", "https", optional=True), "the same, for lists and history")
    ] = ""


DEFAULT_EXCHANGES: Mapping[str, ExchangeConfig] = MappingProxyType(
    {name: ExchangeConfig(True, *each.addresses) for name, each in TABLE.items()}
)
"""One for each of EXCHANGES."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. ``Config()`` is what holds without a file."""

    symbols: Annotated[tuple[str, ...], Key(Symbols(EXCHANGES), "the first watchlist")] = (
        *ASSETS,
        WON_PER_DOLLAR,
    )
    groups: tuple[WatchGroup, ...] = ()
    """More watchlists, as tabs."""
    display: Display = field(default_factory=Display)
    premium: PremiumConfig = field(default_factory=PremiumConfig)
    feed: FeedConfig = field(default_factory=FeedConfig)
    exchanges: Mapping[str, ExchangeConfig] = field(default_factory=lambda: DEFAULT_EXCHANGES)
    """Every exchange by name, the disabled ones too, in the order of the screen."""
    path: "Path | None" = None
    """The file that this was read from; None without one."""


class Setting(NamedTuple):
    """One key of a section, as it is in the file."""

    name: str
    """In the file: ``silence_timeout``."""
    field: str
    """In the section: ``silence_timeout_s``."""
    key: Key


def settings(section: type) -> tuple[Setting, ...]:
    """Return the keys of ``section``, one of the classes above, in the order of the example."""
    return tuple(
        Setting(each.name.removesuffix("_s"), each.name, key)
        for each in fields(section)
        for key in get_args(each.type)
        if isinstance(key, Key)
    )
