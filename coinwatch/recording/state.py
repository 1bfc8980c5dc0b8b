"""What a store knows, taken down whole and put back: where a replay may begin in the middle."""

from coinwatch.errors import RecordingError
from coinwatch.model import Market, Ticker, Trade
from coinwatch.pairs import Pairing
from coinwatch.recent import RecentIds
from coinwatch.recording.kept import KeptFeed, KeptMarket, KeptPairing, KeptSeries
from coinwatch.recording.records import Key
from coinwatch.series import BUCKETS
from coinwatch.state import Health, MarketState
from coinwatch.store import Store


def keep_markets(store: Store, later_s: float) -> tuple[KeptMarket, ...]:
    """Return every market of ``store``, with times ``later_s`` seconds later than its clock's."""
    return tuple(_kept(store.state(market), later_s) for market in store.markets)


def keep_feeds(store: Store, later_s: float) -> tuple[KeptFeed, ...]:
    """Return every connection of ``store``, with times later as well."""
    return tuple(
        KeptFeed(each.status, each.since + later_s, each.frames, each.rejected, each.last_rejected)
        for each in store.feeds.values()
    )


def keep_pairing(pairing: Pairing) -> KeptPairing:
    """Return what premiums are computed from, as a line holds it."""
    rate = pairing.rate
    market = rate if isinstance(rate, Market) else None
    number = None if rate is None or isinstance(rate, Market) else float(rate)
    return KeptPairing(pairing.pairs, market, number, pairing.lacking, pairing.stale_after_s)


def pairing_of(kept: KeptPairing) -> Pairing:
    """Return what premiums are computed from, as the store takes it."""
    by_market = {market: pair for pair in kept.pairs for market in (pair.krw, pair.usd)}
    rate = kept.rate if kept.rate_market is None else kept.rate_market
    return Pairing(kept.pairs, rate, kept.lacking, kept.stale_after_s, by_market)


def closeup_of(store: Store) -> tuple[Market, ...]:
    """Return what ``store`` keeps for the market that is looked at closely, that one first."""
    return store.focus.markets if store.focus else ()


def restore(store: Store, key: Key, now: float) -> None:
    """Make ``store`` know what ``key`` tells, and nothing else. Raises RecordingError."""
    pairing = pairing_of(key.pairing)
    listed = (market for group in key.groups for market in group.markets)
    # What the replay itself looks at is none of the key's.
    if {*listed, *pairing.markets, *key.closeup} != {kept.market for kept in key.markets}:
        raise RecordingError("a key whose markets are not those of its groups")
    store.forget(now)
    store.watch(key.groups, now, pairing, key.closeup)
    for kept in key.markets:
        state = store.state(kept.market)
        _put_back(state, kept)
        store.version += 1
        state.version = store.version
    store.describe([kept.listing for kept in key.markets])
    for feed in key.feeds:
        # The journal is not told: this is no news.
        health = Health(feed.status, feed.since)
        store.feeds[health.exchange, health.connection] = health
        health.frames, health.rejected = feed.frames, feed.rejected
        health.last_rejected = feed.last_rejected


def _kept(state: MarketState, later_s: float) -> KeptMarket:
    last = state.last
    return KeptMarket(
        state.market,
        state.listing,
        last if isinstance(last, Trade) else None,
        last if isinstance(last, Ticker) else None,
        state.day,
        state.quote,
        state.book,
        state.doubted,
        state.moved,
        max(0.0, state.moved_at + later_s) if state.moved else 0.0,
        None if state.traded_at is None else max(0.0, state.traded_at + later_s),
        max(0.0, state.asked_at + later_s),
        state.recent.kept(),
        tuple(KeptSeries(window, *each.kept()) for window, each in state.series.items()),
    )


def _put_back(state: MarketState, kept: KeptMarket) -> None:
    state.last = kept.trade or kept.ticker
    state.day, state.quote, state.book = kept.day, kept.quote, kept.book
    state.doubted, state.moved, state.moved_at = kept.doubted, kept.moved, kept.moved_at
    state.traded_at, state.asked_at = kept.traded_at, kept.asked_at
    if max(len(kept.seen.recent), len(kept.seen.older)) > RecentIds.CAPACITY:
        raise RecordingError(f"a key with more than {RecentIds.CAPACITY} trades of a market")
    state.recent.restore(kept.seen)
    for each in kept.series:
        if len(each.prices) != BUCKETS:
            raise RecordingError(f"a key with a sparkline that has not {BUCKETS} prices")
        if each.window_s in state.series:
            state.series[each.window_s].restore(each.newest, each.prices)
