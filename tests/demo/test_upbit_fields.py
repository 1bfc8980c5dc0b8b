"""What Upbit says."""

from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from coinwatch.demo.market import Level, Trade
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_fields import (
    REALTIME,
    SNAPSHOT,
    candle,
    change,
    date,
    orderbook,
    supported_levels,
    ticker,
    trade,
    trade_id,
    units,
)
from coinwatch.demo.upbit_spelling import encode


def test_trade_ids_are_seventeen_digits_that_begin_with_the_time() -> None:
    """Unique even where time, price, size and side are the same."""
    first, second = (Trade(number, 1_795_446_000_123, 1.0, 1.0, True) for number in (5, 6))
    assert trade_id(first) == 17_954_460_001_230_006
    assert trade_id(second) == 17_954_460_001_230_007


def test_trade_ids_grow(upbit: Simulation) -> None:
    """From trade to trade of a market."""
    ids = [trade_id(done) for done in upbit.markets["KRW-BTC"].recent(1_000)]
    assert all(earlier < later for earlier, later in pairwise(ids))


def test_a_rise_has_the_same_number_twice() -> None:
    """With a sign and without."""
    assert change(102.0, 100.0) == {
        "change": "RISE",
        "change_price": 2.0,
        "signed_change_price": 2.0,
        "change_rate": 0.02,
        "signed_change_rate": 0.02,
    }


def test_a_fall_has_a_negative_one() -> None:
    """The rate is a fraction of the previous close, to ten decimals."""
    assert change(99.0, 300.0) == {
        "change": "FALL",
        "change_price": 201.0,
        "signed_change_price": -201.0,
        "change_rate": 0.67,
        "signed_change_rate": -0.67,
    }
    assert change(2.0, 3.0)["change_rate"] == 0.3333333333


def test_no_change_is_the_integer_zero() -> None:
    """All other numbers of a change are written with a point."""
    even = change(100.0, 100.0)
    assert even["change"] == "EVEN"
    zeros = [even[key] for key in even if key != "change"]
    assert zeros == [0] * 4
    assert {type(zero) for zero in zeros} == {int}


def test_korean_time_is_nine_hours_ahead() -> None:
    """Without a zone, as it is sent."""
    at_ms = 1_795_446_000_999
    assert date(at_ms) == "2026-11-23"
    assert date(at_ms, "%H:%M:%S") == "15:00:00"
    assert date(at_ms, "%Y-%m-%dT%H:%M:%S", kst=True) == "2026-11-24T00:00:00"


def test_a_ticker_tells_of_the_last_trade_and_the_day(upbit: Simulation) -> None:
    """Against the previous close, not against the open."""
    market, statistics = upbit.markets["KRW-BTC"], upbit.statistics["KRW-BTC"]
    fields, day, last = ticker(market, statistics, SNAPSHOT), statistics.day(), market.last
    assert fields["code"] == "KRW-BTC"
    assert fields["stream_type"] == "SNAPSHOT"
    assert fields["trade_price"] == last.price
    assert fields["trade_volume"] == last.size
    assert fields["ask_bid"] == ("BID" if last.buy else "ASK")
    assert fields["trade_timestamp"] == fields["timestamp"] == last.ms
    assert (fields["trade_date"], fields["trade_time"]) == ("20261123", "145959")
    assert fields["opening_price"] == day.open
    assert (fields["high_price"], fields["low_price"]) == (day.high, day.low)
    assert fields["prev_closing_price"] == statistics.previous_close()
    assert fields["signed_change_price"] == last.price - statistics.previous_close()
    assert fields["acc_trade_volume"] == day.volume
    assert fields["acc_ask_volume"] + fields["acc_bid_volume"] == pytest.approx(day.volume)
    assert fields["acc_trade_volume_24h"] == statistics.rolling().volume
    assert fields["lowest_52_week_price"] <= day.low
    assert fields["highest_52_week_price"] >= day.high
    assert fields["delisting_date"] is None


def test_a_trade_knows_the_best_prices(upbit: Simulation) -> None:
    """And its own id, side and time."""
    market, statistics = upbit.markets["KRW-ETH"], upbit.statistics["KRW-ETH"]
    done = market.last
    fields, book = trade(market, statistics, done, REALTIME), market.book(1)
    assert fields["sequential_id"] == trade_id(done)
    assert (fields["trade_price"], fields["trade_volume"]) == (done.price, done.size)
    assert (fields["trade_date"], fields["trade_time"]) == ("2026-11-23", "14:59:59")
    assert fields["best_bid_price"] == book.bids[0].price < fields["best_ask_price"]
    assert fields["best_ask_size"] == book.asks[0].size
    assert fields["stream_type"] == "REALTIME"


