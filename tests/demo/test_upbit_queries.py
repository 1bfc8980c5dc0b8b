"""What can be asked of Upbit by REST."""

from typing import Any

import pytest

from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_fields import trade_id
from coinwatch.demo.upbit_params import QueryError
from coinwatch.demo.upbit_queries import ROUTES


def ask(simulation: Simulation, path: str, **params: str) -> Any:
    """Return the answer to a question."""
    return ROUTES[path].ask(simulation, params)


def test_the_market_list_has_three_fields(upbit: Simulation) -> None:
    """Code and names, in both languages."""
    listed = ask(upbit, "/v1/market/all")
    assert listed[0] == {
        "market": "KRW-BTC",
        "korean_name": "비트코인",
        "english_name": "Bitcoin",
    }
    assert [one["market"] for one in listed] == list(upbit.markets)


def test_the_market_list_with_details_flags_some(upbit: Simulation) -> None:
    """A few markets have a warning, a few a caution, most have none."""
    listed = ask(upbit, "/v1/market/all", is_details="true")
    events = [one["market_event"] for one in listed]
    assert set(events[0]["caution"]) == {
        "PRICE_FLUCTUATIONS",
        "TRADING_VOLUME_SOARING",
        "DEPOSIT_AMOUNT_SOARING",
        "GLOBAL_PRICE_DIFFERENCES",
        "CONCENTRATION_OF_SMALL_ACCOUNTS",
    }
    assert sum(event["warning"] for event in events) == 2
    assert sum(any(event["caution"].values()) for event in events) == 18
    assert not any([events[0]["warning"], *events[0]["caution"].values()])


def test_tickers_of_named_markets(upbit: Simulation) -> None:
    """With times of both zones."""
    (one,) = ask(upbit, "/v1/ticker", markets="KRW-BTC")
    market = upbit.markets["KRW-BTC"]
    assert one["market"] == "KRW-BTC"
    assert one["trade_price"] == market.last.price
    assert (one["trade_date"], one["trade_time"]) == ("20261123", "145959")
    assert (one["trade_date_kst"], one["trade_time_kst"]) == ("20261123", "235959")
    assert one["prev_closing_price"] == upbit.statistics["KRW-BTC"].previous_close()
    assert "code" not in one


def test_tickers_of_a_whole_quote(upbit: Simulation) -> None:
    """One or several quotes at once."""
    listed = ask(upbit, "/v1/ticker/all", quote_currencies="BTC,USDT")
    quotes = {one["market"].split("-")[0] for one in listed}
    assert quotes == {"BTC", "USDT"}
    assert len(listed) == 13


def test_order_books_by_count_and_level(upbit: Simulation) -> None:
    """Thirty levels unless fewer are asked for; grouped if so asked."""
    (book,) = ask(upbit, "/v1/orderbook", markets="KRW-BTC")
    assert len(book["orderbook_units"]) == 30
    assert set(book) == {
        "market",
        "timestamp",
        "total_ask_size",
        "total_bid_size",
        "orderbook_units",
        "level",
    }
    (book,) = ask(upbit, "/v1/orderbook", markets="KRW-BTC", count="5", level="10000")
    assert len(book["orderbook_units"]) == 5
    assert book["orderbook_units"][0]["bid_price"] % 10_000 == 0


def test_an_unsupported_level_gives_no_book(upbit: Simulation) -> None:
    """Nor an error."""
    assert ask(upbit, "/v1/orderbook", markets="KRW-BTC", level="7") == []


def test_instruments_tell_ticks_as_text(upbit: Simulation) -> None:
    """And by what books can be grouped."""
    bitcoin, shib, pair = ask(
        upbit, "/v1/orderbook/instruments", markets="KRW-BTC,KRW-PEPE,BTC-ETH"
    )
    assert bitcoin == {
        "market": "KRW-BTC",
        "quote_currency": "KRW",
        "tick_size": "1000",
        "supported_levels": ["0", "10000", "100000", "1000000", "10000000", "100000000"],
    }
    assert shib["tick_size"] == "0.00001"
    assert shib["supported_levels"] == ["0", "0.0001", "0.001", "0.01", "0.1", "1"]
    assert (pair["tick_size"], pair["supported_levels"]) == ("0.00000001", ["0"])


