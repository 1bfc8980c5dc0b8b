"""cryptofeed, from the socket to a callback with its own Trade.

Run: python -m bench.peers.cryptofeed_trades PORT FRAMES. It prints the CPU
seconds from the first to the last.
"""

import sys
import time

from cryptofeed import FeedHandler
from cryptofeed.defines import TRADES
from cryptofeed.exchanges import Binance
from cryptofeed.symbols import Symbols


class LoopbackBinance(Binance):
    """Its Binance on a plain connection, which it otherwise refuses."""

    port = 0

    def connect(self) -> list[object]:
        """Return its own connections, led to the server."""
        found = super().connect()
        for connection, *_ in found:
            path = connection.address.partition("9443")[2]
            connection.address = f"ws://127.0.0.1:{self.port}{path}"
        return found


def main() -> None:
    """Run once."""
    port, count = int(sys.argv[1]), int(sys.argv[2])
    seen, began = 0, 0.0

    async def on_trade(_trade: object, _receipt_timestamp: float) -> None:
        nonlocal seen, began
        began = began or time.process_time()
        seen += 1
        if seen == count:
            print(time.process_time() - began, flush=True)
            raise SystemExit

    Symbols.set(Binance.id, {"BTC-USDT": "BTCUSDT"}, {"tick_size": {}, "instrument_type": {}})
    LoopbackBinance.port = port
    handler = FeedHandler()
    handler.add_feed(
        LoopbackBinance(symbols=["BTC-USDT"], channels=[TRADES], callbacks={TRADES: on_trade})
    )
    handler.run()


if __name__ == "__main__":
    main()
