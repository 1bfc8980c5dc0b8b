"""Tests of the line with the price."""

import pytest

from coinwatch.model import Listing, Standing
from coinwatch.text import width
from coinwatch.tui.detail.top import line
from coinwatch.tui.roles import Piece, Role
from coinwatch.tui.view import View
from coinwatch.tui.words import KOREAN
from tests.tui.rig import BTC, LISTINGS, WON, World

DAY = {"reference": 116e6}


def shown(view: View, cells: int) -> str:
    """Return the line as text."""
    return "".join(piece.text for piece in line(view, cells))


def world() -> World:
    """Return a world in which the price just rose."""
    made = World()
    made.ticker(BTC, 116_539_000.0, **DAY)
    made.clock.now += 1
    made.ticker(BTC, 116_540_000.0, **DAY)
    return made


def test_line() -> None:
    """Code, exchange, name, price and change; what it refers to and its age at the right."""
    view = world().view(BTC)
    assert shown(view, 90) == (
        " BTC/KRW  Upbit  Bitcoin  116,540,000 ▲  +0.47 %" + " " * 20 + "since 00:00 UTC   0 s "
    )


def test_narrow() -> None:
    """Names go first; the price is never cut."""
    view = world().view(BTC)
    assert shown(view, 40) == " BTC/KRW Up  116,540,000 ▲  +0.47 % 0 s "
    assert shown(view, 32) == " BTC/KRW Up  116,540,000 ▲  0 s "


@pytest.mark.parametrize("cells", range(32, 200))
def test_any_width(cells: int) -> None:
    """The line fills any width exactly."""
    assert width(shown(world().view(BTC), cells)) == cells


def test_flash() -> None:
    """A price that moved just now stands out; then its arrow alone tells which way it went."""
    made = world()
    assert line(made.view(BTC), 80)[5].role is Role.FLASH_UP
    made.clock.now += 1
    assert line(made.view(BTC), 80)[5:7] == [
        Piece("116,540,000", Role.STRONG),
        Piece(" ▲", Role.MUTED),
    ]


def test_before_any_data() -> None:
    """Without a price there are dashes, and nothing that it refers to."""
    assert shown(World().view(BTC), 60) == (" BTC/KRW  Upbit  Bitcoin  —    —" + " " * 26 + "— ")


def test_stale_in_korean() -> None:
    """A feed that stopped is told of in the language of the screen, with its colour."""
    view = world().view(BTC, stale=True, language="ko", words=KOREAN)
    assert shown(view, 70).endswith("지연 0 s ")
    assert "비트코인" in shown(view, 70)
    assert line(view, 70)[-1].role is Role.WARN


def test_caution() -> None:
    """A warning of the exchange has its mark, and where there is room its words."""
    made = World(
        listings=[Listing(BTC, "", "", WON, caution="price\x1b fluctuations"), *LISTINGS[1:]]
    )
    made.ticker(BTC, 116e6, **DAY)
    assert " BTC/KRW !  Upbit" in shown(made.view(BTC), 120)
    assert "price␛ fluctuations" in shown(made.view(BTC), 120)
    assert "fluctuations" not in shown(made.view(BTC), 60)
    assert " BTC/KRW ! " in shown(made.view(BTC), 40)
    assert line(made.view(BTC), 120)[1].role is Role.WARN


def test_a_halt() -> None:
    """What only the ticker tells of stands there as well."""
    made = World()
    made.ticker(BTC, 116e6, standing=Standing("halt"), **DAY)
    assert " BTC/KRW ‖  Upbit" in shown(made.view(BTC), 120)
    assert "trading halted" in shown(made.view(BTC), 120)
