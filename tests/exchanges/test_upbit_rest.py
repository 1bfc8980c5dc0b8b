"""How Upbit spells markets, and its answers over REST."""

import orjson
import pytest

from coinwatch.errors import DecodeError, SymbolError
from coinwatch.exchanges.base import Request
from coinwatch.exchanges.upbit_rest import UpbitRest, utc_ms
from coinwatch.model import Candle, Interval, Listing, Market, Ticker

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("upbit", "KRW-ETH", "ETH", "KRW")
NOW_MS = 1_790_000_000_123
NS = NOW_MS * 1_000_000
WON = (
    (100.0, 0), (10.0, 1), (1.0, 2), (0.1, 3), (0.01, 4), (0.001, 5), (0.0001, 6), (0.00001, 7),
    (0.0, 8),
)  # fmt: skip

ROW = {
    "market": "KRW-BTC",
    "trade_date": "20260921",
    "trade_timestamp": 1_790_000_000_101,
    "opening_price": 116000000,
    "high_price": 117250000.0,
    "low_price": "115800000.00000000",
    "trade_price": 116539000.0,
    "prev_closing_price": "116100000.0",
    "change": "RISE",
    "change_price": 0,
    "trade_volume": 0.00079276,
    "acc_trade_price": 98765432109.87654,
    "acc_trade_price_24h": 1.6e11,
    "acc_trade_volume": 847.12345678,
    "timestamp": NOW_MS,
}
TICKER = Ticker(
    market=BTC,
    price=116539000.0,
    size=0.00079276,
    side=None,
    open=116000000.0,
    high=117250000.0,
    low=115800000.0,
    volume=847.12345678,
    quote_volume=98765432109.87654,
    reference=116100000.0,
    basis="utc_day",
    exchange_ms=NOW_MS,
    received_ns=NS,
    traded_ms=1_790_000_000_101,
)
CANDLE_ROW = {
    "market": "KRW-BTC",
    "candle_date_time_utc": "2026-09-21T13:53:00",
    "candle_date_time_kst": "2026-09-21T22:53:00",
    "opening_price": 116500000.0,
    "high_price": 116540000,
    "low_price": 116499000.0,
    "trade_price": 116539000.0,
    "timestamp": NOW_MS,
    "candle_acc_trade_price": 1.2e8,
    "candle_acc_trade_volume": 1.03,
    "unit": 1,
}
CANDLE = Candle(
    BTC, "1m", 1_789_998_780_000, 116500000.0, 116540000.0, 116499000.0, 116539000.0, 1.03, 1.2e8
)


def tickers(*rows: object) -> list[Ticker]:
    """Return what an answer of such rows says."""
    return UpbitRest([BTC, ETH], "utc_day").parse_tickers(orjson.dumps(rows), NS)


@pytest.mark.parametrize("symbol", ["KRW-BTC", "krw-btc", "Krw-Btc"])
def test_a_code_is_a_market(symbol: str) -> None:
    """The quote comes first, and the letter case makes no difference."""
    assert UpbitRest.market(symbol) == BTC


def test_a_pair_is_a_market() -> None:
    """A base and a quote give the code with the quote first."""
    assert UpbitRest.pair("btc", "KRW") == BTC
    assert UpbitRest.pair("1INCH", "usdt") == Market("upbit", "USDT-1INCH", "1INCH", "USDT")


@pytest.mark.parametrize("symbol", ["BTCUSDT", "KRW-", "-A", "", "KRW-BTC-1", "KRW-비트", "A" * 99])
def test_what_cannot_be_a_code_is_refused(symbol: str) -> None:
    """A symbol that Upbit could not spell is refused with a word on how it does."""
    with pytest.raises(SymbolError) as caught:
        UpbitRest.market(symbol)
    assert caught.value.message.startswith("Upbit has no market '")
    assert caught.value.hint == "Upbit writes the quote first: KRW-BTC is bitcoin priced in won."


