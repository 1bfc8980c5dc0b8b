"""What the fields of a line show, from a store that is filled by hand."""

import pytest

from coinwatch.line.template import fields, parse
from coinwatch.line.values import Reading, read
from coinwatch.model import FeedState, Group, Listing, Market, Quote, Status, Ticker, Trade
from coinwatch.pairs import Pair, Pairing
from coinwatch.store import Store
from coinwatch.text import MINUS

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
RATE = Market("upbit", "KRW-USDT", "USDT", "KRW")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")
T0 = 1_790_000_000


class World:
    """A store with both markets of bitcoin, and both clocks."""

    def __init__(self, rate: Market | float | None = RATE) -> None:
        self.store = Store()
        self.now = 0.0
        pairing = Pairing((Pair("BTC", BTC, BTCUSDT),), rate, "", 60.0)
        self.store.watch([Group("Main", (BTC,))], 0.0, pairing)
        self.store.describe(
            [Listing(BTC, decimals=((0.0, 0),)), Listing(BTCUSDT, decimals=((0.0, 2),))]
        )

    def status(self, exchange: str, state: FeedState) -> None:
        """Have the connection change its state."""
        self.store.put_status(Status(exchange, 1, state, None, None, 0), self.now)

    def trade(self, market: Market, price: float, number: int = 1) -> None:
        """Send a trade."""
        ms = round((T0 + self.now) * 1000)
        trade = Trade(market, price, 1.0, "buy", number, ms, ms * 1_000_000)
        self.store.put(trade, self.now)

    def day(self) -> None:
        """Send bitcoin's statistics and its quote."""
        ms = round((T0 + self.now) * 1000)
        ns = ms * 1_000_000
        self.store.put(
            Ticker(
                BTC, 117_000_000.0, 1.0, "buy", 116_000_000.0, 118_000_000.0, 115_000_000.0, 812.5,
                95_000_000_000.0, 118_170_000.0, "utc_day", ms, ns, live=False,
            ),
            self.now,
        )  # fmt: skip
        self.store.put(Quote(BTC, 116_999_000.0, 117_001_000.0, ms, ns), self.now)

    def reading(self, written: str) -> Reading:
        """Return what a format gives now."""
        template = parse(written, ("upbit", "binance"))
        named = {"upbit:KRW-BTC": BTC, "binance:BTCUSDT": BTCUSDT}
        markets = {f: named[f.symbol] for f in fields(template) if f.symbol in named}
        return read(template, self.store, markets, self.now, T0 + self.now)

    def text(self, written: str) -> str:
        """Return the text of a format now."""
        return self.reading(written).text


@pytest.fixture
def world() -> World:
    """Give a world in which all is live and known."""
    world = World()
    for exchange in ("upbit", "binance"):
        world.status(exchange, FeedState.LIVE)
    world.trade(BTC, 117_000_000.0)
    world.trade(BTCUSDT, 78_000.0)
    world.trade(RATE, 1_480.0)
    world.day()
    return world


@pytest.mark.parametrize(
    ("key", "shown", "number"),
    [
        ("price", "117,000,000", "117000000.0"),
        ("bid", "116,999,000", "116999000.0"),
        ("ask", "117,001,000", "117001000.0"),
        ("open", "116,000,000", "116000000.0"),
        ("high", "118,000,000", "118000000.0"),
        ("low", "115,000,000", "115000000.0"),
        ("change", f"{MINUS}1,170,000", "-1170000.0"),
        ("change_pct", f"{MINUS}0.99%", "-1.0"),
        ("volume", "812.5", "812.5"),
        ("quote_volume", "95.0 B₩", "95000000000.0"),
        ("spread", "0.2 bp", "0.2"),
        ("age", "0 s", "0.0"),
    ],
)
def test_values_of_a_market(world: World, key: str, shown: str, number: str) -> None:
    """As on the screen, with the unit; by a format of one's own, the number alone."""
    assert world.text(f"{{upbit:KRW-BTC.{key}}}") == shown
    assert world.text(f"{{upbit:KRW-BTC.{key}:.1f}}") == number


def test_values_of_a_premium(world: World) -> None:
    """The premium and what it is made of, each price with its market's decimals."""
    written = "{BTC.premium} {btc.premium:+.3f} {BTC.krw_price} {BTC.usd_price} {BTC.usd_krw}"
    assert world.text(written) == "+1.35% +1.351 117,000,000 78,000.00 1,480"


