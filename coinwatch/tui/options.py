"""What can be set in the panel of options, and how it reads."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple, get_args

from coinwatch import text
from coinwatch.config import COLUMNS, Change, Colors, Display, Language
from coinwatch.series import WINDOWS_S
from coinwatch.tui.columns import COLUMNS as SHOWN
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.rows import MANUAL, parse_sort
from coinwatch.tui.words import Words

FIELDS = ("language", "colors", "change", "sort", "sparkline_s", "fps")
"""The settings above the columns, in their order."""

_NAME_CELLS = 14
_SORTABLE = [name for name in COLUMNS if SHOWN[name].key]
_CHOICES: dict[str, Sequence[Any]] = {
    "language": get_args(Language),
    "colors": get_args(Colors),
    "change": get_args(Change),
    "sort": (MANUAL, *(f"{sign}{name}" for name in _SORTABLE for sign in ("", "-"))),
    "sparkline_s": WINDOWS_S,
    "fps": (1, 2, 5, 10, 20, 30, 60),
}


class Choice(NamedTuple):
    """A row of the panel: a setting, or a column."""

    field: str
    column: str = ""


def choices(display: Display) -> list[Choice]:
    """Return the rows: settings, the columns that are shown, and those that are not."""
    hidden = [name for name in COLUMNS if name not in display.columns]
    columns = [Choice("columns", name) for name in (*display.columns, *hidden)]
    return [*(Choice(field) for field in FIELDS), *columns]


def turned(display: Display, choice: Choice, steps: int) -> Display:
    """Return the display with the next value of a setting; a column is shown or hidden."""
    if choice.column:
        return _toggled(display, choice.column)
    current = getattr(display, choice.field)
    values = list(_CHOICES[choice.field])
    if current not in values:
        values = sorted([*values, current])
    value = values[(values.index(current) + steps) % len(values)]
    changes: dict[str, Any] = {choice.field: value}
    return replace(display, **changes)


def moved(display: Display, column: str, steps: int) -> Display:
    """Return the display with a column so many places further on."""
    columns = list(display.columns)
    if column not in columns:
        return display
    here = columns.index(column)
    there = max(0, min(here + steps, len(columns) - 1))
    columns.insert(there, columns.pop(here))
    return replace(display, columns=tuple(columns))


def lines(display: Display, cursor: int, words: Words) -> list[Line]:
    """Return the panel's lines, one a row."""
    return [
        _line(display, choice, words, place, selected=place == cursor)
        for place, choice in enumerate(choices(display))
    ]


def value_text(field: str, value: Any, words: Words) -> str:
    """Return how the value of a setting reads."""
    edit = words.edit
    if field == "sparkline_s":
        return text.age(value)
    if field == "fps":
        return edit.second.format(count=value)
    if field == "sort":
        sort = parse_sort(value)
        arrow = "" if sort.column == MANUAL else " ▾" if sort.descending else " ▴"
        return (words.manual if sort.column == MANUAL else words.titles[sort.column]) + arrow
    return edit.values[value]


def _toggled(display: Display, column: str) -> Display:
    """Return the display with or without a column; the last one stays."""
    if column not in display.columns:
        return replace(display, columns=(*display.columns, column))
    left = tuple(name for name in display.columns if name != column)
    return replace(display, columns=left) if left else display


def _line(display: Display, choice: Choice, words: Words, place: int, *, selected: bool) -> Line:
    mark = Piece(" ▸ " if selected else "   ", Role.ACCENT)
    role = Role.STRONG if selected else Role.TEXT
    if choice.column:
        first = place == len(FIELDS)
        shown = choice.column in display.columns
        box = Piece("[x] " if shown else "[ ] ", Role.ACCENT if shown else Role.MUTED)
        name = text.left(words.edit.columns if first else "", _NAME_CELLS)
        title = words.titles[choice.column]
        return [mark, Piece(name, Role.MUTED), box, Piece(title, role, f"turn({place})")]
    name = text.left(words.edit.options[choice.field], _NAME_CELLS)
    value = value_text(choice.field, getattr(display, choice.field), words)
    arrows = ("◂ ", " ▸") if selected else ("  ", "")
    return [
        mark,
        Piece(name, Role.MUTED),
        Piece(arrows[0], Role.ACCENT, f"turn({place},-1)"),
        Piece(value, role, f"turn({place})"),
        Piece(arrows[1], Role.ACCENT, f"turn({place})"),
    ]
