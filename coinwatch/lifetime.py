"""Running a background under a front end: signals, a time limit, and how it all ends."""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from coinwatch.errors import CoinwatchError, ExitCode

SIGNALS = {
    signal.SIGINT: ExitCode.SIGINT,
    signal.SIGTERM: ExitCode.SIGTERM,
    signal.SIGHUP: ExitCode.SIGHUP,
}
"""The signals that end the program in order, and the exit code of each."""


class FrontEnd(Protocol):
    """The screen, the lines or the table."""

    async def run(self) -> ExitCode:
        """Show until it ends by itself or ``stop`` is called; return the exit code."""

    def stop(self, code: ExitCode) -> None:
        """End with ``code``."""

    def finish(self) -> None:
        """Show what the end of the background told; called last, after ``run``."""


async def together(
    background: Coroutine[Any, Any, None], front: FrontEnd, lasting_s: float | None
) -> ExitCode:
    """Run ``background`` for as long as ``front`` runs, at most ``lasting_s`` seconds.

    Raises what either raises. An error in a callback of the event loop is a bug of ours, and ends
    the program as well.
    """
    _collect_garbage()
    loop = asyncio.get_running_loop()
    bugs: list[BaseException] = []
    main = asyncio.current_task()

    def on_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None or isinstance(error, OSError):
            loop.default_exception_handler(context)
            return
        bugs.append(error)
        if main:
            main.cancel()

    loop.set_exception_handler(on_error)
    _handle_signals(loop, front.stop)
    if lasting_s is not None:
        loop.call_later(lasting_s, front.stop, ExitCode.OK)
    try:
        return await _front(background, front)
    except BaseExceptionGroup as group:
        raise leaf(group) from None
    except asyncio.CancelledError:
        if bugs:
            raise bugs[0] from None
        raise


def _collect_garbage() -> None:
    """Look for garbage again, as ``__main__`` does not, but never among what was loaded.

    All of that stays, and looking through it would hold up the screen for several frames.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


async def _front(background: Coroutine[Any, Any, None], front: FrontEnd) -> ExitCode:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(background)
        code = await front.run()
        task.cancel()
    front.finish()
    return code


def _handle_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[ExitCode], None]) -> None:
    """End in order on the first signal, and at once on the second."""

    def on_signal(number: signal.Signals) -> None:
        for each in SIGNALS:
            loop.remove_signal_handler(each)
        signal.signal(number, signal.SIG_DFL)
        stop(SIGNALS[number])

    for number in SIGNALS:
        # What the parent has us ignore stays ignored: that is what `nohup` is for.
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, on_signal, number)


def leaf(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the error that the user is to see: ours before any other."""
    ours, _ = group.split(CoinwatchError)
    error: BaseException = ours or group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
