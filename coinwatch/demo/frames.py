"""WebSocket data frames as a server sends them: https://www.rfc-editor.org/rfc/rfc6455#section-5.2."""

from websockets.frames import Opcode

_FIN = 0x80
_LONGEST_SHORT = 125
_SHORT_LENGTH = 126
_LONG_LENGTH = 127
_LONGEST_MEDIUM = 0xFFFF


class Message:
    """One message and its bytes on the wire, made once however many clients get it."""

    __slots__ = ("opcode", "payload", "wire")

    def __init__(self, opcode: Opcode, payload: bytes) -> None:
        self.opcode = opcode
        self.payload = payload
        self.wire = frame(opcode, payload)

    def fragments(self, size: int) -> bytes:
        """Return the bytes of the same message in frames of ``size`` bytes each."""
        payload = self.payload
        starts = range(0, max(len(payload), 1), size)
        return b"".join(
            frame(
                Opcode.CONT if start else self.opcode,
                payload[start : start + size],
                last=start == starts[-1],
            )
            for start in starts
        )


def text(payload: bytes) -> Message:
    """Return a text message."""
    return Message(Opcode.TEXT, payload)


def binary(payload: bytes) -> Message:
    """Return a binary message."""
    return Message(Opcode.BINARY, payload)


def frame(opcode: Opcode, payload: bytes, *, last: bool = True) -> bytes:
    """Return the bytes of one frame; a server's are not masked."""
    first, length = (_FIN if last else 0) | opcode, len(payload)
    if length <= _LONGEST_SHORT:
        return bytes((first, length)) + payload
    if length <= _LONGEST_MEDIUM:
        return bytes((first, _SHORT_LENGTH)) + length.to_bytes(2) + payload
    return bytes((first, _LONG_LENGTH)) + length.to_bytes(8) + payload
