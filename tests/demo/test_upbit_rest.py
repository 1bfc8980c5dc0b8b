"""Upbit's REST side: limits and errors."""

import orjson
import pytest

from coinwatch.demo.limits import Rate, UpbitLimits
from coinwatch.demo.simulation import Simulation
from coinwatch.demo.upbit_rest import UpbitRest


@pytest.fixture
def rest(upbit: Simulation) -> UpbitRest:
    """Nothing asked yet."""
    return UpbitRest(upbit, UpbitLimits())


def test_an_answer_tells_what_is_left_of_the_second(rest: UpbitRest) -> None:
    """Per group of addresses."""
    first = rest.answer("/v1/ticker", {"markets": "KRW-BTC"}, 0.0)
    assert first.headers == (
        ("Remaining-Req", "group=ticker; min=600; sec=9"),
        ("Limit-By-Ip", "Yes"),
    )
    second = rest.answer("/v1/ticker", {"markets": "KRW-BTC"}, 0.5)
    other = rest.answer("/v1/trades/ticks", {"market": "KRW-BTC"}, 0.5)
    later = rest.answer("/v1/ticker", {"markets": "KRW-BTC"}, 1.0)
    left = [answer.headers[0][1][-5:] for answer in (second, other, later)]
    assert left == ["sec=8", "sec=9", "sec=8"]


def test_the_eleventh_request_of_a_second_is_too_many(rest: UpbitRest) -> None:
    """Of one group; the next second is free again."""
    params = {"market": "KRW-BTC"}
    paths = ["/v1/candles/days", "/v1/candles/seconds"] * 6
    statuses = [rest.answer(path, params, 0.0).status for path in paths]
    assert statuses == [200] * 10 + [429] * 2
    assert rest.answer("/v1/market/all", {}, 0.0).status == 200
    assert rest.answer("/v1/candles/days", params, 1.0).status == 200


def test_limits_can_be_changed_while_running(upbit: Simulation) -> None:
    """By tests that ask a lot."""
    limits = UpbitLimits()
    rest = UpbitRest(upbit, limits)
    limits.rest = Rate(1, 1.0)
    assert [rest.answer("/v1/market/all", {}, 0.0).status for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("path", "params", "status", "name"),
    [
        ("/v1/nope", {}, 404, "not_found"),
        ("/v1/ticker", {}, 400, 400),
        ("/v1/ticker", {"markets": "KRW-NOPE"}, 404, 404),
        ("/v1/candles/days", {"market": "KRW-BTC", "count": "x"}, 400, 400),
    ],
)
def test_errors_have_a_name_that_may_be_a_number(
    rest: UpbitRest, path: str, params: dict[str, str], status: int, name: int | str
) -> None:
    """As Upbit writes them."""
    answer = rest.answer(path, params, 0.0)
    assert answer.status == status
    error = orjson.loads(answer.body)["error"]
    assert error["name"] == name
    assert error["message"]
