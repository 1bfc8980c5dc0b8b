"""Names and values in columns: the statistics of the day, and the same asset elsewhere."""

from collections.abc import Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.tui import view as views
from coinwatch.tui.detail.amounts import size_decimals, size_text
from coinwatch.tui.premium_columns import premium
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.view import View, exchange_title, pair

LEAST_CELLS, MOST_CELLS = 24, 44
"""Of a name and its value: narrower ones are not put side by side, wider ones are far apart."""

_BLANKS, _PREMIUM_CELLS = 3, 8
_ARROWS = {1: " ▲", -1: " ▼", 0: ""}


class Fact(NamedTuple):
    """A name and its value."""

    name: str
    value: str
    role: Role = Role.TEXT
    brief: tuple[str, str] = ("", "")
    """What to say instead where there is little room."""


def day(view: View) -> list[Fact]:
    """Return the statistics of a market's period; ``—`` for what is not known."""
    tick, words = view.tick, view.words.detail
    period = tick.period if tick else None
    quote = view.state.market.quote
    volume = None if period is None else period.volume
    reference = period.reference if period else None
    change = views.change_pct(view)
    facts = [
        Fact(words.high, price(view, tick.high if tick else None)),
        Fact(words.low, price(view, tick.low if tick else None)),
        Fact(words.open, price(view, period.open if period else None)),
        Fact(words.volume, _volume(view, volume)),
        Fact(words.turnover, text.money(period and period.quote_volume, quote, view.language)),
        Fact(words.change, _change(view), _direction(change), (words.change, text.percent(change))),
    ]
    if period and reference != period.open:
        facts.append(Fact(words.reference, price(view, reference)))
    return facts


def elsewhere(view: View) -> list[Fact]:
    """Return what the same asset costs on another exchange, and the premium between the two."""
    words, market = view.words.detail, view.state.market
    change = views.change_pct(view)
    age = text.age(views.age_s(view))
    exchange, shown = exchange_title(market.exchange), _price_now(view)
    return [
        Fact(f"{exchange} {pair(market)}", shown, brief=(exchange, shown)),
        Fact(words.change, text.percent(change), _direction(change)),
        Fact(
            words.age,
            f"{view.words.stale} {age}" if view.stale else age,
            Role.WARN if view.stale else Role.TEXT,
        ),
        Fact(words.premium, *premium(view, _PREMIUM_CELLS)[0]),
    ]


def columns(facts: Sequence[Fact], cells: int, height: int) -> list[Line]:
    """Return facts one below the other, in several columns where that takes fewer lines."""
    most = max(1, cells // LEAST_CELLS)
    count = min(most, -(-len(facts) // max(1, height)))
    rows = -(-len(facts) // count)
    width = min(MOST_CELLS, cells // count)
    return [
        [piece for fact in facts[row::rows] for piece in line(fact, width)]
        for row in range(min(rows, height))
    ]


def line(fact: Fact, cells: int) -> list[Piece]:
    """Return a fact in ``cells``: its name at the left, its value at the right."""
    name, value = fact.name, fact.value
    if text.width(name) + text.width(value) + _BLANKS > cells and fact.brief[0]:
        name, value = fact.brief
    name = text.left(f" {name}", max(0, cells - 2 - text.width(value)))
    return [Piece(f"{name} ", Role.MUTED), Piece(value, fact.role), Piece(" ")]


def price(view: View, value: float | None) -> str:
    """Return a price of a market in its decimals."""
    return text.price(value, None if value is None else view.state.decimals(value))


def _price_now(view: View) -> str:
    return f"{views.price_text(view)}{_ARROWS[view.state.moved]}"


def _change(view: View) -> str:
    change = view.tick.change if view.tick else None
    if change is None or view.state.last is None:
        return text.UNKNOWN
    decimals = view.state.decimals(view.state.last.price)
    shown = text.signed(change, 8 if decimals is None else decimals)
    return f"{shown}  {text.percent(views.change_pct(view))}"


def _volume(view: View, volume: float | None) -> str:
    if volume is None:
        return text.UNKNOWN
    market, last = view.state.market, view.state.last
    decimals = min(2, size_decimals(last.price if last else None, market.quote))
    return f"{size_text(volume, decimals)} {text.safe(market.base)}"


def _direction(change: float | None) -> Role:
    if change is None:
        return Role.MUTED
    return Role.UP if change > 0 else Role.DOWN if change < 0 else Role.TEXT