@pytest.mark.parametrize(
    ("path", "extra", "newest"),
    [
        ("/v1/candles/minutes/1", {"unit": 1}, "2026-11-23T15:00:00"),
        ("/v1/candles/minutes/240", {"unit": 240}, "2026-11-23T12:00:00"),
        ("/v1/candles/seconds", {}, "2026-11-23T15:00:00"),
    ],
)
def test_candles_are_newest_first_and_close_at_the_last_trade(
    upbit: Simulation, path: str, extra: dict[str, int], newest: str
) -> None:
    """The first one is of now."""
    while upbit.markets["KRW-BTC"].last.ms < 1_795_446_000_000:
        upbit.step(upbit.now_ms + 50)
    candles = ask(upbit, path, market="KRW-BTC", count="3")
    times = [candle["candle_date_time_utc"] for candle in candles]
    assert (len(times), times[0]) == (3, newest)
    assert times == sorted(times, reverse=True)
    assert candles[0]["trade_price"] == upbit.markets["KRW-BTC"].last.price
    assert {key: candles[0].get(key) for key in extra} == extra


def test_candles_before_a_time(upbit: Simulation) -> None:
    """Which is not included itself."""
    (candle,) = ask(upbit, "/v1/candles/minutes/1", market="KRW-BTC", to="2026-11-23T14:00:00")
    assert candle["candle_date_time_utc"] == "2026-11-23T13:59:00"
    assert candle["candle_date_time_kst"] == "2026-11-23T22:59:00"


def test_candles_without_trades_are_left_out(upbit: Simulation) -> None:
    """A thin market's ten minutes reach back much further."""
    candles = ask(upbit, "/v1/candles/minutes/1", market="KRW-MED", count="10")
    assert len(candles) == 10
    assert candles[-1]["candle_date_time_utc"] < "2026-11-23T14:45:00"
    assert all(candle["candle_acc_trade_volume"] > 0 for candle in candles)


def test_at_most_two_hundred_candles(upbit: Simulation) -> None:
    """However many are asked for."""
    assert len(ask(upbit, "/v1/candles/minutes/1", market="KRW-BTC", count="999")) == 200


def test_days_know_the_close_before(upbit: Simulation) -> None:
    """And the change since."""
    today, yesterday = ask(upbit, "/v1/candles/days", market="KRW-BTC", count="2")
    assert today["candle_date_time_utc"] == "2026-11-23T00:00:00"
    assert today["prev_closing_price"] == yesterday["trade_price"]
    assert today["change_price"] == today["trade_price"] - yesterday["trade_price"]
    (ticker,) = ask(upbit, "/v1/ticker", markets="KRW-BTC")
    for key in ("opening_price", "high_price", "low_price", "trade_price", "prev_closing_price"):
        assert today[key] == ticker[key]
    assert today["candle_acc_trade_volume"] == ticker["acc_trade_volume"]


def test_trades_are_newest_first(upbit: Simulation) -> None:
    """One unless more are asked for."""
    market = upbit.markets["KRW-BTC"]
    (newest,) = ask(upbit, "/v1/trades/ticks", market="KRW-BTC")
    assert newest["sequential_id"] == trade_id(market.last)
    assert newest["trade_price"] == market.last.price
    assert newest["timestamp"] == market.last.ms
    listed = ask(upbit, "/v1/trades/ticks", market="KRW-BTC", count="50")
    assert [one["sequential_id"] for one in listed] == [
        trade_id(done) for done in reversed(market.recent(50))
    ]


def test_questions_without_a_market_are_wrong(upbit: Simulation) -> None:
    """For everything that is about one."""
    for path, route in ROUTES.items():
        if path != "/v1/market/all":
            with pytest.raises(QueryError) as error:
                route.ask(upbit, {})
            assert error.value.status == 400
