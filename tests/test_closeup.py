"""A close look at one market of the simulated exchanges: what is asked for, and what comes."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from random import Random

import pytest

from coinwatch import closeup
from coinwatch.config import Config
from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.demo.server import Server
from coinwatch.demo.simulation import STEP_MS
from coinwatch.exchanges import EXCHANGES
from coinwatch.focus import Focus
from coinwatch.model import FeedState, Interval, Market
from coinwatch.session import Session
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]

USUAL = ("ticker KRW-BTC", "ticker KRW-ETH", "orderbook KRW-BTC", "orderbook KRW-ETH")
"""What is subscribed to at Upbit while no market is looked at closely."""


class Look:
    """A session on the simulated exchanges, and what it fills."""

    def __init__(self, demo: Demo, *symbols: str) -> None:
        servers: dict[str, Server] = {"upbit": demo.upbit, "binance": demo.binance}
        exchanges = {
            name: replace(
                each,
                websocket_url=servers[name].websocket_url,
                rest_url=servers[name].rest_url,
            )
            for name, each in Config().exchanges.items()
        }
        self.store = Store()
        config = Config(symbols=symbols, exchanges=exchanges)
        self.session = Session(config, self.store, random=Random(1))

    def market(self, name: str) -> Market:
        """Return a watched market by the spelling of the command line."""
        return next(market for market in self.store.markets if str(market) == name)

    def at(self, name: str, interval: Interval = "1m") -> Focus:
        """Look at a market closely; return what is kept of it."""
        self.session.focus(self.market(name), interval)
        assert self.store.focus
        return self.store.focus

    @property
    def live(self) -> bool:
        """Whether every connection brings data."""
        states = [health.status.state for health in self.store.feeds.values()]
        return bool(states) and set(states) == {FeedState.LIVE}


@asynccontextmanager
async def looking(demo: Demo, until: Until, *symbols: str) -> AsyncIterator[Look]:
    """Run a session that knows its market lists."""
    look = Look(demo, *symbols)
    task = asyncio.create_task(look.session.run())
    await until(stepping(demo, lambda: look.live))
    await until(lambda: all(look.store.state(m).listing.decimals for m in look.store.markets))
    yield look
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def stepping(demo: Demo, condition: Callable[[], object]) -> Callable[[], object]:
    """Return a condition that lets both exchanges go with the clock before it is looked at.

    A simulated time that runs ahead of the clock would be refused.
    """

    def stepped() -> object:
        demo.step(max(0, int(time.time() * 1000) - demo.now_ms) // STEP_MS)
        return condition()

    return stepped


def subscribed(server: Server) -> Sequence[str]:
    """Return what the newest connection is subscribed to."""
    return sorted([*server.sessions][-1].subscriptions) if server.sessions else []


async def test_subscribes_on_the_same_connection_and_drops_it(demo: Demo, until: Until) -> None:
    """Upbit gets one message that replaces the one before; the other exchange only a ticker."""
    async with looking(demo, until, "upbit:KRW-BTC", "upbit:KRW-ETH", "binance:BTCUSDT") as look:
        usual = subscribed(demo.binance)
        assert subscribed(demo.upbit) == sorted(USUAL)
        focus = look.at("upbit:KRW-ETH")
        await until(lambda: "trade KRW-ETH" in subscribed(demo.upbit))
        more = ("trade KRW-ETH", "candle.1m KRW-ETH")
        assert subscribed(demo.upbit) == sorted((*USUAL, *more))
        assert [str(each) for each in focus.others] == ["binance:ETHUSDT"]
        await until(lambda: len(subscribed(demo.binance)) == 6)
        streams = ("ethusdt@bookTicker", "ethusdt@kline_1d", "ethusdt@trade")
        assert sorted({*subscribed(demo.binance)} - {*usual}) == sorted(streams)
        look.session.focus(None, "1m")
        await until(lambda: subscribed(demo.upbit) == sorted(USUAL))
        await until(lambda: subscribed(demo.binance) == usual)
        assert [len(server.ledger.handshakes) for server in demo.servers] == [1, 1]
    assert [str(market) for market in look.store.markets] == [
        "upbit:KRW-BTC", "upbit:KRW-ETH", "binance:BTCUSDT",
    ]  # fmt: skip


async def test_binance_is_asked_for_what_is_missing(demo: Demo, until: Until) -> None:
    """Order book and candles; its trades come anyway. Another interval is another stream."""
    async with looking(demo, until, "binance:BTCUSDT") as look:
        usual = {*subscribed(demo.binance)}
        look.at("binance:BTCUSDT")
        first = {"btcusdt@depth20@100ms", "btcusdt@kline_1m"}
        await until(lambda: {*subscribed(demo.binance)} - usual == first)
        look.at("binance:BTCUSDT", "1h")
        second = {"btcusdt@depth20@100ms", "btcusdt@kline_1h"}
        await until(lambda: {*subscribed(demo.binance)} - usual == second)


@pytest.mark.parametrize("interval", ["1m", "5m", "15m", "1h", "1d"])
@pytest.mark.parametrize("name", ["upbit:KRW-BTC", "binance:BTCUSDT"])
async def test_candles_by_rest_and_then_live(
    demo: Demo, until: Until, name: str, interval: Interval
) -> None:
    """200 older ones, and the running one follows the trades, to the exchange's own figures."""
    async with looking(demo, until, name) as look:
        focus = look.at(name, interval)
        await until(lambda: focus.complete)
        assert len(focus.candles.all()) == 200
        server = demo.upbit if name.startswith("upbit") else demo.binance
        symbol = focus.market.symbol
        await until(lambda: any(symbol.lower() in s.lower() for s in subscribed(server)))
        market = server.simulation.markets[symbol]
        statistics = server.simulation.statistics[symbol]
        span_ms = {"1m": 60, "5m": 300, "15m": 900, "1h": 3_600, "1d": 86_400}[interval] * 1000

        def same() -> bool:
            newest = focus.candles.all()[-1]
            start_ms = market.last.ms - market.last.ms % span_ms
            bar = statistics.bar(start_ms, span_ms)
            assert bar
            told = (newest.open, newest.high, newest.low, newest.close, newest.volume)
            return (newest.open_ms, *told) == (
                start_ms, bar.open, bar.high, bar.low, bar.close, bar.volume,
            )  # fmt: skip

        before = focus.candles.all()[-1].volume
        await until(stepping(demo, lambda: same() and focus.candles.all()[-1].volume > before))


