"""Markets to choose from: in which order, and how each reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Listing
from coinwatch.search import fold, with_names
from coinwatch.suggestions import nearest
from coinwatch.text import Language
from coinwatch.tui import badges
from coinwatch.tui.roles import Line, Piece, Role, spread, width
from coinwatch.tui.view import exchange_title, pair
from coinwatch.tui.words import Words

_PAIR_CELLS = 12
_EXCHANGE_CELLS = 8
_NAMES_FROM = 60
"""Cells from which on an asset has both of its names."""
_MOST_CAUTION = 26


class Found(NamedTuple):
    """A market that was found, and what is known of it here."""

    listing: Listing
    there: bool = False
    """Whether it is in the watchlist."""
    price: str = ""
    """Of a market that is watched; empty if it is not."""


def in_order(lists: Mapping[str, Sequence[Listing]]) -> list[Listing]:
    """Return all markets, each with a name: in their exchange's usual quote first, by asset."""
    usual = {
        name: Counter(each.market.quote for each in listings).most_common(1)[0][0]
        for name, listings in lists.items()
        if listings
    }
    every = with_names([each for listings in lists.values() for each in listings])
    places: dict[str, int] = {}
    for each in every:
        places.setdefault(each.market.base, len(places))
    return sorted(
        every,
        key=lambda each: (
            each.market.quote != usual[each.market.exchange],
            places[each.market.base],
        ),
    )


def alike(query: str, listings: Iterable[Listing]) -> str:
    """Return what was probably meant by ``query``, which finds nothing: a code or a name."""
    names = {
        fold(name): name
        for each in listings
        for name in (each.market.base, each.korean_name, each.english_name)
        if name
    }
    close = nearest(fold(query), names, 1)
    return names[close[0]] if close else ""


def line(
    found: Found, place: int, words: Words, language: Language, cells: int, *, selected: bool
) -> Line:
    """Return a market in ``cells``; a click on it picks it."""
    listing, action = found.listing, f"pick({place})"
    market = listing.market
    role = Role.STRONG if selected else Role.TEXT
    left = [
        Piece("▸" if selected else " ", Role.ACCENT, action),
        Piece("✓ " if found.there else "  ", Role.GOOD, action),
        Piece(text.left(text.cut(pair(market), _PAIR_CELLS), _PAIR_CELLS), role, action),
        Piece(text.left(exchange_title(market.exchange), _EXCHANGE_CELLS), Role.MUTED, action),
        Piece(f" {_names(listing, language, cells)}", Role.MUTED, action),
    ]
    badge = _badge(listing, words, cells)
    right = [Piece(f" {found.price} ", Role.TEXT, action)] if found.price else [Piece(" ")]
    if badge:
        right = [Piece(f" {badge}", Role.WARN, action), *right]
    return spread(left, right, max(cells, width(right)))


def _names(listing: Listing, language: Language, cells: int) -> str:
    both = [listing.english_name, listing.korean_name]
    if language == "ko":
        both.reverse()
    known = [text.safe(name) for name in both if name]
    return "  ".join(known if cells >= _NAMES_FROM else known[:1])


def _badge(listing: Listing, words: Words, cells: int) -> str:
    """Return why to be careful with a market: short where there is no room."""
    found = badges.badge(listing, words)
    if found is None:
        return ""
    if cells < _NAMES_FROM:
        return found.mark
    return f"{found.mark} {text.cut(found.said, _MOST_CAUTION)}"
