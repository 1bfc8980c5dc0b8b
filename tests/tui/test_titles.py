"""Tests of the titles over the columns."""

from coinwatch.config import COLUMNS as NAMES
from coinwatch.tui.layout import arrange
from coinwatch.tui.roles import Role, width
from coinwatch.tui.rows import Sort
from coinwatch.tui.titles import line
from coinwatch.tui.words import ENGLISH

LAYOUT = arrange(NAMES, 120, {"market": 8, "exchange": 7, "price": 13}, "en")


def test_titles() -> None:
    """Titles stand over their columns, numbers' to the right; the sparkline's is its time."""
    pieces = line(LAYOUT, Sort(), 3_600.0, ENGLISH)
    assert "".join(piece.text for piece in pieces) == (
        " Market                    Price     Change  Day range        Volume    Spread   "
        "Premium  1 h                       Age"
    )
    assert width(pieces) == LAYOUT.slots[-1].end


def test_sorted_title() -> None:
    """The column that rows are sorted by is marked, with its direction."""
    for sort, shown in ((Sort("price", descending=True), "Price▾"), (Sort("price"), "Price▴")):
        marked = [
            piece for piece in line(LAYOUT, sort, 300.0, ENGLISH) if piece.role is Role.ACCENT
        ]
        assert [piece.text.strip() for piece in marked] == [shown]


def test_titles_can_be_clicked() -> None:
    """A title sorts by its column, if that can be sorted by."""
    pieces = line(LAYOUT, Sort(), 86_400.0, ENGLISH)
    actions = {piece.text.strip(): piece.action for piece in pieces}
    assert actions["Change"] == "sort('change')"
    assert actions["1 d"] == ""
    assert actions["Premium"] == "sort('premium')"
