"""All markets of an exchange together."""

import pytest

from coinwatch.demo.market import Trade
from coinwatch.demo.prices import Prices
from coinwatch.demo.simulation import STEP_MS, Simulation, binance_markets, upbit_markets


def run(simulation: Simulation, steps: int) -> list[tuple[str, Trade]]:
    """All trades of so many steps to come."""
    trades = []
    for _ in range(steps):
        for market, done in simulation.step(simulation.now_ms + STEP_MS):
            trades += [(market.symbol, trade) for trade in done]
    return trades


def test_the_same_seed_and_time_give_the_same_trades(upbit: Simulation, now_ms: int) -> None:
    """A demo can be repeated to the last digit."""
    again = Simulation(upbit_markets(Prices(7), 7, 1.0), now_ms)
    trades = run(upbit, 200)
    assert len(trades) > 60
    assert run(again, 200) == trades


def test_it_does_not_matter_when_it_started(upbit: Simulation, now_ms: int) -> None:
    """A demo that was started earlier trades the same now."""
    earlier = Simulation(upbit_markets(Prices(7), 7, 1.0), now_ms - 10_000)
    run(earlier, 200)
    assert run(earlier, 200) == run(upbit, 200)


def test_another_seed_gives_other_trades(upbit: Simulation, now_ms: int) -> None:
    """Seeds are worlds of their own."""
    other = Simulation(upbit_markets(Prices(8), 8, 1.0), now_ms)
    assert run(other, 100) != run(upbit, 100)


def test_popular_markets_trade_often_and_the_last_ones_rarely(binance: Simulation) -> None:
    """Several times a second, and once in minutes."""
    trades = [symbol for symbol, _ in run(binance, 1_200)]
    assert trades.count("BTCUSDT") == pytest.approx(180, abs=16)
    assert trades.count("ETHUSDT") == pytest.approx(150, abs=16)
    assert trades.count("ICXUSDT") <= 3
    assert 14 * 60 < len(trades) < 22 * 60


def test_a_fast_demo_trades_more(now_ms: int) -> None:
    """Ten times the speed is ten times the trades."""
    usual = Simulation(binance_markets(Prices(1), 1, 1.0), now_ms)
    fast = Simulation(binance_markets(Prices(1), 1, 10.0), now_ms)
    assert len(run(fast, 200)) == pytest.approx(10 * len(run(usual, 200)), rel=0.25)


def test_a_step_names_each_market_once(upbit: Simulation) -> None:
    """Only those of which something changed, and the quiet ones now and then."""
    named = set()
    for _ in range(450):
        moved = [market.symbol for market, _ in upbit.step(upbit.now_ms + STEP_MS)]
        assert len(set(moved)) == len(moved)
        named.update(moved)
    assert named == set(upbit.markets)


def test_the_two_exchanges_agree_but_for_the_premium(
    upbit: Simulation, binance: Simulation
) -> None:
    """Last prices differ by the price of USDT and about one percent, give or take a tick."""
    won = upbit.markets["KRW-USDT"].last.price
    for symbol, market in binance.markets.items():
        twin = upbit.markets.get(f"KRW-{market.listing.asset.code}")
        if twin is not None and market.listing.quote == "USDT":
            tick = twin.rules.ticks.size(twin.last.price) / twin.last.price
            premium = twin.last.price / market.last.price / won - 1
            assert -0.005 - tick < premium < 0.025 + tick, symbol


def test_a_jump_skips_what_is_between(upbit: Simulation, now_ms: int) -> None:
    """An hour later there is no flood of what was missed, but all of it is history."""
    upbit.jump(now_ms + 3_600_000)
    assert len(run(upbit, 1)) < 20
    market = upbit.markets["KRW-BTC"]
    assert market.count(now_ms + 3_600_000) - market.count(now_ms) > 7_000


def test_a_flood_is_counted_into_the_day(binance: Simulation) -> None:
    """Statistics know of it, and its last trade is the last."""
    before = binance.statistics["BTCUSDT"].day().count
    market, trades = binance.flood("BTCUSDT", 50)
    day = binance.statistics["BTCUSDT"].day()
    assert day.count == before + 50
    assert day.close == market.last.price == trades[-1].price


def test_a_flood_needs_a_symbol_that_exists(binance: Simulation) -> None:
    """Anything else is a mistake in the test."""
    with pytest.raises(KeyError):
        binance.flood("NOPE", 1)


def test_a_market_is_halted_and_goes_on(upbit: Simulation) -> None:
    """While it is halted it does not trade; then it does again, without what was between."""
    upbit.halt("KRW-BTC")
    market = upbit.markets["KRW-BTC"]
    assert market.halted
    assert "KRW-BTC" not in {symbol for symbol, _ in run(upbit, 100)}
    upbit.resume("KRW-BTC")
    assert not market.halted
    resumed_ms = upbit.now_ms
    later = [trade for symbol, trade in run(upbit, 100) if symbol == "KRW-BTC"]
    assert later
    assert all(trade.ms > resumed_ms for trade in later)
