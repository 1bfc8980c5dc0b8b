"""From plain data to records."""

from enum import StrEnum
from typing import Literal, NamedTuple

import pytest

from coinwatch.recording.shape import ShapeError, record


class Colour(StrEnum):
    """Two words."""

    RED = "red"
    BLUE = "blue"


class Point(NamedTuple):
    """Two numbers."""

    x: float
    y: float | None


class Everything(NamedTuple):
    """One field of each kind."""

    at: int
    name: str
    good: bool
    colour: Colour
    side: Literal["left", "right"]
    maybe: Literal["left", "right"] | None
    points: tuple[Point, ...]
    pair: tuple[int, float]
    price: float | None
    seen_ms: int | None


GOOD = {
    "at": 1, "name": "n", "good": True, "colour": "red", "side": "left", "maybe": None,
    "points": [[1, None], [2.5, 3]], "pair": [-1, 2], "price": 0.1, "seen_ms": None,
}  # fmt: skip


def test_reads_what_was_declared() -> None:
    """Each type as itself, whole numbers as floats where those are wanted."""
    points = (Point(1.0, None), Point(2.5, 3.0))
    found = record(Everything, GOOD)
    assert found == Everything(1, "n", True, Colour.RED, "left", None, points, (-1, 2.0), 0.1, None)
    assert type(found.colour) is Colour
    assert type(found.pair[1]) is float


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("at", 1.0, "at: 1.0 is not of the type int"),
        ("at", True, "at: True is not of the type int"),
        ("at", 2**63, f"at: {2**63} is out of range"),
        ("seen_ms", -1, "seen_ms: -1 is out of range"),
        ("seen_ms", 10**15, f"seen_ms: {10**15} is out of range"),
        ("name", None, "name: None is not of the type str"),
        ("colour", "green", "colour: 'green' is none of red, blue"),
        ("maybe", "up", "maybe: 'up' is none of left, right"),
        ("price", 0, "price: 0.0 is out of range"),
        ("price", "1", "price: '1' is no number from 0 on"),
        ("points", [[-1, 1]], "points: x: -1 is no number from 0 on"),
        ("points", [[1]], "points: 1 values instead of 2"),
        ("points", {}, "points: {} is not of the type list"),
        ("pair", [1], "pair: 1 values instead of 2"),
        ("name", ["x" * 100], f"name: ['{'x' * 38}… is not of the type str"),
    ],
)
def test_refuses_anything_else(name: str, value: object, message: str) -> None:
    """With the field's name, and what stands there."""
    with pytest.raises(ShapeError) as caught:
        record(Everything, {**GOOD, name: value})
    assert str(caught.value) == message


def test_names_what_is_missing() -> None:
    """The field."""
    with pytest.raises(ShapeError, match=r"^lacks 'name'$"):
        record(Everything, {name: value for name, value in GOOD.items() if name != "name"})