def test_a_book_is_whole_and_on_a_grid_of_time(upbit: Simulation) -> None:
    """As many units as asked for, totals of both sides, time in tenths of seconds."""
    market = upbit.markets["KRW-XRP"]
    fields, book = orderbook(market, 5, 0.0, SNAPSHOT), market.book(5)
    assert len(fields["orderbook_units"]) == 5
    assert fields["orderbook_units"][0] == {
        "ask_price": book.asks[0].price,
        "bid_price": book.bids[0].price,
        "ask_size": book.asks[0].size,
        "bid_size": book.bids[0].size,
    }
    assert fields["total_bid_size"] == round(sum(level.size for level in book.bids), 8)
    assert fields["timestamp"] % 100 == 0
    assert 0 <= book.ms - fields["timestamp"] < 100
    assert (fields["level"], type(fields["level"])) == (0, int)


def test_a_grouped_book_has_fewer_and_rounder_prices(upbit: Simulation) -> None:
    """Bids are rounded down and asks up; sizes of a group add up; empty units follow."""
    market = upbit.markets["KRW-BTC"]
    fine, grouped = market.book(30), orderbook(market, 30, 10_000.0, SNAPSHOT)
    bids = [unit["bid_price"] for unit in grouped["orderbook_units"] if unit["bid_price"]]
    asks = [unit["ask_price"] for unit in grouped["orderbook_units"] if unit["ask_price"]]
    assert all(price % 10_000 == 0 for price in (*bids, *asks))
    assert bids[0] <= fine.bids[0].price < fine.asks[0].price <= asks[0]
    assert 3 <= len(bids) <= 4
    assert grouped["total_bid_size"] == round(sum(level.size for level in fine.bids), 8)
    assert len(grouped["orderbook_units"]) == 30


def test_a_side_that_is_too_short_ends_in_zeros() -> None:
    """Both sides have the same number of units."""
    fields = units([Level(1.0, 2.0)], [Level(3.0, 4.0), Level(5.0, 6.0)], 2)
    assert fields["orderbook_units"][1] == {
        "ask_price": 5.0,
        "bid_price": 0.0,
        "ask_size": 6.0,
        "bid_size": 0.0,
    }


def test_a_candle_has_two_times_without_a_zone(upbit: Simulation) -> None:
    """UTC and Korean; its price is the close."""
    market, statistics = upbit.markets["KRW-BTC"], upbit.statistics["KRW-BTC"]
    bar = statistics.bar(upbit.now_ms - 60_000, 60_000)
    assert bar is not None
    assert candle(market, "candle.1m", bar, REALTIME) == {
        "type": "candle.1m",
        "code": "KRW-BTC",
        "candle_date_time_utc": "2026-11-23T14:59:00",
        "candle_date_time_kst": "2026-11-23T23:59:00",
        "opening_price": bar.open,
        "high_price": bar.high,
        "low_price": bar.low,
        "trade_price": bar.close,
        "candle_acc_trade_volume": bar.volume,
        "candle_acc_trade_price": bar.quote_volume,
        "timestamp": bar.last_ms,
        "stream_type": "REALTIME",
    }


def test_messages_have_the_fields_of_recorded_ones(upbit: Simulation, samples: Path) -> None:
    """No more and no fewer, in long names and in short ones."""
    market, statistics = upbit.markets["KRW-BTC"], upbit.statistics["KRW-BTC"]
    bar = statistics.running(60_000)
    ours = {
        "ticker": ticker(market, statistics, SNAPSHOT),
        "trade": trade(market, statistics, market.last, SNAPSHOT),
        "orderbook": orderbook(market, 5, 0.0, SNAPSHOT),
        "candle.1m": candle(market, "candle.1m", bar, SNAPSHOT),
    }
    compared = set()
    for line in (samples / "upbit_live_frames" / "frames.jsonl").read_bytes().splitlines():
        theirs = orjson.loads(line)
        kind = theirs.get("type", theirs.get("ty"))
        if kind in ours:
            form = "SIMPLE" if "ty" in theirs else "DEFAULT"
            assert set(orjson.loads(encode(ours[kind], form))) == set(theirs)
            compared.add((kind, form))
    assert compared >= {("ticker", "DEFAULT"), ("orderbook", "SIMPLE"), ("candle.1m", "DEFAULT")}


def test_books_can_be_grouped_in_won_only(upbit: Simulation) -> None:
    """By tens of ticks."""
    assert supported_levels(upbit.markets["KRW-BTC"]) == [0, 1e4, 1e5, 1e6, 1e7, 1e8]
    assert supported_levels(upbit.markets["KRW-XRP"])[:3] == [0, 10, 100]
    assert supported_levels(upbit.markets["BTC-ETH"]) == [0]
