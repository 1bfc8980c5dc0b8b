"""Which won market and which dollar market are about the same asset.

A code alone does not say so: exchanges name some assets differently, and some codes mean different
assets. A market counts where it is in its exchange's home quote, won or dollars.
"""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from coinwatch.model import Listing, Market

WON, DOLLARS = "KRW", "USDT"
"""The quotes of the two markets."""

HEADLINE = "BTC"
"""The asset whose premium speaks for all: the one in the screen's header."""

ELSEWHERE: Mapping[str, tuple[str, int]] = {
    "1000SATS": ("SATS", 1_000),
    "1000CAT": ("CAT", 1_000),
    "1000CHEEMS": ("CHEEMS", 1_000),
    "1MBABYDOGE": ("BABYDOGE", 1_000_000),
    "BTTC": ("BTT", 1),
    "BEAMX": ("BEAM", 1),
}
"""What a dollar market's base is called in Korea, and how many of it one unit is.

From Binance's announcements of these listings, https://www.binance.com/en/support/announcement;
BTT keeps its code elsewhere since its redenomination,
https://medium.com/@BitTorrent/launch-of-bttc-mainnet-and-btt-redenomination-plan-2eacfe26d22.
"""

AMBIGUOUS: Mapping[str, str] = {"TON": "Toncoin", "STRK": "Starknet"}
"""Codes that stood for another asset on Upbit: paired only where its list has this name.

TON was Tokamak Network, as https://github.com/ccxt/ccxt/blob/master/ts/src/upbit.ts notes, and STRK
was Strike.
"""


class Pair(NamedTuple):
    """An asset's two markets."""

    asset: str
    """Its code in Korea."""
    krw: Market
    usd: Market
    units: int = 1
    """How many of the asset one unit of ``usd`` is: 1000 for ``1000SATS``."""


class Pairing(NamedTuple):
    """What premiums are computed from."""

    pairs: tuple[Pair, ...] = ()
    """In the order of the watchlists."""
    rate: Market | float | None = None
    """Won per dollar: a market whose price it is, or a number; None where it cannot be had."""
    lacking: str = ""
    """What no enabled exchange has: prices in ``KRW`` or ``USDT``, or the ``rate``; else empty."""
    stale_after_s: float = 600.0
    """A price whose last trade is older than this is stale."""
    by_market: Mapping[Market, Pair] = MappingProxyType({})
    """The pair that a market belongs to."""

    @property
    def markets(self) -> list[Market]:
        """All that have to be watched."""
        rate = [self.rate] if isinstance(self.rate, Market) else []
        return [*rate, *(market for pair in self.pairs for market in (pair.krw, pair.usd))]


NO_PAIRING = Pairing()
"""Where nobody asks for premiums."""


def find(
    watched: Collection[Market],
    listings: Iterable[Listing],
    homes: Mapping[str, str],
    also: Iterable[str] = (),
) -> list[Pair]:
    """Return the pairs of which a market is ``watched``, and those of the assets in ``also``.

    ``listings`` are the market lists that are known so far; where a market is in none, it is paired
    only with another one that is watched. ``homes`` has the home quote of each exchange.
    """
    listed = {listing.market: listing for listing in listings}
    won: dict[str, Market] = {}
    dollars: dict[str, tuple[Market, int]] = {}
    assets: dict[str, None] = {}
    for market in dict.fromkeys((*watched, *listed)):
        listing = listed.get(market)
        if homes.get(market.exchange) != market.quote or not (listing is None or listing.trading):
            continue
        asset, units = market.base, 1
        if market.quote == WON and is_meant(listing or Listing(market)):
            won.setdefault(asset, market)
        elif market.quote == DOLLARS:
            asset, units = ELSEWHERE.get(asset, (asset, 1))
            dollars.setdefault(asset, (market, units))
        if market in watched:
            assets[asset] = None
    assets |= dict.fromkeys(also)
    return [
        Pair(asset, won[asset], *dollars[asset])
        for asset in assets
        if asset in won and asset in dollars
    ]


def elsewhere(
    market: Market, listings: Iterable[Listing], homes: Mapping[str, str]
) -> tuple[Market, ...]:
    """Return the listed markets of the same asset on other exchanges, in their home quotes."""
    listed = {each.market: each for each in listings}
    asset = _asset(listed.get(market) or Listing(market), homes)
    return tuple(
        other
        for other, listing in listed.items()
        if other.exchange != market.exchange
        and other.quote == homes.get(other.exchange)
        and asset
        and _asset(listing, homes) == asset
    )


def _asset(listing: Listing, homes: Mapping[str, str]) -> str | None:
    """Return what is priced, by its code in Korea; None where the code means something else."""
    base = listing.market.base
    if homes.get(listing.market.exchange) == WON:
        return base if is_meant(listing) else None
    return asset_of(base)


def asset_of(base: str) -> str:
    """Return what the asset of a dollar market's base is called in Korea."""
    return ELSEWHERE.get(base, (base, 1))[0]


def is_meant(listing: Listing) -> bool:
    """Return whether a code in Korea stands for the asset that it stands for elsewhere."""
    name = AMBIGUOUS.get(listing.market.base)
    return name is None or listing.english_name == name
