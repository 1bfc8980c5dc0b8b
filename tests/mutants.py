"""Messages with anything in any place: what an exchange never sends, and may one day."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

import orjson

NASTY: tuple[object, ...] = (
    None, True, False, 0, -1, 1, 2**53 + 1, 2**64 - 1, -(2**63), 0.0, -0.5, 1.5, 1e308, 5e-324,
    "", " ", "0", "-1", "1", "1.5", "nan", "-Infinity", "1e999", "1E5", "1_0", "٣", "true", "null",
    "[1]", "1,2", '"1"', "\x00\x1b[2J", "\u202e", "x" * 100, [], [[]], [None], [1, 2], ["1", "2"],
    {}, {"a": 1},
)  # fmt: skip

HUGE = "1" * 1_000_000
"""A text, and without its quotes a number, of a million digits."""


def places(message: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path to every value inside a message, containers included."""
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(message, (list, dict)):
        inner = enumerate(message) if isinstance(message, list) else message.items()
    for name, value in inner:
        yield (*path, name)
        yield from places(value, (*path, name))


def holder(message: Any, path: tuple[Any, ...]) -> Any:
    """Return what directly holds the value at a path."""
    for name in path[:-1]:
        message = message[name]
    return message


def mutated(text: bytes, values: Iterable[object] = NASTY) -> Iterator[bytes]:
    """Give a message with each of its values replaced by each of ``values``, and left out."""
    message = orjson.loads(text)
    for path in places(message):
        held = holder(message, path)
        kept = held[path[-1]]
        for value in values:
            held[path[-1]] = value
            yield orjson.dumps(message)
        held[path[-1]] = kept
        changed = deepcopy(message)
        del holder(changed, path)[path[-1]]
        yield orjson.dumps(changed)
