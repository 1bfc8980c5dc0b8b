"""The screen of one market on the simulated exchanges: what is on it is what they say."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from random import Random

from textual.pilot import Pilot

from coinwatch import text
from coinwatch.config import Config, Display
from coinwatch.demo import Demo
from coinwatch.demo.server import Server
from coinwatch.demo.simulation import STEP_MS
from coinwatch.session import Session
from coinwatch.store import Store
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.behind import Unsaved
from tests.tui.detail.filled import frame, opened

Until = Callable[[Callable[[], object]], Awaitable[None]]


@asynccontextmanager
async def watching(
    demo: Demo, until: Until, symbol: str
) -> AsyncIterator[tuple[CoinwatchApp, Pilot[int], Store]]:
    """Run the application and a session on both exchanges."""
    servers: dict[str, Server] = {"upbit": demo.upbit, "binance": demo.binance}
    exchanges = {
        name: replace(
            each, websocket_url=servers[name].websocket_url, rest_url=servers[name].rest_url
        )
        for name, each in Config().exchanges.items()
    }
    display = Display(language="en", fps=1)
    config = Config(symbols=(symbol, "BTC"), exchanges=exchanges, display=display)
    store = Store()
    session = Session(config, store, random=Random(1))
    app = CoinwatchApp(store, Unsaved(config), session)
    task = asyncio.create_task(session.run())
    async with app.run_test(size=(160, 50)) as pilot:
        await until(stepping(demo, lambda: known(store)))
        yield app, pilot, store
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def known(store: Store) -> bool:
    """Return whether every market has a price and its decimals."""
    states = [store.state(market) for market in store.markets]
    return bool(states) and all(state.last and state.listing.decimals for state in states)


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
    return [*server.sessions][-1].subscriptions if server.sessions else ()


def settle(demo: Demo) -> None:
    """Let both exchanges come to a whole second, at which all is said."""
    demo.step((1_000 - demo.now_ms % 1_000) // STEP_MS)


async def test_upbit(demo: Demo, until: Until) -> None:
    """Candles, book and trades are the exchange's own; on leaving they are no longer wanted."""
    async with watching(demo, until, "upbit:KRW-BTC") as (app, pilot, store):
        usual = subscribed(demo.upbit)
        await opened(app, pilot)
        await until(lambda: "trade KRW-BTC" in subscribed(demo.upbit))
        focus = store.focus
        assert focus
        await until(stepping(demo, lambda: focus.complete and len(focus.trades) > 3))
        settle(demo)
        market = demo.upbit.simulation.markets["KRW-BTC"]
        wanted = market.book(30)
        state = store.state(focus.market)
        await until(lambda: state.book and state.book.bids == tuple(map(tuple, wanted.bids)))
        newest = [each for each in demo.upbit.ledger.trades if each.clients][-1]
        await until(lambda: focus.trades[-1].trade_id == newest.trade_id)
        start_ms = market.last.ms - market.last.ms % 300_000
        bar = demo.upbit.simulation.statistics["KRW-BTC"].bar(start_ms, 300_000)
        assert bar
        await until(lambda: focus.candles.all()[-1].volume == bar.volume)
        shown = "\n".join(await frame(app, pilot))
        for levels in (wanted.bids, wanted.asks):
            total = 0.0
            for price, size in levels[:15]:
                total += size
                row = f"{text.price(price, 0)} {size:>10.5f} {total:>10.5f}"
                assert row in shown
        clock = time.strftime("%H:%M:%S", time.localtime(market.last.ms // 1000))
        side = "B" if market.last.buy else "S"
        assert f"{clock} {side} {text.price(market.last.price, 0)}" in shown
        prices = {"C": bar.close, "O": bar.open, "H": bar.high, "L": bar.low}
        assert all(f" {name} {price:,.0f}" in shown for name, price in prices.items())
        await pilot.press("escape")
        await until(lambda: subscribed(demo.upbit) == usual)
        assert (state.book, store.focus) == (None, None)


async def test_binance(demo: Demo, until: Until) -> None:
    """The same on the other exchange, with another protocol."""
    async with watching(demo, until, "binance:BTCUSDT") as (app, pilot, store):
        usual = set(subscribed(demo.binance))
        await opened(app, pilot)
        more = {"btcusdt@depth20@100ms", "btcusdt@kline_5m"}
        await until(stepping(demo, lambda: set(subscribed(demo.binance)) == usual | more))
        focus = store.focus
        assert focus
        await until(stepping(demo, lambda: focus.complete and len(focus.trades) > 3))
        settle(demo)
        wanted = demo.binance.simulation.markets["BTCUSDT"].book(20)
        state = store.state(focus.market)
        await until(lambda: state.book and state.book.asks == tuple(map(tuple, wanted.asks)))
        shown = "\n".join(await frame(app, pilot))
        for price, size in wanted.asks[:10]:
            assert f"{price:,.2f} {size:>10.5f}" in shown
        await pilot.press("escape")
        await until(lambda: set(subscribed(demo.binance)) == usual)


async def test_a_new_connection(demo: Demo, until: Until) -> None:
    """While it is looked at, a market goes on over a loss, with everything that was wanted."""
    async with watching(demo, until, "upbit:KRW-BTC") as (app, pilot, store):
        await opened(app, pilot)
        focus = store.focus
        assert focus
        await until(stepping(demo, lambda: focus.trades))
        demo.upbit.faults.abort_all()
        await until(lambda: len(demo.upbit.ledger.handshakes) == 2)
        await until(lambda: "trade KRW-BTC" in subscribed(demo.upbit))
        before = focus.trades[-1].trade_id
        await until(stepping(demo, lambda: focus.trades[-1].trade_id > before))
        ids = [each.trade_id for each in focus.trades]
        assert len(ids) == len(set(ids))
        assert "candle.5m KRW-BTC" in subscribed(demo.upbit)
