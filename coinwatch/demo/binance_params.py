"""Reading the parameters of what is asked of Binance by REST.

https://developers.binance.com/docs/binance-spot-api-docs/errors
"""

import re
from collections.abc import Mapping

import orjson

from coinwatch.demo.binance_requests import INTERVALS_MS
from coinwatch.demo.market import Market
from coinwatch.demo.simulation import Simulation

Params = Mapping[str, str]

_ILLEGAL = -1100
_MISSING = -1102
_INTERVAL = -1120
_SYMBOL = -1121
_COMBINATION = -1128
_INVALID = -1130

_WHOLE = re.compile("[0-9]{1,18}")


class QueryError(Exception):
    """A question that is answered with an error of this code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def market(simulation: Simulation, params: Params) -> Market:
    """Return the market that ``symbol`` names."""
    return _market(simulation, _required(params, "symbol"))


def markets(simulation: Simulation, params: Params) -> list[Market] | None:
    """Return the markets that ``symbol`` or ``symbols`` names; None if neither is there."""
    names = symbols(params)
    return None if names is None else [_market(simulation, name) for name in names]


def symbols(params: Params) -> list[str] | None:
    """Return what ``symbol`` or ``symbols`` names; None if neither is there."""
    if "symbol" in params and "symbols" in params:
        raise QueryError(_COMBINATION, "Combination of optional parameters invalid.")
    if "symbols" not in params:
        return [params["symbol"]] if "symbol" in params else None
    try:
        names = orjson.loads(params["symbols"])
    except orjson.JSONDecodeError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise QueryError(_ILLEGAL, "Illegal characters found in parameter 'symbols'.")
    return names


def interval_ms(params: Params) -> int:
    """Return how long the candles wanted are."""
    name = _required(params, "interval")
    if name not in INTERVALS_MS:
        raise QueryError(_INTERVAL, "Invalid interval.")
    return INTERVALS_MS[name]


def number(params: Params, name: str, default: int) -> int:
    """Return a whole number."""
    value = params.get(name, str(default))
    if not _WHOLE.fullmatch(value):
        raise QueryError(_ILLEGAL, f"Illegal characters found in parameter '{name}'.")
    return int(value)


def limit(params: Params, default: int, most: int) -> int:
    """Return how many are wanted, at most as many as there may be."""
    wanted = number(params, "limit", default)
    if wanted == 0:
        raise QueryError(_INVALID, "Data sent for parameter 'limit' is not valid.")
    return min(wanted, most)


def is_mini(params: Params) -> bool:
    """Tell whether short statistics are wanted."""
    kind = params.get("type", "FULL")
    if kind not in {"FULL", "MINI"}:
        raise QueryError(_INVALID, "Data sent for parameter 'type' is not valid.")
    return kind == "MINI"


def _required(params: Params, name: str) -> str:
    value = params.get(name)
    if not value:
        raise QueryError(_MISSING, f"Mandatory parameter '{name}' was not sent.")
    return value


def _market(simulation: Simulation, name: str) -> Market:
    if name != name.upper():
        raise QueryError(_ILLEGAL, "Illegal characters found in parameter 'symbol'.")
    if name not in simulation.markets:
        raise QueryError(_SYMBOL, "Invalid symbol.")
    return simulation.markets[name]
