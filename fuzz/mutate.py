"""Changing an input at random: inside its JSON, by value and by place, or anywhere by byte."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import orjson

from tests.mutants import NASTY, holder, places

Havoc = Callable[[bytes], bytes]
"""Changes bytes without knowing what they mean."""

MOST_CHANGES = 3

MOST_BEFORE = 3
"""In how many bytes of a line its JSON must start."""


def mutate(data: bytes, random: Random, havoc: Havoc) -> bytes:
    """Return ``data`` with one of its lines changed, as JSON if it is that, else by ``havoc``."""
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    way = random.randrange(8)
    if way == 0 and len(lines) > 1:
        return _shuffled(lines, at, random)
    start = _json_start(lines[at])
    try:
        if way == 1:
            raise ValueError  # noqa: TRY301  # as if it were no JSON
        message = orjson.loads(lines[at][start:])
        for _ in range(random.randint(1, MOST_CHANGES)):
            message = _changed(message, random)
        lines[at] = lines[at][:start] + orjson.dumps(message)
    except (TypeError, ValueError):  # no JSON; too deep, or a number out of its range
        return havoc(data)
    return b"\n".join(lines)


def shake(data: bytes, random: Random) -> bytes:
    """Return ``data`` with some bytes changed, left out, repeated or put in: a plain havoc."""
    changed = bytearray(data)
    for _ in range(random.randint(1, MOST_CHANGES)):
        start = random.randrange(len(changed) + 1)
        end = min(len(changed), start + random.choice((0, 1, 1, 2, 4, 16)))
        piece = bytes(changed[start:end])
        changed[start:end] = random.choice(
            (b"", piece * 2, random.randbytes(max(1, len(piece))), piece[::-1], piece.swapcase())
        )
    return bytes(changed)


def _json_start(line: bytes) -> int:
    """Return where JSON starts: some targets have a byte or two before it."""
    return next((place for place in range(MOST_BEFORE) if line[place : place + 1] in b"{["), 0)


def _shuffled(lines: list[bytes], at: int, random: Random) -> bytes:
    """Return the lines with one left out, repeated, or moved."""
    line = lines[at]
    rest = lines[:at] + lines[at + 1 :]
    for _ in range(random.randrange(3)):
        rest.insert(random.randrange(len(rest) + 1), line)
    return b"\n".join(rest)


def _changed(message: Any, random: Random) -> Any:
    found = list(places(message))
    if not found:
        return deepcopy(random.choice(NASTY))
    path = random.choice(found)
    held = holder(message, path)
    way = random.randrange(8)
    if way == 0:
        del held[path[-1]]
    elif way == 1:
        other = random.choice(found)
        held[path[-1]] = deepcopy(holder(message, other)[other[-1]])
    elif way == 2 and isinstance(held, list):  # noqa: PLR2004  # one of eight ways
        held.insert(random.randrange(len(held) + 1), deepcopy(held[path[-1]]))
    elif way <= 4:  # noqa: PLR2004  # two of eight
        held[path[-1]] = _nudged(held[path[-1]], random)
    else:
        held[path[-1]] = deepcopy(random.choice(NASTY))
    return message


def _nudged(value: Any, random: Random) -> Any:
    """Return a value that is nearly the same."""
    match value:
        case bool():
            return int(value)
        case int() | float():
            return random.choice(
                (-value, value + 1, value - 1, value * 1000, str(value), value / 3)
            )
        case str():
            return random.choice(
                (value + "0", value[:-1], "-" + value, value.swapcase(), value * 2, value + "\x1b")
            )
        case list() | dict():
            return [value]
    return value
