"""Tests of names and values in columns."""

from coinwatch.tui.detail.facts import Fact, columns, day, elsewhere, line
from coinwatch.tui.roles import Line, Role
from tests.tui.rig import BTC, BTCUSDT, ETH, World

MINUS = "\N{MINUS SIGN}"


def text_of(pieces: Line) -> str:
    """Return a line as text."""
    return "".join(piece.text for piece in pieces)


def shown(facts: list[Fact]) -> dict[str, str]:
    """Return values by name."""
    return {fact.name: fact.value for fact in facts}


def test_day() -> None:
    """The statistics have the decimals of the market, and what they are of."""
    world = World()
    world.ticker(BTC, 116_540_000.0, open=116e6, high=117e6, low=115e6, reference=116e6,
                 volume=696.95, quote_volume=81.2e9)  # fmt: skip
    assert shown(day(world.view(BTC))) == {
        "High": "117,000,000",
        "Low": "115,000,000",
        "Open": "116,000,000",
        "Volume": "696.95 BTC",
        "Turnover": "81.2 B₩",
        "Change": "+540,000  +0.47 %",
    }


def test_reference() -> None:
    """Where the change is not measured against the open, what it is measured against is told."""
    world = World()
    world.ticker(BTC, 90.0)
    world.ticker(ETH, 90.0, reference=120.0)
    assert "Before" not in shown(day(world.view(BTC)))
    assert shown(day(world.view(ETH)))["Before"] == "120.0"
    change = day(world.view(ETH))[5]
    assert (change.value, change.role) == (f"{MINUS}30.0000  {MINUS}25.00 %", Role.DOWN)


def test_nothing_known() -> None:
    """Before any data there are dashes; nothing is 0."""
    facts = day(World().view(BTC))
    assert {fact.value for fact in facts} == {"—"}


def test_without_decimals() -> None:
    """Where no list told the decimals, a change has as many as it needs."""
    world = World(listings=())
    world.ticker(BTC, 100.5)
    assert shown(day(world.view(BTC)))["Change"] == "+0.50000000  +0.50 %"


def test_elsewhere() -> None:
    """Price, change and age of the other market; the premium has its place."""
    world = World()
    world.ticker(BTCUSDT, 78_000.0, reference=80_000.0)
    world.ticker(BTCUSDT, 78_800.0, reference=80_000.0)
    world.clock.now += 3
    facts = elsewhere(world.view(BTCUSDT))
    assert shown(facts) == {
        "Binance BTC/USDT": "78,800.00 ▲", "Change": f"{MINUS}1.50 %", "Age": "3 s", "Premium": "·",
    }  # fmt: skip
    assert [fact.role for fact in facts[:2]] == [Role.TEXT, Role.DOWN]


def test_elsewhere_stale() -> None:
    """A price of a feed that stopped says so."""
    world = World()
    world.ticker(BTCUSDT, 78_000.0)
    age = elsewhere(world.view(BTCUSDT, stale=True))[2]
    assert (age.value, age.role) == ("stale 0 s", Role.WARN)


def test_line() -> None:
    """The name is at the left, the value at the right; briefly where there is no room."""
    fact = Fact("Binance BTC/USDT", "78,800.00", brief=("Binance", "78,800.00"))
    assert text_of(line(fact, 32)) == " Binance BTC/USDT     78,800.00 "
    assert text_of(line(fact, 24)) == " Binance      78,800.00 "
    assert text_of(line(Fact("A long name", "12,345.00"), 18)) == " A lon… 12,345.00 "


def test_columns() -> None:
    """Facts are below each other, and side by side where there are more than lines."""
    facts = [Fact(f"f{n}", str(n)) for n in range(5)]
    assert [text_of(each) for each in columns(facts, 48, 3)] == [
        " f0                   0  f3                   3 ",
        " f1                   1  f4                   4 ",
        " f2                   2 ",
    ]
    assert len(columns(facts, 20, 3)) == 3
    assert len(columns(facts, 300, 9)) == 5
    assert len(text_of(columns(facts, 300, 9)[0])) == 44
    assert columns(facts, 48, 0) == []
