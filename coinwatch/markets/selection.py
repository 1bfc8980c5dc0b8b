"""Which markets match, and in what order they are listed."""

from collections.abc import Sequence

from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Listing
from coinwatch.search import fold, names, search
from coinwatch.suggestions import nearest


def select(listings: Sequence[Listing], query: str, quote: str) -> list[Listing]:
    """Return the ``listings`` that match ``query`` and are priced in ``quote``, if it is given.

    With a query the best come first, and of equals those in an exchange's home quote; without one
    the exchanges keep their order.
    """
    priced = [each for each in listings if not quote or fold(each.market.quote) == fold(quote)]
    order = list(EXCHANGES)
    if not query.strip():
        return sorted(priced, key=lambda each: (order.index(each.market.exchange), _abroad(each)))
    return search(query, sorted(priced, key=_abroad))


def nearest_names(query: str, listings: Sequence[Listing]) -> tuple[str, ...]:
    """Return codes, assets and names that look like ``query``, at most three."""
    known = {fold(name): name for each in listings for name in names(each) if name}
    return tuple(known[each] for each in nearest(fold(query), known))


def _abroad(listing: Listing) -> bool:
    market = listing.market
    return market.quote != EXCHANGES[market.exchange].home_quote
