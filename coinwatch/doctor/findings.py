"""What an examination can find, in the words of the lines that it prints."""

from collections.abc import Callable
from enum import StrEnum
from typing import Literal, NamedTuple


class Step(StrEnum):
    """One thing to look at, in the word of the ``step`` key."""

    PROGRAM = "program"
    CONFIG = "config"
    PROXY = "proxy"
    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    REST = "rest"
    WEBSOCKET = "websocket"
    SUBSCRIBE = "subscribe"
    FIRST_TICK = "first_tick"
    ROUND_TRIP = "round_trip"
    CLOCK = "clock"

    @property
    def label(self) -> str:
        """The word for people."""
        return _LABELS.get(self, self.value.replace("_", " "))


_LABELS = {
    Step.DNS: "DNS",
    Step.TCP: "TCP",
    Step.TLS: "TLS",
    Step.REST: "REST",
    Step.WEBSOCKET: "WebSocket",
}


class State(StrEnum):
    """What came of a step."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


class Check(NamedTuple):
    """One step that was taken, or left out."""

    exchange: str | None
    """Its name; None for what concerns no exchange."""
    step: Step
    state: State
    ms: float | None
    """How long it took, in milliseconds; None where that means nothing."""
    message: str
    """What was found, or what is wrong."""
    hint: str = ""
    """What to do about it."""


class Verdict(NamedTuple):
    """What all the steps mean for one exchange."""

    exchange: str
    usable: bool
    via: Literal["websocket", "rest"] | None
    """How prices come; None if they do not."""
    round_trip_ms: float | None
    clock_s: float | None
    """How far the exchange's clock is ahead of ours, in seconds; negative if it is behind."""
    message: str


Tell = Callable[[Check | Verdict], None]
"""Takes what is found, when it is found."""
