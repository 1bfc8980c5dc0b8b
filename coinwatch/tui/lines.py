"""The lines around the rows: header, tabs, titles and footer, and what each says now."""

import time

from textual.geometry import Size

from coinwatch.config import Display
from coinwatch.store import Store
from coinwatch.tui import footer, header, rate, tabs, titles
from coinwatch.tui.bar import Bar
from coinwatch.tui.feeds import Exchange, Meter, summarise
from coinwatch.tui.keys import keys_shown
from coinwatch.tui.layout import Layout
from coinwatch.tui.scene import Scene
from coinwatch.tui.theme import Ground, Palette
from coinwatch.tui.watchlist import Watchlist


class Lines:
    """Keeps four bars up to date; each repaints only if it says something else."""

    def __init__(
        self, store: Store, display: Display, scene: Scene, watchlist: Watchlist, palette: Palette
    ) -> None:
        self._store = store
        self._utc_day = display.change == "utc-day"
        self._scene = scene
        self.watchlist = watchlist
        """Whose rows are shown."""
        self._meter = Meter()
        self._keys = keys_shown(replay=scene.picture.playback is not None)
        self.header = Bar(palette, Ground.BAR, "header")
        self.tabs = Bar(palette, Ground.ROW, "tabs")
        self.titles = Bar(palette, Ground.ROW, "titles")
        self.footer = Bar(palette, Ground.BAR, "footer")

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for bar in (self.header, self.tabs, self.titles, self.footer):
            bar.paint(palette)

    def measure(self) -> None:
        """Take the feeds' counters, once a second."""
        self._meter.measure(self._store.feeds, self._scene.picture.clock())

    def exchanges(self) -> list[Exchange]:
        """Return how each exchange is."""
        picture = self._scene.picture
        names = dict.fromkeys(market.exchange for market in self._store.markets)
        now, wall_s = picture.clock(), picture.wall()
        return summarise(names, self._store.feeds, self._meter, now, wall_s)

    def show(self, exchanges: list[Exchange], shown: int, size: Size) -> None:
        """Say what holds now, on a screen of ``size`` with so many rows ``shown``."""
        words, picture, feeds = self._scene.words, self._scene.picture, self._store.feeds
        top = header.Top(
            exchanges,
            any(health.frames for health in feeds.values()),
            time.strftime("%H:%M:%S", time.localtime(picture.wall())),
            picture.frozen_s,
            rate.figures(self._scene.rated(), self._scene.headline(), words),
            header.replay_of(picture.playback),
            self._store.notice,
        )
        self.header.show(header.lines(top, words, size.width, size.height))
        self.tabs.show([tabs.line(self._told(), words, size.width)])
        everything = self.watchlist.everything
        self.footer.show([footer.line(self._keys, shown, everything, words, size.width)])

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
            self._utc_day,
            watchlist.sort,
            watchlist.query,
            rate.strip(self._scene.rated(), self._scene.words) if watchlist.of_premiums else (),
        )
