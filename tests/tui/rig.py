"""A store filled by hand, a clock that stands still, and the screen as lines of text."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import pyte
from textual._compositor import CompositorUpdate
from textual.pilot import Pilot
from textual.screen import Screen

from coinwatch.config import Config, Display, WatchGroup
from coinwatch.config.watchlists import About, Change, tabs
from coinwatch.focus import Focus
from coinwatch.model import (
    Basis,
    FeedState,
    Group,
    Interval,
    Listing,
    Market,
    Quote,
    Status,
    Ticker,
    Trade,
)
from coinwatch.pairs import Pair, Pairing
from coinwatch.state import Health
from coinwatch.store import Store
from coinwatch.text import Language
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.picture import Picture
from coinwatch.tui.scene import Scene
from coinwatch.tui.screen import MainScreen
from coinwatch.tui.table import Table
from coinwatch.tui.view import View
from coinwatch.tui.words import words

App = TypeVar("App", bound=CoinwatchApp)

DAY_S = 1_800_057_600.0
"""A midnight in UTC, in seconds since the epoch."""

NOON_S = DAY_S + 43_200

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("upbit", "KRW-ETH", "ETH", "KRW")
DOGE = Market("upbit", "KRW-DOGE", "DOGE", "KRW")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")
ETHUSDT = Market("binance", "ETHUSDT", "ETH", "USDT")
RATE = Market("upbit", "KRW-USDT", "USDT", "KRW")

WON = ((1_000_000.0, 0), (1_000.0, 0), (100.0, 1), (0.0, 4))
LISTINGS = (
    Listing(BTC, "비트코인", "Bitcoin", WON),
    Listing(ETH, "이더리움", "Ethereum", WON),
    Listing(DOGE, "도지코인", "Dogecoin", WON),
    Listing(BTCUSDT, "", "Bitcoin", ((0.0, 2),)),
    Listing(ETHUSDT, "", "Ethereum", ((0.0, 2),)),
    Listing(RATE, "테더", "Tether", WON),
)

PAIRS = (Pair("BTC", BTC, BTCUSDT), Pair("ETH", ETH, ETHUSDT))


class Clock:
    """Both clocks, which only move when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        """Return seconds of no meaning but their difference."""
        return self.now

    def wall(self) -> float:
        """Return seconds since the epoch: noon in UTC at the start."""
        return NOON_S - 1_000.0 + self.now


class Tape:
    """A replay that plays nothing, and notes what the user does."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock.monotonic
        self.wall = clock.wall
        self.paused = self.ended = False
        self.speed: float | None = 1.0
        self.elapsed_s = 187.0
        self.share = 0.345
        self.problem = ""
        self.jumps: list[float] = []
        self.recorded: set[type] = set()
        """Which kinds of record, of every market."""

    def brings(self, kind: type, _market: Market, _interval: Interval) -> bool:
        """Whether records of a kind were recorded."""
        return kind in self.recorded

    def pause(self) -> None:
        """Stand still, or go on."""
        self.paused = not self.paused

    def step_speed(self, steps: int) -> None:
        """Go as many seconds faster."""
        self.speed = (self.speed or 0) + steps

    def seek(self, seconds: float) -> None:
        """Note a jump."""
        self.jumps.append(seconds)


class World:
    """A store with a clock, and what the exchanges send, by hand."""

    def __init__(
        self, *groups: Group, listings: Sequence[Listing] = LISTINGS, windows: Any = (3_600.0,)
    ) -> None:
        self.clock = Clock()
        self.store = Store(windows_s=(300.0, 3_600.0, 86_400.0, *windows))
        self.store.watch(groups or (Group("Majors", (BTC, ETH, BTCUSDT)),), self.clock.now)
        self.store.describe(listings)
        self.trade_id = 0
        self.playback: Tape | None = None
        """What is played, in a replay."""
        self.focused: list[tuple[Market | None, Interval]] = []
        """What the application looked at closely."""
        self.windows: list[float] = []
        """Of the sparklines, as the application asked for their history."""
        self.lists: dict[str, Sequence[Listing] | str] = {"upbit": listings[:3], "binance": ""}
        """The market lists, as the application gets them."""
        self.editor: Desk

    @property
    def wall_ms(self) -> int:
        """Now, in milliseconds since the epoch."""
        return round(self.clock.wall() * 1000)

    def pair(
        self, rate: Market | float | None = RATE, pairs: tuple[Pair, ...] = PAIRS, lacking: str = ""
    ) -> None:
        """Have premiums, of bitcoin and ether at first, watched beside the groups."""
        by_market = {market: pair for pair in pairs for market in (pair.krw, pair.usd)}
        pairing = Pairing(pairs, rate, lacking, 600.0, by_market)
        self.store.watch(self.store.groups, self.clock.now, pairing)
        self.store.describe(LISTINGS)

    def live(self, exchange: str = "upbit", connection: int = 1) -> Health:
        """Have an exchange connected."""
        return self.status(exchange, FeedState.LIVE, connection=connection)

    def status(
        self,
        exchange: str,
        state: FeedState,
        reason: str | None = None,
        retry_in_ms: int | None = None,
        connection: int = 1,
    ) -> Health:
        """Have a connection change its state."""
        status = Status(exchange, connection, state, reason, retry_in_ms, self.wall_ms)
        return self.store.put_status(status, self.clock.now)

    def ticker(self, market: Market, price: float, **changes: Any) -> None:
        """Send statistics: opened at 100, low 90, high 110, turnover 5 million, basis UTC day."""
        basis: Basis = "utc_day"
        ms = self.wall_ms
        record = Ticker(
            market, price, 1.0, "buy", 100.0, 110.0, 90.0, 50_000.0, 5e6, 100.0, basis, ms,
            ms * 1_000_000, traded_ms=ms,
        )  # fmt: skip
        self.store.put(record._replace(**changes), self.clock.now)

    def trade(self, market: Market, price: float) -> None:
        """Send a trade."""
        self.trade_id += 1
        ms = self.wall_ms
        trade = Trade(market, price, 1.0, "buy", self.trade_id, ms, ms * 1_000_000)
        self.store.put(trade, self.clock.now)

    def quote(self, market: Market, bid: float | None, ask: float | None) -> None:
        """Send best bid and ask."""
        ms = self.wall_ms
        self.store.put(Quote(market, bid, ask, ms, ms * 1_000_000), self.clock.now)

    def scene(self, language: Language = "en") -> Scene:
        """Return what rows of this world are drawn from."""
        picture = Picture(self.store, self.clock.monotonic, self.clock.wall, self.playback)
        return Scene(picture, 3_600.0, language, words(language))

    def show_history(self, window_s: float) -> None:
        """Note that the screen asked for sparklines over another time."""
        self.windows.append(window_s)

    def meanings(self, texts: Sequence[str]) -> Sequence[Sequence[Market]]:
        """Return what symbols stand for among the markets of this world."""
        known = [*self.store.markets, *(each.market for each in LISTINGS)]
        return [
            list(dict.fromkeys(m for m in known if text in {str(m), m.base}))
            or [m for m in known if text == f"{m.exchange}:*"]
            for text in texts
        ]

    def listings(self) -> Mapping[str, Sequence[Listing] | str]:
        """Return the market lists."""
        return self.lists

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Look at a market closely at once; of Bitcoin on Upbit, with the other one beside it."""
        self.focused.append((market, interval))
        focus = None
        if market is not None:
            others = [BTCUSDT] if market == BTC else []
            focus = Focus(market, interval, self.clock.now, others)
        self.store.look_at(focus, self.clock.now)

    def view(self, market: Market, **changes: Any) -> View:
        """Return a market as it is now."""
        return self.scene().view(market)._replace(**changes)

    def app(self, **display: Any) -> CoinwatchApp:
        """Return the application on this world; frames come when the test asks for them."""
        return self._made(CoinwatchApp, display)

    def recorded(self, **display: Any) -> "Recorded":
        """Return the same, with a terminal to look at."""
        return self._made(Recorded, display)

    def _made(self, kind: type[App], display: dict[str, Any]) -> App:
        shown = Display(**{"language": "en", "fps": 1, **display})
        groups = tuple(
            WatchGroup(group.name, tuple(map(str, group.markets))) for group in self.store.groups
        )
        self.editor = Desk(self, Config(symbols=(), groups=groups, display=shown))
        clock = self.clock
        return kind(self.store, self.editor, self, clock.monotonic, clock.wall, self.playback)


