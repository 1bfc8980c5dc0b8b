"""How old a price is, and whether what brings it still runs: the same for eyes and for pipes.

Times without a unit in their name are monotonic, in seconds; ``wall_s`` is since the epoch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

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


def down_since(healths: Sequence[Health]) -> float | None:
    """Return since when the worst of some connections brings nothing; None while all do."""
    if not healths:
        return None
    found = worst(running(healths))
    return None if found.status.state in FLOWING else found.since


def downs(feeds: Mapping[tuple[str, int], Health]) -> Callable[[Market], float | None]:
    """Return what tells since when the connection of a market brings nothing; None while it does.

    Of a market that none is known to carry, it is the worst connection of its exchange.
    """
    exchanges: dict[str, list[Health]] = defaultdict(list)
    for (name, _), health in feeds.items():
        exchanges[name].append(health)
    worsts = {name: down_since(healths) for name, healths in exchanges.items()}
    by_market = {
        market: down_since([health])
        for name, healths in exchanges.items()
        if worsts[name] is not None
        for health in running(healths)
        for market in health.markets
    }
    return lambda market: by_market.get(market, worsts.get(market.exchange))


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
