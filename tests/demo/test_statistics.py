"""What happened in a stretch of time."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.demo.market import Trade
from coinwatch.demo.prices import DAY_MS, HOUR_MS, MINUTE_MS, Prices
from coinwatch.demo.simulation import Simulation, binance_markets, upbit_markets
from coinwatch.demo.statistics import Bar

SPANS = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS]
NOW_MS = 1_795_446_000_000
WORLDS = {
    "upbit": Simulation(upbit_markets(Prices(7), 7, 1.0), NOW_MS),
    "binance": Simulation(binance_markets(Prices(7), 7, 1.0), NOW_MS),
}
SYMBOLS = ["KRW-BTC", "KRW-SHIB", "KRW-MED"]


def run(simulation: Simulation, symbol: str, seconds: int) -> list[Trade]:
    """Return the trades of some seconds to come."""
    start_ms, statistics = simulation.now_ms, simulation.statistics[symbol]
    trades = []
    for step in range(1, seconds * 20 + 1):
        trades += statistics.advance(start_ms + step * 50)
    simulation.now_ms = start_ms + seconds * 1000
    return trades


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_trade_of_the_day_is_between_its_low_and_its_high(
    upbit: Simulation, symbol: str
) -> None:
    """From the first live trade on, whenever the day is looked at."""
    trades = run(upbit, symbol, 900)
    day = upbit.statistics[symbol].day()
    assert trades
    assert all(day.low <= trade.price <= day.high for trade in trades)
    assert day.close == trades[-1].price


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_the_last_candle_closes_at_the_last_trade(upbit: Simulation, symbol: str) -> None:
    """History joins the live price without a seam, in every interval."""
    run(upbit, symbol, 30)
    statistics, last = upbit.statistics[symbol], upbit.markets[symbol].last
    for span_ms in (MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, DAY_MS):
        bar = statistics.bar(last.ms - last.ms % span_ms, span_ms)
        assert bar is not None
        assert bar.close == last.price


def test_a_finished_minute_is_made_of_the_trades_that_were_sent(upbit: Simulation) -> None:
    """Open, high, low, close, count and volume, to the last decimal."""
    statistics = upbit.statistics["KRW-BTC"]
    statistics.running(MINUTE_MS)
    start_ms = upbit.now_ms
    trades = [t for t in run(upbit, "KRW-BTC", 65) if t.ms < start_ms + MINUTE_MS]
    bar = statistics.bar(start_ms, MINUTE_MS)
    assert bar is not None
    assert replace(bar, quote_volume=0.0, bought_quote=0.0) == Bar(
        start_ms=start_ms,
        first=trades[0].number,
        count=len(trades),
        open=trades[0].price,
        high=max(trade.price for trade in trades),
        low=min(trade.price for trade in trades),
        close=trades[-1].price,
        volume=round(sum(trade.size for trade in trades), 8),
        quote_volume=0.0,
        bought=round(sum(trade.size for trade in trades if trade.buy), 8),
        bought_quote=0.0,
        last_ms=trades[-1].ms,
    )
    assert bar.quote_volume == pytest.approx(sum(t.size * t.price for t in trades))
    assert bar.bought_quote == pytest.approx(sum(t.size * t.price for t in trades if t.buy))


def test_a_past_minute_is_made_of_its_trades(upbit: Simulation) -> None:
    """To the last decimal, but for the amount in the quote asset."""
    market, statistics = upbit.markets["KRW-BTC"], upbit.statistics["KRW-BTC"]
    start_ms = upbit.now_ms - HOUR_MS
    bar = statistics.bar(start_ms, MINUTE_MS)
    assert bar is not None
    first, end = market.count(start_ms - 1), market.count(start_ms + MINUTE_MS - 1)
    trades = [market.trade(number) for number in range(first, end)]
    assert (bar.first, bar.count) == (first, len(trades))
    assert (bar.open, bar.close) == (trades[0].price, trades[-1].price)
    assert bar.volume == round(sum(trade.size for trade in trades), 8)
    assert bar.high == max(trade.price for trade in trades)
    assert bar.low == min(trade.price for trade in trades)
    assert bar.quote_volume == pytest.approx(sum(t.size * t.price for t in trades), rel=0.001)
    assert bar.last_ms == trades[-1].ms


def test_a_past_bar_with_few_trades_is_exact(upbit: Simulation) -> None:
    """All of them are looked at."""
    market, statistics = upbit.markets["KRW-MED"], upbit.statistics["KRW-MED"]
    start_ms = upbit.now_ms - HOUR_MS
    bar = statistics.past(start_ms, start_ms + 20 * MINUTE_MS)
    assert bar is not None
    trades = [market.trade(bar.first + n) for n in range(bar.count)]
    assert 1 < len(trades) < 9
    assert bar.high == max(trade.price for trade in trades)
    assert bar.low == min(trade.price for trade in trades)


@pytest.mark.parametrize("exchange", ["upbit", "binance"])
@settings(derandomize=True, deadline=None, max_examples=12)
@given(rank=st.integers(0, 200), ago=st.integers(0, 40), span_ms=st.sampled_from(SPANS))
def test_a_day_is_made_of_its_candles(exchange: str, rank: int, ago: int, span_ms: int) -> None:
    """In every market and interval, finished or running: one world, whatever is asked for."""
    simulation = WORLDS[exchange]
    markets = [each for each in simulation.markets.values() if each.rules.halted_ms is None]
    statistics = simulation.statistics[markets[rank % len(markets)].symbol]
    start_ms = simulation.now_ms - simulation.now_ms % DAY_MS - ago * DAY_MS
    end_ms = min(start_ms + DAY_MS, simulation.now_ms + 1)
    day = statistics.bar(start_ms, DAY_MS)
    bars = [statistics.bar(at_ms, span_ms) for at_ms in range(start_ms, end_ms, span_ms)]
    traded = [bar for bar in bars if bar]
    assert day
    assert (day.open, day.close) == (traded[0].open, traded[-1].close)
    assert day.high == max(bar.high for bar in traded)
    assert day.low == min(bar.low for bar in traded)
    assert day.count == sum(bar.count for bar in traded)
    assert day.volume == pytest.approx(sum(bar.volume for bar in traded), rel=1e-9)
    assert day.quote_volume == pytest.approx(sum(bar.quote_volume for bar in traded), rel=0.01)
    assert day.low <= day.quote_volume / day.volume <= day.high


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_run_that_began_earlier_tells_the_same(
    symbol: str, upbit: Simulation, now_ms: int
) -> None:
    """Of the same seed at the same time: the day, the last 24 hours and the candles."""
    earlier = Simulation(upbit_markets(Prices(7), 7, 1.0), now_ms - 120_000)
    one, other = earlier.statistics[symbol], upbit.statistics[symbol]
    one.running(MINUTE_MS)
    run(earlier, symbol, 120)
    for mine, others in (
        (one.day(), other.day()),
        (one.rolling(), other.rolling()),
        *(
            (
                one.bar(now_ms - n * MINUTE_MS, MINUTE_MS),
                other.bar(now_ms - n * MINUTE_MS, MINUTE_MS),
            )
            for n in range(5)
        ),
    ):
        assert _exact(mine) == _exact(others)


def _exact(bar: Bar | None) -> Bar | None:
    """Return what is no estimate of a bar."""
    if bar is None:
        return None
    volume = round(bar.volume, 8)
    return replace(bar, volume=volume, quote_volume=0.0, bought=0.0, bought_quote=0.0)


def test_neighbouring_candles_meet(upbit: Simulation) -> None:
    """The close of one day is the last price before the open of the next."""
    statistics = upbit.statistics["KRW-BTC"]
    today = upbit.now_ms - upbit.now_ms % DAY_MS
    days = [statistics.bar(today - n * DAY_MS, DAY_MS) for n in range(5)]
    for later, earlier in pairwise(days):
        assert later is not None
        assert earlier is not None
        assert later.first == earlier.first + earlier.count
        assert later.open == pytest.approx(earlier.close, rel=0.0005)


def test_a_stretch_without_trades_has_no_bar(upbit: Simulation) -> None:
    """Thin markets have minutes in which nothing happens; those are flat at the price before."""
    market, statistics = upbit.markets["KRW-MED"], upbit.statistics["KRW-MED"]
    minutes = range(upbit.now_ms - HOUR_MS, upbit.now_ms, MINUTE_MS)
    empty = [start for start in minutes if statistics.bar(start, MINUTE_MS) is None]
    assert 20 < len(empty) < 60
    before = market.trade(market.count(empty[0] - 1) - 1)
    flat = statistics.flat(empty[0])
    assert (flat.open, flat.high, flat.low, flat.close) == (before.price,) * 4
    assert (flat.first, flat.count, flat.volume) == (-1, 0, 0.0)


def test_a_running_bar_without_trades_is_flat_and_no_candle(upbit: Simulation) -> None:
    """Until its first trade, which gives it its open."""
    market, statistics = upbit.markets["KRW-MED"], upbit.statistics["KRW-MED"]
    while market.count(market.now_ms) > market.count(market.now_ms - market.now_ms % MINUTE_MS - 1):
        statistics.advance(market.now_ms + MINUTE_MS)
    start_ms = market.now_ms - market.now_ms % MINUTE_MS
    before = market.last.price
    assert statistics.running(MINUTE_MS).close == before
    assert statistics.bar(start_ms, MINUTE_MS) is None
    hour = statistics.running(HOUR_MS)
    trades: list[Trade] = []
    while not trades:
        trades = statistics.advance(market.now_ms + 50)
    (first,) = trades
    assert hour.close == first.price
    minute = statistics.running(MINUTE_MS)
    assert (minute.first, minute.count, minute.volume) == (first.number, 1, first.size)
    assert (minute.open, minute.high, minute.low, minute.close) == (first.price,) * 4
    assert minute.bought == (first.size if first.buy else 0.0)
    assert statistics.bar(minute.start_ms, MINUTE_MS) == minute


def test_a_minute_that_was_empty_stays_so(upbit: Simulation) -> None:
    """A running bar that nobody traded in is no candle afterwards either."""
    market, statistics = upbit.markets["KRW-MED"], upbit.statistics["KRW-MED"]
    statistics.running(MINUTE_MS)
    for _ in range(60):
        statistics.advance(market.now_ms + MINUTE_MS)
        start_ms = market.now_ms - market.now_ms % MINUTE_MS - MINUTE_MS
        traded = market.count(start_ms + MINUTE_MS - 1) > market.count(start_ms - 1)
        statistics.running(MINUTE_MS)
        assert (statistics.bar(start_ms, MINUTE_MS) is not None) == traded


def test_midnight_begins_a_new_day(upbit: Simulation) -> None:
    """At 00:00 UTC statistics start anew, and the last price before is the previous close."""
    to_midnight = DAY_MS - upbit.now_ms % DAY_MS
    upbit.jump(upbit.now_ms + to_midnight - 2_000)
    statistics, market = upbit.statistics["KRW-BTC"], upbit.markets["KRW-BTC"]
    yesterday = statistics.day()
    trades = run(upbit, "KRW-BTC", 30)
    midnight = upbit.now_ms - upbit.now_ms % DAY_MS
    last_before = [trade for trade in trades if trade.ms < midnight][-1]
    first_after = next(trade for trade in trades if trade.ms >= midnight)
    day = statistics.day()
    assert statistics.previous_close() == last_before.price == yesterday.close
    assert (day.start_ms, day.open, day.first) == (midnight, first_after.price, first_after.number)
    assert day.count == len([trade for trade in trades if trade.ms >= midnight])
    assert day.close == market.last.price


def test_the_last_24_hours_hold_the_day(upbit: Simulation) -> None:
    """Volume and count are exact, and the day is part of it."""
    market, statistics = upbit.markets["KRW-BTC"], upbit.statistics["KRW-BTC"]
    run(upbit, "KRW-BTC", 10)
    rolling, day = statistics.rolling(), statistics.day()
    first = market.count(market.now_ms - DAY_MS)
    assert rolling.first == first
    assert rolling.count == market.last.number + 1 - first
    assert rolling.volume == market.volume(first, market.last.number + 1) > day.volume
    assert rolling.open == market.trade(first).price
    assert rolling.low <= day.low <= day.high <= rolling.high
    assert rolling.close == market.last.price
    mean = rolling.quote_volume / rolling.volume
    assert mean == pytest.approx((rolling.high + rolling.low) / 2, rel=0.02)


def test_a_halted_market_has_nothing_in_24_hours(binance: Simulation) -> None:
    """All is flat at its last price."""
    rolling = binance.statistics["MATICUSDT"].rolling()
    last = binance.markets["MATICUSDT"].last
    assert (rolling.count, rolling.first, rolling.volume) == (0, -1, 0.0)
    assert (rolling.open, rolling.high, rolling.low, rolling.close) == (last.price,) * 4


def test_the_year_holds_the_day(upbit: Simulation) -> None:
    """No price of today is outside the 52 weeks."""
    for symbol, statistics in upbit.statistics.items():
        high, low = statistics.year()
        day = statistics.day()
        assert low.price <= day.low <= day.high <= high.price, symbol
        assert day.start_ms - 364 * DAY_MS <= min(high.ms, low.ms)


def test_a_record_today_is_the_years(upbit: Simulation) -> None:
    """A price higher than ever counts at once, with today's date."""
    statistics = upbit.statistics["KRW-BTC"]
    day = statistics.day()
    day.high, day.low = 999e9, 1.0
    assert statistics.year() == ((999e9, day.start_ms), (1.0, day.start_ms))


def test_a_jump_starts_bars_anew(upbit: Simulation) -> None:
    """After it the running bars are those of history."""
    statistics = upbit.statistics["KRW-BTC"]
    day = statistics.day()
    kept = replace(day)
    day.high = 999e9
    statistics.reset()
    assert statistics.day() == kept
