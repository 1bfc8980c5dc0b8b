"""What a watchlist means, and the connections it needs, on the simulated exchanges."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from coinwatch.config import Config, WatchGroup
from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.demo.server import Server
from coinwatch.errors import CoinwatchError, ConfigError, SymbolError, UsageError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import FeedState, Gap, Listing, Market, Premium, Standing
from coinwatch.session import Session
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]


def _config(demo: Demo, *symbols: str, **groups: tuple[str, ...]) -> Config:
    servers = {"upbit": demo.upbit, "binance": demo.binance}
    exchanges = {
        name: replace(
            each, websocket_url=servers[name].websocket_url, rest_url=servers[name].rest_url
        )
        for name, each in Config().exchanges.items()
    }
    watchlists = tuple(WatchGroup(name, texts) for name, texts in groups.items())
    return Config(symbols=symbols, groups=watchlists, exchanges=exchanges)


@asynccontextmanager
async def _running(
    config: Config, *, history: bool = False, **more: Any
) -> AsyncIterator[tuple[Session, Store]]:
    store = Store()
    session = Session(config, store, history=history, random=Random(1), **more)
    task = asyncio.create_task(session.run())
    yield session, store
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _only_market(store: Store, until: Until) -> Market:
    await until(lambda: store.markets)
    (market,) = store.markets
    return market


async def _failure(config: Config, *kinds: type) -> CoinwatchError:
    """Run a session that fails, and return why."""
    with pytest.raises(ExceptionGroup) as caught:
        await Session(config, Store(kinds=kinds), premiums=()).run()
    error: BaseException = caught.value
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, CoinwatchError)
    return error


def _live(store: Store) -> bool:
    health = store.feeds.get(("upbit", 1))
    return health is not None and health.status.state is FeedState.LIVE


def _moved(demo: Demo) -> bool:
    demo.step()
    return True


def _all_live(store: Store, count: int) -> bool:
    states = [health.status.state for health in store.feeds.values()]
    return states == [FeedState.LIVE] * count


def _symbols(store: Store) -> list[str]:
    return [str(market) for market in store.markets]


async def test_watches_every_group_on_one_connection_per_exchange(demo: Demo, until: Until) -> None:
    """Markets that are in several groups are watched once; groups keep their order."""
    config = _config(demo, "BTC", Won=("upbit:KRW-BTC", "upbit:KRW-ETH"))
    async with _running(config) as (session, store):
        await until(lambda: list(store.feeds) == [("upbit", 1), ("binance", 1)])
        await until(lambda: _live(store))
        assert session.resolved()
    assert [(group.name, len(group.markets)) for group in store.groups] == [
        ("Watchlist", 2),
        ("Won", 2),
    ]
    assert _symbols(store) == ["upbit:KRW-BTC", "binance:BTCUSDT", "upbit:KRW-ETH"]
    assert len(demo.upbit.ledger.handshakes) == 1


async def test_names_and_decimals_come_with_the_market_list(demo: Demo, until: Until) -> None:
    """Upbit's decimals are known before; Binance's need the list."""
    async with _running(_config(demo, "BTC")) as (_, store):
        await until(lambda: list(store.markets))
        upbit, binance = (store.state(market) for market in store.markets)
        assert (upbit.decimals(1e8), binance.decimals(1e5)) == (0, None)
        await until(lambda: upbit.listing.korean_name and binance.listing.decimals)
        assert upbit.listing.korean_name == "비트코인"
        assert binance.decimals(1e5) == 2


async def test_a_wildcard_waits_for_the_list_and_the_rest_does_not(
    demo: Demo, until: Until
) -> None:
    """The explicit market is live while the list is still on its way."""
    demo.upbit.faults.rest = refusal(503)
    config = _config(demo, "upbit:KRW-BTC", Won=("upbit:KRW-*",))
    async with _running(config) as (session, store):
        await until(lambda: _live(store))
        assert not session.resolved()
        assert _symbols(store) == ["upbit:KRW-BTC"]
        demo.upbit.faults.rest = None
        await until(session.resolved)
        assert len(_symbols(store)) > 40
        await until(lambda: len(store.feeds["upbit", 1].markets) == len(_symbols(store)))


async def test_an_asset_is_watched_where_it_exists(demo: Demo, until: Until) -> None:
    """On one exchange only, if the other's list does not have it."""
    only_upbit = next(
        each
        for each in demo.upbit.simulation.markets
        if each.startswith("KRW-") and f"{each[4:]}USDT" not in demo.binance.simulation.markets
    )
    async with _running(_config(demo, only_upbit[4:])) as (_, store):
        await until(lambda: _symbols(store) == [f"upbit:{only_upbit}"])
        await until(lambda: ("binance", 1) in store.feeds or len(store.feeds) == 1)


