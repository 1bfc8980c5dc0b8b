"""Upbit over REST, and how Upbit spells its markets: https://docs.upbit.com/kr/reference."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from coinwatch.candles import MOST_CANDLES
from coinwatch.errors import SymbolError
from coinwatch.exchanges.base import Request
from coinwatch.exchanges.gates import (
    MICROSECONDS,
    FieldError,
    fields,
    flag,
    key,
    number,
    past_ms,
    price,
    priced_or_none,
    read_json,
    reading,
    shown,
    words,
)
from coinwatch.model import Basis, Candle, Interval, Listing, Market, Ticker

NAME = "upbit"
TITLE = "Upbit"

DECIMALS = {
    "KRW": (
        (100.0, 0), (10.0, 1), (1.0, 2), (0.1, 3), (0.01, 4), (0.001, 5), (0.0001, 6),
        (0.00001, 7), (0.0, 8),
    ),
    "BTC": ((0.0, 8),),
    "USDT": ((10.0, 2), (1.0, 3), (0.1, 4), (0.01, 5), (0.001, 6), (0.0001, 7), (0.0, 8)),
}  # fmt: skip
"""Decimals of a price by quote, as bands: https://docs.upbit.com/kr/docs/krw-market-info."""

MOST_MARKETS = 100
"""In one request: their codes stand in its address, and one that is unknown fails them all."""

CANDLE_PATHS: dict[Interval, str] = {
    "1m": "/v1/candles/minutes/1",
    "5m": "/v1/candles/minutes/5",
    "15m": "/v1/candles/minutes/15",
    "1h": "/v1/candles/minutes/60",
    "1d": "/v1/candles/days",
}

ERROR = key("error")

error_fields = fields("name message")
_names = fields("market korean_name english_name")
_statistics = fields(
    "market trade_price timestamp trade_timestamp trade_volume opening_price high_price low_price "
    "acc_trade_volume acc_trade_price prev_closing_price"
)
_candle = fields(
    "market candle_date_time_utc opening_price high_price low_price trade_price "
    "candle_acc_trade_volume candle_acc_trade_price"
)
_CODE = re.compile(r"[A-Z0-9]{1,20}-[A-Z0-9]{1,20}")


