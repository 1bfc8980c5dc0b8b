"""The lines around the rows: header, tabs, titles and footer, and what each says now."""

import time

from textual.geometry import Size

from coinwatch import text
from coinwatch.model import Market
from coinwatch.store import Store
from coinwatch.tui import badges, footer, header, rate, tabs, titles
from coinwatch.tui.bar import Bar
from coinwatch.tui.behind import Editor
from coinwatch.tui.edits import Remark
from coinwatch.tui.feeds import Exchange, Meter, summarise
from coinwatch.tui.keys import keys_of
from coinwatch.tui.layout import Layout
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.scene import Scene
from coinwatch.tui.theme import Ground, Palette
from coinwatch.tui.watchlist import Watchlist

REMARK_S = 4.0
"""For how long a remark stands in the footer."""

WARNING_S = 8.0
"""The same, if something could not be done."""

MOST_REMARK_LINES = 3


class Lines:
    """Keeps four bars up to date; each repaints only if it says something else."""

    def __init__(
        self, store: Store, editor: Editor, scene: Scene, watchlist: Watchlist, palette: Palette
    ) -> None:
        self._store = store
        self._editor = editor
        self._scene = scene
        self.watchlist = watchlist
        """Whose rows are shown."""
        self._meter = Meter()
        self._remark = Remark("")
        self._until = 0.0
        self.header = Bar(palette, Ground.BAR, "header")
        self.tabs = Bar(palette, Ground.ROW, "tabs")
        self.titles = Bar(palette, Ground.ROW, "titles")
        self.footer = Bar(palette, Ground.BAR, "footer")

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for bar in (self.header, self.tabs, self.titles, self.footer):
            bar.paint(palette)

    def tell(self, remark: Remark) -> None:
        """Say something for a moment, in the footer or above it."""
        lasts_s = WARNING_S if remark.warning else REMARK_S
        self._remark, self._until = remark, self._scene.picture.clock() + lasts_s

    def measure(self) -> None:
        """Take the feeds' counters, once a second."""
        self._meter.measure(self._store.feeds, self._scene.picture.clock())

    def exchanges(self) -> list[Exchange]:
        """Return how each exchange is."""
        picture = self._scene.picture
        watched = dict.fromkeys(market.exchange for market in self._store.markets)
        # In the config's order, whichever row is first now.
        names = [name for name in {**self._editor.config.exchanges, **watched} if name in watched]
        now, wall_s = picture.clock(), picture.wall()
        return summarise(names, self._store.feeds, self._meter, now, wall_s)

    def show(
        self, exchanges: list[Exchange], shown: int, size: Size, selected: Market | None = None
    ) -> None:
        """Say what holds now, on a screen of ``size`` with so many rows ``shown``."""
        words = self._scene.words
        self.header.show(self.top(exchanges, size))
        self.tabs.show([tabs.line(self._told(), words, size.width)])
        everything = self.watchlist.everything
        count = words.shown_of.format(shown=shown, all=everything)
        warned = self._warned(selected)
        note = f"{warned}   {count}" if text.width(warned) < size.width // 2 else count
        self.footer.show(self.bottom("main", note if warned else count, size))

    def _warned(self, market: Market | None) -> str:
        """Return what the mark beside a market means; empty if it has none."""
        scene = self._scene
        found = badges.of_market(scene.picture.state(market), scene.words) if market else None
        return f"{found.mark} {found.said}" if found else ""

    def top(self, exchanges: list[Exchange], size: Size) -> list[Line]:
        """Return what is at the top of every screen: how the exchanges are."""
        picture, words = self._scene.picture, self._scene.words
        told = header.Top(
            exchanges,
            any(health.frames for health in self._store.feeds.values()),
            time.strftime("%H:%M:%S", time.localtime(picture.wall())),
            picture.frozen_s,
            rate.figures(self._scene.rated(), self._scene.headline(), words),
            header.replay_of(picture.playback),
            self._store.notice,
            text.safe(self._editor.fault),
        )
        return header.lines(told, words, size.width, size.height)

    def bottom(self, screen: str, note: str, size: Size) -> list[Line]:
        """Return what is at the bottom of a screen: its keys, and ``note`` or what was said lately.

        What is too long for a note stands above the keys.
        """
        keys = keys_of(screen, replay=self._scene.picture.playback is not None)
        words, cells = self._scene.words, size.width
        remark = self._remark if self._scene.picture.clock() < self._until else Remark("")
        role = Role.WARN if remark.warning else Role.ACCENT
        if remark.text and footer.fits(remark.text, cells):
            return [footer.line(keys, remark.text, words, cells, role)]
        above = text.wrap(remark.text, cells - 2, MOST_REMARK_LINES) if remark.text else []
        return [
            *([Piece(f" {each}", role)] for each in above),
            footer.line(keys, note, words, cells),
        ]

    def show_titles(self, columns: Layout) -> None:
        """Say what is over the columns."""
        scene = self._scene
        line = titles.line(columns, self.watchlist.sort, scene.window_s, scene.words)
        self.titles.show([line])

    def _told(self) -> tabs.Tabs:
        watchlist, state = self.watchlist, self._scene.picture.state
        return tabs.Tabs(
            watchlist.names,
            watchlist.active,
            tabs.bases(state(market) for market in watchlist.markets),
            self._editor.config.display.change == "utc-day",
            watchlist.sort,
            watchlist.query,
            rate.strip(self._scene.rated(), self._scene.words) if watchlist.of_premiums else (),
        )
