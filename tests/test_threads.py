"""Threads that nobody waits for."""

import asyncio
import threading
from concurrent.futures import Future

import pytest

from coinwatch.threads import DaemonExecutor, _run


async def test_gives_results_and_errors_to_the_caller() -> None:
    """As any executor does."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(DaemonExecutor())
    assert await loop.run_in_executor(None, int, "7") == 7
    with pytest.raises(ValueError, match="invalid literal"):
        await loop.run_in_executor(None, int, "x")


def test_the_loop_closes_while_a_call_still_hangs() -> None:
    """Whatever the call waits for, nobody waits for the call."""
    release = threading.Event()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(DaemonExecutor())
        loop.run_in_executor(None, release.wait)

    asyncio.run(main())
    release.set()


def test_a_call_that_was_cancelled_before_it_began_is_not_made() -> None:
    """Its future stays cancelled."""
    future: Future[int] = Future()
    assert future.cancel()
    _run(future, int, ("7",), {})
    assert future.cancelled()
