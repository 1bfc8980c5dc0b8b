"""Binance's server: streams, handshakes and what many clients share."""

from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import httpx2
import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from coinwatch.demo import Demo
from coinwatch.demo.limits import Rate

Dial = Callable[..., Awaitable[ClientConnection]]
Get = Callable[..., Awaitable[httpx2.Response]]


async def listen(demo: Demo, dial: Dial, *names: str, steps: int) -> list[Any]:
    """Return the events of streams, unwrapped, in so many steps to come."""
    connection = await dial(f"{demo.binance.websocket_url}/ws/{'/'.join(names)}")
    demo.step(steps)
    visit = demo.binance.ledger.visits[-1]
    return [orjson.loads(await connection.recv()) for _ in range(visit.sent)]


def test_addresses_are_on_loopback(demo: Demo) -> None:
    """Without a path: the client appends its own."""
    assert demo.binance.websocket_url == f"ws://127.0.0.1:{demo.binance.port}"
    assert demo.binance.rest_url == f"http://127.0.0.1:{demo.binance.port}"
    assert demo.binance.port != demo.upbit.port


async def test_streams_may_be_named_in_the_address(demo: Demo, dial: Dial) -> None:
    """Wrapped or bare, one or several, percent-encoded or not."""
    demo.binance.limits.handshakes = Rate(100, 1.0)
    base = demo.binance.websocket_url
    for path, combined in (
        ("/stream?streams=btcusdt@trade/ethusdt@trade", True),
        ("/stream?streams=btcusdt%40trade%2Fethusdt%40trade", True),
        ("/ws/btcusdt@trade/ethusdt@trade", False),
    ):
        await dial(base + path)
        session = list(demo.binance.sessions)[-1]
        assert session.subscriptions == ("btcusdt@trade", "ethusdt@trade")
        assert getattr(session, "combined") is combined  # noqa: B009  # not known to the base class


@pytest.mark.parametrize("path", ["/", "/nope", "/websocket/v1", "/wss"])
async def test_other_paths_are_refused(demo: Demo, dial: Dial, path: str) -> None:
    """With 404."""
    with pytest.raises(InvalidStatus) as error:
        await dial(demo.binance.websocket_url + path)
    assert error.value.response.status_code == 404


async def test_too_many_streams_in_the_address_are_refused(demo: Demo, dial: Dial) -> None:
    """With 400."""
    demo.binance.limits.streams = 1
    with pytest.raises(InvalidStatus) as error:
        await dial(f"{demo.binance.websocket_url}/ws/a@trade/b@trade")
    assert error.value.response.status_code == 400


async def test_handshakes_are_limited(demo: Demo, dial: Dial) -> None:
    """Over the rate they are refused with 429."""
    demo.binance.limits.handshakes = Rate(1, 300.0)
    await dial(f"{demo.binance.websocket_url}/ws")
    with pytest.raises(InvalidStatus) as error:
        await dial(f"{demo.binance.websocket_url}/ws")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "300"


async def test_every_trade_is_sent_once_and_in_order(demo: Demo, dial: Dial) -> None:
    """As trades and as aggregate trades, numbered without a gap."""
    events = await listen(demo, dial, "btcusdt@trade", "btcusdt@aggTrade", steps=200)
    sent = demo.binance.ledger.trades
    assert len(events) == len(sent) > 40
    ids = [event.get("t", event.get("a")) for event in events]
    assert ids == [one.trade_id for one in sent]
    numbers = [event["t"] for event in events if event["e"] == "trade"]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
    assert {event["s"] for event in events} == {"BTCUSDT"}
    assert all(event["E"] >= event["T"] > event["E"] - 50 for event in events)


async def test_best_prices_come_with_every_change(demo: Demo, dial: Dial) -> None:
    """The number of the book grows; bid and ask do not cross."""
    events = await listen(demo, dial, "btcusdt@bookTicker", steps=200)
    assert len(events) > 20
    assert all(earlier["u"] < later["u"] for earlier, later in pairwise(events))
    assert all(float(event["b"]) < float(event["a"]) for event in events)


async def test_statistics_come_each_second_in_which_there_were_trades(
    demo: Demo, dial: Dial
) -> None:
    """A quiet market says nothing."""
    names = [
        f"{symbol}@{kind}" for symbol in ("btcusdt", "icxusdt") for kind in ("ticker", "miniTicker")
    ]
    events = await listen(demo, dial, *names, steps=201)
    counted = Counter((event["s"], event["e"]) for event in events)
    assert 7 <= counted["BTCUSDT", "24hrTicker"] <= 9
    assert counted["BTCUSDT", "24hrMiniTicker"] == counted["BTCUSDT", "24hrTicker"]
    assert counted["ICXUSDT", "24hrTicker"] <= 1
    assert all(event["E"] % 1_000 == 0 for event in events)
    last = [event for event in events if event["e"] == "24hrTicker"][-1]
    assert float(last["l"]) <= float(last["c"]) <= float(last["h"])


