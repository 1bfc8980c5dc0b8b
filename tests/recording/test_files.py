"""Reading recordings, whole, cut short and damaged."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from coinwatch.errors import RecordingError
from coinwatch.recording import files
from coinwatch.recording.compression import ZstdCompressor
from coinwatch.recording.files import CutShortError, Place, Recording
from coinwatch.recording.lines import encode
from coinwatch.recording.records import Frame, Key, Line


def _text(lines: list[Line]) -> bytes:
    return b"".join(map(encode, lines))


def _packed(lines: list[Line]) -> bytes:
    """Return it compressed: a block for each line, a frame from each key on."""
    packer, packed = ZstdCompressor(), b""
    for line in lines:
        if type(line) is Key:
            packed += packer.flush(packer.FLUSH_FRAME)
        packed += packer.compress(encode(line), packer.FLUSH_BLOCK)
    return packed + packer.flush(packer.FLUSH_FRAME)


@pytest.fixture(params=["plain", "zst"])
def data(request: pytest.FixtureRequest, every_line: list[Line]) -> bytes:
    """Give a small recording in each format."""
    return _text(every_line) if request.param == "plain" else _packed(every_line)


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "a"
    path.write_bytes(data)
    return path


def test_reads_every_line(data: bytes, every_line: list[Line], tmp_path: Path) -> None:
    """In order, however small the pieces that are read."""
    found = Recording(_write(tmp_path, data))
    assert found.header == every_line[0]
    assert list(found.lines()) == every_line
    assert found.share == 1.0
    found.close()


@pytest.mark.parametrize("pieces", [1, 100])
@pytest.mark.parametrize("name", ["plain", "blocks", "one block"])
def test_it_tells_how_much_was_given(
    name: str, pieces: int, every_line: list[Line], tmp_path: Path
) -> None:
    """Rather than how much was read ahead: however small the file, and however it is compressed."""
    random = Random(5)
    lines = [Frame(number, 1, b"%d" % random.getrandbits(400)) for number in range(100 * pieces)]
    text = [every_line[0], *lines, every_line[-1]]
    packer = ZstdCompressor()
    data = {
        "plain": lambda: _text(text),
        "blocks": lambda: _packed(text),
        "one block": lambda: packer.compress(_text(text), packer.FLUSH_FRAME),
    }[name]()
    found = Recording(_write(tmp_path, data))
    for number, _ in enumerate(found.lines()):
        assert found.share == pytest.approx((number + 1) / len(text), abs=0.04)
    assert found.share == 1.0
    found.close()


def test_reads_in_small_pieces(
    data: bytes, every_line: list[Line], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read at a time does not matter."""
    path = _write(tmp_path, data)
    for size in (1, 7, 100):
        monkeypatch.setattr(files, "CHUNK_BYTES", size)
        monkeypatch.setattr(files, "PIECE_BYTES", size)
        found = Recording(path)
        assert list(found.lines()) == every_line
        found.close()


@pytest.mark.parametrize("pack", [_text, _packed])
def test_a_file_that_was_cut_anywhere(
    pack: Callable[[list[Line]], bytes], every_line: list[Line], tmp_path: Path
) -> None:
    """What is whole is given, and the place is told: at every single byte."""
    lines = [*every_line[:2], *every_line[7:10], every_line[-1]]
    data = pack(lines)
    most, cut = 0, ""
    for end in range(len(data) + 1):
        path = _write(tmp_path, data[:end])
        given, cut = _given(path)
        assert given == lines[: len(given)]
        assert len(given) >= most
        if pack is _text:
            assert len(given) == data[:end].count(b"\n")
        most = len(given)
        if most < len(lines):
            assert cut.startswith(f"{path}, line {most + 1}, byte {len(_text(given))}")
    assert (most, cut) == (len(lines), "")


def _given(path: Path) -> tuple[list[Line], str]:
    """Return what a file gives, and where it was cut."""
    given: list[Line] = []
    try:
        found = Recording(path)
    except RecordingError as error:
        return given, error.message
    try:
        given.extend(found.lines())
    except CutShortError as error:
        return given, error.message
    finally:
        found.close()
    return given, ""


