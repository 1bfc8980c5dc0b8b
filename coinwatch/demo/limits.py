"""Counting what a client does against the limits that the exchanges document.

The clock is always the caller's, in monotonic seconds.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

_MINUTE_S = 60.0


class Rate(NamedTuple):
    """So many in so many seconds."""

    number: int
    seconds: float


_FIVE_A_SECOND = Rate(5, 1.0)
_HUNDRED_A_MINUTE = Rate(100, 60.0)
_TEN_A_SECOND = Rate(10, 1.0)
_ONE_IN_TEN_SECONDS = Rate(1, 10.0)
_THREE_HUNDRED_IN_FIVE_MINUTES = Rate(300, 300.0)


@dataclass
class UpbitLimits:
    """What Upbit documents; tests may change it. https://docs.upbit.com/kr/reference/rate-limits."""

    handshakes: Rate = _FIVE_A_SECOND
    with_origin: Rate = _ONE_IN_TEN_SECONDS
    """Handshakes and requests that name the web page they come from."""
    messages: tuple[Rate, ...] = (_FIVE_A_SECOND, _HUNDRED_A_MINUTE)
    """On one connection, pings included. Who says more is closed with 1008: what the real one does
    is not documented."""
    rest: Rate = _TEN_A_SECOND
    """For each group of addresses."""
    idle_s: float = 60.0
    """How long a connection lives from which nothing comes. Documented are 120 s, measured 60."""
    status_every_s: float = 10.0
    """How often a client is told again that all is well, once it has asked by a text ``PING``."""


@dataclass
class BinanceLimits:
    """What Binance documents; tests may change it.

    https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
    https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits
    """

    handshakes: Rate = _THREE_HUNDRED_IN_FIVE_MINUTES
    messages: Rate = _FIVE_A_SECOND
    """On one connection, pings and pongs included. Who says more is closed with 1008."""
    streams: int = 1024
    """On one connection."""
    ping_every_s: float = 20.0
    pong_within_s: float = 60.0
    """Who does not answer a ping in this time is closed with 1008."""
    lifetime_s: float = 86_400.0
    weight_per_minute: int = 6_000
    """What REST requests may weigh together."""
    patience: int = 10
    """How many requests over that are refused with 429 before the address is banned, with 418."""
    ban_s: float = 120.0


class Meter:
    """How many in the last seconds."""

    def __init__(self) -> None:
        self._taken: deque[float] = deque()

    def take(self, rate: Rate, now: float) -> bool:
        """Count one more, unless that is over the rate."""
        if self.left(rate, now) == 0:
            return False
        self._taken.append(now)
        return True

    def left(self, rate: Rate, now: float) -> int:
        """Return how many more there may be now."""
        while self._taken and self._taken[0] <= now - rate.seconds:
            self._taken.popleft()
        return max(rate.number - len(self._taken), 0)


class Weights:
    """What a client's requests weigh in a minute, and the ban of who goes on after too many."""

    def __init__(self) -> None:
        self.used = 0
        """In this minute."""
        self._minute = -1
        self._refused = 0
        self._banned_until = 0.0

    def take(self, weight: int, limits: BinanceLimits, now: float) -> float:
        """Count a request in, and return 0, or else in how many seconds to ask again."""
        minute = int(now // _MINUTE_S)
        if minute != self._minute:
            self._minute, self.used, self._refused = minute, 0, 0
        self.used += weight
        if self.is_banned(now):
            return self._banned_until - now
        if self.used <= limits.weight_per_minute:
            return 0.0
        self._refused += 1
        if self._refused > limits.patience:
            self._banned_until = now + limits.ban_s
            return limits.ban_s
        return (minute + 1) * _MINUTE_S - now

    def is_banned(self, now: float) -> bool:
        """Tell whether the address is banned."""
        return now < self._banned_until
