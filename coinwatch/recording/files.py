"""Reading a recording, line by line: its size does not matter. A reader may begin at any key."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from coinwatch.errors import RecordingError
from coinwatch.recording.lines import decode
from coinwatch.recording.records import End, Header, Key, Line

CHUNK_BYTES = 256 * 1024

PIECE_BYTES = 4 * 1024
"""So much of a compressed file is read at a time: how far a replay is, is told as exactly."""

MOST_LINE_BYTES = 64 * 1024 * 1024
"""A message has 8 MiB at most, and so many markets that a key were larger are not watched."""

_MAGIC = b"\x28\xb5\x2f\xfd"
"""Every zstd file begins with it."""


class Place(NamedTuple):
    """Where a line is, and from where on to read it."""

    line: int = 1
    """Counted from 1."""
    byte: int = 0
    """Of the text, decompressed."""
    offset: int = 0
    """In the file: of the line, or of the frame of zstd that begins with it."""


class CutShortError(RecordingError):
    """A recording that has no end: the program was killed, or the file is not all here."""


class Recording:
    """One file. Opening it reads the header. Raises RecordingError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._open()
        try:
            self._compressed = self._file.read(len(_MAGIC)) == _MAGIC
        except OSError as error:
            raise RecordingError(f"Cannot read {path}: {error.strerror}.") from error
        self._left = b""
        self._read = 0.0
        self._place = Place()
        self.key_at = Place()
        """The place of the key that was read last."""
        try:
            self.header = self._header()
        except RecordingError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def share(self) -> float:
        """How much of the file the lines take that were given so far, from 0 to 1."""
        size = os.fstat(self._file.fileno()).st_size  # it may still be written
        return min(1.0, self._read / size) if size else 0.0

    def lines(self, place: Place = Place()) -> Iterator[Line]:  # noqa: B008  # immutable
        """Give the lines from ``place`` on, one after the other.

        Raises RecordingError at the first line that is damaged, and CutShortError after the last
        one that is whole if no end follows.
        """
        number, byte, _ = self._place = place
        ended = False
        for offset, line in self._split(place.offset):
            self._place = Place(number, byte, offset if self._compressed else byte)
            try:
                said = decode(line)
            except RecordingError as error:
                raise self.wrong(error.message) from error
            if type(said) is Key:
                self.key_at = self._place
            ended = type(said) is End
            yield said
            number, byte = number + 1, byte + len(line) + 1
            self._place = Place(number, byte)
        if not ended or self._left:
            raise CutShortError(f"{self._where()}: the recording was cut off here.")

    def wrong(self, what: str) -> RecordingError:
        """Return the error for the line that was given last."""
        return RecordingError(f"{self._where()}: {what}.")

    def _header(self) -> Header:
        hint = "A recording is made with: coinwatch --record FILE."
        try:
            first = next(self.lines())
        except RecordingError as error:
            raise RecordingError(error.message, hint) from error
        if type(first) is not Header:
            raise RecordingError(self.wrong("not the first line of a recording").message, hint)
        return first

    def _where(self) -> str:
        of_text = " of the text" if self._compressed else ""
        return f"{self._path}, line {self._place.line}, byte {self._place.byte}{of_text}"

    def _split(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """Give whole lines, and of those that a frame of zstd begins with its offset, else -1."""
        rest = self._left = b""
        read_from = offset
        for begins, text, read_to in self._chunks(offset):
            *whole, rest = (rest + text).split(b"\n")
            first, given = -1 if self._left else begins, -len(self._left)
            for line in whole:
                given += len(line) + 1
                self._read = read_from + (read_to - read_from) * given / len(text)
                yield first, line
                first = -1
            self._left, read_from = rest, read_to
            if len(rest) > MOST_LINE_BYTES:
                raise self.wrong("a line that has no end")
        self._read = self._file.tell()

    def _chunks(self, offset: int) -> Iterator[tuple[int, bytes, int]]:
        """Give text as ``_decompressed`` does; where nothing is compressed, no frame begins."""
        try:
            self._file.seek(offset)
            if self._compressed:
                yield from self._decompressed(offset)
                return
            while data := self._file.read(CHUNK_BYTES):
                yield -1, data, self._file.tell()
        except OSError as error:
            raise self.wrong(f"cannot be read: {error.strerror}") from error

    def _decompressed(self, offset: int) -> Iterator[tuple[int, bytes, int]]:
        """Give text, with the first of a frame the frame's offset, else -1; and how far it read."""
        from coinwatch.recording.compression import ZstdDecompressor, ZstdError  # noqa: PLC0415  # 5 ms

        data = self._file.read(PIECE_BYTES)
        while data:
            frame, begins = ZstdDecompressor(), offset
            while not frame.eof:
                try:
                    text = frame.decompress(data, CHUNK_BYTES)
                except ZstdError as error:
                    raise self.wrong("the compressed data is damaged") from error
                if text:
                    yield begins, text, self._file.tell() - len(frame.unused_data)
                    begins = -1
                data = b""
                if frame.needs_input and not frame.eof:
                    data = self._file.read(PIECE_BYTES)
                    if not data:
                        return
            data = frame.unused_data or self._file.read(PIECE_BYTES)
            offset = self._file.tell() - len(data)

    def _open(self) -> BinaryIO:
        try:
            return self._path.open("rb")
        except OSError as error:
            raise RecordingError(f"Cannot read {self._path}: {error.strerror}.") from error
