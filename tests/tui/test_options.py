"""Tests of what can be set in the panel of options."""

from dataclasses import replace

import pytest

from coinwatch.config import COLUMNS, Display
from coinwatch.tui.options import FIELDS, Choice, choices, lines, moved, turned, value_text
from coinwatch.tui.words import ENGLISH, KOREAN, Words

SHOWN = Display(columns=("price", "market"))


def test_rows() -> None:
    """Settings first, then the columns that are shown, in order, then those that are not."""
    rows = choices(SHOWN)
    assert [each.field for each in rows[: len(FIELDS)]] == list(FIELDS)
    assert [each.column for each in rows[len(FIELDS) :]] == [
        "price", "market", "change", "range", "volume", "spread", "premium", "sparkline", "age",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "after", "before"),
    [
        ("language", "en", "ko"),
        ("colors", "western", "colorblind"),
        ("change", "native", "native"),
        ("sort", "market", "-age"),
        ("sparkline_s", 86_400.0, 300.0),
        ("fps", 20, 5),
    ],
)
def test_values_go_round(field: str, after: object, before: object) -> None:
    """From each value to the next or the one before, around the ends."""
    display = Display()
    assert getattr(turned(display, Choice(field), 1), field) == after
    assert getattr(turned(display, Choice(field), -1), field) == before


def test_a_value_of_the_users_own() -> None:
    """It has its place between the others."""
    display = Display(fps=7, sparkline_s=900.0)
    assert turned(display, Choice("fps"), 1).fps == 10
    assert turned(display, Choice("fps"), -1).fps == 5
    assert turned(display, Choice("sparkline_s"), 1).sparkline_s == 3600


def test_columns() -> None:
    """They come at the end, go, and change places; the last one stays."""
    assert turned(SHOWN, Choice("columns", "age"), 1).columns == ("price", "market", "age")
    assert turned(SHOWN, Choice("columns", "price"), 1).columns == ("market",)
    alone = Display(columns=("price",))
    assert turned(alone, Choice("columns", "price"), 1) == alone
    assert moved(SHOWN, "market", -1).columns == ("market", "price")
    assert moved(SHOWN, "market", 1) == SHOWN
    assert moved(SHOWN, "age", -1) == SHOWN


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
def test_every_value_has_words(words: Words) -> None:
    """Whatever is chosen can be read."""
    display = Display()
    for field in FIELDS:
        for _ in range(20):
            assert value_text(field, getattr(display, field), words)
            display = turned(display, Choice(field), 1)
    display = replace(display, columns=COLUMNS)
    assert len(lines(display, 0, words)) == len(FIELDS) + len(COLUMNS)


def test_lines() -> None:
    """The chosen row has arrows, columns have boxes."""
    shown = ["".join(piece.text for piece in line) for line in lines(SHOWN, 3, ENGLISH)]
    assert shown[3] == " ▸ Sort          ◂ manual ▸"
    assert shown[6] == "   Columns       [x] Price"
    assert shown[8] == "                 [ ] Change"
    down = lines(replace(SHOWN, sort="-price"), 0, ENGLISH)
    assert "Price ▾" in "".join(piece.text for piece in down[3])
    up = lines(replace(SHOWN, sort="price"), 0, ENGLISH)
    assert "Price ▴" in "".join(piece.text for piece in up[3])
