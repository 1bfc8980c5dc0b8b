"""A world whose Bitcoin is looked at closely, and has all that can be shown of it."""

from textual.pilot import Pilot

from coinwatch.model import Book, Candle, FeedState, Level, Market, Side, Trade
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.detail import DetailScreen
from tests.tui.rig import BTC, BTCUSDT, NOON_S, World, lines

FIVE_MS = 300_000
NOON_MS = round(NOON_S * 1000)
DAY = {"open": 116_000_000.0, "high": 117e6, "low": 115e6, "reference": 116_000_000.0,
       "volume": 696.95, "quote_volume": 81.2e9}  # fmt: skip


def busy() -> World:
    """Return a world in which both exchanges are live, and Bitcoin has a price on both."""
    world = World()
    for exchange in ("upbit", "binance"):
        world.live(exchange).frames = 1
    world.ticker(BTC, 116_540_000.0, **DAY)
    world.ticker(BTCUSDT, 78_800.0, reference=80_000.0)
    return world


def candles(world: World, count: int = 20) -> None:
    """Have older candles come, the newest from noon on, each a million from low to high."""
    assert world.store.focus
    world.store.focus.fill(
        Candle(
            BTC, world.store.focus.interval, NOON_MS - n * FIVE_MS,
            116_400_000.0 - n * 10_000, 117_000_000.0, 116_000_000.0, 116_500_000.0, 1.0 + n, 1.0,
        )
        for n in range(count)
    )  # fmt: skip


def book(world: World, market: Market = BTC, levels: int = 15) -> None:
    """Have a book come around 116,540,000."""
    bids: list[Level] = [(116_539_000.0 - 1000 * n, 0.01 * (n + 1)) for n in range(levels)]
    asks: list[Level] = [(116_540_000.0 + 1000 * n, 0.02 * (n + 1)) for n in range(levels)]
    ms = world.wall_ms
    world.store.put(Book(market, tuple(bids), tuple(asks), ms, ms * 1_000_000), world.clock.now)


def trade(world: World, price: float, side: Side = "buy", size: float = 0.5) -> None:
    """Have a trade come that does not move the price."""
    world.trade_id += 1
    ms = world.wall_ms
    record = Trade(BTC, price, size, side, world.trade_id, ms, ms * 1_000_000, live=False)
    world.store.put(record, world.clock.now)


def lose(world: World) -> None:
    """Have Upbit's connection break."""
    world.clock.now += 1
    world.status("upbit", FeedState.WAITING, "connection lost", 3_000)


def detail(app: CoinwatchApp) -> DetailScreen:
    """Return the screen of one market, whatever is above it."""
    screen = app.screen_stack[1]
    assert isinstance(screen, DetailScreen)
    return screen


async def opened(app: CoinwatchApp, pilot: Pilot[int]) -> DetailScreen:
    """Look at the selected market."""
    await pilot.press("enter")
    await pilot.pause()
    return detail(app)


async def frame(app: CoinwatchApp, pilot: Pilot[int]) -> list[str]:
    """Have the screen look at the store once; return what it shows then."""
    detail(app).frame()
    await pilot.pause()
    return lines(app)
