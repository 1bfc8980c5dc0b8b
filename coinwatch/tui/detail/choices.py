"""What the user chose on the screen of one market; it holds until the program ends."""

from collections.abc import Sequence
from decimal import Decimal

from coinwatch.model import Candle, Interval, Market
from coinwatch.tui.detail import window
from coinwatch.tui.detail.candle_line import INTERVALS
from coinwatch.tui.detail.grouping import RAW
from coinwatch.tui.detail.window import USUAL_ZOOM, ZOOMS, Zoom


class Choices:
    """Interval and zoom of the chart, the candle that is pointed at, the steps of order books."""

    def __init__(self) -> None:
        self.interval: Interval = "5m"
        self._zoom = USUAL_ZOOM
        self._steps: dict[Market, Decimal] = {}
        self.pointed_ms: int | None = None
        """A moment in the candle that is pointed at; None for the newest, whichever that is."""

    @property
    def zoom(self) -> Zoom:
        """How candles are drawn."""
        return ZOOMS[self._zoom]

    def step(self, market: Market) -> Decimal:
        """Return in which steps the prices of a market's book are put together."""
        return self._steps.get(market, RAW)

    def pick(self, interval: Interval) -> None:
        """Have candles of another length; the moment that is pointed at stays."""
        self.interval = interval

    def next_interval(self, steps: int) -> Interval:
        """Return the interval so many further on; at the ends there is none."""
        place = INTERVALS.index(self.interval) + steps
        return INTERVALS[max(0, min(place, len(INTERVALS) - 1))]

    def enlarge(self, steps: int) -> None:
        """Draw candles wider, or more of them."""
        self._zoom = max(0, min(self._zoom + steps, len(ZOOMS) - 1))

    def group(self, market: Market, step: Decimal) -> None:
        """Put the prices of a market's book together in steps."""
        self._steps[market] = step

    def point(self, candles: Sequence[Candle], steps: int) -> None:
        """Point at the candle so many further on."""
        self.pointed_ms = window.step(candles, self.pointed_ms, steps)
