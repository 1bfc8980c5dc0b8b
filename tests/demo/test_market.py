"""One market: trades and books."""

from collections import Counter
from itertools import pairwise

import pytest

from coinwatch.demo.market import Market, Trade
from coinwatch.demo.simulation import Simulation


def run(market: Market, seconds: int) -> list[Trade]:
    """Return the trades of some seconds to come."""
    start_ms = market.now_ms
    return [
        trade
        for step in range(1, seconds * 20 + 1)
        for trade in market.advance(start_ms + step * 50)
    ]


def test_live_trades_are_those_of_history(upbit: Simulation) -> None:
    """What a market sends now is what it will tell later of now."""
    market = upbit.markets["KRW-BTC"]
    live = run(market, 60)
    assert len(live) > 80
    assert market.recent(len(live)) == live
    assert market.last == live[-1]


def test_trades_are_numbered_without_a_gap_from_the_last_one_of_history(
    binance: Simulation,
) -> None:
    """The first live trade follows the last past one."""
    market = binance.markets["BTCUSDT"]
    before = market.last
    numbers = [trade.number for trade in run(market, 30)]
    assert numbers == list(range(before.number + 1, before.number + 1 + len(numbers)))


def test_each_step_gives_the_trades_of_its_time(upbit: Simulation) -> None:
    """No trade is of the future, nor of a step before."""
    market = upbit.markets["KRW-ETH"]
    start_ms = market.now_ms
    for step in range(1, 400):
        for trade in market.advance(start_ms + step * 50):
            assert start_ms + (step - 1) * 50 < trade.ms <= start_ms + step * 50


@pytest.mark.parametrize("symbol", ["KRW-BTC", "KRW-USDT", "KRW-SHIB", "KRW-BTT", "BTC-ETH"])
def test_all_prices_are_on_the_grid(upbit: Simulation, symbol: str) -> None:
    """Trades and both sides of the book have prices that exist."""
    market = upbit.markets[symbol]
    ticks = market.rules.ticks
    book = market.book(30)
    prices = [trade.price for trade in market.recent(200)]
    prices += [level.price for level in (*book.bids, *book.asks)]
    assert [ticks.floor(price) for price in prices] == prices


def test_buyers_pay_the_ask_and_sellers_get_the_bid(binance: Simulation) -> None:
    """A trade is at the best price of its moment."""
    market = binance.markets["XRPUSDT"]
    for trade in market.recent(100):
        side = market.ask(trade.ms) if trade.buy else market.bid(trade.ms)
        assert trade.price == side
        assert market.bid(trade.ms) < market.ask(trade.ms)


def test_a_book_is_in_order(upbit: Simulation) -> None:
    """Best prices first, no price twice, bids below asks, no empty level."""
    for market in upbit.markets.values():
        book = market.book(15)
        bids, asks = [x.price for x in book.bids], [x.price for x in book.asks]
        assert (len(bids), len(asks)) == (15, 15)
        assert all(a > b for a, b in pairwise(bids))
        assert all(a < b for a, b in pairwise(asks))
        assert bids[0] < asks[0]
        assert min(level.size for level in (*book.bids, *book.asks)) > 0


def test_a_book_near_zero_ends(upbit: Simulation) -> None:
    """Where there are no lower prices, there are no more bids."""
    market = upbit.markets["BTC-ADA"]
    book = market.book(1_000)
    assert len(book.bids) == round(book.bids[0].price / 0.00000001) < 1_000
    assert book.bids[-1].price == 0.00000001
    assert len(book.asks) == 1_000


def test_a_book_changes_with_its_version_only(upbit: Simulation) -> None:
    """The same version is the same book; every change has a higher version."""
    market = upbit.markets["KRW-XRP"]
    start_ms, before = market.now_ms, market.book(5)
    versions = Counter[int]()
    for step in range(1, 200):
        market.advance(start_ms + step * 50)
        book = market.book(5)
        assert book.version == market.version
        assert (book == before) == (book.version == before.version)
        assert book.version >= before.version
        versions[book.version] += 1
        before = book
    assert 10 < len(versions) < 60


def test_the_next_event_is_told(upbit: Simulation) -> None:
    """Nothing changes before it, something does then."""
    market = upbit.markets["KRW-ZRX"]
    for _ in range(40):
        version, next_ms = market.version, market.next_ms
        assert market.advance(next_ms - 1) == []
        assert market.version == version
        market.advance(next_ms)
        assert market.version > version


def test_volume_is_the_sum_of_sizes(upbit: Simulation) -> None:
    """To the last decimal."""
    market = upbit.markets["KRW-BTC"]
    trades = market.recent(500)
    total = round(sum(trade.size for trade in trades), 8)
    assert market.volume(trades[0].number, trades[-1].number + 1) == total


def test_a_halted_market_stands_still(binance: Simulation) -> None:
    """Its last trade is from before, and no other comes."""
    market = binance.markets["MATICUSDT"]
    last = market.last
    assert last.ms <= 1_785_542_400_000
    assert run(market, 600) == []
    assert market.last == last
    assert market.next_ms == market.now_ms + 86_400_000


def test_a_flood_goes_on_where_trades_are(binance: Simulation) -> None:
    """Its trades are numbered on, at the best prices, and real ones follow without a gap."""
    market = binance.markets["BTCUSDT"]
    before = market.last
    flood = market.flood(1_000)
    later = run(market, 5)
    numbers = [trade.number for trade in (*flood, *later)]
    assert numbers == list(range(before.number + 1, before.number + 1 + len(numbers)))
    assert {trade.price for trade in flood} == {
        market.bid(flood[0].ms),
        market.ask(flood[0].ms),
    }
    assert len(later) > 5


def test_a_flood_of_nothing_changes_nothing(binance: Simulation) -> None:
    """A slow flood has steps without a trade."""
    market = binance.markets["BTCUSDT"]
    before = market.last
    assert market.flood(0) == []
    assert market.last == before


def test_numbers_go_on_after_a_flood(binance: Simulation, now_ms: int) -> None:
    """After a jump the last trade is that of history, under a number that was not used before."""
    market = binance.markets["BTCUSDT"]
    before = market.last
    market.flood(10)
    market.start(now_ms)
    assert market.last == before._replace(number=before.number + 10)
    assert run(market, 5)[0].number == before.number + 11


def test_the_last_trades_have_the_numbers_that_they_were_told_with(binance: Simulation) -> None:
    """A flood before them included, so that one that is told again is known."""
    market = binance.markets["BTCUSDT"]
    market.flood(10)
    later = run(market, 60)
    assert market.recent(len(later)) == later
