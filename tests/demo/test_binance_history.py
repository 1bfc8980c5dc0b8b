"""What Binance answers about what happened."""

from typing import Any

from coinwatch.demo.binance_fields import text
from coinwatch.demo.binance_rest import ROUTES
from coinwatch.demo.simulation import Simulation

MINUTE_MS = 60_000


def ask(simulation: Simulation, path: str, **params: object) -> Any:
    """Return the answer to a question."""
    texts = {key: str(value) for key, value in params.items()}
    return ROUTES[f"/api/v3/{path}"].ask(simulation, texts)


def test_candles_are_oldest_first_and_close_at_the_last_trade(binance: Simulation) -> None:
    """The last one is of now."""
    binance.step(binance.now_ms + 10_000)
    candles = ask(binance, "klines", symbol="BTCUSDT", interval="1m", limit=3)
    now_ms = binance.now_ms - binance.now_ms % MINUTE_MS
    assert [candle[0] for candle in candles] == [now_ms - 2 * MINUTE_MS, now_ms - MINUTE_MS, now_ms]
    assert candles[-1][4] == text(binance.markets["BTCUSDT"].last.price)
    bar = binance.statistics["BTCUSDT"].bar(now_ms - MINUTE_MS, MINUTE_MS)
    assert bar is not None
    assert candles[1] == [
        bar.start_ms,
        text(bar.open),
        text(bar.high),
        text(bar.low),
        text(bar.close),
        text(bar.volume),
        bar.start_ms + MINUTE_MS - 1,
        text(bar.quote_volume),
        bar.count,
        text(bar.bought),
        text(bar.bought_quote),
        "0",
    ]


def test_candles_of_the_day_are_those_of_the_trading_day(binance: Simulation) -> None:
    """Two ways to ask for the same."""
    (candle,) = ask(binance, "klines", symbol="BTCUSDT", interval="1d", limit=1)
    day = ask(binance, "ticker/tradingDay", symbol="BTCUSDT")
    keys = ("openPrice", "highPrice", "lowPrice", "lastPrice", "volume")
    assert candle[1:6] == [day[key] for key in keys]


def test_five_hundred_candles_unless_said(binance: Simulation) -> None:
    """A thousand at most."""
    assert len(ask(binance, "klines", symbol="BTCUSDT", interval="1m")) == 500
    assert len(ask(binance, "klines", symbol="BTCUSDT", interval="1m", limit=2_000)) == 1_000


def test_candles_of_a_stretch_of_time(binance: Simulation) -> None:
    """Those that begin in it, the oldest ones if they are too many."""
    start_ms = binance.now_ms - 60 * MINUTE_MS
    about = {"symbol": "BTCUSDT", "interval": "1m"}
    candles = ask(
        binance, "klines", **about, startTime=start_ms + 1, endTime=start_ms + 3 * MINUTE_MS
    )
    assert [candle[0] - start_ms for candle in candles] == [MINUTE_MS, 2 * MINUTE_MS, 3 * MINUTE_MS]
    candles = ask(binance, "klines", **about, startTime=start_ms, limit=2)
    assert [candle[0] - start_ms for candle in candles] == [0, MINUTE_MS]
    candles = ask(binance, "klines", **about, endTime=start_ms, limit=2)
    assert [candle[0] - start_ms for candle in candles] == [-MINUTE_MS, 0]


def test_candles_without_trades_are_flat(binance: Simulation) -> None:
    """None is left out."""
    candles = ask(binance, "klines", symbol="ICXUSDT", interval="1m", limit=60)
    assert len(candles) == 60
    empty = [candle for candle in candles if candle[8] == 0]
    assert empty
    assert all(len(set(candle[1:5])) == 1 for candle in empty)


def test_the_book_has_a_hundred_levels_unless_said(binance: Simulation) -> None:
    """Best first."""
    book = ask(binance, "depth", symbol="BTCUSDT")
    assert (len(book["bids"]), len(book["asks"])) == (100, 100)
    book = ask(binance, "depth", symbol="BTCUSDT", limit=5)
    assert len(book["bids"]) == 5
    assert book["lastUpdateId"] == binance.markets["BTCUSDT"].version


def test_the_last_trades_are_oldest_first(binance: Simulation) -> None:
    """Up to the very last."""
    market = binance.markets["BTCUSDT"]
    trades = ask(binance, "trades", symbol="BTCUSDT", limit=3)
    done = market.last
    assert [one["id"] for one in trades] == [done.number - 2, done.number - 1, done.number]
    assert trades[-1] == {
        "id": done.number,
        "price": text(done.price),
        "qty": text(done.size),
        "quoteQty": text(done.price * done.size),
        "time": done.ms,
        "isBuyerMaker": not done.buy,
        "isBestMatch": True,
    }


def test_aggregate_trades_from_an_id_on(binance: Simulation) -> None:
    """What was missed can be had."""
    (last,) = ask(binance, "aggTrades", symbol="BTCUSDT", limit=1)
    missed = ask(binance, "aggTrades", symbol="BTCUSDT", fromId=last["a"] - 4)
    assert [one["a"] for one in missed] == list(range(last["a"] - 4, last["a"] + 1))
    assert missed[-1] == last
    assert last["f"] == last["l"] == binance.markets["BTCUSDT"].last.number


def test_aggregate_trades_of_a_stretch_of_time(binance: Simulation) -> None:
    """Its ends included."""
    about = {"symbol": "BTCUSDT", "limit": 1_000}
    start_ms, end_ms = binance.now_ms - 20_000, binance.now_ms - 10_000
    trades = ask(binance, "aggTrades", **about, startTime=start_ms, endTime=end_ms)
    assert 20 < len(trades) < 40
    assert all(start_ms <= one["T"] <= end_ms for one in trades)
    exactly = ask(binance, "aggTrades", **about, startTime=trades[0]["T"], endTime=trades[-1]["T"])
    assert exactly == trades
