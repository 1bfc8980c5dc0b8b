"""Tests of the last line."""

from coinwatch.tui.footer import fits, line
from coinwatch.tui.keys import keys_of
from coinwatch.tui.roles import width
from coinwatch.tui.words import ENGLISH, KOREAN

KEYS = keys_of("main")


def shown(cells: int) -> str:
    """Return the footer as text."""
    found = line(KEYS, "24 of 312", ENGLISH, cells)
    return "".join(piece.text for piece in found)


def test_wide() -> None:
    """Every key of the footer has its word, and the rows are counted."""
    keys = (
        " q quit  / filter  s sort  enter detail  p premium  a add  g groups  o options"
        "  t window  space freeze  c colours  l language  ? help"
    )
    assert shown(160) == keys + " " * 17 + "24 of 312 "


def test_narrow() -> None:
    """What a newcomer needs stays longest: help, the way out, adding, detail, premium, sort."""
    assert shown(80).split("  ")[:7] == [
        " q quit", "/ filter", "s sort", "enter detail", "p premium", "a add", "? help"
    ]  # fmt: skip
    assert shown(60) == " q quit  enter detail  p premium  a add  ? help   24 of 312 "
    assert shown(40) == " q quit  a add  ? help        24 of 312 "
    assert shown(30) == " q quit  ? help     24 of 312 "


def test_room_for_a_note() -> None:
    """A note fits if the keys for help and for leaving are still there, in both languages."""
    for words in (ENGLISH, KOREAN):
        note = "x" * 60
        assert fits(note, 80)
        assert not fits(note + "x", 80)
        found = "".join(piece.text for piece in line(KEYS, note, words, 80))
        assert found.endswith(f" {note} ")
        assert " q " in found
        assert " ? " in found


def test_every_width() -> None:
    """The footer fills any width exactly."""
    for cells in range(40, 301):
        assert width(line(KEYS, "24 of 312", ENGLISH, cells)) == cells


def test_without_room() -> None:
    """Where no key fits, the count is still there."""
    assert shown(12).strip() == "24 of 312"


def test_keys_can_be_clicked() -> None:
    """A click on a key or its word does what the key does."""
    pieces = line(KEYS, "24 of 312", ENGLISH, 120)
    actions = {piece.text.strip(): piece.action for piece in pieces if piece.action}
    assert actions["q"] == actions["quit"] == "app.quit"
    assert actions["space"] == "freeze"
