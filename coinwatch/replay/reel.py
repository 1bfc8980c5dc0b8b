"""The files of a replay as one reel: their lines in order, and the places where it may begin."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coinwatch.errors import RecordingError
from coinwatch.recording.files import CutShortError, Place, Recording
from coinwatch.recording.records import End, Header, Key, Line

_log = logging.getLogger(__name__)


class Mark(NamedTuple):
    """A place where a replay may begin."""

    time_s: float
    """In the replay's time: seconds since the epoch, by a clock that was never set."""
    file: int = 0
    place: Place = Place()


class Reel:
    """Opens the first file at once. Raises RecordingError."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._recording = Recording(paths[0])
        self._file = 0
        self._before: Header | None = None
        self._keyed = False
        self.channels = self._recording.header.channels
        """What the markets of the first file were watched for."""
        self.begin = Mark(_time_s(self._recording.header))
        """Where all begins."""
        self._marks = [self.begin]

    def close(self) -> None:
        """Close what is open."""
        self._recording.close()

    @property
    def share(self) -> float:
        """How much of all files was read, from 0 to 1, each counting the same."""
        return (self._file + self._recording.share) / len(self._paths)

    def mark_before(self, time_s: float) -> Mark:
        """Return the last known place to begin at that is not after ``time_s``."""
        fitting = [mark for mark in self._marks if mark.time_s <= time_s]
        return fitting[-1] if fitting else self.begin

    def wrong(self, what: str) -> RecordingError:
        """Return the error for the line that was given last."""
        return self._recording.wrong(what)

    def lines(self, mark: Mark) -> Iterator[Line]:
        """Give the lines from ``mark`` on: first one that everything begins anew with.

        That is a header or a key; others of them are left out where the lines go on without.
        Raises RecordingError at the first line that is damaged, and CutShortError at the end of a
        last file that was cut off.
        """
        self._before, self._keyed = None, mark.place == Place()
        place = mark.place
        for number in range(mark.file, len(self._paths)):
            self._open(number)
            try:
                for line in self._recording.lines(place):
                    if self._needed(line):
                        yield line
            except CutShortError as error:
                if number + 1 == len(self._paths):
                    raise
                _log.warning("%s", error.message)
            place = Place()

    def _open(self, number: int) -> None:
        if number != self._file:
            recording = Recording(self._paths[number])
            self._recording.close()
            self._recording, self._file = recording, number

    def _needed(self, line: Line) -> bool:
        match line:
            case Header():
                return self._enter(line)
            case Key():
                return self._pass(line)
            case End():
                # Only then does the next part go on where this one ends.
                self._before = self._recording.header if line.more else None
                return False
        return True

    def _enter(self, header: Header) -> bool:
        """Whether a file begins anew: the next part of the same recording goes on."""
        before, self._before = self._before, None
        # The same but for what is of the part.
        follows = before is not None and header == before._replace(
            at=header.at, part=before.part + 1, ahead=header.ahead
        )
        self._keyed = follows or header.part == 1
        self._remember(Mark(_time_s(header), self._file))
        return not follows

    def _pass(self, key: Key) -> bool:
        """Whether a key is needed, because nothing else is known."""
        known, self._keyed = self._keyed, True
        place = self._recording.key_at
        if place.offset >= 0:
            self._remember(Mark(_time_s(key), self._file, place))
        return not known

    def _remember(self, mark: Mark) -> None:
        if mark.time_s > self._marks[-1].time_s:
            self._marks.append(mark)


def _time_s(line: Header | Key) -> float:
    """Return when a line is due, in the replay's time."""
    return (line.at - line.ahead) / 1e9
