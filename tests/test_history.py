"""Older prices for sparklines."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from coinwatch import history as module
from coinwatch.demo import Demo
from coinwatch.demo.answers import json, refusal
from coinwatch.errors import NetworkError
from coinwatch.exchanges.base import Request
from coinwatch.exchanges.upbit import Upbit
from coinwatch.history import History, candles_for
from coinwatch.model import Group
from coinwatch.rest import Rest
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]

BTC, ETH = Upbit.market("KRW-BTC"), Upbit.market("KRW-ETH")
OTHER = BTC._replace(exchange="other")


@pytest.mark.parametrize(
    ("window_s", "interval", "count"),
    [(300.0, "1m", 6), (3_600.0, "1m", 61), (14_400.0, "1m", 200), (86_400.0, "15m", 97)],
)
def test_asks_for_candles_that_fill_the_window(window_s: float, interval: str, count: int) -> None:
    """As fine as the sparkline, no finer, and within one answer."""
    assert candles_for(window_s) == (interval, count)


@asynccontextmanager
async def _running(demo: Demo, store: Store) -> AsyncIterator[History]:
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        history = History(Upbit, rest, store, 3_600.0)
        task = asyncio.create_task(history.run())
        yield history
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _store() -> Store:
    store = Store()
    store.watch([Group("Main", (BTC, OTHER, ETH))], 0.0)
    return store


def _filled(store: Store, demo: Demo, window_s: float) -> list[bool]:
    """Whether each market's sparkline has prices from its start to now."""
    series = [store.state(market).series[window_s] for market in (BTC, OTHER, ETH)]
    return [None not in each.values(demo.now_ms)[-50:] for each in series]


async def test_fills_every_market_of_its_exchange_once(demo: Demo, until: Until) -> None:
    """Others are another's business; nothing is asked twice."""
    store = _store()
    async with _running(demo, store) as history:
        await until(lambda: _filled(store, demo, 3_600.0) == [True, False, True])
        history.show(3_600.0)
        history.show(86_400.0)
        await until(lambda: _filled(store, demo, 86_400.0) == [True, False, True])
    assert len(demo.upbit.ledger.asked) == 4


async def test_a_market_that_is_watched_again_is_filled_again(demo: Demo, until: Until) -> None:
    """It starts with an empty sparkline; a window that is not kept any more is left alone."""
    store = _store()
    async with _running(demo, store) as history:
        await until(lambda: _filled(store, demo, 3_600.0) == [True, False, True])
        history.show(300.0)
        store.keep((3_600.0,))
        store.watch([], 0.0)
        store.watch([Group("Main", (BTC, OTHER, ETH))], 0.0)
        history.look()
        history.show(3_600.0)
        await until(lambda: _filled(store, demo, 3_600.0) == [True, False, True])


async def test_one_market_that_fails_does_not_hold_up_the_others(
    demo: Demo, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others have their turn, and it has another later."""
    monkeypatch.setattr(module, "RETRY_S", 0.0)
    ask, asked = Rest.get, 0

    async def first_fails(rest: Rest, request: Request) -> bytes:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise NetworkError("Upbit: 127.0.0.1 answers HTTP 500")
        return await ask(rest, request)

    monkeypatch.setattr(Rest, "get", first_fails)
    store = _store()
    async with _running(demo, store):
        await until(lambda: _filled(store, demo, 3_600.0) == [False, False, True])
        await until(lambda: _filled(store, demo, 3_600.0) == [True, False, True])


async def test_tries_again_while_the_exchange_does_not_answer(
    demo: Demo, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """History arrives later, and nothing waits for it."""
    monkeypatch.setattr(module, "RETRY_S", 0.0)
    demo.upbit.faults.rest = refusal(503)
    store = _store()
    async with _running(demo, store):
        await until(lambda: len(demo.upbit.ledger.asked) >= 2)
        demo.upbit.faults.rest = None
        await until(lambda: _filled(store, demo, 3_600.0) == [True, False, True])


async def test_a_candle_from_the_future_hides_no_price(demo: Demo, until: Until) -> None:
    """One such time would make all that comes later look too old for the sparkline."""
    rows = [
        {
            "market": "KRW-BTC", "candle_date_time_utc": f"{year}-01-01T00:00:00",
            "opening_price": 1, "high_price": 1, "low_price": 1, "trade_price": 1,
            "candle_acc_trade_volume": 1, "candle_acc_trade_price": 1,
        }
        for year in ("2206", "2026")
    ]  # fmt: skip
    demo.upbit.faults.rest = json(rows)
    store = _store()
    async with _running(demo, store):
        await until(lambda: len(demo.upbit.ledger.asked) == 2)
        series = store.state(BTC).series[3_600.0]
        series.put(demo.now_ms, 5.0)
        assert series.values(demo.now_ms)[-1] == 5.0


async def test_an_answer_of_the_wrong_shape_is_not_asked_for_again(
    demo: Demo, until: Until
) -> None:
    """A market without history stays without, and the next one has its turn."""
    demo.upbit.faults.rest = json({"wrong": "shape"})
    store = _store()
    async with _running(demo, store) as history:
        await until(lambda: len(demo.upbit.ledger.asked) == 2)
        demo.upbit.faults.rest = None
        history.show(300.0)
        await until(lambda: len(demo.upbit.ledger.asked) == 4)
    assert _filled(store, demo, 3_600.0) == [False, False, False]
