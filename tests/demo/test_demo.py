"""Both exchanges together, and their clock."""

import asyncio
import errno
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import orjson
import pytest
from websockets.asyncio.client import ClientConnection

from coinwatch.demo import Demo
from coinwatch.demo.server import Server
from coinwatch.errors import NetworkError, UsageError

Dial = Callable[..., Awaitable[ClientConnection]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Raw = Callable[[str], Awaitable[Streams]]
Tcp = Callable[[int], Awaitable[Streams]]
Until = Callable[[Callable[[], object]], Awaitable[None]]

NOW_S = 1_795_446_000.0


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = NOW_S

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s


async def trades(seed: int, raw: Raw) -> list[tuple[str, int, float]]:
    """Return what a demo sends in its first ten seconds, over a real connection."""
    async with Demo(seed, clock=lambda: NOW_S, manual=True) as demo:
        symbols = [s.lower() for s in demo.binance.simulation.markets if s.isascii()]
        names = "/".join(f"{symbol}@trade" for symbol in symbols)
        await raw(f"{demo.binance.websocket_url}/ws/{names}")
        demo.step(200)
        return [(one.symbol, one.trade_id, one.price) for one in demo.binance.ledger.trades]


async def test_a_seed_gives_the_same_trades_every_time(raw: Raw) -> None:
    """Ids and prices on the wire, in the same order; another seed gives others."""
    first = await trades(11, raw)
    assert len(first) > 100
    assert await trades(11, raw) == first
    assert await trades(12, raw) != first


async def test_nothing_moves_by_itself_when_stepped_by_hand(demo: Demo) -> None:
    """Each step is 50 ms, of both exchanges."""
    start_ms = demo.now_ms
    assert start_ms == NOW_S * 1000
    demo.step(3)
    assert demo.now_ms == start_ms + 150
    assert [server.simulation.now_ms for server in demo.servers] == [demo.now_ms] * 2


async def test_time_goes_on_by_itself_otherwise(until: Until) -> None:
    """At the pace of the clock, in whole steps."""
    async with Demo(1) as demo:
        start_ms = demo.now_ms
        await until(lambda: demo.now_ms >= start_ms + 200)
        assert abs(demo.now_ms - time.time() * 1000) < 1_000
        assert demo.now_ms % 50 == 0


async def test_a_clock_that_stands_still_stops_the_demo(until: Until) -> None:
    """And one that moves moves it as far."""
    clock = Clock()
    async with Demo(1, clock=clock) as demo:
        start_ms = demo.now_ms
        clock.now_s += 1.03
        await until(lambda: demo.now_ms > start_ms)
        assert demo.now_ms == start_ms + 1_000


async def test_a_demo_for_days_has_few_markets_and_long_steps(raw: Raw) -> None:
    """What happens in a step comes at once, candles among it, and nothing is left out."""
    counts = []
    for only, step_ms in ((), 50), ({"KRW-XRP", "BTCUSDT"}, 500):
        async with Demo(1, clock=lambda: NOW_S, manual=True, only=only, step_ms=step_ms) as demo:
            await raw(f"{demo.binance.websocket_url}/ws/btcusdt@trade")
            await raw(f"{demo.binance.websocket_url}/ws/btcusdt@kline_1d")
            demo.step(20_000 // step_ms)
            counts.append(len(demo.binance.ledger.trades))
            candles = demo.binance.ledger.visits[1].sent
    assert demo.now_ms == NOW_S * 1000 + 20_000
    assert [list(each.simulation.markets) for each in demo.servers] == [["KRW-XRP"], ["BTCUSDT"]]
    assert counts[0] == counts[1] > 10
    assert candles >= 10


async def test_what_was_slept_through_is_skipped(until: Until, raw: Raw) -> None:
    """Hours later the demo is up to date at once, without a flood of old trades."""
    clock = Clock()
    async with Demo(1, clock=clock) as demo:
        await raw(f"{demo.binance.websocket_url}/ws/btcusdt@trade")
        clock.now_s += 6 * 3_600
        await until(lambda: demo.now_ms == clock.now_s * 1000)
        assert len(demo.binance.ledger.trades) == 0
        last = demo.binance.simulation.markets["BTCUSDT"].last
        assert demo.now_ms - last.ms < 10_000


async def test_a_clock_that_is_set_back_does_not_turn_time_back(until: Until) -> None:
    """An exchange's clock does not."""
    clock = Clock()
    async with Demo(1, clock=clock) as demo:
        start_ms = demo.now_ms
        clock.now_s -= 3_600
        await until(lambda: demo.now_ms >= start_ms + 100)


async def test_a_small_step_back_is_waited_for(until: Until) -> None:
    """As when clocks are adjusted."""
    clock = Clock()
    async with Demo(1, clock=clock) as demo:
        start_ms = demo.now_ms
        clock.now_s -= 0.5
        await until(lambda: len(asyncio.all_tasks()) >= 2)
        assert demo.now_ms == start_ms
        clock.now_s += 0.6
        await until(lambda: demo.now_ms == start_ms + 100)


async def test_a_faster_demo_says_more(raw: Raw) -> None:
    """Ten times the trades in the same time."""
    counts = []
    for speed in (1.0, 10.0):
        async with Demo(1, clock=lambda: NOW_S, manual=True, speed=speed) as demo:
            await raw(f"{demo.binance.websocket_url}/ws/btcusdt@trade")
            demo.step(200)
            counts.append(len(demo.binance.ledger.trades))
    assert counts[1] == pytest.approx(10 * counts[0], rel=0.2)


@pytest.mark.parametrize("speed", [0.0, -1.0, float("inf"), float("nan")])
def test_a_speed_must_make_sense(speed: float) -> None:
    """Time neither stops nor turns back."""
    with pytest.raises(UsageError, match="cannot run at"):
        Demo(speed=speed)


async def test_the_usual_load_is_light(dial: Dial, raw: Raw) -> None:
    """All main markets of both exchanges make some hundred messages a second."""
    async with Demo(1, clock=lambda: NOW_S, manual=True) as demo:
        upbit = await dial(demo.upbit.websocket_url)
        codes = [code for code in demo.upbit.simulation.markets if code.startswith("KRW")]
        items = [{"type": kind, "codes": codes} for kind in ("ticker", "trade")]
        await upbit.send(orjson.dumps([{"ticket": "t"}, *items]).decode())
        await upbit.recv()
        symbols = [
            s.lower() for s in demo.binance.simulation.markets if s.endswith("USDT") and s.isascii()
        ]
        kinds = ("aggTrade", "bookTicker", "kline_1d")
        names = "/".join(f"{symbol}@{kind}" for symbol in symbols for kind in kinds)
        await raw(f"{demo.binance.websocket_url}/ws/{names}")
        before = sum(server.ledger.visits[0].sent for server in demo.servers)
        demo.step(400)
        sent = sum(server.ledger.visits[0].sent for server in demo.servers) - before
    assert 60 < sent / 20 < 150


async def test_nothing_is_left_behind(raw: Raw) -> None:
    """Neither tasks nor open ports, with clients still there."""
    before = asyncio.all_tasks()
    async with Demo(1) as demo:
        await raw(f"{demo.binance.websocket_url}/ws/btcusdt@trade")
        ports = [server.port for server in demo.servers]
    assert asyncio.all_tasks() == before
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_an_error_of_the_body_comes_out_as_it_is() -> None:
    """Not wrapped into a group."""
    with pytest.raises(NetworkError, match="from inside"):
        async with Demo(1):
            raise NetworkError("from inside")


async def test_a_cancelled_body_stays_cancelled() -> None:
    """As when the whole program is stopped."""
    inside = asyncio.Event()

    async def body() -> None:
        async with Demo(1):
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(body())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_bug_in_the_demo_ends_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not vanish in a task."""
    clock = Clock()

    async def body() -> None:
        async with Demo(1, clock=clock):
            monkeypatch.setattr(Server, "step", None)
            clock.now_s += 1
            await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup) as error:
        await body()
    assert error.group_contains(TypeError)


async def test_a_bug_in_answering_a_client_ends_the_body(
    tcp: Tcp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the client was doing."""
    monkeypatch.setattr("coinwatch.demo.upbit.UpbitServer.ask", None)

    async def body() -> None:
        async with Demo(1) as broken:
            _, writer = await tcp(broken.upbit.port)
            writer.write(b"GET /v1/market/all HTTP/1.1\r\n\r\n")
            await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup) as error:
        await body()
    assert error.group_contains(TypeError)


async def test_a_port_that_cannot_be_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence; the exchange that did listen does not any more."""
    started = asyncio.start_server

    async def only_once(*args: object) -> asyncio.Server:
        monkeypatch.setattr("asyncio.start_server", never)
        return await started(*args)  # type: ignore[arg-type]  # handed through

    async def never(*_: object) -> asyncio.Server:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("asyncio.start_server", only_once)
    demo = Demo(1)
    with pytest.raises(NetworkError, match=r"cannot listen on 127\.0\.0\.1: Too many open files"):
        await demo.__aenter__()
    monkeypatch.undo()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", demo.upbit.port)


async def test_a_demo_starts_quickly() -> None:
    """Bound and with data; other programs' time is not counted."""
    took_s = []
    for _ in range(3):
        started_s = time.process_time()
        async with Demo(1):
            took_s.append(time.process_time() - started_s)
    assert min(took_s) < 0.15


def test_the_demo_knows_nothing_of_how_coinwatch_reads_exchanges() -> None:
    """It is the other side of the wire: a fresh interpreter loads no more than the errors."""
    code = "import sys, coinwatch.demo; print(*(m for m in sys.modules if 'coinwatch.' in m))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # ours
    loaded = {name for name in done.stdout.split() if not name.startswith("coinwatch.demo")}
    assert loaded == {"coinwatch.errors"}