async def test_all_mini_tickers_name_those_that_were_traded(demo: Demo, dial: Dial) -> None:
    """As one array each second."""
    arrays = await listen(demo, dial, "!miniTicker@arr", steps=201)
    assert 8 <= len(arrays) <= 10
    symbols = [{event["s"] for event in array} for array in arrays]
    assert all("ICXUSDT" not in names or "BTCUSDT" in names for names in symbols)
    assert all(3 < len(names) < 40 for names in symbols)


async def test_the_array_of_all_is_not_sent_when_nothing_was_traded(demo: Demo, dial: Dial) -> None:
    """Nor right after subscribing."""
    assert await listen(demo, dial, "!miniTicker@arr", steps=20) == []


@pytest.mark.parametrize(("name", "least", "most"), [("depth5", 4, 6), ("depth20@100ms", 15, 45)])
async def test_partial_books_come_at_their_pace(
    demo: Demo, dial: Dial, name: str, least: int, most: int
) -> None:
    """The first at once, then when changed."""
    events = await listen(demo, dial, f"btcusdt@{name}", steps=100)
    assert least <= len(events) <= most
    levels = int(name.removeprefix("depth").split("@")[0])
    assert {len(event["bids"]) for event in events} == {levels}
    assert all(a["lastUpdateId"] < b["lastUpdateId"] for a, b in pairwise(events))


async def test_candles_come_every_other_second_even_without_trades(demo: Demo, dial: Dial) -> None:
    """The first one at once, a finished one when it is finished."""
    events = await listen(demo, dial, "icxusdt@kline_1m", steps=1_230)
    assert 30 <= len(events) <= 34
    candles = [event["k"] for event in events]
    finished = [candle for candle in candles if candle["x"]]
    assert [candle["t"] for candle in finished] == [1_795_446_000_000]
    place = candles.index(finished[0])
    assert candles[place + 1]["t"] == 1_795_446_060_000
    assert events[place]["E"] == 1_795_446_060_000
    assert all(not candle["x"] for candle in candles[place + 1 :])


async def test_the_candle_of_the_day_is_exact(demo: Demo, dial: Dial, get: Get) -> None:
    """It holds every trade sent, closes at the last, and REST says the same."""
    events = await listen(demo, dial, "btcusdt@kline_1d", "btcusdt@trade", steps=300)
    last = [event for event in events if event["e"] == "kline"][-1]
    trades = [event for event in events if event["e"] == "trade"]
    before = [event for event in trades if event["T"] <= last["E"]]
    candle = last["k"]
    assert len(before) > 30
    assert candle["c"] == before[-1]["p"]
    assert candle["L"] == before[-1]["t"]
    assert candle["n"] == candle["L"] - candle["f"] + 1
    assert all(float(candle["l"]) <= float(event["p"]) <= float(candle["h"]) for event in before)
    url = f"{demo.binance.rest_url}/api/v3/klines?symbol=BTCUSDT&interval=1d&limit=1"
    (row,) = (await get(url)).json()
    assert (row[0], row[1], row[4]) == (candle["t"], candle["o"], trades[-1]["p"])


async def test_candles_of_a_second_come_each_second(demo: Demo, dial: Dial) -> None:
    """Others every two."""
    events = await listen(demo, dial, "ethusdt@kline_1s", steps=100)
    finished = [event["k"]["t"] for event in events if event["k"]["x"]]
    assert len(finished) == 5
    assert all(later - earlier == 1_000 for earlier, later in pairwise(finished))


async def test_a_market_that_has_stopped_is_silent(demo: Demo, dial: Dial) -> None:
    """On every stream."""
    kinds = ("trade", "ticker", "bookTicker", "depth5", "kline_1m")
    names = [f"maticusdt@{kind}" for kind in kinds]
    assert await listen(demo, dial, *names, steps=100) == []


async def test_names_need_not_be_ascii(demo: Demo, dial: Dial) -> None:
    """Neither in an address nor in an event."""
    events = await listen(demo, dial, "币安人生usdt@kline_1m", steps=1)
    assert events[0]["s"] == "币安人生USDT"


async def test_shutdown_is_announced_to_everybody(demo: Demo, dial: Dial) -> None:
    """Wrapped or bare, subscribed to anything or not."""
    bare = await dial(f"{demo.binance.websocket_url}/ws")
    wrapped = await dial(f"{demo.binance.websocket_url}/stream")
    demo.binance.announce_shutdown()
    event = {"e": "serverShutdown", "E": demo.now_ms}
    assert orjson.loads(await bare.recv()) == event
    assert orjson.loads(await wrapped.recv()) == {"stream": "!serverShutdown", "data": event}


async def test_what_was_said_is_forgotten_when_nobody_listens(
    demo: Demo, dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory does not grow with streams that were once listened to."""
    monkeypatch.setattr("coinwatch.demo.binance._KEPT", 2)
    kinds = ("depth5", "depth10", "depth20")
    for symbol in ("btcusdt", "ethusdt"):
        connection = await dial(f"{demo.binance.websocket_url}/ws")
        names = [f"{symbol}@{kind}" for kind in kinds]
        await connection.send(orjson.dumps({"method": "SUBSCRIBE", "params": names}).decode())
        await connection.recv()
        demo.step(1)
        await connection.send(orjson.dumps({"method": "UNSUBSCRIBE", "params": names}).decode())
    demo.step(1)
    assert len(demo.binance._said) <= 3
