"""Tests of what each column shows."""

from typing import Any

import pytest

from coinwatch.config import COLUMNS as NAMES
from coinwatch.tui.column import Cell
from coinwatch.tui.columns import COLUMNS, trend
from coinwatch.tui.roles import Role
from tests.tui.rig import BTC, BTCUSDT, World

MINUS = "\N{MINUS SIGN}"


def cell(world: World, name: str, width: int = 12, **changes: Any) -> Cell:
    """Return a cell of the won market."""
    return COLUMNS[name].paint(world.view(BTC, **changes), width)


@pytest.fixture
def world() -> World:
    """Return a world with data of one market: up 5 %, in the upper quarter of its range."""
    world = World()
    world.ticker(BTC, 105.0)
    world.quote(BTC, 99.5, 100.5)
    return world


@pytest.mark.parametrize("name", ["price", "change", "range", "volume", "spread", "premium", "age"])
def test_unknown(name: str) -> None:
    """Without data a column shows a dash, or for what does not exist yet a dot."""
    shown = "".join(part for part, _role in cell(World(), name))
    assert shown.strip() in {"—", "·"}
    assert "0" not in shown


def test_market(world: World) -> None:
    """The market is base and quote, the exchange beside it, shortened where it must be."""
    assert cell(world, "market") == (("BTC/KRW", Role.STRONG),)
    assert cell(world, "exchange") == (("Upbit", Role.MUTED),)
    assert cell(world, "exchange", 2) == (("Up", Role.MUTED),)


def test_market_with_a_warning(world: World) -> None:
    """The mark follows the code, within the column."""
    state = world.store.state(BTC)
    state.listing = state.listing._replace(caution="price fluctuations")
    assert cell(world, "market") == (("BTC/KRW", Role.STRONG), (" !", Role.WARN))
    need = COLUMNS["market"].need
    assert need
    assert need(world.view(BTC)) == 9


def test_name(world: World) -> None:
    """The name is cut by cells and not by characters."""
    assert cell(world, "name") == (("Bitcoin", Role.MUTED),)
    assert cell(world, "name", 5, language="ko") == (("비트…", Role.MUTED),)


def test_price_that_never_moved(world: World) -> None:
    """The first price has no arrow, but the room for one."""
    assert cell(world, "price") == (("105.0", Role.TEXT), ("  ", Role.MUTED))


def test_price_that_moved(world: World) -> None:
    """A move flashes with its arrow; later the arrow alone tells which way it went, calmly."""
    world.clock.now += 1
    world.ticker(BTC, 106.0)
    assert cell(world, "price") == (("106.0 ▲", Role.FLASH_UP),)
    world.clock.now += 1
    assert cell(world, "price") == (("106.0", Role.TEXT), (" ▲", Role.MUTED))
    world.ticker(BTC, 104.0)
    assert cell(world, "price") == (("104.0 ▼", Role.FLASH_DOWN),)
    assert cell(world, "price", flashing=False) == (("104.0", Role.TEXT), (" ▼", Role.MUTED))


def test_price_on_a_narrow_screen(world: World) -> None:
    """Where room is short there is no blank before the arrow."""
    world.clock.now += 1
    world.ticker(BTC, 106.0)
    assert cell(world, "price", tight=True) == (("106.0▲", Role.FLASH_UP),)


@pytest.mark.parametrize(
    ("price", "shown", "role"),
    [
        (105.0, "+5.00 %", Role.UP),
        (95.0, f"{MINUS}5.00 %", Role.DOWN),
        (100.0, "0.00 %", Role.TEXT),
    ],
)
def test_change(price: float, shown: str, role: Role) -> None:
    """The change has sign and colour."""
    world = World()
    world.ticker(BTC, price)
    assert cell(world, "change", 9) == ((shown, role),)
    assert cell(world, "change", 8) == ((shown.replace(" ", ""), role),)


def test_range(world: World) -> None:
    """The dot stands out from the bar."""
    assert cell(world, "range", 10) == (
        ("▕──────", Role.FAINT),
        ("●", Role.TEXT),
        ("─▏", Role.FAINT),
    )


def test_range_that_is_unknown() -> None:
    """A market that never traded has a price elsewhere but no range."""
    world = World()
    world.ticker(BTC, 105.0, high=None, low=None)
    assert cell(world, "range", 10) == (("—", Role.MUTED),)


def test_volume(world: World) -> None:
    """The turnover has its currency, in the units of the language."""
    assert cell(world, "volume") == (("5.00 M₩", Role.TEXT),)
    assert cell(world, "volume", language="ko") == (("500만₩", Role.TEXT),)
    world.ticker(BTCUSDT, 105.0)
    assert COLUMNS["volume"].paint(world.view(BTCUSDT), 12) == (("5.00 M$", Role.TEXT),)


def test_spread(world: World) -> None:
    """The spread is in basis points."""
    assert cell(world, "spread") == (("100.0 bp", Role.MUTED),)


def test_sparkline(world: World) -> None:
    """The sparkline is the one that the view brings."""
    assert cell(world, "sparkline", trend=("▁▂", Role.TREND_UP)) == (("▁▂", Role.TREND_UP),)


def test_age(world: World) -> None:
    """A live price has its age."""
    world.clock.now += 75
    assert cell(world, "age") == (("1 m", Role.MUTED),)


def test_age_of_a_stale_price(world: World) -> None:
    """A stale price says so in words, with its age where there is room."""
    world.clock.now += 75
    assert cell(world, "age", 9, stale=True) == (("stale 1m", Role.WARN),)
    assert cell(world, "age", 5, stale=True) == (("stale", Role.WARN),)


@pytest.mark.parametrize(
    ("prices", "span"),
    [
        ([1.0, 3.0, 2.0], ("▁█▅", Role.TREND_UP)),
        ([2.0, 3.0, 1.0], ("▅█▁", Role.TREND_DOWN)),
        ([2.0, 3.0, 2.0], ("▁█▁", Role.FAINT)),
        ([None, None, None], ("   ", Role.FAINT)),
    ],
)
def test_trend(prices: list[float | None], span: tuple[str, Role]) -> None:
    """A sparkline goes up or down by its first and last known price."""
    assert trend(prices, 3) == span


def test_sort_keys(world: World) -> None:
    """Columns sort by what they show; what does not exist yet does not sort."""
    view = world.view(BTC)
    found = {name: COLUMNS[name].key for name in NAMES}
    keys = {name: key(view) for name, key in found.items() if key}
    assert keys == {
        "market": "BTC/KRW", "price": 105.0, "change": 5.0, "range": 0.75, "volume": 5e6,
        "spread": pytest.approx(100.0), "premium": None, "age": 0.0,
    }  # fmt: skip
    empty = World().view(BTC)
    assert COLUMNS["price"].key
    assert COLUMNS["price"].key(empty) is None
