"""The table of `--once`."""

from coinwatch import text
from coinwatch.model import Group, Listing, Market, Quote, Ticker, Trade
from coinwatch.plain_table import table
from coinwatch.store import Store

T0 = 1_790_000_000_000
WALL_S = T0 / 1000 + 2.5
UPBIT = Market("upbit", "KRW-BTC", "BTC", "KRW")
BINANCE = Market("binance", "SHIBUSDT", "SHIB", "USDT")
ODD = Market("binance", "ODDCOIN", "", "")


def _store() -> Store:
    store = Store()
    store.watch([Group("Main", (UPBIT, BINANCE, ODD))], 0.0)
    store.describe([Listing(UPBIT, decimals=((0.0, 0),)), Listing(BINANCE, decimals=((0.0, 8),))])
    store.put(
        Ticker(
            UPBIT, 116_539_000.0, 0.1, "buy", 115e6, 117e6, 114e6, 812.5, 8.123e11, 115e6,
            "utc_day", T0, T0 * 1_000_000, traded_ms=T0,
        ),
        100.0,
    )  # fmt: skip
    store.put(Quote(UPBIT, 116_538_000.0, 116_539_000.0, T0, 0), 100.0)
    store.put(Trade(BINANCE, 0.00000793, 1.0, "sell", 1, T0, T0 * 1_000_000), 40.0)
    return store


def test_aligns_what_is_known_and_dashes_what_is_not() -> None:
    """Prices with the market's decimals and separators, ages, and the basis of the change."""
    store = _store()
    lines = table([store.state(market) for market in store.markets], 102.5, WALL_S).splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "Market Exchange Price Change Low High Volume Spread Age",
        "BTC/KRW Upbit 116,539,000 +1.34 % 114,000,000 117,000,000 812.3 B₩ 0.1 bp 2 s",
        "SHIB/USDT Binance 0.00000793 — — — — — 1 m",
        "ODDCOIN Binance — — — — — — —",
        "Change, low, high and volume since 00:00 UTC.",
    ]
    assert [len(line) for line in lines[:4]] == [len(lines[0])] * 4
    assert len({line.index("Upbit" if "KRW" in line else "Binance") for line in lines[1:4]}) == 1


def test_says_where_the_bases_differ() -> None:
    """Side by side, a change since midnight and one of 24 hours are not the same thing."""
    store = _store()
    store.put(
        Ticker(
            BINANCE, 8e-06, None, None, 8e-06, 9e-06, 7e-06, 1.0, 1.0, 8e-06,
            "24h", T0, T0 * 1_000_000, live=False,
        ),
        100.0,
    )  # fmt: skip
    assert table([store.state(market) for market in store.markets], 102.5, WALL_S).splitlines()[
        -1
    ] == ("Change, low, high and volume: Upbit since 00:00 UTC; Binance in the last 24 hours.")


def test_speaks_korean() -> None:
    """Headings, amounts and what they refer to; columns aligned by cells."""
    store = _store()
    lines = table([store.state(UPBIT)], 102.5, WALL_S, "ko").splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "마켓 거래소 현재가 등락률 저가 고가 거래대금 스프레드 경과",
        "BTC/KRW Upbit 116,539,000 +1.34 % 114,000,000 117,000,000 8,123억₩ 0.1 bp 2 s",
        "등락률·저가·고가·거래대금: 09:00 KST 기준",
    ]
    assert text.width(lines[0]) == text.width(lines[1])


def test_a_price_of_unknown_decimals_has_those_of_its_row() -> None:
    """The tick that all its prices are multiples of, as far as they tell; and its own age."""
    store = Store()
    store.watch([Group("Main", (BINANCE,))], 0.0)
    store.put(
        Ticker(
            BINANCE, 1.4, None, None, 1.3, 1.4012, 1.31, 1.0, 1.0, 1.3,
            "utc_day", T0, T0 * 1_000_000, live=False,
        ),
        100.0,
    )  # fmt: skip
    store.put(Quote(BINANCE, 1.39, 1.40002, T0, 0), 100.0)
    row = table([store.state(BINANCE)], 102.5, WALL_S).splitlines()[1].split()
    assert row[2:8] == ["1.40000", "+7.69", "%", "1.31000", "1.40120", "1.00$"]
    assert row[-2:] == ["2", "s"]
