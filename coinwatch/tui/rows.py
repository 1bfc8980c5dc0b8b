"""Which rows there are, and in what order."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from coinwatch import search
from coinwatch.model import Listing
from coinwatch.tui.columns import COLUMNS
from coinwatch.tui.view import View

MANUAL = "manual"

WON = "KRW"
DOLLARS = ("USDT", "USD", "USDC", "FDUSD")
"""Quotes that are worth a dollar, or nearly so."""


class Sort(NamedTuple):
    """What rows are sorted by."""

    column: str = MANUAL
    """The name of a column; ``manual`` is the order of the watchlist."""
    descending: bool = False

    @property
    def live(self) -> bool:
        """Whether the order changes with the data."""
        return self.column not in {MANUAL, "market", "asset"}


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


def order(views: Sequence[View], sort: Sort, usd_krw: float | None = None) -> list[View]:
    """Return ``views`` sorted; what is unknown comes last, equals keep the watchlist's order.

    Amounts are compared in won, given won per dollar. What cannot be told in won, or nothing
    without a rate, is compared within its own currency: currencies follow each other.
    """
    column = COLUMNS.get(sort.column)
    key = column and column.key
    if not column or not key:
        return list(views)
    worth = _worth(usd_krw) if column.money else _as_it_is
    keyed = [(*worth(view, key(view)), view) for view in views]
    places = {currency: place for place, currency in enumerate(dict.fromkeys(k[0] for k in keyed))}
    known = [each for each in keyed if each[1] is not None]
    known.sort(key=itemgetter(1), reverse=sort.descending)
    known.sort(key=lambda each: places[each[0]])
    return [view for *_, view in known] + [view for _, value, view in keyed if value is None]


_Worth = Callable[[View, Any], tuple[str, Any]]
"""Gives the currency in which a value is compared, and the value in it."""


def _as_it_is(_view: View, value: Any) -> tuple[str, Any]:
    return "", value


def _worth(usd_krw: float | None) -> _Worth:
    def worth(view: View, value: Any) -> tuple[str, Any]:
        quote = view.state.market.quote
        if quote not in DOLLARS:
            return quote, value
        if usd_krw is None or value is None:
            return WON if usd_krw else DOLLARS[0], value
        return WON, value * usd_krw

    return worth
