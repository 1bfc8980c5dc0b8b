"""Amounts of an asset, as many decimals for all of a market, so that they stand in line."""

from math import ceil, log10

from coinwatch import text

_DOLLARS = {"KRW": 0.0007, "BTC": 80_000.0}
"""Roughly; what is not listed is counted as dollars. Only the number of decimals follows."""

_MOST = 8
_LARGE = 100_000.0


def size_decimals(price: float | None, quote: str) -> int:
    """Return how many decimals tell an amount to about a dollar, at most 8."""
    dollars = (price or 1.0) * _DOLLARS.get(quote, 1.0)
    return min(_MOST, max(0, ceil(log10(dollars)))) if dollars > 0 else 0


def size_text(size: float, decimals: int) -> str:
    """Return an amount: ``0.02054``, ``<0.00001``, and ``1.25 M`` where it is large."""
    if size >= _LARGE:
        return text.compact(size)
    least = 10.0**-decimals
    if 0 < size < least / 2:
        return f"<{least:.{decimals}f}"
    return f"{size:,.{decimals}f}"
