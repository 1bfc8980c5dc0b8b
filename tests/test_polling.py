"""Prices by REST while no connection brings any."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import suppress

import pytest

from coinwatch import polling
from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.exchanges import EXCHANGES
from coinwatch.freshness import age_s
from coinwatch.link import Clock
from coinwatch.model import FeedState, Tick
from coinwatch.polling import MOST_REFUSED, Poller
from coinwatch.rest import Rest
from tests.rig import Watch, clock
from tests.virtual import pass_time

Start = Callable[..., Watch]
Until = Callable[[Callable[[], object]], Awaitable[None]]

VIRTUAL_TIME = True

BACKOFF = {"backoff_initial_s": 0.5, "backoff_max_s": 5.0}
"""As patient as users' feeds: thousands of refused connections would say nothing of polling."""

EVERY_MARKET: Collection[str] = ()

SYMBOLS = {"upbit": ("KRW-BTC", "KRW-ETH"), "binance": ("BTCUSDT", "ETHUSDT")}


@pytest.fixture
def only() -> Collection[str]:
    """Eight markets of each exchange: the others would cost time and be asked for by nobody."""
    return [
        spelled.format(base)
        for spelled in ("KRW-{}", "{}USDT")
        for base in ("BTC", "ETH", "XRP", "SOL", "DOGE", "ADA", "AVAX", "LINK")
    ]


@pytest.fixture
async def demo(only: Collection[str]) -> AsyncIterator[Demo]:
    """Both exchanges, in steps of half a second: nothing here is told apart by less."""
    async with Demo(clock=lambda: clock().wall_ns() / 1e9, only=only, step_ms=500) as demo:
        yield demo


def _poller(feed: Watch, rest: Rest) -> Poller:
    return Poller(feed.shared, lambda: "utc_day", rest, [feed.feed])


