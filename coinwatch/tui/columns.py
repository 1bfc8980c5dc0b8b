"""What each column shows of a market: text and what it means, from the state alone.

A new column is a function and a line in ``COLUMNS``.
"""

from collections.abc import Sequence

from coinwatch import text
from coinwatch.tui import premium_columns
from coinwatch.tui import view as facts
from coinwatch.tui.badges import marked, marked_need
from coinwatch.tui.column import FLASHES, Cell, Column, aged, by_sign, muted
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.view import View

MOST_MARKET = 24
"""Cells that a market and its mark may take; a mark that comes later widens the column."""

SHORT_EXCHANGE = 2
"""Cells of an exchange's name on a narrow screen."""

ROOMY_CHANGE = 9
"""Cells from which on there is a space before the percent sign."""

_ARROWS = {1: "▲", -1: "▼", 0: " "}


def trend(prices: Sequence[float | None], width: int) -> Span:
    """Return a sparkline in ``width`` cells, and which way it goes from end to end."""
    known = [price for price in prices if price is not None]
    if not known or known[-1] == known[0]:
        return text.sparkline(prices, width), Role.FAINT
    role = Role.TREND_UP if known[-1] > known[0] else Role.TREND_DOWN
    return text.sparkline(prices, width), role


def _market(view: View, _width: int) -> Cell:
    return marked(facts.pair(view.state.market), (view.state,), view.words, MOST_MARKET)


def _exchange(view: View, width: int) -> Cell:
    return ((facts.exchange_title(view.state.market.exchange)[:width], Role.MUTED),)


def _name(view: View, width: int) -> Cell:
    return ((text.cut(facts.name_of(view), width), Role.MUTED),)


def _price(view: View, _width: int) -> Cell:
    shown = facts.price_text(view)
    moved = view.state.moved
    arrow = _ARROWS[moved] if view.tight else f" {_ARROWS[moved]}"
    if facts.flashes(view):
        return ((shown + arrow, FLASHES[moved]),)
    # Coloured only while it flashes: a red arrow beside a green change of the day misleads.
    return (shown, Role.TEXT if view.state.last else Role.MUTED), (arrow, Role.MUTED)


def _change(view: View, width: int) -> Cell:
    change = facts.change_pct(view)
    if change is None:
        return muted(text.UNKNOWN)
    return ((text.percent(change, " " if width >= ROOMY_CHANGE else ""), by_sign(change)),)


def _range(view: View, width: int) -> Cell:
    tick = view.tick
    bar = text.range_bar(tick.low, tick.high, tick.price, width) if tick else text.UNKNOWN
    before, dot, after = bar.partition("●")
    return ((before, Role.FAINT), (dot, Role.TEXT), (after, Role.FAINT)) if dot else muted(bar)


def _volume(view: View, _width: int) -> Cell:
    volume = facts.quote_volume(view)
    shown = text.money(volume, view.state.market.quote, view.language)
    return muted(shown) if volume is None else ((shown, Role.TEXT),)


def _spread(view: View, _width: int) -> Cell:
    return muted(text.basis_points(facts.spread_bp(view)))


def _sparkline(view: View, _width: int) -> Cell:
    return (view.trend,)


def _age(view: View, width: int) -> Cell:
    return aged(view, facts.age_s(view), width, stale=view.stale)


def _by_market(view: View) -> str:
    return facts.pair(view.state.market)


def _by_price(view: View) -> float | None:
    return view.state.last.price if view.state.last else None


def _market_need(view: View) -> int:
    return marked_need(facts.pair(view.state.market), (view.state,), view.words)


def _exchange_need(view: View) -> int:
    title = facts.exchange_title(view.state.market.exchange)
    return SHORT_EXCHANGE if view.tight else text.width(title)


def _name_need(view: View) -> int:
    """Return how many cells the asset's name takes."""
    return text.width(facts.name_of(view))


def _price_need(view: View) -> int:
    return len(facts.price_text(view)) + (1 if view.tight else 2)


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column(
            "market", _market, 8, MOST_MARKET, 0, left=True, key=_by_market, descending=False,
            need=_market_need,
        ),
        Column("exchange", _exchange, 2, 12, 0, left=True, close=True, need=_exchange_need),
        Column("name", _name, 10, 24, 10, left=True, need=_name_need),
        Column("price", _price, 13, 24, 1, key=_by_price, need=_price_need, money=True),
        Column("change", _change, 8, 9, 2, key=facts.change_pct),
        Column("range", _range, 9, 24, 8, left=True, key=facts.range_share),
        Column("volume", _volume, 9, 14, 7, key=facts.quote_volume, money=True),
        Column("spread", _spread, 8, 9, 9, key=facts.spread_bp, descending=False),
        Column("premium", premium_columns.premium, 7, 8, 5, key=facts.premium_pct),
        Column("sparkline", _sparkline, 7, 300, 6, left=True, trend=True),
        Column("age", _age, 5, 9, 3, key=facts.age_s, descending=False),
        *premium_columns.COLUMNS,
    )
}  # fmt: skip
"""By name. ``exchange`` and ``name`` are not to be asked for: they come with the market."""
