"""Everything that can be made to go wrong, on real connections."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import httpx2
import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import (
    ConnectionClosed,
    InvalidMessage,
    InvalidStatus,
    ProtocolError,
)

from coinwatch.demo import Demo
from coinwatch.demo.answers import Answer, captive_portal, json, redirect, refusal
from coinwatch.demo.faults import Close, Flood
from coinwatch.demo.limits import Rate
from coinwatch.demo.server import Server

Dial = Callable[..., Awaitable[ClientConnection]]
Get = Callable[..., Awaitable[httpx2.Response]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Raw = Callable[[str], Awaitable[Streams]]
Tcp = Callable[[int], Awaitable[Streams]]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
def server(demo: Demo) -> Server:
    """Return the exchange that things go wrong in."""
    return demo.binance


@pytest.fixture
def url(demo: Demo) -> str:
    """Where its trades are."""
    return f"{demo.binance.websocket_url}/ws/btcusdt@trade"


@pytest.fixture
async def trades(dial: Dial, url: str) -> ClientConnection:
    """Connect, and get trades."""
    return await dial(url)


async def fence(connection: ClientConnection) -> list[dict[str, Any]]:
    """All trades that were on their way."""
    await connection.send('{"method":"LIST_SUBSCRIPTIONS","id":0}')
    events = []
    while "result" not in (event := orjson.loads(await connection.recv())):
        events.append(event)
    return events


def hang_up_hard(writer: asyncio.StreamWriter) -> None:
    """Reset a connection from the client's end."""
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


# Before a connection is open


@pytest.mark.parametrize("status", [403, 418, 429, 451, 500, 503])
async def test_a_handshake_can_be_refused(
    server: Server, dial: Dial, url: str, status: int
) -> None:
    """With any status, and a time to come again; until the switch is set back."""
    server.faults.refuse = refusal(status, 3)
    with pytest.raises(InvalidStatus) as error:
        await dial(url)
    assert error.value.response.status_code == status
    assert error.value.response.headers["Retry-After"] == "3"
    server.faults.refuse = None
    await dial(url)
    assert (server.ledger.refused, len(server.ledger.handshakes)) == (1, 2)


async def test_a_handshake_can_be_redirected(
    server: Server, demo: Demo, dial: Dial, url: str
) -> None:
    """Clients follow to where they are sent."""
    server.faults.refuse = redirect(demo.upbit.websocket_url)
    await dial(url)
    assert len(demo.upbit.ledger.visits) == 1


async def test_a_captive_portal_answers_with_a_page(
    server: Server, dial: Dial, get: Get, url: str
) -> None:
    """With 200, to handshakes and to REST."""
    server.faults.refuse = server.faults.rest = captive_portal()
    with pytest.raises(InvalidStatus) as error:
        await dial(url)
    assert error.value.response.status_code == 200
    assert error.value.response.body is not None
    assert b"sign in" in error.value.response.body
    response = await get(f"{server.rest_url}/api/v3/time")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


