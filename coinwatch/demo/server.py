"""One simulated exchange's server: a port on loopback that speaks HTTP and WebSocket.

What an exchange says and allows is in the subclasses; here is what they share: connections and
their faults.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from websockets.datastructures import Headers
from websockets.http11 import Request

from coinwatch.demo.answers import Answer
from coinwatch.demo.client import Client
from coinwatch.demo.faults import Faults
from coinwatch.demo.ledger import Asked, Ledger, Sent, Visit
from coinwatch.demo.market import Market, Trade
from coinwatch.demo.session import Session
from coinwatch.demo.simulation import Moved, Simulation

HOST = "127.0.0.1"

Spawn = Callable[[Coroutine[Any, Any, None]], object]
"""Starts a task that is waited for in the end, and whose failure ends everything."""


class Target(NamedTuple):
    """What a request is for."""

    path: str
    query: Mapping[str, str]
    headers: Headers


class Server(ABC):
    """One exchange. ``faults`` makes things go wrong, ``ledger`` tells what happened."""

    def __init__(self, simulation: Simulation, spawn: Spawn) -> None:
        self.simulation = simulation
        self.ledger = Ledger()
        self.sessions: dict[Session, None] = {}
        """The open WebSocket connections, oldest first."""
        self.compress = False
        """Whether to agree to permessage-deflate."""
        self.port = 0
        """Chosen by the system when first listening, then kept."""
        self._clients: dict[Client, None] = {}
        self.faults = Faults()
        self.faults.victims = self._clients
        self._spawn = spawn
        self._listener: asyncio.Server | None = None
        self._visits = 0
        self._flood_owed = 0.0
        self._held: dict[str, Trade] = {}

    @property
    @abstractmethod
    def websocket_url(self) -> str:
        """The address that a client is configured with."""

    @property
    def rest_url(self) -> str:
        """The address that a client is configured with, without a path."""
        return f"http://{HOST}:{self.port}"

    # What an exchange is

    @abstractmethod
    def refuse(self, target: Target, now_s: float) -> Answer | None:
        """Return why a handshake is refused, if it is."""

    @abstractmethod
    def handshake_headers(self, now_s: float) -> tuple[tuple[str, str], ...]:
        """Return what an accepted handshake is answered with, beside what is usual."""

    @abstractmethod
    def open(self, client: Client, target: Target) -> Session:
        """Return the session of a client that has connected."""

    @abstractmethod
    def ask(self, target: Target, now_s: float) -> Answer:
        """Return the answer to a REST request."""

    @abstractmethod
    def publish(self, moved: list[Moved]) -> None:
        """Queue what is to be said after a step."""

    # Life

    async def listen(self) -> None:
        """Take connections, again on the same port after ``stop_listening``."""
        self._listener = await asyncio.start_server(self._accept, HOST, self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    def stop_listening(self) -> asyncio.Server | None:
        """Refuse new TCP connections; open ones live on. Returns what listened until now."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
        return listener

    def jump(self, now_ms: int) -> None:
        """Go to another time at once, as after a sleep; what is between becomes history."""
        self._held.clear()
        self.simulation.jump(now_ms)

    def step(self, now_ms: int) -> None:
        """Let the markets move on, and tell the clients."""
        moved = self.simulation.step(now_ms)
        if self.faults.flood is not None:
            self._flood_owed += self.faults.flood.per_second * self.simulation.step_ms / 1000
            count = int(self._flood_owed)
            self._flood_owed -= count
            moved.append(self.simulation.flood(self.faults.flood.symbol, count))
        self.publish([Moved(market, self._meddle(market.symbol, t)) for market, t in moved])
        self.flush()

    def replay(self, count: int) -> None:
        """Send the last trades of every market once more, as if they were new."""
        markets = self.simulation.markets.values()
        self.publish([Moved(market, market.recent(count)) for market in markets])
        self.flush()

    def record(self, market: Market, trade_id: int, price: float, to: Iterable[Session]) -> None:
        """Note that a trade goes out."""
        numbers = tuple(session.client.visit.number for session in to if session.client.is_fed)
        if numbers:
            self.ledger.trades.append(Sent(market.symbol, trade_id, price, numbers))

    def flush(self) -> None:
        """Write what is queued for every client."""
        for session in self.sessions:
            session.client.flush()

    def _meddle(self, symbol: str, trades: list[Trade]) -> list[Trade]:
        if self.faults.duplicate:
            return [trade for trade in trades for _ in range(2)]
        if self.faults.reorder:
            return self._swap(symbol, trades)
        held = self._held.pop(symbol, None)
        return trades if held is None else [held, *trades]

    def _swap(self, symbol: str, trades: list[Trade]) -> list[Trade]:
        swapped = []
        for trade in trades:
            held = self._held.pop(symbol, None)
            if held is None:
                self._held[symbol] = trade
            else:
                swapped += [trade, held]
        return swapped

    # Connections

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._listener is None:
            writer.transport.abort()
            return
        self.ledger.connections += 1
        self._spawn(self._serve(Client(reader, writer, self.faults, compress=self.compress)))

    async def _serve(self, client: Client) -> None:
        try:
            with suppress(ConnectionError):
                request = await client.request()
                if request is not None:
                    await self._dispatch(client, request)
        finally:
            client.end()

    async def _dispatch(self, client: Client, request: Request) -> None:
        path, _, query = request.path.partition("?")
        params = dict(parse_qsl(query, keep_blank_values=True))
        target = Target(unquote(path), params, request.headers)
        if any(value.lower() == "websocket" for value in request.headers.get_all("Upgrade")):
            await self._websocket(client, request, target)
        else:
            await self._answer(client, request, target)

    async def _answer(self, client: Client, request: Request, target: Target) -> None:
        now_s = asyncio.get_running_loop().time()
        is_faulty = target.path.startswith(self.faults.rest_prefix)
        answer = (is_faulty and self.faults.rest) or self.ask(target, now_s)
        await asyncio.sleep(self.faults.rest_delay_s if is_faulty else 0)
        if is_faulty and self.faults.rest_drop:
            client.reset()
            return
        self.ledger.asked.append(Asked(now_s, request.path, answer.status))
        client.answer(answer.encode(self.simulation.now_ms / 1000))
        await client.wait_until_gone()

    async def _websocket(self, client: Client, request: Request, target: Target) -> None:
        now_s = asyncio.get_running_loop().time()
        self.ledger.handshakes.append(now_s)
        if self.faults.hang:
            await client.wait_until_gone()
            return
        if self.faults.reset_handshakes:
            client.reset()
            return
        answer = self.faults.refuse or self.refuse(target, now_s)
        if answer is not None:
            self.ledger.refused += 1
            client.answer(answer.encode(self.simulation.now_ms / 1000))
            await client.wait_until_gone()
        elif client.accept(request, self.handshake_headers(now_s)):
            self._visits += 1
            client.visit = Visit(self._visits, now_s, request.path)
            self.ledger.visits.append(client.visit)
            await self._converse(client, self.open(client, target))
        else:
            self.ledger.refused += 1
            await client.wait_until_gone()

    async def _converse(self, client: Client, session: Session) -> None:
        loop = asyncio.get_running_loop()
        self.sessions[session] = None
        self._clients[client] = None
        if self.faults.close_at_once is not None:
            client.close(*self.faults.close_at_once)
        try:
            while not client.is_gone:
                deadline_s = session.due(loop.time())
                client.flush()
                for received in await client.frames(deadline_s):
                    if self.faults.reset_on_request and received.kind == "text":
                        client.reset()
                    session.take(received)
        finally:
            self.ledger.too_slow += client.too_slow
            del self.sessions[session], self._clients[client]
            session.end()
