"""Tests of the line above the chart."""

from coinwatch.model import Candle, Market
from coinwatch.tui.detail.candle_line import flow, tabs, told
from coinwatch.tui.roles import Line, Role
from coinwatch.tui.words import ENGLISH, KOREAN, Words

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
NOON_MS = 1_800_057_600_000 + 43_200_000
CANDLE = Candle(BTC, "5m", NOON_MS, 100.0, 110.0, 90.0, 105.0, 12.5, 1.0)


def text_of(line: Line) -> str:
    """Return a line as text."""
    return "".join(piece.text for piece in line)


def parts(words: Words = ENGLISH, candle: Candle = CANDLE) -> list[Line]:
    """Return what a candle says."""
    return told(candle, "5m", lambda _price: 1, 2, words)


def test_tabs() -> None:
    """The chosen interval is marked; each can be clicked."""
    line = tabs("5m", 1)
    assert text_of(line) == "  1m [5m] 15m  1h  1d "
    assert [piece.action for piece in line[1:]] == [
        f"interval('{each}')" for each in ("1m", "5m", "15m", "1h", "1d")
    ]
    assert [piece.text for piece in line if piece.role is Role.ACCENT] == ["[5m]"]


def test_candles_drawn_as_one() -> None:
    """Where several are one, it says how many."""
    assert text_of(tabs("1d", 4)) == "  1m  5m  15m  1h [1d]x4 "


def test_told() -> None:
    """Time, close, change within the candle, open, high, low and volume: the last are cut."""
    assert [text_of(part) for part in parts()] == [
        "01-16 12:00", "C 105.0", "+5.00 %", "O 100.0", "H 110.0", "L 90.0", "V 12.50",
    ]  # fmt: skip
    assert [part[-1].role for part in parts()[1:6]] == [Role.UP] * 5
    assert parts(candle=CANDLE._replace(close=99.0))[1][-1].role is Role.DOWN


def test_told_in_korean() -> None:
    """In Korean each has its word."""
    assert text_of(parts(KOREAN)[1]) == "종 105.0"


def test_flow() -> None:
    """Parts are put into lines, each whole."""
    assert [text_of(line) for line in flow(parts(), 30)] == [
        " 01-16 12:00  C 105.0  +5.00 %",
        " O 100.0  H 110.0  L 90.0",
        " V 12.50",
    ]
    assert len(flow(parts(), 100)) == 1
    assert flow([], 10) == []
