"""The words everyone shares."""

from coinwatch.model import Market, Quote, build


def test_a_market_prints_as_the_symbol_that_the_command_line_takes() -> None:
    """What is shown can be typed."""
    assert str(Market("upbit", "KRW-BTC", "BTC", "KRW")) == "upbit:KRW-BTC"


def test_build_makes_a_record_of_its_type() -> None:
    """A record that is built equals one that is called, and is of the same type."""
    market = Market("upbit", "KRW-BTC", "BTC", "KRW")
    quote = build(Quote, (market, 1.0, 2.0, None, 3))
    assert quote == Quote(market, 1.0, 2.0, None, 3)
    assert type(quote) is Quote
