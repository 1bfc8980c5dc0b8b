"""What every row of a frame is drawn from: the picture, and how the exchanges are."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.freshness import stopped
from coinwatch.model import FeedState, Market
from coinwatch.store import MarketState
from coinwatch.text import Language
from coinwatch.tui import columns
from coinwatch.tui.feeds import Exchange, why_no_data
from coinwatch.tui.picture import Picture
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


class Scene:
    """Makes views of markets, and tells what they lack."""

    def __init__(self, picture: Picture, window_s: float, language: Language, words: Words) -> None:
        self.picture = picture
        self.window_s = window_s
        """Of the sparkline, in seconds."""
        self.language = language
        self.words = words
        self.tight = False
        self._exchanges: dict[str, Exchange] = {}

    def judge(self, exchanges: Sequence[Exchange]) -> bool:
        """Take how the exchanges are; return whether that changes what rows say of them."""
        before, self._exchanges = self._exchanges, {each.name: each for each in exchanges}
        return _told(before.values()) != _told(exchanges)

    def view(self, market: Market, trend: Span = NO_TREND.span) -> View:
        """Return a market as it is in the picture."""
        picture = self.picture
        state, now, wall_s = picture.state(market), picture.now, picture.wall_s
        return View(
            state,
            state.tick(),
            now,
            wall_s,
            trend,
            stopped(state, self._down_since(market.exchange), now, wall_s),
            not picture.frozen,
            self.tight,
            self.language,
            self.words,
        )

    def _down_since(self, name: str) -> float | None:
        exchange = self._exchanges.get(name)
        return exchange.since if exchange else None

    def trend(self, state: MarketState, width: int, before: Trend = NO_TREND) -> Trend:
        """Return the sparkline of a market in ``width`` cells, once a second at most.

        ``before`` is the one that is shown by now, in the same width.
        """
        now, wall_s = self.picture.now, self.picture.wall_s
        if before.second == int(now) or (before.version == state.version and now < before.until):
            return before
        series = state.series.get(self.window_s)
        if series is None or not width:
            return NO_TREND._replace(version=state.version, until=float("inf"))
        bucket_s = series.bucket_ms / 1000
        span = columns.trend(series.values(int(wall_s * 1000)), width)
        return Trend(span, state.version, int(now), now + bucket_s - wall_s % bucket_s)

    def why_empty(self, view: View) -> str:
        """Return why a row shows no price; empty while it may still come."""
        if view.state.last is not None or view.now < view.state.asked_at + NO_DATA_S:
            return ""
        name = view.state.market.exchange
        exchange = self._exchanges.get(name) or Exchange(name, FeedState.CONNECTING)
        reason = why_no_data(exchange, exchange_title(name), self.words)
        return self.words.no_data.format(reason=text.safe(reason))

    def holds_until(self, view: View, trend: Trend) -> float:
        """Return until when a row stays as it is if nothing comes, in monotonic seconds."""
        state = view.state
        until = min(holds_until(view), trend.until)
        if trend.version != state.version:
            until = min(until, trend.second + 1)
        empty_at = state.asked_at + NO_DATA_S
        return min(until, empty_at) if state.last is None and view.now < empty_at else until


def _told(exchanges: Iterable[Exchange]) -> list[tuple[object, ...]]:
    return [(each.name, each.state, each.since, each.reason) for each in exchanges]
