"""How Binance spells markets, and its answers over REST."""

from decimal import Decimal

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.errors import DecodeError, SymbolError
from coinwatch.exchanges.base import Request
from coinwatch.exchanges.binance_rest import QUOTES, BinanceRest, statistics
from coinwatch.model import Basis, Candle, Interval, Listing, Market, Ticker

BTC = Market("binance", "BTCUSDT", "BTC", "USDT")
ETH = Market("binance", "ETHBTC", "ETH", "BTC")
NOW_MS = 1_790_000_000_123
NS = NOW_MS * 1_000_000

ROW = {
    "symbol": "BTCUSDT",
    "openPrice": "83000.00000000",
    "highPrice": "84500.50000000",
    "lowPrice": "82750.01000000",
    "lastPrice": "84210.17000000",
    "volume": "30195.39867000",
    "quoteVolume": "2533420135.28113970",
    "openTime": 1_789_913_600_000,
    "closeTime": NOW_MS - 23,
    "firstId": 1,
    "lastId": 2,
    "count": 2,
}
TICKER = Ticker(
    market=BTC,
    price=84210.17,
    size=None,
    side=None,
    open=83000.0,
    high=84500.5,
    low=82750.01,
    volume=30195.39867,
    quote_volume=2533420135.2811397,
    reference=83000.0,
    basis="24h",
    exchange_ms=NOW_MS - 23,
    received_ns=NS,
)
KLINE = [
    1_789_999_980_000, "84200.00000000", "84211.00000000", "84199.50000000", "84210.17000000",
    "1.50000000", 1_790_000_039_999, "126315.25500000", 101, "1.0", "84210.0", "0",
]  # fmt: skip
CANDLE = Candle(BTC, "1m", 1_789_999_980_000, 84200.0, 84211.0, 84199.5, 84210.17, 1.5, 126315.255)


def tickers(*rows: object, basis: Basis = "24h") -> list[Ticker]:
    """Return what an answer of such rows says."""
    return BinanceRest([BTC, ETH], basis).parse_tickers(orjson.dumps(rows), NS)


def symbol(**fields: object) -> dict[str, object]:
    """Return what the market list says of one market."""
    row = {"symbol": "BTCUSDT", "status": "TRADING", "baseAsset": "BTC", "quoteAsset": "USDT"}
    return {**row, "filters": [], **fields}


def listings(*rows: object) -> list[Listing]:
    """Return what a market list of such rows says."""
    return BinanceRest.parse_listings([orjson.dumps({"timezone": "UTC", "symbols": rows})])


@pytest.mark.parametrize(
    ("spelled", "market"),
    [
        ("BTCUSDT", BTC),
        ("btcusdt", BTC),
        ("ethbtc", ETH),
        ("BTCFDUSD", Market("binance", "BTCFDUSD", "BTC", "FDUSD")),
        ("FDUSDUSDT", Market("binance", "FDUSDUSDT", "FDUSD", "USDT")),
        ("BTCEURI", Market("binance", "BTCEURI", "BTC", "EURI")),
        ("1000SATSTRY", Market("binance", "1000SATSTRY", "1000SATS", "TRY")),
        ("这是测试币456usdt", Market("binance", "这是测试币456USDT", "这是测试币456", "USDT")),
        ("DOTUSD", Market("binance", "DOTUSD", "", "")),
        ("BTCXYZ", Market("binance", "BTCXYZ", "", "")),
        ("USDT", Market("binance", "USDT", "", "")),
    ],
)
def test_a_symbol_is_split_at_its_quote(spelled: str, market: Market) -> None:
    """The longest known quote at the end is split off; without one both assets are unknown."""
    assert BinanceRest.market(spelled) == market


@pytest.mark.parametrize("quote", QUOTES)
def test_every_known_quote_is_found(quote: str) -> None:
    """A market of an asset that ends in no quote is split for every known quote."""
    assert BinanceRest.market(f"XX{quote}") == Market("binance", f"XX{quote}", "XX", quote)


