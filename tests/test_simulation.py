"""Random sequences of faults, by seed, in virtual time; what must hold is checked after each."""

import asyncio
from itertools import pairwise
from random import Random

import pytest

from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.exchanges import EXCHANGES
from coinwatch.link import LinkSettings
from coinwatch.model import FeedState, Gap, Status, Tick, Trade
from tests import virtual
from tests.faults import FAULTS, SILENT, repair
from tests.rig import EPOCH_S, Watch
from tests.virtual import pass_time

SYMBOLS = {"upbit": ("KRW-BTC", "KRW-ETH"), "binance": ("BTCUSDT", "ETHUSDT")}
IMPATIENT = LinkSettings(
    silence_timeout_s=1.0, ping_interval_s=2.0, open_timeout_s=1.0, answer_timeout_s=1.0
)
BACKOFF_MAX_S = 1.0

ATTEMPT_S = 5.0
"""What one attempt may take beside its delay: to time out in the handshake, or to find silence."""

STEADY_S = 1.5
"""Live for so long, and everything that was asked for is confirmed."""


async def _simulate(seed: int) -> list[str]:
    """Run one sequence; return the faults in it."""
    random = Random(seed)
    loop = asyncio.get_running_loop()
    tasks_before = len(asyncio.all_tasks())
    async with Demo(clock=lambda: EPOCH_S + loop.time()) as demo:
        server = random.choice(demo.servers)
        watches = {
            name: Watch(
                demo, name, SYMBOLS[name], link=IMPATIENT, backoff_max_s=BACKOFF_MAX_S,
                budget=Budget(EXCHANGES[name].limits.connects), rollover_s=random.uniform(3, 60),
            )
            for name in SYMBOLS
        }  # fmt: skip
        hit = next(watch for watch in watches.values() if watch.server is server)
        spared = next(watch for watch in watches.values() if watch.server is not server)
        for watch in watches.values():
            await _recovers(watch)
        since = demo.now_ms
        faults = random.sample(sorted(FAULTS), 2)
        for name in faults:
            FAULTS[name](server, random)
            # Nobody can know what is lost in a shorter silence; a real server would send it late.
            await pass_time(random.uniform(*((3, 5) if name in SILENT else (0.1, 3))))
            await repair(server, name)
            await _recovers(hit)
            _check(hit, since)
        _check(spared, since)
        assert spared.records(Gap) == []
        assert [state for state, _ in spared.said()] == ["connecting", "live"]
        for watch in watches.values():
            await watch.stop()
        await pass_time(1)
        assert all(not each.sessions for each in demo.servers)
    assert len(asyncio.all_tasks()) == tasks_before
    return faults


async def _recovers(watch: Watch) -> None:
    """Wait until it is live, at most one backoff step and one attempt long, and stays so."""
    loop = asyncio.get_running_loop()
    until = loop.time() + BACKOFF_MAX_S + ATTEMPT_S
    live_since, before = loop.time(), watch.health.frames
    while loop.time() < live_since + STEADY_S or watch.health.frames < before + 10:
        if watch.state is not FeedState.LIVE:
            live_since = loop.time()
        assert live_since < until, watch.said()[-5:]
        await pass_time(0.1)


def _check(watch: Watch, since_ms: int) -> None:
    """Nothing goes back in time, nothing is told twice, nothing is missing without a gap."""
    trades, gaps = watch.records(Trade), watch.records(Gap)
    ids = [(trade.market, trade.trade_id) for trade in trades]
    assert len(set(ids)) == len(ids)
    for market in watch.markets:
        ticks = [each for each in watch.records(Tick) if each.market == market]
        assert all(one.exchange_ms <= two.exchange_ms for one, two in pairwise(ticks))
        assert [each.snapshot for each in ticks].count(True) == 1
        told = {(t.exchange_ms, t.price, t.size) for t in trades if t.market == market}
        newest = max((t[0] for t in told), default=0)
        for trade in watch.server.simulation.markets[market.symbol].recent(300):
            if since_ms < trade.ms <= newest and (trade.ms, trade.price, trade.size) not in told:
                assert any(gap.from_ms <= trade.ms <= gap.to_ms for gap in gaps), (trade, gaps)
    assert watch.server.ledger.too_slow == 0
    for status in watch.records(Status):
        assert (status.state is FeedState.LIVE) == (status.reason is None) or (
            status.state is FeedState.CONNECTING
        )


@pytest.mark.timeout(3600)
def test_invariants_hold_over_random_faults(request: pytest.FixtureRequest) -> None:
    """At every step of every seed; `--seeds` runs more of them."""
    met: set[str] = set()
    for seed in range(request.config.getoption("--seeds")):
        try:
            met.update(virtual.run(_simulate(seed)))
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
    assert met == set(FAULTS) or request.config.getoption("--seeds") < 100
