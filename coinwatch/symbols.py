"""What a symbol means: the grammar, and the markets that it stands for.

==================== ===========================================================
``upbit:KRW-BTC``    the exchange's own spelling, in any letter case
``upbit:BTC/KRW``    a pair: base, slash, quote
``BTC``              an asset: on every enabled exchange, in that exchange's home quote
``upbit:KRW-*``      every market whose own spelling matches; ``*`` is any run, ``?`` one character
==================== ===========================================================
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from coinwatch.errors import SymbolError, UsageError
from coinwatch.model import Listing, Market
from coinwatch.suggestions import nearest, with_exchange
from coinwatch.venue import Venue, letters

if TYPE_CHECKING:
    from coinwatch.exchanges.base import Exchange

LONGEST = 64
"""Characters in a symbol, at most."""

MAX_SUGGESTED = 10
"""How many unknown symbols get suggestions: each costs a look through whole market lists."""

_HINT = "Write it like upbit:KRW-BTC, binance:BTCUSDT, upbit:BTC/KRW, BTC or upbit:KRW-*."


class Pattern(NamedTuple):
    """A symbol taken apart. Codes and assets are in upper case."""

    text: str
    """As written, normalised."""
    exchange: str = ""
    """Empty for an asset on every exchange."""
    code: str = ""
    """In the exchange's own spelling, wildcards included; empty for a pair or an asset."""
    base: str = ""
    quote: str = ""
    """Empty for the home quote."""

    @property
    def wildcard(self) -> bool:
        """Whether only a market list can tell what it means."""
        return "*" in self.code or "?" in self.code


class Unknown(NamedTuple):
    """A symbol that stands for no market."""

    text: str
    nearest: tuple[str, ...] = ()
    """Symbols that exist and look alike, the likeliest first, at most three."""
    reason: str = ""
    """What the exchange says against the spelling, if that alone rules it out."""


class Resolution(NamedTuple):
    """What a watchlist stands for, as far as the market lists at hand can tell."""

    markets: tuple[Market, ...]
    """In the order of the symbols, each once."""
    waiting: tuple[str, ...]
    """Exchanges whose market list is still needed: for a wildcard, or for a base and quote."""
    unknown: tuple[Unknown, ...]


def parse(text: str, known: Collection[str]) -> Pattern:
    """Return what the symbol ``text`` says, given the names of all exchanges.

    Raises UsageError.
    """
    text = normalize("NFC", text.strip())
    exchange, colon, code = text.rpartition(":")
    if len(text) > LONGEST or not code or (colon and not exchange):
        raise _malformed(text)
    if colon and exchange.lower() not in known:
        raise _unknown_exchange(text, exchange, known)
    if not colon and not code.isalnum():
        raise _without_exchange(text, known) if _is_word(code, "-_./*?") else _malformed(text)
    return _taken_apart(text, exchange.lower(), code.upper())


def resolve(
    patterns: Iterable[Pattern],
    exchanges: Sequence["type[Exchange]"],
    listings: Mapping[str, Sequence[Listing]],
) -> Resolution:
    """Return the markets that ``patterns`` stand for on the enabled ``exchanges``.

    ``listings`` holds the market lists that are known so far, by exchange. Where there is none, a
    market is taken on trust; where there is one, it decides, and its markets are returned.
    Raises UsageError for a symbol of an exchange that is not enabled.
    """
    return resolve_at(patterns, venues_of(exchanges, listings))


def venues_of(
    exchanges: Sequence["type[Exchange]"], listings: Mapping[str, Sequence[Listing]]
) -> dict[str, Venue]:
    """Return where markets are looked up; worth keeping for several watchlists."""
    return {each.name: Venue(each, listings.get(each.name)) for each in exchanges}


def resolve_at(patterns: Iterable[Pattern], venues: Mapping[str, Venue]) -> Resolution:
    """Return what ``resolve`` does."""
    markets: dict[str, Market] = {}
    waiting: set[str] = set()
    unknown: list[Unknown] = []
    for pattern in patterns:
        asked = _asked(pattern, venues)
        try:
            found = [market for venue in asked for market in _found(pattern, venue)]
        except SymbolError as error:
            unknown.append(Unknown(pattern.text, reason=error.message))
            continue
        missing = _missing(pattern, asked, found)
        waiting |= missing
        if not found and not missing:
            enough = len(unknown) >= MAX_SUGGESTED
            unknown.append(Unknown(pattern.text, () if enough else _alike(pattern, asked)))
        for market in found:
            markets.setdefault(str(market), market)
    in_order = tuple(name for name in venues if name in waiting)
    return Resolution(tuple(markets.values()), in_order, tuple(unknown))


