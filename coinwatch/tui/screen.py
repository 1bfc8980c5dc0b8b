"""The main screen: one timer, one pass over what changed, and the actions behind the keys."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from coinwatch import text
from coinwatch.config import Display
from coinwatch.model import Market
from coinwatch.series import WINDOWS_S
from coinwatch.store import Store
from coinwatch.tui import rows
from coinwatch.tui.behind import Behind, Editor
from coinwatch.tui.boards import Boards
from coinwatch.tui.detail import Choices, DetailScreen, Shared
from coinwatch.tui.editing import Editing
from coinwatch.tui.edits import Edits, Remark
from coinwatch.tui.keys import actions_left_out, bindings
from coinwatch.tui.lines import Lines
from coinwatch.tui.scene import Scene
from coinwatch.tui.stack import in_sight
from coinwatch.tui.table import Table
from coinwatch.tui.theme import Palette
from coinwatch.tui.watchlist import Watchlist
from coinwatch.tui.words import Words

SEEK_S = 10.0
"""How far a key jumps in a replay."""

LONGEST_QUERY = 60
"""Characters of a filter."""


class MainScreen(Editing):
    """The watchlist: header, tabs, titles, rows, filter and footer, from top to bottom."""

    DEFAULT_CSS = """
    MainScreen { overflow: hidden; }
    #filter { border: none; height: 1; padding: 0 1; }
    """
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
        self._left_out = actions_left_out("main", replay=scene.picture.playback is not None)
        self._second = -1
        self._layout_seen = -1
        self._statuses: Sequence[object] = ()
        self._boards = Boards(store, display, scene, palette, self._show_titles)
        self._edits = Edits(editor, behind, self._boards.markets, scene)
        self._lines = Lines(store, editor, scene, self._watchlist, palette)
        self._choices = Choices()

    def compose(self) -> ComposeResult:
        """Give the widgets from top to bottom."""
        lines = self._lines
        yield from (lines.header, lines.tabs, lines.titles, *self._boards.tables, lines.footer)

    @property
    def _watchlist(self) -> Watchlist:
        return self._boards.watchlist

    @property
    def _table(self) -> Table:
        return self._boards.table

    def on_mount(self) -> None:
        """Say everything once before the first paint, then again and again what changed."""
        self.frame()
        self._timer = self.set_interval(1 / self._display.fps, self.frame)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what makes no sense in a replay, or without one."""
        return action not in self._left_out and super().check_action(action, parameters)

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

    def selected(self) -> Market | None:
        """Return the selected market; None where rows are premiums."""
        return None if self._watchlist.of_premiums else self._table.selected

    def frame(self) -> None:
        """Look at the store, and show what changed since the last time."""
        if not in_sight(self):
            return
        self._scene.picture.go_on()
        self._follow_config()
        if self._store.layout != self._layout_seen:
            self._layout_seen = self._store.layout
            self._show_rows(anew=True)
        statuses = [health.status for health in self._store.feeds.values()]
        second = int(self._scene.picture.clock())
        if second != self._second:
            self._once_a_second()
        if second != self._second or statuses != self._statuses:
            self._second, self._statuses = second, statuses
            self._show_lines()
        self._table.frame()

    # What is shown

    def _follow_config(self) -> None:
        """Take what has changed in the config, and say so if it was not changed here."""
        elsewhere = self._edits.changed_elsewhere()
        if self._edits.editor.config.display != self._display:
            self._on_display(self._edits.editor.config.display)
        if elsewhere:
            self.tell(Remark(self._scene.words.edit.config_changed))

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
        if not self._scene.picture.frozen and self._scene.judge(exchanges):
            self._table.look_again()
        rows, selected = len(self._table.rows), self._table.selected
        self._lines.show(exchanges, rows, self.app.size, selected)

    # What the keys do

    def action_cursor(self, steps: int) -> None:
        """Select the row so many further down."""
        self._table.move(self._table.cursor + steps)

    def action_page(self, pages: int) -> None:
        """Select the row so many pages further down."""
        self._table.page(pages)

    def action_edge(self, row: int) -> None:
        """Select the first row, 0, or the last, -1."""
        self._table.move(row % max(1, len(self._table.rows)))

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
        names = self._table.names
        self._sort(rows.sort_by(column, current) if column else rows.next_sort(current, names))

    def action_reverse(self) -> None:
        """Sort the other way round."""
        self._sort(rows.reverse(self._watchlist.sort))

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

    def action_speed(self, steps: int) -> None:
        """Have a replay go faster, or slower."""
        if playback := self._scene.picture.playback:
            playback.step_speed(steps)
            self._show_lines()

    def action_detail(self) -> None:
        """Look closely at the selected market."""
        if market := self._table.selected:
            shared = Shared(self._store, self._scene, self._lines, self._behind, self._browse)
            palette, choices, fps = self._palette, self._choices, self._display.fps
            self.app.push_screen(DetailScreen(shared, market, palette, choices, fps))

    def _browse(self, steps: int) -> tuple[Market | None, str]:
        """Select the row so many further down; return its market, and which one that is."""
        table = self._table
        table.move(table.cursor + steps)
        count = len(table.rows)
        place = self._scene.words.detail.place.format(place=table.cursor + 1, all=count)
        return table.selected, place

    def action_filter(self) -> None:
        """Open the line where the filter is typed."""
        for field in self.query(Input):
            field.focus()
            return
        field = Input(
            self._watchlist.query,
            self._scene.words.filter_prompt,
            id="filter",
            compact=True,
            max_length=LONGEST_QUERY,
            select_on_focus=False,
        )
        self.mount(field, before=self._lines.footer)
        field.focus()

    def action_back(self) -> None:
        """Close the filter's line and show all rows; with nothing to close, leave the premiums."""
        if self._watchlist.of_premiums and not self.query(Input) and not self._watchlist.query:
            self.action_premium()
        self._close_filter()
        self._filter("")

    def action_premium(self) -> None:
        """Show the premium of every asset, or the markets again."""
        self._close_filter()
        selected = self._table.selected
        self._boards.turn()
        self._lines.watchlist = self._watchlist
        self._show_rows(anew=True)
        self._boards.select(selected)

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
