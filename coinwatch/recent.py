"""Which trades were seen already, where they may arrive out of order."""

from typing import NamedTuple


class KeptIds(NamedTuple):
    """What ``RecentIds`` remembers; a trade is known by its time and its id."""

    recent: tuple[int, ...]
    older: tuple[int, ...]
    newest: tuple[int, int]
    passed: tuple[int, int]
    floor: tuple[int, int]


class RecentIds:
    """The newest trades of a market, by id, and the newest one that was forgotten.

    Upbit's trades arrive out of order by up to a second, so "greater than the last" would lose
    some. A trade that is at most as new as the newest forgotten one is taken as seen; time comes
    before id in that, so that one absurd id cannot make all that follow look old.
    """

    __slots__ = ("_floor", "_newest", "_older", "_passed", "_recent")

    CAPACITY = 512
    """At least so many are remembered, and less than twice as many: far more than any disorder,
    few enough for every market."""

    def __init__(self) -> None:
        # Two generations: when the younger is full, the older is forgotten as a whole.
        self._recent: set[int] = set()
        self._older: set[int] = set()
        self._newest = self._passed = self._floor = (-1, -1)

    def kept(self) -> KeptIds:
        """Return all that is remembered."""
        recent, older = tuple(sorted(self._recent)), tuple(sorted(self._older))
        return KeptIds(recent, older, self._newest, self._passed, self._floor)

    def restore(self, kept: KeptIds) -> None:
        """Remember what another one kept."""
        self._recent, self._older = set(kept.recent), set(kept.older)
        self._newest, self._passed, self._floor = kept.newest, kept.passed, kept.floor

    def add(self, trade_id: int, at_ms: int) -> bool:
        """Note a trade by its id and time; False if it was seen already."""
        key = at_ms, trade_id
        if trade_id in self._recent or trade_id in self._older or key <= self._floor:
            return False
        self._recent.add(trade_id)
        self._newest = max(self._newest, key)
        if len(self._recent) == self.CAPACITY:
            # The newest of each generation, as it was when that one was full.
            self._floor, self._passed = self._passed, self._newest
            self._older, self._recent = self._recent, set()
        return True
