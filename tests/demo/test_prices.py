"""What assets are worth."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.demo.prices import DAY_MS, Fair, Prices
from coinwatch.demo.universe import binance_listings, upbit_listings

HOURS = range(0, 30 * 24 * 3_600_000, 3_600_000)


def fairs(seed: int) -> dict[str, Fair]:
    """All fair prices by symbol."""
    prices = Prices(seed)
    return {x.symbol: prices.upbit(x) for x in upbit_listings()} | {
        x.symbol: prices.binance(x) for x in binance_listings()
    }


def test_the_same_seed_gives_the_same_prices(now_ms: int) -> None:
    """Prices are a pure function of seed and time."""
    one, other = fairs(3), fairs(3)
    assert {s: fair(now_ms) for s, fair in one.items()} == {
        s: fair(now_ms) for s, fair in other.items()
    }


def test_another_seed_gives_other_prices(now_ms: int) -> None:
    """Seeds are worlds of their own."""
    assert fairs(3)["BTCUSDT"](now_ms) != fairs(4)["BTCUSDT"](now_ms)


def test_prices_stay_near_what_the_table_says(now_ms: int) -> None:
    """No coin runs away, in a month of hours."""
    for listing in binance_listings():
        if listing.quote == "USDT":
            fair = Prices(1).binance(listing)
            ratios = [fair(now_ms - ago) / listing.asset.usd for ago in HOURS]
            assert min(ratios) > 0.7
            assert max(ratios) < 1.4


def test_prices_move_but_do_not_jump(now_ms: int) -> None:
    """From one step of 50 ms to the next Bitcoin moves by less than a hundredth of a percent."""
    fair = fairs(1)["BTCUSDT"]
    moments = [fair(now_ms + step * 50) for step in range(2_000)]
    jumps = [abs(b / a - 1) for a, b in pairwise(moments)]
    assert 0 < max(jumps) < 0.0001
    assert max(moments) / min(moments) > 1.0002


def test_the_premium_in_won_wanders_around_one_percent(now_ms: int) -> None:
    """What a coin costs more on Upbit, at the price of USDT there, stays between 0 and 2.5 %."""
    all_prices = fairs(1)
    for code in ("BTC", "XRP", "PEPE", "STORJ"):
        premiums = [
            all_prices[f"KRW-{code}"](now_ms - ago)
            / all_prices[f"{code}USDT"](now_ms - ago)
            / all_prices["KRW-USDT"](now_ms - ago)
            - 1
            for ago in HOURS
        ]
        assert 0 < min(premiums) < 0.009
        assert 0.011 < max(premiums) < 0.025
        assert sum(premiums) / len(premiums) == pytest.approx(0.01, abs=0.002)


def test_usdt_costs_about_1478_won(now_ms: int) -> None:
    """The exchange rate that the premium is measured by is steady."""
    won = fairs(1)["KRW-USDT"]
    assert all(1_440 < won(now_ms - ago) < 1_510 for ago in HOURS)


def test_stable_coins_are_worth_a_dollar(now_ms: int) -> None:
    """USDC does not move with the market."""
    fair = fairs(1)["USDCUSDT"]
    assert all(abs(fair(now_ms - ago) - 1) < 0.001 for ago in HOURS)


def test_markets_in_bitcoin_are_the_ratio_of_two_in_dollars(now_ms: int) -> None:
    """The same pair has the same price wherever it comes from."""
    all_prices = fairs(1)
    ratio = all_prices["ETHUSDT"](now_ms) / all_prices["BTCUSDT"](now_ms)
    assert all_prices["ETHBTC"](now_ms) == pytest.approx(ratio, rel=1e-12)
    assert all_prices["BTC-ETH"](now_ms) == pytest.approx(ratio, rel=1e-12)


def test_upbits_dollar_markets_cost_a_little_more(now_ms: int) -> None:
    """USDT on Upbit buys less."""
    all_prices = fairs(1)
    ratio = all_prices["USDT-BTC"](now_ms) / all_prices["BTCUSDT"](now_ms)
    assert ratio == pytest.approx(1.0012, rel=1e-12)


def test_coins_move_together_and_apart(now_ms: int) -> None:
    """Two coins differ from day to day, by more than noise and by less than half."""
    all_prices = fairs(1)
    days = range(0, 30 * DAY_MS, DAY_MS)
    ratios = [
        all_prices["SOLUSDT"](now_ms - ago) / all_prices["ETHUSDT"](now_ms - ago) for ago in days
    ]
    assert 1.01 < max(ratios) / min(ratios) < 1.5


EVERY = list(fairs(1).values())


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 500), st.floats(0, 3e8), st.integers(1, 10**9))
def test_bounds_are_true_and_close(rank: int, ago_ms: float, span_ms: int) -> None:
    """No price of a stretch is beyond them; within a second they are a hair apart."""
    fair = EVERY[rank % len(EVERY)]
    start_ms = 1_795_446_000_000 - ago_ms
    end_ms = start_ms + span_ms
    lowest, highest = fair.at_least(start_ms, end_ms), fair.at_most(start_ms, end_ms)
    prices = [fair(start_ms + span_ms * n / 50) for n in range(51)]
    assert lowest <= min(prices) <= max(prices) <= highest
    assert fair.at_most(start_ms, start_ms + 1000) < fair.at_least(start_ms, start_ms + 1000) * 1.01
