"""What a session that is recorded has in place of its decoders and its store.

Frames are taken down raw, and the rest of what the store is told as it is told.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from coinwatch.exchanges.base import Exchange, Subscription
from coinwatch.focus import Focus
from coinwatch.model import Event, Gap, Group, Listing, Market, Status
from coinwatch.pairs import NO_PAIRING, Pairing
from coinwatch.recording.records import Described, Doubted, History, Missing, Said, Watch
from coinwatch.recording.state import closeup_of, keep_pairing
from coinwatch.state import Health
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder


class TapedDecoder:
    """A decoder that has taken down what it is asked and told."""

    def __init__(self, decoder: Exchange, number: int, recorder: "Recorder") -> None:
        self._decoder = decoder
        self._recorder = recorder
        self.number = number

    def __getattr__(self, name: str) -> Any:
        """Return the rest of the exchange, which is none of a recording's business."""
        return getattr(self._decoder, name)

    def subscribe(self, wanted: Sequence[Subscription]) -> list[bytes]:
        """Take down what is wanted, and return the messages that ask for it."""
        self._recorder.subscribed(self.number, wanted)
        return self._decoder.subscribe(wanted)

    def decode(self, frame: bytes, received_ns: int) -> Sequence[Event]:
        """Take down a frame, and return what it says."""
        self._recorder.frame(self.number, frame, received_ns)
        return self._decoder.decode(frame, received_ns)


class TapedStore(Store):
    """The store of a run that is recorded."""

    def __init__(self, recorder: "Recorder", **settings: Any) -> None:
        super().__init__(**settings)
        self._recorder = recorder
        self._told: tuple[Market, ...] = ()
        recorder.follow(self)

    def watch(
        self,
        groups: Sequence[Group],
        now: float,
        pairing: Pairing = NO_PAIRING,
        closeup: Sequence[Market] = (),
    ) -> None:
        """Set the watchlists, and what premiums are computed from."""
        super().watch(groups, now, pairing, closeup)
        self._take_down()

    def look_at(self, focus: Focus | None, now: float) -> None:
        """Look at one market closely, or at none any more."""
        super().look_at(focus, now)
        # The focus that is there may have others by now.
        if closeup_of(self) != self._told:
            self._take_down()

    def _take_down(self) -> None:
        """Take down what is kept from here on, as the store spells it by now."""
        self._told = closeup_of(self)
        self._recorder.put(Watch, self.groups, keep_pairing(self.pairing), self._told)

    def describe(self, listings: Iterable[Listing]) -> None:
        """Note names, decimals and warnings of the markets that are watched."""
        listings = tuple(listings)
        self._recorder.put(Described, listings)
        super().describe(listings)

    def backfill(
        self, market: Market, window_s: float, points: Iterable[tuple[int, float]]
    ) -> None:
        """Fill a sparkline with older prices."""
        points = tuple(points)
        self._recorder.put(History, market, window_s, points)
        super().backfill(market, window_s, points)

    def put_status(self, status: Status, now: float) -> Health:
        """Note a connection's new state."""
        self._recorder.put(Said, status)
        return super().put_status(status, now)

    def put_gap(self, gap: Gap) -> None:
        """Note a span of time of which something may be missing."""
        self._recorder.put(Missing, gap)
        super().put_gap(gap)

    def doubt(self, markets: Iterable[Market]) -> None:
        """Note that something of ``markets`` was missed."""
        markets = tuple(markets)
        self._recorder.put(Doubted, markets)
        super().doubt(markets)
