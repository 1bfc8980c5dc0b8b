"""`coinwatch line` as a front end: the newest text whenever it changes. It waits for nobody."""

import asyncio
import time
from collections.abc import Callable, Mapping

from coinwatch.errors import ExitCode
from coinwatch.line.template import Field, Template
from coinwatch.line.values import Reading, read
from coinwatch.model import Market
from coinwatch.output import Output, ReaderGoneError
from coinwatch.store import Store

FIRST_LOOK_S = 0.02
"""How often to look while nothing is printed yet."""

READER_CHECK_S = 0.5
"""How often to look whether the reader is still there, at least."""


class Line:
    """Prints a template's text: when it changed, at most every so often; or once it is complete.

    A reader that is too slow misses texts that are old by the time it takes another.
    """

    def __init__(  # noqa: PLR0913  # each by its name
        self,
        store: Store,
        template: Template,
        bind: Callable[[], Mapping[Field, Market]],
        fd: int,
        *,
        every_s: float,
        count: int | None = None,
        once_within_s: float | None = None,
    ) -> None:
        """``once_within_s`` prints one text: the complete one, or the one after that time."""
        self._store = store
        self._template = template
        self._bind = bind
        self._output = Output(fd)
        self._every_s = every_s
        self._left = 1 if once_within_s is not None else count
        self._within_s = once_within_s
        self._layout = -1
        self._markets: Mapping[Field, Market] = {}
        self._next_at = 0.0
        self.told: str | None = None
        """What was printed last; None before the first."""

    async def run(self) -> ExitCode:
        """Print until the count is reached, the reader goes away, or ``stop`` is called.

        With ``once_within_s`` also until its time is up, whether anything was printed or not.
        Raises OutputError if stdout cannot be written, and what ``bind`` raises.
        """
        self._done: asyncio.Future[ExitCode] = asyncio.get_running_loop().create_future()
        self._until = time.monotonic() + (self._within_s or 0.0)
        while not self._done.done():
            try:
                self._look(time.monotonic())
            except ReaderGoneError:
                self.stop(ExitCode.OK)
            pause_s = FIRST_LOOK_S if self.told is None else min(self._every_s, READER_CHECK_S)
            await asyncio.wait({self._done}, timeout=pause_s)
        return self._done.result()

    def stop(self, code: ExitCode) -> None:
        """End with ``code``, if it has not ended yet."""
        if not self._done.done():
            self._done.set_result(code)

    def finish(self) -> None:
        """Do nothing more: what the end told is no price."""

    def _look(self, now: float) -> None:
        """Print the newest text, if it is time, it is another one, and stdout takes it."""
        self._output.check_reader()
        if self._output.flush() and now >= self._next_at and self._left != 0:
            reading = self._read(now)
            if self._is_due(reading, now):
                self._print(reading.text, now)
        if self._left == 0 and self._output.flush():
            self.stop(ExitCode.OK)

    def _read(self, now: float) -> Reading:
        if self._layout != self._store.layout:
            watched = set(self._store.markets)
            bound = self._bind().items()
            self._markets = {field: market for field, market in bound if market in watched}
            self._layout = self._store.layout
        return read(self._template, self._store, self._markets, now, time.time())

    def _is_due(self, reading: Reading, now: float) -> bool:
        if self._within_s is None:
            return reading.known and reading.text != self.told
        if now >= self._until and not reading.known:
            self.stop(ExitCode.OK)
        return reading.known and (reading.complete or now >= self._until)

    def _print(self, text: str, now: float) -> None:
        self.told = text
        self._next_at = now + self._every_s
        if self._left is not None:
            self._left -= 1
        self._output.write(f"{text}\n".encode(errors="surrogateescape"))
