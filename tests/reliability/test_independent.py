"""The pipe against a server that is not the program's own: everything it sent is accounted for.

The server below shares no code with the program or its demo. By seed it breaks its connections in
every way, and keeps a ledger of each trade it sent. It meets the program twice: as a process, with
a clock that is real, where what is asserted is counted in attempts and trades; and its session and
pipe in virtual time, with the usual settings, where recoveries are measured to the millisecond.
"""

import asyncio
import json
import os
import signal
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from coinwatch.assembly import channels, new_store
from coinwatch.config.load import load
from coinwatch.errors import ExitCode
from coinwatch.link import Clock, LinkSettings
from coinwatch.pipe import Pipe
from coinwatch.session import Session
from coinwatch.wire import KINDS
from tests import rig, virtual
from tests.reliability.kit import config, environ, lines, program

SEED = 20261123
FEED = """silence_timeout = "400ms"
ping_interval = "400ms"
backoff_initial = "40ms"
backoff_max = "150ms"
"""

EVERY_S = 0.01
"""A trade that often."""

EVENTS = "tick,trade,status,gap"

FIRST_STEP_S, LAST_STEP_S = 0.5, 30.0
"""The usual ``backoff_initial`` and ``backoff_max``: a delay is drawn from zero up to the step, and
a step is twice the one before, until data comes."""

LOOK_S = 1.0
"""How often a connection is looked after."""

LIVE_S = 0.1
"""For a handshake, a subscription and the next trade, where nothing takes time but waiting."""

CALM = 8
"""So many trades between two faults, at least."""


class Sent(NamedTuple):
    """A trade that went out, or that happened while nobody was connected."""

    trade_id: int
    ms: int


