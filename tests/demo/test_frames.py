"""Frames on the wire."""

import pytest
from websockets.frames import Frame, Opcode

from coinwatch.demo.frames import binary, frame, text


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_frames_are_those_of_the_library(length: int) -> None:
    """Every way to write a length, as the library serializes it."""
    payload = b"x" * length
    assert frame(Opcode.TEXT, payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


def test_text_and_binary_differ_in_their_opcode() -> None:
    """Binance sends the one, Upbit the other."""
    assert text(b"{}").wire == b"\x81\x02{}"
    assert binary(b"{}").wire == b"\x82\x02{}"


def test_a_message_can_be_sent_in_fragments() -> None:
    """The first has the opcode, the last says that it is the last."""
    assert text(b"abcde").fragments(2) == b"\x01\x02ab" + b"\x00\x02cd" + b"\x80\x01e"


@pytest.mark.parametrize("payload", [b"", b"ab"])
def test_a_message_of_one_fragment_is_a_whole_frame(payload: bytes) -> None:
    """Nothing to continue."""
    assert text(payload).fragments(2) == text(payload).wire
