"""Textual's own table with the same rows and columns: two cells of a changed row are updated.

Run: python -m bench.peers.datatable_rows ROWS CHANGED FPS
"""

import itertools
import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from bench.frames import spread

COLUMNS = ("Market", "Exchange", "Price", "Change", "Range", "Volume", "Spread", "1 h", "Age")
STILL = ("Binance", "-", "-", "----|---", "1,234.5", "0.1 bp", "........", "1 s")


class Rows(App[None]):
    """One table."""

    def __init__(self, rows: int, changed: int, fps: int) -> None:
        super().__init__()
        self._every = itertools.cycle(spread(rows, changed))
        self._frames = itertools.count()
        self._rows, self._changed, self._fps = rows, changed, fps

    def compose(self) -> ComposeResult:
        """Give the table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it, and change it from then on."""
        table = self.query_one(DataTable)
        for name in COLUMNS:
            table.add_column(name, key=name)
        for row in range(self._rows):
            table.add_row(f"A{row}/USDT", *STILL, key=str(row))
        self.set_interval(1 / self._fps, self._change)

    def _change(self) -> None:
        table, frame = self.query_one(DataTable), next(self._frames)
        for row in itertools.islice(self._every, self._changed):
            table.update_cell(str(row), "Price", f"{78_000 + frame % 100:,}.34")
            table.update_cell(str(row), "Change", f"{frame % 100 / 10:+.2f}%")


if __name__ == "__main__":
    Rows(*map(int, sys.argv[1:])).run()
