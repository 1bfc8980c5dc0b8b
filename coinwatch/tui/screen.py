"""The main screen: one timer, one pass over what changed, and the actions behind the keys."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from coinwatch import text
from coinwatch.config import Display
from coinwatch.config.watchlists import About
from coinwatch.model import Market
from coinwatch.series import WINDOWS_S
from coinwatch.store import Store
from coinwatch.tui import rows
from coinwatch.tui.behind import Behind, Editor
from coinwatch.tui.boards import Boards
from coinwatch.tui.choosing import Choosing
from coinwatch.tui.detail import Choices, DetailScreen, Shared
from coinwatch.tui.edits import Edits, Remark
from coinwatch.tui.keys import bindings
from coinwatch.tui.lines import Lines
from coinwatch.tui.scene import Scene
from coinwatch.tui.stack import in_sight
from coinwatch.tui.theme import Palette
from coinwatch.tui.words import Words

SEEK_S = 10.0
"""How far a key jumps in a replay."""


class MainScreen(Choosing):
    """The watchlist: header, tabs, titles, rows, filter and footer, from top to bottom."""

    DEFAULT_CSS = "MainScreen { overflow: hidden; }"
    AUTO_FOCUS = ""
    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False) for keys, action in bindings("main")
    ]

    def __init__(
        self,
        store: Store,
        editor: Editor,
        scene: Scene,
        palette: Palette,
        behind: Behind,
        on_display: Callable[[Display], None],
    ) -> None:
        super().__init__(id="main")
        self._store = store
        self._display = display = editor.config.display
        self._scene = scene
        self._palette = palette
        self._behind = behind
        self._on_display = on_display
        self._second = -1
        self._layout_seen = -1
        self._statuses: Sequence[object] = ()
        self._rate: float | None = None
        self._boards = Boards(store, display, scene, palette, self._show_titles)
        self._edits = Edits(editor, behind, self._boards.markets, scene, self._point_at)
        self._lines = Lines(store, editor, scene, self._watchlist, palette)
        self._choices = Choices()

    def compose(self) -> ComposeResult:
        """Give the widgets from top to bottom."""
        lines = self._lines
        yield from (lines.header, lines.tabs, lines.titles, *self._boards.tables, lines.footer)

    def on_mount(self) -> None:
        """Say everything once before the first paint, then again and again what changed."""
        self.frame()
        self._timer = self.set_interval(1 / self._display.fps, self.frame)

    def on_resize(self) -> None:
        """Fit every line to the new width."""
        self._show_lines()

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        self._palette = palette
        self._lines.paint(palette)
        self._boards.paint(palette)

    def speak(self, words: Words) -> None:
        """Use other words from now on."""
        for field in self.query(Input):
            field.placeholder = words.filter_prompt
        self._show_rows(anew=True)

    def tell(self, remark: Remark) -> None:
        """Say something for a moment, in the footer."""
        self._lines.tell(remark)
        self._follow_watchlists()
        self._show_lines()

    def show_as(self, display: Display) -> None:
        """Have the screen as ``display`` says from now on, as far as it differs from before."""
        before, self._display = self._display, display
        if display.fps != before.fps:
            self._timer.stop()
            self._timer = self.set_interval(1 / display.fps, self.frame)
        if display.sparkline_s != before.sparkline_s:
            self._show_window(display.sparkline_s)
        if display.sort != before.sort:
            self._boards.markets.sort = rows.parse_sort(display.sort)
        self._boards.tables[0].names = display.columns
        self._show_rows(anew=True)

    def frame(self) -> None:
        """Look at the store, and show what changed since the last time."""
        if not in_sight(self):
            return
        self._scene.picture.go_on()
        self._follow_watchlists()
        self._follow_config()
        statuses = [health.status for health in self._store.feeds.values()]
        second, rate = int(self._scene.picture.clock()), self._scene.rate().price
        if second != self._second:
            self._once_a_second()
        if rate != self._rate:  # the header, its own row and every premium tell the same one
            self._table.look_again()
        if (second, rate, statuses) != (self._second, self._rate, self._statuses):
            self._second, self._rate, self._statuses = second, rate, statuses
            self._show_lines()
        self._table.frame()

    # What is shown

    def _follow_watchlists(self) -> None:
        """Show other rows if the session watches others: what is gone must not be looked at."""
        if self._store.layout != self._layout_seen:
            self._layout_seen = self._store.layout
            self._show_rows(anew=True)

    def _follow_config(self) -> None:
        """Take what has changed in the config, and say so if it was not changed here."""
        elsewhere = self._edits.changed_elsewhere()
        if self._edits.editor.config.display != self._display:
            self._on_display(self._edits.editor.config.display)
        if elsewhere:
            self.tell(Remark(self._scene.words.edit.config_changed))

    def _point_at(self, about: About) -> None:
        """Show what a change was about: the watchlist, and the row of the market."""
        names = [tab.name for tab in self._edits.tabs]
        if about.group in names:
            self._watchlist.pick(names.index(about.group))
        self._show_rows(anew=True)
        self._boards.select(about.market)

    def _once_a_second(self) -> None:
        self._lines.measure()
        if self._watchlist.sort.live and not self._scene.picture.frozen:
            self._table.show(*self._rows())

    def _rows(self) -> tuple[Sequence[Market], str]:
        """Return the rows, and what to say if there are none."""
        return self._watchlist.rows(), self._watchlist.empty

    def _show_rows(self, *, anew: bool = False) -> None:
        """Show the rows that there are now; ``anew`` where they may be others, or others' names."""
        self._table.fitted = self._watchlist.markets
        self._table.show(*self._rows(), follow=True)
        if anew:
            self._table.repaint()
            self._table.fit(self.app.size.width)
        self._show_titles()
        self._show_lines()

    def _show_titles(self) -> None:
        self._lines.show_titles(self._table.columns)

    def _show_lines(self) -> None:
        exchanges = self._lines.exchanges()
        if not self._scene.picture.frozen and self._scene.judge(self._store.feeds):
            self._table.look_again()
        rows, selected = len(self._table.rows), self._table.selected
        self._lines.show(exchanges, rows, self.app.size, selected)

    # What the keys do

    def action_window(self) -> None:
        """Show the next longer time in the sparklines, after the longest the shortest."""
        windows = sorted({*WINDOWS_S, self._display.sparkline_s})
        shown = self._scene.window_s
        self._show_window(next((each for each in windows if each > shown), windows[0]))
        self._table.repaint()
        self._show_titles()
        words = self._scene.words.edit
        value = text.age(self._scene.window_s)
        self.tell(Remark(words.now.format(name=words.options["sparkline_s"], value=value)))

    def _show_window(self, window_s: float) -> None:
        self._scene.window_s = window_s
        self._behind.show_history(window_s)

    def action_freeze(self) -> None:
        """Freeze the picture, or let it go on."""
        self._scene.picture.toggle()
        self._table.repaint()
        self._show_rows()

    def action_seek(self, steps: int) -> None:
        """Jump in a replay, forward or back."""
        if playback := self._scene.picture.playback:
            playback.seek(steps * SEEK_S)
        else:
            self.say_idle("live")

    def action_speed(self, steps: int) -> None:
        """Have a replay go faster, or slower."""
        if playback := self._scene.picture.playback:
            playback.step_speed(steps)
            self._show_lines()
        else:
            self.say_idle("live")

    def action_detail(self) -> None:
        """Look closely at the selected market."""
        self._follow_watchlists()
        if market := self._table.selected:
            shared = Shared(self._store, self._scene, self._lines, self._behind, self._browse)
            palette, choices, fps = self._palette, self._choices, self._display.fps
            self.app.push_screen(DetailScreen(shared, market, palette, choices, fps))
        else:
            self.say_idle("row")

    def _browse(self, steps: int) -> tuple[Market | None, str]:
        """Select the row so many further down; return its market, and which one that is."""
        self._follow_watchlists()
        table = self._table
        table.move(table.cursor + steps)
        count = len(table.rows)
        place = self._scene.words.detail.place.format(place=table.cursor + 1, all=count)
        return table.selected, place
