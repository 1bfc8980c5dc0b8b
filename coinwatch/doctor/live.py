"""A WebSocket connection as the feeds open it, asked for one market's prices, step by step."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from coinwatch import durations, text
from coinwatch.connection import open_connection
from coinwatch.doctor.advice import explained, trouble
from coinwatch.doctor.route import first_hop
from coinwatch.doctor.steps import Done
from coinwatch.doctor.subject import Subject
from coinwatch.errors import DecodeError, NetworkError
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import Group, Refusal, Ticker
from coinwatch.reasons import explain
from coinwatch.store import Store

MOST_FRAMES = 1000
"""How many frames wait to be read, at most; the oldest go first."""


class Live:
    """One connection, which lasts as long as ``stack``. Its steps raise NetworkError."""

    _websocket: ClientConnection
    _closed: asyncio.Task[None]

    def __init__(self, subject: Subject, stack: AsyncExitStack) -> None:
        self._subject = subject
        self._stack = stack
        self._exchange = subject.exchange((subject.market,), subject.basis)
        self._store = Store()
        self._store.watch([Group("", (subject.market,))], subject.clock.monotonic())
        self._frames: deque[tuple[int, bytes]] = deque(maxlen=MOST_FRAMES)
        self._news = asyncio.Event()
        """Set when there is something to read, or when the connection has ended."""
        self._rejected = ""
        self._host = ""
        self.round_trip_ms: float | None = None

    @property
    def ahead_s(self) -> float | None:
        """How far the exchange's clock is ahead of ours, by the newest price and half the way."""
        last = self._store.state(self._subject.market).last
        # A snapshot tells of the last trade, which may be old.
        if last is None or (isinstance(last, Ticker) and last.snapshot):
            return None
        return last.exchange_ms / 1e3 - last.received_ns / 1e9 + (self.round_trip_ms or 0.0) / 2e3

    async def open(self) -> Done:
        """Connect; where this place is not served, to the next address, as a feed does."""
        *urls, last = self._subject.websocket_urls
        refused = ""
        for url in urls:
            try:
                return await self._open(url, refused)
            except NetworkError as error:
                if not _blocked(error):
                    raise
                refused += f"{error.message}; "
        return await self._open(last, refused)

    async def subscribe(self) -> Done:
        """Ask for the market, and wait until that is confirmed, if this exchange confirms it."""
        market = self._subject.market
        with explained(self._host):
            for message in self._exchange.subscribe([Subscription(Channel.TICKER, market)]):
                await self._websocket.send(message, text=True)
        if not self._exchange.pending:
            return Done(f"{market.symbol} is asked for; {self._exchange.title} confirms nothing")
        await self._read_until(lambda: not self._exchange.pending)
        return Done(f"{market.symbol} is asked for, and that is confirmed")

    async def first_tick(self) -> Done:
        """Wait for the first price."""
        market = self._subject.market
        state = self._store.state(market)
        await self._read_until(lambda: state.last is not None)
        price = text.price(state.last and state.last.price)
        return Done(f"{market.symbol} is {price} {market.quote}".rstrip())

    def no_tick(self) -> NetworkError:
        """Return what it means that no price came in time."""
        market, within = self._subject.market, durations.render(self._subject.timeout_s)
        words = f"no price of {market.symbol} came within {within}"
        if self._rejected:
            hint = "Something between may change what passes; or is there a newer coinwatch?"
            return NetworkError(f"{words}; what came cannot be read: {self._rejected}", hint)
        return NetworkError(
            words, f"A quiet market takes longer: coinwatch --once {market} --timeout 2m"
        )

    async def ping(self) -> Done:
        """Ask whether the connection lives, and how long the way there and back takes."""
        with explained(self._host):
            latency_s = await (await self._websocket.ping())
        self.round_trip_ms = latency_s * 1000
        return Done("a ping is answered", self.round_trip_ms)

    async def _open(self, url: str, refused: str) -> Done:
        self._host = host = urlsplit(url).hostname or url
        first_hop(url)  # raises for a proxy that the library would trip over
        # The limit of the step is to come first.
        open_s = self._subject.timeout_s + 1.0
        try:
            with explained(host):
                self._websocket = await self._stack.enter_async_context(
                    open_connection(
                        self._subject.exchange.websocket_url(url),
                        self._receive,
                        ping_s=self._subject.ping_s,
                        open_s=open_s,
                    )
                )
        except NetworkError as error:
            raise NetworkError(refused + error.message, error.hint) from error.__cause__
        self._closed = asyncio.create_task(self._websocket.wait_closed())
        self._closed.add_done_callback(lambda _: self._news.set())
        self._stack.callback(self._closed.cancel)
        return Done(f"{refused}{host} {'is used instead' if refused else 'speaks WebSocket'}")

    def _receive(self, frame: bytes) -> None:
        """Keep a message for the step that waits for it: what its reading raises is that step's."""
        self._frames.append((self._subject.clock.wall_ns(), frame))
        self._news.set()

    async def _read_until(self, done: Callable[[], bool]) -> None:
        self._read()
        while not done():
            if self._closed.done():
                raise trouble(self._websocket.close_exc, self._host)
            self._news.clear()
            await self._news.wait()
            self._read()

    def _read(self) -> None:
        while self._frames:
            received_ns, frame = self._frames.popleft()
            try:
                events = self._exchange.decode(frame, received_ns)
            except DecodeError as error:
                self._rejected = error.message
                continue
            for event in events:
                if isinstance(event, Refusal):
                    words = f"{self._exchange.title} refuses: {event.name}: {event.message}"
                    raise NetworkError(words, f"Is there a market {self._subject.market}?")
                self._store.put(event, self._subject.clock.monotonic())


def _blocked(error: NetworkError) -> bool:
    cause = error.__cause__
    return isinstance(cause, InvalidStatus) and explain(cause, "").blocked