def meanings(
    patterns: Iterable[Pattern],
    exchanges: Sequence["type[Exchange]"],
    listings: Mapping[str, Sequence[Listing]],
) -> list[list[Market]]:
    """Return what each pattern stands for by itself, as ``resolve`` does; nothing if unknown."""
    venues = venues_of(exchanges, listings)
    found: list[list[Market]] = []
    for pattern in patterns:
        try:
            asked = _asked(pattern, venues)
            found.append([market for venue in asked for market in _found(pattern, venue)])
        except (SymbolError, UsageError):
            found.append([])
    return found


def symbol_error(unknown: Unknown) -> SymbolError:
    """Return the error for one unknown symbol, the nearest names in its hint."""
    message = unknown.reason or f"There is no market {unknown.text}."
    if unknown.nearest:
        hint = f"Did you mean {' or '.join(unknown.nearest)}?"
    else:
        query = letters(unknown.text.rpartition(":")[2]) or "QUERY"
        hint = f"Is it spelled as the exchange does? To find it: coinwatch markets {query}"
    return SymbolError(message, hint, unknown.text)


def _found(pattern: Pattern, venue: Venue) -> list[Market]:
    """Return the markets of one exchange that ``pattern`` stands for. Raises SymbolError."""
    if pattern.wildcard:
        return venue.matching(pattern.code)
    if pattern.code:
        return venue.coded(pattern.code)
    try:
        return venue.paired(pattern.base, pattern.quote or venue.exchange.home_quote)
    except SymbolError:
        if pattern.exchange:
            raise
        return []  # a name, or an asset of another exchange


def _taken_apart(text: str, exchange: str, code: str) -> Pattern:
    base, slash, quote = code.partition("/")
    if slash and exchange and _is_word(base) and _is_word(quote):
        return Pattern(text, exchange, base=base, quote=quote)
    if not exchange:
        return Pattern(text, base=code)
    if not _is_word(code, "-_.*?"):
        raise _malformed(text)
    return Pattern(text, exchange, code)


def _asked(pattern: Pattern, venues: Mapping[str, Venue]) -> list[Venue]:
    """Return the venues that ``pattern`` is about. Raises UsageError."""
    if not pattern.exchange:
        return list(venues.values())
    if pattern.exchange not in venues:
        raise UsageError(
            f"{pattern.text} is on {pattern.exchange}, which is disabled.",
            f"Set enabled = true under [exchange.{pattern.exchange}] in the config file.",
        )
    return [venues[pattern.exchange]]


def _missing(pattern: Pattern, asked: Iterable[Venue], found: Iterable[Market]) -> set[str]:
    """Return the exchanges whose market list is needed to know all about ``pattern``."""
    unlisted = {venue.exchange.name for venue in asked if not venue.listed}
    if pattern.wildcard:
        return unlisted
    if not found and not pattern.exchange:
        at_home = {v.exchange.name for v in asked if v.exchange.home_quote == pattern.base}
        return unlisted - at_home
    return unlisted & {market.exchange for market in found if not market.quote}


def _alike(pattern: Pattern, asked: Iterable[Venue]) -> tuple[str, ...]:
    """Return the symbols nearest to one that no market list has, as the user would write them."""
    assets: dict[str, str] = {}
    codes: dict[str, str] = {}
    for venue in asked:
        codes |= venue.names()
        assets |= {} if pattern.exchange else venue.assets()
    # Of names that are as like the first is named first: a bare word is an asset, hardly a pair.
    names = assets | codes | assets
    word = letters(pattern.code or pattern.base + pattern.quote)
    close = (word,) if word in names else nearest(word, names)
    return tuple(dict.fromkeys(names[name] for name in close))


def _is_word(text: str, punctuation: str = "") -> bool:
    return bool(text) and all(each.isalnum() or each in punctuation for each in text)


def _malformed(text: str) -> UsageError:
    return UsageError(f"{text[:LONGEST]!r} is not a symbol.", _HINT)


def _unknown_exchange(text: str, exchange: str, known: Collection[str]) -> UsageError:
    close = nearest(exchange.lower(), known, 1)
    guess = f"Did you mean {close[0]}? " if close else ""
    return UsageError(
        f"{text!r} names an unknown exchange, {exchange!r}.",
        f"{guess}Known exchanges: {', '.join(known)}.",
    )


def _without_exchange(text: str, known: Collection[str]) -> UsageError:
    meant = with_exchange(text, known)
    hint = f"Did you mean {' or '.join(meant)}?" if meant else _HINT
    return UsageError(f"{text!r} does not say on which exchange.", hint)
