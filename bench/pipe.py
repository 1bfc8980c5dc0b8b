"""P1: from the socket to the lines of a pipe, CPU per message.

Run: python -m bench.pipe
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.load import config, load
from bench.measure import OURS, Row, compare, not_measured, pin, spend

P1 = Row("P1", "--json, socket to pipe, 5,000/s", "node ws, the same fields", "us", 1.0, 0.85)
PEERS = Path(__file__).parent / "peers"
FRAMES, FEW = 20_000, 500
RATE = 5_000


def _microseconds(argv: Sequence[str]) -> float:
    """Return the CPU time of a frame, without that of the start."""
    whole, start = (spend((*argv, str(frames))).cpu_s for frames in (FRAMES, FEW))
    return (whole - start) * 1e6 / (FRAMES - FEW)


def main() -> None:
    """Measure both."""
    pin(OURS)
    node = shutil.which("node")
    if node is None or not (PEERS / "node_modules" / "ws").exists():
        not_measured(P1, "node or its package ws is not installed here")
        return
    with (
        load("trade", "--frames", str(FRAMES + 100), "--rate", str(RATE)) as port,
        config("trade", port) as path,
    ):
        ours = (sys.executable, "-m", "coinwatch", "--json", "binance:BTCUSDT", "-c", str(path))
        peer = (node, str(PEERS / "node_pipe.mjs"), str(port))
        compare(P1, lambda: _microseconds((*ours, "-n")), lambda: _microseconds(peer), rounds=5)


if __name__ == "__main__":
    main()
