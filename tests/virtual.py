"""An event loop whose time passes only while nothing else can happen: hours take seconds.

Sockets are real. On loopback what is sent has arrived, so when no socket is ready the loop jumps to
its next timer.
"""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

SETTLE_S = 0.00005
"""How long the system gets, in real time, to hand over what was sent before time jumps."""

STUCK_S = 10.0
"""How long, in real time, to wait for a socket where no timer is set at all."""


class _Selector(selectors.DefaultSelector):
    """Lets time jump where it would wait."""

    jump: Callable[[float], None]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready; else let time pass."""
        if timeout is None:
            ready = super().select(STUCK_S)
            assert ready, "nothing will ever happen again"
            return ready
        ready = super().select(0)
        if not ready and timeout > 0:
            settled_at = time.perf_counter() + SETTLE_S
            while not ready and time.perf_counter() < settled_at:
                ready = super().select(0)
            if not ready:
                self.jump(timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own, in seconds from zero."""

    def __init__(self) -> None:
        selector = _Selector()
        selector.jump = self._jump
        self._now = 0.0
        super().__init__(selector)

    def time(self) -> float:
        """Return the virtual time."""
        return self._now

    def _jump(self, seconds: float) -> None:
        self._now += max(0.0, seconds)


async def pass_time(seconds: float) -> None:
    """Return after so many seconds of the loop's own time."""
    loop = asyncio.get_running_loop()
    passed = loop.create_future()
    loop.call_later(seconds, passed.set_result, None)
    await passed


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run ``main`` in virtual time, and return its result."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
