"""What a config asks for: which exchanges, which markets and premiums, and how to reach them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch import symbols
from coinwatch.config import Config
from coinwatch.config.watchlists import tabs
from coinwatch.dialer import FeedSettings
from coinwatch.errors import CoinwatchError, ConfigError, SymbolError, UsageError
from coinwatch.exchanges.base import Exchange
from coinwatch.link import LinkSettings
from coinwatch.model import Basis, Group, Listing, Market
from coinwatch.pairing import Pairer
from coinwatch.pairs import Pairing
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
    pairing: Pairing
    """What premiums are computed from, as far as it is to be had."""
    faults: tuple[CoinwatchError, ...]
    """What is wrong, and left out: the first symbol that means nothing, premiums that cannot be."""


def basis(config: Config) -> Basis:
    """Return what the statistics of every market are to refer to."""
    return "24h" if config.display.change == "native" else "utc_day"


class Plan:
    """A config, understood. Raises ConfigError, and UsageError for what is no symbol.

    ``premiums`` and ``required`` are as a Pairer takes them.
    """

    def __init__(
        self,
        config: Config,
        table: Exchanges,
        premiums: Collection[str] | None = None,
        *,
        required: bool = False,
    ) -> None:
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
        self._pairer = Pairer(config, self.exchanges, premiums, required=required)

    @property
    def lists(self) -> set[str]:
        """The exchanges whose market lists premiums need."""
        return self._pairer.lists

    def wanted(self, listings: Listings) -> Wanted:
        """Return what the watchlists mean. Raises UsageError for one of a disabled exchange."""
        groups, waiting, unknown = [], set[str](), list[symbols.Unknown]()
        venues = symbols.venues_of(self.exchanges, listings)
        for name, patterns in self._watchlists:
            found = symbols.resolve_at(patterns, venues)
            groups.append(Group(name, found.markets))
            waiting.update(found.waiting)
            unknown += found.unknown
        faults: list[CoinwatchError] = [symbols.symbol_error(each) for each in unknown[:1]]
        watched = dict.fromkeys(market for group in groups for market in group.markets)
        try:
            pairing = self._pairer.pairing(watched, listings)
        except (UsageError, SymbolError) as error:
            pairing = self._pairer.possible(watched, listings)
            faults.append(error)
        return Wanted(groups, frozenset(waiting), pairing, tuple(faults))

    def rest_urls(self, exchange: type[Exchange]) -> tuple[str, ...]:
        """Return an exchange's REST address and the fallback; nothing if it is disabled."""
        address = self.config.exchanges[exchange.name]
        urls = (address.rest_url, address.fallback_rest_url) if address.enabled else ()
        return tuple(url for url in urls if url)

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


def described(markets: Iterable[Market], listings: Listings, table: Exchanges) -> list[Listing]:
    """Return what is known of ``markets``, from a list or by the exchange's rules.

    Not every exchange lists names; an asset has the same one everywhere.
    """
    every = [each for one in listings.values() for each in one]
    known = {each.market: each for each in every}
    found = [known.get(each) or table[each.exchange].listing(each) for each in markets]
    return with_names(found, every)
