"""One enabled exchange and its market list, as far as that is known: which markets are there."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from coinwatch.model import Listing, Market

if TYPE_CHECKING:
    from coinwatch.exchanges.base import Exchange


class Venue:
    """Where markets are looked up: in the list, or on trust as long as there is none.

    Codes and assets are asked for in upper case, in whatever case the list has them.
    """

    def __init__(self, exchange: "type[Exchange]", listings: Sequence[Listing] | None) -> None:
        self.exchange = exchange
        self.listed = listings is not None
        """Whether the list is known."""
        self._listings = listings or ()
        markets = [listing.market for listing in self._listings]
        self._codes = {market.symbol.upper(): market for market in markets}
        self._pairs = {(market.base.upper(), market.quote.upper()): market for market in markets}

    def matching(self, code: str) -> list[Market]:
        """Return the markets that are traded and match ``code``, with wildcards."""
        return [
            listing.market
            for listing in self._listings
            if listing.trading and fnmatchcase(listing.market.symbol.upper(), code)
        ]

    def coded(self, code: str) -> list[Market]:
        """Return the market of that code, if any. Raises SymbolError if it cannot be a code."""
        if not self.listed:
            return [self.exchange.market(code)]
        return [self._codes[code]] if code in self._codes else []

    def paired(self, base: str, quote: str) -> list[Market]:
        """Return the market of that pair, if any."""
        if base == quote:
            return []
        if not self.listed:
            return [self.exchange.pair(base, quote)]
        return [self._pairs[base, quote]] if (base, quote) in self._pairs else []

    def names(self) -> dict[str, str]:
        """Return the symbols of all markets by their letters, in either order of the pair."""
        names = {}
        for market in self._codes.values():
            names[letters(market.base + market.quote)] = str(market)
            names[letters(market.symbol)] = str(market)
        return names

    def assets(self) -> dict[str, str]:
        """Return the assets that are priced in the home quote, by their codes and names."""
        assets: dict[str, str] = {}
        for listing in self._listings:
            base, quote = listing.market.base, listing.market.quote
            if quote == self.exchange.home_quote:
                names = (listing.korean_name, listing.english_name, base)
                assets |= {letters(name): base for name in names}
        return assets


def letters(text: str) -> str:
    """Return the letters and digits of ``text`` in upper case."""
    return "".join(filter(str.isalnum, text)).upper()