def test_the_rate_may_be_a_number() -> None:
    """Of the config: it has no market, and is never stale."""
    world = World(rate=1_480.0)
    world.trade(BTC, 117_000_000.0)
    assert world.text("{BTC.usd_krw}") == "1,480"


def test_the_state_of_an_exchange_is_that_of_its_worst_connection(world: World) -> None:
    """In a word, by a format of one's own where there is one."""
    world.store.put_status(Status("upbit", 2, FeedState.WAITING, "why", 100, 0), 1.0)
    assert world.text("{upbit.state}|{Binance.state:>6}") == "waiting|  live"


def test_text_stays_as_it_is(world: World) -> None:
    """And braces are written twice."""
    assert world.text("₿ {{{upbit:KRW-BTC.price}}}!") == "₿ {117,000,000}!"


def test_what_is_not_known_is_a_dash_and_never_zero() -> None:
    """A market without a price, a value that did not come, a premium that lacks a price."""
    world = World()
    unknown = "{upbit:KRW-BTC.price} {BTC.premium:+.2f} {ETH.premium} {upbit.state} {XRP.price}"
    assert world.reading(unknown) == Reading("— — — — —", known=False, complete=False)
    assert world.text("{BTC.krw_price:.1f}") == "—"
    world.trade(BTC, 117_000_000.0)
    written = (
        "{upbit:KRW-BTC.price} {upbit:KRW-BTC.open} {upbit:KRW-BTC.bid} {upbit:KRW-BTC.spread}"
    )
    assert world.reading(written) == Reading("117,000,000 — — —", known=True, complete=False)
    keys = ("change", "change_pct", "volume", "quote_volume")
    assert world.text("".join(f"{{upbit:KRW-BTC.{key}}}" for key in keys)) == "————"


def test_a_line_is_complete_once_all_is_known(world: World) -> None:
    """An exchange that is being connected is a word, but not the last one."""
    assert world.reading("{BTC.premium} {upbit.state}").complete
    world.status("upbit", FeedState.CONNECTING)
    reading = world.reading("{upbit.state}")
    assert reading == Reading("connecting", known=True, complete=False)


def test_what_is_stale_has_a_mark(world: World) -> None:
    """While its exchange brings nothing; a price that comes all the same takes it away."""
    world.now = 5.0
    world.status("upbit", FeedState.STALE)
    written = "{upbit:KRW-BTC.price} {upbit:KRW-BTC.change_pct:.1f} {upbit:KRW-BTC.spread}"
    assert world.text(written) == "117,000,000? -1.0? 0.2 bp?"
    assert world.text("{upbit:KRW-BTC.age} {upbit.state}") == "5 s stale"
    assert world.text("{BTC.krw_price} {BTC.usd_price}") == "117,000,000? 78,000.00"
    world.now = 6.0
    world.trade(BTC, 117_100_000.0, 2)
    assert world.text("{upbit:KRW-BTC.price}") == "117,100,000"


def test_a_premium_of_stale_prices_is_not_told(world: World) -> None:
    """A dash with the mark, as long as one of its prices or the rate is too old."""
    world.now = 61.0
    world.trade(BTC, 117_000_000.0, 2)
    reading = world.reading("{BTC.premium:+.2f}% {BTC.usd_price:.0f}")
    assert reading == Reading("—?% 78000?", known=True, complete=True)


def test_a_premium_that_is_hardly_one_has_the_mark(world: World) -> None:
    """Beyond 30 percent: a wrong pair, or a suspended market."""
    world.trade(BTC, 160_000_000.0, 2)
    assert world.text("{BTC.premium:+.1f}") == "+38.6?"


def test_a_change_without_decimals_of_its_market_has_all_it_has() -> None:
    """Before the market list, a price and a change are shown as they are."""
    world = World()
    world.store.describe([Listing(BTC)])
    world.trade(BTC, 117_000_000.5)
    world.day()
    assert world.text("{upbit:KRW-BTC.price}") == "117,000,000.5"
    assert world.text("{upbit:KRW-BTC.change}") == f"{MINUS}1,169,999.5"