@pytest.mark.parametrize(
    ("quote", "price", "decimals"),
    [
        ("KRW", 116539000.0, 0), ("KRW", 100.0, 0), ("KRW", 99.9, 1), ("KRW", 9.99, 2),
        ("KRW", 1.0, 2), ("KRW", 0.999, 3), ("KRW", 0.0104, 4), ("KRW", 0.00854, 5),
        ("KRW", 0.000482, 6), ("KRW", 0.0000123, 7), ("KRW", 0.00000012, 8), ("BTC", 0.5, 8),
        ("USDT", 84000.0, 2), ("USDT", 9.999, 3), ("USDT", 0.9999, 4), ("USDT", 0.0999, 5),
        ("USDT", 0.00999, 6), ("USDT", 0.000999, 7), ("USDT", 0.00001, 8), ("SGD", 1.0, None),
    ],
)  # fmt: skip
def test_decimals_follow_from_quote_and_price(
    quote: str, price: float, decimals: int | None
) -> None:
    """Each quote has its table of tick sizes; a quote of another country's site has none here."""
    listing = UpbitRest.listing(UpbitRest.pair("X", quote))
    assert next((n for least, n in listing.decimals if price >= least), None) == decimals


def test_the_market_list_is_one_request() -> None:
    """All markets come at once, with their warnings."""
    assert UpbitRest.listing_requests() == (Request("/v1/market/all", (("is_details", "true"),)),)


def test_a_market_list_is_read() -> None:
    """Names, decimals and warnings arrive; a list without details has no warnings."""
    rows = [
        {
            "market": "KRW-BTC",
            "korean_name": "비트코인",
            "english_name": "Bitcoin",
            "market_event": {
                "warning": False,
                "caution": {"PRICE_FLUCTUATIONS": False, "TRADING_VOLUME_SOARING": False},
            },
        },
        {
            "market": "BTC-ETH",
            "korean_name": "이더리움",
            "english_name": "Ethereum\x1b[2J",
            "market_event": {
                "warning": True,
                "caution": {"PRICE_FLUCTUATIONS": True, "GLOBAL_PRICE_DIFFERENCES": True},
            },
        },
        {"market": "USDT-XRP", "korean_name": "", "english_name": "XRP"},
    ]
    assert UpbitRest.parse_listings([orjson.dumps(rows[:2]), orjson.dumps(rows[2:])]) == [
        Listing(BTC, "비트코인", "Bitcoin", WON),
        Listing(
            Market("upbit", "BTC-ETH", "ETH", "BTC"),
            "이더리움",
            "Ethereum␛[2J",
            ((0.0, 8),),
            caution="warning, price fluctuations, global price differences",
        ),
        Listing(
            Market("upbit", "USDT-XRP", "XRP", "USDT"),
            english_name="XRP",
            decimals=UpbitRest.listing(UpbitRest.market("USDT-XRP")).decimals,
        ),
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "not JSON"),
        (b"5", "not a list"),
        (b"{}", "no field 'error'"),
        (b"[{}]", "no field 'market'"),
        (b"[[]]", "a field of the wrong type"),
        (b'{"error":{"name":404,"message":"Code not found"}}', "404: Code not found"),
        (b'{"error":{"name":"x","message":[]}}', "a text that is []"),
        (
            b'[{"market":"BTCUSDT","korean_name":"","english_name":""}]',
            "a market that is 'BTCUSDT'",
        ),
        (b'[{"market":5,"korean_name":"","english_name":""}]', "a field of the wrong type"),
        (b'[{"market":"KRW-A","korean_name":null,"english_name":""}]', "a text that is None"),
        (
            b'[{"market":"KRW-A","korean_name":"","english_name":"","market_event":{"warning":"no"}}]',
            "a flag that is 'no'",
        ),
        (
            b'[{"market":"KRW-A","korean_name":"","english_name":"","market_event":{"caution":[1]}}]',
            "a field of the wrong type",
        ),
    ],
)
def test_a_wrong_market_list_is_refused(body: bytes, reason: str) -> None:
    """An answer that is no market list raises DecodeError, with Upbit's words where it has some."""
    with pytest.raises(DecodeError) as caught:
        UpbitRest.parse_listings([body])
    assert caught.value.message == f"Upbit market list: {reason}"


