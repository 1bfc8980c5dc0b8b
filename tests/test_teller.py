"""Premiums told while a session runs, on the simulated exchanges."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from random import Random

import pytest

from coinwatch.config import Config
from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.model import Premium
from coinwatch.session import Session
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]

VIRTUAL_TIME = True


@pytest.fixture
async def told(demo: Demo) -> AsyncIterator[Callable[[], list[Premium]]]:
    """Run a session that watches bitcoin in won alone; give what it told of premiums."""
    servers = {"upbit": demo.upbit, "binance": demo.binance}
    exchanges = {
        name: replace(
            each,
            websocket_url=servers[name].websocket_url,
            rest_url=servers[name].rest_url,
            fallback_websocket_url="",
            fallback_rest_url="",
        )
        for name, each in Config().exchanges.items()
    }
    config = Config(symbols=("upbit:KRW-BTC",), exchanges=exchanges)
    store = Store(kinds=(Premium,))
    task = asyncio.create_task(Session(config, store, premiums=(), random=Random(1)).run())

    def premiums() -> list[Premium]:
        records, _, _ = store.journal.since(0, 1_000_000)
        return [record for record in records if isinstance(record, Premium)]

    yield premiums
    task.cancel()
    await asyncio.wait({task})


async def test_a_leg_that_goes_down_makes_the_premium_stale(
    demo: Demo, told: Callable[[], list[Premium]], until: Until
) -> None:
    """Told at once, without a premium, while the other leg goes on; told again when it is back."""
    await until(lambda: told() and told()[-1].premium_pct is not None)
    demo.binance.faults.refuse = refusal(503)
    demo.binance.faults.abort_all()
    await until(lambda: told()[-1].stale)
    first = next(each for each in told() if each.stale)
    await until(lambda: told()[-1].krw_price != first.krw_price)
    last = told()[-1]
    assert (last.stale, last.premium_pct, last.usd_price) == (True, None, first.usd_price)
    assert last.usd_age_ms is not None
    assert first.usd_age_ms is not None
    assert last.usd_age_ms > first.usd_age_ms
    demo.binance.faults.clear()
    await until(lambda: told()[-1].premium_pct is not None)


async def test_the_demos_premiums_are_plausible(
    told: Callable[[], list[Premium]], until: Until
) -> None:
    """A per cent or so, as in Korea on a calm day, and it moves."""
    await until(lambda: len(told()) >= 50)
    found = [each.premium_pct for each in told()[1:]]
    assert all(pct is not None and -1 < pct < 4 for pct in found)
    assert len(set(found)) > 1
