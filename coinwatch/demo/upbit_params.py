"""Reading the parameters of what is asked of Upbit by REST."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from coinwatch.demo.market import Market
from coinwatch.demo.simulation import Simulation

Params = Mapping[str, str]

_WHOLE = re.compile("[1-9][0-9]{0,8}")


class QueryError(Exception):
    """A question that is answered with an error of this status."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def required(params: Params, name: str) -> str:
    """Return a parameter that must be there."""
    value = params.get(name)
    if not value:
        raise QueryError(HTTPStatus.BAD_REQUEST, f"The parameter {name} is missing.")
    return value


def markets(simulation: Simulation, params: Params, name: str) -> list[Market]:
    """Return the markets whose codes a parameter lists."""
    codes = required(params, name).split(",")
    known = [simulation.markets[code] for code in codes if code in simulation.markets]
    # One that it does not know fails the whole question.
    if len(known) < len(codes):
        raise QueryError(HTTPStatus.NOT_FOUND, "Code not found")
    return known


def number(params: Params, name: str, default: int) -> int:
    """Return a whole number above zero."""
    value = params.get(name, str(default))
    if not _WHOLE.fullmatch(value):
        raise _wrong_type(name)
    return int(value)


def price(params: Params, name: str) -> float:
    """Return a price; 0 where none is given."""
    try:
        return float(params.get(name, "0"))
    except ValueError:
        raise _wrong_type(name) from None


def moment(params: Params, now_ms: int) -> int:
    """Return the time that the candles wanted start before; UTC unless it says otherwise."""
    if "to" not in params:
        return now_ms + 1
    try:
        time = datetime.fromisoformat(params["to"])
    except ValueError:
        raise _wrong_type("to") from None
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return round(time.timestamp() * 1000)


def _wrong_type(name: str) -> QueryError:
    return QueryError(HTTPStatus.BAD_REQUEST, f"The parameter {name} has a wrong type.")
