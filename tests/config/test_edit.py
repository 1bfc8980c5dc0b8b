"""A config file's text with other settings in it."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.config import COLUMNS, Config, Display, WatchGroup
from coinwatch.config.edit import rewritten
from coinwatch.config.example import example
from coinwatch.config.tables import Document

FILE = Path("config.toml")

MINE = """\
# what I watch
symbols = [
  "BTC", # bitcoin
  "upbit:KRW-ETH"
]

# one
[[group]]
name = "Majors" # the tab
symbols = ["BTC", "XRP"]

[[group]]
  symbols = []
  name = "Empty"

# how it looks
[display] # here
fps = 20   # fast

[feed]
silence_timeout = "45s"
"""


def meaning(text: str) -> Config:
    """Return what a text says."""
    return Document(FILE, text, tomllib.loads(text)).config()


def changed(text: str, **changes: Any) -> str:
    """Return the text with other settings, which it says then."""
    before = meaning(text)
    after = replace(before, **changes)
    found = rewritten(text, before, after)
    assert meaning(found) == after
    return found


def display(text: str, **changes: Any) -> str:
    """Return the text with other settings of the screen."""
    return changed(text, display=replace(meaning(text).display, **changes))


def test_a_market_more() -> None:
    """One line more, and nothing else differs."""
    assert changed(MINE, symbols=("BTC", "upbit:KRW-ETH", "upbit:KRW-SOL")) == MINE.replace(
        '"upbit:KRW-ETH"\n', '"upbit:KRW-ETH",\n  "upbit:KRW-SOL"\n'
    )


def test_nothing_to_change() -> None:
    """What already holds is not written."""
    assert changed(MINE) == MINE


def test_values_and_keys() -> None:
    """A value is replaced where it stands; a key that is not there comes after the last one."""
    assert display(MINE, fps=5) == MINE.replace("fps = 20 ", "fps = 5 ")
    assert display(MINE, sort="-price", sparkline_s=300.0) == MINE.replace(
        "# fast\n", '# fast\nsparkline = "5m"\nsort = "-price"\n'
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "[display]\nfps = 5"),
        ("# mine\n", "# mine\n\n[display]\nfps = 5\n"),
        ("[display]", "[display]\nfps = 5"),
        ("[display] # here\n\n[feed]\n", "[display] # here\nfps = 5\n\n[feed]\n"),
        ('display.sort = "age" # s\n', 'display.sort = "age" # s\ndisplay.fps = 5\n'),
        ('display = { sort = "age" } # s\n', 'display = { sort = "age", fps = 5 } # s\n'),
        ("display = {}\n", "display = { fps = 5 }\n"),
        ("[display]\r\nfps = 9\r\n", "[display]\r\nfps = 5\r\n"),
        ("[display]\r\n", "[display]\r\nfps = 5\r\n"),
        ("# a\r\n[display]\nfps = 9\n", "# a\r\n[display]\nfps = 5\n"),
    ],
)
def test_wherever_a_section_is(text: str, found: str) -> None:
    """Missing, empty, with a header, dotted or inline, with the line ends that it has."""
    assert display(text, fps=5) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 'symbols = ["BTC"]\n\n'),
        ("# mine\n\n# feed\n[feed]\n", '# mine\n\nsymbols = ["BTC"]\n\n# feed\n[feed]\n'),
        ("# feed\n[feed]\n", 'symbols = ["BTC"]\n\n# feed\n[feed]\n'),
        ("symbols = []", 'symbols = ["BTC"]'),
    ],
)
def test_wherever_the_watchlist_is(text: str, found: str) -> None:
    """A list that is not there goes above the first section."""
    assert changed(text, symbols=("BTC",)) == found


def test_groups() -> None:
    """A new one comes after the others, a renamed one stays, of one that goes all else is kept."""
    majors, empty = meaning(MINE).groups
    assert changed(MINE, groups=(majors, empty, WatchGroup('a "b"\\', ("BTC",)))) == MINE.replace(
        '"Empty"\n', '"Empty"\n\n[[group]]\nname = "a \\"b\\"\\\\"\nsymbols = ["BTC"]\n'
    )
    assert changed(MINE, groups=(majors, replace(empty, name="김프"))) == MINE.replace(
        '"Empty"', '"김프"'
    )
    assert changed(MINE, groups=(empty,)) == MINE.replace(
        '[[group]]\nname = "Majors" # the tab\nsymbols = ["BTC", "XRP"]\n\n', ""
    )
    assert changed(MINE, groups=(majors,)) == MINE.replace(
        '[[group]]\n  symbols = []\n  name = "Empty"\n\n', ""
    )


def test_the_first_group() -> None:
    """It goes to the end of the file."""
    more = (WatchGroup("A", ()),)
    assert changed("", groups=more) == '[[group]]\nname = "A"\nsymbols = []'
    assert changed("[feed]\n", groups=more) == '[feed]\n\n[[group]]\nname = "A"\nsymbols = []\n'


def test_groups_in_one_line() -> None:
    """Tables inside of a list are changed there."""
    text = 'group = [{ name = "A", symbols = ["BTC"] }, { name = "B", symbols = [] }]\n'
    first, second = meaning(text).groups
    assert changed(text, groups=(second,)) == 'group = [{ name = "B", symbols = [] }]\n'
    assert changed(text, groups=(first, second, WatchGroup("C", ()))) == text.replace(
        "}]", '},\n    { name = "C", symbols = [] }]'
    )
    assert changed(text, groups=(first, WatchGroup("B", ("XRP",)))) == text.replace(
        "[] }", '["XRP"] }'
    )


def test_every_section() -> None:
    """What the screen does not change can be written all the same."""
    now = Config()
    upbit = replace(now.exchanges["upbit"], enabled=False)
    found = changed(
        "",
        premium=replace(now.premium, usd_krw=1400.0),
        feed=replace(now.feed, ping_interval_s=5.0),
        exchanges={**now.exchanges, "upbit": upbit},
        symbols=("binance:BTCUSDT",),
    )
    assert tomllib.loads(found) == {
        "symbols": ["binance:BTCUSDT"],
        "premium": {"usd_krw": 1400.0},
        "feed": {"ping_interval": "5s"},
        "exchange": {"upbit": {"enabled": False}},
    }


def test_the_example() -> None:
    """The commented example takes every change, and keeps all its comments."""
    text = example()
    found = changed(text, symbols=("upbit:KRW-BTC",), groups=(WatchGroup("A", ("BTC",)),))
    found = display(found, columns=("market", "price"), language="ko")
    assert found.count("#") == text.count("#")


SYMBOLS = st.lists(st.sampled_from(["BTC", "upbit:KRW-*", "binance:BTCUSDT"]), max_size=4)
GROUPS = st.lists(
    st.builds(WatchGroup, st.sampled_from(["A", '"', "다 라"]), SYMBOLS.map(tuple)),
    max_size=3,
    unique_by=lambda group: group.name,
)
DISPLAYS = st.builds(
    Display,
    fps=st.sampled_from([1, 10]),
    sort=st.sampled_from(["manual", "-age"]),
    columns=st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True).map(tuple),
)
CHANGES = st.tuples(SYMBOLS.map(tuple), GROUPS.map(tuple), DISPLAYS)


@given(st.sampled_from(["", MINE, example()]), st.lists(CHANGES, max_size=4))
def test_one_change_after_the_other(text: str, changes: list[tuple[Any, ...]]) -> None:
    """Whatever is set one after the other, in the end the file says it."""
    for symbols, groups, shown in changes:
        before = meaning(text)
        wanted = groups if _simple(before.groups, groups) else before.groups
        text = changed(text, symbols=symbols, groups=wanted, display=shown)


def _simple(before: tuple[WatchGroup, ...], after: tuple[WatchGroup, ...]) -> bool:
    """Whether groups went, or others took their places, but not both."""
    names = [group.name for group in after]
    kept = [group.name for group in before if group.name in names]
    return len(before) <= len(after) or kept == names
