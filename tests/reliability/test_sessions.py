"""Sessions: symbols that nobody knows, REST that fails, and very many markets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from coinwatch.config import Config
from coinwatch.demo import Demo, prices, universe
from coinwatch.demo.answers import Answer, json, refusal
from coinwatch.demo.universe import Asset
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import FeedState, Gap, Status, Tick
from coinwatch.session import Session
from coinwatch.store import Store
from tests.reliability.kit import Until
from tests.rig import EPOCH_S, clock
from tests.virtual import pass_time

VIRTUAL_TIME = True

MANY = 700


def _config(demo: Demo, *symbols: str) -> Config:
    servers = {"upbit": demo.upbit, "binance": demo.binance}
    exchanges = {
        name: replace(
            each, websocket_url=servers[name].websocket_url, rest_url=servers[name].rest_url
        )
        for name, each in Config().exchanges.items()
    }
    return Config(symbols=symbols, exchanges=exchanges)


@asynccontextmanager
async def _session(
    config: Config, *, history: bool = False
) -> AsyncIterator[tuple[Session, Store]]:
    store = Store(kinds=(Tick, Status, Gap))
    session = Session(config, store, history=history, random=Random(1), clock=clock())
    task = asyncio.create_task(session.run())
    try:
        yield session, store
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _running(config: Config, *, history: bool = False) -> AsyncIterator[Store]:
    async with _session(config, history=history) as (_, store):
        yield store


def _live(store: Store) -> bool:
    states = [health.status.state for health in store.feeds.values()]
    return len(states) >= 2 and set(states) == {FeedState.LIVE}


def _priced(store: Store) -> list[str]:
    return [str(market) for market in store.markets if store.state(market).last]


async def test_row_11_an_unknown_symbol_has_no_data_and_the_rest_lives(
    demo: Demo, until: Until
) -> None:
    """Where no list can tell: what exists has prices, what does not has none after ten seconds,
    since when it is asked for is known, and nothing reconnects for it.
    """
    for server in demo.servers:
        server.faults.rest = refusal(503)
    known = ["upbit:KRW-BTC", "binance:BTCUSDT"]
    config = _config(demo, *known, "upbit:KRW-NOPE", "binance:NOPEUSDT")
    async with _running(config) as store:
        await until(lambda: _live(store) and len(_priced(store)) == 2)
        await pass_time(10)
        assert _priced(store) == known
        now = clock().monotonic()
        assert all(now - store.state(market).asked_at >= 10 for market in store.markets)
        assert _live(store)
    assert [len(server.ledger.visits) for server in demo.servers] == [1, 1]


def _edits(config: Config) -> list[Config]:
    """Return edits of a config that touch an exchange in every way there is."""
    upbit = config.exchanges["upbit"]
    elsewhere = replace(
        upbit,
        websocket_url=upbit.websocket_url.replace("127.0.0.1", "localhost"),
        rest_url=upbit.rest_url.replace("127.0.0.1", "localhost"),
    )
    disabled = replace(upbit, enabled=False)
    return [
        replace(config, feed=replace(config.feed, backoff_initial_s=0.1)),
        replace(config, display=replace(config.display, change="native")),
        replace(config, symbols=("binance:BTCUSDT",)),
        replace(config, symbols=("upbit:KRW-ETH", "binance:BTCUSDT")),
        replace(config, exchanges={**config.exchanges, "upbit": elsewhere}),
        replace(
            config, symbols=("binance:BTCUSDT",), exchanges={**config.exchanges, "upbit": disabled}
        ),
        config,
    ]


@pytest.mark.parametrize("status", [418, 429])
async def test_row_05_no_edit_of_the_config_ends_a_ban(
    status: int, demo: Demo, until: Until
) -> None:
    """What an exchange asked for holds for every connection and request, whoever wants it next;
    the wait is said with its reason, and when it is over, all is well.
    """
    upbit, config = demo.upbit, _config(demo, "upbit:KRW-BTC", "binance:BTCUSDT")
    upbit.faults.refuse = upbit.faults.rest = refusal(status, retry_after_s=600)
    async with _session(config) as (session, store):
        await until(lambda: upbit.ledger.refused and upbit.ledger.asked)
        upbit.faults.clear()
        for edit in _edits(config):
            session.apply(edit)
            await pass_time(60)
        assert (upbit.ledger.refused, len(upbit.ledger.asked)) == (1, 1)
        (health,) = (health for (name, _), health in store.feeds.items() if name == "upbit")
        assert health.status.state == "waiting"
        assert 170_000 < (health.status.retry_in_ms or 0) < 600_000
        assert health.status.reason
        await pass_time(200)
        assert health.status.state == "live"
        assert len(upbit.ledger.asked) > 1


FAILING: dict[str, Callable[[Demo], None]] = {
    "down": lambda demo: _rest(demo, rest=refusal(503)),
    "dropped": lambda demo: _rest(demo, rest_drop=True),
    "slow": lambda demo: _rest(demo, rest_delay_s=8.0),
    "too many requests": lambda demo: _rest(demo, rest=refusal(429, retry_after_s=2)),
    "banned": lambda demo: _rest(demo, rest=refusal(418, retry_after_s=2)),
    "wrong shape": lambda demo: _rest(demo, rest=json({"wrong": ["shape"]})),
    "wrong rows": lambda demo: _rest(demo, rest=json([{"market": 5}])),
    "no JSON": lambda demo: _rest(demo, rest=Answer(200, b"<html>")),
    "empty": lambda demo: _rest(demo, rest=json([])),
}


def _rest(demo: Demo, **switches: object) -> None:
    for server in demo.servers:
        for name, value in switches.items():
            setattr(server.faults, name, value)


@pytest.mark.parametrize("fault", FAILING)
async def test_row_17_the_live_stream_does_not_wait_for_rest(
    fault: str, demo: Demo, until: Until
) -> None:
    """Prices of both exchanges while REST is of no use; names, decimals and history come later."""
    FAILING[fault](demo)
    config = _config(demo, "BTC")
    explicit = _config(demo, "upbit:KRW-BTC", "binance:BTCUSDT")
    assert config.exchanges == explicit.exchanges
    async with _running(explicit, history=True) as store:
        began = clock().monotonic()
        await until(lambda: _live(store) and len(_priced(store)) == 2)
        assert clock().monotonic() - began < 5
        states = [store.state(market) for market in store.markets]
        assert not any(state.listing.english_name for state in states)
        for server in demo.servers:
            server.faults.clear()
        await until(lambda: all(state.listing.english_name for state in states))
        await until(
            lambda: all(
                None not in state.series[3600.0].values(demo.now_ms)[-50:] for state in states
            )
        )
        assert _live(store)
    assert [len(server.ledger.visits) for server in demo.servers] == [1, 1]


async def test_row_18_polling_is_within_the_budgets_and_ends(demo: Demo, until: Until) -> None:
    """Handshakes refused on one exchange: polling, said with the reason, the other untouched; and
    live again when they are not.
    """
    demo.upbit.faults.refuse = refusal(403)
    async with _running(_config(demo, "upbit:KRW-BTC", "binance:BTCUSDT")) as store:
        await until(lambda: len(store.feeds) == 2)
        upbit = store.feeds["upbit", 1]
        await until(lambda: upbit.status.state is FeedState.POLLING)
        assert upbit.status.reason == "HTTP 403: refused by the exchange's firewall"
        assert len(_priced(store)) == 2
        asked = len(demo.upbit.ledger.asked)
        await pass_time(60)
        assert 9 <= len(demo.upbit.ledger.asked) - asked <= 13
        assert {each.status for each in demo.upbit.ledger.asked} == {200}
        demo.upbit.faults.refuse = None
        await until(lambda: upbit.status.state is FeedState.LIVE)
    assert len(demo.binance.ledger.visits) == 1


@pytest.fixture
async def crowded(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Demo]:
    """Exchanges with more than seven hundred markets each, where nothing trades by itself."""
    more = tuple(
        Asset(f"COIN{number}", f"코인{number}", f"Coin {number}", 1.0 + number, "KU")
        for number in range(MANY)
    )
    assets = universe.ASSETS + more
    for module in (universe, prices):
        monkeypatch.setattr(module, "ASSETS", assets)
    monkeypatch.setattr(prices, "_RANKED", tuple(enumerate(assets)))
    loop = asyncio.get_running_loop()
    async with Demo(manual=True, clock=lambda: EPOCH_S + loop.time()) as demo:
        yield demo


async def test_row_14_seven_hundred_markets_on_each_exchange(crowded: Demo, until: Until) -> None:
    """Wildcards over everything: as many connections as the limits ask for, opened and subscribed
    within the budgets; nobody is refused or cut off, and every market is watched once.
    """
    async with _running(_config(crowded, "upbit:KRW-*", "binance:*USDT")) as store:
        await until(lambda: len(list(store.markets)) > 2 * MANY)
        await until(lambda: len(store.feeds) >= 8)

        def subscribed() -> bool:
            wanted = {"upbit": 2, "binance": 3}
            return all(
                sum(len(session.subscriptions) for session in server.sessions)
                == streams * sum(market.exchange == name for market in store.markets)
                for name, streams, server in (
                    ("upbit", wanted["upbit"], crowded.upbit),
                    ("binance", wanted["binance"], crowded.binance),
                )
            )

        await until(subscribed)
        for _ in range(60):
            crowded.step()
            await pass_time(0.05)
        await until(lambda: _live(store))
        for server, name in ((crowded.upbit, "upbit"), (crowded.binance, "binance")):
            limits = EXCHANGES[name].limits
            mine = [health for (owner, _), health in store.feeds.items() if owner == name]
            assert all(len(health.markets) <= limits.markets_per_connection for health in mine)
            assert len(mine) == len(server.ledger.visits) == len(server.sessions)
            assert (server.ledger.refused, server.ledger.too_slow) == (0, 0)
            for visit in server.ledger.visits:
                times = [each.at_s for each in visit.received]
                for most, seconds in limits.messages:
                    pairs = zip(times, times[most:], strict=False)
                    assert all(late - early > seconds - 0.001 for early, late in pairs)
        handshakes = list(crowded.upbit.ledger.handshakes)
        assert all(late - early >= 0.249 for early, late in pairwise(handshakes))
        assert len(_priced(store)) == len(list(store.markets))
