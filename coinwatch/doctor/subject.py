"""What is examined: an exchange as the config has it, and the market that it is asked for."""

from typing import NamedTuple

from coinwatch import symbols
from coinwatch.config import ASSETS, Config
from coinwatch.config.place import placed
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Exchange
from coinwatch.link import Clock
from coinwatch.model import Basis, Market
from coinwatch.session import Session
from coinwatch.store import Store


class Subject(NamedTuple):
    """One exchange, its addresses, and how patient to be."""

    exchange: type[Exchange]
    market: Market
    basis: Basis
    websocket_urls: tuple[str, ...]
    """The address, then the one to fall back on where this place is not served."""
    rest_urls: tuple[str, ...]
    ping_s: float
    timeout_s: float
    """For each step."""
    clock: Clock = Clock()


def subjects(config: Config, timeout_s: float) -> list[Subject]:
    """Return what to examine: the enabled exchanges, each with its first market of the watchlist.

    Raises what the program would raise on starting: ConfigError, UsageError or SymbolError.
    """
    Session(config, Store())
    enabled = [EXCHANGES[name] for name, each in config.exchanges.items() if each.enabled]
    watched = _watched(config, enabled)
    return [_subject(each, config, watched, timeout_s) for each in enabled]


def _watched(config: Config, enabled: list[type[Exchange]]) -> tuple[Market, ...]:
    """Return the markets that need no market list to be known."""
    lists = (config.symbols, *(group.symbols for group in config.groups))
    patterns = [symbols.parse(text, EXCHANGES) for texts in lists for text in texts]
    found = symbols.resolve(patterns, enabled, {})
    if found.unknown:
        raise placed(symbols.symbol_error(found.unknown[0]), config)
    return found.markets


def _subject(
    exchange: type[Exchange], config: Config, watched: tuple[Market, ...], timeout_s: float
) -> Subject:
    address = config.exchanges[exchange.name]
    mine = (market for market in watched if market.exchange == exchange.name)
    return Subject(
        exchange,
        next(mine, None) or exchange.pair(ASSETS[0], exchange.home_quote),
        "24h" if config.display.change == "native" else "utc_day",
        _given(address.websocket_url, address.fallback_websocket_url),
        _given(address.rest_url, address.fallback_rest_url),
        config.feed.ping_interval_s,
        timeout_s,
    )


def _given(*urls: str) -> tuple[str, ...]:
    return tuple(url for url in urls if url)
