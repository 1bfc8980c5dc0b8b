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
N1T = Row("N1t", "N1 over TLS", "ours without TLS", "us", 1.5, 1.25)
FLAT_OUT, OVER_TLS, PACED = 200_000, 50_000, 10_000


def _microseconds(module: str, port: int, frames: int, *options: str) -> float:
    argv = (sys.executable, "-m", module, str(port), str(frames), *options)
    return float(output(argv)) * 1e6 / frames


def main() -> None:
    """Measure both."""
    pin(OURS)
    ours, agg_trade = "bench.clients", "agg-trade"
    for row, peer, module, frames, rate, burst in (
        (N1, "cryptofeed", "bench.peers.cryptofeed_trades", FLAT_OUT, 0, 1),
        (N2, "picows", "bench.peers.picows_decode", PACED, 2_000, 1),
        (N2B, "picows", "bench.peers.picows_decode", PACED, 2_000, 20),
    ):
        if not wanted(row):
            continue
        if importlib.util.find_spec(peer) is None:
            not_measured(row, f"{peer} is not installed here")
            continue
        options = ("--frames", str(frames), "--rate", str(rate), "--burst", str(burst))
        with load(agg_trade, *options) as port:
            compare(
                row,
                partial(_microseconds, ours, port, frames, agg_trade, "1"),
                partial(_microseconds, module, port, frames),
                rounds=5,
            )
    if wanted(N1T):
        _tls()


def _tls() -> None:
    """Compare a connection that is encrypted, with a certificate of this run, with a plain one."""
    openssl = shutil.which("openssl")
    if openssl is None:
        not_measured(N1T, "openssl is not installed here")
        return
    kind, frames = "agg-trade", ("--frames", str(OVER_TLS))
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
        with load(kind, *frames, "--tls", str(whole)) as secure, load(kind, *frames) as plain:
            compare(
                N1T,
                partial(ours, secure, OVER_TLS, kind, "1", "tls"),
                partial(ours, plain, OVER_TLS, kind, "1"),
                rounds=5,
            )


if __name__ == "__main__":
    main()
