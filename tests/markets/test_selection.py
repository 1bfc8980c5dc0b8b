"""Tests of which markets are listed, and in what order."""

from coinwatch.markets.selection import nearest_names, select
from coinwatch.model import Listing, Market

KRW_BTC = Listing(Market("upbit", "KRW-BTC", "BTC", "KRW"), "비트코인", "Bitcoin")
USDT_BTC = Listing(Market("upbit", "USDT-BTC", "BTC", "USDT"), "비트코인", "Bitcoin")
BTC_ETH = Listing(Market("upbit", "BTC-ETH", "ETH", "BTC"), "이더리움", "Ethereum")
ETHBTC = Listing(Market("binance", "ETHBTC", "ETH", "BTC"))
BTCUSDT = Listing(Market("binance", "BTCUSDT", "BTC", "USDT"), "비트코인", "Bitcoin")
ALL = [ETHBTC, BTCUSDT, BTC_ETH, USDT_BTC, KRW_BTC]


def test_without_a_query_all_are_listed() -> None:
    """By exchange, home quotes first."""
    assert select(ALL, " ", "") == [KRW_BTC, BTC_ETH, USDT_BTC, BTCUSDT, ETHBTC]
    assert select(ALL, "", "btc") == [BTC_ETH, ETHBTC]


def test_with_a_query_the_best_are_first() -> None:
    """Of equals those in a home quote."""
    assert select(ALL, "비트코인", "") == [BTCUSDT, KRW_BTC, USDT_BTC]
    assert select(ALL, "bitcoin", "USDT") == [BTCUSDT, USDT_BTC]
    assert select(ALL, "doge", "") == []


def test_what_is_nearly_a_name_is_told() -> None:
    """In the spelling of the list."""
    assert nearest_names("bitcion", ALL)[0] == "Bitcoin"
    assert nearest_names("이더리음", ALL) == ("이더리움",)
    assert nearest_names("zzzzz", ALL) == ()
