"""How a run ends."""

import asyncio
import os
import signal

import pytest

from coinwatch.errors import ExitCode, NetworkError, SymbolError
from coinwatch.lifetime import together


class _Front:
    """A front end that runs until it is stopped."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()
        self.started = asyncio.Event()
        self.code = ExitCode.OK
        self.cancelled = False
        self.finished = False

    async def run(self) -> ExitCode:
        self.started.set()
        try:
            await self._stopped.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return self.code

    def stop(self, code: ExitCode) -> None:
        self.code = code
        self._stopped.set()

    def finish(self) -> None:
        self.finished = True


async def _forever() -> None:
    await asyncio.Event().wait()


async def test_ends_when_the_front_end_does_and_stops_the_background() -> None:
    """Its exit code is the run's; the background is cancelled and awaited."""
    ended = False

    async def background() -> None:
        nonlocal ended
        front.stop(ExitCode.OK)
        try:
            await _forever()
        finally:
            await asyncio.sleep(0)
            ended = True

    front = _Front()
    assert await together(background(), front, None) is ExitCode.OK
    assert ended
    assert front.finished


async def test_ends_when_the_time_is_up() -> None:
    """A limit that is reached is a normal end."""
    assert await together(_forever(), _Front(), 0.01) is ExitCode.OK


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_in_order_with_its_code(number: signal.Signals) -> None:
    """128 and the number, as shells expect; the next one would end at once."""
    front = _Front()
    before = signal.getsignal(number)

    async def background() -> None:
        await front.started.wait()
        os.kill(os.getpid(), number)
        await _forever()

    try:
        assert await together(background(), front, None) == 128 + number
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, before)


async def test_an_error_of_the_background_ends_the_front_end() -> None:
    """The front end is cancelled, so that it can restore the terminal; the error comes out bare."""
    front = _Front()

    async def background() -> None:
        await front.started.wait()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_fail(SymbolError("There is no market X.")))
            tasks.create_task(_forever())

    with pytest.raises(SymbolError, match="There is no market X"):
        await together(background(), front, None)
    assert front.cancelled


async def test_an_error_of_ours_is_told_before_any_other() -> None:
    """Of several errors at once, the sentence for the user wins."""

    async def background() -> None:
        raise BaseExceptionGroup("both", [ZeroDivisionError(), NetworkError("No network.")])

    with pytest.raises(NetworkError):
        await together(background(), _Front(), None)


async def test_a_bug_in_a_callback_ends_the_program() -> None:
    """What a callback of the event loop raises is not lost in a log."""
    front = _Front()

    async def background() -> None:
        await front.started.wait()
        asyncio.get_running_loop().call_soon(lambda: 1 // 0)
        await _forever()

    with pytest.raises(ZeroDivisionError):
        await together(background(), front, None)
    assert front.cancelled


async def test_a_socket_that_dies_in_a_callback_is_no_bug() -> None:
    """The network's faults are the feeds' business; here they are only noted."""
    front = _Front()

    async def background() -> None:
        await front.started.wait()
        context = {"message": "socket died", "exception": ConnectionResetError()}
        asyncio.get_running_loop().call_exception_handler(context)
        asyncio.get_running_loop().call_exception_handler({"message": "a note"})
        front.stop(ExitCode.OK)
        await _forever()

    assert await together(background(), front, None) is ExitCode.OK


async def test_being_cancelled_from_outside_is_no_bug() -> None:
    """A cancelled run is cancelled, and nothing else."""
    front = _Front()
    task = asyncio.create_task(together(_forever(), front, None))
    await front.started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _fail(error: Exception) -> None:
    raise error


async def test_what_the_parent_ignores_stays_ignored() -> None:
    """As under `nohup`."""
    front = _Front()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)

    async def background() -> None:
        os.kill(os.getpid(), signal.SIGHUP)
        front.stop(ExitCode.OK)
        await _forever()

    try:
        assert await together(background(), front, None) is ExitCode.OK
    finally:
        signal.signal(signal.SIGHUP, before)
