"""One market at one moment, and the facts that several columns and the order need of it."""

from functools import lru_cache
from typing import NamedTuple

from coinwatch import freshness, text
from coinwatch.model import Market, Tick
from coinwatch.premium import Comparison
from coinwatch.state import MarketState
from coinwatch.text import Language
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.words import ENGLISH, Words

FLASH_S = 0.3
"""How long a price that moved stands out, in seconds."""


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
    compared: Comparison | None = None
    """With the dollar price of the same asset; None where no premium is told of the market."""
    abroad: MarketState | None = None
    """The market of that dollar price."""
    premium_change: float | None = None
    """Over five minutes, in percentage points; only where it is shown."""


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
    return state_price(view.state)


def state_price(state: MarketState) -> str:
    """Return a market's last price."""
    last = state.last
    return text.price(last.price, state.decimals(last.price)) if last else text.UNKNOWN


def age_s(view: View) -> float | None:
    """Return how old the price is, in seconds: since the last trade, else since it came."""
    return freshness.age_s(view.state, view.now, view.wall_s)


def change_pct(view: View) -> float | None:
    """Return the change, in percent of what it is measured against."""
    return view.tick.change_pct if view.tick else None


def range_share(view: View) -> float | None:
    """Return where the price is between the period's low, 0, and its high, 1."""
    tick = view.tick
    if tick is None or tick.low is None or tick.high is None or tick.high <= tick.low:
        return None
    return (tick.price - tick.low) / (tick.high - tick.low)


def quote_volume(view: View) -> float | None:
    """Return the turnover of the period, in the quote asset."""
    day = view.tick.period if view.tick else None
    return day.quote_volume if day else None


def premium_pct(view: View) -> float | None:
    """Return the premium in percent; None where there is none, and while it is stale."""
    return view.compared.pct if view.compared else None


def spread_bp(view: View) -> float | None:
    """Return ask less bid, in hundredths of a percent of their middle; None if one is unknown."""
    return view.state.spread_bp


def flashes(view: View, state: MarketState | None = None) -> bool:
    """Return whether the price moved just now; that of the row's own market, or of ``state``."""
    state = state or view.state
    return bool(state.moved) and view.flashing and view.now < state.moved_at + FLASH_S


def holds_until(view: View) -> float:
    """Return until when the row stays as it is if nothing comes, in monotonic seconds."""
    until = view.state.moved_at + FLASH_S if flashes(view) else float("inf")
    age = age_s(view)
    return until if age is None else min(until, view.now + text.age_holds(age))