def test_damage_anywhere_is_told_or_harmless(data: bytes, tmp_path: Path) -> None:
    """With the declared errors only."""
    random = Random(1)
    refused = 0
    for _ in range(200):
        changed = bytearray(data)
        for _ in range(random.choice((1, 1, 5))):
            changed[random.randrange(len(changed))] = random.randrange(256)
        try:
            found = Recording(_write(tmp_path, bytes(changed)))
        except RecordingError:
            refused += 1
            continue
        try:
            assert all(line.at >= 0 for line in found.lines())
        except RecordingError as error:
            assert " line " in error.message  # noqa: PT017  # damage may do nothing at all
            refused += 1
        found.close()
    assert refused > 50


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1, byte 0: the recording was cut off here."),
        (b"hello\n", "line 1, byte 0: not JSON."),
        (b'{"v":1,"type":"tick"}\n', "line 1, byte 0: no line of a recording."),
        (b'{"type":"end","at":1,"more":false}\n',
         "line 1, byte 0: not the first line of a recording."),
        (b"\x28\xb5\x2f\xfdgarbage that goes on", "the compressed data is damaged."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_recording(data: bytes, message: str, tmp_path: Path) -> None:
    """Says why, and how one is made."""
    with pytest.raises(RecordingError) as caught:
        Recording(_write(tmp_path, data))
    assert caught.value.message.endswith(message)
    assert caught.value.hint == "A recording is made with: coinwatch --record FILE."


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Says what the system says."""
    with pytest.raises(RecordingError) as caught:
        Recording(tmp_path / "none")
    assert caught.value.message == f"Cannot read {tmp_path}/none: No such file or directory."
    with pytest.raises(RecordingError) as caught:
        Recording(tmp_path)
    assert caught.value.message == f"Cannot read {tmp_path}: Is a directory."


def test_a_line_without_an_end_is_given_up(
    every_line: list[Line], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not fill the memory."""
    monkeypatch.setattr(files, "MOST_LINE_BYTES", 10_000)
    monkeypatch.setattr(files, "CHUNK_BYTES", 1_000)
    found = Recording(_write(tmp_path, encode(every_line[0]) + bytes(50_000)))
    with pytest.raises(RecordingError, match=r"line 2, byte \d+: a line that has no end\."):
        list(found.lines())
    found.close()


def test_it_may_begin_at_a_key(data: bytes, every_line: list[Line], tmp_path: Path) -> None:
    """And gives what follows, with the same places."""
    found = Recording(_write(tmp_path, data))
    assert found.key_at == Place()
    list(found.lines())
    key = next(n for n, line in enumerate(every_line) if type(line) is Key)
    place = found.key_at
    assert (place.line, place.byte) == (key + 1, len(_text(every_line[:key])))
    assert place.offset > 0
    assert list(found.lines(place)) == every_line[key:]
    assert found.key_at == place
    found.close()


def test_a_key_inside_of_a_frame_is_no_place_to_begin(
    every_line: list[Line], tmp_path: Path
) -> None:
    """As where somebody compressed a recording by hand."""
    packer = ZstdCompressor()
    data = packer.compress(_text(every_line), packer.FLUSH_FRAME)
    found = Recording(_write(tmp_path, data))
    assert list(found.lines()) == every_line
    assert found.key_at.offset == -1
    found.close()


def test_files_may_be_joined(data: bytes, every_line: list[Line], tmp_path: Path) -> None:
    """As `cat` does: one end before the next header."""
    found = Recording(_write(tmp_path, data + data))
    assert list(found.lines()) == every_line * 2
    found.close()


def test_the_error_of_another_reader_has_the_place(
    data: bytes, every_line: list[Line], tmp_path: Path
) -> None:
    """That of the line that was given last."""
    found = Recording(_write(tmp_path, data))
    lines = found.lines()
    next(lines)
    next(lines)
    byte = len(encode(every_line[0]))
    assert f"a, line 2, byte {byte}" in found.wrong("why").message
    assert found.wrong("why").message.endswith(": why.")
    found.close()
