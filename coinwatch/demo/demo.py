"""Both simulated exchanges together, and the clock that moves them on."""

import asyncio
import math
import time
from collections.abc import Callable, Collection, Coroutine
from types import TracebackType
from typing import Any, Self

from coinwatch.demo.binance import BinanceServer
from coinwatch.demo.market import Market
from coinwatch.demo.prices import Prices
from coinwatch.demo.server import HOST, Server
from coinwatch.demo.simulation import STEP_MS, Simulation, binance_markets, upbit_markets
from coinwatch.demo.upbit import UpbitServer
from coinwatch.errors import NetworkError, UsageError

DEFAULT_SEED = 1

_LATEST_MS = 2_000
"""What has been missed for longer than this, because the machine slept, becomes history."""


class Demo:
    """Upbit and Binance on loopback, for as long as it is entered.

    The same ``seed`` and ``clock`` give the same markets. ``speed`` is how many times as busy as
    usual they are. With ``manual`` nothing moves but by ``step``. For days of simulated time there
    may be ``only`` a few markets, by symbol, and longer steps. A bug in the demo cancels the body
    of the ``async with``, and comes out of it in an ExceptionGroup.

    Raises UsageError for a speed that is not above 0; entering raises NetworkError if no port can
    be had.
    """

    upbit: UpbitServer
    binance: BinanceServer

    def __init__(
        self,
        seed: int = DEFAULT_SEED,
        *,
        clock: Callable[[], float] = time.time,
        speed: float = 1.0,
        manual: bool = False,
        only: Collection[str] = (),
        step_ms: int = STEP_MS,
    ) -> None:
        if not 0 < speed < math.inf:
            raise UsageError(f"The demo cannot run at {speed} times the usual speed.")
        self._seed = seed
        self._clock = clock
        self._speed = speed
        self._manual = manual
        self._only = only
        self._step_ms = step_ms
        self._tasks: set[asyncio.Task[None]] = set()
        self._group = asyncio.TaskGroup()
        self.now_ms = 0
        """The simulated time: that of the clock, but it never goes back."""

    @property
    def servers(self) -> tuple[Server, Server]:
        """Both exchanges."""
        return self.upbit, self.binance

    async def __aenter__(self) -> Self:
        prices, seed, speed = Prices(self._seed), self._seed, self._speed
        self.now_ms = self._clock_ms()
        upbit = self._simulation(upbit_markets(prices, seed, speed))
        binance = self._simulation(binance_markets(prices, seed, speed))
        self.upbit = UpbitServer(upbit, self._spawn)
        self.binance = BinanceServer(binance, self._spawn)
        await self._listen()
        await self._group.__aenter__()
        if not self._manual:
            self._spawn(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        listeners = [server.stop_listening() for server in self.servers]
        for task in self._tasks:
            task.cancel()
        try:
            # What the body raised is the body's own; only a cancellation may come from here.
            if kind is asyncio.CancelledError:
                await self._group.__aexit__(kind, error, traceback)
            else:
                await self._group.__aexit__(None, None, None)
        finally:
            for listener in listeners:
                if listener is not None:
                    await listener.wait_closed()

    def step(self, count: int = 1) -> None:
        """Let both exchanges move on by so many steps, of 50 ms unless told otherwise."""
        for _ in range(count):
            self.now_ms += self._step_ms
            for server in self.servers:
                server.step(self.now_ms)

    async def _listen(self) -> None:
        try:
            for server in self.servers:
                await server.listen()
        except OSError as error:
            self.upbit.stop_listening()
            raise NetworkError(f"The demo cannot listen on {HOST}: {error.strerror}.") from error

    async def _run(self) -> None:
        while True:
            self._catch_up()
            await asyncio.sleep(self._step_ms / 1000)

    def _catch_up(self) -> None:
        behind_ms = self._clock_ms() - self.now_ms
        if behind_ms > _LATEST_MS:
            self.now_ms += behind_ms
            for server in self.servers:
                server.jump(self.now_ms)
        elif behind_ms < -_LATEST_MS:
            # The clock was set back; exchanges' clocks are not.
            self.step()
        else:
            self.step(behind_ms // self._step_ms)

    def _clock_ms(self) -> int:
        now_ms = int(self._clock() * 1000)
        return now_ms - now_ms % self._step_ms

    def _simulation(self, markets: list[Market]) -> Simulation:
        watched = [each for each in markets if not self._only or each.symbol in self._only]
        return Simulation(watched, self.now_ms, self._step_ms)

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = self._group.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
