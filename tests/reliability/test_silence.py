"""Silence: dead, half-open, or only quiet; and time that jumps."""

from itertools import pairwise

import pytest

from coinwatch.freshness import age_s
from coinwatch.link import Clock, LinkSettings
from coinwatch.model import FeedState, Gap, Status
from tests.reliability.kit import MARKETS, Start, Until, live, requests, trades
from tests.rig import clock
from tests.virtual import pass_time

VIRTUAL_TIME = True

both = pytest.mark.parametrize("name", MARKETS)

HOUR_S = 3_600
"""Nine in ten of Upbit's markets trade within a quarter of it; some take three."""


@both
async def test_row_02_silent_death_is_found_within_the_timeout(
    name: str, watch: Start, until: Until
) -> None:
    """Socket open, pings answered, no data: stale within `silence_timeout` and a look; the gap
    begins before the silence.
    """
    feed = await live(watch(name, *MARKETS[name]), until)
    await pass_time(30)
    feed.server.faults.stall = True
    since = feed.demo.now_ms
    await until(lambda: "stale" in [state for state, _ in feed.said()])
    (stale,) = [each for each in feed.records(Status) if each.state is FeedState.STALE]
    assert 29_000 <= stale.at_ms - since <= 31_100
    assert stale.reason in {"nothing came for 30 s", "nothing came for 31 s"}
    feed.server.faults.stall = False
    await until(lambda: feed.records(Gap))
    assert feed.records(Gap)[0].from_ms <= since
    await trades(feed)


async def test_row_03_an_hour_without_a_trade_is_no_fault(watch_idle: Start, until: Until) -> None:
    """Upbit answers when it is asked: one connection, live, within its limits, and no gap."""
    feed = await live(watch_idle("upbit", *MARKETS["upbit"]), until)
    (visit,) = feed.server.ledger.visits
    state = feed.store.state(feed.markets[0])
    traded_at = state.traded_at
    await pass_time(HOUR_S)
    assert feed.said() == [("connecting", None), ("live", None)]
    assert len(feed.server.ledger.visits) == 1
    assert visit.closed_s is None
    # Asked again after half of the timeout, each time.
    assert len(requests(feed)) > 150
    assert feed.records(Gap) == []
    assert state.traded_at == pytest.approx(traded_at, abs=1.0)


async def test_row_03_a_pair_that_hardly_trades_is_no_fault(watch: Start, until: Until) -> None:
    """Binance's statistics show that the connection lives, trades or not."""
    quietest = "STORJUSDT"
    feed = await live(watch("binance", quietest), until)
    before = len(feed.told())
    await pass_time(150)
    assert len(feed.told()) - before < 5
    assert feed.said() == [("connecting", None), ("live", None)]
    assert len(feed.server.ledger.visits) == 1


@both
async def test_row_04_half_open_is_found_by_pings(name: str, watch: Start, until: Until) -> None:
    """Neither data nor pongs: after one ping and as long again at most, whatever the silence."""
    patient = LinkSettings(silence_timeout_s=600.0, ping_interval_s=5.0)
    feed = await live(watch(name, *MARKETS[name], link=patient), until)
    await pass_time(30)
    feed.server.faults.half_open = True
    since = feed.demo.now_ms
    await until(lambda: ("waiting", "closed by us: keepalive ping timeout") in feed.said())
    (waiting,) = [each for each in feed.records(Status) if each.state is FeedState.WAITING]
    # The close that nobody answers takes a second more.
    assert 5_000 <= waiting.at_ms - since <= 11_200
    feed.server.faults.half_open = False
    await until(lambda: feed.records(Gap))
    await trades(feed)


