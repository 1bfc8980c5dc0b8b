"""Writing to stdout without ever stalling the sockets, however slow its reader."""

import os
import select
import stat

from coinwatch.errors import OutputError

STDOUT = 1
"""Its file descriptor, whether Python has a stream for it or not."""


class ReaderGoneError(Exception):
    """Nobody reads stdout any more: a normal end, as with ``| head -1``."""


class Output:
    """A file descriptor that takes what it can at once, and keeps the rest for later.

    It stays in blocking mode, because the shell and stderr may share it. A pipe that is reported
    ready takes PIPE_BUF bytes without blocking, so it is never offered more at a time.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._file = stat.S_ISREG(os.fstat(fd).st_mode)
        self._waiting = bytearray()
        self._poll = select.poll()
        self._poll.register(fd, 0)

    def write(self, data: bytes | bytearray) -> bool:
        """Write what can be written now; False if some is left for ``flush``."""
        self._waiting += data
        return self.flush()

    def flush(self) -> bool:
        """Write what is left, as far as it goes; False if some is still left.

        Raises ReaderGoneError once the pipe has no reader, and OutputError for anything else that
        the system says, such as a full disk.
        """
        try:
            while self._waiting and self._ready():
                written = os.write(self.fd, self._next_chunk())
                del self._waiting[:written]
        except BrokenPipeError as error:
            raise ReaderGoneError from error
        except OSError as error:
            raise OutputError(f"Cannot write to stdout: {error.strerror}.") from error
        return not self._waiting

    def _next_chunk(self) -> bytearray:
        """Return what a pipe takes in one go: whole lines, so that none is left half told."""
        chunk = self._waiting[: select.PIPE_BUF]
        return chunk[: chunk.rfind(b"\n") + 1] or chunk

    def check_reader(self) -> None:
        """Raise ReaderGoneError if nobody reads any more; for when there is nothing to write."""
        if any(happened & (select.POLLERR | select.POLLHUP) for _, happened in self._poll.poll(0)):
            raise ReaderGoneError

    def _ready(self) -> bool:
        return self._file or bool(select.select((), (self.fd,), (), 0)[1])


def write_out(text: str | bytes) -> None:
    """Write all of ``text`` to stdout, in UTF-8, however long that takes.

    Raises ReaderGoneError and OutputError as Output does.
    """
    data = text.encode() if isinstance(text, str) else text
    try:
        while data:
            data = data[os.write(STDOUT, data) :]
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except OSError as error:
        raise OutputError(f"Cannot write to stdout: {error.strerror}.") from error
