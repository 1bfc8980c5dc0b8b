"""What happened, in order: a ring of fixed size with cursors.

The slots are allocated once and hold references to immutable records, so memory depends neither on
time nor on rate. A reader that falls behind by more than the capacity is told how many it lost.
"""

from collections.abc import Callable

from coinwatch.model import Gap, Record

_EMPTY = Gap("", (), 0, 0, "")
"""Fills the slots that nothing was written to yet; no reader ever sees it."""


class Journal:
    """A ring of the newest records. One writer; any number of readers, each with its cursor."""

    def __init__(self, capacity: int = 16_384) -> None:
        self._slots: list[Record] = [_EMPTY] * capacity
        self._capacity = capacity
        self._listeners: list[Callable[[], None]] = []
        self.head = 0
        """The cursor of the next record; a reader that starts now starts here."""

    def append(self, record: Record) -> None:
        """Write a record, over the oldest one if need be, and wake the readers."""
        head = self.head
        self._slots[head % self._capacity] = record
        self.head = head + 1
        for listener in self._listeners:
            listener()

    def since(self, cursor: int, limit: int) -> tuple[list[Record], int, int]:
        """Return at most ``limit`` records from ``cursor`` on.

        With them the next cursor, and how many records before them this reader lost.
        """
        size = self._capacity
        start = max(cursor, self.head - size)
        stop = min(self.head, start + limit)
        first, last = start % size, stop % size
        if start == stop:
            found: list[Record] = []
        elif first < last:
            found = self._slots[first:last]
        else:
            found = self._slots[first:] + self._slots[:last]
        return found, stop, start - cursor

    def listen(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called after every record. It must return at once."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Do not call ``listener`` any more."""
        self._listeners.remove(listener)
