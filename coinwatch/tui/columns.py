"""What each column shows of a market: text and what it means, from the state alone.

A new column is a function and a line in ``COLUMNS``.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Market, Tick
from coinwatch.store import MarketState
from coinwatch.text import Language
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.words import ENGLISH, Words

FLASH_S = 0.3
"""How long a price that moved stands out, in seconds."""

ROOMY_CHANGE = 9
"""Cells from which on there is a space before the percent sign."""

_ARROWS = {1: "▲", -1: "▼", 0: " "}
_MOVED = {1: Role.UP, -1: Role.DOWN, 0: Role.TEXT}
_FLASHES = {1: Role.FLASH_UP, -1: Role.FLASH_DOWN}


class View(NamedTuple):
    """One market at one moment, and how to show it."""

    state: MarketState
    tick: Tick | None
    now: float
    """Monotonic, in seconds."""
    wall_s: float
    """Since the epoch, in seconds."""
    trend: Span = ("", Role.MUTED)
    """The sparkline, drawn already."""
    stale: bool = False
    """Whether the feed stopped and nothing newer came since."""
    flashing: bool = True
    """Whether a move may flash; not in a frozen picture."""
    tight: bool = False
    language: Language = "en"
    words: Words = ENGLISH


Cell = tuple[Span, ...]
Paint = Callable[[View, int], Cell]
SortKey = Callable[[View], float | str | None]


class Column(NamedTuple):
    """How to show a column, where to drop it, and how to sort by it."""

    name: str
    paint: Paint
    least: int
    """Cells, gap not counted."""
    most: int
    rank: int
    """Narrow screens drop the highest first."""
    left: bool = False
    """Whether its text starts at the left edge; numbers end at the right one."""
    close: bool = False
    """Whether it belongs to the column before it."""
    key: SortKey | None = None
    """None where there is nothing to sort by."""
    descending: bool = True
    """Which way to sort by it first."""


@lru_cache(maxsize=4096)
def pair(market: Market) -> str:
    """Return ``BTC/KRW``, or the exchange's spelling where no list told what it means yet."""
    return text.safe(f"{market.base}/{market.quote}" if market.base else market.symbol)


@lru_cache(maxsize=64)
def exchange_title(exchange: str) -> str:
    """Return an exchange's name as people write it."""
    return text.safe(exchange).capitalize()


def name_of(view: View) -> str:
    """Return what a market's asset is called in the view's language; empty where unknown."""
    listing = view.state.listing
    korean = view.language == "ko" and listing.korean_name
    return text.safe(korean or listing.english_name)


def price_text(view: View) -> str:
    """Return the last price without its arrow."""
    last = view.state.last
    return text.price(last.price, view.state.decimals(last.price)) if last else text.UNKNOWN


def age_s(view: View) -> float | None:
    """Return how old the price is, in seconds: since the last trade, else since it came."""
    state = view.state
    if state.traded_at is not None:
        return max(0.0, view.now - state.traded_at)
    return max(0.0, view.wall_s - state.last.received_ns / 1e9) if state.last else None


def trend(prices: Sequence[float | None], width: int) -> Span:
    """Return a sparkline in ``width`` cells, and which way it goes from end to end."""
    known = [price for price in prices if price is not None]
    if not known or known[-1] == known[0]:
        return text.sparkline(prices, width), Role.MUTED
    role = Role.TREND_UP if known[-1] > known[0] else Role.TREND_DOWN
    return text.sparkline(prices, width), role


def flashes(view: View) -> bool:
    """Return whether the price moved just now."""
    state = view.state
    return bool(state.moved) and view.flashing and view.now - state.moved_at < FLASH_S


def holds_until(view: View) -> float:
    """Return until when the row stays as it is if nothing comes, in monotonic seconds."""
    until = view.state.moved_at + FLASH_S if flashes(view) else float("inf")
    age = age_s(view)
    return until if age is None else min(until, view.now + text.age_holds(age))


