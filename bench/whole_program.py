"""R3: the whole program, against the terminal program of the same kind.

Run: python -m bench.whole_program
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bench import frames
from bench.load import configs, load
from bench.measure import OURS, Row, compare, not_measured, pin
from bench.terminal import share

R3 = Row(
    "R3", "80 markets on two exchanges, 100 ticks/s, 10 fps",
    "crypto-terminal, 5 pairs, 12.5 ticks/s", "cores", 0.5, 0.3,
)  # fmt: skip
MARKETS, TICKS, PEER_TICKS = 40, 100, 12.5
SECONDS = 8.0


@contextmanager
def _coinbase() -> Iterator[int]:
    argv = [sys.executable, "-m", "bench.peers.coinbase", str(PEER_TICKS)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield int((server.stdout or sys.stdin).readline())


def _ours() -> float:
    rate = ("--frames", "1000000", "--rate", str(TICKS / 2))
    with (
        load("upbit-ticker", *rate) as upbit,
        load("trade", *rate) as binance,
        configs({"upbit": upbit, "binance": binance}) as path,
    ):
        symbols = [f"upbit:{name}" for name in frames.names("upbit-ticker", MARKETS)]
        symbols += [f"binance:{name}" for name in frames.names("trade", MARKETS)]
        argv = (sys.executable, "-m", "coinwatch", "-c", str(path), *symbols)
        return share(argv, "116,5", SECONDS)


def _peer() -> float:
    with _coinbase() as port, tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home  # its own watchlist of five, whatever the user's is
        argv = (sys.executable, "-m", "bench.peers.crypto_terminal_app", str(port))
        return share(argv, "78,0", SECONDS)


def main() -> None:
    """Measure both."""
    pin(OURS)
    if importlib.util.find_spec("crypto_terminal") is None:
        not_measured(R3, "crypto-terminal is not installed here")
        return
    compare(R3, _ours, _peer, rounds=3)


if __name__ == "__main__":
    main()
