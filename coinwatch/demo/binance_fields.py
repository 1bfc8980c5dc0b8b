"""What Binance says, on streams and REST alike: numbers as text with eight decimals.

https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
"""

from typing import Any

from coinwatch.demo.binance_requests import INTERVALS_MS
from coinwatch.demo.market import Level, Market, Trade
from coinwatch.demo.prices import DAY_MS
from coinwatch.demo.statistics import Bar, Statistics

Fields = dict[str, Any]

_AGGREGATES_LATER = 100_000
"""Aggregate trades are counted apart from trades."""


def text(number: float) -> str:
    """Spell a price or an amount."""
    return f"{number:.8f}"


def aggregate_id(number: int) -> int:
    """Return the number of the aggregate trade that a trade is."""
    return number - _AGGREGATES_LATER


def trade(market: Market, done: Trade, now_ms: int) -> Fields:
    """Return one trade."""
    return {
        "e": "trade",
        "E": now_ms,
        "s": market.symbol,
        "t": done.number,
        "p": text(done.price),
        "q": text(done.size),
        "T": done.ms,
        "m": not done.buy,
        "M": True,
    }


def aggregate(market: Market, done: Trade, now_ms: int) -> Fields:
    """Return one aggregate trade, which here is made of one trade."""
    return {
        "e": "aggTrade",
        "E": now_ms,
        "s": market.symbol,
        "a": aggregate_id(done.number),
        "p": text(done.price),
        "q": text(done.size),
        "f": done.number,
        "l": done.number,
        "T": done.ms,
        "m": not done.buy,
        "M": True,
    }


def mini_ticker(market: Market, statistics: Statistics, now_ms: int) -> Fields:
    """Return the last 24 hours in short."""
    bar = statistics.rolling()
    return {
        "e": "24hrMiniTicker",
        "E": now_ms,
        "s": market.symbol,
        "c": text(bar.close),
        "o": text(bar.open),
        "h": text(bar.high),
        "l": text(bar.low),
        "v": text(bar.volume),
        "q": text(bar.quote_volume),
    }


def ticker(market: Market, statistics: Statistics, now_ms: int) -> Fields:
    """Return the last 24 hours."""
    bar = statistics.rolling()
    _, bid, ask = _top(market)
    return {
        "e": "24hrTicker",
        "E": now_ms,
        "s": market.symbol,
        **_change(bar),
        "x": text(market.trade(bar.first - 1).price if bar.count else bar.open),
        "c": text(bar.close),
        "Q": text(market.last.size),
        "b": text(bid.price),
        "B": text(bid.size),
        "a": text(ask.price),
        "A": text(ask.size),
        "o": text(bar.open),
        "h": text(bar.high),
        "l": text(bar.low),
        "v": text(bar.volume),
        "q": text(bar.quote_volume),
        "O": now_ms - DAY_MS,
        "C": now_ms,
        "F": bar.first,
        "L": last_number(bar),
        "n": bar.count,
    }


def book_ticker(market: Market) -> Fields:
    """Return the best bid and ask."""
    version, bid, ask = _top(market)
    return {
        "u": version,
        "s": market.symbol,
        "b": text(bid.price),
        "B": text(bid.size),
        "a": text(ask.price),
        "A": text(ask.size),
    }


def depth(market: Market, levels: int) -> Fields:
    """Return the best levels; neither the symbol nor the time is said."""
    book = market.book(levels)
    return {
        "lastUpdateId": book.version,
        "bids": [[text(price), text(size)] for price, size in book.bids],
        "asks": [[text(price), text(size)] for price, size in book.asks],
    }


def kline(market: Market, bar: Bar, interval: str, now_ms: int) -> Fields:
    """Return one candle; it is closed if its time is over."""
    end_ms = bar.start_ms + INTERVALS_MS[interval]
    return {
        "e": "kline",
        "E": now_ms,
        "s": market.symbol,
        "k": {
            "t": bar.start_ms,
            "T": end_ms - 1,
            "s": market.symbol,
            "i": interval,
            "f": bar.first,
            "L": last_number(bar),
            "o": text(bar.open),
            "c": text(bar.close),
            "h": text(bar.high),
            "l": text(bar.low),
            "v": text(bar.volume),
            "n": bar.count,
            "x": now_ms >= end_ms,
            "q": text(bar.quote_volume),
            "V": text(bar.bought),
            "Q": text(bar.bought_quote),
            "B": "0",
        },
    }


def last_number(bar: Bar) -> int:
    """Return the number of the last trade in a bar; -1 if there is none."""
    return bar.first + bar.count - 1 if bar.count else -1


def percent(bar: Bar) -> str:
    """Return the change over a bar in percent."""
    return f"{(bar.close / bar.open - 1) * 100:.3f}"


def average(bar: Bar) -> str:
    """Return the mean price by volume."""
    return text(bar.quote_volume / bar.volume if bar.volume else bar.close)


def _change(bar: Bar) -> Fields:
    return {"p": text(bar.close - bar.open), "P": percent(bar), "w": average(bar)}


def _top(market: Market) -> tuple[int, Level, Level]:
    book = market.book(1)
    return book.version, book.bids[0], book.asks[0]
