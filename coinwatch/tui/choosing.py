"""The actions behind the keys that choose: which group, rows and order are shown, which row."""

from textual.widgets import Input

from coinwatch.model import Market
from coinwatch.tui import rows
from coinwatch.tui.boards import Boards
from coinwatch.tui.editing import Editing
from coinwatch.tui.lines import Lines
from coinwatch.tui.table import Table
from coinwatch.tui.watchlist import Watchlist

LONGEST_QUERY = 60
"""Characters of a filter."""


class Choosing(Editing):
    """A screen of rows to choose from; what is here is set by who it really is."""

    DEFAULT_CSS = "#filter { border: none; height: 1; padding: 0 1; }"
    _boards: Boards
    _lines: Lines

    @property
    def _watchlist(self) -> Watchlist:
        return self._boards.watchlist

    @property
    def _table(self) -> Table:
        return self._boards.table

    def selected(self) -> Market | None:
        """Return the selected market; None where rows are premiums."""
        return None if self.of_premiums() else self._table.selected

    def of_premiums(self) -> bool:
        """Return whether rows are premiums."""
        return self._watchlist.of_premiums

    def _show_rows(self, *, anew: bool = False) -> None:
        """Show the rows that there are now; ``anew`` where they may be others, or others' names."""
        raise NotImplementedError

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
        elif number > len(self._watchlist.names):
            self.say_idle("group")

    def action_next_group(self, steps: int) -> None:
        """Show the group so many further on."""
        if self._watchlist.step(steps):
            self._show_rows(anew=True)
        else:
            self.say_idle("group")

    def action_sort(self, column: str = "") -> None:
        """Sort by a column, or by the next one."""
        current = self._watchlist.sort
        names = self._table.names
        self._sort(rows.sort_by(column, current) if column else rows.next_sort(current, names))

    def action_reverse(self) -> None:
        """Sort the other way round."""
        reversed_ = rows.reverse(self._watchlist.sort)
        if reversed_ == self._watchlist.sort:
            self.say_idle("order")
        self._sort(reversed_)

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
