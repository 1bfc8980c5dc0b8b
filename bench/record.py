"""K1, K2: what a recording costs for each frame, and how fast one is replayed.

Run: python -m bench.record
"""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from bench import frames
from bench.measure import OURS, Row, compare, pin
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.model import FeedState, Group, Status
from coinwatch.recording.recorder import Recorder
from coinwatch.recording.taped import TapedStore
from coinwatch.replay.player import Player
from coinwatch.store import Store

K1 = Row("K1", "decode, store and record a trade", "the same, not recorded", "us", 2.0, 1.6)
K2 = Row("K2", "replay a recording, for each trade", "decode and store it", "us", 4.0, 3.0)
FRAMES = 20_000
MARKET = EXCHANGES["binance"].market("BTCUSDT")


def _microseconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1e6 / FRAMES


def _watch(made: Sequence[bytes]) -> None:
    """Decode and store frames."""
    _decode(made, EXCHANGES["binance"]((MARKET,), "utc_day"), Store())


def _record(made: Sequence[bytes], path: Path) -> None:
    """Decode, store and record frames."""
    recorder = Recorder(path, basis="utc_day", channels=(Channel.TICKER,))
    with closing(recorder):
        store = TapedStore(recorder)
        store.watch([Group("Main", (MARKET,))], 0.0)
        store.put_status(Status("binance", 1, FeedState.LIVE, None, None, frames.now_ms()), 0.0)
        exchange = EXCHANGES["binance"]((MARKET,), "utc_day")
        _decode(made, recorder.connected(exchange, 1, (MARKET,), "utc_day"), store)


def _decode(made: Sequence[bytes], exchange: Exchange, store: Store) -> None:
    store.watch([Group("Main", (MARKET,))], 0.0)
    exchange.subscribe([Subscription(Channel.TICKER, MARKET)])
    decode, put = exchange.decode, store.put
    received_ns = time.time_ns()
    for number, frame in enumerate(made):
        for event in decode(frame, received_ns + number * 1_000_000):
            put(event, 0.0)


def main() -> None:
    """Measure both."""
    pin(OURS)
    made = [frames.trade(number) for number in range(FRAMES)]
    unrecorded = partial(_microseconds, partial(_watch, made))
    with tempfile.TemporaryDirectory() as folder:
        paths = (Path(folder, f"{number}.jsonl") for number in itertools.count())
        compare(K1, lambda: _microseconds(lambda: _record(made, next(paths))), unrecorded)
        recording = next(paths)
        _record(made, recording)

        def replay() -> None:
            asyncio.run(Player([recording], Store(), speed=None).run())

        compare(K2, lambda: _microseconds(replay), unrecorded)


if __name__ == "__main__":
    main()
