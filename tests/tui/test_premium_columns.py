"""Tests of the columns of the premium view."""

from typing import Any

import pytest

from coinwatch.pairs import Pair
from coinwatch.tui.columns import COLUMNS
from coinwatch.tui.premium_columns import NAMES
from coinwatch.tui.premium_scene import PremiumScene
from coinwatch.tui.roles import Role
from coinwatch.tui.view import View
from tests.tui.rig import BTC, BTCUSDT, ETH, RATE, World

UNKNOWN = ("—", Role.MUTED)


def _view(world: World, **changes: Any) -> View:
    return PremiumScene(world.scene()).view(BTC)._replace(**changes)


def _cell(name: str, view: View, width: int = 9) -> tuple[str, Role]:
    cell = COLUMNS[name].paint(view, width)
    assert len(cell) == 1
    return cell[0]


@pytest.fixture
def world() -> World:
    """Return a world in which bitcoin is 117,000,000 won and 78,000 dollars of 1,480 won."""
    world = World()
    world.pair()
    world.ticker(BTC, 117_000_000.0, quote_volume=8.123e11)
    world.ticker(BTCUSDT, 78_000.0, quote_volume=1.92e9)
    world.ticker(RATE, 1_480.0)
    return world


def test_a_row(world: World) -> None:
    """Both prices with their markets' decimals, the premium, the gap in won, turnovers, ages."""
    world.clock.now += 3
    world.trade(BTCUSDT, 78_000.0)
    view = _view(world)
    found = {name: _cell(name, view) for name in NAMES if name != "premium_trend"}
    assert found == {
        "asset": ("BTC", Role.STRONG),
        "krw_price": ("117,000,000", Role.TEXT),
        "usd_price": ("78,000.00", Role.TEXT),
        "asset_premium": ("+1.35%", Role.UP),
        "gap": ("+1,560,000", Role.UP),
        "premium_change": UNKNOWN,
        "krw_volume": ("812.3 B₩", Role.TEXT),
        "usd_volume": ("1.92 B$", Role.TEXT),
        "krw_age": ("3 s", Role.MUTED),
        "usd_age": ("0 s", Role.MUTED),
    }


def test_a_market_that_is_warned_of(world: World) -> None:
    """A premium of a market that is halted, here or abroad, has its mark beside the asset."""
    state = world.store.state(BTCUSDT)
    state.listing = state.listing._replace(trading=False, caution="halt")
    shown = COLUMNS["asset"].paint(_view(world), 9)
    assert shown == (("BTC", Role.STRONG), (" ‖", Role.BAD))


def test_the_trend_is_drawn_already(world: World) -> None:
    """The column shows it as it is."""
    view = _view(world, trend=("▁▂", Role.TREND_UP))
    assert COLUMNS["premium_trend"].paint(view, 2) == (("▁▂", Role.TREND_UP),)


@pytest.mark.parametrize(
    ("won", "shown"),
    [
        (115_440_000.0, ("0.00%", Role.TEXT)),
        (114_000_000.0, ("\N{MINUS SIGN}1.25%", Role.DOWN)),
        (170_000_000.0, ("?+47%", Role.WARN)),
        (10_000.0, ("?\N{MINUS SIGN}100%", Role.WARN)),
    ],
)
def test_the_premium_has_its_sign(world: World, won: float, shown: tuple[str, Role]) -> None:
    """In words and in colour; a suspect one has a mark before it."""
    world.ticker(BTC, won)
    assert _cell("premium", _view(world)) == shown


def test_what_is_stale_is_said_to_be(world: World) -> None:
    """No premium and no gap; the leg that is too old says so, the other has its age."""
    world.clock.now += 601
    world.ticker(BTC, 117_000_000.0)
    world.ticker(RATE, 1_480.0)
    view = _view(world)
    assert _cell("premium", view) == ("stale", Role.WARN)
    assert _cell("gap", view) == UNKNOWN
    assert _cell("krw_age", view) == ("0 s", Role.MUTED)
    assert _cell("usd_age", view) == ("stale 10m", Role.WARN)


def test_what_is_unknown_is_a_dash() -> None:
    """Before the first prices; and a market without a pair has no premium at all."""
    world = World()
    assert _cell("premium", world.view(ETH)) == ("·", Role.FAINT)
    for view in (_view(world), _with_pair(world)):
        for name in NAMES:
            if name not in {"asset", "asset_premium", "premium_trend"}:
                assert _cell(name, view) == UNKNOWN
        assert all(COLUMNS[n].key(view) is None for n in NAMES[1:] if COLUMNS[n].key)  # type: ignore[misc]  # checked on the same line
    assert _cell("premium", view) == UNKNOWN


def _with_pair(world: World) -> View:
    world.pair()
    return _view(world)


def test_a_change_is_in_points(world: World) -> None:
    """Of percent, with its sign; which is not a percentage of the premium."""
    assert _cell("premium_change", _view(world, premium_change=0.125)) == ("+0.12pp", Role.UP)
    assert _cell("premium_change", _view(world, premium_change=-1.0)) == (
        "\N{MINUS SIGN}1.00pp",
        Role.DOWN,
    )


@pytest.mark.parametrize(
    ("won", "dollars", "gap"),
    [(2_113.0, 1.41, "+26.2"), (153.0, 0.1, "+5.00"), (0.0118, 0.0000079, "+0.000108")],
)
def test_a_gap_has_enough_digits(world: World, won: float, dollars: float, gap: str) -> None:
    """So that a percent of the price is seen, however small the price."""
    world.ticker(BTC, won)
    world.ticker(BTCUSDT, dollars)
    assert _cell("gap", _view(world))[0] == gap


def test_a_price_flashes_as_in_the_main_table(world: World) -> None:
    """Each leg by itself."""
    world.ticker(BTCUSDT, 78_001.0)
    view = _view(world)
    assert _cell("usd_price", view) == ("78,001.00", Role.FLASH_UP)
    assert _cell("krw_price", view) == ("117,000,000", Role.TEXT)
    world.ticker(BTC, 116_999_000.0)
    assert _cell("krw_price", _view(world)) == ("116,999,000", Role.FLASH_DOWN)


def test_a_price_of_many_is_told_of_one(world: World) -> None:
    """With all its digits: the exchange's decimals are those of a thousand."""
    world.pair(pairs=(Pair("BTC", BTC, BTCUSDT, 1000),))
    world.ticker(BTCUSDT, 0.01742)
    assert _cell("usd_price", _view(world))[0] == "0.00001742"


def test_sort_keys(world: World) -> None:
    """By what the columns show."""
    view = _view(world, premium_change=0.5)
    keys = {name: COLUMNS[name].key for name in NAMES}
    assert {name: key(view) for name, key in keys.items() if key} == {
        "asset": "BTC", "krw_price": 117e6, "usd_price": 78e3, "asset_premium": 1.3514,
        "gap": 1_560_000.0, "premium_change": 0.5, "krw_volume": 8.123e11, "usd_volume": 1.92e9,
        "krw_age": 0.0, "usd_age": 0.0,
    }  # fmt: skip
