"""What can be asked of Upbit by REST.

https://docs.upbit.com/kr/reference/list-trading-pairs and the pages after it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from coinwatch.demo.market import Market, Trade
from coinwatch.demo.prices import DAY_MS, MINUTE_MS, SECOND_MS
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.statistics import Bar
from coinwatch.demo.upbit_fields import (
    Fields,
    candle_fields,
    change,
    date,
    day,
    orderbook,
    side,
    supported_levels,
    trade_id,
)
from coinwatch.demo.upbit_params import Params, markets, moment, number, price, required

_MOST_CANDLES = 200
_MOST_TRADES = 500
_MOST_LEVELS = 30
_MINUTES = (1, 3, 5, 10, 15, 30, 60, 240)
_CAUTIONS = (
    "PRICE_FLUCTUATIONS",
    "TRADING_VOLUME_SOARING",
    "DEPOSIT_AMOUNT_SOARING",
    "GLOBAL_PRICE_DIFFERENCES",
    "CONCENTRATION_OF_SMALL_ACCOUNTS",
)
_CAUTION_EVERY = 17
_WARNING_EVERY = 29


class Route(NamedTuple):
    """Who answers, and on which budget."""

    group: str
    ask: Callable[[Simulation, Params], Any]


def _all_markets(simulation: Simulation, params: Params) -> list[Fields]:
    detailed = params.get("is_details", params.get("isDetails")) == "true"
    return [
        {
            "market": market.symbol,
            "korean_name": market.listing.asset.korean_name,
            "english_name": market.listing.asset.english_name,
            **({"market_event": _event(place)} if detailed else {}),
        }
        for place, market in enumerate(simulation.markets.values())
    ]


def _event(place: int) -> Fields:
    """Flag a few markets, always the same ones."""
    caution = {
        name: (place + nth) % _CAUTION_EVERY == _CAUTION_EVERY - 1
        for nth, name in enumerate(_CAUTIONS)
    }
    return {"warning": place % _WARNING_EVERY == _WARNING_EVERY - 1, "caution": caution}


def _tickers(simulation: Simulation, params: Params) -> list[Fields]:
    return [_ticker(simulation, market) for market in markets(simulation, params, "markets")]


def _tickers_by_quote(simulation: Simulation, params: Params) -> list[Fields]:
    quotes = required(params, "quote_currencies").split(",")
    return [
        _ticker(simulation, market)
        for market in simulation.markets.values()
        if market.listing.quote in quotes
    ]


def _ticker(simulation: Simulation, market: Market) -> Fields:
    last_ms = market.last.ms
    return {
        "market": market.symbol,
        "trade_date": date(last_ms, "%Y%m%d"),
        "trade_time": date(last_ms, "%H%M%S"),
        "trade_date_kst": date(last_ms, "%Y%m%d", kst=True),
        "trade_time_kst": date(last_ms, "%H%M%S", kst=True),
        **day(market, simulation.statistics[market.symbol]),
    }


def _orderbooks(simulation: Simulation, params: Params) -> list[Fields]:
    depth = min(number(params, "count", _MOST_LEVELS), _MOST_LEVELS)
    level = price(params, "level")
    return [
        {
            "market": market.symbol,
            **{
                key: value
                for key, value in orderbook(market, depth, level, "").items()
                if key not in {"type", "code", "stream_type"}
            },
        }
        for market in markets(simulation, params, "markets")
        if level in {0.0, *supported_levels(market)}
    ]


def _instruments(simulation: Simulation, params: Params) -> list[Fields]:
    return [
        {
            "market": market.symbol,
            "quote_currency": market.listing.quote,
            "tick_size": _plain(market.rules.ticks.size(market.last.price)),
            "supported_levels": [_plain(level) for level in supported_levels(market)],
        }
        for market in markets(simulation, params, "markets")
    ]


def _candles(span_ms: int, extra: Fields, simulation: Simulation, params: Params) -> list[Fields]:
    market = markets(simulation, params, "market")[0]
    count = min(number(params, "count", 1), _MOST_CANDLES)
    bars = _bars(simulation, market, span_ms, moment(params, simulation.now_ms), count)
    return [{"market": market.symbol, **candle_fields(bar), **extra} for bar in bars]


def _days(simulation: Simulation, params: Params) -> list[Fields]:
    candles = _candles(DAY_MS, {}, simulation, params)
    market = markets(simulation, params, "market")[0]
    for candle in candles:
        opened = datetime.fromisoformat(candle["candle_date_time_utc"]).replace(tzinfo=UTC)
        start_ms = round(opened.timestamp() * 1000)
        previous = simulation.statistics[market.symbol].flat(start_ms).close
        moved = change(candle["trade_price"], previous)
        candle["prev_closing_price"] = previous
        candle["change_price"] = moved["signed_change_price"]
        candle["change_rate"] = moved["signed_change_rate"]
    return candles


def _bars(
    simulation: Simulation, market: Market, span_ms: int, end_ms: int, count: int
) -> list[Bar]:
    """Return the bars that start before a time, newest first, those without trades left out."""
    statistics = simulation.statistics[market.symbol]
    bars: list[Bar] = []
    while len(bars) < count:
        last_ms = market.trade(market.count(end_ms - 1) - 1).ms
        end_ms = last_ms - last_ms % span_ms
        bars.append(statistics.bar(end_ms, span_ms) or statistics.flat(end_ms))
    return bars


def _trades(simulation: Simulation, params: Params) -> list[Fields]:
    market = markets(simulation, params, "market")[0]
    count = min(number(params, "count", 1), _MOST_TRADES)
    previous = simulation.statistics[market.symbol].previous_close()
    return [_tick(market, done, previous) for done in reversed(market.recent(count))]


def _tick(market: Market, done: Trade, previous: float) -> Fields:
    return {
        "market": market.symbol,
        "trade_date_utc": date(done.ms),
        "trade_time_utc": date(done.ms, "%H:%M:%S"),
        "timestamp": done.ms,
        "trade_price": done.price,
        "trade_volume": done.size,
        "prev_closing_price": previous,
        "change_price": change(done.price, previous)["signed_change_price"],
        "ask_bid": side(done),
        "sequential_id": trade_id(done),
    }


def _plain(number: float) -> str:
    return format(Decimal(repr(number)).normalize(), "f")


ROUTES = {
    "/v1/market/all": Route("market", _all_markets),
    "/v1/ticker": Route("ticker", _tickers),
    "/v1/ticker/all": Route("ticker", _tickers_by_quote),
    "/v1/orderbook": Route("orderbook", _orderbooks),
    "/v1/orderbook/instruments": Route("orderbook", _instruments),
    "/v1/candles/seconds": Route("candles", partial(_candles, SECOND_MS, {})),
    **{
        f"/v1/candles/minutes/{unit}": Route(
            "candles", partial(_candles, unit * MINUTE_MS, {"unit": unit})
        )
        for unit in _MINUTES
    },
    "/v1/candles/days": Route("candles", _days),
    "/v1/trades/ticks": Route("crix-trades", _trades),
}
