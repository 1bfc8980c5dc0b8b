"""The walk through a parsed config file: every key known, every value allowed, or an error.

An error says file, line and key. The parser keeps no lines, so the line is looked up only then.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from coinwatch import config as declared
from coinwatch.config import Config, ExchangeConfig, FeedConfig, WatchGroup, settings
from coinwatch.config.kinds import BadValue, Kind, shown
from coinwatch.durations import render
from coinwatch.errors import ConfigError
from coinwatch.suggestions import nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from coinwatch.config.lines import Where

T = TypeVar("T")
SectionT = TypeVar("SectionT", bound="DataclassInstance")

_ALSO_CALLED: Mapping[str, str] = {
    **dict.fromkeys(("watchlist", "market", "markets", "coins", "pairs", "tickers"), "symbols"),
    **dict.fromkeys(("watchlists", "tabs"), "group"),
}
"""What one may expect a key at the top to be called, and what it is called."""

_SECTIONS: Mapping[str, type] = {
    "group": WatchGroup,
    "display": declared.Display,
    "premium": declared.PremiumConfig,
    "feed": FeedConfig,
}


class Document:
    """One config file: its path, its text, and what the TOML parser made of it."""

    def __init__(self, file: Path, text: str, tables: Mapping[str, Any]) -> None:
        self._file = file
        self._text = text
        self._tables = tables

    def config(self) -> Config:
        """Return the settings; what the file does not say has its default. Raises ConfigError."""
        default = Config(path=self._file)
        self._check_keys((), self._tables, ["symbols", *_SECTIONS, "exchange"])
        exchanges = self._exchanges()
        return replace(
            default,
            symbols=self._symbols(default.symbols, exchanges),
            groups=self._groups(),
            display=self._section(default.display, "display"),
            premium=self._section(default.premium, "premium"),
            feed=self._feed(self._section(default.feed, "feed")),
            exchanges=exchanges,
        )

    def _symbols(
        self, default: tuple[str, ...], exchanges: Mapping[str, ExchangeConfig]
    ) -> tuple[str, ...]:
        """Return the first watchlist; the default one leaves out what is disabled."""
        if "symbols" in self._tables:
            kind: Kind[tuple[str, ...]] = settings(Config)[0].key.kind
            return self._value(kind, ("symbols",), self._tables["symbols"])
        disabled = tuple(f"{name}:" for name, each in exchanges.items() if not each.enabled)
        return tuple(symbol for symbol in default if not symbol.startswith(disabled))

    def _groups(self) -> tuple[WatchGroup, ...]:
        tables = self._tables.get("group", [])
        if not isinstance(tables, list):
            hint = "Head each with [[group]], in two pairs of brackets."
            raise self._error(("group",), "must be a list of tables", hint)
        groups = tuple(self._group(("group", i), table) for i, table in enumerate(tables))
        names = [group.name for group in groups]
        for index, name in enumerate(names):
            if name in names[:index]:
                fault = f"must differ from the others; {shown(name)} is there twice"
                raise self._error(("group", index, "name"), fault)
        return groups

    def _group(self, where: "Where", table: object) -> WatchGroup:
        group = self._filled(WatchGroup("", ()), where, table)
        for setting in settings(WatchGroup):
            if setting.name not in self._table(where, table):
                hint = "Each [[group]] has a name and symbols."
                raise self._error(where, f"has no {setting.name}", hint)
        return group

    def _exchanges(self) -> Mapping[str, ExchangeConfig]:
        tables = self._table(("exchange",), self._tables.get("exchange", {}))
        self._check_keys(("exchange",), tables, declared.DEFAULT_EXCHANGES)
        exchanges = {
            name: self._filled(default, ("exchange", name), tables.get(name, {}))
            for name, default in declared.DEFAULT_EXCHANGES.items()
        }
        if not any(exchange.enabled for exchange in exchanges.values()):
            hint = "Set enabled = true for one of them."
            raise self._error(("exchange",), "leaves nothing to watch: all are disabled", hint)
        return MappingProxyType(exchanges)

    def _feed(self, feed: FeedConfig) -> FeedConfig:
        """Return ``feed`` with waits that grow; a default gives way to what the file says."""
        if feed.backoff_initial_s <= feed.backoff_max_s:
            return feed
        if "backoff_initial" not in self._tables["feed"]:
            return replace(feed, backoff_initial_s=feed.backoff_max_s)
        longest = render(feed.backoff_max_s)
        fault = f'must be at most feed.backoff_max, which is "{longest}"'
        raise self._error(("feed", "backoff_initial"), fault)

    def _section(self, default: SectionT, name: str) -> SectionT:
        return self._filled(default, (name,), self._tables.get(name, {}))

    def _filled(self, default: SectionT, where: "Where", value: object) -> SectionT:
        """Return ``default`` with what the table ``value`` says."""
        table = self._table(where, value)
        known = settings(type(default))
        self._check_keys(where, table, [setting.name for setting in known])
        changes = {
            setting.field: self._value(
                setting.key.kind, (*where, setting.name), table[setting.name]
            )
            for setting in known
            if setting.name in table
        }
        return replace(default, **changes)

    def _table(self, where: "Where", value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        raise self._error(where, f"must be a table, not {shown(value)}")

    def _value(self, kind: Kind[T], where: "Where", value: object) -> T:
        try:
            return kind.read(value)
        except BadValue as bad:
            item = () if bad.item is None else (bad.item,)
            raise self._error((*where, *item), bad.fault, bad.hint) from bad

    def _check_keys(self, where: "Where", table: Mapping[str, Any], known: Collection[str]) -> None:
        for name in table:
            if name not in known:
                noun = "exchange" if where == ("exchange",) else "key"
                section = f"in {_dotted(where)}" if where else "at the top"
                hint = f"{_guess(where, name, known)}Known {section}: {', '.join(known)}."
                raise self._error((*where, name), f"is not a known {noun}", hint)

    def _error(self, where: "Where", fault: str, hint: str = "") -> ConfigError:
        return ConfigError(
            f"{self._file}, line {self._line(where)}: {_dotted(where)} {fault}.", hint
        )

    def _line(self, where: "Where") -> int:
        """Return the line of ``where``, or of the nearest thing around it that is in the file."""
        from coinwatch.config.lines import find_lines  # noqa: PLC0415 - only errors need lines

        lines = find_lines(self._text)
        around = (where[:length] for length in range(len(where), 0, -1))
        return next((lines[each] for each in around if each in lines), 1)


def _dotted(where: "Where") -> str:
    """Return the key as one writes it in TOML, safe for a terminal; the line tells which item."""
    keys = [part for part in where if isinstance(part, str)]
    return ".".join(key if key.replace("-", "_").isidentifier() else repr(key) for key in keys)


def _guess(where: "Where", name: str, known: Collection[str]) -> str:
    """Return the likely key: a near miss here, or the same word elsewhere in the file."""
    names = {**{key: key for key in known}, **({} if where else _ALSO_CALLED)}
    close = nearest(name.lower(), names, 1)
    if close:
        meant = _dotted((*where, names[close[0]]))
        also = f" (the {close[0]})" if close[0] not in known else ""
        return f"Did you mean {meant}{also}? "
    every = ["symbols", *(f"exchange.{exchange}" for exchange in declared.DEFAULT_EXCHANGES)]
    for section, declaration in _SECTIONS.items():
        every += [f"{section}.{setting.name}" for setting in settings(declaration)]
    elsewhere = [key for key in every if key.rpartition(".")[2] == name.lower()]
    if "symbols" in elsewhere:
        elsewhere[0] += " (above the first section)"
    return f"Did you mean {' or '.join(elsewhere)}? " if elsewhere else ""
