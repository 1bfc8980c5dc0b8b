"""Tests of the tape."""

from coinwatch.model import Market, Side, Trade
from coinwatch.tui.detail.tape import Print, lines, prints
from coinwatch.tui.roles import Role
from coinwatch.tui.words import ENGLISH, KOREAN

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
NOON_MS = 1_800_057_600_000 + 43_200_000


def trade(at_ms: int, price: float, size: float, side: Side = "buy") -> Trade:
    """Return a trade so many milliseconds after noon."""
    return Trade(BTC, price, size, side, at_ms, NOON_MS + at_ms, 0)


TRADES = [
    trade(0, 100.0, 1.0),
    trade(200, 101.0, 1.0),
    trade(300, 101.0, 2.0),
    trade(900, 101.0, 3.0, "sell"),
    trade(1_100, 101.0, 4.0, "sell"),
    trade(1_200, 101.0, 5.0, "sell"),
]


def test_prints() -> None:
    """Newest first; what has the same price, side and second is one, its sizes summed up."""
    second = NOON_MS // 1000
    assert prints(TRADES, 10) == [
        Print(second + 1, 101.0, "sell", 9.0, 2),
        Print(second, 101.0, "sell", 3.0, 1),
        Print(second, 101.0, "buy", 3.0, 2),
        Print(second, 100.0, "buy", 1.0, 1),
    ]


def test_as_many_as_there_is_room_for() -> None:
    """The last line has all that belongs to it."""
    assert [(each.size, each.times) for each in prints(TRADES, 1)] == [(9.0, 2)]
    assert prints(TRADES, 0) == []
    assert prints([], 5) == []


def test_lines() -> None:
    """Time, side in a letter, price, size, and how many; colours by the taker's side."""
    found = lines(prints(TRADES, 10), lambda _price: 1, 2, ENGLISH, 36)
    assert ["".join(piece.text for piece in line) for line in found] == [
        " 12:00:01 S 101.0          9.00 x2",
        " 12:00:00 S 101.0          3.00",
        " 12:00:00 B 101.0          3.00 x2",
        " 12:00:00 B 100.0          1.00",
    ]
    assert [line[1].role for line in found] == [Role.DOWN, Role.DOWN, Role.UP, Role.UP]


def test_korean_sides() -> None:
    """In Korean the sides are words."""
    (line,) = lines(prints(TRADES, 1), lambda _price: 1, 2, KOREAN, 36)
    assert line[1].text == " 매도 101.0"


def test_narrow() -> None:
    """Hours go before anything else is cut, of all lines alike, and sizes stay in line."""
    trades = [each._replace(price=each.price * 1_000_000) for each in TRADES]
    found = lines(prints(trades, 10), lambda _price: 0, 5, KOREAN, 36)
    assert ["".join(piece.text for piece in line) for line in found] == [
        " 00:01 매도 101,000,000 9.00000 x2",
        " 00:00 매도 101,000,000 3.00000",
        " 00:00 매수 101,000,000 3.00000 x2",
        " 00:00 매수 100,000,000 1.00000",
    ]
