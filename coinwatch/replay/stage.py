"""What the lines of a recording do: they are told to the store as the run told them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from coinwatch.dialer import markets_of
from coinwatch.errors import DecodeError, ExchangeError, RecordingError
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.link import Clock, Link, LinkSettings
from coinwatch.model import Book, Candle, Interval, Market, Trade
from coinwatch.recording.records import (
    Answer,
    Closed,
    Described,
    Doubted,
    Frame,
    History,
    Key,
    Line,
    Missing,
    Opened,
    Said,
    Subscribed,
    Watch,
)
from coinwatch.recording.state import pairing_of, restore
from coinwatch.state import Health
from coinwatch.store import Store

CHANNELS: Mapping[type, Channel] = {
    Book: Channel.BOOK,
    Trade: Channel.TRADE,
    Candle: Channel.CANDLE,
}
"""What must be subscribed to for records of a kind."""


class MisplacedError(RecordingError):
    """A line that does not fit to those before it; the message does not say where it is."""


class _Connection(NamedTuple):
    """A connection that is open."""

    link: Link
    decoder: Exchange
    health: Health
    wanted: Sequence[Subscription] = ()


class Stage:
    """A store, and the decoders of the connections that are open at this point of a recording.

    ``play`` and ``restore`` raise MisplacedError.
    """

    def __init__(self, store: Store, exchanges: Mapping[str, type[Exchange]]) -> None:
        self._store = store
        self._exchanges = exchanges
        self._open: dict[int, _Connection] = {}
        self._at_ns = 0
        self._now = 0.0
        self._clock = Clock(lambda: self._now, lambda: self._at_ns)
        self._plays: Mapping[type[Line], Callable[[Any], object]] = {
            Frame: self._frame,
            Watch: self._watch,
            Described: lambda line: store.describe(line.listings),
            History: lambda line: store.backfill(line.market, line.window_s, line.points),
            Opened: self._connect,
            Subscribed: self._subscribe,
            Answer: self._answer,
            Closed: self._close,
            Said: lambda line: store.put_status(line.status, self._now),
            Missing: lambda line: store.put_gap(line.gap),
            Doubted: lambda line: store.doubt(line.markets),
        }

    def play(self, line: Line, now: float) -> None:
        """Let the store know what ``line`` says; ``now`` is its time in the replay, in seconds."""
        self._at_ns, self._now = line.at, now
        self._plays[type(line)](line)

    def begin(self, now: float) -> None:
        """Forget everything."""
        self._open.clear()
        self._store.forget(now)

    def restore(self, key: Key, now: float) -> None:
        """Know what ``key`` tells, and nothing else."""
        self.begin(now)
        try:
            restore(self._store, key, now)
        except RecordingError as error:
            raise MisplacedError(error.message) from error
        for opened in key.links:
            self.play(opened, now)
        for subscribed in key.wanted:
            self.play(subscribed, now)
        for number, clock in key.clocks:
            if number in self._open:
                self._open[number].decoder.clock.restore(clock)
        for connection in self._open.values():
            connection.link.has_data = True

    def brings(self, kind: type, market: Market, interval: Interval) -> bool:
        """Whether records of a kind come of a market from here on; candles, of this interval."""
        asked = Subscription(CHANNELS[kind], market, interval if kind is Candle else None)
        return any(asked in connection.wanted for connection in self._open.values())

    def _watch(self, line: Watch) -> None:
        self._store.watch(line.groups, self._now, pairing_of(line.pairing), line.closeup)

    def _frame(self, line: Frame) -> None:
        connection = self._open.get(line.link)
        if connection is None:
            raise MisplacedError(f"a frame of the connection {line.link}, which is not open")
        connection.link.receive(line.frame)

    def _connect(self, line: Opened) -> None:
        health = self._store.feeds.get((line.exchange, line.connection))
        if health is None:
            raise MisplacedError("a connection that has no state")
        health.markets = line.markets
        decoder = self._exchange(line.exchange)(line.markets, line.basis)
        link = Link(decoder, self._store, health, LinkSettings(), lambda: None, self._clock)
        self._open[line.link] = _Connection(link, decoder, health)

    def _subscribe(self, line: Subscribed) -> None:
        connection = self._open.get(line.link)
        if connection is None:
            raise MisplacedError(f"a request on the connection {line.link}, which is not open")
        try:
            connection.decoder.subscribe(line.wanted)
        except ExchangeError as error:
            raise MisplacedError(error.message) from error
        connection.health.markets = markets_of(line.wanted)
        self._open[line.link] = connection._replace(wanted=line.wanted)

    def _close(self, line: Closed) -> None:
        self._open.pop(line.link, None)

    def _answer(self, line: Answer) -> None:
        reader = self._exchange(line.exchange)(line.markets, line.basis)
        with suppress(DecodeError):
            for ticker in reader.parse_tickers(line.body, line.at, line.ahead):
                self._store.put(ticker, self._now)

    def _exchange(self, name: str) -> type[Exchange]:
        if name not in self._exchanges:
            raise MisplacedError(f"no exchange is called {name!r}")
        return self._exchanges[name]
