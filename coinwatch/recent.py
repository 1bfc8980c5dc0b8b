"""Which trades were seen already, where they may arrive out of order."""

from collections import deque


class RecentIds:
    """The newest ids of a market, and the highest one that was forgotten.

    Upbit's trades arrive out of order by up to a second, so "greater than the last" would lose
    some; an id that is at most the highest forgotten one is taken as seen.
    """

    __slots__ = ("_floor", "_order", "_seen")

    CAPACITY = 1024
    """How many ids are remembered: far more than any disorder, few enough for every market."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._order: deque[int] = deque()
        self._floor = -1

    def add(self, trade_id: int) -> bool:
        """Note an id; False if it was seen already."""
        if trade_id <= self._floor or trade_id in self._seen:
            return False
        self._seen.add(trade_id)
        self._order.append(trade_id)
        if len(self._order) > self.CAPACITY:
            oldest = self._order.popleft()
            self._seen.discard(oldest)
            self._floor = max(self._floor, oldest)
        return True
