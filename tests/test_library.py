"""The library, against the simulated exchanges and from a store that is filled by hand."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import coinwatch
from coinwatch import CoinwatchError, Config, Gap, Lost, Market, Premium, Status, Tick, Trade, watch
from coinwatch.errors import ConfigError, SymbolError, UsageError
from coinwatch.journal import Journal
from coinwatch.library import Events, Kind
from coinwatch.model import Group
from coinwatch.pairs import Pair, Pairing
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]

BTC = Market("toy", "BTC-USD", "BTC", "USD")
ETH = Market("toy", "ETH-USD", "ETH", "USD")


def _trade(number: int, market: Market = BTC) -> Trade:
    return Trade(market, 100.0 + number, 1.0, "buy", number, number, number)


def _store(*kinds: type, capacity: int = 1000) -> Store:
    store = Store(Journal(capacity), kinds)
    store.watch([Group("Main", (BTC,))], 0.0)
    return store


async def test_gives_the_events_of_the_markets_that_were_asked_for() -> None:
    """Of both exchanges; ticks are complete, premiums come from the same run."""
    found: dict[type, list[Any]] = {Tick: [], Premium: [], Trade: [], Status: []}
    kinds: tuple[Kind, ...] = ("tick", "premium", "trade", "status")
    async with asyncio.timeout(30), watch("BTC", events=kinds, demo=True) as events:
        async for event in events:
            found[type(event)].append(event)
            if all(found.values()) and len({t.market.exchange for t in found[Tick]}) > 1:
                break
    assert {str(t.market) for t in found[Tick]} == {"upbit:KRW-BTC", "binance:BTCUSDT"}
    assert {premium.asset for premium in found[Premium]} == {"BTC"}
    assert {str(trade.market) for trade in found[Trade]} <= {"upbit:KRW-BTC", "binance:BTCUSDT"}


async def test_leaving_the_context_closes_everything() -> None:
    """No task is left, and the iterator ends after what it has."""
    before = asyncio.all_tasks()
    async with asyncio.timeout(30), watch("BTC", demo=True) as events:
        assert type(await anext(events)) is Tick
    assert asyncio.all_tasks() == before
    assert all([type(event) is Tick async for event in events])
    with pytest.raises(StopAsyncIteration):
        await anext(events)


async def test_an_unknown_market_is_an_error_of_the_iterator() -> None:
    """With the nearest names; leaving the context after it is quiet."""
    async with asyncio.timeout(30), watch("upbit:KRW-BTX", demo=True) as events:
        with pytest.raises(SymbolError) as error:
            await anext(events)
        with pytest.raises(StopAsyncIteration):
            await anext(events)
    assert error.value.message == "There is no market upbit:KRW-BTX."
    assert isinstance(error.value, CoinwatchError)


async def _watched_without_reading(path: Path, until: Until) -> None:
    async with watch(config=path, demo=True) as events:
        await until(lambda: events._error)


async def test_an_error_that_nobody_asked_for_comes_at_the_end(
    tmp_path: Path, until: Until
) -> None:
    """And one of the config file names its line."""
    path = tmp_path / "my.toml"
    path.write_text('symbols = [\n  "upbit:KRW-BTX",\n]\n')
    with pytest.raises(SymbolError) as error:
        await _watched_without_reading(path, until)
    assert error.value.message == f"{path}, line 2: There is no market upbit:KRW-BTX."


NO_EXCHANGE = Config(
    exchanges={name: replace(each, enabled=False) for name, each in Config().exchanges.items()}
)


@pytest.mark.parametrize(
    ("kind", "message", "mistake"),
    [
        (UsageError, "unknown kind, 'tock'", {"events": ["tock"]}),
        (UsageError, "unknown kind, 'tok'", {"events": "tok"}),
        (UsageError, "events is empty", {"events": ()}),
        (ConfigError, "There is no config file", {"config": "/nowhere/at/all.toml"}),
        (ConfigError, "Every exchange is disabled", {"config": NO_EXCHANGE}),
        (UsageError, "unknown exchange, 'kraken'", {"config": Config(symbols=("kraken:XBT",))}),
    ],
)
async def test_what_is_written_wrong_is_said_at_once(
    kind: type[CoinwatchError], message: str, mistake: dict[str, Any]
) -> None:
    """A kind that there is not, a symbol, a config."""
    with pytest.raises(kind, match=message):
        await watch(**mistake).__aenter__()


async def test_an_error_in_the_body_is_the_bodys_own() -> None:
    """It comes out as it is, and everything is closed."""
    with pytest.raises(ZeroDivisionError):
        async with watch("BTC", demo=True):
            raise ZeroDivisionError


async def test_a_slow_reader_is_told_what_it_lost() -> None:
    """The oldest events are dropped, never the newest; memory stays bounded."""
    store = _store(Trade, capacity=100)
    events = Events(store, Config())
    for number in range(1000):
        store.put(_trade(number), 1.0)
    events.close()
    found = [event async for event in events]
    assert found[0] == Lost(900)
    assert [event.trade_id for event in found[1:] if isinstance(event, Trade)] == [
        *range(900, 1000)
    ]


async def test_waits_for_what_is_yet_to_come() -> None:
    """A reader that is there first gets the first event."""
    store = _store(Gap)
    events = Events(store, Config())
    task = asyncio.create_task(anext(events))
    await asyncio.sleep(0)
    gap = Gap("toy", ("BTC-USD",), 1, 2, "why")
    store.put_gap(gap)
    assert await task == gap


async def test_what_is_watched_for_premiums_alone_has_no_ticks() -> None:
    """As on the command line."""
    store = _store(Tick)
    store.watch([Group("Main", (BTC,))], 0.0, Pairing((Pair("ETH", ETH, ETH),)))
    events = Events(store, Config())
    store.put(_trade(1, ETH), 1.0)
    store.put(_trade(2, BTC), 1.0)
    events.close()
    assert [event.market async for event in events if isinstance(event, Tick)] == [BTC]


def test_everything_that_is_offered_is_there() -> None:
    """And nothing else is."""
    assert all(getattr(coinwatch, name) for name in coinwatch.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'wacth'"):
        coinwatch.wacth  # type: ignore[attr-defined]  # noqa: B018  # asking is the point


def test_importing_the_package_loads_next_to_nothing() -> None:
    """`--version` imports it, and so does every tool that looks at it."""
    probe = (
        "import sys, coinwatch; print({*sys.modules} & {'asyncio', 'orjson', 'coinwatch.model'})"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter
        (sys.executable, "-c", probe), capture_output=True, text=True, timeout=50, check=True
    )
    assert done.stdout == "set()\n"


def test_the_package_says_that_it_is_typed() -> None:
    """PEP 561."""
    assert (Path(coinwatch.__file__).parent / "py.typed").exists()