@pytest.mark.parametrize("name", SYMBOLS)
async def test_prices_go_on_by_rest_and_back_again(
    name: str, demo: Demo, watch: Start, until: Until
) -> None:
    """Without WebSocket: polling, said with the reason; live again once it works."""
    server = {"upbit": demo.upbit, "binance": demo.binance}[name]
    server.faults.refuse = refusal(403)
    feed = watch(name, *SYMBOLS[name], **BACKOFF)
    async with Rest(EXCHANGES[name], (server.rest_url,), clock()) as rest:
        poller = _poller(feed, rest)
        task = asyncio.create_task(poller.run())
        await until(lambda: feed.state is FeedState.POLLING)
        assert feed.health.status.reason == "HTTP 403: refused by the exchange's firewall"
        before = len(feed.records(Tick))
        await until(lambda: len(feed.records(Tick)) > before)
        assert {tick.market for tick in feed.records(Tick)} == set(feed.markets)
        server.faults.rest = refusal(503)
        await until(lambda: feed.state is FeedState.WAITING)
        server.faults.rest = None
        await until(lambda: feed.state is FeedState.POLLING)
        server.faults.refuse = None
        await until(lambda: feed.state is FeedState.LIVE)
        asked = len(server.ledger.asked)
        await pass_time(60)
        assert feed.state is FeedState.LIVE
        assert len(server.ledger.asked) == asked
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("name", SYMBOLS)
async def test_a_market_that_is_refused_leaves_the_others_alone(
    name: str, demo: Demo, watch: Start, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found among many and told with the reason; after a while it is asked for again."""
    monkeypatch.setattr(polling, "REFUSED_S", 60.0)
    server = {"upbit": demo.upbit, "binance": demo.binance}[name]
    server.faults.refuse = refusal(403)
    known = [symbol for symbol in server.simulation.markets if symbol.isascii()][:8]
    unknown = {"upbit": "KRW-NOPE", "binance": "NOPEUSDT"}[name]
    feed = watch(name, *known[:3], unknown, *known[3:], **BACKOFF)
    async with Rest(EXCHANGES[name], (server.rest_url,), clock()) as rest:
        task = asyncio.create_task(_poller(feed, rest).run())
        await until(lambda: feed.state is FeedState.POLLING)
        assert {tick.market.symbol for tick in feed.records(Tick)} == set(known)
        status = {"upbit": 404, "binance": 400}[name]
        assert feed.health.last_rejected == (
            f"{name}:{unknown} is not known over HTTP: "
            f"{EXCHANGES[name].title}: 127.0.0.1 answers HTTP {status}"
        )
        refused = [each.status for each in server.ledger.asked].count(status)
        await pass_time(50)
        assert feed.state is FeedState.POLLING
        assert [each.status for each in server.ledger.asked].count(status) == refused <= 5
        await pass_time(20)
        assert feed.health.rejected == 2
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("only", [EVERY_MARKET])
async def test_an_address_that_knows_no_market_at_all_is_not_asked_for_each_at_once(
    demo: Demo, watch: Start, until: Until
) -> None:
    """Where everything is refused, the address is wrong, and looking for the market is bounded."""
    demo.upbit.faults.refuse = refusal(403)
    demo.upbit.faults.rest = refusal(404)
    feed = watch("upbit", *demo.upbit.simulation.markets, **BACKOFF)
    count = len(feed.markets)
    async with Rest(EXCHANGES["upbit"], (demo.upbit.rest_url,), clock()) as rest:
        task = asyncio.create_task(_poller(feed, rest).run())
        await until(lambda: feed.health.rejected >= MOST_REFUSED)
        await pass_time(1)
        assert feed.health.rejected == MOST_REFUSED
        assert feed.state is FeedState.WAITING
        assert len(demo.upbit.ledger.asked) < 3 * MOST_REFUSED
        await until(lambda: feed.health.rejected == count)
        asked = len(demo.upbit.ledger.asked)
        await pass_time(60)
        assert len(demo.upbit.ledger.asked) == asked < 3 * count
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("ahead_s", [7_200, -7_200])
@pytest.mark.parametrize("name", SYMBOLS)
async def test_a_clock_of_ours_that_is_hours_wrong_stops_no_price(
    name: str, ahead_s: int, watch: Start, until: Until
) -> None:
    """Prices by REST are as fresh as they are, and the live ones after them are not too old."""
    right = clock()
    wrong = Clock(right.monotonic, lambda: right.wall_ns() + ahead_s * 10**9)
    feed = watch(name, *SYMBOLS[name], clock=wrong, **BACKOFF)
    market = feed.markets[0]
    await until(lambda: feed.state is FeedState.LIVE)
    await pass_time(20)

    def behind_s() -> float:
        state = feed.store.state(market)
        last, age = state.last, age_s(state, wrong.monotonic(), wrong.wall_ns() / 1e9)
        assert last is not None
        assert age is not None
        assert age < 15
        return (feed.demo.now_ms - last.exchange_ms) / 1000

    assert behind_s() < 15
    server = feed.server
    async with Rest(EXCHANGES[name], (server.rest_url,), wrong) as rest:
        task = asyncio.create_task(_poller(feed, rest).run())
        server.faults.refuse = refusal(403)
        server.faults.abort_all()
        await until(lambda: feed.state is FeedState.POLLING)
        await pass_time(60)
        assert -1 < behind_s() < 15
        server.faults.refuse = None
        await until(lambda: feed.state is FeedState.LIVE)
        await pass_time(20)
        assert -1 < behind_s() < 15
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("only", [EVERY_MARKET])
async def test_keeps_within_the_weights(
    demo: Demo, watch: Start, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many markets cost much, and are asked for more rarely: at 200 of 10 a second, every 20 s."""
    monkeypatch.setattr(polling, "WEIGHT_PER_S", 10.0)
    demo.binance.faults.refuse = refusal(403)
    symbols = [symbol for symbol in demo.binance.simulation.markets if symbol.isascii()]
    feed = watch("binance", *symbols, **BACKOFF)
    async with Rest(EXCHANGES["binance"], (demo.binance.rest_url,), clock()) as rest:
        poller = _poller(feed, rest)
        task = asyncio.create_task(poller.run())
        await until(lambda: feed.state is FeedState.POLLING)
        await pass_time(110)
        assert [each.status for each in demo.binance.ledger.asked] == [200] * 6
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
