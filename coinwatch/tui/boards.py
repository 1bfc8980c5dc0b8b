"""The two tables of the main screen, of which one is shown: markets, and premiums."""

from collections.abc import Callable, Sequence

from coinwatch.config import Display
from coinwatch.model import Market
from coinwatch.store import Store
from coinwatch.tui import rows
from coinwatch.tui.premium_columns import NAMES
from coinwatch.tui.premium_scene import PremiumScene
from coinwatch.tui.scene import Scene
from coinwatch.tui.table import Table
from coinwatch.tui.theme import Palette
from coinwatch.tui.watchlist import PremiumList, Watchlist


class Boards:
    """Which rows there are, and the table that draws them; each table has an order of its own."""

    def __init__(
        self,
        store: Store,
        display: Display,
        scene: Scene,
        palette: Palette,
        on_layout: Callable[[], None],
    ) -> None:
        self._store = store
        stage = PremiumScene(scene)
        markets = Watchlist(store, scene, rows.parse_sort(display.sort))
        premiums = PremiumList(store, scene, stage, markets)
        self._watchlists: Sequence[Watchlist] = (markets, premiums)
        self.tables = (
            Table(scene, display.columns, palette, on_layout),
            Table(stage, NAMES, palette, on_layout, "premiums"),
        )
        """Of markets, and of premiums."""
        self._shown = 0
        self._display()

    @property
    def watchlist(self) -> Watchlist:
        """What is chosen of the rows that are shown."""
        return self._watchlists[self._shown]

    @property
    def markets(self) -> Watchlist:
        """What is chosen of the rows that are markets."""
        return self._watchlists[0]

    @property
    def table(self) -> Table:
        """The table that is shown."""
        return self.tables[self._shown]

    def turn(self) -> None:
        """Show the other table."""
        self._shown = 1 - self._shown
        self._display()

    def select(self, market: Market | None) -> None:
        """Select the row of a market, or of the same asset, if there is one."""
        pair = market and self._store.pairing.by_market.get(market)
        for each in (market, pair and pair.krw, pair and pair.usd):
            if each and each in self.table.rows:
                self.table.move(self.table.rows.index(each))
                return

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for table in self.tables:
            table.paint(palette)

    def _display(self) -> None:
        for table in self.tables:
            table.display = table is self.table
