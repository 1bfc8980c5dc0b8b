"""The kinds of values in the config file."""

import datetime as dt
import math

import pytest

from coinwatch.config.kinds import (
    BadValue,
    Choice,
    Duration,
    Flag,
    Whole,
    Words,
    shown,
    strings,
    toml,
)


def test_flag() -> None:
    """A flag is true or false, and nothing that looks like it."""
    assert Flag().read(value=True) is True
    assert Flag().read(value=False) is False
    for value, written in (("yes", "'yes'"), (1, "1"), ([], "a list")):
        with pytest.raises(BadValue, match=f"^must be true or false, not {written}$"):
            Flag().read(value)
    assert Flag().write(value=False) == "false"


@pytest.mark.parametrize("value", [0, 61, 10.0, "10", True, math.nan, None])
def test_whole_numbers_have_bounds(value: object) -> None:
    """A number out of bounds, with a fraction, in quotes, or a flag is refused."""
    whole = Whole(1, 60)
    with pytest.raises(BadValue, match=r"^must be a whole number from 1 to 60, not "):
        whole.read(value)
    assert [whole.read(1), whole.read(60)] == [1, 60]
    assert whole.write(10) == "10"


def test_durations_have_units_and_bounds() -> None:
    """A duration comes in quotes with its unit, and is turned into seconds."""
    kind = Duration("1s", "1h")
    allowed = 'must be a duration from "1s" to "1h", not '
    assert [kind.read("1s"), kind.read("1m30s"), kind.read("1h")] == [1.0, 90.0, 3600.0]
    assert kind.write(90.0) == '"1m30s"'
    for value, hint in [
        (5, "Write it with its unit and in quotes."),
        ("5", "Write it like 500ms, 30s, 5m, 2h, 23h30m or 1d."),
        ("999ms", ""),
        ("1h1s", ""),
    ]:
        with pytest.raises(BadValue) as caught:
            kind.read(value)
        assert (caught.value.fault, caught.value.hint) == (f"{allowed}{value!r}", hint)


def test_choice_names_the_nearest() -> None:
    """A word that is not among the words is refused with the nearest one."""
    kind = Choice(("western", "korean"))
    assert kind.read("korean") == "korean"
    with pytest.raises(BadValue) as caught:
        kind.read("Korea")
    assert caught.value.fault == 'must be one of "western", "korean", not \'Korea\''
    assert caught.value.hint == 'Did you mean "korean"?'
    with pytest.raises(BadValue) as caught:
        Choice(("a", "b"), "a letter").read(["a"])
    assert (caught.value.fault, caught.value.hint) == ("must be a letter, not a list", "")


@pytest.mark.parametrize(
    ("value", "fault", "hint", "item"),
    [
        ("price", 'must be a list of some of "price", "age", not \'price\'', "", None),
        ([], 'must be a list of some of "price", "age", and not empty', "", None),
        (["price", 1], 'must be a list of some of "price", "age", without 1', "", 1),
        (
            ["age", "prize"],
            'must be a list of some of "price", "age", not \'prize\'',
            'Did you mean "price"?',
            1,
        ),
        (["age", "price", "age"], "has 'age' twice", "", 2),
    ],
)
def test_words(value: object, fault: str, hint: str, item: int | None) -> None:
    """A list of words has known words only, each once, and at least one."""
    kind = Words(("price", "age"))
    assert kind.read(["age", "price"]) == ("age", "price")
    assert kind.write(("age", "price")) == '["age", "price"]'
    with pytest.raises(BadValue) as caught:
        kind.read(value)
    assert (caught.value.fault, caught.value.hint, caught.value.item) == (fault, hint, item)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (1.5, "1.5"),
        ("김프", '"김프"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        (("a", 1), '["a", 1]'),
        ((), "[]"),
    ],
)
def test_writes_toml(value: object, text: str) -> None:
    """Values are written as TOML spells them."""
    assert toml(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (False, "false"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (dt.date(2026, 11, 23), "2026-11-23"),
        ("a\x1b[31m'", '"a\\x1b[31m\'"'),
        ("x" * 100, "'" + "x" * 39 + "..."),
    ],
)
def test_shows_values_safely(value: object, text: str) -> None:
    """A value in a message is short, in TOML's words, and cannot drive a terminal."""
    assert shown(value) == text


def test_strings() -> None:
    """A list of strings becomes a tuple."""
    assert strings(["a", ""], "a list") == ("a", "")
    assert strings([], "a list") == ()
