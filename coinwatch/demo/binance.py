"""The simulated Binance: one port for streams and REST.

https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
"""

import zlib
from http import HTTPStatus
from typing import Any

import orjson

from coinwatch.demo import binance_fields as fields
from coinwatch.demo.answers import Answer, refusal
from coinwatch.demo.binance_requests import (
    ALL_MINI_TICKERS,
    INTERVALS_MS,
    Stream,
    stream,
)
from coinwatch.demo.binance_rest import BinanceRest
from coinwatch.demo.binance_session import SHUTDOWN, BinanceSession
from coinwatch.demo.client import Client
from coinwatch.demo.frames import Message, text
from coinwatch.demo.limits import BinanceLimits, Meter
from coinwatch.demo.market import Market, Trade
from coinwatch.demo.server import HOST, Server, Spawn, Target
from coinwatch.demo.session import Session, Topics
from coinwatch.demo.simulation import Moved, Simulation

_TICKER_EVERY_MS = 1_000
_KLINE_EVERY_MS = 2_000
_FAST_KLINE_EVERY_MS = 1_000
_KEPT = 10_000


class BinanceServer(Server):
    """Binance on loopback."""

    def __init__(self, simulation: Simulation, spawn: Spawn) -> None:
        super().__init__(simulation, spawn)
        self.limits = BinanceLimits()
        self._topics: Topics[str, BinanceSession] = Topics()
        self._rest = BinanceRest(simulation, self.limits)
        self._handshakes = Meter()
        self._markets = {market.symbol.lower(): market for market in simulation.markets.values()}
        self._said: dict[str, int] = {}
        """By stream, what was said last: which trade, which book, which candle."""
        self._traded: dict[str, int] = {}

    @property
    def websocket_url(self) -> str:
        """The address that a client is configured with; it appends ``/stream`` or ``/ws``."""
        return f"ws://{HOST}:{self.port}"

    def announce_shutdown(self) -> None:
        """Tell every client that its connection is about to end."""
        self._send(SHUTDOWN, {"e": "serverShutdown", "E": self.simulation.now_ms})
        self.flush()

    def refuse(self, target: Target, now_s: float) -> Answer | None:
        """Keep to the rate of handshakes, and to the paths that there are."""
        if not self._handshakes.take(self.limits.handshakes, now_s):
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, round(self.limits.handshakes.seconds))
        if len(_names(target)) > self.limits.streams:
            return refusal(HTTPStatus.BAD_REQUEST)
        known = target.path in {"/ws", "/stream"} or target.path.startswith("/ws/")
        return None if known else refusal(HTTPStatus.NOT_FOUND)

    def handshake_headers(self, now_s: float) -> tuple[tuple[str, str], ...]:  # noqa: ARG002  # Upbit's count
        """Return nothing."""
        return ()

    def open(self, client: Client, target: Target) -> Session:
        """Return the session of a client that has connected, with the streams in its address."""
        combined = target.path == "/stream"
        session = BinanceSession(client, self.faults, self._topics, self.limits, combined=combined)
        session.subscribe(_names(target))
        return session

    def ask(self, target: Target, now_s: float) -> Answer:
        """Return the answer to a REST request."""
        return self._rest.answer(target.path, target.query, now_s)

    # Events

    def publish(self, moved: list[Moved]) -> None:
        """Queue trades and best prices at once, the others when their time comes."""
        for market, trades in moved:
            name = market.symbol.lower()
            for done in trades:
                self._publish_trade(market, name, done)
            if f"{name}@bookTicker" in self._topics:
                self._send(f"{name}@bookTicker", fields.book_ticker(market))
        for name in self._topics:
            what = stream(name)
            about = self._markets.get(what.symbol) if what else None
            if what is not None and about is not None and about.listing.trading:
                self._publish_timed(name, what, about)
        self._publish_all_mini_tickers()
        if len(self._said) > _KEPT:
            self._said = {name: mark for name, mark in self._said.items() if name in self._topics}

    def _publish_trade(self, market: Market, name: str, done: Trade) -> None:
        now_ms = self.simulation.now_ms
        for kind, number, say in (
            ("trade", done.number, fields.trade),
            ("aggTrade", fields.aggregate_id(done.number), fields.aggregate),
        ):
            topic = f"{name}@{kind}"
            if topic in self._topics:
                self.record(market, number, done.price, self._topics.listeners(topic))
                self._send(topic, say(market, done, now_ms))

    def _publish_timed(self, name: str, what: Stream, market: Market) -> None:
        if what.kind == "kline":
            self._publish_kline(name, what.interval, market)
        elif what.kind == "depth":
            self._publish_depth(name, what, market)
        elif what.kind in {"ticker", "miniTicker"}:
            self._publish_ticker(name, what, market)

    def _publish_depth(self, name: str, what: Stream, market: Market) -> None:
        """Send a book at once, and then, if it has changed, when its time comes."""
        is_time = self.simulation.now_ms % what.every_ms == 0 or name not in self._said
        if is_time and self._said.get(name) != market.version:
            self._said[name] = market.version
            self._send(name, fields.depth(market, what.depth))

    def _publish_ticker(self, name: str, what: Stream, market: Market) -> None:
        """Send statistics every second in which there were trades."""
        now_ms, number = self.simulation.now_ms, market.last.number
        if now_ms % _TICKER_EVERY_MS == 0 and self._said.setdefault(name, number) != number:
            self._said[name] = number
            say = fields.ticker if what.kind == "ticker" else fields.mini_ticker
            self._send(name, say(market, self.simulation.statistics[market.symbol], now_ms))

    def _publish_kline(self, name: str, interval: str, market: Market) -> None:
        """Send a candle every other second, a finished one at once, trades or not."""
        now_ms, span_ms = self.simulation.now_ms, INTERVALS_MS[interval]
        every_ms = _FAST_KLINE_EVERY_MS if interval == "1s" else _KLINE_EVERY_MS
        # Not all in the same step.
        phase_ms = zlib.crc32(name.encode()) * self.simulation.step_ms
        said = self._said.get(name)
        start_ms = now_ms - now_ms % span_ms
        if said == start_ms and (now_ms + phase_ms) % every_ms:
            return
        statistics = self.simulation.statistics[market.symbol]
        if said is not None and said < start_ms:
            finished = statistics.bar(said, span_ms) or statistics.flat(said)
            self._send(name, fields.kline(market, finished, interval, now_ms))
        self._said[name] = start_ms
        self._send(name, fields.kline(market, statistics.running(span_ms), interval, now_ms))

    def _publish_all_mini_tickers(self) -> None:
        now_ms = self.simulation.now_ms
        if now_ms % _TICKER_EVERY_MS or ALL_MINI_TICKERS not in self._topics:
            return
        traded = {symbol: m.last.number for symbol, m in self.simulation.markets.items()}
        changed = [
            fields.mini_ticker(
                self.simulation.markets[symbol], self.simulation.statistics[symbol], now_ms
            )
            for symbol, number in traded.items()
            if self._traded.get(symbol, number) != number
        ]
        self._traded = traded
        if changed:
            self._send(ALL_MINI_TICKERS, changed)

    def _send(self, name: str, event: Any) -> None:
        made: dict[bool, Message] = {}
        for session in self._topics.listeners(name).values():
            combined = session.combined
            if combined not in made:
                data = {"stream": name, "data": event} if combined else event
                made[combined] = text(orjson.dumps(data))
            session.client.send(made[combined])


def _names(target: Target) -> list[str]:
    if target.path == "/stream":
        return [name for name in target.query.get("streams", "").split("/") if name]
    return [name for name in target.path.removeprefix("/ws").split("/") if name]
