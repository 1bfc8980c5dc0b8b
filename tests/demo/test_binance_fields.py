"""What Binance says."""

from pathlib import Path

import orjson
import pytest

from coinwatch.demo.binance_fields import (
    aggregate,
    aggregate_id,
    average,
    book_ticker,
    depth,
    kline,
    last_number,
    mini_ticker,
    percent,
    text,
    ticker,
    trade,
)
from coinwatch.demo.market import Trade
from coinwatch.demo.simulation import Simulation

DONE = Trade(200_005, 1_795_446_000_123, 78_400.5, 0.00123, True)


def test_numbers_are_text_with_eight_decimals() -> None:
    """Small ones too."""
    assert text(78_400.5) == "78400.50000000"
    assert text(0.0000079) == "0.00000790"


def test_a_trade(binance: Simulation) -> None:
    """The buyer is no maker where the taker bought."""
    assert trade(binance.markets["BTCUSDT"], DONE, 1_795_446_000_150) == {
        "e": "trade",
        "E": 1_795_446_000_150,
        "s": "BTCUSDT",
        "t": 200_005,
        "p": "78400.50000000",
        "q": "0.00123000",
        "T": 1_795_446_000_123,
        "m": False,
        "M": True,
    }


def test_an_aggregate_trade_has_a_number_of_its_own(binance: Simulation) -> None:
    """And names the trades in it."""
    sold = DONE._replace(buy=False)
    assert aggregate(binance.markets["BTCUSDT"], sold, 1_795_446_000_150) == {
        "e": "aggTrade",
        "E": 1_795_446_000_150,
        "s": "BTCUSDT",
        "a": 100_005,
        "p": "78400.50000000",
        "q": "0.00123000",
        "f": 200_005,
        "l": 200_005,
        "T": 1_795_446_000_123,
        "m": True,
        "M": True,
    }
    assert aggregate_id(200_005) == 100_005


def test_a_ticker_is_of_24_hours(binance: Simulation) -> None:
    """The change is against the open, in percent."""
    market, statistics = binance.markets["BTCUSDT"], binance.statistics["BTCUSDT"]
    fields, bar = ticker(market, statistics, binance.now_ms), statistics.rolling()
    assert (fields["e"], fields["E"], fields["s"]) == ("24hrTicker", binance.now_ms, "BTCUSDT")
    assert fields["C"] - fields["O"] == 86_400_000
    assert (fields["c"], fields["o"]) == (text(bar.close), text(bar.open))
    assert float(fields["p"]) == pytest.approx(bar.close - bar.open)
    assert float(fields["P"]) == pytest.approx((bar.close / bar.open - 1) * 100, abs=0.0005)
    assert float(fields["l"]) <= float(fields["w"]) <= float(fields["h"])
    assert (fields["F"], fields["L"]) == (bar.first, market.last.number)
    assert fields["n"] == fields["L"] - fields["F"] + 1
    assert fields["x"] == text(market.trade(bar.first - 1).price)
    assert fields["Q"] == text(market.last.size)
    assert float(fields["b"]) < float(fields["a"])


def test_a_mini_ticker_is_the_same_in_short(binance: Simulation) -> None:
    """Neither change nor best prices."""
    market, statistics = binance.markets["ETHUSDT"], binance.statistics["ETHUSDT"]
    mini = mini_ticker(market, statistics, binance.now_ms)
    full = ticker(market, statistics, binance.now_ms)
    assert mini == {key: full[key] for key in "EscohlvqE"} | {"e": "24hrMiniTicker"}


def test_best_prices_have_neither_type_nor_time(binance: Simulation) -> None:
    """The number of the book, the symbol, and both sides."""
    market = binance.markets["ETHUSDT"]
    book = market.book(1)
    assert book_ticker(market) == {
        "u": book.version,
        "s": "ETHUSDT",
        "b": text(book.bids[0].price),
        "B": text(book.bids[0].size),
        "a": text(book.asks[0].price),
        "A": text(book.asks[0].size),
    }


def test_a_partial_book_has_not_even_a_symbol(binance: Simulation) -> None:
    """Pairs of text."""
    market = binance.markets["ETHUSDT"]
    book, fields = market.book(5), depth(market, 5)
    assert set(fields) == {"lastUpdateId", "bids", "asks"}
    assert fields["bids"] == [[text(level.price), text(level.size)] for level in book.bids]
    assert len(fields["asks"]) == 5


def test_a_candle_is_closed_when_its_time_is_over(binance: Simulation) -> None:
    """Which the event time tells."""
    market, statistics = binance.markets["BTCUSDT"], binance.statistics["BTCUSDT"]
    start_ms = binance.now_ms - 60_000
    bar = statistics.bar(start_ms, 60_000)
    assert bar is not None
    fields = kline(market, bar, "1m", binance.now_ms)
    assert fields == {
        "e": "kline",
        "E": binance.now_ms,
        "s": "BTCUSDT",
        "k": {
            "t": start_ms,
            "T": start_ms + 59_999,
            "s": "BTCUSDT",
            "i": "1m",
            "f": bar.first,
            "L": bar.first + bar.count - 1,
            "o": text(bar.open),
            "c": text(bar.close),
            "h": text(bar.high),
            "l": text(bar.low),
            "v": text(bar.volume),
            "n": bar.count,
            "x": True,
            "q": text(bar.quote_volume),
            "V": text(bar.bought),
            "Q": text(bar.bought_quote),
            "B": "0",
        },
    }
    assert not kline(market, bar, "1m", binance.now_ms - 1)["k"]["x"]


def test_events_have_the_fields_and_types_of_documented_ones(
    binance: Simulation, samples: Path
) -> None:
    """No more and no fewer."""
    market, statistics = binance.markets["BTCUSDT"], binance.statistics["BTCUSDT"]
    events = [
        trade(market, market.last, 0),
        aggregate(market, market.last, 0),
        ticker(market, statistics, 0),
        mini_ticker(market, statistics, 0),
        kline(market, statistics.running(60_000), "1m", 0),
    ]
    ours = {event["e"]: event for event in events}
    compared = set()
    for line in (samples / "binance_docs_payloads" / "ws_streams.jsonl").read_bytes().splitlines():
        theirs = orjson.loads(line)["payload"]
        if isinstance(theirs, dict) and theirs.get("e") in ours:
            event = ours[theirs["e"]]
            assert {key: type(value) for key, value in event.items()} == {
                key: type(value) for key, value in theirs.items()
            }
            assert set(event.get("k", ())) == set(theirs.get("k", ()))
            compared.add(theirs["e"])
    assert compared == set(ours)


def test_what_nobody_traded_is_flat(binance: Simulation) -> None:
    """No change, no first nor last trade, and a mean that is the price."""
    statistics = binance.statistics["MATICUSDT"]
    bar = statistics.rolling()
    assert (percent(bar), last_number(bar), average(bar)) == ("0.000", -1, text(bar.close))
    fields = ticker(binance.markets["MATICUSDT"], statistics, binance.now_ms)
    assert (fields["F"], fields["L"], fields["n"], fields["x"]) == (-1, -1, 0, fields["o"])
