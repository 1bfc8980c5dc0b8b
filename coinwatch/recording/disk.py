"""Writing a recording: in a thread of its own, so that a slow disk never stalls the feeds."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from coinwatch.errors import OutputError, UsageError

PLAIN, COMPRESSED = ".jsonl", ".jsonl.zst"
"""What the name of a recording ends with."""

MOST_WAITING = 64 * 1024 * 1024
"""Bytes that wait for the disk at most: a minute of a very busy watch. Beyond, it is too slow."""

CLOSE_S = 5.0
"""How long the end of the program waits for a disk that does not answer."""


class Packer(Protocol):
    """What lines go through on their way into a file."""

    def pack(self, data: bytes) -> bytes:
        """Return what makes ``data``, and all before it, readable."""

    def seal(self) -> bytes:
        """Return what ends this stretch: a reader may begin behind it."""


class Plain:
    """Lines as they are."""

    def pack(self, data: bytes) -> bytes:
        """Return ``data``."""
        return data

    def seal(self) -> bytes:
        """Return nothing: a reader may begin anywhere."""
        return b""


class Compressed:
    """Zstandard: a block for each write, a frame for each stretch."""

    def __init__(self) -> None:
        from coinwatch.recording.compression import ZstdCompressor  # noqa: PLC0415  # 5 ms

        self._compressor = ZstdCompressor()

    def pack(self, data: bytes) -> bytes:
        """Return whole blocks."""
        return self._compressor.compress(data, self._compressor.FLUSH_BLOCK)

    def seal(self) -> bytes:
        """Return the end of the frame."""
        return self._compressor.flush(self._compressor.FLUSH_FRAME)


def check_name(path: Path) -> None:
    """Raise UsageError for a name that tells no format."""
    if not path.name.endswith((PLAIN, COMPRESSED)):
        raise UsageError(
            f"--record does not know the format of {path}.",
            f"Name the file like prices{PLAIN}, or prices{COMPRESSED} to compress it.",
        )


def part_path(path: Path, part: int) -> Path:
    """Return the file of a part: ``a.0002.jsonl`` of ``a.jsonl``; all parts sort by name."""
    ending = COMPRESSED if path.name.endswith(COMPRESSED) else PLAIN
    return path.with_name(f"{path.name.removesuffix(ending)}.{part:04}{ending}")


def create(path: Path) -> int:
    """Return the descriptor of a new file, or of a device or pipe that is there.

    Raises UsageError rather than writing over a file, and OutputError.
    """
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except FileExistsError:
        return _existing(path)
    except OSError as error:
        raise _cannot(path, error) from error


def _existing(path: Path) -> int:
    try:
        if stat.S_ISREG(path.stat().st_mode):
            raise UsageError(
                f"{path} is there already, and a recording never writes over a file.",
                "Name another file, or remove this one.",
            )
        return os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except OSError as error:
        raise _cannot(path, error) from error


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(f"Cannot write {path}: {error.strerror}.")


class Disk:
    """A file that a thread writes, until it cannot any more.

    ``write``, ``seal`` and ``turn`` return at once; what they ask for is done in their order.
    """

    def __init__(self, path: Path) -> None:
        check_name(path)
        self._compressed = path.name.endswith(COMPRESSED)
        self._packer: Packer = Compressed() if self._compressed else Plain()
        self._path = path
        self._fd = create(path)
        self._taken = 0
        self._done = 0
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._size = 0
        self._turning = False
        self.error: OutputError | None = None
        """Why nothing is written any more."""
        self._thread = Thread(target=self._work, name="recording", daemon=True)
        self._thread.start()

    @property
    def size(self) -> int:
        """Bytes in the file that is written now."""
        return 0 if self._turning else self._size

    def write(self, data: bytes) -> None:
        """Add whole lines."""
        # Each of the two counts has one writer: no lock is needed.
        if self._taken - self._done > MOST_WAITING:
            self.error = OutputError(f"Cannot write {self._path}: the disk is too slow.")
        if self.error is None:
            self._taken += len(data)
            self._jobs.put(partial(self._write, data))

    def seal(self) -> None:
        """End a stretch: a reader may begin behind it."""
        self._jobs.put(self._seal)

    def turn(self, path: Path) -> None:
        """End the file, and go on in another one."""
        self._turning = True
        self._jobs.put(partial(self._turn, path))

    def close(self) -> None:
        """End the file; wait a while until all is written."""
        self._jobs.put(self._seal)
        self._jobs.put(None)
        self._thread.join(CLOSE_S)
        if self._thread.is_alive() and self.error is None:
            self.error = OutputError(f"Cannot write {self._path}: the disk does not answer.")

    def discard(self) -> None:
        """End the file, and remove it again; a device or a pipe stays."""
        self.close()
        # A file that was there before is refused, so this is one of ours.
        with suppress(OSError):
            if stat.S_ISREG(self._path.lstat().st_mode):
                self._path.unlink()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self.error is None:
                self._do(job)
        os.close(self._fd)

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except OSError as error:
            self.error = _cannot(self._path, error)
        except (OutputError, UsageError) as error:
            self.error = OutputError(error.message, error.hint)

    def _write(self, data: bytes) -> None:
        self._put(self._packer.pack(data))
        self._done += len(data)

    def _seal(self) -> None:
        self._put(self._packer.seal())

    def _turn(self, path: Path) -> None:
        self._seal()
        fd = create(path)
        os.close(self._fd)
        self._fd, self._path = fd, path
        self._size = 0
        self._turning = False
        if self._compressed:
            self._packer = Compressed()

    def _put(self, data: bytes) -> None:
        while data:
            written = os.write(self._fd, data)
            self._size += written
            data = data[written:]