async def test_a_handshake_can_hang(server: Server, tcp: Tcp, until: Until) -> None:
    """Accepted by TCP, never answered."""
    server.faults.hang = True
    reader, writer = await tcp(server.port)
    writer.write(b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
    await until(lambda: server.ledger.handshakes)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await reader.read()
    assert server.ledger.connections == 1


async def test_a_handshake_can_be_reset(server: Server, dial: Dial, url: str) -> None:
    """By TCP, while the client waits for the answer."""
    server.faults.reset_handshakes = True
    with pytest.raises(InvalidMessage) as error:
        await dial(url)
    assert isinstance(error.value.__cause__, EOFError)
    assert (len(server.ledger.handshakes), len(server.ledger.visits)) == (1, 0)


async def test_a_request_can_break_the_connection(server: Server, dial: Dial, url: str) -> None:
    """By a reset, before it is answered."""
    server.faults.reset_on_request = True
    connection = await dial(url)
    await connection.send('{"method":"LIST_SUBSCRIPTIONS","id":1}')
    await connection.wait_closed()
    assert connection.close_code == 1006


async def test_a_connection_can_be_closed_at_once(server: Server, dial: Dial, url: str) -> None:
    """After a good handshake."""
    server.faults.close_at_once = Close(1001, "not today")
    connection = await dial(url)
    await connection.wait_closed()
    assert (connection.close_code, connection.close_reason) == (1001, "not today")


async def test_new_connections_can_be_refused_by_tcp(
    server: Server, dial: Dial, url: str, demo: Demo
) -> None:
    """Open ones live on; later the same port is there again."""
    connection, port = await dial(url), server.port
    server.stop_listening()
    with pytest.raises(ConnectionRefusedError):
        await dial(url)
    demo.step(40)
    assert await fence(connection)
    await server.listen()
    assert server.port == port
    await dial(url)


async def test_stopping_twice_is_stopping_once(server: Server) -> None:
    """There is nothing left to stop."""
    assert server.stop_listening() is not None
    assert server.stop_listening() is None


async def test_who_comes_while_it_stops_is_turned_away(
    server: Server, tcp: Tcp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TCP may have taken the connection already."""
    listener = server.stop_listening()
    assert listener is not None
    monkeypatch.setattr(server, "port", 0)
    await server.listen()
    monkeypatch.setattr(server, "_listener", None)
    reader, _ = await tcp(server.port)
    assert await reader.read() == b""
    assert server.ledger.connections == 0


# While it is open


@pytest.mark.parametrize("code", [1000, 1001, 1008, 1011])
async def test_all_connections_can_be_closed(
    server: Server, trades: ClientConnection, code: int
) -> None:
    """With any code and reason."""
    server.faults.close_all(code, "because")
    await trades.wait_closed()
    assert (trades.close_code, trades.close_reason) == (code, "because")


async def test_all_connections_can_be_dropped(server: Server, trades: ClientConnection) -> None:
    """Without a closing handshake."""
    server.faults.abort_all()
    await trades.wait_closed()
    assert trades.close_code == 1006


async def test_all_connections_can_be_reset(
    server: Server, raw: Raw, url: str, until: Until
) -> None:
    """By TCP, which is an error for whoever reads."""
    reader, _ = await raw(url)
    await until(lambda: server.sessions)
    server.faults.reset_all()
    with pytest.raises(ConnectionResetError):
        await reader.read()


async def test_data_can_stall_while_pings_are_answered(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """What was not sent is lost, and not in the ledger."""
    server.faults.stall = True
    demo.step(100)
    await (await trades.ping())
    assert not server.ledger.trades
    server.faults.stall = False
    demo.step(100)
    events = await fence(trades)
    assert [event["t"] for event in events] == [one.trade_id for one in server.ledger.trades]
    market = demo.binance.simulation.markets["BTCUSDT"]
    assert events[0]["T"] > demo.now_ms - 5_000
    assert events[-1]["t"] == market.last.number


async def test_a_connection_can_be_half_open(
    demo: Demo, server: Server, dial: Dial, url: str
) -> None:
    """No data, no pongs: only the ping's own timeout finds out."""
    connection = await dial(url, ping_interval=0.02, ping_timeout=0.1)
    server.faults.half_open = True
    demo.step(100)
    with pytest.raises(ConnectionClosed) as error:
        await connection.recv()
    assert error.value.sent is not None
    assert error.value.sent.reason == "keepalive ping timeout"
    assert not server.ledger.trades
    assert not server.ledger.visits[0].received


async def test_anything_can_be_injected(server: Server, trades: ClientConnection) -> None:
    """Text, bytes, errors, in frames of their own."""
    for payload in ("{", b"\xff\x00", '{"error":{"code":2,"msg":"x"},"id":null}', ""):
        server.faults.inject(payload)
        assert await trades.recv() == payload


async def test_frames_can_be_oversized(server: Server, dial: Dial, url: str) -> None:
    """Over what a client takes: it closes with 1009."""
    connection = await dial(url, max_size=1_000_000)
    server.faults.inject("x" * 1_000_001)
    with pytest.raises(ConnectionClosed) as error:
        await connection.recv()
    assert error.value.sent is not None
    assert error.value.sent.code == 1009


async def test_bytes_can_be_injected_that_are_no_frame(
    server: Server, trades: ClientConnection
) -> None:
    """The client's library sees a breach of the protocol."""
    server.faults.inject_wire(b"\xff\xff\xff")
    with pytest.raises(ConnectionClosed) as error:
        await trades.recv()
    assert isinstance(error.value.__cause__, ProtocolError)


async def test_trades_can_be_sent_twice(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """Each right after itself."""
    server.faults.duplicate = True
    demo.step(60)
    ids = [event["t"] for event in await fence(trades)]
    assert ids[::2] == ids[1::2] == sorted(set(ids))
    assert ids == [one.trade_id for one in server.ledger.trades]


async def test_trades_can_come_out_of_order(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """Each second one first; none is lost, also when the switch is set back."""
    server.faults.reorder = True
    demo.step(100)
    server.faults.reorder = False
    demo.step(100)
    ids = [event["t"] for event in await fence(trades)]
    assert ids[:4] == [ids[1] + 1, ids[1], ids[1] + 3, ids[1] + 2]
    assert sorted(ids) == list(range(ids[1], ids[1] + len(ids)))
    later = [event for event in ids if event > max(ids[: len(ids) // 2]) + 2]
    assert later == sorted(later)


async def test_old_trades_can_be_replayed(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """As if they were new."""
    demo.step(60)
    before = await fence(trades)
    server.replay(3)
    again = await fence(trades)
    assert [event["t"] for event in again] == [event["t"] for event in before[-3:]]


async def test_a_market_can_be_flooded(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """With so many trades a second, numbered on."""
    server.faults.flood = Flood("BTCUSDT", 5_000)
    demo.step(10)
    ids = [event["t"] for event in await fence(trades)]
    assert 2_500 <= len(ids) < 2_520
    assert all(later == earlier + 1 for earlier, later in pairwise(ids))


async def test_a_slow_flood_is_spread_over_steps(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """Three a second are three in twenty steps."""
    server.faults.flood = Flood("ICXUSDT", 3)
    await trades.send('{"method":"SUBSCRIBE","params":["icxusdt@trade"],"id":1}')
    await trades.recv()
    demo.step(100)
    flooded = [one for one in server.ledger.trades if one.symbol == "ICXUSDT"]
    assert 15 <= len(flooded) <= 16


async def test_messages_can_be_fragmented(
    demo: Demo, server: Server, raw: Raw, url: str, until: Until
) -> None:
    """Into frames of a few bytes each, which a client puts together."""
    reader, _ = await raw(url)
    await until(lambda: server.sessions)
    server.faults.fragment = 50
    demo.step(30)
    head = await reader.readexactly(2)
    assert head == b"\x01\x32"
    payload = await reader.readexactly(50)
    while head[0] != 0x80:
        head = await reader.readexactly(2)
        payload += await reader.readexactly(head[1])
    assert orjson.loads(payload)["e"] == "trade"


async def test_fragments_are_whole_messages_for_a_client(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """Compressed connections included, where they are simply not compressed."""
    server.faults.fragment = 7
    demo.step(30)
    assert [event["e"] for event in await fence(trades)][:2] == ["trade", "trade"]


async def test_bytes_can_drip(demo: Demo, server: Server, raw: Raw, url: str, until: Until) -> None:
    """A few at a time, all of them in the end, whatever is sent meanwhile."""
    reader, _ = await raw(url)
    await until(lambda: server.sessions)
    server.faults.drip = Rate(3, 0.001)
    demo.step(60)
    assert await reader.readexactly(3) == b"\x81\x7e\x00"
    assert len(await reader.read(1_000)) < 100
    server.faults.drip = None
    demo.step(60)
    data = b""
    while data.count(b'"e":"trade"') < server.ledger.visits[0].sent - 1:
        data += await reader.read(10_000)


async def test_dripping_ends_with_the_connection(
    demo: Demo, server: Server, raw: Raw, url: str, until: Until
) -> None:
    """What is left is let go."""
    _, writer = await raw(url)
    await until(lambda: server.sessions)
    server.faults.drip = Rate(1, 0.001)
    demo.step(60)
    server.faults.abort_all()
    demo.step(60)
    await until(lambda: not server.sessions)
    assert not writer.is_closing()


async def test_a_dripping_connection_can_still_be_closed(
    demo: Demo, server: Server, raw: Raw, url: str, until: Until
) -> None:
    """What has not dripped yet goes out with the end."""
    reader, writer = await raw(url)
    await until(lambda: server.sessions)
    server.faults.drip = Rate(1, 10.0)
    demo.step(60)
    writer.write(b"\x88\x82\x00\x00\x00\x00\x03\xe8")
    data = await reader.read()
    while chunk := await reader.read():
        data += chunk
    assert data.endswith(b"\x88\x02\x03\xe8")
    assert data.count(b'"e":"trade"') == server.ledger.visits[0].sent


async def test_requests_can_be_ignored(
    demo: Demo, server: Server, trades: ClientConnection
) -> None:
    """Neither an answer nor data."""
    server.faults.ignore_requests = True
    await trades.send('{"method":"SUBSCRIBE","params":["ethusdt@trade"],"id":1}')
    await (await trades.ping())
    server.faults.ignore_requests = False
    demo.step(40)
    assert {event["s"] for event in await fence(trades)} == {"BTCUSDT"}


async def test_answers_can_be_late(demo: Demo, server: Server, trades: ClientConnection) -> None:
    """Data comes before them."""
    server.faults.ack_delay_s = 0.05
    await trades.send('{"method":"SUBSCRIBE","params":["ethusdt@trade"],"id":1}')
    await (await trades.ping())
    demo.step(40)
    events = [orjson.loads(await trades.recv())]
    while "result" not in events[-1]:
        events.append(orjson.loads(await trades.recv()))
    assert {event.get("s") for event in events} == {"BTCUSDT", "ETHUSDT", None}


# REST


async def test_rest_can_be_down(server: Server, get: Get) -> None:
    """With any answer, or with a reset; WebSocket is not touched."""
    address = f"{server.rest_url}/api/v3/time"
    server.faults.rest = refusal(503)
    assert (await get(address)).status_code == 503
    server.faults.rest_drop = True
    with pytest.raises(httpx2.TransportError):
        await get(address)


async def test_rest_can_say_anything(server: Server, get: Get) -> None:
    """Wrong shapes, no JSON, other statuses."""
    address = f"{server.rest_url}/api/v3/time"
    server.faults.rest = json({"serverTime": "noon"})
    assert (await get(address)).json() == {"serverTime": "noon"}
    server.faults.rest = Answer(200, b"\xff{")
    assert (await get(address)).content == b"\xff{"
    server.faults.rest = refusal(429, 9)
    response = await get(address)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "9")
    assert [asked.status for asked in server.ledger.asked] == [200, 200, 429]


async def test_rest_can_be_wrong_in_parts(server: Server, get: Get) -> None:
    """Only where the path begins in a certain way."""
    server.faults.rest, server.faults.rest_prefix = refusal(500), "/api/v3/klines"
    assert (await get(f"{server.rest_url}/api/v3/klines")).status_code == 500
    assert (await get(f"{server.rest_url}/api/v3/ping")).status_code == 200


async def test_who_does_not_wait_for_a_slow_answer_does_no_harm(
    server: Server, tcp: Tcp, get: Get, until: Until
) -> None:
    """There is nobody left to be reset."""
    server.faults.rest_delay_s, server.faults.rest_drop = 0.05, True
    before = len(asyncio.all_tasks())
    _, writer = await tcp(server.port)
    writer.write(b"GET /api/v3/ping HTTP/1.1\r\n\r\n")
    await until(lambda: server.ledger.connections)
    hang_up_hard(writer)
    await until(lambda: len(asyncio.all_tasks()) == before)
    server.faults.clear()
    assert (await get(f"{server.rest_url}/api/v3/ping")).status_code == 200


async def test_rest_can_be_slow(server: Server, get: Get) -> None:
    """The answer comes later."""
    server.faults.rest_delay_s = 0.05
    loop = asyncio.get_running_loop()
    started = loop.time()
    assert (await get(f"{server.rest_url}/api/v3/ping")).status_code == 200
    assert loop.time() - started >= 0.05


# Robustness


@pytest.mark.parametrize("target", ["//[", "/%zz?%zz=%", "/?=&&=", "*", "http://[/"])
async def test_odd_addresses_do_no_harm(server: Server, tcp: Tcp, target: str) -> None:
    """They are not found, and that is all."""
    reader, writer = await tcp(server.port)
    writer.write(f"GET {target} HTTP/1.1\r\n\r\n".encode())
    assert (await reader.read()).startswith(b"HTTP/1.1 404 Not Found\r\n")


async def test_headers_that_occur_twice_do_no_harm(server: Server, tcp: Tcp) -> None:
    """Such a handshake cannot be accepted, and that is all."""
    reader, writer = await tcp(server.port)
    twice = "Upgrade: websocket\r\nOrigin: x\r\nSec-WebSocket-Key: y\r\n" * 2
    writer.write(f"GET /ws HTTP/1.1\r\nConnection: Upgrade\r\n{twice}\r\n".encode())
    assert (await reader.read()).startswith(b"HTTP/1.1 426 Upgrade Required\r\n")


async def test_both_exchanges_have_faults_of_their_own(demo: Demo, dial: Dial) -> None:
    """What goes wrong on one is not felt on the other."""
    demo.upbit.faults.refuse = refusal(503)
    await dial(f"{demo.binance.websocket_url}/ws")
    with pytest.raises(InvalidStatus):
        await dial(demo.upbit.websocket_url)


async def test_an_answer_that_is_no_http_is_no_handshake(
    server: Server, dial: Dial, url: str
) -> None:
    """A client tells it from a refusal."""
    server.faults.refuse = Answer(200, b"x" * 2_000_000)
    with pytest.raises((InvalidMessage, InvalidStatus)):
        await dial(url)
