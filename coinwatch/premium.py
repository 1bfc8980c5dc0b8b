"""The kimchi premium: how much more an asset costs in Korea than its dollar price says.

It is computed from last prices and from won per dollar, and never from one that is stale: while
its connection is down, or once its last trade is too old. Clocks are the caller's: ``now`` is
monotonic, ``wall_s`` since the epoch, both in seconds.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coinwatch.freshness import age_s, downs, stopped
from coinwatch.model import Market, Premium
from coinwatch.pairs import Pair
from coinwatch.series import Series
from coinwatch.state import MarketState
from coinwatch.store import Store

SUSPECT_PCT = 30.0
"""A premium beyond this, either way, is nearly always a wrong pair or a suspended market."""

PATIENCE_S = 10.0
"""So long after it is watched for, a premium without all prices is told as one without."""

CHANGE_S = 300.0
"""The time over which the change of a premium is told."""


class Moment(NamedTuple):
    """When it is, and what is too old by then."""

    now: float
    wall_s: float
    stale_after_s: float
    down_since: Callable[[Market], float | None]
    """Gives since when a market's connection is down, in monotonic seconds; None while it lives."""


class Leg(NamedTuple):
    """One of the prices that a premium is made of."""

    price: float | None
    age_s: float | None
    """Since the last trade; None for a number of the config, or where it is unknown."""
    stale: bool
    """Whether it is too old, unknown, or its connection is down."""


NO_LEG = Leg(None, None, stale=True)


class Comparison(NamedTuple):
    """An asset's two prices at one moment."""

    pair: Pair
    krw: Leg
    usd: Leg
    """Of one unit of the asset as it is counted in Korea."""
    rate: Leg
    """Won per dollar."""
    stale: bool
    """Whether any of the three is."""

    @property
    def complete(self) -> bool:
        """Whether all three are known, however old."""
        return None not in (self.krw.price, self.usd.price, self.rate.price)

    @property
    def abroad_krw(self) -> float | None:
        """The dollar price in won; None while one of the three is stale."""
        if self.stale or self.usd.price is None or self.rate.price is None:
            return None
        return self.usd.price * self.rate.price

    @property
    def pct(self) -> float | None:
        """The premium in percent, to four decimals; None while one of the three is stale."""
        abroad = self.abroad_krw
        if abroad is None or self.krw.price is None:
            return None
        return round((self.krw.price / abroad - 1) * 100, 4)

    @property
    def gap_krw(self) -> float | None:
        """The premium in won; None while one of the three is stale."""
        abroad = self.abroad_krw
        return None if abroad is None or self.krw.price is None else self.krw.price - abroad

    def record(self, at_ms: int) -> Premium:
        """Return it as it is told to pipes."""
        return Premium(
            self.pair.asset, self.krw.price, self.usd.price, self.rate.price, self.pct, self.stale,
            _ms(self.krw.age_s), _ms(self.usd.age_s), at_ms,
        )  # fmt: skip


def suspect(pct: float) -> bool:
    """Return whether a premium is too large, either way, to be one."""
    return abs(pct) > SUSPECT_PCT


def leg(state: MarketState, moment: Moment, units: int = 1) -> Leg:
    """Return a market's last price, of one of ``units``."""
    if state.last is None:
        return NO_LEG
    now, wall_s, stale_after_s, down = moment
    age = age_s(state, now, wall_s)
    old = age is None or age > stale_after_s
    gone = stopped(state, down(state.market), now, wall_s)
    return Leg(_of_one(state.last.price, units), age, old or gone)


def _of_one(price: float, units: int) -> float:
    """Return the price of one of ``units``, without the noise of binary fractions."""
    return price if units == 1 else float(f"{price / units:.12g}")


def rate_leg(
    rate: Market | float | None, state: Callable[[Market], MarketState], moment: Moment
) -> Leg:
    """Return won per dollar; a number never is stale."""
    if isinstance(rate, Market):
        return leg(state(rate), moment)
    return NO_LEG if rate is None else Leg(rate, None, stale=False)


def compare(
    pair: Pair, rate: Leg, state: Callable[[Market], MarketState], moment: Moment
) -> Comparison:
    """Return both prices of a pair, given won per dollar."""
    krw, usd = leg(state(pair.krw), moment), leg(state(pair.usd), moment, pair.units)
    return Comparison(pair, krw, usd, rate, krw.stale or usd.stale or rate.stale)


def history(
    krw: Series, usd: Series, rate: Series | float, now_ms: int, units: int = 1
) -> list[float | None]:
    """Return the premium by time bucket in percent, oldest first, from series of one window.

    The series of prices are bounded, and filled with older prices; so this one needs no other.
    """
    won, dollars = krw.values(now_ms), usd.values(now_ms)
    rates = rate.values(now_ms) if isinstance(rate, Series) else [rate] * len(won)
    return [
        None if k is None or u is None or r is None else (k * units / (u * r) - 1) * 100
        for k, u, r in zip(won, dollars, rates, strict=True)
    ]


def change(values: Sequence[float | None], bucket_ms: int) -> float | None:
    """Return by how many percentage points a premium changed over five minutes.

    ``values`` are those of ``history``; None where they do not reach back so far.
    """
    back = round(CHANGE_S * 1000 / bucket_ms)
    before, after = values[max(0, len(values) - 1 - back)], values[-1]
    return None if before is None or after is None else after - before


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


class Premiums:
    """The premiums of a store, told whenever one of their prices changes or goes stale."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: dict[str, tuple[object, ...]] = {}
        self._version = -1
        self._rest: tuple[object, ...] = ()

    def all(self, now: float, wall_s: float) -> list[Comparison]:
        """Return every premium as it is."""
        return self._compared(self._store.pairing.pairs, now, wall_s)

    def look(self, now: float, wall_s: float) -> None:
        """Tell the journal of every premium that changed since the last look."""
        for found in self._compared(self._changed(now), now, wall_s):
            told = found.krw.price, found.usd.price, found.rate.price, found.stale
            asset = found.pair.asset
            if told != self._told.get(asset) and (None not in told or self._waited(found, now)):
                self._told[asset] = told
                self._store.journal.append(found.record(round(wall_s * 1000)))

    def _compared(self, pairs: Sequence[Pair], now: float, wall_s: float) -> list[Comparison]:
        if not pairs:
            return []
        store = self._store
        moment = Moment(now, wall_s, store.pairing.stale_after_s, downs(store.feeds))
        rate = rate_leg(store.pairing.rate, store.state, moment)
        return [compare(pair, rate, store.state, moment) for pair in pairs]

    def _changed(self, now: float) -> Sequence[Pair]:
        """Return the pairs that have to be looked at."""
        store, pairs = self._store, self._store.pairing.pairs
        before, self._version = self._version, store.version
        # Prices also go stale while nothing comes: all are looked at once a second.
        states = (health.status.state for health in store.feeds.values())
        rest, self._rest = self._rest, (int(now), store.layout, *states)
        rate = store.pairing.rate
        if rest != self._rest or (isinstance(rate, Market) and store.state(rate).version > before):
            return pairs
        if store.version == before:
            return ()
        newest = ((pair, store.state(pair.krw), store.state(pair.usd)) for pair in pairs)
        return [pair for pair, *legs in newest if any(each.version > before for each in legs)]

    def _waited(self, found: Comparison, now: float) -> bool:
        """Return whether it is time to tell of a premium that lacks a price."""
        states = (self._store.state(market) for market in (found.pair.krw, found.pair.usd))
        return now - max(state.asked_at for state in states) >= PATIENCE_S
