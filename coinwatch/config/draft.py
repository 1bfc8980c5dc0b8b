"""A TOML text that is changed key by key; what is around a change stays as it is, byte for byte."""

from collections.abc import Mapping, Sequence

from coinwatch.config.lines import Places, Span, Where, find_places
from coinwatch.config.lists import Item, rewrite


class Draft:
    """A valid TOML text, and its changes one by one; values are given as TOML."""

    def __init__(self, text: str) -> None:
        self.text = text

    def put(self, table: Where, name: str, value: str) -> None:
        """Write the value of a key, which is added to its table if need be."""
        places = find_places(self.text)
        if span := places.values.get((*table, name)):
            self._splice(span, value)
        else:
            self._add_key(places, table, name, value)

    def put_list(
        self, table: Where, name: str, before: Sequence[str], after: Sequence[str]
    ) -> None:
        """Write a list, which has the items ``before`` if it is there."""
        places = find_places(self.text)
        where = (*table, name)
        if where in places.values:
            self._relist(places, where, before, after)
        else:
            self._add_key(places, table, name, f"[{', '.join(after)}]")

    def add_table(self, name: str, keys: Mapping[str, str]) -> None:
        """Add a table to a list of tables, behind the others or at the end."""
        places = find_places(self.text)
        pairs = [f"{key} = {value}" for key, value in keys.items()]
        count = _count(places, (name,))
        if (name,) in places.values:
            texts = [self._at(places.values[name, place]) for place in range(count)]
            self._relist(places, (name,), texts, [*texts, f"{{ {', '.join(pairs)} }}"])
            return
        end = self._end(places, (name, count - 1)) if count else len(self.text.rstrip())
        self._insert(end, "\n".join([*(["", ""] if end else []), f"[[{name}]]", *pairs]))

    def remove_table(self, name: str, place: int) -> None:
        """Take a table out of a list of tables, with the comments behind its keys."""
        places = find_places(self.text)
        if (name,) in places.values:
            texts = [self._at(places.values[name, n]) for n in range(_count(places, (name,)))]
            self._relist(places, (name,), texts, texts[:place] + texts[place + 1 :])
            return
        start, end = places.starts[name, place], self._end(places, (name, place))
        rest = self.text[end:]
        end += len(rest) - len(rest.lstrip("\n"))
        self._splice(Span(self._line_start(start), end), "")

    def _relist(
        self, places: Places, where: Where, before: Sequence[str], after: Sequence[str]
    ) -> None:
        span = places.values[where]
        items = [
            Item(Span(item.start - span.start, item.end - span.start), text)
            for place, text in enumerate(before)
            for item in [places.values[*where, place]]
        ]
        column = span.start - self._line_start(span.start)
        self._splice(span, rewrite(self._at(span), items, after, column))

    def _add_key(self, places: Places, table: Where, name: str, value: str) -> None:
        """Write a key that is not there: below the table's last one, wherever that table is."""
        keys = [where for where in places.values if where[:-1] == table]
        if inline := places.values.get(table):
            begun = self._at(inline)[:-1].rstrip()
            comma = "," if keys else ""
            self._splice(inline, f"{begun}{comma} {name} = {value} }}")
        elif keys:
            last = max(keys, key=places.values.__getitem__)
            start, written = places.starts[last], places.values[last]
            indent = self.text[self._line_start(start) : start]
            dotted, dot, _ = self.text[start : written.start].rpartition(".")
            end = self._line_end(written.end)
            self._insert(end, f"\n{indent}{dotted}{dot}{name} = {value}")
        elif table in places.starts:
            self._insert(self._line_end(places.starts[table]), f"\n{name} = {value}")
        elif table:
            header = f"[{'.'.join(map(str, table))}]\n{name} = {value}"
            end = len(self.text.rstrip())
            self._insert(end, f"\n\n{header}" if end else header)
        else:
            self._insert(self._top(places), f"{name} = {value}\n\n")

    def _top(self, places: Places) -> int:
        """Return where the first key goes: before the first table and the comment above it."""
        at = self._line_start(min(places.starts.values(), default=len(self.text)))
        while at and self.text[self._line_start(at - 1) : at].startswith("#"):
            at = self._line_start(at - 1)
        return at

    def _end(self, places: Places, table: Where) -> int:
        """Return where the last line of a table ends."""
        ends = [s.end for where, s in places.values.items() if where[: len(table)] == table]
        return self._line_end(max([places.starts[table], *ends]))

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _at(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _insert(self, at: int, more: str) -> None:
        self._splice(Span(at, at), more)

    def _splice(self, span: Span, more: str) -> None:
        self.text = self.text[: span.start] + more + self.text[span.end :]


def _count(places: Places, where: Where) -> int:
    """Return how many items a list has."""
    count = 0
    while (*where, count) in places.starts:
        count += 1
    return count
