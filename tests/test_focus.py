"""Tests of what is kept of the market that is looked at closely."""

from coinwatch.focus import MOST_TRADES, Focus
from coinwatch.model import Candle, Market, Trade

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")


def trade(at_ms: int, trade_id: int) -> Trade:
    """Return a trade at a time."""
    return Trade(BTC, 100.0, 1.0, "buy", trade_id, at_ms, at_ms * 1_000_000)


def candle(at_ms: int, interval: str = "1m") -> Candle:
    """Return a candle."""
    return Candle(BTC, interval, at_ms, 1.0, 2.0, 0.5, 1.5, 1.0, 1.0)


def focus() -> Focus:
    """Return a focus on a market, wanted since one second."""
    return Focus(BTC, "1m", 1.0, [BTCUSDT])


def test_markets() -> None:
    """What is needed is the market itself, and the others."""
    assert focus().markets == (BTC, BTCUSDT)


def test_trades_out_of_order_and_twice() -> None:
    """Trades are in the order of time and id, each once; each new one is a new version."""
    looked_at = focus()
    for each in (
        trade(5, 2),
        trade(7, 3),
        trade(5, 1),
        trade(7, 3),
        trade(5, 2),
        trade(9, 1),
    ):
        looked_at.put_trade(each)
    assert [(t.exchange_ms, t.trade_id) for t in looked_at.trades] == [
        (5, 1), (5, 2), (7, 3), (9, 1),
    ]  # fmt: skip
    assert looked_at.version == 4


def test_trades_are_bounded() -> None:
    """Only the newest are kept, and an older one than those is not taken."""
    looked_at = focus()
    for number in range(MOST_TRADES + 10):
        looked_at.put_trade(trade(100 + number, number))
    looked_at.put_trade(trade(1, 1))
    assert len(looked_at.trades) == MOST_TRADES
    assert looked_at.trades[0].exchange_ms == 110
    assert looked_at.trades[-1].exchange_ms == 100 + MOST_TRADES + 9


def test_candles_of_another_interval() -> None:
    """A late candle of the interval before is not taken."""
    looked_at = focus()
    looked_at.put_candle(candle(0, "5m"))
    assert looked_at.candles.all() == ()
    assert looked_at.version == 0


def test_a_new_candle_asks_for_the_older_ones_once_more() -> None:
    """The older ones are complete until another candle opens, and again when they came."""
    looked_at = focus()
    assert not looked_at.complete
    looked_at.fill([candle(0), candle(60)])
    assert looked_at.complete
    looked_at.put_candle(candle(60))
    assert looked_at.complete
    looked_at.put_candle(candle(120))
    assert not looked_at.complete
    looked_at.put_candle(candle(120))
    assert not looked_at.complete
    looked_at.fill([candle(60), candle(120)])
    assert looked_at.complete
    assert [each.open_ms for each in looked_at.candles.all()] == [0, 60, 120]


def test_trouble() -> None:
    """Why the older candles are missing is known until they come."""
    looked_at = focus()
    looked_at.fail("Upbit: api.upbit.com answers HTTP 503")
    assert looked_at.trouble == "Upbit: api.upbit.com answers HTTP 503"
    looked_at.fill([])
    assert looked_at.trouble == ""
    assert looked_at.version == 2


def test_copy() -> None:
    """A copy stays as it is while the original goes on."""
    looked_at = focus()
    looked_at.put_trade(trade(5, 1))
    looked_at.fill([candle(0)])
    kept = looked_at.copy()
    looked_at.put_trade(trade(6, 2))
    looked_at.put_candle(candle(60))
    assert (len(kept.trades), len(kept.candles.all())) == (1, 1)
    assert (kept.complete, kept.trouble, kept.version) == (True, "", 2)
    assert (kept.markets, kept.interval, kept.asked_at) == ((BTC, BTCUSDT), "1m", 1.0)


def test_another_interval_keeps_the_trades() -> None:
    """The trades of a market are the same at every interval."""
    before, after = focus(), Focus(BTC, "5m", 2.0)
    before.put_trade(trade(5, 1))
    after.keep_trades(before)
    assert after.trades == [trade(5, 1)]


def test_forget() -> None:
    """Nothing came yet, since another moment; that is a new version."""
    looked_at = focus()
    looked_at.put_trade(trade(5, 1))
    shared = looked_at.trades
    looked_at.fill([candle(0)])
    looked_at.forget(9.0)
    assert (looked_at.trades, looked_at.candles.all(), looked_at.complete) == ([], (), False)
    assert (looked_at.asked_at, looked_at.version) == (9.0, 3)
    assert len(shared) == 1
