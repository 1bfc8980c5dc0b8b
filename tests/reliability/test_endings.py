"""Connections that end, at any moment, and networks that go and come back."""

import asyncio
from collections.abc import Callable

import pytest

from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.demo.faults import Close, Faults
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import FeedState, Gap, Trade
from tests.reliability.kit import MARKETS, Start, Until, live, reasons, requests, trades
from tests.rig import Watch
from tests.virtual import pass_time

VIRTUAL_TIME = True

both = pytest.mark.parametrize("name", MARKETS)


@both
async def test_row_01_watches_what_is_wanted_by_now(name: str, watch: Start, until: Until) -> None:
    """What was added and removed while there was no connection holds on the next one."""
    feed = await live(watch(name, *MARKETS[name]), until)
    first, second = feed.markets
    feed.server.faults.refuse = refusal(503)
    feed.server.faults.reset_all()
    await until(lambda: feed.state is FeedState.WAITING)
    feed.feed.watch([Subscription(channel, second) for channel in (Channel.TICKER, Channel.TRADE)])
    feed.server.faults.refuse = None
    await until(lambda: feed.state is FeedState.LIVE)
    asked = b"".join(requests(feed)).lower()
    assert second.symbol.lower().encode() in asked
    assert first.symbol.lower().encode() not in asked
    before = len(feed.told())
    await trades(feed, 5)
    assert {symbol for symbol, _, _ in feed.told()[before:]} == {second.symbol}


@pytest.mark.parametrize("end", ["reset", "abort", "1000", "1001", "1006", "1008", "1011"])
async def test_row_01_the_other_exchange_notices_nothing(
    end: str, watch: Start, until: Until
) -> None:
    """Its states, its trades and its connection go on as if nothing was."""
    hit = await live(watch("upbit", *MARKETS["upbit"]), until)
    spared = await live(watch("binance", *MARKETS["binance"]), until)
    for _ in range(3):
        if end.isdecimal() and end != "1006":
            hit.server.faults.close_all(int(end))
        elif end == "reset":
            hit.server.faults.reset_all()
        else:
            hit.server.faults.abort_all()
        await trades(spared)
        await live(hit, until)
    assert len(hit.records(Gap)) == 3
    assert spared.said() == [("connecting", None), ("live", None)]
    assert spared.told() == spared.sent()[: len(spared.told())]
    assert len(spared.server.ledger.visits) == 1


Break = Callable[[Watch], None]


def _switch(**values: object) -> Break:
    def turn(feed: Watch) -> None:
        for name, value in values.items():
            setattr(feed.server.faults, name, value)

    return turn


def _deaf(feed: Watch) -> None:
    feed.server.stop_listening()


AGAIN: dict[str, Break] = {
    "reset while connecting": _switch(reset_handshakes=True),
    "hanging while connecting": _switch(hang=True),
    "refused while connecting": _switch(refuse=refusal(500)),
    "nobody there while waiting": _deaf,
    "closed before subscribing": _switch(close_at_once=Close(1011)),
    "reset while subscribing": _switch(reset_on_request=True),
    "never confirmed": _switch(ignore_requests=True),
    "cut while subscribing": _switch(half_open=True),
}


@both
@pytest.mark.parametrize("moment", AGAIN)
async def test_row_07_a_fault_at_every_moment_of_coming_back(
    name: str, moment: str, watch: Start, until: Until
) -> None:
    """A connection breaks, and the next attempts break as well, each way at each stage; no state
    is stuck: once the fault ends, all is live again, with one gap and nothing told twice.
    """
    feed = await live(watch(name, *MARKETS[name]), until)
    AGAIN[moment](feed)
    feed.server.faults.reset_all()
    attempts = feed.server.ledger.connections
    await until(lambda: len(reasons(feed)) >= 3 or feed.server.ledger.connections > attempts + 2)
    feed.server.faults.clear()
    if moment == "nobody there while waiting":
        await feed.server.listen()
    await until(lambda: feed.records(Gap))
    await trades(feed)
    assert feed.state is FeedState.LIVE
    assert len(feed.records(Gap)) == 1
    assert len(set(feed.told())) == len(feed.told())
    assert len(feed.server.sessions) == 1


@both
@pytest.mark.parametrize("moment", [*AGAIN, "live"])
async def test_row_07_stopping_at_every_moment_leaves_nothing(
    name: str, moment: str, watch: Start, until: Until
) -> None:
    """No task and no socket is left, wherever it was: connecting, waiting, subscribing, closing."""
    before = asyncio.all_tasks()
    feed = await live(watch(name, *MARKETS[name]), until)
    if moment != "live":
        AGAIN[moment](feed)
        feed.server.faults.reset_all()
        await pass_time(0.3)
    await feed.stop()
    feed.server.faults.clear()
    await pass_time(2)
    assert feed.said()[-1][0] == "stopped"
    assert not feed.server.sessions
    assert asyncio.all_tasks() == before


async def test_row_07_the_old_connection_may_break_while_it_is_closed(
    watch: Start, until: Until
) -> None:
    """One that is to be replaced and no longer answers holds nothing up."""
    feed = await live(watch("binance", *MARKETS["binance"], rollover_s=5.0), until)
    await until(lambda: len(feed.server.sessions) == 2)
    next(iter(feed.server.sessions)).client._writer.transport.pause_reading()  # type: ignore[attr-defined]  # as a cable that is cut for one
    await until(lambda: len(feed.server.sessions) == 1)
    await trades(feed, 20)
    assert feed.records(Gap) == []
    assert feed.state is FeedState.LIVE


async def test_row_19_the_network_goes_and_comes_back(
    demo: Demo, watch: Start, until: Until
) -> None:
    """Both exchanges at once, for a while: each says why, comes back, and tells one gap of it."""
    feeds = [await live(watch(name, *MARKETS[name]), until) for name in MARKETS]
    for server in demo.servers:
        server.stop_listening()
        server.faults.abort_all()
    await pass_time(15)
    assert {(str(feed.state), feed.health.status.reason) for feed in feeds} <= {
        ("waiting", "127.0.0.1 refuses connections"),
        ("connecting", "127.0.0.1 refuses connections"),
    }
    for server in demo.servers:
        await server.listen()
    for feed in feeds:
        await until(lambda feed=feed: feed.records(Gap))  # type: ignore[misc]
        (gap,) = feed.records(Gap)
        assert 14_000 < gap.to_ms - gap.from_ms < 19_000
        await trades(feed)
        ids = [(trade.market, trade.trade_id) for trade in feed.records(Trade)]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "name", [field for field in Faults.__dataclass_fields__ if field != "victims"]
)
def test_every_switch_can_be_set_back(name: str) -> None:
    """`clear` leaves no fault behind, so that no test meets another's."""
    faults = Faults()
    setattr(faults, name, "set")
    faults.clear()
    assert getattr(faults, name) == getattr(Faults(), name)
