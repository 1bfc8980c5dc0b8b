"""What the screen shows: the store as it is, or as it was when the picture was frozen."""

from collections.abc import Callable

from coinwatch.focus import Focus
from coinwatch.model import Market
from coinwatch.pairs import Pairing
from coinwatch.state import MarketState
from coinwatch.store import Store
from coinwatch.tui.behind import Playback


class Picture:
    """Time and states of the markets, of one and the same moment."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float],
        wall: Callable[[], float],
        playback: Playback | None = None,
    ) -> None:
        self._store = store
        self._kept: dict[tuple[str, str], MarketState] = {}
        self._focus: Focus | None = None
        self.clock = clock
        """Monotonic seconds, which go on while the picture is frozen."""
        self.wall = wall
        """Seconds since the epoch, which go on too."""
        self.playback = playback
        """What the clocks go by in a replay."""
        self.frozen = False
        """Whether time stands still here."""
        self.now = clock()
        """The picture's moment, in monotonic seconds."""
        self.wall_s = wall()
        """The picture's moment, in seconds since the epoch."""

    @property
    def frozen_s(self) -> float | None:
        """For how long it is frozen, in seconds; None if it is not."""
        return self.clock() - self.now if self.frozen else None

    @property
    def version(self) -> int:
        """Changes whenever a market in the picture may have."""
        return -1 if self.frozen else self._store.version

    @property
    def pairing(self) -> Pairing:
        """What premiums are computed from."""
        return self._store.pairing

    @property
    def beside(self) -> frozenset[Market]:
        """What has no row, because it is watched for premiums alone."""
        return self._store.beside

    def go_on(self) -> None:
        """Move on to the present, unless frozen."""
        if not self.frozen:
            self.now, self.wall_s = self.clock(), self.wall()

    def state(self, market: Market) -> MarketState:
        """Return what is known of a market, or what was when the picture was frozen.

        Of one that is not watched any more nothing is known: a row may be painted once more before
        the next frame has others.
        """
        if not self.frozen:
            return self._newest(market)
        kept = self._kept.get(market[:2])
        if kept is None:
            newest = self._newest(market)
            kept = self._kept[market[:2]] = MarketState(market, newest.series, self.now)
            kept.listing = newest.listing
        return kept

    def _newest(self, market: Market) -> MarketState:
        watched = market in self._store.markets
        return self._store.state(market) if watched else MarketState(market, (), self.now)

    @property
    def focus(self) -> Focus | None:
        """What is kept of the market that is looked at, or was when the picture was frozen."""
        newest = self._store.focus
        if newest is None or not self.frozen:
            return newest
        kept = self._focus
        if kept and (kept.market, kept.interval) == (newest.market, newest.interval):
            return kept
        unseen = Focus(newest.market, newest.interval, newest.asked_at, newest.others)
        if kept and kept.market == newest.market:
            unseen.keep_trades(kept)
        return unseen

    def toggle(self) -> None:
        """Freeze, or go on; a replay itself stands still, and there is nothing to freeze."""
        if self.playback:
            self.playback.pause()
            return
        self.go_on()
        self.frozen = not self.frozen
        markets = self._store.markets if self.frozen else ()
        focus = self._store.focus
        self._focus = focus.copy() if focus and self.frozen else None
        self._kept = {market[:2]: self._store.state(market).frozen() for market in markets}
        self.go_on()
