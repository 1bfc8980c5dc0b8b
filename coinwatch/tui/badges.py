"""What an exchange warns of, beside a market: a short mark, and the same in words."""

from collections.abc import Iterable
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Listing, Standing
from coinwatch.state import MarketState
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.words import Words

_WARNING = "warning"
"""The word of Upbit for a market that it may stop to serve:
https://docs.upbit.com/kr/reference/list-trading-pairs."""


class Badge(NamedTuple):
    """A mark, and what it means."""

    mark: str
    said: str
    role: Role


def of_market(state: MarketState, words: Words) -> Badge | None:
    """Return what market list and ticker tell of a market that is watched; None if nothing."""
    day = state.day
    return badge(state.listing, words, day and day.standing)


def badge(listing: Listing, words: Words, standing: Standing | None = None) -> Badge | None:
    """Return what there is to know of a market before one trades on it; None if nothing."""
    halted, delisting = standing or Standing()
    told, reasons = words.badges, [each for each in (halted, *listing.caution.split(", ")) if each]
    named = [told.reasons.get(each, text.safe(each)) for each in reasons]
    if delisting:
        named.insert(0, told.delisting.format(day=text.safe(delisting)))
    said = ", ".join(named)
    if halted or not listing.trading:
        return Badge(told.halted, said or told.not_trading, Role.BAD)
    if delisting or _WARNING in reasons:
        return Badge(told.warned, said, Role.BAD)
    return Badge(told.careful, said, Role.WARN) if said else None


def marked(code: str, states: Iterable[MarketState], words: Words, most: int) -> tuple[Span, ...]:
    """Return a code and the gravest mark of the markets that it stands for, in ``most`` cells."""
    found = _gravest(states, words)
    if found is None:
        return ((text.cut(code, most), Role.STRONG),)
    mark = f" {found.mark}"
    return (text.cut(code, max(0, most - text.width(mark))), Role.STRONG), (mark, found.role)


def marked_need(code: str, states: Iterable[MarketState], words: Words) -> int:
    """Return how many cells that takes."""
    found = _gravest(states, words)
    return text.width(code) + (1 + text.width(found.mark) if found else 0)


def _gravest(states: Iterable[MarketState], words: Words) -> Badge | None:
    found = [each for state in states if (each := of_market(state, words))]
    return min(found, key=lambda each: each.role is not Role.BAD, default=None)
