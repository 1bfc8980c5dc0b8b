"""How much of a recording is played without looking up."""

from coinwatch.journal import Journal

STEP_S = 0.02
"""So much of the recorded time is played without looking up."""

STEP_LINES = 500
"""So many lines are played without looking up: a few milliseconds of work."""

STEP_RECORDS = 256
"""So much of the journal is filled without looking up: far less than it holds."""


class Stride:
    """Counts what is played at once, so that others get their turn and the journal never fills."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._until_s = 0.0
        self._lines = 0
        self._head = 0

    def begin(self, until_s: float) -> None:
        """Play on, up to a time of the replay."""
        self._until_s = until_s
        self._lines = STEP_LINES
        self._head = self._journal.head + STEP_RECORDS

    def ends(self, now: float) -> bool:
        """Count a line of ``now``; return whether to look up before it."""
        self._lines -= 1
        return now > self._until_s or self._lines < 0 or self._journal.head >= self._head
