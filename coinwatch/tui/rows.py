"""Which rows there are, and in what order."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from coinwatch import search
from coinwatch.model import Listing
from coinwatch.tui.columns import COLUMNS
from coinwatch.tui.view import View

MANUAL = "manual"


class Sort(NamedTuple):
    """What rows are sorted by."""

    column: str = MANUAL
    """The name of a column; ``manual`` is the order of the watchlist."""
    descending: bool = False

    @property
    def live(self) -> bool:
        """Whether the order changes with the data."""
        return self.column not in {MANUAL, "market"}


def parse_sort(setting: str) -> Sort:
    """Return what ``manual``, ``price`` or ``-price`` in the config means."""
    column = COLUMNS.get(setting.removeprefix("-"))
    return Sort(column.name, setting.startswith("-")) if column and column.key else Sort()


def sort_by(column: str, current: Sort) -> Sort:
    """Return what a click on a column's title sorts by; a second one reverses."""
    if column == current.column:
        return reverse(current)
    return Sort(column, COLUMNS[column].descending)


def reverse(current: Sort) -> Sort:
    """Return the other direction; the order of the watchlist has none."""
    return current if current.column == MANUAL else current._replace(descending=not current[1])


def next_sort(current: Sort, names: Iterable[str]) -> Sort:
    """Return what comes after ``current``: each column that can be sorted by, then manual."""
    cycle = [MANUAL, *(name for name in names if COLUMNS[name].key)]
    place = cycle.index(current.column) if current.column in cycle else -1
    column = cycle[(place + 1) % len(cycle)]
    return Sort() if column == MANUAL else Sort(column, COLUMNS[column].descending)


def matches(listing: Listing, query: str) -> bool:
    """Return whether ``query`` finds the market; scattered letters do not: rows stay or go."""
    fit = search.match_listing(query, listing)
    return fit is not None and fit.rank is not search.Rank.FUZZY


def order(views: Sequence[View], sort: Sort) -> list[View]:
    """Return ``views`` sorted; what is unknown comes last, equals keep the watchlist's order."""
    column = COLUMNS.get(sort.column)
    key = column and column.key
    if not key:
        return list(views)
    keyed = [(key(view), view) for view in views]
    known = [each for each in keyed if each[0] is not None]
    known.sort(key=itemgetter(0), reverse=sort.descending)
    return [view for _, view in known] + [view for value, view in keyed if value is None]
