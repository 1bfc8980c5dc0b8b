"""The simulated Upbit's REST side: limits, and who answers what."""

from collections.abc import Mapping
from http import HTTPStatus

from coinwatch.demo.answers import Answer, json
from coinwatch.demo.limits import Meter, UpbitLimits
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_params import QueryError
from coinwatch.demo.upbit_queries import ROUTES

_PER_MINUTE = 600


class UpbitRest:
    """Answers to GETs. https://docs.upbit.com/kr/reference/rest-api-guide."""

    def __init__(self, simulation: Simulation, limits: UpbitLimits) -> None:
        self._simulation = simulation
        self._limits = limits
        self._meters: dict[str, Meter] = {}

    def answer(self, path: str, params: Mapping[str, str], now_s: float) -> Answer:
        """Return the answer to a GET."""
        route = ROUTES.get(path)
        if route is None:
            return error(HTTPStatus.NOT_FOUND, "not_found", "No such address.")
        meter = self._meters.setdefault(route.group, Meter())
        if not meter.take(self._limits.rest, now_s):
            return too_many()
        try:
            answer = json(route.ask(self._simulation, params))
        except QueryError as wrong:
            answer = error(wrong.status, wrong.status, wrong.message)
        left = meter.left(self._limits.rest, now_s)
        remaining = f"group={route.group}; min={_PER_MINUTE}; sec={left}"
        return answer._replace(headers=(("Remaining-Req", remaining), ("Limit-By-Ip", "Yes")))


def too_many() -> Answer:
    """Return the answer to who asks too often."""
    return error(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", "Too many requests.")


def error(status: int, name: int | str, message: str) -> Answer:
    """Return an error as Upbit writes it; its name is a number for some."""
    return json({"error": {"name": name, "message": message}}, status)