class Exchange:
    """Binance's trade stream of one market, with faults in the order of a seed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.random = Random(SEED)
        self.happened: list[Sent] = []
        """Every trade of the market."""
        self.attempts: list[float] = []
        """When handshakes were asked for."""
        self.answered: list[str] = []
        """What each was answered with: ``open``, or what went wrong."""
        self.ended: list[tuple[str, float, float]] = []
        """Of each connection: what was done to it, when that was, and when it was gone."""
        self.messages: list[list[float]] = []
        """When each connection's requests came."""
        self.faults = self._plan()
        self.done = asyncio.Event()
        self._open: ServerConnection | None = None
        self._news = asyncio.Event()
        self._next = 1

    def _plan(self) -> list[str]:
        faults = [*ENDS, *(f"refuse {status}" for status in REFUSALS), "hang"]
        return self.random.sample(faults, len(faults))

    async def trade(self) -> None:
        """Let the market trade, whether anybody listens or not."""
        while not self.done.is_set():
            trade = Sent(self._next, self.clock.wall_ns() // 1_000_000)
            self._next += 1
            self.happened.append(trade)
            self._news.set()
            self._news = asyncio.Event()
            if self._open:
                with suppress(ConnectionClosed):
                    await self._open.send(_frame(trade))
            await asyncio.sleep(EVERY_S)

    async def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a handshake: as it should be, or with the next refusal."""
        del request
        self.attempts.append(self.clock.monotonic())
        fault = self.faults[0] if self.faults else ""
        if fault == "hang":
            self._met("hang")
            async with asyncio.timeout(60):
                await connection.wait_closed()
            return connection.respond(HTTPStatus.GATEWAY_TIMEOUT, "late\n")
        if fault.startswith("refuse"):
            self._met(fault)
            response = connection.respond(HTTPStatus(int(fault[-3:])), "no\n")
            if fault[-3:] in {"418", "429"}:
                response.headers["Retry-After"] = "1"
            return response
        self.answered.append("open")
        return None

    async def serve(self, websocket: ServerConnection) -> None:
        """Confirm requests, feed the client for a while, then do the next thing to it."""
        received: list[float] = []
        self.messages.append(received)
        reading = asyncio.create_task(self._read(websocket, received))
        self._open = websocket
        began, fault, at_s = len(self.happened), "", 0.0
        try:
            calm = CALM + self.random.randrange(10)
            while received == [] or len(self.happened) < began + calm:
                await self._traded()
            at_s = self.clock.monotonic()
            if not self.faults:
                self.done.set()
            elif self.faults[0] in ENDS:
                fault = self.faults[0]
                self._met(fault)
                await ENDS[fault](self, websocket)
            elif self.faults:
                websocket.transport.abort()  # the next handshake meets the fault
            with suppress(TimeoutError):
                async with asyncio.timeout(60):
                    await websocket.wait_closed()
        finally:
            self.ended.append((fault, at_s, self.clock.monotonic()))
            if self._open is websocket:
                self._open = None
            reading.cancel()

    async def _read(self, websocket: ServerConnection, received: list[float]) -> None:
        with suppress(ConnectionClosed):
            async for message in websocket:
                received.append(self.clock.monotonic())
                request = json.loads(message)
                await websocket.send(json.dumps({"result": None, "id": request["id"]}))

    async def _traded(self) -> None:
        """Wait for the next trade of the market."""
        await self._news.wait()

    def _met(self, fault: str) -> None:
        self.answered.append(fault)
        self.faults.pop(0)

    def mute(self) -> None:
        """Send no trades any more on the present connection."""
        self._open = None


def _frame(trade: Sent) -> str:
    data = {
        "e": "trade", "E": trade.ms, "s": "BTCUSDT", "t": trade.trade_id,
        "p": f"{50_000 + trade.trade_id}.00", "q": "0.5", "T": trade.ms, "m": False,
    }  # fmt: skip
    return json.dumps({"stream": "btcusdt@trade", "data": data})


def _close(code: int) -> "End":
    async def end(_: Exchange, websocket: ServerConnection) -> None:
        await websocket.close(code)

    return end


async def _abort(_: Exchange, websocket: ServerConnection) -> None:
    websocket.transport.abort()


async def _reset(_: Exchange, websocket: ServerConnection) -> None:
    socket = websocket.transport.get_extra_info("socket")
    socket.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SOL_SOCKET, SO_LINGER
    websocket.transport.abort()


async def _stall(exchange: Exchange, _: ServerConnection) -> None:
    exchange.mute()


async def _garbage(exchange: Exchange, websocket: ServerConnection) -> None:
    """Forty frames that nobody can read, and nothing else."""
    exchange.mute()
    with suppress(ConnectionClosed):
        for _ in range(40):
            await websocket.send(exchange.random.randbytes(50))


async def _oversized(_: Exchange, websocket: ServerConnection) -> None:
    with suppress(ConnectionClosed):
        await websocket.send("x" * (9 * 1024 * 1024))


async def _error(_: Exchange, websocket: ServerConnection) -> None:
    with suppress(ConnectionClosed):
        await websocket.send(json.dumps({"error": {"code": 2, "msg": "no"}, "id": None}))


End = Callable[[Exchange, ServerConnection], Awaitable[None]]

ENDS: dict[str, End] = {
    **{f"close {code}": _close(code) for code in (1000, 1001, 1008, 1011)},
    "close 1006": _abort,
    "reset": _reset,
    "stall": _stall,
    "garbage": _garbage,
    "oversized": _oversized,
    "error frame": _error,
}
REFUSALS = (403, 418, 429, 451, 500, 503)

FAILING = {"hang", *(f"refuse {status}" for status in REFUSALS)}


Met = tuple[Exchange, list[dict[str, Any]]]
"""The ledger, and the lines that were printed."""


@asynccontextmanager
async def _running(clock: Clock) -> AsyncIterator[tuple[Exchange, str]]:
    exchange = Exchange(clock)
    trading = asyncio.create_task(exchange.trade())
    async with serve(
        exchange.serve, "127.0.0.1", 0, process_request=exchange.admit, close_timeout=0.2,
        compression=None, ping_interval=None, open_timeout=None,
    ) as server:  # fmt: skip
        yield exchange, f"127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
    trading.cancel()
    with suppress(asyncio.CancelledError):
        await trading


def _config(folder: Path, address: str, feed: str = "") -> Path:
    """Write a config that leads to the same server by two names: 451 leads on to the second."""
    folder.mkdir()
    path = config(folder / "config.toml", feed, binance=(f"ws://{address}", "http://127.0.0.1:1"))
    text = path.read_text().replace(
        'fallback_websocket_url = ""', f'fallback_websocket_url = "ws://{address}/"'
    )
    path.write_text(text)
    return path


async def _as_a_process(folder: Path) -> Met:
    """Run the program until it has met every fault; return the ledger and what was printed."""
    async with _running(Clock()) as (exchange, address):
        path = _config(folder, address, FEED)
        words = ("--json", "--events", EVENTS, "-c", str(path), "binance:BTCUSDT")
        with program(environ(folder), *words) as process:
            output = asyncio.create_task(asyncio.to_thread(process.communicate))
            async with asyncio.timeout(50):
                await exchange.done.wait()
            process.send_signal(signal.SIGTERM)
            printed, errors = await output
    assert process.returncode == 143
    assert b"Traceback" not in errors
    return exchange, lines(printed)


async def _in_virtual_time(folder: Path) -> Met:
    """Run session and pipe until they have met every fault; the same two."""
    clock, loop = rig.clock(), asyncio.get_running_loop()
    async with _running(clock) as (exchange, address):
        settings = replace(load(_config(folder, address), {}), symbols=("binance:BTCUSDT",))
        kinds = [KINDS[word] for word in EVENTS.split(",")]
        store = new_store(settings, kinds)
        session = Session(
            settings, store, channels=channels(kinds), random=Random(SEED), clock=clock
        )
        end, out = os.pipe()
        printed = bytearray()
        loop.add_reader(end, lambda: printed.extend(os.read(end, 1_000_000)))
        pipe = Pipe(store, out, clock=clock.monotonic)
        printing = asyncio.create_task(pipe.run())
        watching = asyncio.create_task(session.run())
        async with asyncio.timeout(600):
            await exchange.done.wait()
        watching.cancel()
        await asyncio.wait({watching})
        pipe.stop(ExitCode.OK)
        await printing
        pipe.finish()
        loop.remove_reader(end)
        os.close(out)
        printed += os.read(end, 1_000_000)
        os.close(end)
    return exchange, lines(bytes(printed))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Met:
    """Run it once in virtual time, for every test here."""
    return virtual.run(_in_virtual_time(tmp_path_factory.mktemp("independent") / "inside"))


@pytest.fixture(scope="module", params=["process", "virtual time"])
def met(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Met:
    """Run it once each way, for every test here."""
    if request.param == "process":
        return asyncio.run(_as_a_process(tmp_path_factory.mktemp("independent") / "process"))
    found: Met = request.getfixturevalue("measured")
    return found


def test_every_fault_was_met_and_recovered_from(met: Met) -> None:
    """Each once, in the order of the seed; after each, a connection that brought data."""
    exchange, printed = met
    assert exchange.faults == []
    assert set(exchange.answered) == {"open", *ENDS, *FAILING}
    states = [line["state"] for line in printed if line["type"] == "status"]
    assert states.count("live") >= len(ENDS)
    assert states[-2:] == ["live", "stopped"]


def test_trades_and_gaps_account_for_everything_that_happened(met: Met) -> None:
    """Every trade since the first that was told is a line, or its time is in a gap; none twice."""
    exchange, printed = met
    told = [line["trade_id"] for line in printed if line["type"] == "trade"]
    assert len(told) > len(ENDS) * CALM
    assert len(set(told)) == len(told)
    gaps = [(line["from_ms"], line["to_ms"]) for line in printed if line["type"] == "gap"]
    known = set(told)
    missed = [
        trade
        for trade in exchange.happened
        if min(told) <= trade.trade_id <= max(told) and trade.trade_id not in known
    ]
    assert missed
    unaccounted = [
        trade for trade in missed if not any(start <= trade.ms <= end for start, end in gaps)
    ]
    assert unaccounted == []


def test_nothing_goes_back_in_time(met: Met) -> None:
    """Ticks have the newest price, trades rise, and each gap says why."""
    _, printed = met
    ticks = [line for line in printed if line["type"] == "tick"]
    assert all(one["exchange_ms"] <= two["exchange_ms"] for one, two in pairwise(ticks))
    told = [line["trade_id"] for line in printed if line["type"] == "trade"]
    assert told == sorted(told)
    assert all(line["reason"] for line in printed if line["type"] == "gap")


def test_the_first_attempt_after_a_fault_succeeds(met: Met) -> None:
    """Recovery takes one attempt: within one step of the backoff, by the server's own count."""
    exchange, _ = met
    for fault, after in pairwise(exchange.answered):
        if fault != "open" and after != "open":
            # Two faults in a row only where both are of the handshake, and each is met once.
            assert after in FAILING
    assert len(exchange.attempts) == exchange.answered.count("open") + len(FAILING)


def test_limits_are_kept(met: Met) -> None:
    """Five messages a second on each connection; nobody is asked before the time it named."""
    exchange, _ = met
    for received in exchange.messages:
        assert all(late - early > 0.99 for early, late in zip(received, received[5:], strict=False))
    kinds = [each for each in exchange.answered if each == "open" or each in FAILING]
    for kind, (early, late) in zip(kinds, pairwise(exchange.attempts), strict=False):
        if kind in {"refuse 418", "refuse 429"}:
            assert late - early >= 1.0


def test_each_recovery_is_within_one_step_of_the_backoff(measured: Met) -> None:
    """From a fault's end to the next attempt, or as long as the server asked for; then it is live.

    An error frame refuses what was asked for, so the step after it is the longest at once.
    """
    exchange, printed = measured
    said = [line for line in printed if line["type"] == "status"]
    live = [line["at_ms"] / 1000 - rig.EPOCH_S for line in said if line["state"] == "live"]
    ended, attempts = iter(exchange.ended), exchange.attempts
    kinds = [each for each in exchange.answered if each == "open" or each in FAILING]
    step, waits = FIRST_STEP_S, {}
    for kind, (at_s, next_s) in zip(kinds, pairwise(attempts), strict=False):
        fault, over_s = kind, at_s
        if kind == "open":
            assert any(0 <= each - at_s < LIVE_S for each in live)
            fault, _, over_s = next(ended)
            step = LAST_STEP_S if fault == "error frame" else FIRST_STEP_S
        elif kind == "hang":
            over_s += LinkSettings().open_timeout_s
        asked_s = 1.0 if kind in {"refuse 418", "refuse 429"} else 0.0
        at_once = kind == "refuse 451"
        waits[fault] = next_s - over_s
        assert asked_s <= waits[fault] <= max(0.0 if at_once else step, asked_s) + 0.001
        step = step if at_once else min(2 * step, LAST_STEP_S)
    assert waits.keys() >= {*ENDS, *FAILING}


def test_each_end_is_found_in_time(measured: Met) -> None:
    """Silence within its timeout and a look, all else at once, by the server's own clock."""
    exchange, _ = measured
    took = {fault: over_s - at_s for fault, at_s, over_s in exchange.ended}
    stalled_s = took.pop("stall")
    timeout_s = LinkSettings().silence_timeout_s
    assert timeout_s <= stalled_s <= timeout_s + LOOK_S
    assert all(seconds < LIVE_S for seconds in took.values())
