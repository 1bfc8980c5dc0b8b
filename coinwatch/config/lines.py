"""Where things are in a TOML text: the standard parser keeps no line numbers.

The text has already been parsed, so it is valid TOML (https://toml.io/en/v1.0.0); this scan only
has to find its way through it, and judges nothing.
"""

import re
from typing import NamedTuple, cast

Where = tuple[str | int, ...]
"""The way from the top: keys, and indexes from 0 in lists: ``("group", 1, "symbols", 0)``."""

_TRIVIA = re.compile(r"(?:\s|#[^\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[^\s.=\]]*)[ \t]*""")
_ATOM = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?"""(?!")'
    r"|'''[\s\S]*?'''(?!')"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|[^,\]}\n#]*"
)


class Span(NamedTuple):
    """A part of the text: ``text[start:end]``."""

    start: int
    end: int


class Places(NamedTuple):
    """Where things are, as offsets."""

    starts: dict[Where, int]
    """Where every key, table and list item begins."""
    values: dict[Where, Span]
    """Every value, of a key or an item of a list."""


def find_places(text: str) -> Places:
    """Return where everything is in a valid TOML text."""
    scan = _Scan(text)
    scan.document()
    return Places(scan.found, scan.values)


def find_lines(text: str) -> dict[Where, int]:
    """Return the line, counted from 1, of every key, table and list item of a valid TOML text."""
    starts = find_places(text).starts
    return {where: text.count("\n", 0, at) + 1 for where, at in starts.items()}


class _Scan:
    """One pass over the text; ``found`` holds the offset at which each thing begins."""

    def __init__(self, text: str) -> None:
        self.found: dict[Where, int] = {}
        self.values: dict[Where, Span] = {}
        self._text = text
        self._at = 0
        self._lengths: dict[Where, int] = {}

    def document(self) -> None:
        table: Where = ()
        while self._next():
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Where:
        """Pass ``[a.b]`` or ``[[a.b]]``, and return where its keys belong."""
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        where = self._place((), self._key(), start)
        self._at += brackets
        if brackets == 1:
            return where
        index = self._lengths.get(where, 0)
        self._lengths[where] = index + 1
        self.found[*where, index] = start
        return (*where, index)

    def _pair(self, table: Where) -> None:
        start = self._at
        where = self._place(table, self._key(), start)
        self._at += 1  # the equals sign
        self._value(where)

    def _value(self, where: Where) -> None:
        opening, start = self._next(), self._at
        if opening in ("[", "{"):
            self._items(where, opening)
        else:
            self._at = self._match(_ATOM).end()
        end = start + len(self._text[start : self._at].rstrip())
        self.values[where] = Span(start, end)

    def _items(self, where: Where, opening: str) -> None:
        self._at += 1
        index = 0
        while self._next() not in ("]", "}", ""):
            if self._next() == ",":
                self._at += 1
            elif opening == "{":
                self._pair(where)
            else:
                self.found[*where, index] = self._at
                self._value((*where, index))
                index += 1
        self._at += 1

    def _place(self, table: Where, parts: list[str], start: int) -> Where:
        """Return where a dotted key leads; a list of tables on the way means its last table."""
        where = table
        for part in parts:
            if where in self._lengths:
                where = (*where, self._lengths[where] - 1)
            where = (*where, part)
            self.found.setdefault(where, start)
        return where

    def _key(self) -> list[str]:
        parts = []
        while True:
            part = self._match(_KEY_PART)
            self._at = part.end()
            parts.append(_plain(part[1]))
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1

    def _next(self) -> str:
        """Return the next character after spaces and comments, or nothing at the end."""
        self._at = self._match(_TRIVIA).end()
        return self._text[self._at : self._at + 1]

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """Return the match at this place: each pattern has one anywhere, if only of nothing."""
        return cast("re.Match[str]", pattern.match(self._text, self._at))


def _plain(part: str) -> str:
    """Return a part of a key without its quotes and escapes."""
    if part.startswith("'"):
        return part[1:-1]
    if "\\" not in part:
        return part.strip('"')
    import tomllib  # noqa: PLC0415 - loaded already: the text has been parsed

    return str(tomllib.loads(f"key = {part}")["key"])
