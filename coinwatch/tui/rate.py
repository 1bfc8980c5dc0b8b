"""Won per dollar and the premium that speaks for all, as the header and the premium view say it."""

from collections.abc import Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Market
from coinwatch.premium import Comparison, Leg, suspect
from coinwatch.state import MarketState
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.view import exchange_title, pair, state_price
from coinwatch.tui.words import Words

FIXED_PAIR = "USD/KRW"
"""What a rate that is a number is called."""

_GAP = Piece("   ")
_ROLES = {True: Role.UP, False: Role.DOWN}


class Rate(NamedTuple):
    """Won per dollar, and where it comes from."""

    leg: Leg
    state: MarketState | None
    """Of the market whose price it is; None for a number of the config."""


def figures(rate: Rate, headline: Comparison | None, words: Words) -> list[Line]:
    """Return what the header tells: all of it, then less and less."""
    premium, value = _headline(headline, words), _value(rate, words)
    if premium and value:
        return [[*value, _GAP, *premium], premium]
    return [each for each in (premium, value) if each]


def strip(rate: Rate, words: Words) -> list[Line]:
    """Return the rate with its source and age: all of it, then less and less."""
    value = _value(rate, words)
    source = words.premium.fixed
    if rate.state:
        source = words.premium.source.format(
            exchange=exchange_title(rate.state.market.exchange), age=text.age(rate.leg.age_s)
        )
    if not value:
        return []
    return [[*value, Piece(f" · {source}", value[-1].role)], value]


def _value(rate: Rate, words: Words) -> Sequence[Piece]:
    if rate.leg.price is None and rate.state is None:
        return ()
    market = rate.state.market if rate.state else Market("", "", *FIXED_PAIR.split("/"))
    price = state_price(rate.state) if rate.state else text.price(rate.leg.price)
    shown = words.premium.rate.format(pair=pair(market), price=price)
    stale = rate.leg.stale and rate.leg.price is not None
    if stale:
        shown += f" {words.stale}"
    return [Piece(shown, Role.WARN if stale else Role.MUTED)]


def _headline(headline: Comparison | None, words: Words) -> Sequence[Piece]:
    if headline is None:
        return ()
    before, _, after = words.premium.headline.format(
        asset=text.safe(headline.pair.asset), premium="\0"
    ).partition("\0")
    shown, role = _premium(headline, words)
    return [Piece(before, Role.MUTED), Piece(shown, role), Piece(after, Role.MUTED)]


def _premium(compared: Comparison, words: Words) -> tuple[str, Role]:
    pct = compared.pct
    if pct is not None:
        mark = "?" if suspect(pct) else ""
        return mark + text.percent(pct), Role.WARN if mark else _ROLES[pct >= 0]
    if compared.complete:
        return words.stale, Role.WARN
    return text.UNKNOWN, Role.MUTED
