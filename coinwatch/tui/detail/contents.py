"""What is in each pane, and why one is empty."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coinwatch import text
from coinwatch.candles import LENGTHS_S
from coinwatch.focus import Focus
from coinwatch.model import Book, Candle, Market, Trade
from coinwatch.tui import badges
from coinwatch.tui.detail import candle_line, chart, facts, ladder, tape
from coinwatch.tui.detail.amounts import size_decimals
from coinwatch.tui.detail.choices import Choices
from coinwatch.tui.detail.window import follow, merge, place_of
from coinwatch.tui.roles import Line, Piece, Role, width
from coinwatch.tui.scene import NO_DATA_S, Scene
from coinwatch.tui.view import View, exchange_title

_LOW, _TALL = 8, 14
"""From these heights on the candle that is pointed at may take a line of its own, and two."""

_MOST_SENTENCE = 4
_MOST_BADGE = 2
_TREND_CELLS = 40


class Content(NamedTuple):
    """The lines of a pane."""

    lines: Sequence[Line]
    stale: bool = False


class Contents:
    """Draws panes from the scene."""

    def __init__(self, scene: Scene, choices: Choices) -> None:
        self._scene = scene
        self._choices = choices
        self.panes: dict[str, Callable[[View, int, int], Content]] = {
            "chart": self._chart,
            "book": self._book,
            "tape": self._tape,
            "day": self._day,
            "elsewhere": self._elsewhere,
        }

    @property
    def focus(self) -> Focus | None:
        """What is kept of the market."""
        return self._scene.picture.focus

    def candles(self) -> list[Candle]:
        """Return the candles as they are drawn."""
        focus, choices = self.focus, self._choices
        known = focus.candles.all() if focus else ()
        return merge(known, focus.interval if focus else choices.interval, choices.zoom.merged)

    def chart(self, view: View) -> chart.Chart:
        """Return what the chart is drawn from."""
        choices, last = self._choices, view.state.last
        candles, price = self.candles(), None
        if last:
            span_ms = LENGTHS_S[choices.interval] * 1000 * choices.zoom.merged
            candles, price = follow(candles, span_ms, last.price, last.exchange_ms), last.price
        return chart.Chart(
            candles, choices.interval, choices.zoom, view.state.decimals, price,
            choices.pointed_ms,
        )  # fmt: skip

    def head_lines(self, view: View, cells: int, height: int) -> list[Line]:
        """Return what stands above the candles: the intervals, and the candle pointed at."""
        drawn = self.chart(view)
        tabs = candle_line.tabs(drawn.interval, drawn.zoom.merged)
        place = place_of(drawn.candles, drawn.pointed_ms)
        if not drawn.candles:
            return [tabs]
        candle = drawn.candles[-1 if place is None else place]
        decimals = view.state.decimals
        parts = candle_line.told(candle, drawn.interval, decimals, self._size(view), view.words)
        told = candle_line.flow(parts, cells)
        if len(told) == 1 and width(tabs) + width(told[0]) < cells:
            return [[*tabs, Piece(" "), *told[0]]]
        return [tabs, *told[: _told_lines(height)]]

    def _chart(self, view: View, cells: int, height: int) -> Content:
        head = self.head_lines(view, cells, height)
        drawn = self.chart(view)
        if not drawn.candles:
            return self._nothing(head, self._why_no_candles(view), cells)
        body = chart.lines(drawn, cells, max(1, height - len(head)))
        return Content([*head, *body], view.stale)

    def _book(self, view: View, cells: int, height: int) -> Content:
        state, words = view.state, view.words
        step = self._choices.step(state.market)
        head = [ladder.head(step, words, cells)]
        book = state.book
        if book is None:
            return self._nothing(head, self._why_nothing(state.market, Book), cells)
        shown = ladder.Ladder(book, step, state.decimals, self._size(view))
        stale = self._scene.outdated(state.market, book.received_ns)
        return Content([*head, *ladder.lines(shown, words, cells, height - 1)], stale)

    def _tape(self, view: View, cells: int, height: int) -> Content:
        focus, words, market = self.focus, view.words, view.state.market
        head: list[Line] = [[Piece(f" {words.detail.trades}", Role.MUTED)]]
        trades = focus.trades if focus else ()
        if not trades:
            return self._nothing(head, self._why_nothing(market, Trade), cells)
        prints = tape.prints(trades, height - 1)
        rows = tape.lines(prints, view.state.decimals, self._size(view), words, cells)
        stale = self._scene.outdated(market, trades[-1].received_ns)
        return Content([*head, *rows], stale)

    def _day(self, view: View, cells: int, height: int) -> Content:
        day, words = view.state.day, view.words
        basis = f"  {words.basis[day.basis]}" if day else ""
        head: Line = [Piece(f" {words.detail.day}{basis}", Role.MUTED)]
        told = [head, *self._badge(view, cells)]
        shown = facts.columns(facts.day(view), cells, height - len(told))
        return Content([*told, *shown], view.stale)

    def _badge(self, view: View, cells: int) -> list[Line]:
        """Return what the exchange warns of, in words."""
        badge = badges.of_market(view.state, view.words)
        if badge is None:
            return []
        sentence = f"{badge.mark} {badge.said}"
        return [
            [Piece(f" {line}", badge.role)] for line in text.wrap(sentence, cells - 2, _MOST_BADGE)
        ]

    def _elsewhere(self, view: View, cells: int, height: int) -> Content:
        focus, words = self.focus, view.words
        head: list[Line] = [[Piece(f" {words.detail.elsewhere}", Role.MUTED)]]
        others = focus.others if focus else ()
        if not others:
            asset = text.safe(view.state.market.base)
            nowhere = words.detail.nowhere.format(asset=asset)
            replayed = self._scene.picture.playback
            return self._nothing(head, words.detail.not_recorded if replayed else nowhere, cells)
        other = self._scene.view(others[0])
        if pair := self._scene.picture.pairing.by_market.get(view.state.market):
            other = other._replace(compared=self._scene.compare(pair))
        trend = self._scene.trend(other.state, min(_TREND_CELLS, cells - 10))
        told = facts.elsewhere(other)
        span = [Piece(f" {text.age(self._scene.window_s)}  ", Role.MUTED), Piece(*trend.span)]
        rows = facts.columns(told, cells, min(len(told), height - 1))
        return Content([*head, *rows, span][:height], other.stale)

    def _nothing(self, head: Sequence[Line], sentence: str, cells: int) -> Content:
        wrapped = text.wrap(sentence, cells - 2, _MOST_SENTENCE)
        return Content([*head, *([Piece(f" {line}", Role.MUTED)] for line in wrapped)])

    def _why_no_candles(self, view: View) -> str:
        focus, words = self.focus, view.words.detail
        if focus and focus.trouble:
            reason = text.safe(self._scene.words.sentence(focus.trouble))
            return words.no_candles_because.format(reason=reason)
        if focus and focus.complete:
            exchange = exchange_title(focus.market.exchange)
            return words.no_candles.format(exchange=exchange)
        return self._why_nothing(view.state.market, Candle)

    def _why_nothing(self, market: Market, kind: type) -> str:
        """Return why nothing of a kind came; that it may still come, for a while."""
        focus, words, picture = self.focus, self._scene.words, self._scene.picture
        played = picture.playback
        if picture.frozen:
            return words.detail.not_frozen
        if played and not played.brings(kind, market, self._choices.interval):
            return words.detail.not_recorded
        if kind is Trade and self._scene.flows(market):
            return words.detail.no_trades
        if played and (played.paused or played.ended):
            return words.detail.nothing_yet
        if focus and picture.now < focus.asked_at + NO_DATA_S:
            return words.detail.loading
        return words.no_data.format(reason=self._scene.why_nothing(market))

    def _size(self, view: View) -> int:
        last = view.state.last
        return size_decimals(last.price if last else None, view.state.market.quote)


def _told_lines(height: int) -> int:
    """Return how many lines the candle that is pointed at may take."""
    return 0 if height < _LOW else 1 if height < _TALL else 2
