"""Tests of the markets as a table and as lines."""

import orjson

from coinwatch.markets.report import lines, table
from coinwatch.model import Listing, Market

BTC = Listing(
    Market("upbit", "KRW-BTC", "BTC", "KRW"), "비트코인", "Bitcoin", ((100.0, 0), (0.0, 8))
)
BTT = Listing(Market("upbit", "KRW-BTT", "BTT", "KRW"), "비트토렌트", "BitTorrent", caution="a, b")
BTCUSDT = Listing(Market("binance", "BTCUSDT", "BTC", "USDT"), trading=False)


def test_a_line_has_every_key() -> None:
    """What the exchange does not have is null; warnings are a list."""
    first, second, third = map(orjson.loads, lines([BTC, BTT, BTCUSDT]).splitlines())
    assert list(first.items()) == [
        ("v", 1), ("type", "market"), ("exchange", "upbit"), ("symbol", "KRW-BTC"),
        ("base", "BTC"), ("quote", "KRW"), ("english_name", "Bitcoin"),
        ("korean_name", "비트코인"), ("decimals", [[100.0, 0], [0.0, 8]]), ("trading", True),
        ("warnings", []),
    ]  # fmt: skip
    assert second["warnings"] == ["a", "b"]
    assert (third["english_name"], third["korean_name"], third["trading"]) == (None, None, False)


def test_a_table_is_aligned_by_cells() -> None:
    """Hangul takes two."""
    assert table([BTC, BTT, BTCUSDT]) == (
        "Market           Pair      Name        Korean      Note\n"
        "upbit:KRW-BTC    BTC/KRW   Bitcoin     비트코인\n"
        "upbit:KRW-BTT    BTT/KRW   BitTorrent  비트토렌트  a, b\n"
        "binance:BTCUSDT  BTC/USDT                          not trading\n"
    )
    assert table([]) == ""


def test_a_name_from_outside_cannot_fool_a_terminal() -> None:
    """Controls are shown as symbols."""
    odd = BTC._replace(english_name="\x1b[31mred")
    assert "␛[31mred" in table([odd])
