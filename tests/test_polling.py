"""Prices by REST while no connection brings any."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import FeedState, Tick
from coinwatch.polling import Poller
from coinwatch.rest import Rest
from tests.rig import Watch, clock
from tests.virtual import pass_time

Start = Callable[..., Watch]
Until = Callable[[Callable[[], object]], Awaitable[None]]

VIRTUAL_TIME = True

SYMBOLS = {"upbit": ("KRW-BTC", "KRW-ETH"), "binance": ("BTCUSDT", "ETHUSDT")}


@pytest.mark.parametrize("name", SYMBOLS)
async def test_prices_go_on_by_rest_and_back_again(
    name: str, demo: Demo, watch: Start, until: Until
) -> None:
    """Without WebSocket: polling, said with the reason; live again once it works."""
    server = {"upbit": demo.upbit, "binance": demo.binance}[name]
    server.faults.refuse = refusal(403)
    feed = watch(name, *SYMBOLS[name])
    async with Rest(EXCHANGES[name], (server.rest_url,)) as rest:
        poller = Poller(EXCHANGES[name], "utc_day", rest, feed.store, lambda: [feed.feed], clock())
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


async def test_keeps_within_the_weights(demo: Demo, watch: Start, until: Until) -> None:
    """Many markets cost much, and are asked for more rarely."""
    demo.binance.faults.refuse = refusal(403)
    symbols = [symbol for symbol in demo.binance.simulation.markets if symbol.isascii()]
    feed = watch("binance", *symbols)
    async with Rest(EXCHANGES["binance"], (demo.binance.rest_url,)) as rest:
        poller = Poller(
            EXCHANGES["binance"], "utc_day", rest, feed.store, lambda: [feed.feed], clock()
        )
        task = asyncio.create_task(poller.run())
        await until(lambda: feed.state is FeedState.POLLING)
        await pass_time(120)
        assert {each.status for each in demo.binance.ledger.asked} == {200}
        assert 5 < len(demo.binance.ledger.asked) <= 26
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
