"""Reading parameters for Upbit."""

import pytest

from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_params import QueryError, markets, moment, number, price, required

NOW_MS = 1_795_446_000_000


def test_what_is_required_must_be_there() -> None:
    """And not be empty."""
    assert required({"a": "x"}, "a") == "x"
    for params in ({}, {"a": ""}):
        with pytest.raises(QueryError) as error:
            required(params, "a")
        assert error.value.status == 400


def test_markets_are_listed_with_commas(upbit: Simulation) -> None:
    """In the order asked for."""
    found = markets(upbit, {"markets": "KRW-ETH,KRW-BTC"}, "markets")
    assert [market.symbol for market in found] == ["KRW-ETH", "KRW-BTC"]


@pytest.mark.parametrize("codes", ["KRW-BTC,KRW-NOPE", "krw-btc", "KRW-BTC,"])
def test_one_unknown_code_fails_them_all(upbit: Simulation, codes: str) -> None:
    """With 404."""
    with pytest.raises(QueryError) as error:
        markets(upbit, {"markets": codes}, "markets")
    assert error.value.status == 404


def test_numbers_have_defaults() -> None:
    """Used where nothing is said."""
    assert number({}, "count", 30) == 30
    assert number({"count": "5"}, "count", 30) == 5


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "", "٣", "9" * 5_000])
def test_numbers_are_whole_and_above_zero(value: str) -> None:
    """Anything else has a wrong type."""
    with pytest.raises(QueryError) as error:
        number({"count": value}, "count", 1)
    assert error.value.status == 400


def test_prices_may_be_left_out() -> None:
    """Then they are 0."""
    assert price({}, "level") == 0
    assert price({"level": "0.1"}, "level") == 0.1
    with pytest.raises(QueryError):
        price({"level": "x"}, "level")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T15:00:00", NOW_MS),
        ("2026-11-23 15:00:00", NOW_MS),
        ("2026-11-23T15:00:00Z", NOW_MS),
        ("2026-11-24T00:00:00+09:00", NOW_MS),
    ],
)
def test_times_are_utc_unless_they_say_otherwise(text: str, expected: int) -> None:
    """In the usual spellings of ISO 8601."""
    assert moment({"to": text}, 0) == expected


def test_without_a_time_it_is_now() -> None:
    """The candle that runs is wanted too."""
    assert moment({}, NOW_MS) == NOW_MS + 1


def test_a_time_that_is_none_has_a_wrong_type() -> None:
    """With 400."""
    with pytest.raises(QueryError) as error:
        moment({"to": "yesterday"}, NOW_MS)
    assert error.value.status == 400
