"""The table of `--once`: plain text, aligned by cells, without colours."""

from collections.abc import Sequence

from coinwatch import text
from coinwatch.state import MarketState

HEADINGS = ("Market", "Exchange", "Price", "Change", "Low", "High", "Volume", "Spread", "Age")

_LEFT = 2
"""So many columns are aligned to the left: the words."""

_BASES = {"utc_day": "since 00:00 UTC", "24h": "in the last 24 hours"}


def table(states: Sequence[MarketState], now: float) -> str:
    """Return a line per market, headings above, and what the change refers to below.

    ``now`` is monotonic, in seconds.
    """
    rows = [HEADINGS, *(_row(state, now) for state in states)]
    return f"{aligned(rows, _LEFT)}{_note(states)}\n"


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


def _row(state: MarketState, now: float) -> tuple[str, ...]:
    tick = state.tick()
    market = state.market
    name = f"{market.base}/{market.quote}" if market.quote else market.symbol
    period = tick and tick.period
    age = None if state.traded_at is None else now - state.traded_at
    return (
        text.safe(name),
        market.exchange.capitalize(),
        _price(state, tick and tick.price),
        text.percent(tick and tick.change_pct),
        _price(state, tick and tick.low),
        _price(state, tick and tick.high),
        text.money(period and period.quote_volume, market.quote),
        text.basis_points(state.spread_bp),
        text.age(age),
    )


def _price(state: MarketState, price: float | None) -> str:
    return text.price(price, None if price is None else state.decimals(price))


def _note(states: Sequence[MarketState]) -> str:
    """Return what change, low, high and volume refer to, by exchange where that differs."""
    bases = {state.market.exchange: _BASES[state.day.basis] for state in states if state.day}
    if len(set(bases.values())) <= 1:
        words = next(iter(bases.values()), _BASES["utc_day"])
        return f"Change, low, high and volume {words}."
    each = "; ".join(f"{exchange.capitalize()} {words}" for exchange, words in bases.items())
    return f"Change, low, high and volume: {each}."
