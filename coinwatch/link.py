"""One connection's life, from the handshake to the close: subscribe, receive, watch over it."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection

from coinwatch.budget import Budget
from coinwatch.connection import open_connection
from coinwatch.errors import DecodeError
from coinwatch.exchanges.base import Exchange, Rate, Subscription
from coinwatch.model import Event, Refusal, Shutdown
from coinwatch.reasons import BAD_ADDRESS, TRANSIENT, Failure, explain
from coinwatch.silence import Silence
from coinwatch.state import Health
from coinwatch.store import Store
from coinwatch.text import safe
from coinwatch.trust import trusted

_log = logging.getLogger(__name__)

REJECTED_IN_A_ROW = 20
"""So many frames in a row that cannot be read, and a new connection is the better bet."""

SHOWN_BYTES = 80
"""How much of a rejected frame is kept to be shown."""

JUMP_S = 5.0
"""How far the wall clock may run away from the monotonic one between two looks."""

PINGS = 2
"""Messages a second that are left to the library's own pings and pongs."""


class Clock(NamedTuple):
    """Where time comes from: monotonic seconds for ages, wall clock nanoseconds for stamps."""

    monotonic: Callable[[], float] = time.monotonic
    wall_ns: Callable[[], int] = time.time_ns


class LinkSettings(NamedTuple):
    """How patient a connection is, in seconds."""

    silence_timeout_s: float = 30.0
    ping_interval_s: float = 20.0
    open_timeout_s: float = 10.0
    answer_timeout_s: float = 10.0


