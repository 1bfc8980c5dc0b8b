"""Durations as people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch import durations
from coinwatch.errors import UsageError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("500ms", 0.5),
        ("30s", 30.0),
        ("5m", 300.0),
        ("2h", 7200.0),
        ("23h30m", 84_600.0),
        ("1d", 86_400.0),
        ("1d2h3m4s5ms", 93_784.005),
        ("1.5s", 1.5),
        (".5s", 0.5),
        ("0s", 0.0),
        (" 30s\n", 30.0),
        ("366d", 31_622_400.0),
    ],
)
def test_reads_what_people_write(text: str, seconds: float) -> None:
    """A duration is numbers, each with its unit, the longest unit first."""
    assert durations.parse(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "30",
        "s",
        "s30",
        "30s5",
        "5x",
        "5M",
        "30m23h",
        "5m5m",
        "-5s",
        "+5s",
        "5 s",
        "1.2.3s",
        ".s",
        "1e3s",
        "infs",
        "٣s",
        "²s",
        "1,5s",
        "1_0s",
        "0" * 40 + "s",
    ],
)
def test_refuses_what_is_no_duration(text: str) -> None:
    """A missing or unknown unit, a wrong order, a sign, or digits of other scripts."""
    with pytest.raises(UsageError) as caught:
        durations.parse(text)
    assert caught.value.message == f"{text[:40]!r} is not a duration."
    assert caught.value.hint == "Write it like 500ms, 30s, 5m, 2h, 23h30m or 1d."


def test_refuses_more_than_a_year() -> None:
    """A duration that is too long to be meant is refused, whatever its number."""
    with pytest.raises(UsageError) as caught:
        durations.parse("8785h")
    assert caught.value.message == "'8785h' is longer than 366d."
    with pytest.raises(UsageError):
        durations.parse("9" * 38 + "d")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.5, "500ms"), (90, "1m30s"), (84_600, "23h30m"), (86_400, "1d"), (0, "0s"), (1e-5, "0s")],
)
def test_writes_the_longest_units_first(seconds: float, text: str) -> None:
    """Rendering gives the spelling that people use, to the millisecond."""
    assert durations.render(seconds) == text


@pytest.mark.parametrize("seconds", [-1.0, math.inf, math.nan])
def test_does_not_write_what_is_no_duration(seconds: float) -> None:
    """A negative or infinite time cannot be written as a duration."""
    with pytest.raises(ValueError, match="is not a duration"):
        durations.render(seconds)


@given(st.integers(0, int(durations.LONGEST_S * 1000)))
def test_reads_back_what_it_writes(milliseconds: int) -> None:
    """Every whole number of milliseconds up to the longest survives the round trip exactly."""
    assert durations.parse(durations.render(milliseconds / 1000)) == milliseconds / 1000


@given(st.text(st.sampled_from("0123456789.dhms -x")))
def test_never_fails_otherwise(text: str) -> None:
    """Any text is a duration within bounds, or a usage error."""
    try:
        seconds = durations.parse(text)
    except UsageError:
        return
    assert 0 <= seconds <= durations.LONGEST_S
