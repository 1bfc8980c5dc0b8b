"""Binance's REST side: weights and errors."""

from typing import Any

import orjson
import pytest

from coinwatch.demo.binance_rest import ROUTES, BinanceRest
from coinwatch.demo.limits import BinanceLimits
from coinwatch.demo.simulation import Simulation

NAMES = [f"S{n}" for n in range(101)]


@pytest.fixture
def limits() -> BinanceLimits:
    """Return the documented ones."""
    return BinanceLimits()


@pytest.fixture
def rest(binance: Simulation, limits: BinanceLimits) -> BinanceRest:
    """Nothing asked yet."""
    return BinanceRest(binance, limits)


@pytest.mark.parametrize(
    ("path", "params", "weight"),
    [
        ("ping", {}, 1),
        ("time", {}, 1),
        ("exchangeInfo", {}, 20),
        ("ticker/24hr", {"symbol": "BTCUSDT"}, 2),
        ("ticker/24hr", {"symbols": NAMES[:20]}, 2),
        ("ticker/24hr", {"symbols": NAMES[:21]}, 40),
        ("ticker/24hr", {"symbols": NAMES[:100]}, 40),
        ("ticker/24hr", {"symbols": NAMES[:101]}, 80),
        ("ticker/24hr", {}, 80),
        ("ticker/tradingDay", {"symbols": NAMES[:3]}, 12),
        ("ticker/tradingDay", {"symbols": NAMES[:100]}, 200),
        ("ticker/price", {"symbol": "BTCUSDT"}, 2),
        ("ticker/price", {}, 4),
        ("ticker/bookTicker", {"symbols": NAMES[:2]}, 4),
        ("klines", {}, 2),
        ("depth", {}, 5),
        ("depth", {"limit": "100"}, 5),
        ("depth", {"limit": "101"}, 25),
        ("depth", {"limit": "1000"}, 50),
        ("depth", {"limit": "9999"}, 250),
        ("trades", {}, 25),
        ("aggTrades", {}, 4),
    ],
)
def test_weights(path: str, params: dict[str, Any], weight: int) -> None:
    """The documented ones."""
    texts = {
        key: value if isinstance(value, str) else orjson.dumps(value).decode()
        for key, value in params.items()
    }
    assert ROUTES[f"/api/v3/{path}"].weigh(texts) == weight


def test_an_answer_tells_the_weight_used(rest: BinanceRest) -> None:
    """In this minute, all requests together."""
    rest.answer("/api/v3/exchangeInfo", {}, 0.0)
    assert rest.answer("/api/v3/time", {}, 1.0).headers == (("X-MBX-USED-WEIGHT-1M", "21"),)
    assert rest.answer("/api/v3/time", {}, 60.0).headers == (("X-MBX-USED-WEIGHT-1M", "1"),)


def test_over_the_weight_is_429_and_going_on_is_418(
    rest: BinanceRest, limits: BinanceLimits
) -> None:
    """Both say when to come again."""
    limits.weight_per_minute, limits.patience = 1, 1
    answers = [rest.answer("/api/v3/ping", {}, 30.5) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 429, 418]
    assert dict(answers[1].headers) == {"X-MBX-USED-WEIGHT-1M": "2", "Retry-After": "30"}
    assert dict(answers[2].headers) == {"X-MBX-USED-WEIGHT-1M": "3", "Retry-After": "120"}
    assert orjson.loads(answers[1].body)["code"] == -1003
    assert orjson.loads(answers[2].body) == {
        "code": -1003,
        "msg": "Way too much request weight; banned until 1795446120000.",
    }


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("klines", {"symbol": "NOPEUSDT", "interval": "1m"}, -1121),
        ("klines", {"symbol": "BTCUSDT", "interval": "7m"}, -1120),
        ("klines", {"interval": "1m"}, -1102),
        ("ticker/24hr", {"symbols": "["}, -1100),
        ("depth", {"symbol": "BTCUSDT", "limit": "x"}, -1100),
    ],
)
def test_errors_have_a_code(
    rest: BinanceRest, path: str, params: dict[str, str], code: int
) -> None:
    """With status 400, also where the weight itself cannot be told."""
    answer = rest.answer(f"/api/v3/{path}", params, 0.0)
    assert answer.status == 400
    error = orjson.loads(answer.body)
    assert error["code"] == code
    assert error["msg"]


def test_there_is_nothing_elsewhere(rest: BinanceRest) -> None:
    """The first version was retired."""
    assert rest.answer("/api/v1/ping", {}, 0.0).status == 404
