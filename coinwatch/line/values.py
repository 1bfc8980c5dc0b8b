"""What the fields of a line show: the newest values, in words, with a mark where they are doubtful.

Without a format of its own a value is as on the screen, with its unit; with one it is the number.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from coinwatch import text
from coinwatch.freshness import age_s, carriers, downs, stopped
from coinwatch.line.template import STATE, Field, Template
from coinwatch.model import FeedState, Market, Tick
from coinwatch.premium import Comparison, Moment, Premiums, suspect
from coinwatch.state import MarketState
from coinwatch.store import Store

DOUBTFUL = "?"
"""After a value that is stale, or a premium that is hardly one."""


class Reading(NamedTuple):
    """A template with its values filled in."""

    text: str
    known: bool
    """Whether any of the values is."""
    complete: bool
    """Whether all are, and no exchange is still being connected."""


class _Shown(NamedTuple):
    """A value in words."""

    text: str
    known: bool = True
    settled: bool = True


_NOTHING = _Shown(text.UNKNOWN, known=False, settled=False)

_TICK: Mapping[str, Callable[[Tick], float | None]] = {
    "price": lambda tick: tick.price,
    "bid": lambda tick: tick.bid,
    "ask": lambda tick: tick.ask,
    "open": lambda tick: tick.period and tick.period.open,
    "high": lambda tick: tick.high,
    "low": lambda tick: tick.low,
    "change": lambda tick: tick.change,
    "change_pct": lambda tick: tick.change_pct,
    "volume": lambda tick: tick.period and tick.period.volume,
    "quote_volume": lambda tick: tick.period and tick.period.quote_volume,
}
"""The keys of a market that its tick has."""


def read(
    template: Template,
    store: Store,
    markets: Mapping[Field, Market],
    now: float,
    wall_s: float,
) -> Reading:
    """Return ``template`` with the newest values; ``markets`` are those of its fields so far.

    ``now`` is monotonic and ``wall_s`` since the epoch, both in seconds.
    """
    moment = Moment(now, wall_s, store.pairing.stale_after_s, downs(store.feeds))
    compared = {each.pair.asset: each for each in Premiums(store).all(now, wall_s)}

    def show(field: Field) -> _Shown:
        if field.key == STATE:
            return _state(field, store)
        if field.of_premium:
            return _premium(field, compared.get(field.symbol.upper()), store)
        market = markets.get(field)
        return _NOTHING if market is None else _market(field, store.state(market), moment)

    shown = [piece if isinstance(piece, str) else show(piece) for piece in template]
    values = [each for each in shown if isinstance(each, _Shown)]
    line = "".join(each if isinstance(each, str) else each.text for each in shown)
    known = any(each.known for each in values)
    return Reading(line, known, all(each.settled for each in values))


def _state(field: Field, store: Store) -> _Shown:
    carrier = carriers(store.feeds).exchanges.get(field.symbol.lower())
    if carrier is None:
        return _NOTHING
    settled = carrier.state is not FeedState.CONNECTING
    return _Shown(format(str(carrier.state), field.spec), settled=settled)


def _premium(field: Field, compared: Comparison | None, store: Store) -> _Shown:
    if compared is None:
        return _NOTHING
    if field.key != "premium":
        return _leg(field, compared, store)
    pct = compared.pct
    if pct is None:
        return _Shown(text.UNKNOWN + DOUBTFUL) if compared.complete else _NOTHING
    return _formatted(field, pct, text.percent(pct, ""), stale=suspect(pct))


def _leg(field: Field, compared: Comparison, store: Store) -> _Shown:
    """Show one of the prices that a premium is made of."""
    legs = {
        "krw_price": (compared.krw, compared.pair.krw),
        "usd_price": (compared.usd, compared.pair.usd),
        "usd_krw": (compared.rate, store.pairing.rate),
    }
    leg, market = legs[field.key]
    decimals = None
    if isinstance(market, Market) and leg.price is not None:
        decimals = store.state(market).decimals(leg.price)
    return _formatted(field, leg.price, text.price(leg.price, decimals), stale=leg.stale)


def _market(field: Field, state: MarketState, moment: Moment) -> _Shown:
    tick = state.tick()
    if tick is None:
        return _NOTHING
    down = moment.down_since(state.market)
    stale = stopped(state, down, moment.now, moment.wall_s)
    if field.key == "age":
        age = age_s(state, moment.now, moment.wall_s)
        return _formatted(field, age, text.age(age), stale=False)
    if field.key == "spread":
        return _formatted(field, state.spread_bp, text.basis_points(state.spread_bp), stale=stale)
    value = _TICK[field.key](tick)
    return _formatted(field, value, _usual(field.key, value, state), stale=stale)


def _usual(key: str, value: float | None, state: MarketState) -> str:
    """Return a value of a market as the screen shows it."""
    if value is None or key == "change_pct":
        return text.percent(value, "")
    if key == "volume":
        return text.compact(value)
    if key == "quote_volume":
        return text.money(value, state.market.quote)
    decimals = state.decimals(tick.price) if (tick := state.tick()) else None
    if key != "change":
        return text.price(value, decimals)
    sign = text.MINUS if value < 0 else "+" * (value > 0)
    return sign + text.price(abs(value), decimals)


def _formatted(field: Field, value: float | None, usual: str, *, stale: bool) -> _Shown:
    if value is None:
        return _NOTHING
    shown = format(value, field.spec) if field.spec else usual
    return _Shown(shown + DOUBTFUL if stale else shown)
