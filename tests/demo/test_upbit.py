"""Upbit's server: handshakes and what many clients share."""

from collections.abc import Awaitable, Callable

import httpx2
import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from coinwatch.demo import Demo
from coinwatch.demo.limits import Rate

Dial = Callable[..., Awaitable[ClientConnection]]
Get = Callable[..., Awaitable[httpx2.Response]]

WANTED = '[{"ticket":"t"},{"type":"%s","codes":["KRW-BTC"],"is_only_realtime":true}]'


def test_addresses_are_on_loopback(demo: Demo) -> None:
    """On a port that the system chose."""
    port = demo.upbit.port
    assert port > 0
    assert demo.upbit.websocket_url == f"ws://127.0.0.1:{port}/websocket/v1"
    assert demo.upbit.rest_url == f"http://127.0.0.1:{port}"


async def test_a_handshake_tells_how_many_are_left(demo: Demo, dial: Dial) -> None:
    """In the headers of its answer; any path will do."""
    connection = await dial(f"ws://127.0.0.1:{demo.upbit.port}/anything")
    assert connection.response is not None
    assert connection.response.headers["Remaining-Req"] == "group=websocket; min=300; sec=4"
    assert connection.response.headers["Limit-By-Ip"] == "Yes"


async def test_the_sixth_handshake_of_a_second_is_refused(demo: Demo, dial: Dial) -> None:
    """With 429."""
    for _ in range(5):
        await dial(demo.upbit.websocket_url)
    with pytest.raises(InvalidStatus) as error:
        await dial(demo.upbit.websocket_url)
    assert error.value.response.status_code == 429
    assert demo.upbit.ledger.refused == 1
    assert len(demo.upbit.ledger.handshakes) == 6


async def test_handshakes_from_a_web_page_are_limited_hard(demo: Demo, dial: Dial) -> None:
    """One in ten seconds with an Origin header; without one nothing is lost."""
    await dial(demo.upbit.websocket_url, origin="http://example.com")
    with pytest.raises(InvalidStatus) as error:
        await dial(demo.upbit.websocket_url, origin="http://example.com")
    assert error.value.response.status_code == 429
    await dial(demo.upbit.websocket_url)


async def test_requests_from_a_web_page_are_limited_hard(demo: Demo, get: Get) -> None:
    """The same for REST."""
    url = f"{demo.upbit.rest_url}/v1/market/all"
    page = {"Origin": "http://example.com"}
    assert [(await get(url, page)).status_code for _ in range(2)] == [200, 429]
    assert (await get(url)).status_code == 200


async def test_rest_and_websocket_share_a_port(demo: Demo, get: Get) -> None:
    """An answer has a date, which is the exchange's clock."""
    response = await get(f"{demo.upbit.rest_url}/v1/ticker?markets=KRW-BTC")
    assert response.status_code == 200
    assert response.headers["Date"] == "Mon, 23 Nov 2026 15:00:00 GMT"
    last = demo.upbit.simulation.markets["KRW-BTC"].last
    assert response.json()[0]["trade_price"] == last.price
    (asked,) = demo.upbit.ledger.asked
    assert (asked.target, asked.status) == ("/v1/ticker?markets=KRW-BTC", 200)


async def test_two_clients_get_the_same_messages(demo: Demo, dial: Dial) -> None:
    """Byte by byte, in the same order."""
    demo.upbit.limits.handshakes = Rate(100, 1.0)
    one, other = await dial(demo.upbit.websocket_url), await dial(demo.upbit.websocket_url)
    for connection in (one, other):
        await connection.send(WANTED % "trade")
        await connection.send("PING")
        await connection.recv()
    demo.step(100)
    sent = demo.upbit.ledger.trades
    assert {trade.clients for trade in sent} == {(1, 2)}
    first = [await one.recv() for _ in sent]
    assert first == [await other.recv() for _ in sent]


async def test_each_client_gets_its_own_format(demo: Demo, dial: Dial) -> None:
    """Of the same trades."""
    ids = []
    connections = [await dial(demo.upbit.websocket_url) for _ in range(2)]
    for connection, form in zip(connections, ("DEFAULT", "SIMPLE"), strict=True):
        await connection.send(f'{(WANTED % "trade")[:-1]},{{"format":"{form}"}}]')
        await connection.send("PING")
        await connection.recv()
    demo.step(60)
    for connection, key in zip(connections, ("sequential_id", "sid"), strict=True):
        ids.append(orjson.loads(await connection.recv())[key])
    assert ids[0] == ids[1]


async def test_a_quiet_book_is_not_sent(demo: Demo, dial: Dial) -> None:
    """Only what has changed is, once for each tenth of a second at most."""
    connection = await dial(demo.upbit.websocket_url)
    await connection.send(WANTED % "orderbook")
    await connection.send("PING")
    await connection.recv()
    demo.step(200)
    assert 15 < demo.upbit.ledger.visits[0].sent - 1 < 60
