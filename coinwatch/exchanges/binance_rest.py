"""Binance over REST, and how Binance spells its markets.

https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md
"""

import re
from collections.abc import Sequence
from typing import Any

from orjson import dumps

from coinwatch.candles import MOST_CANDLES
from coinwatch.errors import SymbolError
from coinwatch.exchanges.base import Request
from coinwatch.exchanges.gates import (
    LEAST_PRICE,
    MICROSECONDS,
    MOST_PRICE,
    FieldError,
    amounts,
    fields,
    key,
    numbers,
    past_ms,
    priced,
    priced_or_none,
    read_json,
    reading,
    shown,
    whole,
    words,
)
from coinwatch.model import Basis, Candle, Interval, Listing, Market, Ticker, build

NAME = "binance"
TITLE = "Binance"

QUOTES = (
    "USDT", "USDC", "FDUSD", "USD1", "BTC", "ETH", "BNB", "SOL", "DOGE", "DAI", "EURI", "EUR",
    "TRY", "BRL", "JPY", "ARS", "MXN", "COP", "PLN", "RON", "CZK", "ZAR", "UAH", "IDR",
)  # fmt: skip
"""What markets are priced in, to split a symbol before the market list tells.

USD, BUSD and TUSD are not among them: ``DOTUSD`` would be split in the wrong place, and a wrong
asset is worse than an unknown one.
"""

MOST_SYMBOLS = 100
"""In one request for statistics."""

CODE, SYMBOLS, TICK_SIZE = key("code"), key("symbols"), key("tickSize")

_market = fields("symbol baseAsset quoteAsset status filters")
_refusal = fields("code msg")
_statistics = fields("symbol closeTime lastPrice openPrice highPrice lowPrice volume quoteVolume")
_DECIMAL = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")
_SYMBOL = re.compile(r"[\w.]{2,50}")


class BinanceRest:
    """What Binance's markets are called, and what a GET asks and answers."""

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        self._markets = {market.symbol: market for market in markets}
        self._basis = basis

    @staticmethod
    def market(symbol: str) -> Market:
        """Return the market of a symbol, ``BTCUSDT``, in any letter case. Raises SymbolError.

        Base and quote are empty where it ends in no quote that is known here.
        """
        code = symbol.upper()
        if not _SYMBOL.fullmatch(code):
            raise SymbolError(
                f"Binance has no market {shown(symbol)}.",
                "Binance writes base and quote without a sign between them: BTCUSDT.",
            )
        endings = [quote for quote in QUOTES if code.endswith(quote) and code != quote]
        quote = max(endings, key=len, default="")
        return Market(NAME, code, code.removesuffix(quote) if quote else "", quote)

    @staticmethod
    def pair(base: str, quote: str) -> Market:
        """Return the market of ``base`` priced in ``quote``. Raises SymbolError."""
        if not (base and quote):
            raise SymbolError(f"{TITLE} has no market of {shown(base)} in {shown(quote)}.")
        market = BinanceRest.market(base + quote)
        return market._replace(base=base.upper(), quote=quote.upper())

    @staticmethod
    def listing(market: Market) -> Listing:
        """Return what follows from a market's symbol: nothing, its decimals are in the list."""
        return Listing(market)

    @staticmethod
    def listing_requests() -> tuple[Request, ...]:
        """Return the one request for all markets.

        Not only for those that trade: while Binance halts a market, it still exists.
        """
        return (Request("/api/v3/exchangeInfo", (("showPermissionSets", "false"),), weight=20),)

    @staticmethod
    def parse_listings(bodies: Sequence[bytes]) -> list[Listing]:
        """Return the market list. Raises DecodeError."""
        where = f"{TITLE} market list"
        with reading(where):
            answers = [_answer(where, body) for body in bodies]
            return [_listing(row) for answer in answers for row in answer[SYMBOLS]]

    @staticmethod
    def ticker_requests(markets: Sequence[Market], basis: Basis) -> tuple[Request, ...]:
        """Return the requests for the statistics of ``markets``."""
        codes = [market.symbol for market in markets]
        chunks = (codes[at : at + MOST_SYMBOLS] for at in range(0, len(codes), MOST_SYMBOLS))
        return tuple(_ticker_request(chunk, basis) for chunk in chunks)

    def parse_tickers(self, body: bytes, received_ns: int, ahead_ms: int = 0) -> list[Ticker]:
        """Return the statistics; none of a market that never traded. Raises DecodeError."""
        where = f"{TITLE} tickers"
        found: list[Ticker] = []
        with reading(where):
            for symbol, closes, *texts in map(_statistics, _rows(where, body)):
                market = self._markets[symbol]
                # A day closes in the future, and nothing else says how old the answer is.
                at = past_ms(closes, received_ns, ahead_ms)
                found += statistics(market, self._basis, _row(texts), at, received_ns, live=True)
        return found

    @staticmethod
    def candle_request(market: Market, interval: Interval, count: int) -> Request:
        """Return the request for the newest ``count`` candles, at most 200."""
        asked = str(min(count, MOST_CANDLES))
        params = (("symbol", market.symbol), ("interval", interval), ("limit", asked))
        return Request("/api/v3/klines", params, weight=2)

    @staticmethod
    def parse_candles(market: Market, interval: Interval, body: bytes) -> list[Candle]:
        """Return candles, oldest first, as Binance sends them. Raises DecodeError."""
        where = f"{TITLE} candles"
        found: list[Candle] = []
        with reading(where):
            for at, first, high, low, last, volume, _, quote_volume, *_ in _rows(where, body):
                if whole(at) >= MICROSECONDS:
                    raise FieldError(f"a time that is {shown(at)}")
                row = _row([last, first, high, low, volume, quote_volume])
                found += candles(market, interval, at, row)
        return found


