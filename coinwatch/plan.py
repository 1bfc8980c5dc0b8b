"""What a config asks for: which exchanges, which markets, and how to reach them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch import symbols
from coinwatch.config import Config
from coinwatch.config.watchlists import tabs
from coinwatch.errors import ConfigError, SymbolError
from coinwatch.exchanges.base import Exchange
from coinwatch.feed import FeedSettings
from coinwatch.link import LinkSettings
from coinwatch.model import Basis, Group, Listing, Market
from coinwatch.search import with_names

Exchanges = Mapping[str, type[Exchange]]
"""By name."""

Listings = Mapping[str, Sequence[Listing]]
"""The market lists that are known so far, by exchange."""


class Wanted(NamedTuple):
    """What the watchlists mean, as far as the market lists at hand can tell."""

    groups: list[Group]
    waiting: frozenset[str]
    """The exchanges whose market list is needed to know more."""
    unknown: SymbolError | None
    """For the first symbol that means nothing."""


def basis(config: Config) -> Basis:
    """Return what the statistics of every market are to refer to."""
    return "24h" if config.display.change == "native" else "utc_day"


class Plan:
    """A config, understood. Raises ConfigError, and UsageError for what is no symbol."""

    def __init__(self, config: Config, table: Exchanges) -> None:
        self.config = config
        self.exchanges = [table[name] for name, each in config.exchanges.items() if each.enabled]
        """Those that are enabled."""
        if not self.exchanges:
            raise ConfigError(
                "Every exchange is disabled.", "Set enabled = true for one under [exchange.…]."
            )
        self.basis = basis(config)
        self._watchlists = [
            (each.name, [symbols.parse(text, table) for text in each.symbols])
            for each in tabs(config)
        ]

    def wanted(self, listings: Listings) -> Wanted:
        """Return what the watchlists mean. Raises UsageError for one of a disabled exchange."""
        groups, waiting, unknown = [], set[str](), list[symbols.Unknown]()
        venues = symbols.venues_of(self.exchanges, listings)
        for name, patterns in self._watchlists:
            found = symbols.resolve_at(patterns, venues)
            groups.append(Group(name, found.markets))
            waiting.update(found.waiting)
            unknown += found.unknown
        error = symbols.symbol_error(unknown[0]) if unknown else None
        return Wanted(groups, frozenset(waiting), error)

    def reaches(self, exchange: type[Exchange]) -> tuple[object, ...] | None:
        """Return all that a connection to an exchange depends on; None if it is disabled."""
        if exchange not in self.exchanges:
            return None
        return self.config.exchanges[exchange.name], self.config.feed, self.basis

    def feed_settings(self, exchange: type[Exchange]) -> FeedSettings:
        """Return how a connection to an exchange is to be."""
        address, feed = self.config.exchanges[exchange.name], self.config.feed
        urls = (address.websocket_url, address.fallback_websocket_url)
        return FeedSettings(
            tuple(url for url in urls if url),
            self.basis,
            LinkSettings(feed.silence_timeout_s, feed.ping_interval_s),
            feed.backoff_initial_s,
            feed.backoff_max_s,
            feed.rollover_s,
        )


def markets_of(groups: Iterable[Group]) -> dict[Market, None]:
    """Return the markets of all groups, each once, in order."""
    return dict.fromkeys(market for group in groups for market in group.markets)


def described(markets: Iterable[Market], listings: Listings, table: Exchanges) -> list[Listing]:
    """Return what is known of ``markets``, from a list or by the exchange's rules.

    Not every exchange lists names; an asset has the same one everywhere.
    """
    every = [each for one in listings.values() for each in one]
    known = {each.market: each for each in every}
    found = [known.get(each) or table[each.exchange].listing(each) for each in markets]
    return with_names([*found, *every])[: len(found)]
