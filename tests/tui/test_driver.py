"""Tests of the way to the terminal."""

import os
import select
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from typing import IO, Any, cast

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from coinwatch.tui.driver import MOST_WAITING, StdoutDriver, TerminalFile

Until = Callable[[Callable[[], object]], Coroutine[Any, Any, None]]


class App:
    """What the driver asks of the application."""

    def __init__(self) -> None:
        self.drawn = 0
        self.codes: list[int] = []

    def refresh(self, *, layout: bool) -> None:
        """Note that everything is drawn anew."""
        assert layout
        self.drawn += 1

    def exit(self, _result: None, code: int) -> None:
        """Note the end."""
        self.codes.append(code)


class Pipe:
    """A terminal that takes nothing until it is read."""

    def __init__(self) -> None:
        self.reader, writer = os.pipe()
        self.file: IO[str] = os.fdopen(writer, "w", encoding="utf-8")

    def read(self) -> bytes:
        """Return what was written so far."""
        found = b""
        while select.select([self.reader], (), (), 0)[0] and (more := os.read(self.reader, 65536)):
            found += more
        return found


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    """Give a pipe in the terminal's place."""
    pipe = Pipe()
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTSTP, signal.SIGCONT)}
    yield pipe
    for number, handler in handlers.items():
        signal.signal(number, handler)
    with suppress(BrokenPipeError):
        pipe.file.close()


def started(app: App, pipe: Pipe) -> StdoutDriver:
    """Return a driver whose writes go to the pipe, with Textual's own thread between."""
    driver = StdoutDriver(cast("Any", app), debug=False, mouse=True, size=(80, 24))
    file = TerminalFile(pipe.file, driver._tell_taken, driver._tell_gone)
    driver._writer_thread = WriterThread(cast("IO[str]", file))
    driver._writer_thread.start()
    return driver


async def test_frames_are_left_out_while_the_terminal_takes_nothing(
    pipe: Pipe, until: Until
) -> None:
    """The program never waits for it; once it takes all, everything is drawn anew."""
    assert MOST_WAITING < MAX_QUEUED_WRITES
    app = App()
    driver = started(app, pipe)
    frame = "x" * 65_536
    for _ in range(10 * MAX_QUEUED_WRITES):
        driver.write(frame)
    taken = b""

    def drawn() -> bool:
        nonlocal taken
        taken += pipe.read()
        return app.drawn == 1

    await until(drawn)
    assert MOST_WAITING * len(frame) >= len(taken) >= (MOST_WAITING - 2) * len(frame)
    driver.write("more")
    await until(lambda: pipe.read().endswith(b"more"))
    driver.close()


async def test_a_terminal_that_is_gone_ends_the_program(pipe: Pipe, until: Until) -> None:
    """With the code of a hang-up, and without waiting for it."""
    app = App()
    driver = started(app, pipe)
    os.close(pipe.reader)
    for _ in range(10 * MAX_QUEUED_WRITES):
        driver.write("x")
    await until(lambda: app.codes)
    assert app.codes == [129]
    driver.close()
