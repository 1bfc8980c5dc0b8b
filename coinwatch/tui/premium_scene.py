"""What the rows of the premium view are drawn from: two markets and the rate, as one row."""

from collections.abc import Sequence
from math import ceil

from coinwatch.model import Market
from coinwatch.pairs import Pair
from coinwatch.premium import change, history
from coinwatch.series import Series
from coinwatch.state import MarketState
from coinwatch.text import Language
from coinwatch.tui.picture import Picture
from coinwatch.tui.roles import Span
from coinwatch.tui.scene import NO_TREND, Scene, Trend
from coinwatch.tui.view import FLASH_S, View, flashes

CHANGE_WINDOWS_S = (300.0, 3_600.0)
"""Where the change over five minutes is looked up: in the finest window that reaches so far."""


class PremiumScene:
    """Makes views of assets. A row's market is the one in won."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._changes: dict[Market, tuple[int, float | None]] = {}

    @property
    def picture(self) -> Picture:
        """Time and states."""
        return self._scene.picture

    @property
    def language(self) -> Language:
        """Of names and amounts."""
        return self._scene.language

    @property
    def tight(self) -> bool:
        """Whether the screen is a narrow one."""
        return self._scene.tight

    @tight.setter
    def tight(self, tight: bool) -> None:
        self._scene.tight = tight

    def version(self, market: Market) -> int:
        """Return what changes whenever a price of the asset or the rate does."""
        version = self._scene.version
        return max(map(version, self._markets(market)))

    def view(self, market: Market, trend: Span = NO_TREND.span) -> View:
        """Return an asset as it is in the picture."""
        view = self._scene.view(market, trend)
        compared = view.compared
        if compared is None:
            return view
        points = None if compared.stale else self._change(compared.pair)
        return view._replace(stale=compared.complete and compared.stale, premium_change=points)

    def trend(self, state: MarketState, width: int, before: Trend = NO_TREND) -> Trend:
        """Return the sparkline of the premium in ``width`` cells, once a second at most."""
        market = state.market
        pair = self.picture.pairing.by_market.get(market)
        series = state.series.get(self._scene.window_s)
        if pair is None or series is None or not width:
            return NO_TREND._replace(version=state.version, until=float("inf"))
        return self._scene.drawn(
            lambda: self._values(pair, self._scene.window_s),
            series.bucket_ms,
            self.version(market),
            width,
            before,
        )

    def why_empty(self, view: View) -> str:
        """Return why a row lacks a price or the rate; empty while all may still come."""
        scene = self._scene
        legs = (scene.view(market) for market in self._markets(view.state.market))
        return next(filter(None, map(scene.why_empty, legs)), "")

    def holds_until(self, view: View, trend: Trend) -> float:
        """Return until when a row stays as it is if nothing comes, in monotonic seconds."""
        until = self._scene.holds_until(view, trend)
        abroad = view.abroad
        if abroad and flashes(view, abroad):
            until = min(until, abroad.moved_at + FLASH_S)
        return until

    def _markets(self, market: Market) -> Sequence[Market]:
        """Return the markets that a row tells of."""
        pairing = self.picture.pairing
        pair = pairing.by_market.get(market)
        if pair is None:
            return (market,)
        rate = (pairing.rate,) if isinstance(pairing.rate, Market) else ()
        return (pair.krw, pair.usd, *rate)

    def _change(self, pair: Pair) -> float | None:
        """Return the change over five minutes, worked out once a second."""
        second = int(self.picture.now)
        known = self._changes.get(pair.krw)
        if known is None or known[0] != second:
            known = self._changes[pair.krw] = second, self._worked_out_change(pair)
        return known[1]

    def _worked_out_change(self, pair: Pair) -> float | None:
        for window_s in CHANGE_WINDOWS_S:
            values = self._values(pair, window_s)
            bucket_ms = self.picture.state(pair.krw).series[window_s].bucket_ms
            if (found := change(values, bucket_ms)) is not None:
                return found
        return None

    def _values(self, pair: Pair, window_s: float) -> Sequence[float | None]:
        """Return the premium by bucket; blank since the last trade of a price that is stale."""
        krw, usd = (self.picture.state(m).series[window_s] for m in (pair.krw, pair.usd))
        rate = self._rate(window_s)
        if rate is None:
            return [None]
        values = history(krw, usd, rate, int(self.picture.wall_s * 1000), pair.units)
        compared = self._scene.compare(pair)
        stale = [leg for leg in (compared.krw, compared.usd, compared.rate) if leg.stale]
        blank = ceil(max((leg.age_s or 0.0 for leg in stale), default=0) * 1000 / krw.bucket_ms)
        return [*values[: max(0, len(values) - blank)], *[None] * min(blank, len(values))]

    def _rate(self, window_s: float) -> Series | float | None:
        rate = self.picture.pairing.rate
        return self.picture.state(rate).series[window_s] if isinstance(rate, Market) else rate
