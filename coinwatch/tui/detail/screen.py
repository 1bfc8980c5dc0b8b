"""The screen of one market: one timer, and the actions behind the keys."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from coinwatch.model import Interval, Market
from coinwatch.series import WINDOWS_S
from coinwatch.store import Store
from coinwatch.tui import view as views
from coinwatch.tui.bar import Bar
from coinwatch.tui.behind import Behind
from coinwatch.tui.detail import chart, top
from coinwatch.tui.detail.choices import Choices
from coinwatch.tui.detail.grouping import next_step
from coinwatch.tui.detail.panes import Panes
from coinwatch.tui.edits import Remark
from coinwatch.tui.keys import bindings
from coinwatch.tui.lines import Lines
from coinwatch.tui.scene import Scene
from coinwatch.tui.stack import in_sight
from coinwatch.tui.theme import Ground, Palette
from coinwatch.tui.view import View


class Shared(NamedTuple):
    """What the main screen shares."""

    store: Store
    scene: Scene
    lines: Lines
    behind: Behind
    browse: Callable[[int], tuple[Market | None, str]]
    """Selects the row so many further down; returns its market, and which one that is."""


class DetailScreen(Screen[None]):
    """The market that is selected on the main screen, looked at closely."""

    DEFAULT_CSS = "DetailScreen { overflow: hidden; }"
    AUTO_FOCUS = ""
    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False) for keys, action in bindings("detail")
    ]

    def __init__(
        self, shared: Shared, market: Market, palette: Palette, choices: Choices, fps: int
    ) -> None:
        super().__init__(id="detail")
        self._shared = shared
        self._scene = shared.scene
        self._choices = choices
        self._fps = fps
        self._second = -1
        self._statuses: Sequence[object] = ()
        self._told: object = None
        self._header = Bar(palette, Ground.BAR, "header")
        self._top = Bar(palette, Ground.ROW, "top")
        self._footer = Bar(palette, Ground.BAR, "footer")
        self._panes = Panes(shared.scene, choices, palette, self.frame)
        self._market = market
        _, self._place = shared.browse(0)

    def compose(self) -> ComposeResult:
        """Give the widgets from top to bottom."""
        yield from (self._header, self._top, self._panes, self._footer)

    def on_mount(self) -> None:
        """Have what is shown here fetched, and say again and again what changed."""
        self._choices.pointed_ms = None
        self._shared.lines.tell(Remark(""))  # what was said of the list ends with it
        self._look()
        self.set_interval(1 / self._fps, self.frame)

    def on_resize(self) -> None:
        """Fit every line to the new width."""
        self._second, self._told = -1, None
        self.frame()

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for each in (self._header, self._top, self._panes, self._footer):
            each.paint(palette)

    def frame(self) -> None:
        """Look at the store, and show what changed since the last time."""
        if not in_sight(self):
            return
        picture = self._scene.picture
        picture.go_on()
        statuses = [health.status for health in self._shared.store.feeds.values()]
        second = int(picture.clock())
        if second != self._second:
            self._shared.lines.measure()
        if second != self._second or statuses != self._statuses:
            self._second, self._statuses = second, statuses
            self._show_lines()
        focus = self._shared.store.focus
        # A market list may have told more of the market meanwhile.
        self._market = focus.market if focus else self._market
        view = self._scene.view(self._market)
        self._show_top(view)
        self._panes.frame(view)

    def _show_top(self, view: View) -> None:
        flashing = views.flashes(view)
        known = view.state.market, view.state.version, view.stale, flashing, int(view.now)
        if known != self._told:
            self._told = known
            self._top.show([top.line(view, self.app.size.width)])

    def _show_lines(self) -> None:
        shared, size = self._shared, self.app.size
        exchanges = shared.lines.exchanges()
        if not self._scene.picture.frozen:
            self._scene.judge(shared.store.feeds)
        self._header.show(shared.lines.top(exchanges, size))
        self._footer.show(shared.lines.bottom("detail", self._place, size))

    def _look(self) -> None:
        """Have the store look at the market closely."""
        self._shared.behind.focus(self._market, self._choices.interval)
        self._second = -1
        self.frame()

    # What the keys do

    def action_back(self) -> None:
        """Go back to the list; nothing is looked at closely any more."""
        self._shared.behind.focus(None, self._choices.interval)
        self.app.pop_screen()

    def action_market(self, steps: int) -> None:
        """Look at the market so many further down the list."""
        market, self._place = self._shared.browse(steps)
        if market and market != self._market:
            self._market = market
            self._choices.pointed_ms = None
            self._look()

    def action_interval(self, interval: Interval) -> None:
        """Show candles of another length."""
        if interval != self._choices.interval:
            self._choices.pick(interval)
            self._look()

    def action_next_interval(self, steps: int) -> None:
        """Show longer or shorter candles."""
        self.action_interval(self._choices.next_interval(steps))

    def action_zoom(self, steps: int) -> None:
        """Show candles wider, or more of them."""
        self._choices.enlarge(steps)
        self.frame()

    def action_candle(self, steps: int) -> None:
        """Point at the candle so many further on."""
        self._choices.point(self._panes.contents.candles(), steps)
        self.frame()

    def action_candle_edge(self, place: int) -> None:
        """Point at the oldest candle, 0, or at none but the newest, -1."""
        candles = self._panes.contents.candles()
        self._choices.pointed_ms = candles[0].open_ms if candles and place == 0 else None
        self.frame()

    def action_point(self, x: int, y: int) -> None:
        """Point at the candle in a cell of the chart."""
        box, view = self._panes.boxes["chart"], self._scene.view(self._market)
        contents = self._panes.contents
        drawn = contents.chart(view)
        above = len(contents.head_lines(view, box.width, box.height))
        place = chart.place_at(drawn, box.width, x) if y >= above else None
        if place is not None:
            self._choices.pointed_ms = drawn.candles[place].open_ms
            self.frame()

    def action_grouping(self) -> None:
        """Put prices of the book together in larger steps."""
        market = self._market
        book = self._scene.picture.state(market).book
        self._choices.group(market, next_step(book, self._choices.step(market)))
        self.frame()

    def action_window(self) -> None:
        """Show another time in the sparkline."""
        windows = sorted({*WINDOWS_S, self._scene.window_s})
        shown = self._scene.window_s
        self._scene.window_s = next((each for each in windows if each > shown), windows[0])
        self._shared.behind.show_history(self._scene.window_s)
        self.frame()

    def action_freeze(self) -> None:
        """Freeze the picture, or let it go on."""
        self._scene.picture.toggle()
        self._second = -1
        self.frame()
