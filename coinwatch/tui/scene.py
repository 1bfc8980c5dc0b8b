"""What every row of a frame is drawn from: the picture, and how the exchanges are."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from coinwatch import text
from coinwatch.freshness import carriers, stopped
from coinwatch.model import FLOWING, Market
from coinwatch.pairs import HEADLINE, Pair, Pairing
from coinwatch.premium import NO_LEG, Comparison, Leg, Moment, compare, rate_leg
from coinwatch.state import MarketState
from coinwatch.text import Language
from coinwatch.tui import columns
from coinwatch.tui.feeds import Feeds, why_no_data
from coinwatch.tui.picture import Picture
from coinwatch.tui.rate import Rate
from coinwatch.tui.roles import Role, Span
from coinwatch.tui.view import View, exchange_title, holds_until
from coinwatch.tui.words import Words

NO_DATA_S = 10.0
"""After this time a row that is still empty says why."""


class Trend(NamedTuple):
    """A sparkline, and for what it is true."""

    span: Span
    version: int
    """Of the market."""
    second: int
    """When it was drawn, in monotonic seconds."""
    until: float
    """Until then if nothing comes, in monotonic seconds."""


NO_TREND = Trend(("", Role.MUTED), -1, -1, 0.0)


class Stage(Protocol):
    """What a table draws its rows from; each row is a market."""

    tight: bool
    """Whether the screen is a narrow one."""

    @property
    def picture(self) -> Picture:
        """Time and states."""

    @property
    def language(self) -> Language:
        """Of names and amounts."""

    def version(self, market: Market) -> int:
        """Return what changes whenever a row may."""

    def view(self, market: Market, trend: Span = ...) -> View:
        """Return a row as it is in the picture."""

    def trend(self, state: MarketState, width: int, before: Trend = ...) -> Trend:
        """Return a row's sparkline."""

    def why_empty(self, view: View) -> str:
        """Return why a row has nothing to show; empty if it has, or still may."""

    def holds_until(self, view: View, trend: Trend) -> float:
        """Return until when a row stays as it is if nothing comes, in monotonic seconds."""


class Scene:
    """Makes views of markets, and tells what they lack."""

    def __init__(self, picture: Picture, window_s: float, language: Language, words: Words) -> None:
        self.picture = picture
        self.window_s = window_s
        """Of the sparkline, in seconds."""
        self.language = language
        self.words = words
        self.tight = False
        self._carriers = carriers({})
        self._rate_of: tuple[float, Pairing, int] | None = None
        self._rate = NO_LEG

    def judge(self, feeds: Feeds) -> bool:
        """Take how the connections are; return whether that changes what rows say of them."""
        before, self._carriers = self._carriers, carriers(feeds)
        self._rate_of = None
        return before != self._carriers

    def version(self, market: Market) -> int:
        """Return what changes whenever a market's row may."""
        return self.picture.state(market).version

    def view(self, market: Market, trend: Span = NO_TREND.span) -> View:
        """Return a market as it is in the picture."""
        picture = self.picture
        state, now, wall_s = picture.state(market), picture.now, picture.wall_s
        compared = self._compared(market)
        return View(
            state,
            state.tick(),
            now,
            wall_s,
            trend,
            stopped(state, self._down_since(market), now, wall_s),
            not picture.frozen,
            self.tight,
            self.language,
            self.words,
            compared,
            picture.state(compared.pair.usd) if compared else None,
        )

    def _compared(self, market: Market) -> Comparison | None:
        """Return the premium that a market's row tells: that of a pair is told once."""
        pair = self.picture.pairing.by_market.get(market)
        if pair is None or (market == pair.usd and pair.krw not in self.picture.beside):
            return None
        return self.compare(pair)

    def compare(self, pair: Pair) -> Comparison:
        """Return both prices of an asset."""
        return compare(pair, self.rate(), self.picture.state, self._moment())

    def rate(self) -> Leg:
        """Return won per dollar; every row of a frame needs it."""
        picture = self.picture
        pairing, state = picture.pairing, picture.state
        version = state(pairing.rate).version if isinstance(pairing.rate, Market) else 0
        rate_of = picture.now, pairing, version
        if rate_of != self._rate_of:
            self._rate_of = rate_of
            self._rate = rate_leg(pairing.rate, state, self._moment())
        return self._rate

    def rated(self) -> Rate:
        """Return won per dollar with the market that it comes from."""
        market = self.picture.pairing.rate
        state = self.picture.state(market) if isinstance(market, Market) else None
        return Rate(self.rate(), state)

    def headline(self) -> Comparison | None:
        """Return the premium that speaks for all; None where it is not known what it is of."""
        pairs = self.picture.pairing.pairs
        return next((self.compare(pair) for pair in pairs if pair.asset == HEADLINE), None)

    def _moment(self) -> Moment:
        picture = self.picture
        stale_after_s = picture.pairing.stale_after_s
        return Moment(picture.now, picture.wall_s, stale_after_s, self._down_since)

    def _down_since(self, market: Market) -> float | None:
        return self._carriers.of(market).since

    def trend(self, state: MarketState, width: int, before: Trend = NO_TREND) -> Trend:
        """Return the sparkline of a market in ``width`` cells, once a second at most.

        ``before`` is the one that is shown by now, in the same width.
        """
        series = state.series.get(self.window_s)
        if series is None or not width:
            return NO_TREND._replace(version=state.version, until=float("inf"))
        now_ms = int(self.picture.wall_s * 1000)
        return self.drawn(
            lambda: series.values(now_ms), series.bucket_ms, state.version, width, before
        )

    def drawn(
        self,
        values: Callable[[], Sequence[float | None]],
        bucket_ms: int,
        version: int,
        width: int,
        before: Trend,
    ) -> Trend:
        """Return the sparkline of ``values``, or the one ``before`` while that still holds."""
        now, wall_s = self.picture.now, self.picture.wall_s
        if before.second == int(now) or (before.version == version and now < before.until):
            return before
        bucket_s = bucket_ms / 1000
        span = columns.trend(values(), width)
        return Trend(span, version, int(now), now + bucket_s - wall_s % bucket_s)

    def why_empty(self, view: View) -> str:
        """Return why a row shows no price; empty while it may still come."""
        if view.state.last is not None or view.now < view.state.asked_at + NO_DATA_S:
            return ""
        return self.words.no_data.format(reason=self.why_nothing(view.state.market))

    def why_nothing(self, market: Market) -> str:
        """Return why an exchange may have sent nothing of a market."""
        carrier = self._carriers.of(market)
        return text.safe(why_no_data(carrier, exchange_title(market.exchange), self.words))

    def flows(self, market: Market) -> bool:
        """Return whether data of a market's connection comes."""
        return self._carriers.of(market).state in FLOWING

    def outdated(self, market: Market, received_ns: int) -> bool:
        """Return whether a market's connection stopped after a record was received."""
        since = self._down_since(market)
        picture = self.picture
        if since is None:
            return False
        return received_ns < (picture.wall_s - (picture.now - since)) * 1e9

    def holds_until(self, view: View, trend: Trend) -> float:
        """Return until when a row stays as it is if nothing comes, in monotonic seconds."""
        state = view.state
        until = min(holds_until(view), trend.until)
        if trend.version != state.version:
            until = min(until, trend.second + 1)
        if view.compared:
            until = min(until, int(view.now) + 1)  # the other price and the rate, once a second
        empty_at = state.asked_at + NO_DATA_S
        return min(until, empty_at) if state.last is None and view.now < empty_at else until