def spread_bp(view: View) -> float | None:
    """Return ask less bid, in hundredths of a percent of their middle."""
    quote = view.state.quote
    if quote is None or quote.bid is None or quote.ask is None:
        return None
    return (quote.ask - quote.bid) / (quote.ask + quote.bid) * 20_000


def _market(view: View, width: int) -> Cell:
    return ((text.cut(pair(view.state.market), width), Role.STRONG),)


def _exchange(view: View, width: int) -> Cell:
    return ((exchange_title(view.state.market.exchange)[:width], Role.MUTED),)


def _name(view: View, width: int) -> Cell:
    return ((text.cut(name_of(view), width), Role.MUTED),)


def _price(view: View, _width: int) -> Cell:
    shown = price_text(view)
    moved = view.state.moved
    space = "" if view.tight else " "
    if flashes(view):
        return ((f"{shown}{space}{_ARROWS[moved]}", _FLASHES[moved]),)
    return (shown, Role.TEXT), (f"{space}{_ARROWS[moved]}", _MOVED[moved])


def _change(view: View, width: int) -> Cell:
    change = view.tick and view.tick.change_pct
    shown = text.percent(change, " " if width >= ROOMY_CHANGE else "")
    return ((shown, _direction(change)),)


def _direction(change: float | None) -> Role:
    if change is None:
        return Role.MUTED
    return Role.UP if change > 0 else Role.DOWN if change < 0 else Role.TEXT


def _range(view: View, width: int) -> Cell:
    tick = view.tick
    bar = text.range_bar(tick.low, tick.high, tick.price, width) if tick else text.UNKNOWN
    before, dot, after = bar.partition("●")
    return ((before, Role.FAINT), (dot, Role.TEXT), (after, Role.FAINT)) if dot else _unknown(bar)


def _volume(view: View, _width: int) -> Cell:
    day = view.tick and view.tick.period
    quote = view.state.market.quote
    shown = text.money(day.quote_volume, quote, view.language) if day else text.UNKNOWN
    return ((shown, Role.TEXT),) if day else _unknown(shown)


def _spread(view: View, _width: int) -> Cell:
    return _unknown(text.basis_points(spread_bp(view)))


def _premium(_view: View, _width: int) -> Cell:
    return (("·", Role.FAINT),)


def _sparkline(view: View, _width: int) -> Cell:
    return (view.trend,)


def _age(view: View, width: int) -> Cell:
    shown = text.age(age_s(view))
    if not view.stale:
        return _unknown(shown)
    stale = view.words.stale
    full = f"{stale} {text.age(age_s(view), '')}"
    return ((full if text.width(full) <= width else stale, Role.WARN),)


def _unknown(shown: str) -> Cell:
    return ((shown, Role.MUTED),)


def _by_market(view: View) -> str:
    return pair(view.state.market)


def _by_price(view: View) -> float | None:
    return view.state.last.price if view.state.last else None


def _by_change(view: View) -> float | None:
    return view.tick.change_pct if view.tick else None


def _by_range(view: View) -> float | None:
    tick = view.tick
    if tick is None or tick.low is None or tick.high is None or tick.high <= tick.low:
        return None
    return (tick.price - tick.low) / (tick.high - tick.low)


def _by_volume(view: View) -> float | None:
    day = view.tick.period if view.tick else None
    return day.quote_volume if day else None


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("market", _market, 8, 24, 0, left=True, key=_by_market, descending=False),
        Column("exchange", _exchange, 2, 12, 0, left=True, close=True),
        Column("name", _name, 10, 24, 9, left=True),
        Column("price", _price, 13, 24, 1, key=_by_price),
        Column("change", _change, 8, 9, 2, key=_by_change),
        Column("range", _range, 9, 24, 7, left=True, key=_by_range),
        Column("volume", _volume, 9, 14, 6, key=_by_volume),
        Column("spread", _spread, 8, 9, 8, key=spread_bp, descending=False),
        Column("premium", _premium, 8, 8, 10),
        Column("sparkline", _sparkline, 8, 300, 5, left=True),
        Column("age", _age, 5, 9, 3, key=age_s, descending=False),
    )
}
"""By name. ``exchange`` and ``name`` are not to be asked for: they come with the market."""
