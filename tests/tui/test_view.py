"""Tests of the facts about a market that columns and order share."""

import pytest

from coinwatch.model import Listing, Market
from coinwatch.tui import view as facts
from tests.tui.rig import BTC, BTCUSDT, NOON_S, World


@pytest.fixture
def world() -> World:
    """Return a world with three markets and no data."""
    return World()


def test_nothing_is_known_at_first(world: World) -> None:
    """Before data every fact is unknown, and none is 0."""
    view = world.view(BTC)
    assert facts.price_text(view) == "—"
    assert facts.age_s(view) is None
    assert facts.change_pct(view) is None
    assert facts.range_share(view) is None
    assert facts.quote_volume(view) is None
    assert facts.spread_bp(view) is None
    assert not facts.flashes(view)
    assert facts.holds_until(view) == float("inf")


def test_facts_of_a_ticker(world: World) -> None:
    """Statistics give price, change, range and turnover."""
    world.ticker(BTC, 105.0)
    view = world.view(BTC)
    assert facts.price_text(view) == "105.0"
    assert facts.change_pct(view) == 5.0
    assert facts.range_share(view) == 0.75
    assert facts.quote_volume(view) == 5e6


def test_range_without_span(world: World) -> None:
    """Where high and low are the same there is no place between them."""
    world.ticker(BTC, 100.0, high=100.0, low=100.0)
    assert facts.range_share(world.view(BTC)) is None


def test_spread(world: World) -> None:
    """The spread is in basis points of the middle; a missing side makes it unknown."""
    world.quote(BTC, 99.5, 100.5)
    assert facts.spread_bp(world.view(BTC)) == pytest.approx(100.0)
    world.quote(BTC, None, 100.5)
    assert facts.spread_bp(world.view(BTC)) is None
    world.quote(BTC, 99.5, None)
    assert facts.spread_bp(world.view(BTC)) is None


def test_age_is_of_the_last_trade(world: World) -> None:
    """A snapshot may tell of an old trade: the price is as old as that."""
    world.ticker(BTC, 105.0, snapshot=True, traded_ms=world.wall_ms - 90_000)
    view = world.view(BTC)
    assert facts.age_s(view) == 90.0
    assert facts.holds_until(view) == world.clock.now + 30.0


def test_age_without_a_trade(world: World) -> None:
    """Where no trade is known, the price is as old as its arrival."""
    world.ticker(BTC, 105.0, traded_ms=None)
    world.clock.now += 7.0
    assert facts.age_s(world.view(BTC)) == pytest.approx(7.0, abs=1e-5)


def test_age_is_never_negative(world: World) -> None:
    """A wall clock that went back makes nothing younger than now."""
    world.ticker(BTC, 105.0, traded_ms=None)
    assert facts.age_s(world.view(BTC, wall_s=NOON_S - 60)) == 0.0
    world.ticker(BTC, 106.0)
    assert facts.age_s(world.view(BTC, now=world.clock.now - 60)) == 0.0


def test_flash(world: World) -> None:
    """A move flashes for 300 ms, the first price does not, and nothing does when frozen."""
    world.ticker(BTC, 105.0)
    assert not facts.flashes(world.view(BTC))
    world.clock.now += 1.0
    world.ticker(BTC, 106.0)
    assert facts.flashes(world.view(BTC))
    assert facts.holds_until(world.view(BTC)) == world.clock.now + facts.FLASH_S
    assert not facts.flashes(world.view(BTC, flashing=False))
    world.clock.now += facts.FLASH_S
    assert not facts.flashes(world.view(BTC))


def test_names(world: World) -> None:
    """Names come in the language that is asked for, in English where there is no other."""
    assert facts.name_of(world.view(BTC)) == "Bitcoin"
    assert facts.name_of(world.view(BTC, language="ko")) == "비트코인"
    assert facts.name_of(world.view(BTCUSDT, language="ko")) == "Bitcoin"


def test_pair() -> None:
    """A market is written base over quote, or as its exchange spells it while that is unknown."""
    assert facts.pair(BTC) == "BTC/KRW"
    assert facts.pair(Market("binance", "NEWUSDT", "", "")) == "NEWUSDT"
    assert facts.exchange_title("upbit") == "Upbit"


def test_hostile_names() -> None:
    """A name cannot bring control characters onto the screen."""
    evil = Market("up\x1bbit", "X", "B\x1b[31mTC", "K\u202eRW")
    assert facts.pair(evil) == "B␛[31mTC/K\ufffdRW"
    assert facts.exchange_title(evil.exchange) == "Up␛bit"
    world = World(listings=[Listing(BTC, english_name="[red]\x07Bit")])
    assert facts.name_of(world.view(BTC)) == "[red]␇Bit"
