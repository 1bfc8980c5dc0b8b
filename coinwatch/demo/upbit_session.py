"""One client of the simulated Upbit: https://docs.upbit.com/kr/reference/websocket-guide."""

from typing import NamedTuple

import orjson

from coinwatch.demo.client import Client
from coinwatch.demo.faults import Faults
from coinwatch.demo.frames import Message, binary
from coinwatch.demo.ledger import Received
from coinwatch.demo.limits import Meter, UpbitLimits
from coinwatch.demo.session import Session, Topics
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_fields import (
    SNAPSHOT,
    Fields,
    candle,
    orderbook,
    supported_levels,
    ticker,
    trade,
)
from coinwatch.demo.upbit_requests import (
    CANDLES_MS,
    DEFAULT,
    Item,
    RequestError,
    depth,
    parse,
)
from coinwatch.demo.upbit_spelling import encode, whole

_ERROR_CLOSE_S = 0.15
_STATUS = binary(b'{"status":"UP"}')


class Want(NamedTuple):
    """How a listener wants a message."""

    format: str
    depth: int
    level: float


Topic = tuple[str, str]
"""A data type and a market's code."""


class UpbitSession(Session):
    """What a client has subscribed to. Each request replaces the one before."""

    def __init__(
        self,
        client: Client,
        faults: Faults,
        simulation: Simulation,
        topics: Topics[Topic, Want],
        limits: UpbitLimits,
    ) -> None:
        super().__init__(client, faults)
        self._simulation = simulation
        self._topics = topics
        self._limits = limits
        self._meters = [Meter() for _ in limits.messages]
        self._heard_s = client.visit.opened_s
        self._format = DEFAULT
        self._items: tuple[Item, ...] = ()
        self._topics_heard: list[Topic] = []
        self._is_up_told = False

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """Data type and code of everything subscribed to: ``ticker KRW-BTC``."""
        return tuple(f"{kind} {code}" for kind, code in self._topics_heard)

    def hear(self, received: Received) -> None:
        """Count the frame against the limits."""
        self._heard_s = received.at_s
        rates = zip(self._meters, self._limits.messages, strict=True)
        within = [meter.take(rate, received.at_s) for meter, rate in rates]
        if not all(within):
            self.client.close(1008, "Too many requests")

    def due(self, now_s: float) -> float:
        """Drop a client that has been silent for too long; there is no closing handshake."""
        idle_s = self._heard_s + self._limits.idle_s
        if now_s >= idle_s:
            self.client.abort()
        return min(super().due(now_s), idle_s)

    def obey(self, payload: bytes, now_s: float) -> None:
        """Take a request, or answer a text ``PING``."""
        if payload == b"PING":
            self._tell_up(now_s)
            return
        try:
            request = parse(payload)
        except RequestError as error:
            self._refuse(error, now_s)
            return
        self._format = request.format
        if request.items is None:
            self.reply(self._list(request.ticket), now_s)
        else:
            self._replace(request.items, now_s)

    def end(self) -> None:
        """Listen to nothing more."""
        for topic in self._topics_heard:
            self._topics.remove(topic, self)
        self._topics_heard.clear()

    def _replace(self, items: tuple[Item, ...], now_s: float) -> None:
        self.end()
        self._items = items
        for item in items:
            for written in item.codes:
                self._subscribe(item, written, now_s)

    def _subscribe(self, item: Item, written: str, now_s: float) -> None:
        code, levels = depth(written) if item.type == "orderbook" else (written, 0)
        market = self._simulation.markets.get(code)
        # What it does not know, in code or level, it passes over in silence.
        if market is None or item.level not in {0.0, *supported_levels(market)}:
            return
        want = Want(self._format, levels, item.level)
        if item.snapshot:
            fields = state(self._simulation, (item.type, code), want, SNAPSHOT)
            self.reply(binary(encode(fields, want.format)), now_s)
        if item.realtime:
            self._topics.add((item.type, code), self, want)
            self._topics_heard.append((item.type, code))

    def _list(self, ticket: str) -> Message:
        result = [
            {"type": item.type, "codes": list(item.codes)}
            | ({"level": whole(item.level)} if item.type == "orderbook" else {})
            for item in self._items
            if item.realtime
        ]
        fields = {"method": "LIST_SUBSCRIPTIONS", "result": result, "ticket": ticket}
        return binary(encode(fields, self._format))

    def _refuse(self, error: RequestError, now_s: float) -> None:
        fields = {"error": {"name": error.name, "message": error.message}}
        self.reply(binary(orjson.dumps(fields)), now_s)
        self.at(now_s + _ERROR_CLOSE_S, lambda: self.client.close(1000))

    def _tell_up(self, now_s: float) -> None:
        self.reply(_STATUS, now_s)
        if not self._is_up_told:
            self._is_up_told = True
            self._repeat_up(now_s)

    def _repeat_up(self, now_s: float) -> None:
        next_s = now_s + self._limits.status_every_s

        def again() -> None:
            self.client.send(_STATUS)
            self._repeat_up(next_s)

        self.at(next_s, again)


def state(simulation: Simulation, topic: Topic, want: Want, stream: str) -> Fields:
    """Return what a topic says now."""
    kind, code = topic
    market, statistics = simulation.markets[code], simulation.statistics[code]
    if kind == "ticker":
        return ticker(market, statistics, stream)
    if kind == "trade":
        return trade(market, statistics, market.last, stream)
    if kind == "orderbook":
        return orderbook(market, want.depth, want.level, stream)
    span_ms = CANDLES_MS[kind]
    start_ms = market.last.ms - market.last.ms % span_ms
    bar = statistics.bar(start_ms, span_ms) or statistics.flat(start_ms)
    return candle(market, kind, bar, stream)
