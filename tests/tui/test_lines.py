"""Tests of what the lines around the rows are told."""

from textual.geometry import Size

from coinwatch.config import Config, Display
from coinwatch.model import FeedState, Group
from coinwatch.tui.behind import Unsaved
from coinwatch.tui.lines import Lines
from coinwatch.tui.premium_scene import PremiumScene
from coinwatch.tui.rows import Sort
from coinwatch.tui.theme import palette
from coinwatch.tui.watchlist import PremiumList, Watchlist
from tests.tui.rig import BTC, BTCUSDT, RATE, World
from tests.tui.test_strips import VARIABLES

PALETTE = palette(VARIABLES, "western", dark=True)


class Said:
    """The lines of a world, as text."""

    def __init__(self, world: World, display: Display | None = None) -> None:
        scene = world.scene()
        watchlist = Watchlist(world.store, scene, Sort())
        self.lines = Lines(
            world.store, Unsaved(Config(display=display or Display())), scene, watchlist, PALETTE
        )
        self.scene = scene

    def now(self, cells: int = 120) -> dict[str, str]:
        """Return what each line says now."""
        self.lines.show(self.lines.exchanges(), 2, Size(cells, 30))
        bars = (self.lines.header, self.lines.tabs, self.lines.footer)
        return {
            bar.id or "": "\n".join("".join(piece.text for piece in line) for line in bar._lines)
            for bar in bars
        }


def test_header() -> None:
    """The header knows every exchange of the watchlist, its rate and the time."""
    world = World()
    health = world.live("upbit")
    said = Said(world)
    said.lines.measure()
    world.clock.now += 2
    health.frames, health.round_trip_s = 50, 0.04
    said.lines.measure()
    header = said.now()["header"]
    assert "● Upbit live  40 ms   25/s" in header
    assert "◐ Binance connecting" in header
    assert header.endswith("12:00:02 ")


def test_exchanges_keep_their_places() -> None:
    """Whichever market is the first row."""
    world = World(Group("Majors", (BTCUSDT, BTC)))
    assert [each.name for each in Said(world).lines.exchanges()] == ["upbit", "binance"]


def test_demo_is_offered_until_something_came() -> None:
    """Once an exchange sent anything, there is a network."""
    world = World(Group("A", (BTC,)))
    health = world.status("upbit", FeedState.WAITING, "cannot resolve api.upbit.com", 500)
    said = Said(world)
    assert "coinwatch --demo" in said.now()["header"]
    health.frames = 1
    assert "coinwatch --demo" not in said.now()["header"]


def test_tabs() -> None:
    """The tabs tell what the change refers to, as asked for and then as sent."""
    world = World()
    assert "change since 00:00 UTC" in Said(world).now()["tabs"]
    native = Said(world, Display(change="native"))
    assert "change as each exchange counts" in native.now()["tabs"]
    world.ticker(BTC, 100.0)
    world.ticker(BTCUSDT, 100.0, basis="24h")
    assert "change Upbit since 00:00 UTC, Binance last 24 h" in native.now()["tabs"]


def test_footer() -> None:
    """The footer counts the rows that are shown, of all that are watched."""
    assert Said(World()).now()["footer"].endswith("2 of 3 ")


def test_frozen() -> None:
    """Freezing is said, with its age, while the exchanges are told of as they are now."""
    world = World()
    said = Said(world)
    said.scene.picture.toggle()
    world.clock.now += 61
    world.live("upbit")
    header = said.now()["header"]
    assert "FROZEN 1 m" in header
    assert "● Upbit live" in header


def test_premium_in_the_header_and_the_rate_over_the_premiums() -> None:
    """The rate stands in the line of tabs only while premiums are shown."""
    world = World()
    world.pair()
    for market, price in ((BTC, 117_000_000.0), (BTCUSDT, 78_000.0), (RATE, 1_480.0)):
        world.ticker(market, price)
    said = Said(world)
    assert "USDT/KRW 1,480   BTC premium +1.35 %" in said.now(130)["header"]
    assert "since 00:00 UTC" in said.now()["tabs"]
    said.lines.watchlist = PremiumList(
        world.store, said.scene, PremiumScene(said.scene), said.lines.watchlist
    )
    assert "USDT/KRW 1,480 · Upbit, 0 s ago" in said.now()["tabs"]
    assert said.now()["footer"].endswith("2 of 2 ")
