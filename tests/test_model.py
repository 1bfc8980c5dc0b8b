"""The words everyone shares."""

from coinwatch.model import Market


def test_a_market_prints_as_the_symbol_that_the_command_line_takes() -> None:
    """What is shown can be typed."""
    assert str(Market("upbit", "KRW-BTC", "BTC", "KRW")) == "upbit:KRW-BTC"
