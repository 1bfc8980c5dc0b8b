"""What a feed may have missed, from the end of one connection to the next that is ready."""

from collections.abc import Sequence

from coinwatch.model import Gap, Market
from coinwatch.store import Store

MAX_LATENESS_MS = 5_000
"""How far a gap may reach back before the last frame, to cover what was on its way."""

DISORDER_MS = 1_000
"""How far behind the newest a trade may be that was still to come: Upbit's disorder."""


class Missed:
    """An open gap of one connection, if there is one."""

    def __init__(self, exchange: str, store: Store) -> None:
        self._exchange = exchange
        self._store = store
        self._since: tuple[int, str] | None = None
        self._ahead_ms = 0

    def note(self, markets: Sequence[Market], received_ms: int, reason: str) -> None:
        """Note that the data stopped after the frame of ``received_ms``; an open gap goes on."""
        if self._since:
            return
        newest = self._store.newest_ms(markets) or received_ms
        self._ahead_ms = max(0, newest - received_ms)
        from_ms = max(min(newest, received_ms) - DISORDER_MS, received_ms - MAX_LATENESS_MS)
        self._since = from_ms, reason
        self._store.doubt(markets)

    def tell(self, markets: Sequence[Market], now_ms: int) -> None:
        """Tell the open gap, if there is one: the data is back."""
        if self._since is None:
            return
        from_ms, reason = self._since
        self._since = None
        symbols = tuple(market.symbol for market in markets)
        # A gap is in the exchange's time, whose clock may be ahead of ours.
        to_ms = max(now_ms + self._ahead_ms, self._store.newest_ms(markets), from_ms)
        self._store.put_gap(Gap(self._exchange, symbols, from_ms, to_ms, reason))
