"""What the columns of the premium view show: a row is an asset, its state the won market's."""

from collections.abc import Sequence
from math import floor, log10

from coinwatch import text
from coinwatch.premium import Leg, suspect
from coinwatch.state import MarketState
from coinwatch.tui import view
from coinwatch.tui.badges import marked, marked_need
from coinwatch.tui.column import FLASHES, Cell, Column, aged, by_sign, muted
from coinwatch.tui.roles import Role
from coinwatch.tui.view import View

MOST_ASSET = 12
"""Cells that an asset and its mark may take; a mark that comes later widens the column."""

GAP_DIGITS = 4
"""A gap is told to this many digits below the first of its price, and in whole won at least."""

NAMES = (
    "asset", "krw_price", "usd_price", "asset_premium", "gap", "premium_change", "premium_trend",
    "krw_volume", "usd_volume", "krw_age", "usd_age",
)  # fmt: skip
"""The columns in their order."""


def _asset(shown: View, _width: int) -> Cell:
    return marked(_code(shown), _legs(shown), shown.words, MOST_ASSET)


def _legs(shown: View) -> Sequence[MarketState]:
    return (shown.state, shown.abroad) if shown.abroad else (shown.state,)


def _code(shown: View) -> str:
    return text.safe(shown.state.market.base)


def _krw_price(shown: View, _width: int) -> Cell:
    return _price(shown, shown.state)


def _usd_price(shown: View, _width: int) -> Cell:
    return _price(shown, shown.abroad)


def _price(shown: View, state: MarketState | None) -> Cell:
    role = Role.MUTED if state is None or state.last is None else Role.TEXT
    if state is not None and view.flashes(shown, state):
        role = FLASHES[state.moved]
    return ((_price_text(shown, state), role),)


def _price_text(shown: View, state: MarketState | None) -> str:
    """Return a market's price of one unit of the asset, as it is counted in Korea."""
    if state is None or state.last is None or shown.compared is None:
        return text.UNKNOWN
    if state is shown.abroad and shown.compared.pair.units != 1:
        return text.price(shown.compared.usd.price)
    return view.state_price(state)


def premium(shown: View, _width: int) -> Cell:
    """Show a premium with its sign; ``?`` before one that is too large to be true."""
    compared = shown.compared
    if compared is None:
        return (("·", Role.FAINT),)
    pct = compared.pct
    if pct is None:
        known = compared.complete
        return ((shown.words.stale, Role.WARN),) if known else muted(text.UNKNOWN)
    if suspect(pct):
        return ((f"?{text.signed(pct, 0)}%", Role.WARN),)
    return ((text.percent(pct, ""), by_sign(pct)),)


def _gap(shown: View, _width: int) -> Cell:
    gap = _gap_krw(shown)
    if gap is None:
        return muted(text.UNKNOWN)
    price = shown.state.last.price if shown.state.last else 1.0
    # A percent of the price in three digits, though orders go in coarser steps.
    decimals = max(0, GAP_DIGITS - floor(log10(price)))
    return ((text.signed(gap, decimals), by_sign(gap)),)


def _change(shown: View, _width: int) -> Cell:
    change = shown.premium_change
    if change is None:
        return muted(text.UNKNOWN)
    return ((f"{text.signed(change, 2)}{shown.words.premium.points}", by_sign(change)),)


def _trend(shown: View, _width: int) -> Cell:
    return (shown.trend,)


def _krw_volume(shown: View, _width: int) -> Cell:
    return _volume(shown, shown.state)


def _usd_volume(shown: View, _width: int) -> Cell:
    return _volume(shown, shown.abroad)


def _volume(shown: View, state: MarketState | None) -> Cell:
    volume = _turnover(state)
    if state is None or volume is None:
        return muted(text.UNKNOWN)
    return ((text.money(volume, state.market.quote, shown.language), Role.TEXT),)


def _turnover(state: MarketState | None) -> float | None:
    tick = state.tick() if state else None
    return tick.period.quote_volume if tick and tick.period else None


def _krw_age(shown: View, width: int) -> Cell:
    return _leg_age(shown, shown.compared.krw if shown.compared else None, width)


def _usd_age(shown: View, width: int) -> Cell:
    return _leg_age(shown, shown.compared.usd if shown.compared else None, width)


def _leg_age(shown: View, leg: Leg | None, width: int) -> Cell:
    if leg is None or leg.price is None:
        return muted(text.UNKNOWN)
    return aged(shown, leg.age_s, width, stale=leg.stale)


def _gap_krw(shown: View) -> float | None:
    return shown.compared.gap_krw if shown.compared else None


def _by_krw(shown: View) -> float | None:
    return shown.compared.krw.price if shown.compared else None


def _by_usd(shown: View) -> float | None:
    return shown.compared.usd.price if shown.compared else None


COLUMNS = (
    Column(
        "asset", _asset, 6, MOST_ASSET, 0, left=True, key=_code, descending=False,
        need=lambda shown: marked_need(_code(shown), _legs(shown), shown.words),
    ),
    Column(
        "krw_price", _krw_price, 9, 24, 1, key=_by_krw,
        need=lambda shown: len(_price_text(shown, shown.state)),
    ),
    Column(
        "usd_price", _usd_price, 9, 24, 2, key=_by_usd,
        need=lambda shown: len(_price_text(shown, shown.abroad)),
    ),
    Column("asset_premium", premium, 7, 8, 0, key=view.premium_pct),
    Column("gap", _gap, 9, 16, 4, key=_gap_krw),
    Column("premium_change", _change, 7, 8, 3, key=lambda shown: shown.premium_change),
    Column("premium_trend", _trend, 8, 300, 6, left=True, trend=True),
    Column("krw_volume", _krw_volume, 9, 14, 8, key=lambda shown: _turnover(shown.state)),
    Column("usd_volume", _usd_volume, 9, 14, 9, key=lambda shown: _turnover(shown.abroad)),
    Column(
        "krw_age", _krw_age, 5, 9, 5, descending=False,
        key=lambda shown: shown.compared.krw.age_s if shown.compared else None,
    ),
    Column(
        "usd_age", _usd_age, 5, 9, 5, descending=False,
        key=lambda shown: shown.compared.usd.age_s if shown.compared else None,
    ),
)  # fmt: skip
"""Beside those that the main table has as well: the name and the premium itself."""
