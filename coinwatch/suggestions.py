"""What was probably meant: the likeliest of known words, the exchange that a symbol lacks."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from coinwatch.errors import SymbolError

if TYPE_CHECKING:
    from coinwatch.exchanges.base import Exchange

AS_LIKE = 0.12
"""How much less like a word than the likeliest one another may be, to be named beside it."""


LIKE = 0.6
"""How like a word another must be to be named: from 0, nothing in common, to 1, the same."""

ONE_SLIP = 0.82
"""The same, for words of six letters or more in which one letter was missed, added or misplaced."""


def nearest(
    word: str, candidates: Iterable[str], count: int = 3, like: float = LIKE
) -> tuple[str, ...]:
    """Return up to ``count`` of ``candidates`` that look like ``word``, the likeliest first."""
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415 - only a mistake pays for loading it

    known = list(candidates)
    close = set(get_close_matches(word, known, 4 * count, like))

    def unlikeness(each: str) -> tuple[float, int]:
        # Of names that are as like, a slip near the end is likelier; then the list's own order.
        ratio = SequenceMatcher(None, each, word).ratio()
        return -round(ratio, 2), -_shared(each, word)

    found = sorted((unlikeness(each), place) for place, each in enumerate(known) if each in close)
    as_like = [known[place] for (ratio, _), place in found if ratio <= found[0][0][0] + AS_LIKE]
    return tuple(as_like[:count])


def _shared(one: str, other: str) -> int:
    """Return how many letters two words have in common at their start."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def with_exchange(text: str, known: Collection[str]) -> list[str]:
    """Return the symbols that a code or a pair may stand for that does not name its exchange.

    A pair in an exchange's home quote comes alone; else every exchange that spells markets so.
    """
    from coinwatch.exchanges import EXCHANGES  # noqa: PLC0415 - only a mistake needs their grammar

    exchanges = [EXCHANGES[name] for name in known if name in EXCHANGES]
    at_home = [symbol for each in exchanges for symbol in _of_home(text, each)]
    to_the_letter = [each for each in at_home if each.endswith(f":{text.upper()}")]
    as_it_is = [symbol for each in exchanges for symbol in _as_it_is(text, each)]
    return to_the_letter or at_home or as_it_is


def _of_home(text: str, exchange: "type[Exchange]") -> list[str]:
    """Return the symbol of a pair in the exchange's home quote, whichever way round it is."""
    one, *rest = re.split(r"[-/_]", text.upper())
    home = exchange.home_quote
    if len(rest) != 1 or home not in {one, *rest}:
        return []
    with suppress(SymbolError):
        return [str(exchange.pair(one if rest[0] == home else rest[0], home))]
    return []


def _as_it_is(text: str, exchange: "type[Exchange]") -> list[str]:
    """Return the symbol if the exchange may have a market that is spelled so."""
    letters_only = text.upper().replace("*", "X").replace("?", "X")
    with suppress(SymbolError):
        exchange.market(letters_only)
        return [f"{exchange.name}:{text.upper()}"]
    return []
