"""D1, D2: decode, normalise and store a frame, against orjson.loads of the same bytes.

Run: python -m bench.decode
"""

import itertools
import time
from collections.abc import Callable, Sequence

import orjson

from bench import frames
from bench.measure import OURS, Row, compare, pin
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import Basis, Group, Tick
from coinwatch.store import Store

FRAMES = 20_000

ROWS: tuple[tuple[Row, str, str, str, Basis], ...] = (
    (
        Row("D1", "decode, normalise, store an Upbit ticker", "orjson.loads", "us", 1.7, 1.5),
        "upbit", "KRW-BTC", "upbit-ticker", "utc_day",
    ),
    (
        Row("D2a", "the same, a Binance 24hrTicker", "orjson.loads", "us", 2.7, 2.4),
        "binance", "BTCUSDT", "day-ticker", "24h",
    ),
    (
        Row("D2b", "the same, a Binance aggTrade", "orjson.loads", "us", 2.8, 2.4),
        "binance", "BTCUSDT", "agg-trade", "utc_day",
    ),
)  # fmt: skip


def _microseconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1e6 / FRAMES


def _loads(made: Sequence[bytes]) -> None:
    for frame in made:
        orjson.loads(frame)


def _decoder(name: str, symbol: str, basis: Basis) -> Callable[[Sequence[bytes]], None]:
    """Return what decodes and stores frames, with a store and a connection of its own."""
    market = EXCHANGES[name].market(symbol)
    exchange = EXCHANGES[name]((market,), basis)
    exchange.subscribe([Subscription(Channel.TICKER, market)])
    store = Store(kinds=(Tick,))
    store.watch([Group("Main", (market,))], 0.0)
    decode, put = exchange.decode, store.put

    def run(made: Sequence[bytes]) -> None:
        received_ns = time.time_ns()
        for frame in made:
            for event in decode(frame, received_ns):
                put(event, 0.0)

    return run


def main() -> None:
    """Measure each kind of frame, each time with new ones.

    The first round, which does not count, fills the journal: from then on memory is only reused.
    """
    pin(OURS)
    for row, name, symbol, kind, basis in ROWS:
        every = (frames.KINDS[kind](number, symbol) for number in itertools.count())
        run = _decoder(name, symbol, basis)

        def ours() -> float:
            made = list(itertools.islice(every, FRAMES))  # noqa: B023  # run at once
            return _microseconds(lambda: run(made))  # noqa: B023  # as above

        same = [frames.KINDS[kind](number, symbol) for number in range(FRAMES)]
        compare(row, ours, lambda: _microseconds(lambda: _loads(same)))  # noqa: B023  # as above


if __name__ == "__main__":
    main()