async def test_an_unknown_symbol_ends_it_with_the_nearest(demo: Demo) -> None:
    """As soon as the market list shows it."""
    error = await _failure(_config(demo, "upbit:KRW-BTX"))
    assert isinstance(error, SymbolError)
    assert error.message == "There is no market upbit:KRW-BTX."
    assert "upbit:KRW-BTC" in error.hint


async def test_a_symbol_of_a_disabled_exchange_is_named(demo: Demo) -> None:
    """With the way to enable it."""
    config = _config(demo, "binance:BTCUSDT")
    disabled = replace(config.exchanges["binance"], enabled=False)
    config = replace(config, exchanges={**config.exchanges, "binance": disabled})
    error = await _failure(config)
    assert isinstance(error, UsageError)
    assert "binance" in error.message


def test_without_any_exchange_there_is_nothing_to_watch() -> None:
    """A config that disables all is a mistake."""
    exchanges = {name: replace(each, enabled=False) for name, each in Config().exchanges.items()}
    with pytest.raises(ConfigError, match=r"^Every exchange is disabled\.$"):
        Session(Config(exchanges=exchanges), Store())


async def test_spreads_markets_over_as_many_connections_as_it_takes(
    demo: Demo, until: Until
) -> None:
    """Within the exchange's limit each, and no connection is left over when they become fewer."""

    class Small(Upbit):
        limits = Upbit.limits._replace(markets_per_connection=20)

    store = Store()
    config = _config(demo, "upbit:KRW-*")
    exchanges = {**EXCHANGES, "upbit": Small}
    task = asyncio.create_task(Session(config, store, exchanges=exchanges).run())
    await until(lambda: list(store.feeds))
    count = -(-len(_symbols(store)) // 20)
    await until(lambda: len(store.feeds) == count > 1)
    await until(lambda: all(each.status.state is FeedState.LIVE for each in store.feeds.values()))
    sizes = [len(health.markets) for health in store.feeds.values()]
    assert sum(sizes) == len(_symbols(store))
    assert max(sizes) == 20
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_fills_sparklines_where_a_screen_shows_them(demo: Demo, until: Until) -> None:
    """History over the configured window, and over another when asked."""
    async with _running(_config(demo, "upbit:KRW-BTC"), history=True) as (session, store):
        market = await _only_market(store, until)
        await until(
            lambda: None not in store.state(market).series[3600.0].values(demo.now_ms)[-50:]
        )
        session.show_history(86_400.0)
        series = store.state(market).series[86_400.0]
        await until(lambda: None not in series.values(demo.now_ms)[-50:])


async def test_replaces_connections_as_often_as_the_config_says(demo: Demo, until: Until) -> None:
    """`feed.rollover` reaches the feed of an exchange that needs it, and no other."""
    config = _config(demo, "BTC")
    config = replace(config, feed=replace(config.feed, rollover_s=0.5))
    async with _running(config):
        await until(lambda: len(demo.binance.ledger.visits) == 2)
        await until(lambda: demo.upbit.ledger.visits)
        assert len(demo.upbit.ledger.visits) == 1


async def test_asks_again_for_a_list_that_does_not_come(
    demo: Demo, until: Until, caplog: pytest.LogCaptureFixture
) -> None:
    """And says why there is none yet."""
    demo.binance.faults.rest = refusal(503)
    async with _running(_config(demo, "binance:BTCUSDT")) as (_, store):
        await until(lambda: len(demo.binance.ledger.asked) >= 2)
        demo.binance.faults.rest = None
        (market,) = store.markets
        await until(lambda: store.state(market).listing.decimals)
    assert "no market list yet: Binance: 127.0.0.1 answers HTTP 503" in caplog.messages


async def test_lists_are_handed_on_to_be_kept(demo: Demo, until: Until) -> None:
    """Each when it has come."""
    kept: dict[str, int] = {}

    def keep(lists: Mapping[str, Sequence[Listing]]) -> None:
        kept.update({name: len(listings) for name, listings in lists.items()})

    session = Session(_config(demo, "BTC"), Store(), keep=keep)
    task = asyncio.create_task(session.run())
    await until(lambda: len(kept) == 2)
    assert kept["upbit"] == len(demo.upbit.simulation.markets)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_warning_that_comes_later(
    demo: Demo, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Market lists are fetched again and again, and no subscription changes by that."""
    monkeypatch.setattr("coinwatch.fetching.LIST_AGAIN_S", 0.05)
    async with _running(_config(demo, "upbit:KRW-BTC")) as (_, store):
        market = await _only_market(store, until)
        await until(lambda: store.state(market).listing.english_name)
        assert not store.state(market).listing.caution
        event = {"warning": True, "caution": {}}
        monkeypatch.setattr("coinwatch.demo.upbit_queries._event", lambda _: event)
        layout = store.layout
        await until(lambda: store.state(market).listing.caution == "warning")
        assert store.layout > layout
        assert len(demo.upbit.ledger.visits) == 1


async def test_a_halt_comes_with_the_ticker_and_goes(demo: Demo, until: Until) -> None:
    """Upbit tells of it, and of a delisting, in the stream alone; nothing is fetched for that."""
    async with _running(_config(demo, "upbit:KRW-BTC")) as (_, store):
        market = await _only_market(store, until)
        state = store.state(market)
        await until(lambda: state.day)

        def standing() -> Standing | None:
            return state.day and state.day.standing

        assert standing() is None
        demo.upbit.simulation.markets["KRW-BTC"].delisting = "2026-12-01"
        demo.upbit.simulation.halt("KRW-BTC")
        demo.upbit.tell("KRW-BTC")
        await until(lambda: standing() == Standing("halt", "2026-12-01"))
        demo.upbit.simulation.markets["KRW-BTC"].delisting = None
        demo.upbit.simulation.resume("KRW-BTC")
        demo.upbit.tell("KRW-BTC")
        await until(lambda: standing() is None)


async def test_a_halt_on_binance_comes_and_goes_with_its_list(
    demo: Demo, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status of a market is in the list that is fetched again and again."""
    monkeypatch.setattr("coinwatch.fetching.LIST_AGAIN_S", 0.05)
    async with _running(_config(demo, "binance:BTCUSDT")) as (_, store):
        market = await _only_market(store, until)
        demo.binance.simulation.halt("BTCUSDT")
        await until(lambda: store.state(market).listing.caution == "halt")
        assert not store.state(market).listing.trading
        demo.binance.simulation.resume("BTCUSDT")
        await until(lambda: store.state(market).listing.trading)
        assert not store.state(market).listing.caution


def _asked(server: Server) -> bytes:
    """Return what an exchange was asked for."""
    visits = server.ledger.visits
    return b" ".join(frame.payload for visit in visits for frame in visit.received)


async def test_watches_beside_what_premiums_need(demo: Demo, until: Until) -> None:
    """The rate at once, the other market and that of the headline once the lists are there."""
    config = _config(demo, "upbit:KRW-ETH")
    channels = (Channel.TICKER, Channel.BOOK)
    async with _running(config, premiums=("BTC",), channels=channels) as (session, store):
        await until(lambda: list(store.markets))
        assert _symbols(store) == ["upbit:KRW-ETH", "upbit:KRW-USDT"]
        await until(session.resolved)
        assert _symbols(store) == [
            "upbit:KRW-ETH", "upbit:KRW-USDT", "binance:ETHUSDT", "upbit:KRW-BTC",
            "binance:BTCUSDT",
        ]  # fmt: skip
        assert [pair.asset for pair in store.pairing.pairs] == ["ETH", "BTC"]
        assert [str(market) for market in store.shown] == ["upbit:KRW-ETH"]
        await until(lambda: b"ethusdt@kline_1d" in _asked(demo.binance))
    assert b"depth20" not in _asked(demo.binance)


async def test_premiums_that_cannot_be_are_a_mistake_where_they_are_all_that_is_asked_for(
    demo: Demo,
) -> None:
    """An asset on one exchange only, and an exchange that is disabled."""
    error = await _failure(_config(demo, "upbit:KRW-AQT"), Premium)
    assert isinstance(error, SymbolError)
    config = _config(demo, "upbit:KRW-BTC")
    binance = replace(config.exchanges["binance"], enabled=False)
    error = await _failure(
        replace(config, exchanges={**config.exchanges, "binance": binance}), Premium
    )
    assert isinstance(error, UsageError)


def _with(config: Config, name: str, **changes: object) -> Config:
    """Return a config with another address of an exchange."""
    changed = replace(config.exchanges[name], **changes)  # type: ignore[arg-type]  # by the test
    return replace(config, exchanges={**config.exchanges, name: changed})


async def test_a_change_of_the_watchlist_reaches_no_other_market(demo: Demo, until: Until) -> None:
    """Markets come and go on the connection that is there, and what stays keeps its state."""
    config = _config(demo, "BTC")
    async with _running(config, history=True) as (session, store):
        await until(lambda: _live(store))
        upbit = next(iter(store.markets))
        state = store.state(upbit)
        session.apply(replace(config, symbols=("upbit:KRW-ETH", "upbit:KRW-BTC")))
        assert _symbols(store) == ["upbit:KRW-ETH", "upbit:KRW-BTC"]
        assert store.state(upbit) is state
        await until(lambda: ("binance", 1) not in store.feeds)
        added = store.state(next(iter(store.markets)))
        await until(lambda: added.last)
        await until(lambda: None not in added.series[3600.0].values(demo.now_ms)[-50:])
        session.apply(replace(config, symbols=("binance:ETHUSDT",)))
        await until(lambda: list(store.feeds) == [("binance", 2)])
        assert len(demo.upbit.ledger.handshakes) == 1


async def test_another_address_takes_over_without_a_gap(demo: Demo, until: Until) -> None:
    """The other exchange is not touched."""
    store = Store(kinds=(Gap,))
    config = _config(demo, "BTC")
    session = Session(config, store, random=Random(1))
    task = asyncio.create_task(session.run())
    async with Demo(manual=True, clock=lambda: demo.now_ms / 1000) as other:
        await until(lambda: _moved(demo) and _all_live(store, 2))
        changed = _with(
            config,
            "upbit",
            websocket_url=other.upbit.websocket_url,
            rest_url=other.upbit.rest_url,
        )
        session.apply(changed)
        await until(lambda: other.upbit.ledger.handshakes and other.upbit.ledger.asked)
        assert len(demo.binance.ledger.handshakes) == 1
        assert store.journal.since(0, 10)[0] == []
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_an_address_that_is_mended_is_used_at_once(demo: Demo, until: Until) -> None:
    """However long the next try was to wait."""
    config = _config(demo, "upbit:KRW-BTC")
    patient = replace(config.feed, backoff_initial_s=3600.0, backoff_max_s=3600.0)
    broken = replace(_with(config, "upbit", websocket_url="ws://127.0.0.1:1"), feed=patient)
    async with _running(broken) as (session, store):
        await until(lambda: store.feeds and store.feeds["upbit", 1].status.retry_in_ms)
        session.apply(replace(config, feed=patient))
        await until(lambda: _live(store))


async def test_another_basis(demo: Demo, until: Until) -> None:
    """Statistics of the other basis come, once and for all."""
    config = _config(demo, "binance:BTCUSDT")
    native = replace(config, display=replace(config.display, change="native"))
    async with _running(config) as (session, store):
        await until(lambda: list(store.markets))
        state = store.state(next(iter(store.markets)))
        await until(lambda: _moved(demo) and state.day and state.day.basis == "utc_day")
        session.apply(native)
        await until(lambda: _moved(demo) and state.day and state.day.basis == "24h")


async def test_an_exchange_is_disabled_and_enabled(demo: Demo, until: Until) -> None:
    """Its markets and its connection go, and come back."""
    config = _config(demo, "BTC")
    async with _running(config) as (session, store):
        await until(lambda: len(store.feeds) == 2)
        session.apply(_with(config, "binance", enabled=False))
        assert _symbols(store) == ["upbit:KRW-BTC"]
        await until(lambda: list(store.feeds) == [("upbit", 1)])
        assert list(session.listings()) == ["upbit"]
        session.apply(config)
        assert len(_symbols(store)) == 2
        await until(lambda: ("binance", 2) in store.feeds)


async def test_what_cannot_be_applied_changes_nothing(demo: Demo, until: Until) -> None:
    """An unknown symbol, a disabled exchange or none at all is refused while it runs."""
    config = _config(demo, "upbit:KRW-BTC")
    async with _running(config) as (session, store):
        await until(lambda: "upbit" in session.listings() and session.listings()["upbit"])
        with pytest.raises(SymbolError, match="There is no market upbit:KRW-BTX"):
            session.apply(replace(config, symbols=("upbit:KRW-BTX",)))
        with pytest.raises(UsageError, match="is not a symbol"):
            session.apply(replace(config, symbols=("!",)))
        nothing = _with(_with(config, "upbit", enabled=False), "binance", enabled=False)
        with pytest.raises(ConfigError):
            session.apply(nothing)
        assert _symbols(store) == ["upbit:KRW-BTC"]
        assert session.fault is None


async def test_a_symbol_that_turns_out_to_be_none_is_told_and_left_out(
    demo: Demo, until: Until
) -> None:
    """What was changed while it runs never ends the run."""
    demo.upbit.faults.rest = refusal(503)
    config = _config(demo, "upbit:KRW-BTC")
    async with _running(config) as (session, store):
        await until(lambda: "HTTP 503" in str(session.listings().get("upbit")))
        session.apply(replace(config, symbols=("upbit:KRW-BTX", "upbit:KRW-BTC")))
        assert session.fault is None
        demo.upbit.faults.rest = None
        await until(lambda: session.fault)
        assert str(session.fault) == "There is no market upbit:KRW-BTX."
        assert _symbols(store) == ["upbit:KRW-BTC"]
        session.apply(replace(config, symbols=("upbit:KRW-BTX", "upbit:KRW-ETH")))
        assert _symbols(store) == ["upbit:KRW-ETH"]
        session.apply(config)
        assert session.fault is None


async def test_what_symbols_stand_for(demo: Demo, until: Until) -> None:
    """On trust before the lists are there, by them after; nothing where it is unknown."""
    async with _running(_config(demo, "BTC"), history=True) as (session, _):
        assert session.listings() == {"upbit": "", "binance": ""}
        texts = ["BTC", "upbit:KRW-*", "binance:NOPE"]
        assert [len(each) for each in session.meanings(texts)] == [2, 0, 1]
        await until(lambda: not isinstance(session.listings()["upbit"], str))
        await until(lambda: not isinstance(session.listings()["binance"], str))
        both, every, none = session.meanings(texts)
        assert [str(each) for each in both] == ["upbit:KRW-BTC", "binance:BTCUSDT"]
        assert len(every) > 40
        assert none == []


async def test_a_new_window_of_sparklines(demo: Demo, until: Until) -> None:
    """A time that the config asks for is kept and filled from then on."""
    config = _config(demo, "upbit:KRW-BTC")
    async with _running(config, history=True) as (session, store):
        await until(lambda: list(store.markets))
        state = store.state(next(iter(store.markets)))
        session.apply(replace(config, display=replace(config.display, sparkline_s=900.0)))
        session.show_history(900.0)
        await until(lambda: None not in state.series[900.0].values(demo.now_ms)[-50:])
        session.apply(config)
        assert 900.0 not in state.series


async def test_another_focus_changes_nothing_else(demo: Demo, until: Until) -> None:
    """What is listed stays as it is, and no other connection is asked for anything."""
    async with _running(_config(demo, "BTC")) as (session, store):
        await until(lambda: all(store.state(each).listing.english_name for each in store.markets))
        await until(lambda: _asked(demo.binance))
        layout, upbit, binance = store.layout, _asked(demo.upbit), _asked(demo.binance)
        session.focus(Upbit.market("KRW-BTC"), "1m")
        await until(lambda: _asked(demo.upbit) != upbit)
        assert (store.layout, _asked(demo.binance)) == (layout, binance)


async def test_a_premium_that_turns_out_to_be_none_is_told_and_left_out(
    demo: Demo, until: Until, caplog: pytest.LogCaptureFixture
) -> None:
    """What was changed while it runs never ends the run, and can be changed again."""
    demo.upbit.faults.rest = demo.binance.faults.rest = refusal(503)
    config = _config(demo, "BTC")
    store = Store(kinds=(Premium,))
    session = Session(config, store, premiums=(), random=Random(1))
    task = asyncio.create_task(session.run())
    await until(lambda: len(store.feeds) == 2)
    session.apply(replace(config, symbols=("upbit:KRW-AQT",)))
    demo.upbit.faults.rest = demo.binance.faults.rest = None
    await until(lambda: session.fault or task.done())
    assert not task.done()
    words = "There is no premium of AQT: it takes a market in KRW and one in USDT."
    assert session.fault is not None
    assert session.fault.message == words
    assert words in caplog.messages
    assert "upbit:KRW-AQT" in _symbols(store)
    session.apply(replace(config, symbols=("upbit:KRW-AQT",), feed=config.feed))
    session.apply(config)
    await until(lambda: session.fault is None)
    assert [pair.asset for pair in store.pairing.pairs] == ["BTC"]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
