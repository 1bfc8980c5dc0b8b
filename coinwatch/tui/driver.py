"""The terminal as it really is: it may be slow, stopped for a while, or gone.

Textual's own driver draws on stderr, which a user may well send to a file; where the terminal takes
no more (it is stopped, or a remote shell stalls) it waits, and the feeds with it; and it hangs for
good on one that went away. It reads a new size within the signal's handler, which the next signal
interrupts: of a storm of resizes, a size in the middle would be told last, and stay.
"""

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from coinwatch.errors import ExitCode

MOST_WAITING = 24
"""Writes that may wait for the terminal: a frame is three. At 30 Textual would wait."""


class TerminalFile:
    """stdout as the thread that writes it sees it: counts what it took, and outlives its end."""

    def __init__(
        self, file: IO[str], on_taken: Callable[[], None], on_gone: Callable[[], None]
    ) -> None:
        self._file = file
        self._on_taken = on_taken
        self._on_gone = on_gone
        self._gone = False

    def write(self, text: str) -> None:
        """Write, unless the terminal is gone."""
        self._guarded(lambda: self._file.write(text))
        self._on_taken()

    def flush(self) -> None:
        """Have the terminal take all of it."""
        self._guarded(self._file.flush)

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self._file.fileno()

    def _guarded(self, write: Callable[[], object]) -> None:
        if self._gone:
            return
        try:
            write()
        except OSError:
            self._gone = True
            self._on_gone()


class StdoutDriver(LinuxDriver):
    """Draws on stdout; leaves out frames that the terminal is too slow for, and ends with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._events = asyncio.get_running_loop()
        self._waiting = 0
        self._behind = False
        self._leaving = False
        if sys.__stdout__:
            self._file = TerminalFile(sys.__stdout__, self._tell_taken, self._tell_gone)  # type: ignore[assignment]  # all that is asked of it

    def write(self, data: str) -> None:
        """Write, or leave it out while the terminal takes no more."""
        self._behind = self._behind or self._waiting >= MOST_WAITING
        if self._behind and not self._leaving:
            return
        self._waiting += 1
        super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal, at the start or after a suspension."""
        self._leaving = False
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        self._events.add_signal_handler(signal.SIGWINCH, self._tell_size)

    def stop_application_mode(self) -> None:
        """Restore the terminal, whatever it takes."""
        self._leaving = True
        self._events.remove_signal_handler(signal.SIGWINCH)
        super().stop_application_mode()

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def _tell_taken(self) -> None:
        if not self._events.is_closed():
            self._events.call_soon_threadsafe(self._taken)

    def _tell_gone(self) -> None:
        if not self._events.is_closed():
            self._events.call_soon_threadsafe(self._app.exit, None, ExitCode.SIGHUP)

    def _taken(self) -> None:
        """Count what the terminal took; draw everything anew once it took all."""
        self._waiting -= 1
        if self._behind and not self._waiting:
            self._behind = False
            self._app.refresh(layout=True)