class Desk:
    """A config that the store of a world follows, and that may be kept from changing."""

    def __init__(self, world: World, config: Config) -> None:
        self._world = world
        self._steps: list[tuple[Config, About]] = []
        self.config = config
        self.keeps = True
        self.fault = ""
        self.error: Exception | None = None
        """What every change comes to."""

    async def change(self, change: Change, about: About) -> None:
        """Make a change."""
        if self.error:
            raise self.error
        before, after = self.config, change(self.config)
        self.set(after)
        if before != after:
            self._steps.append((before, about))

    async def undo(self) -> About | None:
        """Go back to what was before the last change."""
        if self.error:
            raise self.error
        if not self._steps:
            return None
        before, about = self._steps.pop()
        self.set(before)
        return about

    def set(self, config: Config) -> None:
        """Have another config, as if the file had been edited."""
        self.config = config
        world = self._world
        groups = [
            Group(tab.name, tuple(m for found in world.meanings(tab.symbols) for m in found))
            for tab in tabs(config)
        ]
        if groups != list(world.store.groups):
            world.store.watch(groups, world.clock.now)
            world.store.describe(LISTINGS)


class Recorded(CoinwatchApp):
    """The application, and what a terminal makes of what it writes."""

    def start_terminal(self, width: int, height: int) -> pyte.Screen:
        """Return a terminal that shows everything that is written from now on."""
        self.terminal = pyte.Screen(width, height)
        self._stream = pyte.Stream(self.terminal)
        return self.terminal

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            self._stream.feed(renderable.render_segments(self.console).replace("\n", ""))
        super()._display(screen, renderable)


def main_screen(app: CoinwatchApp) -> MainScreen:
    """Return the main screen, whatever is above it."""
    screen = app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    return screen


def table(app: CoinwatchApp) -> Table:
    """Return the table of the main screen."""
    return main_screen(app).query_one(Table)


def lines(app: CoinwatchApp) -> list[str]:
    """Return what is on the screen, without blanks at the ends of lines."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


async def frame(app: CoinwatchApp, pilot: Pilot[int]) -> list[str]:
    """Have the screen look at the store once; return what it shows then."""
    main_screen(app).frame()
    await pilot.pause()
    return lines(app)


def rows(shown: list[str]) -> list[str]:
    """Return the markets on the screen, in order."""
    names = [line.split()[0].lstrip("▸") for line in shown if line.strip()]
    return [name for name in names if "/" in name and len(name) > 1]
