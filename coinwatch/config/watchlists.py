"""Watchlists that are edited by the market, while they are written as symbols.

A bare asset stands for a market on each exchange: where one of them goes or moves alone, the others
are written out in its place. A wildcard stands for whatever matches, in the exchange's order: it
cannot lose or move one market, and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from coinwatch.config import Config, WatchGroup
from coinwatch.config.kinds import BadValue
from coinwatch.config.names import Title
from coinwatch.errors import UsageError
from coinwatch.model import Market

MAIN_GROUP = "Watchlist"
"""The name of the list that has none: `symbols` in the config, or on the command line."""

MAIN = ""
"""That list, where a watchlist is asked for by its name: no group may be called so."""

Meanings = Callable[[Sequence[str]], Sequence[Sequence[Market]]]
"""The markets that each symbol stands for, as far as that is known."""


Change = Callable[[Config], Config]
"""What is to be different: from the settings as they are to those that are wanted."""


class About(NamedTuple):
    """What a change is about, for who takes it back."""

    said: str = ""
    """What was said of it."""
    group: str | None = None
    """The name of a watchlist."""
    market: Market | None = None


class Why(StrEnum):
    """Why a watchlist cannot be edited so."""

    WILDCARD = "wildcard"
    """The market is there by a wildcard."""
    NO_GROUP = "no_group"
    """The group is not there any more."""
    TAKEN = "taken"
    """Another group has that name."""
    BAD_NAME = "bad_name"
    """No group may be called so."""
    ELSEWHERE = "elsewhere"
    """What is to be taken back was changed by somebody else since."""


class Refused(UsageError):  # noqa: N818 - not a fault: the answer to what cannot be done
    """An edit that cannot be made, and the symbol or name that is in its way."""

    def __init__(self, why: Why, what: str) -> None:
        super().__init__(f"The watchlist cannot be changed so: {why.value} ({what!r}).")
        self.why = why
        self.what = what


def tabs(config: Config) -> list[WatchGroup]:
    """Return every watchlist; the one without a name is not there if it is empty and others are."""
    main = [WatchGroup(MAIN_GROUP, config.symbols)] if config.symbols or not config.groups else []
    return [*main, *config.groups]


def names(config: Config) -> list[str]:
    """Return the names by which the watchlists are asked for here, in the order of the tabs."""
    named = [group.name for group in config.groups]
    return named if len(named) == len(tabs(config)) else [MAIN, *named]


def symbols_of(config: Config, name: str) -> tuple[str, ...]:
    """Return the symbols of a watchlist. Raises Refused."""
    return config.symbols if name == MAIN else _group(config, name).symbols


def add(config: Config, name: str, market: Market, meanings: Meanings) -> Config:
    """Put a market at the end of a watchlist, unless it is in it. Raises Refused."""
    symbols = symbols_of(config, name)
    there = str(market) in _rows(meanings(symbols))
    return config if there else _with(config, name, (*symbols, str(market)))


def remove(config: Config, name: str, market: Market, meanings: Meanings) -> Config:
    """Take a market out of a watchlist. Raises Refused."""
    gone, symbols = str(market), symbols_of(config, name)
    kept: list[str] = []
    spelled: set[str] = set()
    for symbol, found in zip(symbols, meanings(symbols), strict=True):
        rows = [str(each) for each in found]
        if gone in rows:
            _check_movable(symbol)
            others = [row for row in rows if row != gone and row not in kept]
            kept += others
            spelled.update(others)
        elif symbol not in spelled:
            kept.append(symbol)
    return _with(config, name, kept)


def move(config: Config, name: str, market: Market, steps: int, meanings: Meanings) -> Config:
    """Let a market change places with the one so many rows further down. Raises Refused."""
    symbols = symbols_of(config, name)
    found = meanings(symbols)
    rows = _rows(found)
    here = rows.index(str(market)) if str(market) in rows else -1
    if here < 0 or not 0 <= here + steps < len(rows):
        return config
    pair = {rows[here]: rows[here + steps], rows[here + steps]: rows[here]}
    places = _places(symbols, found, pair)
    by_row = {row: symbol for symbol, row in places if row}
    swapped = [by_row[pair[row]] if row else symbol for symbol, row in places]
    return _with(config, name, swapped)


def transfer(config: Config, names: tuple[str, str], market: Market, meanings: Meanings) -> Config:
    """Take a market out of one watchlist, and put it at the end of another. Raises Refused."""
    return remove(add(config, names[1], market, meanings), names[0], market, meanings)


def add_group(config: Config, name: str) -> Config:
    """Add an empty group, as the last one. Raises Refused."""
    return replace(config, groups=(*config.groups, WatchGroup(_free(config, name), ())))


def rename_group(config: Config, name: str, new: str) -> Config:
    """Give a group another name. Raises Refused."""
    old = _group(config, name)
    if new == name:
        return config
    named = replace(old, name=_free(config, new))
    return replace(config, groups=tuple(named if g is old else g for g in config.groups))


def remove_group(config: Config, name: str) -> Config:
    """Take a group out; the list without a name is emptied. Raises Refused."""
    if name == MAIN:
        return replace(config, symbols=())
    gone = _group(config, name)
    return replace(config, groups=tuple(group for group in config.groups if group is not gone))


def title(name: str) -> str:
    """Return a group's name as it is stored. Raises Refused for what is no name."""
    try:
        return Title().read(name)
    except BadValue as error:
        raise Refused(Why.BAD_NAME, name) from error


def _places(
    symbols: Sequence[str], found: Sequence[Sequence[Market]], pair: dict[str, str]
) -> list[tuple[str, str]]:
    """Return the symbols, and the row of ``pair`` that one stands for, alone and once.

    Raises Refused where a wildcard has one of them.
    """
    places: list[tuple[str, str]] = []
    seen: set[str] = set()
    for symbol, markets in zip(symbols, found, strict=True):
        rows = [str(each) for each in markets]
        fresh = [row for row in rows if row not in seen]
        seen.update(fresh)
        if not pair.keys() & set(fresh if _is_wildcard(symbol) else rows):
            places.append((symbol, ""))
            continue
        _check_movable(symbol)
        spelled = [symbol] if rows == fresh and len(rows) == 1 else fresh
        places += [
            (text, row if row in pair else "") for text, row in zip(spelled, fresh, strict=True)
        ]
    return places


def _rows(found: Sequence[Sequence[Market]]) -> list[str]:
    return list(dict.fromkeys(str(market) for markets in found for market in markets))


def _is_wildcard(symbol: str) -> bool:
    return "*" in symbol or "?" in symbol


def _check_movable(symbol: str) -> None:
    if _is_wildcard(symbol):
        raise Refused(Why.WILDCARD, symbol)


def _group(config: Config, name: str) -> WatchGroup:
    found = next((group for group in config.groups if group.name == name), None)
    if found is None:
        raise Refused(Why.NO_GROUP, name)
    return found


def _free(config: Config, name: str) -> str:
    name = title(name)
    if any(group.name == name for group in config.groups):
        raise Refused(Why.TAKEN, name)
    return name


def _with(config: Config, name: str, symbols: Sequence[str]) -> Config:
    if name == MAIN:
        return replace(config, symbols=tuple(symbols))
    old = _group(config, name)
    new = replace(old, symbols=tuple(symbols))
    return replace(config, groups=tuple(new if group is old else group for group in config.groups))
