"""What the premiums of a watchlist are computed from: pairs of markets, and won per dollar."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from coinwatch import symbols
from coinwatch.errors import SymbolError, UsageError
from coinwatch.model import Listing, Market
from coinwatch.pairs import DOLLARS, NO_PAIRING, WON, Pairing, find

if TYPE_CHECKING:
    from coinwatch.config import Config
    from coinwatch.exchanges.base import Exchange

Listings = Mapping[str, Sequence[Listing]]
"""The market lists that are known so far, by exchange."""


class Pairer:
    """Finds out what premiums need, anew with every market list that comes.

    ``also`` names assets whose premium is wanted whether or not they are watched; None where no
    premium is wanted at all. Where they are ``required``, having none is an error, and so is
    lacking one of an asset that is named.
    """

    def __init__(
        self,
        config: "Config",
        exchanges: Sequence["type[Exchange]"],
        also: Collection[str] | None,
        *,
        required: bool = False,
    ) -> None:
        premium = config.premium
        rate = premium.usd_krw
        self._rate = symbols.parse(rate, config.exchanges) if isinstance(rate, str) else rate
        self._stale_after_s = premium.stale_after_s
        self._exchanges = exchanges
        self._homes = {each.name: each.home_quote for each in exchanges}
        self._also = also
        self._required = required

    @property
    def lists(self) -> set[str]:
        """The exchanges whose market lists are needed."""
        if self._also is None:
            return set()
        return {name for name, home in self._homes.items() if home in {WON, DOLLARS}}

    def pairing(self, watched: Collection[Market], listings: Listings) -> Pairing:
        """Return what is needed beside ``watched``.

        Where premiums are required, raises UsageError if there can be none, and SymbolError once
        the market lists show that ``watched`` has none.
        """
        found = self.possible(watched, listings)
        if not self._required or self._also is None:
            return found
        if found.lacking:
            raise self._impossible(found.lacking)
        if listings.keys() >= self.lists:
            paired = {pair.asset for pair in found.pairs}
            unpaired = [asset for asset in self._also if asset not in paired]
            if unpaired or not found.pairs:
                raise _without_pair(unpaired or (each.base or each.symbol for each in watched))
        return found

    def possible(self, watched: Collection[Market], listings: Listings) -> Pairing:
        """Return what there is of what is needed beside ``watched``, required or not."""
        if self._also is None:
            return NO_PAIRING
        every = [listing for each in listings.values() for listing in each]
        pairs = tuple(find(watched, every, self._homes, self._also))
        rate = self._found_rate(listings)
        lacking = next((quote for quote in (WON, DOLLARS) if quote not in self._homes.values()), "")
        if not lacking and rate is None:
            lacking = "rate"
        return Pairing(
            pairs,
            rate,
            lacking,
            self._stale_after_s,
            {market: pair for pair in pairs for market in (pair.krw, pair.usd)},
        )

    def _found_rate(self, listings: Listings) -> Market | float | None:
        rate = self._rate
        if isinstance(rate, float):
            return rate
        if rate.exchange not in self._homes:
            return None
        return next(iter(symbols.resolve([rate], self._exchanges, listings).markets), None)

    def _impossible(self, lacking: str) -> UsageError:
        if lacking != "rate":
            return UsageError(
                f"A premium takes prices in {lacking}, and no enabled exchange has them.",
                "Set enabled = true under [exchange.upbit] and [exchange.binance].",
            )
        text = "" if isinstance(self._rate, float) else self._rate.text
        return UsageError(
            f"A premium takes won per dollar, and {text} is not to be had.",
            "Set usd_krw under [premium] to another market, or to a number.",
        )


def _without_pair(assets: Iterable[str]) -> SymbolError:
    return SymbolError(
        f"There is no premium of {', '.join(dict.fromkeys(assets))}: "
        f"it takes a market in {WON} and one in {DOLLARS}.",
        "See which there are: coinwatch 'upbit:KRW-*'",
    )
