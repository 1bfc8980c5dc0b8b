"""The kimchi premium, from a store that is filled by hand."""

from math import nan

import pytest

from coinwatch.model import FeedState, Group, Market, Premium, Status, Trade
from coinwatch.pairs import Pair, Pairing
from coinwatch.premium import Premiums, change, history, suspect
from coinwatch.series import Series
from coinwatch.store import Store

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
RATE = Market("upbit", "KRW-USDT", "USDT", "KRW")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")
SATS = Market("upbit", "KRW-SATS", "SATS", "KRW")
SATSUSDT = Market("binance", "1000SATSUSDT", "1000SATS", "USDT")
BTC_PAIR = Pair("BTC", BTC, BTCUSDT)
SATS_PAIR = Pair("SATS", SATS, SATSUSDT, 1000)

T0 = 1_790_000_000


class World:
    """A store with both pairs, and both clocks."""

    def __init__(self, rate: Market | float | None = RATE) -> None:
        self.store = Store(kinds=(Premium,))
        self.now = 0.0
        self.slept_s = 0.0
        self.number = 0
        pairing = Pairing((BTC_PAIR, SATS_PAIR), rate, "", 60.0)
        self.store.watch([Group("Main", (BTC,))], self.now, pairing)
        self.premiums = Premiums(self.store)

    @property
    def wall_s(self) -> float:
        """Return seconds since the epoch."""
        return T0 + self.slept_s + self.now

    def trade(self, market: Market, price: float) -> None:
        """Send a trade."""
        self.number += 1
        ms = round(self.wall_s * 1000)
        trade = Trade(market, price, 1.0, "buy", self.number, ms, ms * 1_000_000)
        self.store.put(trade, self.now)

    def status(self, exchange: str, state: FeedState, connection: int = 1) -> None:
        """Have a connection change its state."""
        status = Status(exchange, connection, state, None, None, round(self.wall_s * 1000))
        self.store.put_status(status, self.now)

    def look(self) -> list[Premium]:
        """Return what one look told."""
        head = self.store.journal.head
        self.premiums.look(self.now, self.wall_s)
        records, _, _ = self.store.journal.since(head, 100)
        return [record for record in records if isinstance(record, Premium)]

    def btc(self) -> Premium:
        """Return the premium of bitcoin as it is."""
        found = self.premiums.all(self.now, self.wall_s)[0]
        return found.record(round(self.wall_s * 1000))


def _priced(rate: Market | float | None = RATE) -> World:
    world = World(rate)
    for exchange in ("upbit", "binance"):
        world.status(exchange, FeedState.LIVE)
    world.trade(BTC, 117_000_000.0)
    world.trade(BTCUSDT, 78_000.0)
    world.trade(RATE, 1_480.0)
    return world


def test_a_premium_is_won_over_dollars_in_won() -> None:
    """117,000,000 / (78,000 x 1,480) - 1, in percent, with both ages."""
    world = _priced()
    world.now = 2.0
    world.trade(BTCUSDT, 78_000.0)
    world.now = 5.25
    assert world.btc() == Premium(
        "BTC", 117_000_000.0, 78_000.0, 1_480.0, 1.3514, False, 5250, 3250, (T0 * 1000) + 5250
    )


def test_gap_is_in_won() -> None:
    """117,000,000 less 115,440,000."""
    found = _priced().premiums.all(0.0, T0)[0]
    assert found.gap_krw == 1_560_000.0


def test_a_number_is_a_rate_that_never_is_stale() -> None:
    """However long it stands in the config."""
    world = _priced(1_500.0)
    assert (world.btc().usd_krw, world.btc().premium_pct) == (1_500.0, 0.0)


def test_units_are_those_of_the_asset_in_korea() -> None:
    """One 1000SATS is a thousand SATS: the price told is that of one."""
    world = _priced()
    world.trade(SATS, 0.03)
    world.trade(SATSUSDT, 0.02)
    found = world.premiums.all(0.0, T0)[1]
    assert found.usd.price == 0.00002
    assert found.pct == 1.3514
    world.trade(SATSUSDT, 0.01742)
    assert world.premiums.all(0.0, T0)[1].usd.price == 0.00001742


@pytest.mark.parametrize("market", [BTC, BTCUSDT, RATE])
def test_nothing_is_computed_from_an_old_price(market: Market) -> None:
    """A leg or the rate: once its last trade is older than the limit, and not at the limit."""
    world = _priced()
    world.now = 60.0
    assert (world.btc().stale, world.btc().premium_pct) == (False, 1.3514)
    world.now = 60.5
    for other in {BTC, BTCUSDT, RATE} - {market}:
        world.trade(other, 1_000.0)
    found = world.premiums.all(world.now, world.wall_s)[0]
    assert (found.stale, found.pct, found.gap_krw) == (True, None, None)
    assert world.btc().premium_pct is None


def test_nothing_is_computed_from_prices_of_before_a_sleep() -> None:
    """Though its clock stood still for eight hours; again, once all three came anew."""
    world = _priced()
    world.slept_s = 28_800.0
    told = world.btc()
    assert (told.stale, told.premium_pct, told.krw_age_ms) == (True, None, 28_800_000)
    for market, price in ((BTC, 117_000_000.0), (BTCUSDT, 78_000.0), (RATE, 1_480.0)):
        assert world.btc().stale
        world.trade(market, price)
    assert world.btc().premium_pct == 1.3514