class Link:
    """One connection attempt. ``run`` returns why it ended; nothing here tries again."""

    def __init__(
        self,
        exchange: Exchange,
        store: Store,
        health: Health,
        settings: LinkSettings,
        on_news: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._exchange = exchange
        self._store = store
        self._health = health
        self._settings = settings
        self._on_news = on_news
        self._clock = clock
        self._wanted: Sequence[Subscription] = ()
        self._wake = asyncio.Event()
        self._failure: Failure | None = None
        self._silence = Silence(settings.silence_timeout_s, clock.monotonic())
        self._probed = self._asked_again = False
        self._asked_at = 0.0
        self._looked = self._times()
        self._rejected = self._rejected_in_a_row = 0
        rates = [Rate(max(1, most - PINGS), s) for most, s in exchange.limits.messages]
        self._messages = Budget(rates)
        self.has_data = False
        """Whether any data came."""
        self.settled = False
        """Whether data comes and everything that was asked for is confirmed."""
        self.retiring = False
        """Whether the exchange announced that it will close this connection."""
        self.received_ns = 0
        """The wall clock at the last frame."""

    async def run(self, url: str, wanted: Sequence[Subscription]) -> Failure:
        """Connect and serve until the connection ends; return why it did."""
        self._wanted = wanted
        place = urlsplit(url)
        host = place.hostname or url
        settings = self._settings
        try:
            connection = open_connection(
                url,
                self.receive,
                ping_s=settings.ping_interval_s,
                open_s=settings.open_timeout_s,
                trust=await trusted() if place.scheme == "wss" else None,
            )
            websocket = await connection
        except (*TRANSIENT, *BAD_ADDRESS) as error:
            return explain(error, host)
        try:
            async with websocket:
                return await self._serve(websocket, host)
        except TRANSIENT as error:
            return self._failure or explain(error, host)

    def watch(self, wanted: Sequence[Subscription]) -> None:
        """Watch something else from now on, on the same connection."""
        self._wanted = wanted
        self._wake.set()

    def close(self) -> None:
        """End the connection: another one has taken over."""
        self._fail("replaced by another connection")

    def receive(self, frame: bytes) -> None:
        """Take one message: the hot path."""
        if self._failure:
            return  # given up already; what still comes would blur since when data is missing
        health, clock = self._health, self._clock
        now = clock.monotonic()
        self.received_ns = received_ns = clock.wall_ns()
        health.received_at = now
        health.frames += 1
        try:
            events = self._exchange.decode(frame, received_ns)
        except DecodeError as error:
            self._reject(error, frame)
            return
        self._rejected_in_a_row = 0
        data = False
        put = self._store.put
        for event in events:
            if put(event, now):
                data = True
            else:
                self._control(event)
        if data:
            self._silence.data(now)
            self.has_data = True
            self._probed = False
        if not self.settled and self.has_data:
            self.settled = not self._exchange.pending
            self._on_news()

    def _reject(self, error: DecodeError, frame: bytes) -> None:
        self._health.rejected += 1
        start = bytes(frame[:SHOWN_BYTES]).decode("utf-8", "replace")
        self._health.last_rejected = safe(f"{error.message}: {start}")
        self._rejected += 1
        self._rejected_in_a_row += 1
        if self._rejected_in_a_row >= REJECTED_IN_A_ROW:
            self._fail(f"{REJECTED_IN_A_ROW} frames in a row could not be read: {error.message}")

    def _control(self, event: Event) -> None:
        if isinstance(event, Refusal):
            words = f"{event.name}: {event.message}"
            if event.request_id is None or not self.has_data:
                self._fail(f"the exchange refused: {words}", slow=True)
            else:
                self._health.last_rejected = f"the exchange refused a request: {words}"
                _log.warning("%s: %s", self._exchange.title, self._health.last_rejected)
        elif isinstance(event, Shutdown):
            self.retiring = True
            self._on_news()

    def _fail(self, reason: str, *, slow: bool = False) -> None:
        self._failure = self._failure or Failure(reason, slow=slow)
        self._wake.set()

    async def _serve(self, websocket: ClientConnection, host: str) -> Failure:
        closed = asyncio.create_task(websocket.wait_closed())
        closed.add_done_callback(lambda _: self._wake.set())
        try:
            await self._subscribe(websocket)
            await websocket.ping()
            while not closed.done():
                found = None if self._failure else await self._look_after(websocket)
                self._failure = self._failure or found
                if self._failure:
                    return self._failure
            return self._failure or explain(websocket.close_exc, host)
        finally:
            closed.cancel()

    async def _look_after(self, websocket: ClientConnection) -> Failure | None:
        """Wait for something to do, at most a moment, and do it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(min(1.0, self._settings.silence_timeout_s / 8)):
                await self._wake.wait()
        if self._wake.is_set():
            self._wake.clear()
            await self._subscribe(websocket)
        if websocket.latency:
            self._health.round_trip_s = websocket.latency
        return self._check_clocks() or self._check_answers() or await self._check_silence(websocket)

    def _check_answers(self) -> Failure | None:
        """Give up on an exchange that does not confirm what it was asked for."""
        waited_s = self._clock.monotonic() - self._asked_at
        if not self._exchange.pending or waited_s < self._settings.answer_timeout_s:
            return None
        return Failure(f"a subscription was not confirmed within {waited_s:.0f} s", stale=True)

    def _times(self) -> tuple[float, float]:
        return self._clock.monotonic(), self._clock.wall_ns() / 1e9

    def _check_clocks(self) -> Failure | None:
        """Notice that this computer slept, or that its clock was set: nothing shown is true then.

        The monotonic clock stands still in a sleep; the wall clock does not.
        """
        before, self._looked = self._looked, self._times()
        passed, by_wall = (now - then for now, then in zip(self._looked, before, strict=True))
        jump = by_wall - passed
        if abs(jump) < JUMP_S:
            return None
        # What came since then has a time that may be wrong.
        self.received_ns = min(self.received_ns, int(before[1] * 1e9))
        back = f"this computer's clock was set back by {-jump:.0f} s"
        ahead = f"this computer slept for {jump:.0f} s, or its clock was set forward"
        return Failure(back if jump < 0 else ahead, stale=True)

    async def _check_silence(self, websocket: ClientConnection) -> Failure | None:
        """Ask a quiet exchange for a sign of life where it has one; else judge by its habits."""
        now = self._clock.monotonic()
        quiet = self._silence.quiet_s(now)
        timeout = self._settings.silence_timeout_s
        probe = self._exchange.probe()
        if probe is None:
            dead = self._silence.dead(now)
        else:
            dead = self._probed and quiet > timeout
            # What could not be read may have been the only word on a quiet market.
            again = not (self._asked_again or self._rejected_in_a_row) and self._rejected > 0
            if again or (quiet > timeout / 2 and not self._probed):
                self._probed, self._asked_again = True, self._asked_again or again
                await self._send(websocket, probe)
        return Failure(f"nothing came for {quiet:.0f} s", stale=True) if dead else None

    async def _subscribe(self, websocket: ClientConnection) -> None:
        for message in self._exchange.subscribe(self._wanted):
            await self._send(websocket, message)

    async def _send(self, websocket: ClientConnection, message: bytes) -> None:
        """Send within the exchange's limits: too many messages end the connection, or ban us."""
        await asyncio.sleep(self._messages.take(self._clock.monotonic()))
        await websocket.send(message, text=True)
        self._asked_at = self._clock.monotonic()
