"""A list in a TOML text, written anew with other items."""

import tomllib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.config.kinds import toml
from coinwatch.config.lines import find_places
from coinwatch.config.lists import Item, rewrite

LINES = """\
[ # mine
  # the majors
  "BTC", # bitcoin
  "ETH",
  # the others
  'XRP' # last
]"""


def changed(text: str, *wanted: str, key: str = "x = ") -> str:
    """Return the list with other items."""
    values = find_places(key + text).values
    before = tomllib.loads(key + text)["x"]
    items = [
        Item(type(span)(span.start - len(key), span.end - len(key)), toml(before[place]))
        for place, span in enumerate(values["x", n] for n in range(len(before)))
    ]
    return rewrite(text, items, [toml(each) for each in wanted], len(key))


def test_one_more_in_a_list_of_lines() -> None:
    """It gets a line of its own, and the last one its comma before its comment."""
    assert changed(LINES, "BTC", "ETH", "XRP", "upbit:KRW-SOL") == LINES.replace(
        "'XRP' # last\n", "'XRP', # last\n  \"upbit:KRW-SOL\"\n"
    )


def test_one_less_takes_its_own_comment_along() -> None:
    """What stood behind it goes; titles and all other comments stay."""
    assert changed(LINES, "ETH", "XRP") == LINES.replace('  "BTC", # bitcoin\n', "")
    assert changed(LINES, "BTC", "ETH") == (
        '[ # mine\n  # the majors\n  "BTC", # bitcoin\n  "ETH"\n  # the others\n]'
    )


def test_none_left() -> None:
    """An empty list keeps its titles, and takes items again."""
    empty = changed(LINES)
    assert empty == "[ # mine\n  # the majors\n  # the others\n]"
    assert changed("[]", "BTC", "ETH") == '["BTC", "ETH"]'
    assert tomllib.loads("x = " + changed(empty, "BTC"))["x"] == ["BTC"]


def test_items_change_places_with_their_comments() -> None:
    """The comment behind an item goes along, the title above stays."""
    assert changed(LINES, "ETH", "BTC", "XRP") == LINES.replace(
        '  "BTC", # bitcoin\n  "ETH",\n', '  "ETH",\n  "BTC", # bitcoin\n'
    )
    assert changed(LINES, "BTC", "XRP", "ETH") == LINES.replace(
        "  \"ETH\",\n  # the others\n  'XRP' # last\n",
        "  'XRP', # last\n  # the others\n  \"ETH\"\n",
    )


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ('["A", "B"]', "ABC", '["A", "B", "C"]'),
        ('["A", "B"]', "B", '["B"]'),
        ('["A", "B"]', "A", '["A"]'),
        ('["A","B",]', "ABC", '["A","B", "C",]'),
        ('[ "A", "B" ]', "AB", '[ "A", "B" ]'),
        ('["A" , "B"]', "BA", '["B", "A"]'),
        ('["A",\n    "B", "C"]', "XBC", '["X",\n    "B", "C"]'),
        ('[\n\t"A",\n]', "AB", '[\n\t"A",\n\t"B",\n]'),
        ('[\n  "A"\n  , "B"]', "BA", '[\n  "B", "A"]'),
        ('[\n  "A" # a\n  , "B"]', "A", '[\n  "A" # a\n  ]'),
        ('["A", # a\n]', "", "[\n]"),
        ('["A" # a\n]', "AB", '["A", # a\n    "B"\n]'),
        ('["A", # a\n"B" \n]', "A", '["A" # a\n]'),
    ],
)
def test_layouts(text: str, wanted: str, found: str) -> None:
    """Each way to write a list is kept as far as it goes."""
    assert changed(text, *wanted) == found
    assert tomllib.loads(f"x = {found}")["x"] == list(wanted)


def test_lines_that_would_be_too_long() -> None:
    """Several items in a line go on in the next one."""
    text = '["' + '", "'.join("ABCDEFGHIJKLMNOPQRS") + '"]'
    assert changed(text, *"ABCDEFGHIJKLMNOPQRS", "x") == text[:-1] + ',\n    "x"]'
    assert changed(text, *"ABCDEFGHIJKLMNOPQRS", "x", key="x =") != text


GAPS = st.sampled_from(["", " ", "\n", "\n  ", " # note\n", "\n  # title\n  ", "\n\t"])
NAMES = st.lists(st.sampled_from("ABCDEF"), max_size=5)


@given(NAMES, NAMES, st.lists(GAPS, min_size=12, max_size=12), st.sampled_from(["", ","]))
def test_any_list_becomes_any_other(
    before: list[str], after: list[str], gaps: list[str], comma: str
) -> None:
    """The result says what is wanted, keeps every comment of what is kept, and is settled."""
    text, marks = "[", iter(gaps)
    for place, name in enumerate(before):
        last = place == len(before) - 1
        text += next(marks) + toml(name) + next(marks) + (comma if last else ",")
    text += next(marks) + "]"
    found = changed(text, *after)
    assert tomllib.loads(f"x = {found}")["x"] == after
    if not Counter(before) - Counter(after):
        assert found.count("#") == text.count("#")
    assert changed(found, *after) == found