async def test_row_09_a_connection_is_replaced_before_its_day_is_over(
    watch: Start, until: Until
) -> None:
    """The exchange never gets to close one; the next is live before the old one ends."""
    feed = watch("binance", *MARKETS["binance"], rollover_s=12.0)
    feed.server.limits.lifetime_s = 18.0  # type: ignore[attr-defined]  # Binance's server has them
    await live(feed, until)
    await until(lambda: len(feed.server.ledger.visits) == 4)
    await trades(feed, 20)
    visits = list(feed.server.ledger.visits)
    for early, late in pairwise(visits[:-1]):
        assert early.closed_s is not None
        assert early.closed_s - early.opened_s < 18.0
        assert late.opened_s < early.closed_s
    assert feed.records(Gap) == []
    assert feed.said() == [("connecting", None), ("live", None)]
    assert len(set(feed.told())) == len(feed.told())
    assert set(feed.sent()[: len(feed.told()) - 5]) <= set(feed.told())


@both
@pytest.mark.parametrize("jump_s", [7_200.0, -7_200.0, 172_800.0, -172_800.0])
async def test_row_16_sleep_and_clock_jumps(
    name: str, jump_s: float, watch: Start, until: Until
) -> None:
    """Either way, by hours or days: stale at once, then live by a new connection, and one gap that
    says how long; the prices go on, though our clock is now wrong by that much.
    """
    ahead = [0.0]
    steady = clock()
    jumping = Clock(steady.monotonic, lambda: steady.wall_ns() + int(ahead[0] * 1e9))
    feed = await live(watch(name, *MARKETS[name], clock=jumping), until)
    ahead[0] = jump_s
    jumped_at = steady.monotonic()
    await until(lambda: "stale" in [state for state, _ in feed.said()])
    assert steady.monotonic() - jumped_at < 2.0
    hours = f"{abs(jump_s):.0f} s"
    reason = [why for state, why in feed.said() if state == "stale"][0]  # noqa: RUF015  # the first
    assert hours in (reason or "")
    await until(lambda: feed.records(Gap))
    (gap,) = feed.records(Gap)
    assert gap.reason == reason
    if jump_s > 0:
        assert gap.to_ms - gap.from_ms >= jump_s * 1000
    before = len(feed.told())
    await trades(feed, 20)
    assert feed.state is FeedState.LIVE
    assert len(set(feed.told())) == len(feed.told())
    newest = max(feed.told()[before:], key=lambda each: each[1])
    assert newest in feed.sent()


async def test_row_16_a_price_of_before_a_sleep_is_as_old_as_it_is(
    watch: Start, until: Until
) -> None:
    """Eight hours, told by a new connection too, though it repeats the price; until a trade."""
    slept_s = [0.0]
    steady = clock()
    sleeping = Clock(steady.monotonic, lambda: steady.wall_ns() + int(slept_s[0] * 1e9))
    feed = await live(watch("binance", "STORJUSDT", clock=sleeping), until)
    state = feed.store.state(feed.markets[0])

    def age() -> float:
        return age_s(state, sleeping.monotonic(), sleeping.wall_ns() / 1e9) or 0.0

    await until(lambda: len(feed.told()) > 1)
    await pass_time(5)
    assert age() < 60
    told, slept_s[0] = len(feed.told()), 28_800.0
    assert age() > 28_800
    await until(lambda: len(feed.server.ledger.visits) > 1 and feed.records(Gap))
    await pass_time(5)
    assert (feed.state, len(feed.told())) == (FeedState.LIVE, told)
    assert age() > 28_800
    await until(lambda: len(feed.told()) > told)
    assert age() < 60


@both
async def test_row_16_a_clock_that_was_wrong_from_the_start_blanks_nothing(
    name: str, watch: Start, until: Until
) -> None:
    """Two days behind: every market has its price within ten seconds, and frames pass."""
    steady = clock()
    behind = Clock(steady.monotonic, lambda: steady.wall_ns() - 172_800 * 10**9)
    feed = watch(name, *MARKETS[name], clock=behind)
    states = [feed.store.state(market) for market in feed.markets]
    began = steady.monotonic()
    await until(lambda: all(state.last and state.day for state in states))
    assert steady.monotonic() - began < 10
    rejected = feed.health.rejected
    assert rejected < 20
    await trades(feed, 20)
    assert feed.health.rejected == rejected
    assert len(feed.server.ledger.visits) == 1