@pytest.mark.parametrize("spelled", ["KRW-BTC", "BTC/USDT", "", "B", "BTC USDT", "A" * 51, "a@b"])
def test_what_cannot_be_a_symbol_is_refused(spelled: str) -> None:
    """A symbol that Binance could not spell is refused with a word on how it does."""
    with pytest.raises(SymbolError) as caught:
        BinanceRest.market(spelled)
    assert caught.value.message.startswith("Binance has no market '")
    assert caught.value.hint == (
        "Binance writes base and quote without a sign between them: BTCUSDT."
    )


def test_a_pair_is_a_market() -> None:
    """Base and quote are what was asked for, known quote or not."""
    assert BinanceRest.pair("btc", "usdt") == BTC
    assert BinanceRest.pair("DOT", "USD") == Market("binance", "DOTUSD", "DOT", "USD")
    assert BinanceRest.pair("X", "TUSDT") == Market("binance", "XTUSDT", "X", "TUSDT")


@pytest.mark.parametrize(("base", "quote"), [("", "USDT"), ("BTC", ""), ("B-C", "USDT")])
def test_a_pair_without_an_asset_is_refused(base: str, quote: str) -> None:
    """Both sides of a pair have a name."""
    with pytest.raises(SymbolError):
        BinanceRest.pair(base, quote)


def test_nothing_is_known_before_the_market_list() -> None:
    """Tick sizes stand in the market list only."""
    assert BinanceRest.listing(BTC) == Listing(BTC)


def test_the_market_list_is_one_request() -> None:
    """All markets come at once, halted ones included, without the long lists of permissions."""
    request = Request("/api/v3/exchangeInfo", (("showPermissionSets", "false"),), 20)
    assert BinanceRest.listing_requests() == (request,)


def test_a_market_list_is_read() -> None:
    """Assets, decimals and whether and why a market does not trade arrive as the list has them."""
    rules = [
        {"filterType": "LOT_SIZE", "stepSize": "0.00001000"},
        {"filterType": "PRICE_FILTER", "minPrice": "0.01", "tickSize": "0.01000000"},
    ]
    halted = symbol(symbol="DOTUSD", baseAsset="DOT", quoteAsset="USD", status="BREAK")
    assert listings(symbol(filters=rules), halted) == [
        Listing(BTC, decimals=((0.0, 2),)),
        Listing(Market("binance", "DOTUSD", "DOT", "USD"), trading=False, caution="break"),
    ]


@pytest.mark.parametrize(
    ("tick_size", "decimals"),
    [
        ("0.01000000", ((0.0, 2),)),
        ("0.00000001", ((0.0, 8),)),
        ("1.00000000", ((0.0, 0),)),
        ("1.00", ((0.0, 0),)),
        ("1", ((0.0, 0),)),
        ("10.00000000", ((0.0, 0),)),
        ("0.25", ((0.0, 2),)),
        ("0.00000000", ()),
        ("0", ()),
    ],
)
def test_a_tick_size_tells_the_decimals(
    tick_size: str, decimals: tuple[tuple[float, int], ...]
) -> None:
    """Padding zeros do not count, and a tick size of 0 means that there is none."""
    (found,) = listings(symbol(filters=[{"filterType": "PRICE_FILTER", "tickSize": tick_size}]))
    assert found.decimals == decimals


@settings(derandomize=True, deadline=None)
@given(st.decimals(min_value="0.00000001", max_value=100_000, places=8))
def test_decimals_are_those_of_the_decimal_number(size: Decimal) -> None:
    """For any tick size the decimals are as many as the number has without padding."""
    (found,) = listings(symbol(filters=[{"filterType": "PRICE_FILTER", "tickSize": f"{size:.8f}"}]))
    exponent = size.normalize().as_tuple().exponent
    assert found.decimals == ((0.0, max(0, -int(exponent))),)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "not JSON"),
        (b"[]", "a field of the wrong type"),
        (b"{}", "no field 'symbols'"),
        (b'{"symbols":[{}]}', "no field 'symbol'"),
        (b'{"symbols":5}', "a field of the wrong type"),
        (b'{"code":-1121,"msg":"Invalid symbol."}', "-1121: Invalid symbol."),
        (b'{"code":0,"msg":"a restricted location\\u001b"}', "0: a restricted location␛"),
        (b'{"code":-1003}', "no field 'msg'"),
        (orjson.dumps({"symbols": [symbol(baseAsset=None)]}), "a text that is None"),
        (orjson.dumps({"symbols": [symbol(filters=[1])]}), "a field of the wrong type"),
        (
            orjson.dumps({"symbols": [symbol(filters=[{"filterType": "PRICE_FILTER"}])]}),
            "no field 'tickSize'",
        ),
    ],
)
def test_a_wrong_market_list_is_refused(body: bytes, reason: str) -> None:
    """An answer that is no market list raises DecodeError, in Binance's words where it has some."""
    with pytest.raises(DecodeError) as caught:
        BinanceRest.parse_listings([body])
    assert caught.value.message == f"Binance market list: {reason}"


