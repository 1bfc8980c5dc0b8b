"""What Binance answers by REST about what happened: candles and trades, and the order book.

https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
"""

from typing import Any

from coinwatch.demo import binance_fields
from coinwatch.demo.binance_fields import Fields, aggregate_id, text
from coinwatch.demo.binance_params import Params, interval_ms, limit, market, number
from coinwatch.demo.market import Market, Trade
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.statistics import Bar

USUAL_LEVELS = 100
MOST_LEVELS = 5_000

_MOST = 1_000
_USUAL = 500
_LATEST_MS = 10**15


def klines(simulation: Simulation, params: Params) -> list[list[Any]]:
    """Return candles, oldest first; those without trades are flat."""
    one, span_ms = market(simulation, params), interval_ms(params)
    count = limit(params, _USUAL, _MOST)
    end_ms = min(number(params, "endTime", simulation.now_ms), simulation.now_ms)
    last_ms = end_ms - end_ms % span_ms
    first_ms = last_ms - (count - 1) * span_ms
    if "startTime" in params:
        first_ms = -(-number(params, "startTime", 0) // span_ms) * span_ms
        last_ms = min(last_ms, first_ms + (count - 1) * span_ms)
    statistics = simulation.statistics[one.symbol]
    bars = (
        statistics.bar(start_ms, span_ms) or statistics.flat(start_ms)
        for start_ms in range(first_ms, last_ms + 1, span_ms)
    )
    return [_kline(bar, span_ms) for bar in bars]


def _kline(bar: Bar, span_ms: int) -> list[Any]:
    return [
        bar.start_ms,
        text(bar.open),
        text(bar.high),
        text(bar.low),
        text(bar.close),
        text(bar.volume),
        bar.start_ms + span_ms - 1,
        text(bar.quote_volume),
        bar.count,
        text(bar.bought),
        text(bar.bought_quote),
        "0",
    ]


def depth(simulation: Simulation, params: Params) -> Fields:
    """Return the order book."""
    return binance_fields.depth(
        market(simulation, params), limit(params, USUAL_LEVELS, MOST_LEVELS)
    )


def trades(simulation: Simulation, params: Params) -> list[Fields]:
    """Return the last trades, oldest first."""
    one = market(simulation, params)
    return [
        {
            "id": done.number,
            "price": text(done.price),
            "qty": text(done.size),
            "quoteQty": text(done.price * done.size),
            "time": done.ms,
            "isBuyerMaker": not done.buy,
            "isBestMatch": True,
        }
        for done in one.recent(limit(params, _USUAL, _MOST))
    ]


def aggregates(simulation: Simulation, params: Params) -> list[Fields]:
    """Return aggregate trades: the last ones, or from an id or a time on."""
    one = market(simulation, params)
    return [
        {
            "a": aggregate_id(done.number),
            "p": text(done.price),
            "q": text(done.size),
            "f": done.number,
            "l": done.number,
            "T": done.ms,
            "m": not done.buy,
            "M": True,
        }
        for done in _range(one, params)
    ]


def _range(one: Market, params: Params) -> list[Trade]:
    """Return the trades from an id or a time on, or else the last ones."""
    count = limit(params, _USUAL, _MOST)
    end = one.count(number(params, "endTime", _LATEST_MS))
    if "fromId" in params:
        first = number(params, "fromId", 0) - aggregate_id(0)
    elif "startTime" in params:
        first = one.count(number(params, "startTime", 0) - 1)
    else:
        first = end - count
    return [one.trade(n) for n in range(first, min(end, first + count))]
