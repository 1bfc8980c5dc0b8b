"""What Binance answers about the present."""

from typing import Any

import pytest

from coinwatch.demo.binance_fields import text
from coinwatch.demo.binance_params import QueryError
from coinwatch.demo.binance_rest import ROUTES
from coinwatch.demo.simulation import Simulation


def ask(simulation: Simulation, path: str, **params: str) -> Any:
    """Return the answer to a question."""
    return ROUTES[f"/api/v3/{path}"].ask(simulation, params)


def test_ping_and_time(binance: Simulation) -> None:
    """Nothing, and the exchange's clock."""
    assert ask(binance, "ping") == {}
    assert ask(binance, "time") == {"serverTime": binance.now_ms}


def test_exchange_info_tells_of_each_symbol(binance: Simulation) -> None:
    """What it is made of, whether it trades, and its tick size."""
    info = ask(binance, "exchangeInfo")
    assert [one["symbol"] for one in info["symbols"]] == list(binance.markets)
    bitcoin = info["symbols"][0]
    assert (bitcoin["baseAsset"], bitcoin["quoteAsset"]) == ("BTC", "USDT")
    assert bitcoin["status"] == "TRADING"
    filters = {one["filterType"]: one for one in bitcoin["filters"]}
    assert filters["PRICE_FILTER"]["tickSize"] == "0.01000000"
    assert filters["LOT_SIZE"]["stepSize"] == "0.00001000"
    assert bitcoin["permissionSets"] == [["SPOT"]]
    assert info["serverTime"] == binance.now_ms
    assert info["rateLimits"][0] == {
        "rateLimitType": "REQUEST_WEIGHT",
        "interval": "MINUTE",
        "intervalNum": 1,
        "limit": 6_000,
    }


def test_exchange_info_can_be_narrowed(binance: Simulation) -> None:
    """To symbols, to those that trade, and without permission sets."""
    (one,) = ask(binance, "exchangeInfo", symbol="ETHUSDT")["symbols"]
    assert one["symbol"] == "ETHUSDT"
    trading = ask(binance, "exchangeInfo", symbolStatus="TRADING", showPermissionSets="false")
    assert len(trading["symbols"]) == len(binance.markets) - 1
    assert trading["symbols"][0]["permissionSets"] == []
    (stopped,) = ask(binance, "exchangeInfo", symbolStatus="BREAK")["symbols"]
    assert stopped["symbol"] == "MATICUSDT"
    binance.halt("ETHUSDT")
    (halted,) = ask(binance, "exchangeInfo", symbolStatus="HALT")["symbols"]
    assert halted["symbol"] == "ETHUSDT"


def test_the_last_24_hours_of_one(binance: Simulation) -> None:
    """An object, not a list."""
    fields = ask(binance, "ticker/24hr", symbol="BTCUSDT")
    bar, market = binance.statistics["BTCUSDT"].rolling(), binance.markets["BTCUSDT"]
    assert fields["lastPrice"] == text(market.last.price)
    assert fields["lastQty"] == text(market.last.size)
    assert fields["openPrice"] == text(bar.open)
    assert fields["priceChange"] == text(bar.close - bar.open)
    assert fields["prevClosePrice"] == text(market.trade(bar.first - 1).price)
    assert fields["closeTime"] - fields["openTime"] == 86_400_000
    assert (fields["firstId"], fields["lastId"]) == (bar.first, market.last.number)
    assert float(fields["bidPrice"]) < float(fields["askPrice"])
    assert set(fields) == {
        *("symbol", "priceChange", "priceChangePercent", "weightedAvgPrice", "prevClosePrice"),
        *("lastPrice", "lastQty", "bidPrice", "bidQty", "askPrice", "askQty", "openPrice"),
        *("highPrice", "lowPrice", "volume", "quoteVolume", "openTime", "closeTime"),
        *("firstId", "lastId", "count"),
    }


def test_the_last_24_hours_of_several_in_short(binance: Simulation) -> None:
    """A list, even of one."""
    (fields,) = ask(binance, "ticker/24hr", symbols='["BTCUSDT"]', type="MINI")
    assert set(fields) == {
        *("symbol", "openPrice", "highPrice", "lowPrice", "lastPrice", "volume"),
        *("quoteVolume", "openTime", "closeTime", "firstId", "lastId", "count"),
    }


def test_the_last_24_hours_of_all(binance: Simulation) -> None:
    """What has stopped is among them, unless left out by its status."""
    everything = ask(binance, "ticker/24hr")
    assert [one["symbol"] for one in everything] == list(binance.markets)
    (stopped,) = [one for one in everything if one["symbol"] == "MATICUSDT"]
    assert (stopped["count"], stopped["volume"]) == (0, "0.00000000")
    trading = ask(binance, "ticker/24hr", symbolStatus="TRADING")
    assert len(trading) == len(everything) - 1
    assert ask(binance, "ticker/24hr", symbol="MATICUSDT", symbolStatus="TRADING") == []


def test_the_trading_day_is_that_of_utc(binance: Simulation) -> None:
    """From 00:00 to the last millisecond before the next."""
    fields = ask(binance, "ticker/tradingDay", symbol="BTCUSDT")
    day = binance.statistics["BTCUSDT"].day()
    assert fields["openTime"] == day.start_ms
    assert fields["closeTime"] == day.start_ms + 86_399_999
    assert fields["openPrice"] == text(day.open)
    assert fields["volume"] == text(day.volume)
    assert fields["count"] == day.count
    assert "priceChangePercent" in fields
    mini = ask(binance, "ticker/tradingDay", symbol="BTCUSDT", type="MINI")
    assert "priceChangePercent" not in mini


def test_the_trading_day_needs_a_symbol(binance: Simulation) -> None:
    """There is none of all."""
    with pytest.raises(QueryError) as error:
        ask(binance, "ticker/tradingDay")
    assert error.value.code == -1102


def test_prices_and_best_prices(binance: Simulation) -> None:
    """Of one, of several, of all."""
    market = binance.markets["ETHUSDT"]
    book = market.book(1)
    assert ask(binance, "ticker/price", symbol="ETHUSDT") == {
        "symbol": "ETHUSDT",
        "price": text(market.last.price),
    }
    assert ask(binance, "ticker/bookTicker", symbols='["ETHUSDT"]') == [
        {
            "symbol": "ETHUSDT",
            "bidPrice": text(book.bids[0].price),
            "bidQty": text(book.bids[0].size),
            "askPrice": text(book.asks[0].price),
            "askQty": text(book.asks[0].size),
        }
    ]
    assert len(ask(binance, "ticker/price")) == len(binance.markets)
