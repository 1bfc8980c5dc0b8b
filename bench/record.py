"""What a recording costs for each frame, and how fast one is replayed.

Run: .venv/bin/python bench/record.py
"""

import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.model import FeedState, Group, Status
from coinwatch.recording.recorder import Recorder
from coinwatch.recording.taped import TapedStore
from coinwatch.replay.player import Player
from coinwatch.store import Store

ROUNDS = 7
FRAMES = 20_000
NS = 1_790_000_000_000_000_000
BINANCE_TRADE = (
    '{"stream":"btcusdt@trade","data":{"e":"trade","E":%d,"s":"BTCUSDT","t":%d,'
    '"p":"%d.34000000","q":"0.00100000","T":%d,"m":true,"M":true}}'
)
MARKET = EXCHANGES["binance"].market("BTCUSDT")


def _frames() -> list[bytes]:
    at = NS // 1_000_000
    return [(BINANCE_TRADE % (at, n, 78_000 + n % 100, at)).encode() for n in range(FRAMES)]


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _watch(frames: list[bytes], path: Path | None) -> None:
    """Decode and store frames; record them as well if there is a path."""
    exchange = EXCHANGES["binance"]((MARKET,), "utc_day")
    if path is None:
        store = Store()
        _decode(frames, exchange, store)
        return
    recorder = Recorder(path, basis="utc_day", channels=(Channel.TICKER,), wall_ns=lambda: NS)
    with closing(recorder):
        store = TapedStore(recorder)
        store.watch([Group("Main", (MARKET,))], 0.0)
        store.put_status(Status("binance", 1, FeedState.LIVE, None, None, NS // 1_000_000), 0.0)
        _decode(frames, recorder.connected(exchange, 1, (MARKET,), "utc_day"), store)


def _decode(frames: list[bytes], exchange: Exchange, store: Store) -> None:
    store.watch([Group("Main", (MARKET,))], 0.0)
    exchange.subscribe([Subscription(Channel.TICKER, MARKET)])
    decode, put = exchange.decode, store.put
    for number, frame in enumerate(frames):
        for event in decode(frame, NS + number * 1_000_000):
            put(event, 0.0)


def main() -> None:
    """Print a line for each format: microseconds, the ratio with its spread, frames a second."""
    frames = _frames()
    with tempfile.TemporaryDirectory() as folder:
        for ending in (".jsonl", ".jsonl.zst"):
            paths = [Path(folder, f"{number}{ending}") for number in range(ROUNDS)]
            pairs = [
                (_seconds(lambda: _watch(frames, path)), _seconds(lambda: _watch(frames, None)))  # noqa: B023  # run at once
                for path in paths
            ]
            ratios = sorted(taped / bare for taped, bare in pairs)
            taped, bare = (
                statistics.median(column) * 1e6 / FRAMES for column in zip(*pairs, strict=True)
            )
            began = time.process_time()
            for path in paths:
                asyncio.run(Player([path], Store(), speed=None).run())
            replayed = ROUNDS * FRAMES / (time.process_time() - began)
            print(
                f"{ending:10} recorded {taped:.2f} us, not recorded {bare:.2f} us, "
                f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
                f"replay {replayed / 1000:.0f} thousand frames/s"
            )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
