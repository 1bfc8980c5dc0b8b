"""What one WebSocket client has said and is owed, and who listens to what."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from coinwatch.demo.client import Client
from coinwatch.demo.faults import Faults
from coinwatch.demo.frames import Message
from coinwatch.demo.ledger import Received

Key = TypeVar("Key")
Want = TypeVar("Want")


class Session(ABC):
    """One client's side of the protocol."""

    def __init__(self, client: Client, faults: Faults) -> None:
        self.client = client
        self._faults = faults
        self._timers: list[tuple[float, Callable[[], None]]] = []

    @property
    @abstractmethod
    def subscriptions(self) -> tuple[str, ...]:
        """What the client is subscribed to now, in the exchange's words."""

    @abstractmethod
    def hear(self, received: Received) -> None:
        """Note that a frame came, of whatever kind."""

    @abstractmethod
    def obey(self, payload: bytes, now_s: float) -> None:
        """Act on a message."""

    @abstractmethod
    def end(self) -> None:
        """Listen to nothing more."""

    def take(self, received: Received) -> None:
        """Act on a frame."""
        self.hear(received)
        is_message = received.kind in {"text", "binary"}
        if is_message and self.client.is_open and not self._faults.ignore_requests:
            self.obey(received.payload, received.at_s)

    def at(self, when_s: float, action: Callable[[], None]) -> None:
        """Do something at a time of the event loop."""
        self._timers.append((when_s, action))

    def due(self, now_s: float) -> float:
        """Do what is due, and return when something is due next; infinity for never."""
        ready = [action for when_s, action in self._timers if when_s <= now_s]
        self._timers = [timer for timer in self._timers if timer[0] > now_s]
        for action in ready:
            action()
        return min((when_s for when_s, _ in self._timers), default=math.inf)

    def reply(self, message: Message, now_s: float) -> None:
        """Answer a request, late if the faults say so."""
        if self._faults.ack_delay_s:
            self.at(now_s + self._faults.ack_delay_s, lambda: self.client.send(message))
        else:
            self.client.send(message)


class Topics(Generic[Key, Want]):
    """Who listens to what, and how each wants it."""

    def __init__(self) -> None:
        self._listeners: dict[Key, dict[Session, Want]] = {}

    def add(self, key: Key, session: Session, want: Want) -> None:
        """Let a session listen."""
        self._listeners.setdefault(key, {})[session] = want

    def remove(self, key: Key, session: Session) -> None:
        """Let a session listen no more; nothing happens if it did not."""
        listeners = self._listeners.get(key, {})
        listeners.pop(session, None)
        if not listeners:
            self._listeners.pop(key, None)

    def listeners(self, key: Key) -> Mapping[Session, Want]:
        """Return who listens, and how each wants it."""
        return self._listeners.get(key) or {}

    def __contains__(self, key: Key) -> bool:
        return key in self._listeners

    def __iter__(self) -> Iterator[Key]:
        return iter(tuple(self._listeners))
