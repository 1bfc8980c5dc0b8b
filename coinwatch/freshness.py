"""How old a price is, and whether what brings it still runs: the same for eyes and for pipes.

Times without a unit in their name are monotonic, in seconds; ``wall_s`` is since the epoch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch.model import FLOWING, FeedState, Market, Ticker
from coinwatch.state import Health, MarketState

_WORST_LAST = (
    FeedState.LIVE,
    FeedState.POLLING,
    FeedState.CONNECTING,
    FeedState.STALE,
    FeedState.WAITING,
    FeedState.BLOCKED,
    FeedState.STOPPED,
)


def running(healths: Sequence[Health]) -> Sequence[Health]:
    """Return the connections that count: one that was given up says nothing about the others."""
    return [h for h in healths if h.status.state is not FeedState.STOPPED] or healths


def worst(healths: Iterable[Health]) -> Health:
    """Return the connection that is worst."""
    return max(healths, key=lambda health: _WORST_LAST.index(health.status.state))


class Carrier(NamedTuple):
    """How a connection is, for the markets that it brings."""

    state: FeedState
    reason: str = ""
    """Why it is not live; empty while all is well."""
    since: float | None = None
    """Since when it brings nothing; None while it does."""


UNKNOWN = Carrier(FeedState.CONNECTING)
"""Of an exchange that has no connection yet."""


class Carriers(NamedTuple):
    """How the connections are, at one moment."""

    exchanges: Mapping[str, Carrier]
    """The worst of each exchange."""
    markets: Mapping[Market, Carrier]
    """Where the worst brings nothing: the connection of each market."""

    def of(self, market: Market) -> Carrier:
        """Return the connection of a market: where none is known to carry it, the worst."""
        return self.markets.get(market) or self.exchanges.get(market.exchange, UNKNOWN)


def carriers(feeds: Mapping[tuple[str, int], Health]) -> Carriers:
    """Return how the connections are by now."""
    by_name: dict[str, list[Health]] = defaultdict(list)
    for (name, _), health in feeds.items():
        by_name[name].append(health)
    exchanges = {name: _carrier(worst(running(healths))) for name, healths in by_name.items()}
    markets = {
        market: _carrier(health)
        for name, healths in by_name.items()
        if exchanges[name].since is not None
        for health in running(healths)
        for market in health.markets
    }
    return Carriers(exchanges, markets)


def _carrier(health: Health) -> Carrier:
    status = health.status
    since = None if status.state in FLOWING else health.since
    return Carrier(status.state, status.reason or "", since)


def downs(feeds: Mapping[tuple[str, int], Health]) -> Callable[[Market], float | None]:
    """Return what gives since when a market's connection brings nothing; None while it does."""
    found = carriers(feeds)
    return lambda market: found.of(market).since


def stopped(state: MarketState, since: float | None, now: float, wall_s: float) -> bool:
    """Return whether there is a price, but its connection is down and nothing came of it since."""
    if since is None or state.last is None:
        return False
    since_ns = (wall_s - (now - since)) * 1e9
    known = (state.last, state.day, state.quote)
    return all(record is None or record.received_ns < since_ns for record in known)


def age_s(state: MarketState, now: float, wall_s: float) -> float | None:
    """Return how old the price is, in seconds: since its trade, else since it came.

    It is the larger of what two clocks say: the monotonic one stands still while the computer
    sleeps, and the wall clock may be set back.
    """
    last = state.last
    if last is None or state.traded_at is None:
        return None
    before_s = last.age_s if isinstance(last, Ticker) else 0.0
    return max(0.0, now - state.traded_at, wall_s - last.received_ns / 1e9 + before_s)
