"""ccxt.pro, from the socket to the trades that `watch_trades` returns.

Run: python -m bench.peers.ccxt_trades PORT FRAMES. It prints the CPU seconds
from the first to the last. Frames that came together are returned together.
"""

import asyncio
import sys
import time

import ccxt.pro

BITCOIN = {
    "id": "BTCUSDT", "lowercaseId": "btcusdt", "symbol": "BTC/USDT", "base": "BTC",
    "quote": "USDT", "baseId": "BTC", "quoteId": "USDT", "type": "spot", "spot": True,
    "active": True,
}  # fmt: skip


async def _watch(port: int, count: int) -> float:
    exchange = ccxt.pro.binance({"newUpdates": True})
    # Its own market list would come by REST.
    exchange.set_markets([exchange.safe_market_structure(BITCOIN)])
    exchange.urls["api"]["ws"]["spot"] = f"ws://127.0.0.1:{port}"
    last, began = 0, 0.0
    while last < count:
        trades = await exchange.watch_trades("BTC/USDT")
        began = began or time.process_time()
        last = int(trades[-1]["id"])
    spent = time.process_time() - began
    await exchange.close()
    return spent


def main() -> None:
    """Run once."""
    print(asyncio.run(_watch(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
