"""What an exchange's clock shows by now, at most: learned from the times in its own frames.

A time that lies ahead would make everything after it look old, so it must not be believed; but a
clock of ours that is behind by hours must not make every frame look wrong. Old times say nothing:
the snapshot of a quiet market may have one of hours ago.
"""

from collections import deque
from typing import Any, NamedTuple

from coinwatch.exchanges.gates import NS_PER_MS, FieldError, milliseconds, shown

TOLERANCE_MS = 3_000
"""How far ahead of the estimate a time may be."""

WITNESSES = 5
"""So many different times that lie ahead, within a minute, outvote our own clock."""

WITHIN_MS = 60_000

CLAIMS = 16
"""How many times that lay ahead are remembered."""


class KeptClock(NamedTuple):
    """What a ``ServerClock`` learned."""

    ahead_ms: int
    claims: tuple[tuple[int, int], ...]
    """Times that lay ahead, and ours when they came; in milliseconds, oldest first."""


class ServerClock:
    """The clock at the other end of one connection, as far as it is ahead of ours."""

    __slots__ = ("_ahead_ms", "_claims")

    def __init__(self) -> None:
        self._ahead_ms = 0
        self._claims = deque[tuple[int, int]](maxlen=CLAIMS)

    def kept(self) -> KeptClock:
        """Return all that was learned."""
        return KeptClock(self._ahead_ms, tuple(self._claims))

    def restore(self, kept: KeptClock) -> None:
        """Know what another one kept."""
        self._ahead_ms = kept.ahead_ms
        self._claims = deque(kept.claims, maxlen=CLAIMS)

    def time_ms(self, value: Any, received_ns: int) -> int:
        """Return an exchange's time in milliseconds; it may be in microseconds.

        Raises FieldError for one that is ahead of the exchange's clock.
        """
        found = milliseconds(value)
        received_ms = received_ns // NS_PER_MS
        if found - received_ms > self._ahead_ms + TOLERANCE_MS:
            self._listen(found, received_ms)
            ahead_ms = found - received_ms - self._ahead_ms
            if ahead_ms > TOLERANCE_MS:
                seconds = ahead_ms // 1000
                raise FieldError(
                    f"a time {seconds} s ahead of the exchange's clock, {shown(value)}"
                )
        return found

    def _listen(self, found: int, received_ms: int) -> None:
        """Take a time that lies ahead as a claim, and go by what enough of them say at least.

        Repeating a time adds nothing: what is sent twice is no second witness.
        """
        self._claims.append((found, received_ms))
        recent = {at: at - came for at, came in self._claims if abs(received_ms - came) < WITHIN_MS}
        if len(recent) >= WITNESSES:
            self._ahead_ms = max(self._ahead_ms, sorted(recent.values())[-WITNESSES])
