"""A browser's page in the terminal's place, with `coinwatch web` between.

Textual's own driver for it goes on without an end when the server was killed, unseen.
"""

import asyncio
import os
from functools import partial
from typing import Any

from textual.drivers.web_driver import WebDriver

from coinwatch.errors import ExitCode


class PageDriver(WebDriver):
    """Ends with the server: when there is no more input, or nobody takes the output."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._events = asyncio.get_running_loop()
        self._write = partial(self._write_or_end)

    def run_input_thread(self) -> None:
        """Read until the end of the input, or of the screen."""
        super().run_input_thread()
        self._end()

    def _write_or_end(self, data: bytes) -> int:
        try:
            return os.write(self.fileno, data)
        except OSError:
            self._end()
            return 0

    def _end(self) -> None:
        if not (self.exit_event.is_set() or self._events.is_closed()):
            self._events.call_soon_threadsafe(self._app.exit, None, ExitCode.SIGHUP)
