"""`--json`: from a cursor in the journal to lines on stdout."""

import asyncio
import time
from collections.abc import Callable, Sequence

from coinwatch import wire
from coinwatch.conflation import Conflation
from coinwatch.errors import ExitCode, OutputError
from coinwatch.model import Lost, Premium, Record, Tick
from coinwatch.output import Output, ReaderGoneError
from coinwatch.store import Store

BATCH = 4_096
"""Records a turn of the event loop: some 15 ms of work, then the sockets' turn again.

More than what a socket delivers in its turn, or a burst would run out of the journal though the
reader keeps up.
"""

READER_CHECK_S = 0.5
"""How often to look whether the reader is still there while nothing happens."""


class Pipe:
    """Prints every record of the store's journal, each turn of the event loop in one go.

    A reader that is too slow never stalls the feeds: while stdout takes nothing the journal turns
    on, and what fell out of it is counted in a `lost` line.
    """

    def __init__(
        self,
        store: Store,
        fd: int,
        *,
        fields: Sequence[str] = (),
        every_s: float | None = None,
        count: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._journal = store.journal
        self._output = Output(fd)
        self._fields = fields
        self._conflation = Conflation(every_s) if every_s else None
        self._left = count
        self._clock = clock
        self._taken = asyncio.Event()
        self._cursor = self._journal.head
        self._scheduled = False
        self._blocked = False
        self._timer: asyncio.TimerHandle | None = None

    async def run(self) -> ExitCode:
        """Print until the count is reached, the reader goes away, or ``stop`` is called.

        Raises OutputError if stdout cannot be written.
        """
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[ExitCode] = self._loop.create_future()
        self._journal.listen(self._wake)
        self._wake()
        try:
            while not self._done.done():
                await asyncio.wait({self._done}, timeout=READER_CHECK_S)
                self._guarded(self._output.check_reader)
            return await self._done
        finally:
            self._journal.unlisten(self._wake)
            self._unblock()
            if self._timer:
                self._timer.cancel()

    def stop(self, code: ExitCode) -> None:
        """End with ``code``, if it has not ended yet."""
        if not self._done.done():
            self._done.set_result(code)

    def finish(self) -> None:
        """Print what the end itself told, as far as stdout takes it: a gap that stays open."""
        self._done = self._loop.create_future()
        while not self._done.done() and self._left != 0 and self._output.flush():
            records, self._cursor, lost = self._journal.since(self._cursor, BATCH)
            if not records:
                return
            asked = self._store.asked_for(records)
            self._print([Lost(lost), *asked] if lost else asked)

    async def ready(self) -> None:
        """Return once stdout took every line that there is, after a turn of the event loop."""
        await asyncio.sleep(0)
        while self._blocked or self._cursor < self._journal.head:
            self._taken.clear()
            await self._taken.wait()

    def _wake(self) -> None:
        if not self._scheduled and not self._blocked:
            self._scheduled = True
            self._loop.call_soon(self._drain)

    def _drain(self) -> None:
        self._scheduled = False
        if self._done.done():
            return
        records, self._cursor, lost = self._journal.since(self._cursor, BATCH)
        chosen = self._conflated(self._store.asked_for(records))
        self._print([Lost(lost), *chosen] if lost else chosen)
        if self._cursor < self._journal.head:
            self._wake()
        else:
            self._taken.set()

    def _conflated(self, records: list[Record]) -> Sequence[Record]:
        """Hold back ticks and premiums that come too soon; add those whose time has come."""
        conflation = self._conflation
        if conflation is None:
            return records
        now = self._clock()
        chosen = [
            *conflation.due(now),
            *(
                each
                for each in records
                if not isinstance(each, Tick | Premium) or conflation.offer(each, now)
            ),
        ]
        if self._timer:
            self._timer.cancel()
        if (next_at := conflation.next_at()) is not None:
            self._timer = self._loop.call_later(next_at - now, self._wake)
        return chosen

    def _print(self, records: Sequence[Record | Lost]) -> None:
        if self._left is not None:
            records = records[: self._left]
            self._left -= len(records)
        lines = bytearray()
        for record in records:
            lines += wire.encode(wire.line(record), self._fields)
        self._guarded(lambda: self._settle(written=self._output.write(lines)))

    def _settle(self, *, written: bool) -> None:
        """Go on, or wait until stdout takes more; end once all that was asked for is out."""
        if written:
            self._unblock()
            if self._left == 0:
                self.stop(ExitCode.OK)
        elif not self._blocked:
            self._blocked = True
            self._loop.add_writer(self._output.fd, self._flush)

    def _flush(self) -> None:
        self._guarded(lambda: self._settle(written=self._output.flush()))
        self._taken.set()
        self._wake()

    def _unblock(self) -> None:
        if self._blocked:
            self._blocked = False
            self._loop.remove_writer(self._output.fd)

    def _guarded(self, write: Callable[[], None]) -> None:
        """Have ``write`` end the run where it must: quietly without a reader."""
        try:
            write()
        except ReaderGoneError:
            self.stop(ExitCode.OK)
        except OutputError as error:
            if not self._done.done():
                self._done.set_exception(error)
