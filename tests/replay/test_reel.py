"""Several files as one."""

import logging
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from coinwatch.errors import RecordingError
from coinwatch.exchanges.base import Channel
from coinwatch.model import Group, Market
from coinwatch.pairs import NO_PAIRING
from coinwatch.recording.lines import encode
from coinwatch.recording.records import Closed, End, Header, Key, Line, Watch
from coinwatch.recording.state import keep_pairing
from coinwatch.replay.reel import Mark, Reel

S = 1_000_000_000
NS = 1_790_000_000 * S
HEADER = Header(NS, "0.1.0", NS, 1, 0, "utc_day", (Channel.TICKER,))


def _key(at: int, ahead: int = 0) -> Key:
    return Key(at, ahead, (), keep_pairing(NO_PAIRING), (), (), (), (), (), ())


def _write(path: Path, *lines: Line) -> Path:
    path.write_bytes(b"".join(map(encode, lines)))
    return path


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Give a recording of three parts, with keys in them."""
    second = HEADER._replace(at=NS + 10 * S, part=2)
    third = HEADER._replace(at=NS + 20 * S, part=3, ahead=S)
    return [
        _write(tmp_path / "1", HEADER, Closed(NS + 1 * S, 1), _key(NS + 5 * S),
               Closed(NS + 6 * S, 2), End(NS + 10 * S, more=True)),
        _write(tmp_path / "2", second, _key(second.at), Closed(NS + 11 * S, 3),
               End(NS + 20 * S, more=True)),
        _write(tmp_path / "3", third, _key(third.at, S), Closed(NS + 21 * S, 4),
               End(NS + 22 * S, more=False)),
    ]  # fmt: skip


def _played(paths: Sequence[Path], mark: Mark | None = None) -> list[object]:
    """Return the names of lines, and the numbers of what stands for those of a run."""
    with closing(Reel(paths)) as reel:
        lines = list(reel.lines(mark or reel.begin))
    return [line.link if isinstance(line, Closed) else type(line).__name__ for line in lines]


def test_parts_go_on_as_one(parts: list[Path]) -> None:
    """Nothing begins anew between them."""
    assert _played(parts) == ["Header", 1, 2, 3, 4]


def test_a_part_begins_with_its_key(parts: list[Path]) -> None:
    """If it is the first, or the one before it is missing."""
    assert _played(parts[1:]) == ["Header", "Key", 3, 4]
    assert _played([parts[0], parts[2]]) == ["Header", 1, 2, "Header", "Key", 4]
    assert _played([parts[0], parts[0]]) == ["Header", 1, 2, "Header", 1, 2]


def test_another_recording_begins_anew(parts: list[Path], tmp_path: Path) -> None:
    """Whatever its number."""
    other = HEADER._replace(at=NS + 99 * S, since=NS + 99 * S)
    path = _write(tmp_path / "4", other, Closed(other.at, 9), End(other.at, more=False))
    assert _played([parts[0], path]) == ["Header", 1, 2, "Header", 9]


def test_it_may_begin_at_what_was_passed(parts: list[Path]) -> None:
    """At the last key before a moment, and of a later part at its own."""
    reel = Reel(parts)
    assert reel.mark_before(1e12) == reel.begin == Mark(1_790_000_000.0)
    list(reel.lines(reel.begin))
    assert reel.share == 1.0
    reel.close()
    found = [reel.mark_before(1_790_000_000.0 + each) for each in (-1, 4, 5, 10, 19, 30)]
    assert [mark.time_s - 1_790_000_000 for mark in found] == [0, 0, 5, 10, 19, 19]
    assert [mark.file for mark in found] == [0, 0, 0, 1, 2, 2]
    assert _played(parts, found[2]) == ["Key", 2, 3, 4]
    assert _played(parts, found[3]) == ["Header", "Key", 3, 4]


def test_a_part_that_was_cut_short_is_told(
    parts: list[Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The next one begins anew; only at the very end it is an error."""
    watch = Watch(
        NS + S,
        (Group("Main", (Market("upbit", "KRW-BTC", "BTC", "KRW"),)),),
        keep_pairing(NO_PAIRING),
        (),
    )
    cut = _write(tmp_path / "cut", HEADER, watch)
    with caplog.at_level(logging.WARNING):
        assert _played([cut, parts[1]]) == ["Header", "Watch", "Header", "Key", 3]
    assert caplog.records[0].getMessage() == (
        f"{cut}, line 3, byte {cut.stat().st_size}: the recording was cut off here."
    )
    with pytest.raises(RecordingError, match="was cut off here"):
        _played([parts[1], cut])


def test_a_part_that_cannot_be_read_ends_it(parts: list[Path], tmp_path: Path) -> None:
    """How much was played is known all the same."""
    with closing(Reel([parts[0], tmp_path / "none"])) as reel:
        with pytest.raises(RecordingError, match="No such file"):
            list(reel.lines(reel.begin))
        assert reel.share == 0.5
