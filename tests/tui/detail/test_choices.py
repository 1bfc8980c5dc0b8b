"""Tests of what the user chose."""

from decimal import Decimal

from coinwatch.model import Candle
from coinwatch.tui.detail.choices import Choices
from coinwatch.tui.detail.grouping import RAW
from coinwatch.tui.detail.window import Zoom
from tests.tui.rig import BTC, ETH


def test_intervals() -> None:
    """One after the other, and no further at the ends."""
    choices = Choices()
    assert choices.interval == "5m"
    assert (choices.next_interval(-1), choices.next_interval(1)) == ("1m", "15m")
    choices.pick("1d")
    assert choices.next_interval(1) == "1d"
    choices.pick("1m")
    assert choices.next_interval(-1) == "1m"


def test_zoom() -> None:
    """Wider and narrower, and no further at the ends."""
    choices = Choices()
    assert choices.zoom == Zoom(1, 2)
    choices.enlarge(9)
    assert choices.zoom == Zoom(1, 4)
    choices.enlarge(-9)
    assert choices.zoom == Zoom(4, 1)


def test_steps_of_books() -> None:
    """Each market has its own."""
    choices = Choices()
    choices.group(BTC, Decimal(5))
    assert (choices.step(BTC), choices.step(ETH)) == (Decimal(5), RAW)


def test_pointing() -> None:
    """From none to the newest, back, and forth to none again."""
    choices = Choices()
    candles = [Candle(BTC, "5m", at, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0) for at in (0, 300_000)]
    seen = []
    for steps in (-1, -1, -1, 1, 1):
        choices.point(candles, steps)
        seen.append(choices.pointed_ms)
    assert seen == [300_000, 0, 0, 300_000, None]
