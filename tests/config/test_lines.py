"""Where things are in a TOML text."""

import tomllib
from collections.abc import Iterator
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.config.lines import Where, find_lines

TEXT = '''\
# a comment = 1
symbols = [ # [
  "BTC",    # "ETH",
  "a # b", """
two ""lines"""""
  , 'c:\\', [1, 2],
]

[[group]]
name = "Majors # [x]"
[[group]]
  symbols = ["ETH", "XRP"]
  "na\\u006De" = 'x'
[group.more]
a.b . "c d" = { e = 1, 'f'.g = [
  2] }
[exchange.upbit]
enabled = true
since = 1979-05-27 07:32:00 # a date with a space
[ exchange . binance ]
"" = ""
last = 1'''


def test_finds_every_line() -> None:
    """Keys, dotted keys, tables, lists of tables and list items, each at its line."""
    assert find_lines(TEXT) == {
        ("symbols",): 2,
        ("symbols", 0): 3,
        ("symbols", 1): 4,
        ("symbols", 2): 4,
        ("symbols", 3): 6,
        ("symbols", 4): 6,
        ("symbols", 4, 0): 6,
        ("symbols", 4, 1): 6,
        ("group",): 9,
        ("group", 0): 9,
        ("group", 0, "name"): 10,
        ("group", 1): 11,
        ("group", 1, "symbols"): 12,
        ("group", 1, "symbols", 0): 12,
        ("group", 1, "symbols", 1): 12,
        ("group", 1, "name"): 13,
        ("group", 1, "more"): 14,
        ("group", 1, "more", "a"): 15,
        ("group", 1, "more", "a", "b"): 15,
        ("group", 1, "more", "a", "b", "c d"): 15,
        ("group", 1, "more", "a", "b", "c d", "e"): 15,
        ("group", 1, "more", "a", "b", "c d", "f"): 15,
        ("group", 1, "more", "a", "b", "c d", "f", "g"): 15,
        ("group", 1, "more", "a", "b", "c d", "f", "g", 0): 16,
        ("exchange",): 17,
        ("exchange", "upbit"): 17,
        ("exchange", "upbit", "enabled"): 18,
        ("exchange", "upbit", "since"): 19,
        ("exchange", "binance"): 20,
        ("exchange", "binance", ""): 21,
        ("exchange", "binance", "last"): 22,
    }


def test_an_empty_text_has_nothing() -> None:
    """Nothing but comments and blank lines has no lines of interest."""
    assert find_lines("") == find_lines("\n# a = 1\n\n") == {}


def test_ends_on_what_is_not_toml() -> None:
    """The scan judges nothing, and still comes to an end on a text that breaks off."""
    assert find_lines("a = [1,\n 2") == {("a",): 1, ("a", 0): 1, ("a", 1): 2}


def everything(value: object, where: Where = ()) -> Iterator[Where]:
    """Yield the way to every part of a parsed text."""
    if where:
        yield where
    if isinstance(value, dict):
        for key, part in value.items():
            yield from everything(part, (*where, key))
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from everything(part, (*where, index))


KEYS = st.sampled_from(["a", "b", '"c.d"', "'e#'", '"\\u0061b"', "a.b", 'a . "["'])
ATOMS = st.sampled_from(
    [
        *("1", "-1.5", "true", "1979-05-27 07:32:00", '""', "''", '"#]"', '"\\""', "'\\'"),
        *('"""\n"x"\\"""""', "'''\n'x''''", '"""a"""""', '"""\\\n  b"""'),
    ]
)
VALUES = st.recursive(
    ATOMS,
    lambda values: (
        st.lists(values, max_size=3).map(", # ]\n".join).map("[ {} ]".format)
        | st.tuples(KEYS, values).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}")
    ),
    max_leaves=6,
)
STATEMENTS = (
    st.tuples(KEYS, VALUES).map(" = ".join)
    | KEYS.map("[{}]".format)
    | KEYS.map("[[ {} ]]".format)
    | st.just("# [a]")
    | st.just("")
)


@given(st.lists(STATEMENTS, max_size=8))
def test_finds_what_the_parser_finds(statements: list[str]) -> None:
    """In any valid TOML the scan finds the same keys, tables and items as the parser."""
    text = "\n".join(statements)
    with suppress(tomllib.TOMLDecodeError):
        assert set(everything(tomllib.loads(text))) == set(find_lines(text))


@given(st.lists(ATOMS, max_size=8))
def test_items_begin_where_they_are_written(atoms: list[str]) -> None:
    """Items on lines of their own, some longer than a line, are each found at their first line."""
    text = "list = [\n" + ",\n".join(atoms) + "\n]"
    lines = find_lines(text)
    line = 2
    for index, atom in enumerate(atoms):
        assert lines["list", index] == line
        line += 1 + atom.count("\n")