@pytest.mark.parametrize("tick_size", [0.01, None, "", "-0.01", "1E-8", "nan", "0." + "0" * 30])
def test_a_tick_size_that_is_none_is_refused(tick_size: object) -> None:
    """A tick size is a plain decimal in a text, never a float."""
    with pytest.raises(DecodeError, match=r"^Binance market list: a tick size that is "):
        listings(symbol(filters=[{"filterType": "PRICE_FILTER", "tickSize": tick_size}]))


@pytest.mark.parametrize(
    ("basis", "path", "weights"),
    [
        ("24h", "/api/v3/ticker/24hr", [2, 2, 40, 40]),
        ("utc_day", "/api/v3/ticker/tradingDay", [4, 80, 84, 200]),
    ],
)
def test_statistics_are_asked_for(basis: Basis, path: str, weights: list[int]) -> None:
    """Each basis has its address, and a request's weight depends on how many it names."""
    found = []
    for count in (1, 20, 21, 100):
        markets = [BinanceRest.market(f"C{number}USDT") for number in range(count)]
        (request,) = BinanceRest.ticker_requests(markets, basis)
        symbols = "[" + ",".join(f'"C{number}USDT"' for number in range(count)) + "]"
        assert request.path == path
        assert request.params == (("symbols", symbols), ("type", "MINI"))
        found.append(request.weight)
    assert found == weights


def test_statistics_are_asked_for_in_chunks() -> None:
    """A request names at most a hundred markets."""
    markets = [BinanceRest.market(f"C{number}USDT") for number in range(101)]
    first, second = BinanceRest.ticker_requests(markets, "24h")
    assert len(orjson.loads(first.params[0][1])) == 100
    assert second.params[0] == ("symbols", '["C100USDT"]')
    assert BinanceRest.ticker_requests([], "24h") == ()


def test_statistics_are_read() -> None:
    """Every value arrives; what the answer does not have is None."""
    assert tickers(ROW) == [TICKER]
    assert [*map(type, tickers(ROW)[0])] == [*map(type, TICKER)]
    assert TICKER.live
    empty = ROW | {"symbol": "ETHBTC", "openPrice": "0", "highPrice": "0.0", "lowPrice": "0"}
    nothing = TICKER._replace(market=ETH, open=None, high=None, low=None, reference=None)
    assert tickers(ROW, empty) == [TICKER, nothing]
    assert tickers() == []


def test_a_row_of_numbers_is_a_ticker() -> None:
    """The size of the last trade may be there."""
    row = [84210.17, 83000, 84500.5, 82750.01, 30195.39867, 2533420135.2811397, 2]
    found = statistics(BTC, "24h", row, NOW_MS - 23, NS, live=True)
    assert found == (TICKER._replace(size=2.0),)
    assert [*map(type, found[0])] == [*map(type, TICKER._replace(size=2.0))]


def test_statistics_of_a_day_are_from_now_at_the_latest() -> None:
    """The day's closing time is in the future, and nothing can be newer than its arrival."""
    row = ROW | {"closeTime": 1_790_035_199_999}
    assert tickers(row, basis="utc_day") == [TICKER._replace(basis="utc_day", exchange_ms=NOW_MS)]


