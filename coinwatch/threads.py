"""Threads that nobody waits for: a name that takes long to resolve must not delay the way out."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import Any, TypeVar

Result = TypeVar("Result")


class DaemonExecutor(ThreadPoolExecutor):
    """Runs each call in a thread of its own, which ends with the program at the latest.

    The event loop resolves names in its executor, and would join the threads when it closes. The
    feeds try again and again, but one at a time each, so there are never many.
    """

    def submit(
        self, function: Callable[..., Result], /, *args: Any, **kwargs: Any
    ) -> "Future[Result]":
        """Start a call; return what will hold its result."""
        future: Future[Result] = Future()
        Thread(target=_run, args=(future, function, args, kwargs), daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # the base's
        """Leave the threads alone."""


def _run(
    future: "Future[Any]", function: Callable[..., Any], args: Any, kwargs: dict[str, Any]
) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(function(*args, **kwargs))
    except BaseException as error:  # noqa: BLE001  # it is the caller's: the future raises it there
        future.set_exception(error)
