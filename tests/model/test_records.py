"""What the store tells."""

from coinwatch.model import DAY_MS, Market, Tick, Ticker, Trade

BITCOIN = Market("binance", "BTCUSDT", "BTC", "USDT")
DAY = Ticker(
    BITCOIN, 90.0, None, None, 80.0, 95.0, 75.0, 1.0, 90.0, 80.0, "utc_day", 5, 6_000_000,
    live=False,
)  # fmt: skip


def _tick(at_ms: int, price: float = 100.0) -> Tick:
    trade = Trade(BITCOIN, price, 0.5, "buy", 7, at_ms, at_ms * 1_000_000)
    return Tick(BITCOIN, trade, DAY, None, snapshot=False)


def test_a_tick_puts_its_own_price_into_the_statistics_of_its_day() -> None:
    """They come less often than trades."""
    tick = _tick(DAY_MS - 1)
    assert (tick.price, tick.high, tick.low, tick.change, tick.change_pct) == (
        100.0, 100.0, 75.0, 20.0, 25.0,
    )  # fmt: skip
    assert (_tick(9, 70.0).high, _tick(9, 70.0).low) == (95.0, 70.0)
    assert (tick.size, tick.side, tick.trade_id, tick.bid, tick.ask) == (0.5, "buy", 7, None, None)


def test_a_tick_has_no_statistics_of_a_day_that_is_over() -> None:
    """Until those of the new one come, nothing is known of it."""
    tick = _tick(DAY_MS)
    assert (tick.period, tick.high, tick.low, tick.change, tick.change_pct) == (None,) * 5
    assert (tick.exchange_ms, tick.received_ns) == (DAY_MS, DAY_MS * 1_000_000)
