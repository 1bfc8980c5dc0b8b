"""The simulated Binance's REST side: who answers what, and what it weighs.

https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
"""

import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from coinwatch.demo import binance_history, binance_queries
from coinwatch.demo.answers import Answer, json
from coinwatch.demo.binance_history import MOST_LEVELS, USUAL_LEVELS
from coinwatch.demo.binance_params import Params, QueryError, limit, symbols
from coinwatch.demo.limits import BinanceLimits, Weights
from coinwatch.demo.simulation import Simulation

_FEW = 20
_MANY = 100
_DAY_WEIGHT = 4
_DAYS_MOST = 200
_DEPTH_WEIGHTS = ((100, 5), (500, 25), (1_000, 50), (MOST_LEVELS, 250))


class Route(NamedTuple):
    """Who answers, and what that weighs."""

    weigh: Callable[[Params], int]
    ask: Callable[[Simulation, Params], Any]


def _named(one: int, few: int, many: int, each: int) -> Callable[[Params], int]:
    """Return how to weigh by the number of symbols: one, up to 20, up to 100, more or all."""

    def weigh(params: Params) -> int:
        names = symbols(params)
        if names is None:
            return each
        if "symbol" in params:
            return one
        return few if len(names) <= _FEW else many if len(names) <= _MANY else each

    return weigh


def _weigh_days(params: Params) -> int:
    return min(_DAY_WEIGHT * len(symbols(params) or ()), _DAYS_MOST)


def _weigh_depth(params: Params) -> int:
    levels = limit(params, USUAL_LEVELS, MOST_LEVELS)
    return next(weight for most, weight in _DEPTH_WEIGHTS if levels <= most)


def _fixed(weight: int) -> Callable[[Params], int]:
    return lambda _: weight


ROUTES = {
    "/api/v3/ping": Route(_fixed(1), binance_queries.ping),
    "/api/v3/time": Route(_fixed(1), binance_queries.time),
    "/api/v3/exchangeInfo": Route(_fixed(20), binance_queries.exchange_info),
    "/api/v3/ticker/24hr": Route(_named(2, 2, 40, 80), binance_queries.tickers_24h),
    "/api/v3/ticker/tradingDay": Route(_weigh_days, binance_queries.trading_days),
    "/api/v3/ticker/price": Route(_named(2, 4, 4, 4), binance_queries.prices),
    "/api/v3/ticker/bookTicker": Route(_named(2, 4, 4, 4), binance_queries.book_tickers),
    "/api/v3/klines": Route(_fixed(2), binance_history.klines),
    "/api/v3/depth": Route(_weigh_depth, binance_history.depth),
    "/api/v3/trades": Route(_fixed(25), binance_history.trades),
    "/api/v3/aggTrades": Route(_fixed(4), binance_history.aggregates),
}


class BinanceRest:
    """Answers to GETs, within the limits."""

    def __init__(self, simulation: Simulation, limits: BinanceLimits) -> None:
        self._simulation = simulation
        self._limits = limits
        self._weights = Weights()

    def answer(self, path: str, params: Params, now_s: float) -> Answer:
        """Return the answer to a GET."""
        route = ROUTES.get(path)
        if route is None:
            return Answer(HTTPStatus.NOT_FOUND)
        try:
            wait_s = self._weights.take(route.weigh(params), self._limits, now_s)
            if wait_s:
                return self._too_many(wait_s, now_s)
            answer = json(route.ask(self._simulation, params))
        except QueryError as wrong:
            answer = _error(HTTPStatus.BAD_REQUEST, wrong.code, wrong.message)
        return answer._replace(headers=self._used())

    def _too_many(self, wait_s: float, now_s: float) -> Answer:
        if self._weights.is_banned(now_s):
            until_ms = self._simulation.now_ms + round(wait_s * 1000)
            answer = _error(
                HTTPStatus.IM_A_TEAPOT,
                -1003,
                f"Way too much request weight; banned until {until_ms}.",
            )
        else:
            answer = _error(HTTPStatus.TOO_MANY_REQUESTS, -1003, "Too much request weight used.")
        retry = ("Retry-After", str(math.ceil(wait_s)))
        return answer._replace(headers=(*self._used(), retry))

    def _used(self) -> tuple[tuple[str, str], ...]:
        return (("X-MBX-USED-WEIGHT-1M", str(self._weights.used)),)


def _error(status: int, code: int, message: str) -> Answer:
    return json({"code": code, "msg": message}, status)