class UpbitRest:
    """What Upbit's markets are called, and what a GET asks and answers."""

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        # Upbit's statistics are of the UTC day; it has none of 24 hours with an open.
        del basis
        self._markets = {market.symbol: market for market in markets}

    @staticmethod
    def market(symbol: str) -> Market:
        """Return the market of a code, ``KRW-BTC``, in any letter case. Raises SymbolError."""
        code = symbol.upper()
        if not _CODE.fullmatch(code):
            raise SymbolError(
                f"Upbit has no market {shown(symbol)}.",
                "Upbit writes the quote first: KRW-BTC is bitcoin priced in won.",
            )
        quote, base = code.split("-")
        return Market(NAME, code, base, quote)

    @staticmethod
    def pair(base: str, quote: str) -> Market:
        """Return the market of ``base`` priced in ``quote``. Raises SymbolError."""
        return UpbitRest.market(f"{quote}-{base}")

    @staticmethod
    def listing(market: Market) -> Listing:
        """Return the decimals of a market's prices, which follow from its quote alone."""
        return Listing(market, decimals=DECIMALS.get(market.quote, ()))

    @staticmethod
    def listing_requests() -> tuple[Request, ...]:
        """Return the one request for all markets, with names and warnings."""
        return (Request("/v1/market/all", (("is_details", "true"),)),)

    @staticmethod
    def parse_listings(bodies: Sequence[bytes]) -> list[Listing]:
        """Return the market list: https://docs.upbit.com/kr/reference/list-trading-pairs."""
        where = f"{TITLE} market list"
        with reading(where):
            return [_listing(row) for body in bodies for row in _rows(where, body)]

    @staticmethod
    def ticker_requests(markets: Sequence[Market], basis: Basis) -> tuple[Request, ...]:
        """Return the requests for the statistics of the UTC day, whatever the basis."""
        del basis
        codes = [market.symbol for market in markets]
        chunks = (codes[at : at + MOST_MARKETS] for at in range(0, len(codes), MOST_MARKETS))
        return tuple(Request("/v1/ticker", (("markets", ",".join(chunk)),)) for chunk in chunks)

    def parse_tickers(self, body: bytes, received_ns: int, ahead_ms: int = 0) -> list[Ticker]:
        """Return the statistics: https://docs.upbit.com/kr/reference/list-tickers."""
        where = f"{TITLE} tickers"
        with reading(where):
            return [self._ticker_of(row, received_ns, ahead_ms) for row in _rows(where, body)]

    def _ticker_of(self, row: Any, received_ns: int, ahead_ms: int) -> Ticker:
        code, last, sent, traded, *amounts = _statistics(row)
        size, first, high, low, volume, quote_volume, reference = map(number, amounts)
        return Ticker(
            self._markets[code],
            price(last),
            size,
            None,
            priced_or_none(first),
            priced_or_none(high),
            priced_or_none(low),
            volume,
            quote_volume,
            priced_or_none(reference),
            "utc_day",
            past_ms(sent, received_ns, ahead_ms),
            received_ns,
            traded_ms=past_ms(traded, received_ns, ahead_ms),
        )

    @staticmethod
    def candle_request(market: Market, interval: Interval, count: int) -> Request:
        """Return the request for the newest ``count`` candles, at most 200."""
        asked = str(min(count, MOST_CANDLES))
        return Request(CANDLE_PATHS[interval], (("market", market.symbol), ("count", asked)))

    @staticmethod
    def parse_candles(market: Market, interval: Interval, body: bytes) -> list[Candle]:
        """Return candles, oldest first; Upbit answers newest first, without idle intervals."""
        where = f"{TITLE} candles"
        with reading(where):
            newest_first = [_candle_of(market, interval, row) for row in _rows(where, body)]
        return newest_first[::-1]


def candle(market: Market, interval: str, values: Sequence[Any]) -> Candle:
    """Return a candle of its UTC time, open, high, low, close and two volumes, as Upbit sends."""
    at, first, high, low, last, volume, quote_volume = values
    return Candle(
        market, interval, utc_ms(at), price(first), price(high), price(low), price(last),
        number(volume), number(quote_volume),
    )  # fmt: skip


def utc_ms(text: str) -> int:
    """Return the milliseconds of a UTC time without a zone: ``2026-07-30T07:47:00``."""
    moment = datetime.fromisoformat(text + "+00:00")
    found = round(moment.timestamp() * 1000) if moment.tzinfo else -1
    if not 0 <= found < MICROSECONDS:
        raise FieldError(f"a time that is {shown(text)}")
    return found


def _rows(where: str, body: bytes) -> list[Any]:
    """Return the rows of an answer, or raise what `reading` understands with Upbit's own words."""
    answer = read_json(where, body)
    if type(answer) is dict:
        name, message = error_fields(answer[ERROR])
        raise FieldError(f"{words(name)}: {words(message)}")
    if type(answer) is not list:
        raise FieldError("not a list")
    return answer


def _listing(row: Any) -> Listing:
    code, korean, english = _names(row)
    try:
        market = UpbitRest.market(code)
    except SymbolError as error:
        raise FieldError(f"a market that is {shown(code)}") from error
    caution = _caution(row.get("market_event", {}))
    return UpbitRest.listing(market)._replace(
        korean_name=words(korean), english_name=words(english), caution=caution
    )


def _caution(event: Any) -> str:
    """Return Upbit's warning and its reasons, in Upbit's words."""
    flags = {"WARNING": event.get("warning", False), **event.get("caution", {})}
    names = [words(name).replace("_", " ").lower() for name, on in flags.items() if flag(on)]
    return ", ".join(names)


def _candle_of(market: Market, interval: Interval, row: Any) -> Candle:
    code, *values = _candle(row)
    if code != market.symbol:
        raise FieldError(f"a candle of {shown(code)}")
    return candle(market, interval, values)
