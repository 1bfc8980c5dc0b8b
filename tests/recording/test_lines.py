"""The lines of a recording."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.errors import RecordingError
from coinwatch.recording.lines import decode, encode, encode_frame
from coinwatch.recording.records import Frame, Header, Key, Line


def test_every_line_reads_back_the_same(every_line: list[Line]) -> None:
    """One JSON object and a newline each, whatever is in it."""
    for line in every_line:
        written = encode(line)
        assert written.endswith(b"}\n")
        assert written.count(b"\n") == 1
        found = decode(written[:-1])
        assert found == line
        assert type(found) is type(line)


def test_how_lines_are_written(every_line: list[Line]) -> None:
    """The format, version 2: a change of it needs another version."""
    written = [encode(line).decode() for line in every_line]
    assert written[0] == (
        '{"type":"coinwatch","at":1790000000000000000,"program":"0.1.0",'
        '"since":1790000000000000000,"part":1,"ahead":0,"basis":"utc_day","channels":["ticker","trade"],'
        '"format":2}\n'
    )
    assert written[1] == (
        '{"type":"watch","at":1790000000000000000,'
        '"groups":[["Main",[["upbit","KRW-BTC","BTC","KRW"]]]],'
        '"pairing":[[["BTC",["upbit","KRW-BTC","BTC","KRW"],'
        '["binance","BTCUSDT","BTC","USDT"],1]],["upbit","KRW-USDT","USDT","KRW"],null,"",600.0],'
        '"closeup":[["upbit","KRW-BTC","BTC","KRW"]]}\n'
    )
    assert written[4] == (
        '{"type":"status","at":1790000000000000002,'
        '"status":["upbit",1,"live",null,null,1790000000000]}\n'
    )
    assert written[6] == (
        '{"type":"subscribe","at":1790000000000000004,"link":1,'
        '"wanted":[["ticker",["upbit","KRW-BTC","BTC","KRW"],null]]}\n'
    )
    assert written[7] == (
        '{"type":"frame","at":1790000000000000005,"link":1,"text":"{\\"ty\\":\\"ticker\\"}"}\n'
    )
    assert written[8] == (
        '{"type":"frame","at":1790000000000000006,"link":1,"base64":"/wAgbm8gdGV4dA=="}\n'
    )
    assert written[10] == (
        '{"type":"answer","at":1790000000000000007,"exchange":"upbit","basis":"utc_day",'
        '"markets":[["upbit","KRW-BTC","BTC","KRW"]],"ahead":0,"text":"[]"}\n'
    )
    types = [json.loads(line)["type"] for line in written]
    assert list(dict.fromkeys(types)) == [
        "coinwatch", "watch", "list", "history", "status", "open", "subscribe", "frame", "answer",
        "doubt", "gap", "clock", "key", "close", "end",
    ]  # fmt: skip


@given(st.binary())
def test_any_frame_reads_back_the_same(frame: bytes) -> None:
    """Text or not."""
    assert decode(encode_frame(1, 2, frame)[:-1]) == Frame(1, 2, frame)


@given(st.binary() | st.text().map(str.encode))
def test_anything_else_is_refused(line: bytes) -> None:
    """With the declared error only."""
    with pytest.raises(RecordingError):
        decode(line)


def _mutated(value: Any, other: Any) -> list[Any]:
    """Return ``value`` with each thing in it replaced, one at a time, or left out."""
    found = [other]
    if isinstance(value, dict):
        for key in value:
            rest = {name: each for name, each in value.items() if name != key}
            found += [rest, *({**value, key: each} for each in _mutated(value[key], other))]
    elif isinstance(value, list):
        for place, each in enumerate(value[:20]):
            before, after = value[:place], value[place + 1 :]
            found += [before + after]
            found += [[*before, changed, *after] for changed in _mutated(each, other)]
    return found


@pytest.mark.parametrize(
    "other", [None, True, -1, 0, 2**63, 1.5, 1e308, "", "x", "\x1b[2J", [], [[]], {}, {"a": 1}]
)
def test_a_line_that_was_changed_is_a_line_or_refused(
    other: object, every_line: list[Line]
) -> None:
    """Whatever stands in any place: never another error."""
    refused = read = 0
    for line in every_line:
        for changed in _mutated(json.loads(encode(line)), other):
            try:
                found = decode(json.dumps(changed).encode())
            except RecordingError:
                refused += 1
            else:
                read += 1
                assert decode(encode(found)[:-1]) == found
    assert refused > 100


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"nonsense", "not JSON"),
        (b"[]", "no line of a recording"),
        (b'{"type":"tick","v":1}', "no line of a recording"),
        (b'{"type":["end"]}', "no line of a recording"),
        (b'{"type":"end","at":1}', "a line of the type 'end': lacks 'more'"),
        (b'{"type":"end","at":1,"more":0}',
         "a line of the type 'end': more: 0 is not of the type bool"),
        (b'{"type":"close","at":-1,"link":1}',
         "a line of the type 'close': at: -1 is out of range"),
        (b'{"type":"frame","at":1,"link":1}',
         "a line of the type 'frame': neither text nor base64"),
        (b'{"type":"frame","at":1,"link":1,"base64":"?"}',
         "a line of the type 'frame': base64 that is none"),
        (b'{"type":"frame","at":"1","link":1,"text":""}',
         "a line of the type 'frame': at and link are whole numbers"),
        (b'{"type":"coinwatch","format":1,"at":1}',
         "a line of the type 'coinwatch': this version reads format 2, not 1"),
    ],
)  # fmt: skip
def test_says_what_is_wrong(line: bytes, message: str) -> None:
    """Type, field and value."""
    with pytest.raises(RecordingError) as caught:
        decode(line)
    assert caught.value.message == message


def test_what_is_not_known_is_passed_over() -> None:
    """A later version may add keys without another format."""
    assert type(decode(b'{"type":"end","at":1,"more":false,"why":"x"}')).__name__ == "End"
    assert Header in Line.__args__
    assert Key in Line.__args__