def test_statistics_are_asked_for_in_chunks() -> None:
    """A request names at most a hundred markets, because its address must not become too long."""
    markets = [UpbitRest.market(f"KRW-C{number}") for number in range(101)]
    first, second = UpbitRest.ticker_requests(markets, "24h")
    codes = ",".join(f"KRW-C{number}" for number in range(100))
    assert first == Request("/v1/ticker", (("markets", codes),))
    assert second == Request("/v1/ticker", (("markets", "KRW-C100"),))
    assert UpbitRest.ticker_requests([], "utc_day") == ()


def test_statistics_are_read() -> None:
    """Numbers and texts give the same floats, and prices of 0 mean that there is none."""
    empty = ROW | {"market": "KRW-ETH", "opening_price": 0, "high_price": 0, "low_price": "0"}
    assert tickers(ROW, empty | {"prev_closing_price": 0.0}) == [
        TICKER,
        TICKER._replace(market=ETH, open=None, high=None, low=None, reference=None),
    ]
    assert TICKER.live
    assert tickers() == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"market": "KRW-DOGE"}, "'KRW-DOGE' is not known here"),
        ({"trade_price": 0}, "a price that is 0.0"),
        ({"trade_price": None}, "a number that is None"),
        ({"acc_trade_volume": True}, "a number that is True"),
        ({"acc_trade_price": "-1"}, "a number that is '-1'"),
        ({"timestamp": 1.5}, "a whole number that is 1.5"),
        ({"trade_timestamp": "x"}, "a whole number that is 'x'"),
    ],
)
def test_wrong_statistics_are_refused(fields: dict[str, object], reason: str) -> None:
    """One wrong field refuses the answer."""
    with pytest.raises(DecodeError) as caught:
        tickers(ROW | fields)
    assert caught.value.message == f"Upbit tickers: {reason}"


@pytest.mark.parametrize(
    ("interval", "path"),
    [
        ("1m", "/v1/candles/minutes/1"),
        ("5m", "/v1/candles/minutes/5"),
        ("15m", "/v1/candles/minutes/15"),
        ("1h", "/v1/candles/minutes/60"),
        ("1d", "/v1/candles/days"),
    ],
)
def test_candles_are_asked_for(interval: Interval, path: str) -> None:
    """Each interval has its address, and no more are asked for than Upbit gives."""
    request = UpbitRest.candle_request(BTC, interval, 61)
    assert request == Request(path, (("market", "KRW-BTC"), ("count", "61")))
    assert UpbitRest.candle_request(BTC, interval, 900).params[1] == ("count", "200")


def test_candles_come_oldest_first() -> None:
    """Upbit answers newest first; readers get them in the order of time."""
    older = CANDLE_ROW | {"candle_date_time_utc": "2026-09-21T13:50:00", "trade_price": "1"}
    body = orjson.dumps([CANDLE_ROW, older])
    assert UpbitRest.parse_candles(BTC, "1m", body) == [
        CANDLE._replace(open_ms=1_789_998_600_000, close=1.0),
        CANDLE,
    ]
    assert UpbitRest.parse_candles(BTC, "1m", b"[]") == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"market": "KRW-ETH"}, "a candle of 'KRW-ETH'"),
        ({"opening_price": 0}, "a price that is 0.0"),
        ({"candle_acc_trade_volume": -1}, "a number that is -1"),
        ({"candle_date_time_utc": None}, "a field of the wrong type"),
        ({"candle_date_time_utc": "2026-09-21"}, "a time that is '2026-09-21'"),
        ({"candle_date_time_utc": "1969-12-31T23:59:59"}, "a time that is '1969-12-31T23:59:59'"),
        ({"candle_date_time_utc": "9026-09-21T13:53:00"}, "a time that is '9026-09-21T13:53:00'"),
    ],
)
def test_wrong_candles_are_refused(fields: dict[str, object], reason: str) -> None:
    """One wrong field refuses the answer."""
    with pytest.raises(DecodeError) as caught:
        UpbitRest.parse_candles(BTC, "1m", orjson.dumps([CANDLE_ROW | fields]))
    assert caught.value.message == f"Upbit candles: {reason}"


def test_a_time_without_a_zone_is_in_utc() -> None:
    """Upbit's candle times have no zone and mean UTC, whatever this machine's zone is."""
    assert utc_ms("1970-01-01T00:00:00") == 0
    assert utc_ms("2026-09-21T13:53:20") == 1_789_998_800_000
