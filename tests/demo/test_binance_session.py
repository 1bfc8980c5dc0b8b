"""One client of Binance, over a real connection."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK

from coinwatch.demo import Demo
from coinwatch.demo.limits import Rate

Dial = Callable[..., Awaitable[ClientConnection]]
Until = Callable[[Callable[[], object]], Awaitable[None]]
Raw = Callable[[str], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


@pytest.fixture
async def binance(demo: Demo, dial: Dial) -> ClientConnection:
    """Connect to Binance, so that events are wrapped."""
    return await dial(f"{demo.binance.websocket_url}/stream")


async def read(connection: ClientConnection) -> Any:
    """Return the next message, which must be text."""
    payload = await connection.recv()
    assert isinstance(payload, str)
    return orjson.loads(payload)


async def command(connection: ClientConnection, method: str, *params: Any) -> Any:
    """Send a request, and return the answer, which comes before anything else."""
    await connection.send(orjson.dumps({"method": method, "params": params, "id": 7}).decode())
    return await read(connection)


async def test_requests_are_answered(demo: Demo, binance: ClientConnection) -> None:
    """Adding, taking away and listing; answers are not wrapped."""
    done = {"result": None, "id": 7}
    assert await command(binance, "SUBSCRIBE", "btcusdt@trade", "ethusdt@trade") == done
    assert await command(binance, "SUBSCRIBE", "btcusdt@ticker") == done
    assert await command(binance, "UNSUBSCRIBE", "ethusdt@trade", "xrpusdt@trade") == done
    names = ["btcusdt@trade", "btcusdt@ticker"]
    assert await command(binance, "LIST_SUBSCRIPTIONS") == {"result": names, "id": 7}
    (session,) = demo.binance.sessions
    assert session.subscriptions == tuple(names)


async def test_events_are_wrapped_or_not_as_wished(demo: Demo, binance: ClientConnection) -> None:
    """By a property of the connection."""
    await command(binance, "SUBSCRIBE", "btcusdt@trade")
    assert await command(binance, "GET_PROPERTY", "combined") == {"result": True, "id": 7}
    demo.step(20)
    event = await read(binance)
    assert (event["stream"], event["data"]["e"]) == ("btcusdt@trade", "trade")
    for _ in range(demo.binance.ledger.visits[0].sent - 3):
        await read(binance)
    assert await command(binance, "SET_PROPERTY", "combined", False) == {"result": None, "id": 7}
    assert await command(binance, "GET_PROPERTY", "combined") == {"result": False, "id": 7}
    demo.step(40)
    assert (await read(binance))["e"] == "trade"


@pytest.mark.parametrize(
    ("payload", "code", "request_id"),
    [
        ("{", 3, None),
        ('{"method":"SHOUT","params":["x"],"id":4}', 2, 4),
        ('{"method":"GET_PROPERTY","params":["colour"],"id":4}', 0, 4),
        ('{"method":"SET_PROPERTY","params":["combined",1],"id":4}', 1, 4),
    ],
)
async def test_a_wrong_request_is_answered_and_the_connection_lives(
    binance: ClientConnection, payload: str, code: int, request_id: int | None
) -> None:
    """In the shape that is seen on the wire."""
    await binance.send(payload)
    answer = await read(binance)
    assert (answer["error"]["code"], answer["id"]) == (code, request_id)
    assert answer["error"]["msg"]
    assert await command(binance, "LIST_SUBSCRIPTIONS") == {"result": [], "id": 7}


async def test_unknown_streams_are_acknowledged_and_silent(
    demo: Demo, binance: ClientConnection
) -> None:
    """Wrong symbols, upper case, streams that there are not."""
    names = ["nopeusdt@trade", "BTCUSDT@trade", "btcusdt@gossip", "btcusdt@kline_7m"]
    assert await command(binance, "SUBSCRIBE", *names) == {"result": None, "id": 7}
    demo.step(60)
    assert await command(binance, "LIST_SUBSCRIPTIONS") == {"result": names, "id": 7}


async def test_too_many_streams_are_refused(demo: Demo, binance: ClientConnection) -> None:
    """None of them is added."""
    demo.binance.limits.streams = 2
    assert (await command(binance, "SUBSCRIBE", "a@trade", "b@trade"))["result"] is None
    assert (await command(binance, "SUBSCRIBE", "b@trade", "c@trade"))["error"]["code"] == 4
    assert (await command(binance, "LIST_SUBSCRIPTIONS"))["result"] == ["a@trade", "b@trade"]


async def test_the_server_pings_and_wants_its_payload_back(
    demo: Demo, dial: Dial, until: Until
) -> None:
    """A client that answers is kept."""
    demo.binance.limits.ping_every_s, demo.binance.limits.pong_within_s = 0.02, 0.5
    demo.binance.limits.messages = Rate(1_000, 1.0)
    await dial(f"{demo.binance.websocket_url}/ws")
    (visit,) = demo.binance.ledger.visits
    await until(lambda: len(visit.received) >= 4)
    assert {one.kind for one in visit.received} == {"pong"}
    assert len({one.payload for one in visit.received}) >= 4
    assert visit.closed_s is None


async def test_who_does_not_pong_is_closed(demo: Demo, raw: Raw) -> None:
    """With 1008, when the first ping has waited too long."""
    demo.binance.limits.ping_every_s, demo.binance.limits.pong_within_s = 0.02, 0.1
    reader, _ = await raw(f"{demo.binance.websocket_url}/ws")
    received = await reader.readuntil(b"Pong timeout")
    assert b"\x88\x0e\x03\xf0Pong timeout" in received
    assert 2 < received.count(b"\x89") < 10


async def test_a_pong_nobody_asked_for_is_no_answer(demo: Demo, dial: Dial) -> None:
    """The payload must be that of the ping."""
    demo.binance.limits.pong_within_s = 0.1
    demo.binance.limits.ping_every_s = 0.02
    connection = await dial(f"{demo.binance.websocket_url}/ws")
    await connection.pong(b"hello")
    (session,) = demo.binance.sessions
    assert session.client.is_open


async def test_a_connection_has_a_lifetime(demo: Demo, dial: Dial) -> None:
    """After a day it is closed, however well it behaves."""
    demo.binance.limits.lifetime_s = 0.05
    connection = await dial(f"{demo.binance.websocket_url}/ws")
    with pytest.raises(ConnectionClosedOK):
        await connection.recv()
    assert connection.close_code == 1001


async def test_who_says_too_much_is_closed(binance: ClientConnection) -> None:
    """The sixth message of a second, whatever it is."""
    await binance.ping()
    await binance.pong()
    for _ in range(3):
        await command(binance, "LIST_SUBSCRIPTIONS")
    with pytest.raises(ConnectionClosedError):
        await command(binance, "LIST_SUBSCRIPTIONS")
    assert (binance.close_code, binance.close_reason) == (1008, "Too many requests")


async def test_nothing_is_left_of_a_client_that_went(
    demo: Demo, binance: ClientConnection, until: Until
) -> None:
    """Neither its subscriptions nor its session."""
    await command(binance, "SUBSCRIBE", "btcusdt@trade")
    await binance.close()
    await until(lambda: not demo.binance.sessions)
    demo.step(40)
    assert not demo.binance.ledger.trades
