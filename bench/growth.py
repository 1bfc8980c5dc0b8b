"""G1: CPU, memory and latency of the whole program over markets and rates, and ten million ticks.

Run: python -m bench.growth. Beside its rows it leaves every point in growth.json.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench import frames
from bench.measure import OURS, RESULTS, Row, output, pin, report, wanted
from bench.stamped import p99_ms, running
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import Group, Tick
from coinwatch.store import Store

G1A = Row("G1a", "CPU of a message, 10,000 to 20,000/s", "1,000 to 10,000/s", "us", 1.1, 1.0)
G1B = Row("G1b", "memory of a market, 400 to 700", "100 to 400", "kB", 1.25, 1.0)
G1C = Row("G1c", "memory after ten million ticks", "after a million", "MB", 1.02, 1.01)

MARKETS = (10, 100, 400, 700)
RATES = (100, 1_000, 10_000, 20_000)
SECONDS = float(os.environ.get("BENCH_POINT_S", "4"))
TICKS = int(os.environ.get("BENCH_TICKS", "10000000"))


class Point(NamedTuple):
    """The program with so many markets at such a rate."""

    markets: int
    rate: int
    cores: float
    resident_mb: float
    p99_ms: float
    """From the frame to the cell, at 10 frames a second."""


def _point(markets: int, rate: int) -> Point:
    with running(markets, rate) as (screen, stamps):
        before, began = screen.cpu_s(), time.perf_counter()
        screen.watch(SECONDS)
        cores = (screen.cpu_s() - before) / (time.perf_counter() - began)
        return Point(markets, rate, cores, screen.resident_mb(), p99_ms(screen, stamps))


def _grid() -> dict[tuple[int, int], Point]:
    return {(m, r): _point(m, r) for m in MARKETS for r in RATES}


def _cpu_us(points: dict[tuple[int, int], Point], slower: int, faster: int) -> float:
    cores = points[400, faster].cores - points[400, slower].cores
    return cores * 1e6 / (faster - slower)


def _market_kb(points: dict[tuple[int, int], Point], fewer: int, more: int) -> float:
    grown_mb = points[more, 1_000].resident_mb - points[fewer, 1_000].resident_mb
    return grown_mb * 1024 / (more - fewer)


def _resident_mb() -> float:
    """Return what this process holds now; where the system does not tell, the most it ever held."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ticks(count: int) -> list[tuple[int, float]]:
    """Decode and store so many trades of 300 markets; return the memory after each tenth."""
    names = frames.names("trade", 300)
    markets = tuple(EXCHANGES["binance"].market(name) for name in names)
    exchange = EXCHANGES["binance"](markets, "utc_day")
    exchange.subscribe([Subscription(Channel.TICKER, market) for market in markets])
    store = Store(kinds=(Tick,))
    store.watch([Group("Main", markets)], 0.0)
    held = []
    for number, frame in enumerate(frames.stream("trade", names), start=1):
        for event in exchange.decode(frame, time.time_ns()):
            store.put(event, time.monotonic())
        if number % (count // 10) == 0:
            held.append((number, _resident_mb()))
        if number == count:
            break
    return held


def _ticks_apart() -> list[tuple[int, float]]:
    """Return the same of a process of its own."""
    argv = (sys.executable, "-m", "bench.growth", "ticks")
    held: list[tuple[int, float]] = json.loads(output(argv))
    return held


def _write(points: Sequence[Point], held: Sequence[tuple[int, float]]) -> None:
    whole = {"points": [point._asdict() for point in points], "ticks": held}
    (RESULTS / "growth.json").write_text(json.dumps(whole, indent=2) + "\n")


def main() -> None:
    """Measure the grid, then the ticks."""
    pin(OURS)
    if sys.argv[1:] == ["ticks"]:
        print(json.dumps(ticks(TICKS)))
        return
    points = _grid() if wanted(G1A, G1B) else {}
    if points:
        _write(list(points.values()), [])
        report(G1A, [(_cpu_us(points, 10_000, 20_000), _cpu_us(points, 1_000, 10_000))])
        report(G1B, [(_market_kb(points, 400, 700), _market_kb(points, 100, 400))])
    held = _ticks_apart() if wanted(G1C) else []
    if held:
        _write(list(points.values()), held)
        report(G1C, [(held[-1][1], held[0][1])])


if __name__ == "__main__":
    main()
