"""Tests of the chart in lines."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.model import Candle, Market
from coinwatch.text import width
from coinwatch.tui.detail.chart import Chart, divide, in_sight, lines, place_at, role_of
from coinwatch.tui.detail.window import ZOOMS, Zoom
from coinwatch.tui.roles import Line, Role

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
NOON_MS = 1_800_057_600_000 + 43_200_000
FIVE_MS = 300_000

PRICES = (
    (100, 104, 98, 102), (102, 103, 95, 96), (96, 99, 96, 99), (99, 110, 98, 108),
    (108, 109, 101, 103),
)  # fmt: skip


def candles(prices: Sequence[tuple[int, int, int, int]] = PRICES) -> list[Candle]:
    """Return candles of five minutes from noon on; each trades ten more than the one before."""
    return [
        Candle(BTC, "5m", NOON_MS + n * FIVE_MS, first, high, low, last, 10.0 * (n + 1), 1.0)
        for n, (first, high, low, last) in enumerate(prices)
    ]


def chart(
    zoom: Zoom = ZOOMS[3], pointed_ms: int | None = None, last: float | None = 105.0
) -> Chart:
    """Return a chart of five candles."""
    return Chart(candles(), "5m", zoom, lambda _price: 1, last, pointed_ms)


def texts(found: Sequence[Line]) -> list[str]:
    """Return lines as text without blanks at the end."""
    return ["".join(piece.text for piece in line).rstrip() for line in found]


def test_chart() -> None:
    """Candles with the newest at the right, prices beside them, volume and times below."""
    assert texts(lines(chart(), 27, 12)) == [
        "             │ ╷  110.0",
        "             ╽ █",
        "             ║ █",
        "┈┈┈┈┈┈┈┈┈┈┈┈┈║┈█┈ 105.0",
        "       │ ╷   ║ █",
        "       ║ █   ║ │",
        "       ║ █   ║    100.0",
        "       │ █ ║ ╿",
        "         █ ║",
        "         ▀ ╹      95.0",
        "       ▂ ▃ ▅ ▆ █  50.0",
        "       12:00",
    ]


def test_wide_candles_and_a_pointer() -> None:
    """Hollow bodies have sides; a line and a time mark the candle that is pointed at."""
    assert texts(lines(chart(Zoom(1, 4), NOON_MS + FIVE_MS), 43, 14)) == [
        "                  ┊       │       110.0",
        "                  ┊      ┌┴┐ ▄▄▄",
        "                  ┊      │ │ ███",
        "                  ┊      │ │ ███",
        "┈┈┈┈┈┈┈┈┈┈┈┈┈┈╷┈┈┈┊┈┈┈┈┈┈│┈│┈███┈ 105.0",
        "              │   ╷      │ │ ███",
        "             ┌┴┐ ███     │ │  │",
        "             └┬┘ ███     │ │  ╵   100.0",
        "              │  ███ ┌─┐ └┬┘",
        "              ╵  ███ │ │  ╵",
        "                 ███ └─┘",
        "                  │               95.0",
        "             ▂▂▂ ▃▃▃ ▅▅▅ ▆▆▆ ███  50.0",
        "                 01-16 12:05",
    ]


def test_colours() -> None:
    """Bodies are up or down, volume is calmer, and the last price stands out on the axis."""
    found = lines(chart(), 27, 12)
    roles = {piece.text.strip(): piece.role for line in found for piece in line if piece.text}
    assert roles["║"] is Role.UP
    assert roles["█"] is Role.TREND_DOWN
    assert roles["105.0"] is Role.STRONG
    assert roles["110.0"] is Role.MUTED
    assert [role_of(each) for each in candles()[:2]] == [Role.UP, Role.DOWN]


def test_small() -> None:
    """A low chart has no times and no volume, and shows the newest candles."""
    assert texts(lines(chart(), 15, 5)) == [
        " │ ╷",
        " ║ █",
        "┈║┈█┈ 105.0",
        " ║ │",
        " ╿    100.0",
    ]
    parts = divide(chart(), 15, 5)
    assert (parts.volume, parts.times) == (0, 0)


def test_without_a_price_or_trades() -> None:
    """A last price that is unknown or off the chart draws no line; no trades draw no volume."""
    for last in (None, 50.0):
        assert "┈" not in "".join(texts(lines(chart(last=last), 27, 12)))
    nothing = chart()._replace(candles=[each._replace(volume=0.0) for each in candles()])
    assert texts(lines(nothing, 27, 12))[10] == "                  0.00"


def test_candles_under_the_mouse() -> None:
    """A column belongs to the candle that is drawn there; the axis and the blank to none."""
    assert [place_at(chart(), 27, x) for x in (6, 7, 8, 9, 15, 16, 17)] == [
        None, 0, 0, 1, 4, 4, None,
    ]  # fmt: skip


def test_looking_back() -> None:
    """What is pointed at is in sight, even if the newest is not."""
    assert in_sight(chart(pointed_ms=NOON_MS), 14) == range(2)
    assert in_sight(chart(), 14) == range(3, 5)


@settings(max_examples=100)
@given(
    st.sampled_from(ZOOMS),
    st.lists(st.tuples(*[st.integers(1, 10**6)] * 2, st.integers(0, 9)), min_size=1, max_size=40),
    st.integers(20, 120),
    st.integers(1, 40),
    st.integers(-1, 50),
)
def test_any_size(
    zoom: Zoom, told: list[tuple[int, int, int]], cells: int, height: int, pointed: int
) -> None:
    """A chart has exactly the size that is asked for, whatever is in it."""
    drawn = [
        Candle(BTC, "1m", NOON_MS + n * 60_000, one, max(one, two) + 1, min(one, two), two, size, 1)
        for n, (one, two, size) in enumerate(told)
    ]
    at_ms = None if pointed < 0 else NOON_MS + pointed * 60_000
    found = lines(Chart(drawn, "1m", zoom, lambda _price: 0, told[-1][1], at_ms), cells, height)
    assert len(found) == height
    assert {width("".join(piece.text for piece in line)) for line in found} == {cells}