def test_a_market_that_never_traded_has_no_statistics() -> None:
    """It does not make the answer for the other markets unreadable."""
    zeros = {name: "0.00000000" for name, value in ROW.items() if type(value) is str}
    assert tickers(zeros | {"symbol": "ETHBTC", "closeTime": NOW_MS}, ROW) == [TICKER]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"symbol": "DOGEUSDT"}, "'DOGEUSDT' is not known here"),
        ({"lastPrice": "0"}, "a number out of its range"),
        ({"lastPrice": "nan"}, "a field that cannot be read"),
        ({"lastPrice": None}, "a field of the wrong type"),
        ({"volume": "-1"}, "a number that is -1"),
        ({"volume": "true"}, "a number that is none"),
        ({"closeTime": "0"}, "a whole number that is '0'"),
    ],
)
def test_wrong_statistics_are_refused(fields: dict[str, object], reason: str) -> None:
    """One wrong field refuses the answer."""
    with pytest.raises(DecodeError) as caught:
        tickers(ROW | fields)
    assert caught.value.message == f"Binance tickers: {reason}"


def test_an_answer_that_is_no_list_is_refused() -> None:
    """Statistics and candles come as lists; a refusal comes in Binance's own words."""
    rest = BinanceRest([BTC], "24h")
    for body, reason in (
        (b"{}", "not a list"),
        (b'{"code":-1003,"msg":"Too much."}', "-1003: Too much."),
    ):
        with pytest.raises(DecodeError) as caught:
            rest.parse_tickers(body, NS)
        assert caught.value.message == f"Binance tickers: {reason}"
        with pytest.raises(DecodeError) as caught:
            rest.parse_candles(BTC, "1m", body)
        assert caught.value.message == f"Binance candles: {reason}"


@pytest.mark.parametrize("interval", ["1m", "5m", "15m", "1h", "1d"])
def test_candles_are_asked_for(interval: Interval) -> None:
    """The interval's name is Binance's own, and no more are asked for than any exchange gives."""
    params = (("symbol", "BTCUSDT"), ("interval", interval), ("limit", "61"))
    assert BinanceRest.candle_request(BTC, interval, 61) == Request("/api/v3/klines", params, 2)
    assert BinanceRest.candle_request(BTC, interval, 900).params[2] == ("limit", "200")


def test_candles_come_oldest_first() -> None:
    """Binance answers in the order of time, and without trades too."""
    flat = [KLINE[0], *["84210.17"] * 4, "0", KLINE[6], "0", 0, "0", "0", "0"]
    body = orjson.dumps([KLINE, [1_790_000_040_000, *flat[1:]]])
    assert BinanceRest.parse_candles(BTC, "1m", body) == [
        CANDLE,
        Candle(BTC, "1m", 1_790_000_040_000, 84210.17, 84210.17, 84210.17, 84210.17, 0.0, 0.0),
    ]
    assert BinanceRest.parse_candles(BTC, "1m", b"[]") == []


@pytest.mark.parametrize(
    ("position", "value", "reason"),
    [
        (0, "1789999980000", "a whole number that is '1789999980000'"),
        (0, -1, "a whole number that is -1"),
        (0, 1_789_999_980_000_000, "a time that is 1789999980000000"),
        (1, "-1", "a number out of its range"),
        (4, "0", "a number out of its range"),
        (4, 84210.17, "a field of the wrong type"),
        (5, "true", "a number that is none"),
        (7, "-0.5", "a number out of its range"),
    ],
)
def test_wrong_candles_are_refused(position: int, value: object, reason: str) -> None:
    """One wrong field refuses the answer, and so does one that is missing."""
    row: list[object] = [*KLINE]
    row[position] = value
    with pytest.raises(DecodeError) as caught:
        BinanceRest.parse_candles(BTC, "1m", orjson.dumps([row]))
    assert caught.value.message == f"Binance candles: {reason}"
    with pytest.raises(DecodeError):
        BinanceRest.parse_candles(BTC, "1m", orjson.dumps([KLINE[:7]]))


def test_a_candle_without_an_open_is_none() -> None:
    """A candle needs all four prices."""
    row: list[object] = [*KLINE]
    row[1] = "0.00000000"
    assert BinanceRest.parse_candles(BTC, "1m", orjson.dumps([row, KLINE])) == [CANDLE]
