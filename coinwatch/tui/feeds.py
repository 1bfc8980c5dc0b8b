"""How each exchange is: all its connections in one record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coinwatch import freshness
from coinwatch.freshness import Carrier
from coinwatch.model import FLOWING, FeedState
from coinwatch.state import Health
from coinwatch.tui.words import Words

REJECTED_SHOWN_S = 30.0
"""For how long the screen tells of a frame that could not be read."""

LEAST_MEASURED_S = 0.5
"""A rate over less than this says nothing."""

Feeds = Mapping[tuple[str, int], Health]
"""By exchange and connection."""


class Rejected(NamedTuple):
    """Frames of an exchange that could not be read."""

    frames: int
    reason: str
    """Why the last one could not, and its first bytes."""


class Exchange(NamedTuple):
    """How one exchange is."""

    name: str
    state: FeedState
    """Of the connection that is worst."""
    flowing: int = 0
    """How many connections bring data."""
    connections: int = 1
    round_trip_s: float | None = None
    """The longest."""
    per_second: float | None = None
    """Messages, of all connections."""
    reason: str = ""
    """Why the worst is not live; empty while all is well."""
    retry_in_s: float | None = None
    down_s: float | None = None
    """For how long it is not live; None while data comes."""
    rejected: Rejected | None = None
    """Only while it is news."""


class Meter:
    """Turns counters that only rise into rates and news, once a second."""

    def __init__(self) -> None:
        self.per_second: dict[str, float] = {}
        """By exchange."""
        self._at: float | None = None
        self._frames: dict[str, int] = {}
        self._rejected: dict[str, tuple[int, float]] = {}

    def measure(self, feeds: Feeds, now: float) -> None:
        """Take the counters at ``now``, in monotonic seconds, unless it is too soon."""
        if self._at is not None and 0 <= now - self._at < LEAST_MEASURED_S:
            return
        frames: dict[str, int] = defaultdict(int)
        rejected: dict[str, int] = defaultdict(int)
        for health in feeds.values():
            frames[health.exchange] += health.frames
            rejected[health.exchange] += health.rejected
        if self._at is not None and now > self._at:
            self.per_second = {
                name: max(0, count - self._frames.get(name, 0)) / (now - self._at)
                for name, count in frames.items()
            }
        self._at, self._frames = now, frames
        for name, count in rejected.items():
            if count > self._rejected.get(name, (0, 0.0))[0]:
                self._rejected[name] = count, now

    def rejected(self, healths: Sequence[Health], now: float) -> Rejected | None:
        """Return what could not be read of an exchange lately."""
        count, at = self._rejected.get(healths[0].exchange, (0, 0.0))
        reason = next((health.last_rejected for health in healths if health.rejected), "")
        # The connection may be gone, and a replay may have jumped back to before it happened.
        if not reason or not 0 <= now - at < REJECTED_SHOWN_S:
            return None
        return Rejected(count, reason)


def summarise(
    exchanges: Iterable[str], feeds: Feeds, meter: Meter, now: float, wall_s: float
) -> list[Exchange]:
    """Return how each exchange is that has a connection or is among ``exchanges``."""
    by_name: dict[str, list[Health]] = {name: [] for name in exchanges}
    for health in feeds.values():
        by_name.setdefault(health.exchange, []).append(health)
    return [
        _summary(name, healths, meter, now, wall_s)
        if healths
        else Exchange(name, FeedState.CONNECTING, connections=0)
        for name, healths in by_name.items()
    ]


def _summary(
    name: str, healths: Sequence[Health], meter: Meter, now: float, wall_s: float
) -> Exchange:
    running = freshness.running(healths)
    worst = freshness.worst(running)
    status = worst.status
    return Exchange(
        name,
        status.state,
        sum(health.status.state in FLOWING for health in running),
        len(running),
        max((h.round_trip_s for h in running if h.round_trip_s is not None), default=None),
        meter.per_second.get(name),
        status.reason or "",
        _retry_in_s(status.retry_in_ms, status.at_ms, wall_s),
        None if status.state in FLOWING else now - worst.turned_at,
        meter.rejected(healths, now),
    )


def _retry_in_s(retry_in_ms: int | None, at_ms: int, wall_s: float) -> float | None:
    """Return how long until the next try; never more than announced, whatever the clock does."""
    if retry_in_ms is None:
        return None
    return max(0, min(retry_in_ms, at_ms + retry_in_ms - round(wall_s * 1000))) / 1000


def why_no_data(carrier: Carrier, title: str, words: Words) -> str:
    """Return why a market of the exchange called ``title`` may have no data."""
    if carrier.state in FLOWING:
        return words.nothing_sent.format(exchange=title)
    state = words.states[carrier.state]
    if not carrier.reason:
        return words.feed_is.format(exchange=title, state=state)
    reason = words.sentence(carrier.reason)
    return words.feed_is_because.format(exchange=title, state=state, reason=reason)
