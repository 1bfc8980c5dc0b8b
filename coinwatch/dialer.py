"""Opening connections of one exchange, within its limits: where to, how, and when not."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from coinwatch.budget import Budget
from coinwatch.exchanges.base import Exchange, Subscription
from coinwatch.hosts import Hosts
from coinwatch.link import Clock, Link, LinkSettings
from coinwatch.model import Basis, Market
from coinwatch.reasons import Failure
from coinwatch.state import Health
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder


class FeedSettings(NamedTuple):
    """Where a feed connects to, and how patient it is."""

    urls: tuple[str, ...]
    """The address, then those to fall back on where this place is not served."""
    basis: Basis = "utc_day"
    link: LinkSettings = LinkSettings()
    backoff_initial_s: float = 0.5
    backoff_max_s: float = 30.0
    rollover_s: float = 84_600.0
    """When to replace a connection that the exchange would close after its lifetime."""


class Shared(NamedTuple):
    """What all connections of an exchange share."""

    exchange: type[Exchange]
    store: Store
    connects: Budget
    """Of new connections, whatever becomes of those that were."""
    random: Random
    clock: Clock = Clock()
    recorder: "Recorder | None" = None


class Line(NamedTuple):
    """A connection, the task that serves it, and which statistics it brings."""

    link: Link
    task: asyncio.Task[Failure]
    basis: Basis


class Dialer:
    """Opens the connections of one feed."""

    def __init__(self, shared: Shared, connection: int, settings: FeedSettings) -> None:
        self.shared = shared
        self._connection = connection
        self.configure(settings)

    def configure(self, settings: FeedSettings) -> None:
        """Open connections by other settings from now on."""
        self.settings = settings
        self.hosts = Hosts(settings.urls)

    @property
    def held_s(self) -> float:
        """How long the exchange wants to be left alone, in seconds; 0.0 if it does not."""
        return max(0.0, self.shared.connects.held_until - self.shared.clock.monotonic())

    def open(
        self,
        tasks: asyncio.TaskGroup,
        health: Health,
        wanted: Sequence[Subscription],
        on_news: Callable[[], None],
    ) -> Line:
        """Open a connection; its task returns why it ended, or could not be had."""
        shared, settings = self.shared, self.settings
        exchange = self._decoder(markets_of(wanted))
        link = Link(exchange, shared.store, health, settings.link, on_news, shared.clock)
        url = shared.exchange.websocket_url(self.hosts.url)
        task = tasks.create_task(link.run(url, wanted))
        task.add_done_callback(self._obey)
        if recorder := shared.recorder:
            task.add_done_callback(lambda _: recorder.disconnected(exchange))
        return Line(link, task, settings.basis)

    def _obey(self, task: asyncio.Task[Failure]) -> None:
        """Leave the exchange alone for as long as it asks, whoever wants a connection next."""
        if not task.cancelled() and not task.exception():
            until = self.shared.clock.monotonic() + task.result().retry_after_s
            self.shared.connects.hold(until)

    def _decoder(self, markets: Sequence[Market]) -> Exchange:
        basis, recorder = self.settings.basis, self.shared.recorder
        decoder = self.shared.exchange(markets, basis)
        if recorder is None:
            return decoder
        return recorder.connected(decoder, self._connection, markets, basis)


def markets_of(wanted: Sequence[Subscription]) -> tuple[Market, ...]:
    """Return the markets of subscriptions, each once, in order."""
    return tuple(dict.fromkeys(subscription.market for subscription in wanted))
