"""The main screen: one timer, one pass over what changed, and the actions behind the keys."""

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from coinwatch.config import Display
from coinwatch.series import WINDOWS_S
from coinwatch.store import Store
from coinwatch.tui import footer, header, rows, tabs, titles
from coinwatch.tui.bar import Bar
from coinwatch.tui.feeds import Meter, summarise
from coinwatch.tui.keys import KEYS, bindings
from coinwatch.tui.scene import Scene
from coinwatch.tui.table import Table
from coinwatch.tui.theme import Ground, Palette
from coinwatch.tui.watchlist import Watchlist

LONGEST_QUERY = 60
"""Characters of a filter."""


class MainScreen(Screen[None]):
    """The watchlist: header, tabs, titles, rows, filter and footer, from top to bottom."""

    DEFAULT_CSS = """
    MainScreen { overflow: hidden; }
    #filter { border: none; height: 1; padding: 0 1; }
    """
    AUTO_FOCUS = ""
    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False) for keys, action in bindings(KEYS, everywhere=False)
    ]

    def __init__(
        self,
        store: Store,
        display: Display,
        scene: Scene,
        palette: Palette,
        on_window: Callable[[float], None],
    ) -> None:
        super().__init__(id="main")
        self._store = store
        self._display = display
        self._scene = scene
        self._on_window = on_window
        self._watchlist = Watchlist(store, scene, rows.parse_sort(display.sort))
        self._meter = Meter()
        self._second = -1
        self._layout_seen = -1
        self._statuses: Sequence[object] = ()
        self._header = Bar(palette, Ground.BAR, id="header")
        self._tabs = Bar(palette, Ground.ROW, id="tabs")
        self._titles = Bar(palette, Ground.ROW, id="titles")
        self._footer = Bar(palette, Ground.BAR, id="footer")
        self._table = Table(scene, display.columns, palette, self._show_titles)

    def compose(self) -> ComposeResult:
        """Give the widgets from top to bottom."""
        yield from (self._header, self._tabs, self._titles, self._table, self._footer)

    def on_mount(self) -> None:
        """Say everything once before the first paint, then again and again what changed."""
        self._table.fit(self.app.size.width)
        self.frame()
        self.set_interval(1 / self._display.fps, self.frame)

    def on_resize(self) -> None:
        """Fit every line to the new width."""
        self._show_lines()

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for widget in (self._header, self._tabs, self._titles, self._table, self._footer):
            widget.paint(palette)

    def frame(self) -> None:
        """Look at the store, and show what changed since the last time."""
        if not self.is_current:
            return
        self._scene.picture.go_on()
        if self._store.layout != self._layout_seen:
            self._layout_seen = self._store.layout
            self._show_rows(anew=True)
        statuses = [health.status for health in self._store.feeds.values()]
        second = int(self._scene.picture.clock())
        if second != self._second or statuses != self._statuses:
            self._once_a_second(new=second != self._second)
            self._second, self._statuses = second, statuses
        self._table.frame()

    # What is shown

    def _once_a_second(self, *, new: bool) -> None:
        picture = self._scene.picture
        if new:
            self._meter.measure(self._store.feeds, picture.clock())
            if self._watchlist.sort.live and not picture.frozen:
                self._show_rows()
        self._show_lines()

    def _show_rows(self, *, anew: bool = False) -> None:
        """Show the rows that there are now; ``anew`` where columns may have to fit others."""
        watchlist = self._watchlist
        empty = self._scene.words.nothing_watched
        if watchlist.query and watchlist.markets:
            empty = self._scene.words.no_match.format(query=watchlist.query)
        self._table.show(watchlist.rows(), empty)
        if anew:
            self._table.fit(self.app.size.width)
        self._show_lines()

    def _show_lines(self) -> None:
        self._show_header()
        self._show_tabs()
        self._show_titles()
        self._show_footer()

    def _show_header(self) -> None:
        picture, feeds = self._scene.picture, self._store.feeds
        now, wall_s = picture.clock(), picture.wall()
        names = dict.fromkeys(market.exchange for market in self._store.markets)
        exchanges = summarise(names, feeds, self._meter, now, wall_s)
        if not picture.frozen and self._scene.judge(exchanges):
            self._table.look_again()
        top = header.Top(
            exchanges,
            any(health.frames for health in feeds.values()),
            time.strftime("%H:%M:%S", time.localtime(wall_s)),
            picture.frozen_s,
        )
        self._header.show(header.lines(top, self._scene.words, *self.app.size))

    def _show_tabs(self) -> None:
        watchlist, state = self._watchlist, self._scene.picture.state
        told = tabs.Tabs(
            watchlist.names,
            watchlist.active,
            tabs.bases(state(market) for market in watchlist.markets),
            self._display.change == "utc-day",
            watchlist.sort,
            watchlist.query,
        )
        self._tabs.show([tabs.line(told, self._scene.words, self.app.size.width)])

    def _show_titles(self) -> None:
        scene, sort = self._scene, self._watchlist.sort
        self._titles.show([titles.line(self._table.columns, sort, scene.window_s, scene.words)])

    def _show_footer(self) -> None:
        shown, everything = self._table.virtual_size.height, len(list(self._store.markets))
        words = self._scene.words
        self._footer.show([footer.line(KEYS, shown, everything, words, self.app.size.width)])

    # What the keys do

    def action_cursor(self, rows: int) -> None:
        """Select the row so many further down."""
        self._table.move(self._table.cursor + rows)

    def action_page(self, pages: int) -> None:
        """Select the row so many pages further down."""
        self._table.page(pages)

    def action_edge(self, row: int) -> None:
        """Select the first row, 0, or the last, -1."""
        self._table.move(row % max(1, self._table.virtual_size.height))

    def action_group(self, number: int) -> None:
        """Show a group, counted from 1."""
        if self._watchlist.pick(number - 1):
            self._show_rows(anew=True)

    def action_next_group(self, steps: int) -> None:
        """Show the group so many further on."""
        if self._watchlist.step(steps):
            self._show_rows(anew=True)

    def action_sort(self, column: str = "") -> None:
        """Sort by a column, or by the next one."""
        current = self._watchlist.sort
        names = self._display.columns
        self._sort(rows.sort_by(column, current) if column else rows.next_sort(current, names))

    def action_reverse(self) -> None:
        """Sort the other way round."""
        self._sort(rows.reverse(self._watchlist.sort))

    def action_window(self) -> None:
        """Show the next longer time in the sparklines, after the longest the shortest."""
        windows = sorted({*WINDOWS_S, self._display.sparkline_s})
        shown = self._scene.window_s
        self._scene.window_s = next((each for each in windows if each > shown), windows[0])
        self._on_window(self._scene.window_s)
        self._table.repaint()
        self._show_titles()

    def action_freeze(self) -> None:
        """Freeze the picture, or let it go on."""
        self._scene.picture.toggle()
        self._table.repaint()
        self._show_rows()

    def action_filter(self) -> None:
        """Open the line where the filter is typed."""
        found = self.query(Input)
        if found:
            found.first().focus()
            return
        field = Input(
            self._watchlist.query,
            self._scene.words.filter_prompt,
            id="filter",
            compact=True,
            max_length=LONGEST_QUERY,
            select_on_focus=False,
        )
        self.mount(field, before=self._footer)
        field.focus()

    def action_back(self) -> None:
        """Close the filter's line, and show all rows."""
        self._close_filter()
        self._filter("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while it is typed."""
        self._filter(event.value)

    def on_input_submitted(self) -> None:
        """Keep the filter, and give the keys back to the rows."""
        self._close_filter()

    def _close_filter(self) -> None:
        self.set_focus(None)
        self.query(Input).remove()

    def _filter(self, query: str) -> None:
        if query != self._watchlist.query:
            self._watchlist.query = query
            self._show_rows()

    def _sort(self, sort: rows.Sort) -> None:
        if sort != self._watchlist.sort:
            self._watchlist.sort = sort
            self._show_rows()
