"""What an exchange warns of, beside a market: a short mark, and the same in words."""

from collections.abc import Iterable
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Listing
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


def badge(listing: Listing, words: Words) -> Badge | None:
    """Return what there is to know of a market before one trades on it; None if nothing."""
    told, reasons = words.badges, listing.caution.split(", ") if listing.caution else []
    said = ", ".join(told.reasons.get(each, text.safe(each)) for each in reasons)
    if not listing.trading:
        return Badge(told.halted, said or told.not_trading, Role.BAD)
    if _WARNING in reasons:
        return Badge(told.warned, said, Role.BAD)
    return Badge(told.careful, said, Role.WARN) if said else None


def marked(code: str, states: Iterable[MarketState], words: Words, width: int) -> tuple[Span, ...]:
    """Return a code in ``width`` cells, and the gravest mark of the markets that it stands for."""
    found = _gravest(states, words)
    if found is None:
        return ((text.cut(code, width), Role.STRONG),)
    mark = f" {found.mark}"
    return (text.cut(code, max(0, width - text.width(mark))), Role.STRONG), (mark, found.role)


def marked_need(code: str, states: Iterable[MarketState], words: Words) -> int:
    """Return how many cells that takes."""
    found = _gravest(states, words)
    return text.width(code) + (1 + text.width(found.mark) if found else 0)


def _gravest(states: Iterable[MarketState], words: Words) -> Badge | None:
    found = [each for state in states if (each := badge(state.listing, words))]
    return min(found, key=lambda each: each.role is not Role.BAD, default=None)
