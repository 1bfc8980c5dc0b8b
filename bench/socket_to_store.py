"""N1, N2: from the socket to the store, flat out and paced as a real feed is.

Run: python -m bench.socket_to_store
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.load import load
from bench.measure import OURS, Row, compare, not_measured, output, pin, wanted

N1 = Row("N1", "socket to store, flat out, aggTrade", "cryptofeed, whole pipeline", "us", 0.65, 0.5)
N2 = Row("N2", "paced 2000/s, with uvloop", "picows on asyncio, orjson.loads", "us", 1.4, 1.2)
N2B = Row("N2b", "N2 with 20 frames a packet", "picows, the same packets", "us", 1.4, 1.2)
N1C = Row("N1c", "the same, trade", "ccxt.pro, watch_trades", "us", 0.65, 0.5)
N1T = Row("N1t", "N1 over TLS", "ours without TLS", "us", 1.5, 1.25)
N2T = Row("N2t", "N2 over TLS", "ours without TLS", "us", 1.5, 1.25)
FLAT_OUT, SLOW_PEER, OVER_TLS, PACED = 200_000, 20_000, 50_000, 10_000
RATE = 2_000
"""Frames a second of the rows that are paced."""


def _microseconds(module: str, port: int, frames: int, *options: str) -> float:
    argv = (sys.executable, "-m", module, str(port), str(frames), *options)
    return float(output(argv)) * 1e6 / frames


def main() -> None:
    """Measure both."""
    pin(OURS)
    ours, picows = "bench.clients", "bench.peers.picows_decode"
    for row, peer, module, kind, frames, rate, burst in (
        (N1, "cryptofeed", "bench.peers.cryptofeed_trades", "agg-trade", FLAT_OUT, 0, 1),
        (N1C, "ccxt", "bench.peers.ccxt_trades", "trade", SLOW_PEER, 0, 1),
        (N2, "picows", picows, "agg-trade", PACED, RATE, 1),
        (N2B, "picows", picows, "agg-trade", PACED, RATE, 20),
    ):
        if not wanted(row):
            continue
        if importlib.util.find_spec(peer) is None:
            not_measured(row, f"{peer} is not installed here")
            continue
        options = ("--frames", str(frames), "--rate", str(rate), "--burst", str(burst))
        with load(kind, *options) as port:
            compare(
                row,
                partial(_microseconds, ours, port, frames, kind, "1"),
                partial(_microseconds, module, port, frames),
                rounds=3 if rate else 5,
            )
    _tls(N1T, OVER_TLS, 0)
    _tls(N2T, PACED, RATE)


def _tls(row: Row, frames: int, rate: int) -> None:
    """Compare a connection that is encrypted, with a certificate of this run, with a plain one."""
    openssl = shutil.which("openssl")
    if not wanted(row):
        return
    if openssl is None:
        not_measured(row, "openssl is not installed here")
        return
    kind, options = "agg-trade", ("--frames", str(frames), "--rate", str(rate))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pem"
        subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
        both = ("-keyout", str(file) + ".key", "-out", str(file), "-days", "2")
        argv = (openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", *both, *subject)
        subprocess.run(argv, check=True, stderr=subprocess.DEVNULL)
        whole = Path(folder) / "whole.pem"
        whole.write_text(file.read_text() + Path(f"{file}.key").read_text())
        os.environ["SSL_CERT_FILE"] = str(file)
        ours = partial(_microseconds, "bench.clients")
        with load(kind, *options, "--tls", str(whole)) as secure, load(kind, *options) as plain:
            compare(
                row,
                partial(ours, secure, frames, kind, "1", "tls"),
                partial(ours, plain, frames, kind, "1"),
                rounds=3 if rate else 5,
            )


if __name__ == "__main__":
    main()
