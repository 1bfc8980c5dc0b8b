"""N1, N2: from the socket to the store, flat out and paced as a real feed is.

Run: python -m bench.socket_to_store
"""

import importlib.util
import sys
from functools import partial

from bench.load import load
from bench.measure import OURS, Row, compare, not_measured, output, pin

N1 = Row("N1", "socket to store, flat out, aggTrade", "cryptofeed, whole pipeline", "us", 0.65, 0.5)
N2 = Row("N2", "paced 2000/s, with uvloop", "picows on asyncio, orjson.loads", "us", 1.4, 1.2)
FLAT_OUT, PACED = 200_000, 10_000


def _microseconds(module: str, port: int, frames: int, *options: str) -> float:
    argv = (sys.executable, "-m", module, str(port), str(frames), *options)
    return float(output(argv)) * 1e6 / frames


def main() -> None:
    """Measure both."""
    pin(OURS)
    ours, agg_trade = "bench.clients", "agg-trade"
    for row, peer, module, frames, rate in (
        (N1, "cryptofeed", "bench.peers.cryptofeed_trades", FLAT_OUT, 0),
        (N2, "picows", "bench.peers.picows_decode", PACED, 2_000),
    ):
        if importlib.util.find_spec(peer) is None:
            not_measured(row, f"{peer} is not installed here")
            continue
        with load(agg_trade, "--frames", str(frames), "--rate", str(rate)) as port:
            compare(
                row,
                partial(_microseconds, ours, port, frames, agg_trade, "1"),
                partial(_microseconds, module, port, frames),
                rounds=5,
            )


if __name__ == "__main__":
    main()
