"""Writing in the background."""

import os
from pathlib import Path

import pytest

from coinwatch.errors import OutputError, UsageError
from coinwatch.recording import disk
from coinwatch.recording.compression import ZstdDecompressor
from coinwatch.recording.disk import Disk, check_name, part_path


def decompress(data: bytes) -> bytes:
    """Return what is in all frames."""
    text = b""
    while data:
        frame = ZstdDecompressor()
        text += frame.decompress(data)
        assert frame.eof
        data = frame.unused_data
    return text


def test_lines_are_written_in_their_order(tmp_path: Path) -> None:
    """As they are, in a file of this name."""
    found = Disk(tmp_path / "a.jsonl")
    for number in range(100):
        found.write(b"%d\n" % number)
    found.close()
    assert (tmp_path / "a.jsonl").read_bytes() == b"".join(b"%d\n" % n for n in range(100))
    assert found.error is None


def test_a_compressed_file_has_a_frame_for_each_stretch(tmp_path: Path) -> None:
    """Each of which can be read by itself."""
    found = Disk(tmp_path / "a.jsonl.zst")
    found.write(b"one\n")
    found.write(b"two\n")
    found.seal()
    found.write(b"three\n")
    found.close()
    data = (tmp_path / "a.jsonl.zst").read_bytes()
    assert decompress(data) == b"one\ntwo\nthree\n"
    second = data.rindex(data[:4])
    assert decompress(data[second:]) == b"three\n"
    assert decompress(data[:second]) == b"one\ntwo\n"


def test_what_was_written_can_be_discarded(tmp_path: Path) -> None:
    """The file is gone; what was no file of ours stays."""
    found = Disk(tmp_path / "a.jsonl")
    found.write(b"one\n")
    found.discard()
    assert list(tmp_path.iterdir()) == []
    device = tmp_path / "null.jsonl"
    device.symlink_to("/dev/null")
    Disk(device).discard()
    assert list(tmp_path.iterdir()) == [device]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.zst"])
def test_it_turns_to_another_file(name: str, tmp_path: Path) -> None:
    """Each is whole, and the size counts from its beginning."""
    found = Disk(tmp_path / name)
    found.write(b"one\n")
    found.turn(part_path(tmp_path / name, 2))
    assert found.size == 0
    found.write(b"two\n")
    found.close()
    first, second = (path.read_bytes() for path in sorted(tmp_path.iterdir(), reverse=True))
    if name.endswith(".zst"):
        first, second = decompress(first), decompress(second)
    assert (first, second) == (b"one\n", b"two\n")
    assert found.size == len((tmp_path / f"a.0002{name[1:]}").read_bytes())


@pytest.mark.parametrize("name", ["a.json", "a.zst", "jsonl"])
def test_a_name_says_the_format(name: str) -> None:
    """Another one is refused, with two that would do."""
    with pytest.raises(UsageError, match="does not know the format") as caught:
        check_name(Path(name))
    assert caught.value.hint == (
        "Name the file like prices.jsonl, or prices.jsonl.zst to compress it."
    )


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """A recording never writes over anything: it is told before anything starts."""
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    with pytest.raises(UsageError) as caught:
        Disk(path)
    assert caught.value.message == (
        f"{path} is there already, and a recording never writes over a file."
    )
    assert path.read_text() == "mine"


def test_a_part_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """The recording stops there."""
    second = tmp_path / "a.0002.jsonl"
    second.write_text("mine")
    found = Disk(tmp_path / "a.jsonl")
    found.turn(second)
    found.write(b"lost\n")
    found.close()
    assert found.error
    assert found.error.message.startswith(f"{second} is there already")
    assert second.read_text() == "mine"


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    """Is told before anything starts."""
    with pytest.raises(OutputError) as caught:
        Disk(tmp_path / "none" / "a.jsonl")
    assert caught.value.message == (
        f"Cannot write {tmp_path}/none/a.jsonl: No such file or directory."
    )
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "none" / "b.jsonl")
    with pytest.raises(OutputError, match="No such file"):
        Disk(tmp_path / "b.jsonl")


def test_a_full_disk_stops_it(tmp_path: Path) -> None:
    """Once, with what the system says; what comes after is dropped."""
    path = tmp_path / "full.jsonl"
    path.symlink_to("/dev/full")
    found = Disk(path)
    for _ in range(3):
        found.write(b"x\n")
    found.close()
    assert found.error
    assert found.error.message == f"Cannot write {path}: No space left on device."


def test_a_disk_that_is_too_slow_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is bounded; a pipe that nobody reads is as slow as can be."""
    monkeypatch.setattr(disk, "MOST_WAITING", 1_000_000)
    monkeypatch.setattr(disk, "CLOSE_S", 0.05)
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    found = Disk(path)
    for _ in range(20):
        found.write(bytes(100_000))
    assert found.error
    assert found.error.message == f"Cannot write {path}: the disk is too slow."
    os.close(reader)
    found.close()


def test_the_end_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that does not answer is left."""
    monkeypatch.setattr(disk, "CLOSE_S", 0.05)
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    found = Disk(path)
    found.write(bytes(10_000_000))
    found.close()
    assert found.error
    assert found.error.message == f"Cannot write {path}: the disk does not answer."
    os.close(reader)


def test_parts_sort_by_name() -> None:
    """Up to 9999 of them."""
    assert part_path(Path("d/a.b.jsonl.zst"), 12) == Path("d/a.b.0012.jsonl.zst")
    assert part_path(Path("a.jsonl"), 1) == Path("a.0001.jsonl")
