"""The lines of a recording: what each says, written and read. Nothing here opens a file."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

from orjson import OPT_APPEND_NEWLINE, dumps, loads

from coinwatch.errors import RecordingError
from coinwatch.model import Basis, Market
from coinwatch.recording.records import (
    Answer,
    ClockSet,
    Closed,
    Described,
    Doubted,
    End,
    Frame,
    Header,
    History,
    Key,
    Line,
    Missing,
    Opened,
    Said,
    Subscribed,
    Watch,
)
from coinwatch.recording.shape import ShapeError, record

FORMAT = 2
"""The version of the format. A reader refuses any other."""

_HEADER = "coinwatch"

WORDS: dict[type[Line], str] = {
    Header: _HEADER, Watch: "watch", Described: "list", History: "history", Opened: "open",
    Subscribed: "subscribe", Closed: "close", Said: "status", Missing: "gap", Doubted: "doubt",
    ClockSet: "clock", Key: "key", End: "end",
}  # fmt: skip
"""What stands for the type of a line, but of those with bytes in them."""

_KINDS: dict[str, Callable[..., Line]] = {word: kind for kind, word in WORDS.items()}


def encode(line: Line) -> bytes:
    """Return the line in bytes, its newline included."""
    if type(line) is Frame:
        return encode_frame(line.at, line.link, line.frame)
    if type(line) is Answer:
        said = {"type": "answer", **line._replace(body=b"")._asdict()}
        del said["body"]
        key, text = _spelled(line.body)
        return _dump(said | {key: text})
    said = {"type": WORDS[type(line)], **line._asdict()}
    return _dump(said | {"format": FORMAT} if type(line) is Header else said)


def encode_frame(at: int, link: int, frame: bytes) -> bytes:
    """Return a frame's line: the hot path of a recording."""
    try:
        text = dumps(str(frame, "utf-8"))
    except UnicodeDecodeError:
        encoded = b64encode(frame)
        return b'{"type":"frame","at":%d,"link":%d,"base64":"%b"}\n' % (at, link, encoded)
    return b'{"type":"frame","at":%d,"link":%d,"text":%b}\n' % (at, link, text)


def decode(line: bytes) -> Line:
    """Return what a line says. Raises RecordingError if it is none of a recording."""
    try:
        said = loads(line)
    except ValueError as error:
        raise RecordingError("not JSON") from error
    try:
        return _read(said)
    except ShapeError as error:
        raise RecordingError(f"a line of the type {said['type']!r}: {error}") from error


def _read(said: Any) -> Line:
    word = said.get("type") if type(said) is dict else None
    if word == "frame":
        at, link = said.get("at"), said.get("link")
        if type(at) is int and 0 <= at < 2**63 and type(link) is int:
            return Frame(at, link, _bytes(said))
        raise ShapeError("at and link are whole numbers")
    if word == "answer":
        asked: _Asked = record(_Asked, said)
        return Answer(*asked[:-1], _bytes(said), asked.ahead)
    kind = _KINDS.get(word) if type(word) is str else None
    if kind is None:
        raise RecordingError("no line of a recording")
    if kind is Header and said.get("format") != FORMAT:
        raise ShapeError(f"this version reads format {FORMAT}, not {said.get('format')!r}")
    found: Line = record(kind, said)
    return found


class _Asked(NamedTuple):
    """An answer without its body."""

    at: int
    exchange: str
    basis: Basis
    markets: tuple[Market, ...]
    ahead: int


def _dump(said: dict[str, Any]) -> bytes:
    return dumps(said, default=tuple, option=OPT_APPEND_NEWLINE)


def _spelled(data: bytes) -> tuple[str, str]:
    try:
        return "text", data.decode()
    except UnicodeDecodeError:
        return "base64", b64encode(data).decode()


def _bytes(said: dict[str, Any]) -> bytes:
    text = said.get("text")
    if type(text) is str:
        return text.encode()
    encoded = said.get("base64")
    if type(encoded) is not str:
        raise ShapeError("neither text nor base64")
    try:
        return b64decode(encoded, validate=True)
    except ValueError as error:
        raise ShapeError("base64 that is none") from error
