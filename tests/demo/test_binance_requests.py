"""What a client of Binance's streams may ask."""

import orjson
import pytest

from coinwatch.demo.binance_requests import Request, RequestError, Stream, parse, stream


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("btcusdt@trade", Stream("btcusdt", "trade")),
        ("btcusdt@aggTrade", Stream("btcusdt", "aggTrade")),
        ("btcusdt@ticker", Stream("btcusdt", "ticker")),
        ("btcusdt@miniTicker", Stream("btcusdt", "miniTicker")),
        ("币安人生usdt@bookTicker", Stream("币安人生usdt", "bookTicker")),
        ("btcusdt@depth5", Stream("btcusdt", "depth", 5, 1_000)),
        ("btcusdt@depth20@100ms", Stream("btcusdt", "depth", 20, 100)),
        ("btcusdt@kline_1m", Stream("btcusdt", "kline", interval="1m")),
        ("btcusdt@kline_12h", Stream("btcusdt", "kline", interval="12h")),
        ("btcusdt@kline_7m", None),
        ("btcusdt@depth7", None),
        ("btcusdt@aggtrade", None),
        ("btcusdt@1m", None),
        ("!miniTicker@arr", None),
        ("btcusdt", None),
    ],
)
def test_names_of_streams(name: str, expected: Stream | None) -> None:
    """What a name says, and names that no stream of a market has."""
    assert stream(name) == expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (
            b'{"method":"SUBSCRIBE","params":["a@trade"],"id":1}',
            Request("SUBSCRIBE", ["a@trade"], 1),
        ),
        (
            b'{"method":"UNSUBSCRIBE","params":["a@trade"],"id":"x-1"}',
            Request("UNSUBSCRIBE", ["a@trade"], "x-1"),
        ),
        (b'{"method":"LIST_SUBSCRIPTIONS","id":null}', Request("LIST_SUBSCRIPTIONS", [], None)),
        (
            b'{"method":"SET_PROPERTY","params":["combined",true]}',
            Request("SET_PROPERTY", ["combined", True], None),
        ),
    ],
)
def test_well_formed_requests(payload: bytes, expected: Request) -> None:
    """Ids are integers, short words or nothing."""
    assert parse(payload) == expected


@pytest.mark.parametrize(
    ("fields", "code", "request_id"),
    [
        ({"method": "SHOUT", "params": ["a"], "id": 4}, 2, 4),
        ({"method": "SUBSCRIBE", "id": 4}, 2, 4),
        ({"method": "SUBSCRIBE", "params": "a@trade", "id": 4}, 2, 4),
        ({"method": "SUBSCRIBE", "params": [1], "id": 4}, 2, 4),
        ({"method": "SUBSCRIBE", "params": ["a@trade"], "id": 1.5}, 2, None),
        ({"method": "SUBSCRIBE", "params": ["a@trade"], "id": True}, 2, None),
        ({"method": "SUBSCRIBE", "params": ["a@trade"], "id": "x" * 37}, 2, None),
        (["SUBSCRIBE"], 2, None),
    ],
)
def test_malformed_requests_have_a_code(fields: object, code: int, request_id: object) -> None:
    """With the id where it could be read."""
    with pytest.raises(RequestError) as error:
        parse(orjson.dumps(fields))
    assert (error.value.code, error.value.request_id) == (code, request_id)


def test_what_is_not_json_has_a_code_of_its_own() -> None:
    """There is no id then."""
    with pytest.raises(RequestError) as error:
        parse(b"{")
    assert (error.value.code, error.value.request_id) == (3, None)
