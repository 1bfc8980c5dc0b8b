"""What crypto-terminal talks to: Coinbase's tickers and heartbeats, products and candles.

Run: python -m bench.peers.coinbase TICKS_PER_SECOND. It prints its port, and ends with its
standard input. https://docs.cdp.coinbase.com/exchange/websocket-feed/channels
"""

import asyncio
import itertools
import json
import sys
import time
from datetime import UTC, datetime
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from bench.measure import LOAD, pin

CANDLES = 300


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _ticker(number: int, product: str) -> str:
    price = 78_000 + number % 100
    return json.dumps(
        {
            "type": "ticker", "sequence": number, "product_id": product, "price": f"{price}.34",
            "open_24h": "77500.00", "volume_24h": "12345.67", "low_24h": "76900.00",
            "high_24h": "79500.00", "volume_30d": "456789.01", "best_bid": f"{price}.33",
            "best_bid_size": "0.5", "best_ask": f"{price}.35", "best_ask_size": "0.4",
            "side": "buy", "time": _now(), "trade_id": number, "last_size": "0.001",
        }
    )  # fmt: skip


async def _beat(connection: ServerConnection, products: list[str]) -> None:
    for number in itertools.count(1):
        for product in products:
            beat = {"type": "heartbeat", "sequence": number, "last_trade_id": number}
            await connection.send(json.dumps({**beat, "product_id": product, "time": _now()}))
        await asyncio.sleep(1)


async def _tick(connection: ServerConnection, rate: float) -> None:
    """Answer the subscription, then send as many tickers a second."""
    products = json.loads(await connection.recv())["product_ids"]
    beating = asyncio.create_task(_beat(connection, products))
    began = time.monotonic()
    try:
        for number in itertools.count(1):
            await connection.send(_ticker(number, products[number % len(products)]))
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
    finally:
        beating.cancel()


def _answer(connection: ServerConnection, request: Request) -> Response | None:
    """Answer a GET; None for the feed."""
    if "Upgrade" in request.headers:
        return None
    path = request.path.partition("?")[0]
    body: object = []
    if path.endswith("/candles"):
        newest = int(time.time()) // 60 * 60
        body = [[newest - 60 * n, 77_900, 78_100, 78_000, 78_050, 1.5] for n in range(CANDLES)]
    return connection.respond(HTTPStatus.OK, json.dumps(body))


async def _serve(rate: float) -> None:
    async with serve(lambda each: _tick(each, rate), "127.0.0.1", 0, process_request=_answer) as it:
        print(next(iter(it.sockets)).getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Serve until the standard input ends."""
    pin(LOAD)
    asyncio.run(_serve(float(sys.argv[1])))


if __name__ == "__main__":
    main()
