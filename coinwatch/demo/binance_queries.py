"""What Binance answers by REST about the present: markets, prices, statistics.

https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
"""

from collections.abc import Callable

from coinwatch.demo.binance_fields import Fields, average, last_number, percent, text
from coinwatch.demo.binance_params import Params, is_mini, market, markets, symbols
from coinwatch.demo.market import Market
from coinwatch.demo.prices import DAY_MS
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.statistics import Bar


def ping(simulation: Simulation, params: Params) -> Fields:  # noqa: ARG001  # as all of them
    """Return nothing."""
    return {}


def time(simulation: Simulation, params: Params) -> Fields:  # noqa: ARG001  # as all of them
    """Return the exchange's time."""
    return {"serverTime": simulation.now_ms}


def exchange_info(simulation: Simulation, params: Params) -> Fields:
    """Return the markets and the limits."""
    status = params.get("symbolStatus")
    wanted = markets(simulation, params)
    listed = simulation.markets.values() if wanted is None else wanted
    sets = params.get("showPermissionSets", "true") == "true"
    infos = [_symbol(one, sets=sets) for one in listed]
    return {
        "timezone": "UTC",
        "serverTime": simulation.now_ms,
        "rateLimits": [
            _rate_limit("REQUEST_WEIGHT", "MINUTE", 1, 6_000),
            _rate_limit("RAW_REQUESTS", "MINUTE", 5, 300_000),
        ],
        "exchangeFilters": [],
        "symbols": [info for info in infos if status in {None, info["status"]}],
    }


def _rate_limit(kind: str, interval: str, count: int, limit: int) -> Fields:
    return {"rateLimitType": kind, "interval": interval, "intervalNum": count, "limit": limit}


def _symbol(one: Market, *, sets: bool) -> Fields:
    tick = text(one.rules.ticks.size(one.last.price))
    step = text(10.0**-one.rules.size_decimals)
    return {
        "symbol": one.symbol,
        "status": _status(one),
        "baseAsset": one.listing.asset.code,
        "baseAssetPrecision": 8,
        "quoteAsset": one.listing.quote,
        "quotePrecision": 8,
        "quoteAssetPrecision": 8,
        "orderTypes": ["LIMIT", "MARKET"],
        "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": False,
        "filters": [
            {
                "filterType": "PRICE_FILTER",
                "minPrice": tick,
                "maxPrice": "1000000.00000000",
                "tickSize": tick,
            },
            {
                "filterType": "LOT_SIZE",
                "minQty": step,
                "maxQty": "9000000000.00000000",
                "stepSize": step,
            },
        ],
        "permissions": [],
        "permissionSets": [["SPOT"]] if sets else [],
    }


def _status(one: Market) -> str:
    if not one.listing.trading:
        return "BREAK"
    return "HALT" if one.halted else "TRADING"


def tickers_24h(simulation: Simulation, params: Params) -> Fields | list[Fields]:
    """Return the last 24 hours."""

    def say(one: Market) -> Fields:
        bar = simulation.statistics[one.symbol].rolling()
        short = _statistics(one, bar, simulation.now_ms - DAY_MS, simulation.now_ms)
        if is_mini(params):
            return short
        bid, ask = _best(one)
        before = one.trade(bar.first - 1).price if bar.count else bar.open
        return (
            short
            | _longer(bar)
            | bid
            | ask
            | {
                "prevClosePrice": text(before),
                "lastQty": text(one.last.size),
            }
        )

    return _each(simulation, params, say)


def trading_days(simulation: Simulation, params: Params) -> Fields | list[Fields]:
    """Return the UTC day; which symbols is to be said."""
    if symbols(params) is None:
        market(simulation, params)

    def say(one: Market) -> Fields:
        bar = simulation.statistics[one.symbol].day()
        short = _statistics(one, bar, bar.start_ms, bar.start_ms + DAY_MS - 1)
        return short if is_mini(params) else short | _longer(bar)

    return _each(simulation, params, say)


def prices(simulation: Simulation, params: Params) -> Fields | list[Fields]:
    """Return the last prices."""

    def say(one: Market) -> Fields:
        return {"symbol": one.symbol, "price": text(one.last.price)}

    return _each(simulation, params, say)


def book_tickers(simulation: Simulation, params: Params) -> Fields | list[Fields]:
    """Return the best bids and asks."""

    def say(one: Market) -> Fields:
        bid, ask = _best(one)
        return {"symbol": one.symbol, **bid, **ask}

    return _each(simulation, params, say)


def _each(
    simulation: Simulation, params: Params, say: Callable[[Market], Fields]
) -> Fields | list[Fields]:
    """Return one object for ``symbol``, else a list, of all markets where none are named."""
    wanted = markets(simulation, params)
    status = params.get("symbolStatus")
    listed = simulation.markets.values() if wanted is None else wanted
    answers = [say(one) for one in listed if status in {None, _status(one)}]
    return answers[0] if "symbol" in params and answers else answers


def _statistics(one: Market, bar: Bar, open_ms: int, close_ms: int) -> Fields:
    return {
        "symbol": one.symbol,
        "openPrice": text(bar.open),
        "highPrice": text(bar.high),
        "lowPrice": text(bar.low),
        "lastPrice": text(bar.close),
        "volume": text(bar.volume),
        "quoteVolume": text(bar.quote_volume),
        "openTime": open_ms,
        "closeTime": close_ms,
        "firstId": bar.first,
        "lastId": last_number(bar),
        "count": bar.count,
    }


def _longer(bar: Bar) -> Fields:
    return {
        "priceChange": text(bar.close - bar.open),
        "priceChangePercent": percent(bar),
        "weightedAvgPrice": average(bar),
    }


def _best(one: Market) -> tuple[Fields, Fields]:
    book = one.book(1)
    bid, ask = book.bids[0], book.asks[0]
    return (
        {"bidPrice": text(bid.price), "bidQty": text(bid.size)},
        {"askPrice": text(ask.price), "askQty": text(ask.size)},
    )
