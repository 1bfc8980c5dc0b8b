"""Both simulated exchanges, a feed on each, and a wall clock that can jump: cheap for days."""

import asyncio
from collections import deque
from random import Random

from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.demo.faults import Flood
from coinwatch.demo.ledger import Ledger
from coinwatch.demo.limits import Rate
from coinwatch.exchanges import EXCHANGES
from coinwatch.journal import Journal
from coinwatch.link import Clock, LinkSettings
from tests.faults import FAULTS, SILENT, repair
from tests.rig import EPOCH_S, Watch

SYMBOLS = {"upbit": ("KRW-BTC", "KRW-XRP"), "binance": ("BTCUSDT", "XRPUSDT")}

STEP_MS = 500
"""The exchanges' step: a tenth of the usual work, and as many reconnects."""

SPEED = 0.25
"""A trade in one to four seconds and market."""

JOURNAL = 1_024
"""Records that are kept: full long before memory is first looked at."""

SOON = LinkSettings(
    silence_timeout_s=4.0, ping_interval_s=5.0, open_timeout_s=3.0, answer_timeout_s=3.0
)
BACKOFF_MAX_S = 4.0

ROLLOVER_S = 400.0
"""After so many seconds a connection to Binance is replaced, if no fault ends it before."""

LONGEST_SLEEP_S = 7_200.0

SLEEPS = {"sleep", "sleep and cut off", "clock set back"}
"""They happen to this computer, and so to both feeds."""

ANNOUNCED = "end announced"
"""Binance says that it will close the connection; the next one takes over from it."""

KINDS = sorted({*FAULTS, *SLEEPS, ANNOUNCED, "flood", "dripping"})


def forget(demo: Demo) -> None:
    """Have a demo keep little of what is only for tests to look at: it would grow for a day."""
    for server in demo.servers:
        server.ledger = Ledger(
            *(0, deque(maxlen=10), 0, 0), deque(maxlen=10), deque(maxlen=10), deque(maxlen=10)
        )


class World:
    """What a soak runs in. Enter it in an event loop of virtual time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._loop = asyncio.get_running_loop()
        self._ahead_s = 0.0
        self._set_back_s = 0.0
        self.demo = Demo(
            seed,
            clock=self._now_s,
            speed=SPEED,
            only={symbol for symbols in SYMBOLS.values() for symbol in symbols},
            step_ms=STEP_MS,
        )

    def start(self) -> list[Watch]:
        """Return a feed on each exchange; the demo is entered by the caller."""
        forget(self.demo)
        return [
            Watch(
                self.demo, name, symbols, link=SOON, backoff_max_s=BACKOFF_MAX_S,
                budget=Budget(EXCHANGES[name].limits.connects), rollover_s=ROLLOVER_S,
                journal=Journal(JOURNAL), clock=Clock(self._loop.time, self._now_ns),
            )
            for name, symbols in SYMBOLS.items()
        ]  # fmt: skip

    def inject(self, kind: str, hit: Watch) -> float:
        """Let something go wrong; return for how many seconds it should last."""
        random = self.random
        if kind in FAULTS:
            FAULTS[kind](hit.server, random)
        elif kind in SLEEPS:
            self._shift(kind, hit)
        elif kind == "flood":
            hit.server.faults.flood = Flood(hit.markets[0].symbol, 200)
        elif kind == "dripping":
            hit.server.faults.drip = Rate(100, 0.02)
        else:
            self.demo.binance.announce_shutdown()
        return random.uniform(25, 35) if kind in SILENT else random.uniform(0.1, 10)

    async def repair(self, kind: str, hit: Watch) -> None:
        """Let it be over."""
        await repair(hit.server, kind)
        self._ahead_s += self._set_back_s
        self._set_back_s = 0.0

    def _shift(self, kind: str, hit: Watch) -> None:
        if kind == "clock set back":
            self._set_back_s = self.random.uniform(6, 3_600)
            self._ahead_s -= self._set_back_s
            return
        self._ahead_s += self.random.uniform(6, LONGEST_SLEEP_S)
        if kind == "sleep and cut off":
            hit.server.faults.reset_all()

    def _now_s(self) -> float:
        return EPOCH_S + self._loop.time() + self._ahead_s

    def _now_ns(self) -> int:
        return int(self._now_s() * 1e9)
