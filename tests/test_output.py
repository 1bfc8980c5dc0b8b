"""Writing without stalling."""

import os
import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from coinwatch.errors import OutputError
from coinwatch.output import Output, ReaderGoneError


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Give a pipe: the end to read, the end to write."""
    reader, writer = os.pipe()
    yield reader, writer
    for fd in (reader, writer):
        try:
            os.close(fd)
        except OSError:
            continue


def _drain(fd: int) -> bytes:
    """Return what a pipe holds now, without waiting for more."""
    found = b""
    while select.select((fd,), (), (), 0)[0]:
        chunk = os.read(fd, 65536)
        if not chunk:
            break
        found += chunk
    return found


def test_writes_at_once_what_the_pipe_takes(pipe: tuple[int, int]) -> None:
    """A reader sees a short line without any flush."""
    reader, writer = pipe
    assert Output(writer).write(b"a line\n")
    assert os.read(reader, 100) == b"a line\n"


def test_never_blocks_on_a_full_pipe_and_loses_nothing(pipe: tuple[int, int]) -> None:
    """What a slow reader leaves is kept, in order, and goes out as it reads."""
    reader, writer = pipe
    data = bytes(range(256)) * 4096
    output = Output(writer)
    done = output.write(data)
    assert not done
    got = b""
    while not done:
        got += _drain(reader)
        done = output.flush()
    assert got + _drain(reader) == data
    assert os.get_blocking(writer)


def test_notices_that_the_reader_left(pipe: tuple[int, int]) -> None:
    """On writing, and also while there is nothing to write."""
    reader, writer = pipe
    output = Output(writer)
    output.check_reader()
    os.close(reader)
    with pytest.raises(ReaderGoneError):
        output.check_reader()
    with pytest.raises(ReaderGoneError):
        output.write(b"x")


def test_writes_files_whole(tmp_path: Path) -> None:
    """A regular file takes everything at once."""
    path = tmp_path / "lines"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT)
    data = b"0123456789" * 10_000
    assert Output(fd).write(data)
    os.close(fd)
    assert path.read_bytes() == data


def test_says_why_a_file_cannot_be_written() -> None:
    """A full disk is an error with its reason, not a quiet end."""
    fd = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(OutputError, match=r"^Cannot write to stdout: No space left on device\.$"):
        Output(fd).write(b"x")
    os.close(fd)
