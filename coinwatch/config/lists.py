"""A list in a TOML text, written anew with other items: comments and layout are kept.

What stands behind an item on its line goes where the item goes. What stands above it stays where it
is: a comment on a line of its own is the title of what follows.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from coinwatch.config.lines import Span

WIDTH = 100
"""Cells of a line that new items do not exceed."""

_INDENT = "    "


class Item(NamedTuple):
    """An item that is there."""

    place: Span
    text: str
    """As it would be written now."""


class _Written(NamedTuple):
    """An item as it is written."""

    text: str
    behind: str = ""
    """The comment on its line, and the blanks before it."""


class _Layout(NamedTuple):
    """What stands around the items."""

    opening: str
    """The bracket, and the comment on its line."""
    leads: list[str]
    """What stands before each item, after the line of the one before it."""
    closing: str
    """What stands before the closing bracket."""
    ends_with_comma: bool


def rewrite(text: str, items: Sequence[Item], wanted: Sequence[str], column: int = 0) -> str:
    """Return the list ``text`` with the items ``wanted``, each as it is to be written.

    ``items`` are those that are there, ``column`` is where the list begins in its line. An item
    that is wanted and there keeps its spelling and its comment; equal ones are taken in order.
    """
    layout, old = _taken_apart(text, [item.place for item in items])
    kept, new = _ordered([item.text for item in items], old, wanted)
    leads = _leads(layout, kept if len(wanted) < len(old) else range(len(old)), len(wanted))
    closing = leads.pop()
    shown = layout.opening
    for place, (lead, item) in enumerate(zip(leads, new, strict=True)):
        comma = "," if place < len(new) - 1 or layout.ends_with_comma else ""
        begun = len(shown) - shown.rfind("\n") - 1 + (0 if "\n" in shown else column)
        full = begun + len(lead + item.text) + len(",]") > WIDTH
        before = f"\n{_indent(layout.leads)}" if full and "\n" not in lead else lead
        shown = _joined(shown, before, layout) + item.text + comma + item.behind
    return f"{_joined(shown, closing, layout)}]"


def _taken_apart(text: str, spans: Sequence[Span]) -> tuple[_Layout, list[_Written]]:
    opening, rest = _line_end(text[1 : spans[0].start] if spans else text[1:-1])
    leads: list[str] = []
    items: list[_Written] = []
    comma = False
    for place, span in enumerate(spans):
        leads.append(rest)
        after = spans[place + 1].start if place + 1 < len(spans) else len(text) - 1
        before, comma, behind = _split(text[span.end : after])
        comment, rest = _line_end(behind)
        items.append(_Written(text[span.start : span.end], (before + comment).rstrip()))
    return _Layout(f"[{opening}", leads, rest, comma), items


def _split(gap: str) -> tuple[str, bool, str]:
    """Return what is before the comma between two items, whether there is one, and the rest."""
    at = 0
    while at < len(gap) and gap[at] != ",":
        if gap[at] == "#":
            at = gap.find("\n", at)
        at += 1
    before, comma, after = gap[:at], at < len(gap), gap[at + 1 :]
    return (before if "#" in before else "", True, after) if comma else ("", False, gap)


def _line_end(gap: str) -> tuple[str, str]:
    """Return the comment at the end of this line, and what follows."""
    line, newline, rest = gap.partition("\n")
    return (line.rstrip("\r"), newline + rest) if "#" in line else ("", gap)


def _ordered(
    keys: Sequence[str], old: Sequence[_Written], wanted: Sequence[str]
) -> tuple[list[int], list[_Written]]:
    """Return the places of the old items that are kept, and all that are wanted."""
    left: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        left.setdefault(key, []).append(place)
    kept: list[int] = []
    new: list[_Written] = []
    for text in wanted:
        if places := left.get(text):
            kept.append(places.pop(0))
            new.append(old[kept[-1]])
        else:
            new.append(_Written(text))
    return sorted(kept), new


def _leads(layout: _Layout, kept: Collection[int], count: int) -> list[str]:
    """Return what stands before each of ``count`` items, and at last before the bracket.

    Of the old items' places only ``kept`` are left; the titles above the others stay.
    """
    leads: list[str] = []
    titles = ""
    for place, lead in enumerate(layout.leads):
        whole = _joined(titles, lead, layout)
        if place in kept:
            leads.append(whole)
            titles = ""
        elif "#" in whole:
            titles = whole.rstrip()
    another = _another(layout.leads)
    if leads and "\n" not in leads[0] + layout.leads[0]:
        leads[0] = layout.leads[0]
    closing = _joined(titles, layout.closing, layout)
    more = [another] * (count - len(leads))
    if more and not leads:
        more[0] = more[0].strip(" ")
    return [*leads, *more, closing]


def _another(leads: Sequence[str]) -> str:
    """Return what to write before one more item."""
    if not leads:
        return " "
    several_in_a_line = any("\n" not in lead for lead in leads[1:])
    if several_in_a_line or "\n" not in leads[0]:
        return " "
    return f"\n{_indent(leads)}"


def _indent(leads: Sequence[str]) -> str:
    return next((lead.rpartition("\n")[2] for lead in reversed(leads) if "\n" in lead), _INDENT)


def _joined(shown: str, more: str, layout: _Layout) -> str:
    """Return both, with a new line and no blanks between them where the first ends in a comment."""
    if "#" not in shown.rpartition("\n")[2]:
        return shown + more
    broken = "\n" in more.partition("#")[0]
    return shown + ("" if broken else f"\n{_indent(layout.leads)}") + more.lstrip(" ")
