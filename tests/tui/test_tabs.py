"""Tests of what the line of tabs says."""

import pytest

from coinwatch.model import Basis
from coinwatch.tui.roles import Piece, Role, width
from coinwatch.tui.rows import Sort
from coinwatch.tui.tabs import Tabs, bases, line
from coinwatch.tui.words import ENGLISH
from tests.tui.rig import BTC, BTCUSDT, World

TABS = Tabs(["Majors", "KRW", "관심"], 0, {"upbit": "utc_day"}, utc_day=True, sort=Sort(), query="")


def shown(tabs: Tabs, cells: int) -> str:
    """Return the line as text."""
    found = line(tabs, ENGLISH, cells)
    assert width(found) == cells
    return "".join(piece.text for piece in found)


def test_wide() -> None:
    """The groups are at the left, what the change refers to and the order at the right."""
    assert shown(TABS, 80) == (
        " [Majors] KRW  관심                       change since 00:00 UTC   sort: manual "
    )


def test_less_and_less() -> None:
    """On narrower screens words go, never what the change refers to."""
    assert shown(TABS, 50).endswith(" since 00:00 UTC   sort: manual ")
    assert shown(TABS, 40) == " [Majors] KRW  관심     since 00:00 UTC "
    assert shown(TABS._replace(query="bitcoin"), 40) == " [Majors] K… /bitcoin   since 00:00 UTC "
    assert shown(TABS._replace(query="b" * 20), 40) == shown(TABS, 40)


def test_active_tab_stays_in_sight() -> None:
    """With many groups the line starts where the active one still fits."""
    many = TABS._replace(groups=[f"Group {n}" for n in range(1, 10)], active=8)
    text = shown(many, 60)
    assert "[Group 9]" in text
    assert "Group 1 " not in text


def test_tabs_can_be_clicked() -> None:
    """A tab shows its group, the order the next one, the filter its line."""
    pieces = line(TABS._replace(query="x"), ENGLISH, 100)
    actions = {piece.text.strip(): piece.action for piece in pieces if piece.action}
    assert actions == {
        "[Majors]": "group(1)", "KRW": "group(2)", "관심": "group(3)",
        "filter: x": "filter", "sort: manual": "sort",
    }  # fmt: skip
    assert pieces[1].role is Role.ACCENT


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        (Sort(), "sort: manual"),
        (Sort("price", descending=True), "sort: Price ▾"),
        (Sort("spread"), "sort: Spread ▴"),
    ],
)
def test_sort(sort: Sort, text: str) -> None:
    """What the rows are sorted by is named, with its direction."""
    assert text in shown(TABS._replace(sort=sort), 100)


@pytest.mark.parametrize(
    ("known", "utc_day", "text"),
    [
        ({}, True, "change since 00:00 UTC"),
        ({}, False, "change as each exchange counts"),
        ({"upbit": "24h", "binance": "24h"}, True, "change last 24 h"),
        (
            {"upbit": "utc_day", "binance": "24h"},
            False,
            "change Upbit since 00:00 UTC, Binance last 24 h",
        ),
    ],
)
def test_basis(known: dict[str, Basis], utc_day: bool, text: str) -> None:  # noqa: FBT001  # a table
    """What the change refers to is what the data says, by exchange where they differ."""
    assert text in shown(TABS._replace(bases=known, utc_day=utc_day), 120)


def test_bases_of_markets() -> None:
    """The basis is known of each exchange that sent statistics."""
    world = World()
    states = [world.store.state(BTC), world.store.state(BTCUSDT)]
    assert bases(states) == {}
    world.ticker(BTC, 100.0)
    world.ticker(BTCUSDT, 100.0, basis="24h")
    assert bases(states) == {"upbit": "utc_day", "binance": "24h"}


def test_hostile_and_long_names() -> None:
    """A group's name and a filter are shown as text, and not longer than bearable."""
    hostile = TABS._replace(groups=["\x1b[31m" + "x" * 99], query="\u202e" + "y" * 99)
    text = shown(hostile, 120)
    assert "␛[31m" in text
    assert "\ufffdy" in text
    assert "x" * 20 not in text


def test_without_groups() -> None:
    """Before there is any group the line has no tabs."""
    assert shown(TABS._replace(groups=[]), 80).strip().startswith("change since")


def test_the_premium_view_tells_the_rate_instead() -> None:
    """With its source and its age, then without, never without the rate."""
    full, short = [[Piece("USDT/KRW 1,478 · Upbit, 0 s ago")], [Piece("USDT/KRW 1,478")]]
    tabs = TABS._replace(rate=(full, short))
    assert shown(tabs, 80).endswith("   USDT/KRW 1,478 · Upbit, 0 s ago   sort: manual ")
    assert shown(tabs, 50).endswith("  USDT/KRW 1,478   sort: manual ")
    assert shown(tabs, 40).endswith("     USDT/KRW 1,478 ")
    assert shown(tabs._replace(query="btc"), 45).endswith("filter: btc   USDT/KRW 1,478 ")
