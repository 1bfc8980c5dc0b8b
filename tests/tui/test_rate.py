"""Tests of what the header and the premium view say of the rate and the premium."""

import pytest

from coinwatch.model import FeedState
from coinwatch.tui.rate import figures, strip
from coinwatch.tui.roles import Line, Role
from coinwatch.tui.words import ENGLISH, KOREAN, Words
from tests.tui.rig import BTC, BTCUSDT, RATE, World


@pytest.fixture
def world() -> World:
    """Return a world in which bitcoin is 117,000,000 won and 78,000 dollars of 1,480 won."""
    world = World()
    world.pair()
    for exchange in ("upbit", "binance"):
        world.live(exchange)
    world.ticker(BTC, 117_000_000.0)
    world.ticker(BTCUSDT, 78_000.0)
    world.ticker(RATE, 1_480.0)
    return world


def said(lines: list[Line]) -> list[str]:
    """Return lines as text."""
    return ["".join(piece.text for piece in line) for line in lines]


def shown(world: World, words: Words = ENGLISH) -> list[str]:
    """Return the figures of the header, all of them and fewer."""
    scene = world.scene()
    return said(figures(scene.rated(), scene.headline(), words))


def test_figures(world: World) -> None:
    """The rate and the premium; the premium alone where there is less room."""
    assert shown(world) == [
        "USDT/KRW 1,480   BTC premium +1.35 %",
        "BTC premium +1.35 %",
    ]
    assert shown(world, KOREAN)[1] == "BTC 김프 +1.35 %"


def test_the_sign_is_said_in_colour_too(world: World) -> None:
    """Up for more in Korea, down for less."""
    scene = world.scene()
    assert figures(scene.rated(), scene.headline(), ENGLISH)[1][1].role is Role.UP
    world.ticker(BTC, 114_000_000.0)
    piece = figures(scene.rated(), scene.headline(), ENGLISH)[1][1]
    assert (piece.text, piece.role) == ("\N{MINUS SIGN}1.25 %", Role.DOWN)


def test_a_suspect_premium_is_marked(world: World) -> None:
    """Beyond thirty percent it is hardly a premium."""
    world.ticker(BTC, 234_000_000.0)
    assert shown(world)[1] == "BTC premium ?+102.70 %"


def test_a_stale_premium_is_said_to_be_stale(world: World) -> None:
    """No number is shown, and the rate says so too where it is the rate that is stale."""
    world.clock.now += 601
    world.ticker(BTC, 117_000_000.0)
    world.ticker(BTCUSDT, 78_000.0)
    assert shown(world)[0] == "USDT/KRW 1,480 stale   BTC premium stale"


def test_before_the_first_prices() -> None:
    """What is not known is a dash."""
    world = World()
    world.pair()
    assert shown(world) == ["USDT/KRW —   BTC premium —", "BTC premium —"]


def test_without_a_pair_or_a_rate() -> None:
    """Only what there is."""
    world = World()
    assert shown(world) == []
    world.pair(pairs=())
    assert shown(world) == ["USDT/KRW —"]
    world.pair(rate=None)
    assert shown(world) == ["BTC premium —"]


def test_strip(world: World) -> None:
    """The rate with its source and its age; the age goes where there is less room."""
    world.clock.now += 3
    assert said(strip(world.scene().rated(), ENGLISH)) == [
        "USDT/KRW 1,480 · Upbit, 3 s ago",
        "USDT/KRW 1,480",
    ]
    assert said(strip(world.scene().rated(), KOREAN))[0] == "USDT/KRW 1,480 · Upbit 3 s 전"


def test_strip_of_a_number(world: World) -> None:
    """A rate of the config says that it is one; without a rate there is nothing to say."""
    world.pair(rate=1_450.5)
    assert said(strip(world.scene().rated(), ENGLISH))[0] == "USD/KRW 1,450.5 · from the config"
    world.pair(rate=None)
    assert strip(world.scene().rated(), ENGLISH) == []


def test_a_rate_that_is_down_is_stale(world: World) -> None:
    """From the moment when its exchange is down, in a role that stands out."""
    world.clock.now += 1
    world.status("upbit", FeedState.WAITING, "connection lost")
    scene = world.scene()
    scene.judge(world.store.feeds)
    line = strip(scene.rated(), ENGLISH)[0]
    assert said([line]) == ["USDT/KRW 1,480 stale · Upbit, 1 s ago"]
    assert {piece.role for piece in line} == {Role.WARN}
