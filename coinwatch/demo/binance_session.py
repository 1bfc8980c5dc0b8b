"""One client of the simulated Binance's streams.

https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
"""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson

from coinwatch.demo.binance_requests import Request, RequestError, RequestId, parse
from coinwatch.demo.client import Client
from coinwatch.demo.faults import Faults
from coinwatch.demo.frames import text
from coinwatch.demo.ledger import Received
from coinwatch.demo.limits import BinanceLimits, Meter
from coinwatch.demo.session import Session, Topics

SHUTDOWN = "!serverShutdown"
"""The stream that everybody gets."""

_GOING_AWAY = 1001
_POLICY_VIOLATION = 1008


class BinanceSession(Session):
    """What a client has subscribed to. Each request adds to it, or takes from it."""

    def __init__(
        self,
        client: Client,
        faults: Faults,
        topics: "Topics[str, BinanceSession]",
        limits: BinanceLimits,
        *,
        combined: bool,
    ) -> None:
        super().__init__(client, faults)
        self.combined = combined
        """Whether events are wrapped with the name of their stream."""
        self._topics = topics
        self._limits = limits
        self._meter = Meter()
        self._names: dict[str, None] = {}
        self._pings: dict[bytes, float] = {}
        topics.add(SHUTDOWN, self, self)
        self._plan_ping(client.visit.opened_s)
        self.at(client.visit.opened_s + limits.lifetime_s, partial(client.close, _GOING_AWAY))

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """The names of the streams."""
        return tuple(self._names)

    def hear(self, received: Received) -> None:
        """Count the frame against the limit; a pong answers its ping and those before."""
        if received.kind == "pong" and received.payload in self._pings:
            answered_s = self._pings[received.payload]
            self._pings = {sent: at for sent, at in self._pings.items() if at > answered_s}
        if not self._meter.take(self._limits.messages, received.at_s):
            self.client.close(_POLICY_VIOLATION, "Too many requests")

    def due(self, now_s: float) -> float:
        """Close on a client that has not answered a ping for too long."""
        next_s = super().due(now_s)
        overdue_s = min(self._pings.values(), default=math.inf) + self._limits.pong_within_s
        if now_s < overdue_s:
            return min(next_s, overdue_s)
        self.client.close(_POLICY_VIOLATION, "Pong timeout")
        self._pings.clear()
        return next_s

    def obey(self, payload: bytes, now_s: float) -> None:
        """Take a request."""
        try:
            request = parse(payload)
            result = self._do(request)
        except RequestError as error:
            wrong = {"code": error.code, "msg": error.message}
            self._say({"error": wrong, "id": error.request_id}, now_s)
        else:
            self._say({"result": result, "id": request.request_id}, now_s)

    def subscribe(self, names: Sequence[str], request_id: RequestId = None) -> None:
        """Listen to streams, be there such or not. Raises RequestError."""
        wanted = self._names | dict.fromkeys(names)
        if len(wanted) > self._limits.streams:
            raise RequestError(4, "Too many subscriptions", request_id)
        self._names = wanted
        for name in names:
            self._topics.add(name, self, self)

    def end(self) -> None:
        """Listen to nothing more."""
        for name in (SHUTDOWN, *self._names):
            self._topics.remove(name, self)
        self._names = {}

    def _do(self, request: Request) -> Any:
        if request.method == "SUBSCRIBE":
            self.subscribe(request.params, request.request_id)
            return None
        if request.method == "UNSUBSCRIBE":
            for name in request.params:
                self._names.pop(name, None)
                self._topics.remove(name, self)
            return None
        if request.method == "LIST_SUBSCRIPTIONS":
            return list(self._names)
        return self._property(request)

    def _property(self, request: Request) -> bool | None:
        if request.params[0] != "combined":
            raise RequestError(0, "Unknown property", request.request_id)
        if request.method == "GET_PROPERTY":
            return self.combined
        value = request.params[-1]
        if not isinstance(value, bool):
            message = "Invalid value type: expected Boolean"
            raise RequestError(1, message, request.request_id)
        self.combined = value
        return None

    def _say(self, fields: dict[str, Any], now_s: float) -> None:
        self.reply(text(orjson.dumps(fields)), now_s)

    def _plan_ping(self, now_s: float) -> None:
        next_s = now_s + self._limits.ping_every_s
        self.at(next_s, partial(self._ping, next_s))

    def _ping(self, now_s: float) -> None:
        payload = str(round(now_s * 1000)).encode()
        self._pings[payload] = now_s
        self.client.ping(payload)
        self._plan_ping(now_s)
