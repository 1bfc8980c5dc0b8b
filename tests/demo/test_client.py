"""The server's end of a connection: bytes in and bytes out. Faults in it are in test_server.py."""

import asyncio
from collections.abc import Awaitable, Callable

import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.frames import Frame, Opcode

from coinwatch.demo import Demo
from coinwatch.demo.faults import Flood
from coinwatch.demo.limits import Rate

Dial = Callable[..., Awaitable[ClientConnection]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Raw = Callable[[str], Awaitable[Streams]]
Tcp = Callable[[int], Awaitable[Streams]]
Until = Callable[[Callable[[], object]], Awaitable[None]]

LIST = b'{"method":"LIST_SUBSCRIPTIONS","id":1}'
LISTED = b'\x81\x14{"result":[],"id":1}'


def masked(opcode: Opcode, payload: bytes, *, fin: bool = True) -> bytes:
    """Return a frame as a client sends it."""
    return Frame(opcode, payload, fin).serialize(mask=True)


async def test_a_request_may_come_byte_by_byte(demo: Demo, tcp: Tcp) -> None:
    """HTTP is a stream."""
    reader, writer = await tcp(demo.binance.port)
    for byte in b"GET /api/v3/ping HTTP/1.1\r\nHost: x\r\n\r\n":
        writer.write(bytes((byte,)))
        await writer.drain()
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n{}")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"hello\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
        b"\x16\x03\x01\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_hung_up_on(demo: Demo, tcp: Tcp, nonsense: bytes) -> None:
    """The exchange lives on."""
    reader, writer = await tcp(demo.binance.port)
    writer.write(nonsense)
    assert await reader.read() == b""
    assert not demo.binance.ledger.asked


async def test_who_says_nothing_is_waited_for_and_may_go(
    demo: Demo, tcp: Tcp, until: Until
) -> None:
    """Nothing is left of it."""
    before = len(asyncio.all_tasks())
    _, writer = await tcp(demo.binance.port)
    await until(lambda: len(asyncio.all_tasks()) == before + 1)
    writer.close()
    await until(lambda: len(asyncio.all_tasks()) == before)


async def test_a_handshake_that_is_none_is_refused(demo: Demo, tcp: Tcp) -> None:
    """Without a key it cannot be accepted."""
    reader, writer = await tcp(demo.binance.port)
    writer.write(b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert demo.binance.ledger.refused == 1
    assert not demo.binance.ledger.visits


async def test_messages_may_come_in_fragments(demo: Demo, raw: Raw) -> None:
    """With pings in between; the ledger has them whole."""
    reader, writer = await raw(f"{demo.binance.websocket_url}/ws")
    writer.write(masked(Opcode.TEXT, LIST[:10], fin=False))
    writer.write(masked(Opcode.PING, b"x"))
    writer.write(masked(Opcode.CONT, LIST[10:]))
    assert await reader.readuntil(LISTED) == b"\x8a\x01x" + LISTED
    (visit,) = demo.binance.ledger.visits
    assert [(one.kind, one.payload) for one in visit.received] == [("ping", b"x"), ("text", LIST)]


async def test_frames_that_are_none_are_closed_on(demo: Demo, raw: Raw) -> None:
    """A client must mask; 1002."""
    reader, writer = await raw(f"{demo.binance.websocket_url}/ws")
    writer.write(Frame(Opcode.TEXT, LIST).serialize(mask=False))
    answer = await reader.read()
    assert answer[0] == 0x88
    assert answer[2:4] == (1002).to_bytes(2)


async def test_the_closing_handshake_is_completed(demo: Demo, raw: Raw, until: Until) -> None:
    """The code comes back, and then the server closes."""
    reader, writer = await raw(f"{demo.binance.websocket_url}/ws")
    writer.write(masked(Opcode.CLOSE, (1001).to_bytes(2) + b"bye"))
    assert await reader.read() == b"\x88\x05\x03\xe9bye"
    await until(lambda: demo.binance.ledger.visits[0].closed_s)
    assert demo.binance.ledger.visits[0].close_code == 1001


async def test_a_client_that_vanishes_has_no_code(demo: Demo, raw: Raw, until: Until) -> None:
    """1006 stands for none."""
    _, writer = await raw(f"{demo.binance.websocket_url}/ws")
    writer.transport.abort()
    await until(lambda: demo.binance.ledger.visits[0].closed_s)
    assert demo.binance.ledger.visits[0].close_code == 1006


async def test_who_does_not_complete_the_close_is_dropped(
    demo: Demo, raw: Raw, until: Until
) -> None:
    """After a second."""
    reader, _ = await raw(f"{demo.binance.websocket_url}/ws")
    await until(lambda: demo.binance.sessions)
    demo.binance.faults.close_all(1001)
    assert await reader.readexactly(4) == b"\x88\x02\x03\xe9"
    assert await reader.read() == b""
    await until(lambda: not demo.binance.sessions)


async def test_closing_twice_is_closing_once(demo: Demo, dial: Dial) -> None:
    """The second has nothing to say."""
    connection = await dial(f"{demo.binance.websocket_url}/ws")
    demo.binance.faults.close_all(1001)
    demo.binance.faults.close_all(1011)
    await connection.wait_closed()
    assert connection.close_code == 1001


async def test_compression_is_agreed_to_if_wished(demo: Demo, dial: Dial) -> None:
    """Then messages are compressed, text and binary."""
    demo.binance.compress = demo.upbit.compress = True
    binance = await dial(f"{demo.binance.websocket_url}/ws/btcusdt@kline_1m", compression="deflate")
    upbit = await dial(demo.upbit.websocket_url, compression="deflate")
    for connection in (binance, upbit):
        assert connection.response is not None
        header = connection.response.headers["Sec-WebSocket-Extensions"]
        assert header.startswith("permessage-deflate")
    demo.step(1)
    assert orjson.loads(await binance.recv())["e"] == "kline"
    await upbit.send('[{"ticket":"t"},{"type":"ticker","codes":["KRW-BTC"]}]')
    assert orjson.loads(await upbit.recv())["code"] == "KRW-BTC"


async def test_compression_is_not_agreed_to_by_default(demo: Demo, dial: Dial) -> None:
    """It costs time that a screen would rather have."""
    connection = await dial(f"{demo.binance.websocket_url}/ws", compression="deflate")
    assert connection.response is not None
    assert "Sec-WebSocket-Extensions" not in connection.response.headers


async def test_who_does_not_read_is_cut_off(
    demo: Demo, raw: Raw, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory does not grow with what it leaves."""
    monkeypatch.setattr("coinwatch.demo.client._MAX_BACKLOG_BYTES", 1_000_000)
    await raw(f"{demo.binance.websocket_url}/ws/btcusdt@trade")
    await until(lambda: demo.binance.sessions)
    demo.binance.faults.flood = Flood("BTCUSDT", 600_000)
    demo.step(2)
    await until(lambda: demo.binance.ledger.too_slow)
    assert not demo.binance.sessions
    assert demo.binance.ledger.visits[0].close_code == 1006


async def test_what_drips_too_slowly_is_cut_off_as_well(
    demo: Demo, raw: Raw, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits to drip counts."""
    monkeypatch.setattr("coinwatch.demo.client._MAX_BACKLOG_BYTES", 10_000)
    await raw(f"{demo.binance.websocket_url}/ws/btcusdt@trade")
    await until(lambda: demo.binance.sessions)
    demo.binance.faults.drip = Rate(1, 60.0)
    demo.step(1_000)
    await until(lambda: demo.binance.ledger.too_slow)
