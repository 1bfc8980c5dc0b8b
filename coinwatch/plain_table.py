"""The table of `--once`: plain text, aligned by cells, without colours."""

from collections.abc import Mapping, Sequence

from coinwatch import text
from coinwatch.freshness import age_s
from coinwatch.state import MarketState
from coinwatch.text import Language

HEADINGS: Mapping[Language, tuple[str, ...]] = {
    "en": ("Market", "Exchange", "Price", "Change", "Low", "High", "Volume", "Spread", "Age"),
    "ko": ("마켓", "거래소", "현재가", "등락률", "저가", "고가", "거래대금", "스프레드", "경과"),
}

_LEFT = 2
"""So many columns are aligned to the left: the words."""

_BASES: Mapping[Language, Mapping[str, str]] = {
    "en": {"utc_day": "since 00:00 UTC", "24h": "in the last 24 hours"},
    "ko": {"utc_day": "09:00 KST 기준", "24h": "최근 24시간"},
}
_NOTES: Mapping[Language, tuple[str, str]] = {
    "en": ("Change, low, high and volume {}.", "Change, low, high and volume: {}."),
    "ko": ("등락률·저가·고가·거래대금: {}", "등락률·저가·고가·거래대금: {}"),
}
"""What the figures refer to: where that is the same on all exchanges, and where it is not."""


def table(
    states: Sequence[MarketState], now: float, wall_s: float, language: Language = "en"
) -> str:
    """Return a line per market, headings above, and what the change refers to below.

    ``now`` is monotonic and ``wall_s`` since the epoch, both in seconds.
    """
    rows = [HEADINGS[language], *(_row(state, now, wall_s, language) for state in states)]
    return f"{aligned(rows, _LEFT)}{_note(states, language)}\n"


def aligned(rows: Sequence[Sequence[str]], left: int | None = None) -> str:
    """Return ``rows`` as lines, cells aligned by width: the first ``left`` to the left, or all."""
    widths = [max(map(text.width, column)) for column in zip(*rows, strict=True)]
    words = len(widths) if left is None else left
    lines = [
        "  ".join(
            (text.left if place < words else text.right)(cell, width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, ""])


def _row(state: MarketState, now: float, wall_s: float, language: Language) -> tuple[str, ...]:
    tick = state.tick()
    market = state.market
    name = f"{market.base}/{market.quote}" if market.quote else market.symbol
    period = tick and tick.period
    return (
        text.safe(name),
        market.exchange.capitalize(),
        _price(state, tick and tick.price),
        text.percent(tick and tick.change_pct),
        _price(state, tick and tick.low),
        _price(state, tick and tick.high),
        text.money(period and period.quote_volume, market.quote, language),
        text.basis_points(state.spread_bp),
        text.age(age_s(state, now, wall_s)),
    )


def _price(state: MarketState, price: float | None) -> str:
    if price is None:
        return text.UNKNOWN
    decimals = state.decimals(price)
    return text.price(price, _decimals(state) if decimals is None else decimals)


def _decimals(state: MarketState) -> int:
    """Return the decimals that all prices known of a market have in common: those of its tick."""
    tick, quote = state.tick(), state.quote
    prices = [tick.price, tick.low, tick.high] if tick else []
    prices += [quote.bid, quote.ask] if quote else []
    return max(len(text.price(each).partition(".")[2]) for each in prices if each is not None)


def _note(states: Sequence[MarketState], language: Language) -> str:
    """Return what change, low, high and volume refer to, by exchange where that differs."""
    known, (same, differing) = _BASES[language], _NOTES[language]
    bases = {state.market.exchange: known[state.day.basis] for state in states if state.day}
    if len(set(bases.values())) <= 1:
        return same.format(next(iter(bases.values()), known["utc_day"]))
    each = "; ".join(f"{exchange.capitalize()} {words}" for exchange, words in bases.items())
    return differing.format(each)