@pytest.mark.parametrize("exchange", ["upbit", "binance"])
def test_nothing_is_computed_while_an_exchange_is_down(exchange: str) -> None:
    """From the moment on; the last prices are still told."""
    world = _priced()
    world.now = 1.0
    world.status(exchange, FeedState.WAITING)
    told = world.btc()
    assert (told.krw_price, told.usd_price, told.usd_krw) == (117_000_000.0, 78_000.0, 1_480.0)
    assert (told.premium_pct, told.stale) == (None, True)
    world.status(exchange, FeedState.LIVE)
    assert world.btc().premium_pct == 1.3514


def test_a_leg_is_down_with_its_own_connection_only() -> None:
    """The one that carries bitcoin lives, the one that carries the other asset does not."""
    world = _priced()
    world.trade(SATS, 0.03)
    world.trade(SATSUSDT, 0.02)
    world.status("binance", FeedState.WAITING, connection=2)
    for connection, market in ((1, BTCUSDT), (2, SATSUSDT)):
        world.store.feeds["binance", connection].markets = (market,)
    world.now = 1.0
    world.status("binance", FeedState.STALE, connection=2)
    assert [each.stale for each in world.premiums.all(1.0, world.wall_s)] == [False, True]


@pytest.mark.parametrize("rate", [RATE, None])
def test_unknown_is_none_and_stale(rate: Market | None) -> None:
    """Before the first prices, and without a rate."""
    world = World(rate)
    assert world.btc() == Premium("BTC", None, None, None, None, True, None, None, T0 * 1000)
    found = world.premiums.all(0.0, T0)[0]
    assert (found.gap_krw, found.complete) == (None, False)


@pytest.mark.parametrize(
    ("pct", "expected"),
    [(30.0, False), (30.1, True), (-30.0, False), (-30.1, True), (0.0, False)],
)
def test_beyond_thirty_percent_is_suspect(pct: float, expected: bool) -> None:  # noqa: FBT001  # a table
    """Either way: nearly always a wrong pair, or a market that is suspended."""
    assert suspect(pct) is expected


def test_a_change_of_any_price_is_told_once() -> None:
    """Of a leg of its own asset; of the rate, for all assets."""
    world = _priced()
    world.trade(SATS, 0.03)
    world.trade(SATSUSDT, 0.02)
    assert [each.asset for each in world.look()] == ["BTC", "SATS"]
    assert world.look() == []
    world.trade(BTC, 118_000_000.0)
    assert [(each.asset, each.krw_price) for each in world.look()] == [("BTC", 118_000_000.0)]
    world.trade(SATSUSDT, 0.021)
    assert [each.asset for each in world.look()] == ["SATS"]
    world.trade(RATE, 1_481.0)
    assert [(each.asset, each.usd_krw) for each in world.look()] == [
        ("BTC", 1_481.0),
        ("SATS", 1_481.0),
    ]


def test_a_trade_at_the_same_price_is_no_change() -> None:
    """Only its age would differ."""
    world = _priced()
    assert len(world.look()) == 1
    world.trade(BTC, 117_000_000.0)
    assert world.look() == []


def test_going_stale_is_told_and_coming_back_too() -> None:
    """By time alone, within a second, and by an exchange that goes down."""
    world = _priced()
    world.trade(SATS, 0.03)
    assert [each.stale for each in world.look()] == [False]
    world.trade(SATSUSDT, 0.02)
    assert [each.asset for each in world.look()] == ["SATS"]
    world.now = 61.0
    assert [(each.stale, each.premium_pct) for each in world.look()] == [(True, None)] * 2
    for market, price in ((BTC, 117_000_000.0), (BTCUSDT, 78_000.0), (RATE, 1_480.0)):
        world.trade(market, price)
    assert [each.premium_pct for each in world.look()] == [1.3514]
    world.now += 0.1
    world.status("binance", FeedState.STALE)
    assert [each.stale for each in world.look()] == [True]


def test_an_incomplete_premium_is_told_only_after_a_while() -> None:
    """So that the first line usually has a premium, and a blank has a line within 10 s."""
    world = World()
    world.trade(BTC, 117_000_000.0)
    assert world.look() == []
    world.now = 9.0
    assert world.look() == []
    world.now = 10.0
    assert [(each.asset, each.krw_price, each.usd_price) for each in world.look()] == [
        ("BTC", 117_000_000.0, None),
        ("SATS", None, None),
    ]


def test_nothing_is_told_where_nothing_is_paired() -> None:
    """Nor is it a mistake to look."""
    store = Store(kinds=(Premium,))
    premiums = Premiums(store)
    premiums.look(0.0, T0)
    assert (premiums.all(0.0, T0), store.journal.head) == ([], 0)


def _series(*prices: float, window_s: float = 300.0) -> Series:
    series = Series(window_s)
    for place, price in enumerate(prices):
        if price == price:  # noqa: PLR0124  # nan leaves a bucket out
            series.put(place * series.bucket_ms, price)
    return series


def test_history_is_the_premium_by_bucket() -> None:
    """Unknown where any price was; a price holds until the next."""
    krw, usd = _series(110.0, 110.0, 121.0), _series(nan, 1.0, nan)
    assert history(krw, usd, 100.0, 10_000)[-3:] == [None, pytest.approx(10), pytest.approx(21)]
    rate = _series(nan, 100.0, 110.0)
    assert history(krw, usd, rate, 10_000)[-3:] == [None, pytest.approx(10), pytest.approx(10)]
    assert history(krw, _series(1000.0), 100.0, 10_000, 1000)[-1] == pytest.approx(21)


def test_change_is_over_five_minutes() -> None:
    """In points, by buckets; from the oldest where the window is just as long."""
    assert change([None, 1.0, 2.0, 3.0, 4.0, 5.0, 6.5], 60_000) == 5.5
    assert change([1.0, *[0.0] * 58, 0.5], 5_000) == -0.5
    assert change([None, 1.0], 5_000) is None
    assert change([1.0, None], 5_000) is None
