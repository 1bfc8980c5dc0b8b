"""What a client has said and is owed, whatever the exchange."""

import math
from typing import TYPE_CHECKING, cast

import pytest

from coinwatch.demo.faults import Faults
from coinwatch.demo.frames import Message, text
from coinwatch.demo.ledger import Received
from coinwatch.demo.session import Session, Topics

if TYPE_CHECKING:
    from coinwatch.demo.client import Client


class Sink:
    """A client that keeps what it is sent."""

    def __init__(self) -> None:
        self.is_open = True
        self.got: list[bytes] = []

    def send(self, message: Message) -> None:
        """Keep it."""
        self.got.append(message.payload)


class Plain(Session):
    """A session that keeps what it is told."""

    def __init__(self, sink: Sink, faults: Faults) -> None:
        super().__init__(cast("Client", sink), faults)
        self.told: list[object] = []

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """None."""
        return ()

    def hear(self, received: Received) -> None:
        """Keep the kind."""
        self.told.append(received.kind)

    def obey(self, payload: bytes, now_s: float) -> None:
        """Keep the message."""
        self.told.append((payload, now_s))

    def end(self) -> None:
        """Nothing to do."""


@pytest.fixture
def faults() -> Faults:
    """All off."""
    return Faults()


@pytest.fixture
def sink() -> Sink:
    """Nothing sent yet."""
    return Sink()


@pytest.fixture
def session(sink: Sink, faults: Faults) -> Plain:
    """Begin a session."""
    return Plain(sink, faults)


def test_messages_are_obeyed_and_all_frames_heard(session: Plain) -> None:
    """Control frames count, but say nothing."""
    for kind in ("text", "binary", "ping", "pong"):
        session.take(Received(1.0, kind, b"x"))
    assert session.told == ["text", (b"x", 1.0), "binary", (b"x", 1.0), "ping", "pong"]


def test_requests_can_be_ignored(session: Plain, faults: Faults) -> None:
    """They are heard, which keeps the connection alive, but not obeyed."""
    faults.ignore_requests = True
    session.take(Received(1.0, "text", b"x"))
    assert session.told == ["text"]


def test_nothing_is_obeyed_after_the_close(session: Plain, sink: Sink) -> None:
    """As when the frame itself was one too many."""
    sink.is_open = False
    session.take(Received(1.0, "text", b"x"))
    assert session.told == ["text"]


def test_what_is_due_is_done_in_time(session: Plain) -> None:
    """Each once, and the time of the next is told."""
    session.at(2.0, lambda: session.told.append("late"))
    session.at(1.0, lambda: session.told.append("soon"))
    assert session.due(0.5) == 1.0
    assert session.told == []
    assert session.due(1.0) == 2.0
    assert session.told == ["soon"]
    assert session.due(3.0) == math.inf
    assert session.told == ["soon", "late"]


def test_replies_go_at_once_unless_delayed(session: Plain, sink: Sink, faults: Faults) -> None:
    """A slow exchange answers later, in order."""
    session.reply(text(b"1"), 10.0)
    faults.ack_delay_s = 0.5
    session.reply(text(b"2"), 10.0)
    session.reply(text(b"3"), 10.0)
    assert sink.got == [b"1"]
    assert session.due(10.0) == 10.5
    session.due(10.5)
    assert sink.got == [b"1", b"2", b"3"]


def test_topics_know_who_listens_and_how(session: Plain) -> None:
    """The last want of a session counts."""
    topics = Topics[str, int]()
    topics.add("a", session, 1)
    topics.add("a", session, 2)
    assert dict(topics.listeners("a")) == {session: 2}
    assert "a" in topics
    assert list(topics) == ["a"]


def test_a_topic_without_listeners_is_forgotten(session: Plain) -> None:
    """Nothing is left of it; removing twice does no harm."""
    topics = Topics[str, int]()
    topics.add("a", session, 1)
    topics.remove("a", session)
    topics.remove("a", session)
    assert "a" not in topics
    assert list(topics) == []
    assert topics.listeners("a") == {}
