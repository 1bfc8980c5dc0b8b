"""How Upbit spells what it says."""

import orjson
import pytest

from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_fields import SNAPSHOT, Fields, orderbook, ticker, trade
from coinwatch.demo.upbit_spelling import encode, scientific, whole


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (116_539_000.0, "1.16539E8"),
        (10_000_000.0, "1.0E7"),
        (9_999_999.5, "9999999.5"),
        (123_456_789.125, "1.23456789125E8"),
        (0.001, "0.001"),
        (0.00079276, "7.9276E-4"),
        (0.0005, "5.0E-4"),
        (0.00000008, "8.0E-8"),
        (2.51469375, "2.51469375"),
        (0.0, "0.0"),
    ],
)
def test_numbers_are_spelled_as_java_does(number: float, expected: str) -> None:
    """Below a thousandth and from ten million on with an exponent; the same float either way."""
    assert orjson.dumps([scientific(number)]) == f"[{expected}]".encode()
    assert float(expected) == number


def test_whole_numbers_lose_their_point() -> None:
    """Where that says the same."""
    assert repr(whole(116_539_000.0)) == "116539000"
    assert repr(whole(0.5)) == "0.5"


def test_ticker_prices_have_eight_decimals() -> None:
    """In long names; other numbers have as many as they need."""
    fields = {"type": "ticker", "trade_price": 122_902_000.0, "trade_volume": 0.00020372}
    assert encode(fields, "DEFAULT") == (
        b'{"type":"ticker","trade_price":122902000.00000000,"trade_volume":0.00020372}'
    )


def test_best_prices_of_a_trade_are_integers() -> None:
    """Beside a trade price that is not."""
    fields = {"type": "trade", "trade_price": 91_361_000.0, "best_ask_price": 91_370_000.0}
    assert encode(fields, "DEFAULT") == (
        b'{"type":"trade","trade_price":91361000.0,"best_ask_price":91370000}'
    )


def test_books_are_spelled_with_exponents() -> None:
    """All of their numbers but times."""
    unit = {"ask_price": 116_539_000.0, "ask_size": 0.0007772}
    fields = {"type": "orderbook", "timestamp": 1_795_446_000_100, "orderbook_units": [unit]}
    assert encode(fields, "DEFAULT") == (
        b'{"type":"orderbook","timestamp":1795446000100,'
        b'"orderbook_units":[{"ask_price":1.16539E8,"ask_size":7.772E-4}]}'
    )


def test_short_names_have_short_numbers() -> None:
    """Integers without a point, small ones with an exponent."""
    fields = {
        "type": "orderbook",
        "code": "KRW-BTC",
        "orderbook_units": [{"ask_price": 116_606_000.0, "bid_size": 0.00079276}],
    }
    assert encode(fields, "SIMPLE") == (
        b'{"ty":"orderbook","cd":"KRW-BTC","obu":[{"ap":116606000,"bs":7.9276E-4}]}'
    )


def test_the_date_is_shortened_differently_in_a_trade() -> None:
    """``td`` there, ``tdt`` in a ticker."""
    assert encode({"type": "trade", "trade_date": "2026-11-23"}, "SIMPLE") == (
        b'{"ty":"trade","td":"2026-11-23"}'
    )
    assert encode({"type": "ticker", "trade_date": "20261123"}, "SIMPLE") == (
        b'{"ty":"ticker","tdt":"20261123"}'
    )


def test_list_formats_wrap_a_message_into_an_array() -> None:
    """Of one object."""
    fields = {"type": "trade", "sequential_id": 17_954_460_001_230_006}
    assert encode(fields, "JSON_LIST") == b'[{"type":"trade","sequential_id":17954460001230006}]'
    assert encode(fields, "SIMPLE_LIST") == b'[{"ty":"trade","sid":17954460001230006}]'


def test_all_formats_say_the_same(upbit: Simulation) -> None:
    """Every field of every message arrives, whatever the spelling."""
    market, statistics = upbit.markets["KRW-BTC"], upbit.statistics["KRW-BTC"]
    messages: list[Fields] = [
        ticker(market, statistics, SNAPSHOT),
        trade(market, statistics, market.last, SNAPSHOT),
        orderbook(market, 5, 0.0, SNAPSHOT),
    ]
    for fields in messages:
        assert orjson.loads(encode(fields, "DEFAULT")) == fields
        simple = orjson.loads(encode(fields, "SIMPLE"))
        assert len(simple) == len(fields)
        if fields["type"] != "orderbook":
            assert list(simple.values()) == list(fields.values())
