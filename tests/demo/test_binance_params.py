"""Reading parameters for Binance."""

from collections.abc import Callable

import pytest

from coinwatch.demo.binance_params import (
    Params,
    QueryError,
    interval_ms,
    is_mini,
    limit,
    market,
    markets,
    number,
    symbols,
)
from coinwatch.demo.simulation import Simulation


def code(read: Callable[[], object]) -> int:
    """Return the code of the error that reading raises."""
    with pytest.raises(QueryError) as error:
        read()
    assert error.value.message
    return error.value.code


def test_a_symbol_names_a_market(binance: Simulation) -> None:
    """In upper case."""
    assert market(binance, {"symbol": "BTCUSDT"}).symbol == "BTCUSDT"
    assert market(binance, {"symbol": "币安人生USDT"}).symbol == "币安人生USDT"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, -1102),
        ({"symbol": ""}, -1102),
        ({"symbol": "btcusdt"}, -1100),
        ({"symbol": "NOPEUSDT"}, -1121),
    ],
)
def test_a_symbol_that_is_none_has_a_code(
    binance: Simulation, params: Params, expected: int
) -> None:
    """Missing, illegal or unknown."""
    assert code(lambda: market(binance, params)) == expected


def test_symbols_are_a_json_array(binance: Simulation) -> None:
    """Of names; none at all means all."""
    found = markets(binance, {"symbols": '["ETHUSDT","BTCUSDT"]'})
    assert found is not None
    assert [one.symbol for one in found] == ["ETHUSDT", "BTCUSDT"]
    assert markets(binance, {}) is None
    assert symbols({"symbol": "X"}) == ["X"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"symbols": "BTCUSDT"}, -1100),
        ({"symbols": "[1]"}, -1100),
        ({"symbols": '"BTCUSDT"'}, -1100),
        ({"symbols": '["BTCUSDT"]', "symbol": "BTCUSDT"}, -1128),
    ],
)
def test_symbols_that_are_none_have_a_code(params: Params, expected: int) -> None:
    """Not JSON, not names, or both ways at once."""
    assert code(lambda: symbols(params)) == expected


def test_intervals_are_named() -> None:
    """With the case that tells minutes from months."""
    assert interval_ms({"interval": "1m"}) == 60_000
    assert interval_ms({"interval": "1d"}) == 86_400_000
    assert code(lambda: interval_ms({"interval": "7m"})) == -1120
    assert code(lambda: interval_ms({})) == -1102


def test_numbers_are_whole() -> None:
    """And have defaults."""
    assert number({}, "startTime", 7) == 7
    assert number({"startTime": "12"}, "startTime", 7) == 12
    for value in ("x", "-1", "1.5", "", "9" * 5_000):
        params = {"startTime": value}
        assert code(lambda params=params: number(params, "startTime", 7)) == -1100  # type: ignore[misc]  # bound early


def test_a_limit_is_cut_at_the_most_there_may_be() -> None:
    """But not nothing."""
    assert limit({}, 500, 1_000) == 500
    assert limit({"limit": "5000"}, 500, 1_000) == 1_000
    assert code(lambda: limit({"limit": "0"}, 500, 1_000)) == -1130


def test_statistics_are_full_or_mini() -> None:
    """Full unless said."""
    assert not is_mini({})
    assert is_mini({"type": "MINI"})
    assert code(lambda: is_mini({"type": "mini"})) == -1130