def statistics(
    market: Market,
    basis: Basis,
    row: Sequence[Any],
    at: int,
    received_ns: int,
    *,
    live: bool = False,
) -> Sequence[Ticker]:
    """Return the ticker of a row of numbers; nothing for a market that never traded.

    The row is last price, open, high, low, two volumes, and the size of the last trade or None.
    """
    price, first, high, low, volume, quote_volume, size = row
    if not (
        type(price) is type(first) is type(high) is type(low) is type(volume)
        is type(quote_volume) is float
        and price > LEAST_PRICE and first > LEAST_PRICE and high > LEAST_PRICE
        and low > LEAST_PRICE and price + first + high + low < MOST_PRICE
        and volume >= 0.0 and quote_volume >= 0.0
        and (size is None or (type(size) is float and size >= 0.0))
    ):  # fmt: skip
        price, first, high, low, volume, quote_volume = amounts(row[:-1])
        if size is not None:
            (size,) = amounts((size,))
        if not price:
            if volume:
                raise FieldError("a number out of its range")
            return ()
        priced(price)
        first, high, low = map(priced_or_none, (first, high, low))
    snapshot, traded, standing = False, None, None
    ticker = (
        market, price, size, None, first, high, low, volume, quote_volume, first,
        basis, at, received_ns, snapshot, live, traded, standing,
    )  # fmt: skip
    return (build(Ticker, ticker),)


def candles(market: Market, interval: str, at: int, row: Sequence[Any]) -> Sequence[Candle]:
    """Return the candle of such a row; nothing where one of its prices is 0."""
    last, first, high, low, volume, quote_volume, _ = row
    if min(row[:-1]) < 0 or (volume and not last):
        raise FieldError("a number out of its range")
    if not (last and first and high and low):
        return ()
    first, high, low, last = (priced(float(each)) for each in (first, high, low, last))
    sums = float(volume), float(quote_volume)
    return (Candle(market, interval, at, first, high, low, last, *sums),)


def _row(texts: Sequence[str]) -> list[Any]:
    return [*numbers(f"[{','.join(texts)}]"), None]


def _rows(where: str, body: bytes) -> list[Any]:
    """Return the rows of an answer, or raise what `reading` understands."""
    answer = _answer(where, body)
    if type(answer) is not list:
        raise FieldError("not a list")
    return answer


def _answer(where: str, body: bytes) -> Any:
    """Return an answer, or raise what `reading` understands with Binance's own words."""
    answer = read_json(where, body)
    if type(answer) is dict and CODE in answer:
        code, message = _refusal(answer)
        raise FieldError(f"{words(code)}: {words(message)}")
    return answer


def _ticker_request(symbols: Sequence[str], basis: Basis) -> Request:
    """Return one request; what it costs is in Binance's tables of weights."""
    params = (("symbols", dumps(symbols).decode()), ("type", "MINI"))
    if basis == "utc_day":
        return Request("/api/v3/ticker/tradingDay", params, weight=min(4 * len(symbols), 200))
    few = 20
    return Request("/api/v3/ticker/24hr", params, weight=2 if len(symbols) <= few else 40)


def _listing(row: Any) -> Listing:
    symbol, base, quote, status, filters = _market(row)
    market = Market(NAME, words(symbol), words(base), words(quote))
    rules = [rule for rule in filters if rule.get("filterType") == "PRICE_FILTER"]
    bands = _bands(rules[0][TICK_SIZE]) if rules else ()
    trading = status == "TRADING"
    caution = "" if trading else words(status).replace("_", " ").lower()
    return Listing(market, decimals=bands, trading=trading, caution=caution)


def _bands(tick_size: Any) -> tuple[tuple[float, int], ...]:
    """Return the decimals of a tick size, ``0.01000000``; a size of 0 means that there is none."""
    if type(tick_size) is not str or not _DECIMAL.fullmatch(tick_size):
        raise FieldError(f"a tick size that is {shown(tick_size)}")
    decimals = len(tick_size.partition(".")[2].rstrip("0"))
    return ((0.0, decimals),) if tick_size.strip("0.") else ()
