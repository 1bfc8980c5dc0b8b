"""Tests of amounts of an asset."""

import pytest

from coinwatch.tui.detail.amounts import size_decimals, size_text


@pytest.mark.parametrize(
    ("price", "quote", "decimals"),
    [
        (116e6, "KRW", 5), (78_000.0, "USDT", 5), (3_400_000.0, "KRW", 4), (1_478.0, "KRW", 1),
        (0.0117, "KRW", 0), (0.03, "BTC", 4), (None, "KRW", 0), (1e12, "USDT", 8), (0.0, "USDT", 0),
    ],
)  # fmt: skip
def test_decimals(price: float | None, quote: str, decimals: int) -> None:
    """The dearer an asset is, the more decimals its amounts have."""
    assert size_decimals(price, quote) == decimals


@pytest.mark.parametrize(
    ("size", "decimals", "shown"),
    [
        (0.02054761, 5, "0.02055"), (0.000001, 5, "<0.00001"), (12345.6, 1, "12,345.6"),
        (1_250_000.0, 0, "1.25 M"), (0.4, 0, "<1"), (0.0, 2, "0.00"), (7.0, 0, "7"),
    ],
)  # fmt: skip
def test_text(size: float, decimals: int, shown: str) -> None:
    """Small amounts are never shown as nothing, and large ones are short."""
    assert size_text(size, decimals) == shown