async def test_trades_and_book_are_the_exchange_s_own(demo: Demo, until: Until) -> None:
    """Every trade of the stream is on the tape once, and the book is the newest one."""
    async with looking(demo, until, "upbit:KRW-BTC") as look:
        focus = look.at("upbit:KRW-BTC")
        await until(lambda: "trade KRW-BTC" in subscribed(demo.upbit))
        await until(stepping(demo, lambda: len(focus.trades) > 5))
        trades = demo.upbit.ledger.trades
        await until(
            lambda: (
                [each.trade_id for each in focus.trades]
                == [each.trade_id for each in trades if each.clients]
            )
        )
        demo.step((1_000 - demo.now_ms % 1_000) // STEP_MS)
        book = demo.upbit.simulation.markets["KRW-BTC"].book(30)
        state = look.store.state(focus.market)
        await until(lambda: state.book and state.book.bids == tuple(map(tuple, book.bids)))
        assert state.book
        assert state.book.asks == tuple(map(tuple, book.asks))


async def test_a_new_connection_goes_on_with_it(demo: Demo, until: Until) -> None:
    """After a loss everything that was wanted is asked for again."""
    async with looking(demo, until, "upbit:KRW-BTC") as look:
        look.at("upbit:KRW-BTC")
        await until(lambda: "trade KRW-BTC" in subscribed(demo.upbit))
        demo.upbit.faults.abort_all()
        await until(lambda: len(demo.upbit.ledger.handshakes) == 2)
        await until(lambda: "trade KRW-BTC" in subscribed(demo.upbit))
        assert "candle.1m KRW-BTC" in subscribed(demo.upbit)


async def test_running_down_a_list_asks_for_one_market(demo: Demo, until: Until) -> None:
    """Markets that are passed by in haste are not asked for."""
    async with looking(demo, until, "upbit:KRW-BTC", "upbit:KRW-ETH", "upbit:KRW-XRP") as look:
        for _ in range(10):
            for symbol in ("BTC", "ETH", "XRP"):
                look.at(f"upbit:KRW-{symbol}")
        await until(lambda: "trade KRW-XRP" in subscribed(demo.upbit))
        texts = [each.payload for each in demo.upbit.ledger.visits[-1].received]
        assert sum(b'"trade"' in text for text in texts) == 1
        asked = [each.target for each in demo.upbit.ledger.asked if "candles" in each.target]
        assert all("KRW-XRP" in target for target in asked)


async def test_why_there_are_no_candles(
    demo: Demo, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that does not come is told in words, and asked for again."""
    monkeypatch.setattr(closeup, "RETRY_S", 0.01)
    async with looking(demo, until, "upbit:KRW-BTC") as look:
        demo.upbit.faults.rest = refusal(503)
        focus = look.at("upbit:KRW-BTC")
        await until(lambda: focus.trouble)
        assert focus.trouble == "Upbit: 127.0.0.1 answers HTTP 503"
        demo.upbit.faults.rest = None
        await until(lambda: focus.complete)
        assert focus.trouble == ""


async def test_another_choice_while_an_answer_is_awaited(demo: Demo, until: Until) -> None:
    """The answer to the choice before changes nothing of the new one, which is asked for next."""
    async with looking(demo, until, "upbit:KRW-BTC", "upbit:KRW-ETH") as look:
        first = look.at("upbit:KRW-BTC")
        await until(lambda: any("candles" in each.target for each in demo.upbit.ledger.asked))
        second = look.at("upbit:KRW-ETH")
        await until(lambda: second.complete)
        assert {each.market.symbol for each in first.candles.all()} <= {"KRW-BTC"}
        assert {each.market.symbol for each in second.candles.all()} == {"KRW-ETH"}


def test_before_the_session_runs() -> None:
    """A choice is kept until there is something to subscribe on; nothing is asked for."""
    store = Store()
    asked: list[bool] = []
    close = closeup.Closeup(store, list(EXCHANGES.values()), {}, lambda: asked.append(True))
    market = Market("upbit", "KRW-BTC", "BTC", "KRW")
    close.focus(market, "1m")
    close.look_around()
    assert store.focus
    assert store.focus.others == ()
    assert [each.channel for each in close.wanted([market])] == [
        "book",
        "trade",
        "candle",
    ]
    assert not asked


def test_an_asset_that_no_other_exchange_could_have() -> None:
    """Where the other exchange could not even spell it, there is no other market."""
    close = closeup.Closeup(Store(), list(EXCHANGES.values()), {}, lambda: None)
    assert close._others(Market("upbit", "KRW-", "", "KRW")) == ()
