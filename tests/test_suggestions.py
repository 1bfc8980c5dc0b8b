"""What was probably meant."""

import pytest

from coinwatch.suggestions import ONE_SLIP, nearest, with_exchange


def test_finds_near_words() -> None:
    """The likeliest comes first, no more than asked for, nothing far off or much less alike."""
    words = ["sort", "symbols", "symbol", "fps"]
    assert nearest("symbool", words) == ("symbol", "symbols")
    assert nearest("symbool", words, 1) == ("symbol",)
    assert nearest("zzz", words) == ()
    assert nearest("repaly", ["replay"], 1, ONE_SLIP) == ("replay",)
    assert nearest("play", ["replay"], 1, ONE_SLIP) == ()
    assert nearest("play", ["replay"]) == ("replay",)
    assert nearest("BTCC", ["BTCXRP", "BTC", "BTCSOL"]) == ("BTC",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KRW-BTC", ["upbit:KRW-BTC"]),
        ("btc/krw", ["upbit:KRW-BTC"]),
        ("BTC_USDT", ["binance:BTCUSDT"]),
        ("KRW-USDT", ["upbit:KRW-USDT"]),
        ("BTC-ETH", ["upbit:BTC-ETH"]),
        ("*usdt", ["binance:*USDT"]),
        ("KRW-", []),
        ("a-b-c", []),
    ],
)
def test_the_exchange_that_a_symbol_lacks(text: str, found: list[str]) -> None:
    """Whose home quote it is priced in, whichever way round; else who spells markets so."""
    assert with_exchange(text, ("upbit", "binance", "toy")) == found
