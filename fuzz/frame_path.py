"""Frames on their whole way: from a connection, in fragments, into a store, and out of it.

An input is a byte that says which exchange and how big its fragments and the reads are, then
messages with line breaks between them.
"""

import asyncio
import math
from functools import lru_cache
from itertools import cycle, pairwise
from typing import Any

import orjson
from websockets.client import ClientProtocol
from websockets.frames import Opcode
from websockets.protocol import OPEN
from websockets.uri import parse_uri

from coinwatch import plain_table, wire
from coinwatch.connection import DirectConnection
from coinwatch.demo.frames import Message
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.journal import Journal
from coinwatch.link import Clock, Link, LinkSettings
from coinwatch.model import Book, FeedState, Gap, Group, Market, Status, Tick, Trade
from coinwatch.state import Health, MarketState
from coinwatch.store import Store
from coinwatch.tui.columns import COLUMNS, trend
from coinwatch.tui.view import View
from fuzz.decoders import home
from fuzz.expect import expect
from tests.exchanges.sound import MS, NS
from tests.harmless import is_harmless

RECORDS = 4_096
"""More than the messages of an input make."""

WIDTH = 12
"""Of a column."""

_URI = parse_uri("ws://127.0.0.1/")


@lru_cache
def _connection() -> DirectConnection:
    async def make() -> DirectConnection:
        return DirectConnection(lambda _: None, ClientProtocol(_URI))

    return asyncio.run(make())


def check(data: bytes) -> None:
    """Send the messages of an input, and look at all that came of them."""
    how = data[0] if data else 0
    name = list(EXCHANGES)[how % len(EXCHANGES)]
    market = home(name)
    store = Store(Journal(RECORDS), (Tick, Trade, Book, Status, Gap), windows_s=[300.0])
    store.watch([Group("Main", (market,))], 0.0)
    health = store.put_status(Status(name, 1, FeedState.LIVE, None, None, MS), 0.0)
    link = _link(name, market, store, health)
    _send(link, data[1:].split(b"\n"), how // len(EXCHANGES))
    expect(is_harmless(health.last_rejected), health.last_rejected)
    if link._failure:  # what ``run`` would return
        expect(is_harmless(link._failure.reason), link._failure)
    _look_at(store, market)


def _link(name: str, market: Market, store: Store, health: Health) -> Link:
    exchange = EXCHANGES[name]([market], "utc_day")
    exchange.subscribe([Subscription(each, market) for each in list(Channel)[:3]])
    clock = Clock(lambda: 0.0, lambda: NS)
    return Link(exchange, store, health, LinkSettings(), lambda: None, clock)


def _send(link: Link, payloads: list[bytes], size: int) -> None:
    """Hand over messages as they come from a socket, in fragments of ``size`` unless it is 0.

    All is read in pieces of a size that is no multiple of it.
    """
    connection = _connection()
    connection.protocol = ClientProtocol(_URI, state=OPEN)
    connection._receive = link.receive
    connection._owed, connection._held = 0, b""
    connection._fragments.clear()
    kinds = cycle((Opcode.TEXT, Opcode.BINARY))
    messages = [Message(kind, payload) for kind, payload in zip(kinds, payloads, strict=False)]
    wire = b"".join(each.fragments(size) if size else each.wire for each in messages)
    for start in range(0, len(wire), 2 * size + 1):
        connection.data_received(wire[start : start + 2 * size + 1])


def _look_at(store: Store, market: Market) -> None:
    records, _, lost = store.journal.since(0, RECORDS)
    expect(not lost, lost)
    for record in records:
        line = wire.line(record)
        orjson.loads(wire.encode(line))
        expect(_is_sound_line(line), line)
    trades = [each.trade_id for each in records if isinstance(each, Trade)]
    expect(len(set(trades)) == len(trades), trades)
    ticks = [each.exchange_ms for each in records if isinstance(each, Tick)]
    expect(all(one <= two for one, two in pairwise(ticks)), ticks)
    _show(store.state(market))


def _is_sound_line(line: dict[str, Any]) -> bool:
    """Tell whether prices are above zero, and nothing is beyond what floats hold."""
    prices = [line.get(name) for name in ("price", "bid", "ask", "open", "high", "low")]
    numbers = [each for each in line.values() if isinstance(each, float)]
    levels = [*line.get("bids", ()), *line.get("asks", ())]
    return (
        all(each is None or each > 0 for each in prices)
        and all(map(math.isfinite, numbers))
        and all(price > 0 and size >= 0 for price, size in levels)
        and all(is_harmless(each) for each in line.values() if isinstance(each, str))
    )


def _show(state: MarketState) -> None:
    """Paint the market as the plain table and as every column of the screen."""
    plain_table.table([state], 1.0, NS / 1e9)
    (series,) = state.series.values()
    view = View(state, state.tick(), 1.0, NS / 1e9, trend(series.values(MS), WIDTH))
    for column in COLUMNS.values():
        for shown, _ in column.paint(view, WIDTH):
            expect(is_harmless(shown), shown)
        if column.key:
            column.key(view)
