"""The whole program in a terminal under a load whose prices tell when they were sent."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench import frames
from bench.load import config, load
from bench.stamps import Stamps
from bench.terminal import Terminal, terminal

WARM_S = 3.0
PATIENCE_S = 10.0
"""A screen that draws nothing for longer is broken."""

BURSTS_FROM = 5_000
"""From this rate on the server sends ten frames a packet, or it would fall behind itself."""


@contextmanager
def running(
    markets: int, rate: int, fps: int = 10, burst: int = 0
) -> Iterator[tuple[Terminal, Stamps]]:
    """Give the warm program and what reads its stamps.

    With ``burst``, so many frames come at once, and each burst counts once.
    """
    every_ms = frames.STAMP_WRAPS if burst else frames.STAMPED_EVERY * 1000 / rate
    burst = burst or (10 if rate >= BURSTS_FROM else 1)
    options = ("--frames", "1000000000", "--rate", str(rate), "--burst", str(burst))
    symbols = [f"binance:{name}" for name in frames.names("stamped", markets)]
    with load("stamped", *options) as port, config("stamped", port, fps=fps) as path:
        argv = (sys.executable, "-m", "coinwatch", "-c", str(path), *symbols)
        with terminal(argv) as screen:
            screen.shows("live ")
            stamps = Stamps(every_ms)
            screen.on_output = stamps.read
            screen.watch(WARM_S)
            stamps.waited_ms.clear()
            yield screen, stamps


def p99_ms(screen: Terminal, stamps: Stamps) -> float:
    """Return what 99 of 100 frames waited at most; a screen that stands still is waited for."""
    until = time.perf_counter() + PATIENCE_S
    while not stamps.waited_ms and time.perf_counter() < until:
        screen.watch(0.1)
    return stamps.p99_ms()
