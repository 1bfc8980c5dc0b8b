"""What Upbit says, on WebSocket and REST alike, in its own long names.

https://docs.upbit.com/kr/reference/websocket-ticker and its neighbours.
"""

import math
import time
from collections.abc import Callable
from typing import Any

from coinwatch.demo.market import Level, Market, Trade
from coinwatch.demo.statistics import Bar, Statistics

SNAPSHOT = "SNAPSHOT"
REALTIME = "REALTIME"

BOOK_GRID_MS = 100
"""Books are sent at multiples of this."""

_KST_S = 9 * 3600
_SECONDS = "%Y-%m-%dT%H:%M:%S"
_RATE_DECIMALS = 10
_TOTAL_DECIMALS = 8
_IDS_PER_MS = 10_000

Fields = dict[str, Any]


def trade_id(trade: Trade) -> int:
    """Return the 17 digits that are unique in a market: the time, and a number within it."""
    return trade.ms * _IDS_PER_MS + trade.number % (_IDS_PER_MS - 1) + 1


def change(price: float, previous: float) -> Fields:
    """Return how a price has changed since the close of the day before."""
    moved = round(price - previous, _TOTAL_DECIMALS)
    rate = round(moved / previous, _RATE_DECIMALS)
    word = "RISE" if moved > 0 else "FALL" if moved < 0 else "EVEN"
    return {
        "change": word,
        "change_price": abs(moved) if moved else 0,
        "signed_change_price": moved or 0,
        "change_rate": abs(rate) if moved else 0,
        "signed_change_rate": rate if moved else 0,
    }


def date(ms: int, form: str = "%Y-%m-%d", *, kst: bool = False) -> str:
    """Return the date, or what else ``form`` says, in UTC or in Korean time."""
    return time.strftime(form, time.gmtime(ms // 1000 + kst * _KST_S))


def day(market: Market, statistics: Statistics) -> Fields:
    """Return what the ticker says on both sides, WebSocket and REST."""
    bar, rolling = statistics.day(), statistics.rolling()
    last, previous = market.last, statistics.previous_close()
    high, low = statistics.year()
    return {
        "opening_price": bar.open,
        "high_price": bar.high,
        "low_price": bar.low,
        "trade_price": last.price,
        "prev_closing_price": previous,
        "acc_trade_price": bar.quote_volume,
        **change(last.price, previous),
        "trade_volume": last.size,
        "acc_trade_volume": bar.volume,
        "trade_timestamp": last.ms,
        "highest_52_week_price": high.price,
        "highest_52_week_date": date(high.ms),
        "lowest_52_week_price": low.price,
        "lowest_52_week_date": date(low.ms),
        "timestamp": last.ms,
        "acc_trade_price_24h": rolling.quote_volume,
        "acc_trade_volume_24h": rolling.volume,
    }


def ticker(market: Market, statistics: Statistics, stream: str) -> Fields:
    """Return the last trade and the statistics of the UTC day."""
    bar, last = statistics.day(), market.last
    return {
        "type": "ticker",
        "code": market.symbol,
        **day(market, statistics),
        "ask_bid": side(last),
        "trade_date": date(last.ms, "%Y%m%d"),
        "trade_time": date(last.ms, "%H%M%S"),
        "acc_ask_volume": round(bar.volume - bar.bought, market.rules.size_decimals),
        "acc_bid_volume": bar.bought,
        "market_state": "ACTIVE",
        "is_trading_suspended": market.halted,
        "delisting_date": market.delisting,
        "market_warning": "NONE",
        "stream_type": stream,
    }


def trade(market: Market, statistics: Statistics, done: Trade, stream: str) -> Fields:
    """Return one trade."""
    previous, book = statistics.previous_close(), market.book(1)
    moved = change(done.price, previous)
    return {
        "type": "trade",
        "code": market.symbol,
        "timestamp": done.ms,
        "trade_date": date(done.ms),
        "trade_time": date(done.ms, "%H:%M:%S"),
        "trade_timestamp": done.ms,
        "trade_price": done.price,
        "trade_volume": done.size,
        "ask_bid": side(done),
        "prev_closing_price": previous,
        "change": moved["change"],
        "change_price": moved["change_price"],
        "sequential_id": trade_id(done),
        "best_ask_price": book.asks[0].price,
        "best_ask_size": book.asks[0].size,
        "best_bid_price": book.bids[0].price,
        "best_bid_size": book.bids[0].size,
        "stream_type": stream,
    }


def orderbook(market: Market, depth: int, level: float, stream: str) -> Fields:
    """Return the whole book, best levels first, with prices grouped by ``level`` unless it is 0."""
    book = market.book(depth)
    bids, asks = book.bids, book.asks
    if level:
        bids, asks = _grouped(bids, level, math.floor), _grouped(asks, level, math.ceil)
    return {
        "type": "orderbook",
        "code": market.symbol,
        "timestamp": book.ms - book.ms % BOOK_GRID_MS,
        **units(bids, asks, depth),
        "stream_type": stream,
        "level": int(level) if level.is_integer() else level,
    }


def candle(market: Market, kind: str, bar: Bar, stream: str) -> Fields:
    """Return one candle; ``kind`` is ``candle.1m`` and the like."""
    return {"type": kind, "code": market.symbol, **candle_fields(bar), "stream_type": stream}


def candle_fields(bar: Bar) -> Fields:
    """Return what a candle says on both sides, WebSocket and REST."""
    return {
        "candle_date_time_utc": date(bar.start_ms, _SECONDS),
        "candle_date_time_kst": date(bar.start_ms, _SECONDS, kst=True),
        "opening_price": bar.open,
        "high_price": bar.high,
        "low_price": bar.low,
        "trade_price": bar.close,
        "candle_acc_trade_volume": bar.volume,
        "candle_acc_trade_price": bar.quote_volume,
        "timestamp": bar.last_ms,
    }


def units(bids: list[Level], asks: list[Level], depth: int) -> Fields:
    """Return both sides of a book; one that is too short ends in levels of 0."""
    nothing = Level(0.0, 0.0)
    bids = bids + [nothing] * (depth - len(bids))
    asks = asks + [nothing] * (depth - len(asks))
    return {
        "total_ask_size": round(sum(level.size for level in asks), _TOTAL_DECIMALS),
        "total_bid_size": round(sum(level.size for level in bids), _TOTAL_DECIMALS),
        "orderbook_units": [
            {
                "ask_price": ask.price,
                "bid_price": bid.price,
                "ask_size": ask.size,
                "bid_size": bid.size,
            }
            for bid, ask in zip(bids, asks, strict=True)
        ],
    }


def side(trade: Trade) -> str:
    """Return which way the taker traded."""
    return "BID" if trade.buy else "ASK"


def _grouped(levels: list[Level], size: float, edge: Callable[[float], int]) -> list[Level]:
    groups: dict[int, float] = {}
    for level in levels:
        group = edge(round(level.price / size, _TOTAL_DECIMALS))
        groups[group] = groups.get(group, 0.0) + level.size
    return [
        Level(round(group * size, _TOTAL_DECIMALS), round(total, _TOTAL_DECIMALS))
        for group, total in groups.items()
    ]


def supported_levels(market: Market) -> list[float]:
    """Return by what prices of a book can be grouped: tens of ticks, in KRW markets only."""
    if market.listing.quote != "KRW":
        return [0.0]
    tick = market.rules.ticks.size(market.last.price)
    return [0.0, *(round(tick * 10**power, _TOTAL_DECIMALS) for power in range(1, 6))]
