"""One client of Upbit, over a real connection."""

from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK

from coinwatch.demo import Demo
from coinwatch.demo.limits import Rate

Dial = Callable[..., Awaitable[ClientConnection]]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
async def upbit(demo: Demo, dial: Dial) -> ClientConnection:
    """Connect to Upbit."""
    return await dial(demo.upbit.websocket_url)


async def ask(connection: ClientConnection, *items: Any, form: str = "DEFAULT") -> None:
    """Send a request."""
    fields = [{"ticket": "t"}, *items, {"format": form}]
    await connection.send(orjson.dumps(fields).decode())


async def read(connection: ClientConnection) -> Any:
    """Return the next message, which must be binary."""
    payload = await connection.recv()
    assert isinstance(payload, bytes)
    return orjson.loads(payload)


async def fence(connection: ClientConnection) -> None:
    """Make sure that everything sent before has been dealt with, and nothing more was answered."""
    await connection.send("PING")
    assert await read(connection) == {"status": "UP"}


async def test_each_code_is_answered_with_a_snapshot(demo: Demo, upbit: ClientConnection) -> None:
    """In the order asked for, quiet markets too; changes follow."""
    await ask(upbit, {"type": "ticker", "codes": ["KRW-BTC", "KRW-MED"]})
    snapshots = [await read(upbit) for _ in range(2)]
    assert [(one["code"], one["stream_type"]) for one in snapshots] == [
        ("KRW-BTC", "SNAPSHOT"),
        ("KRW-MED", "SNAPSHOT"),
    ]
    demo.step(40)
    update = await read(upbit)
    assert (update["type"], update["stream_type"]) == ("ticker", "REALTIME")
    assert update["timestamp"] > snapshots[0]["timestamp"]


async def test_every_trade_is_sent_once_and_in_order(demo: Demo, upbit: ClientConnection) -> None:
    """As the ledger has it."""
    await ask(upbit, {"type": "trade", "codes": ["KRW-BTC", "KRW-ETH"], "is_only_realtime": True})
    await fence(upbit)
    demo.step(200)
    sent = list(demo.upbit.ledger.trades)
    assert len(sent) > 20
    got = [await read(upbit) for _ in sent]
    assert [(m["code"], m["sequential_id"], m["trade_price"]) for m in got] == [
        (one.symbol, one.trade_id, one.price) for one in sent
    ]
    assert {one.clients for one in sent} == {(1,)}
    ids = [m["sequential_id"] for m in got if m["code"] == "KRW-BTC"]
    assert all(earlier < later for earlier, later in pairwise(ids))
    await fence(upbit)


async def test_a_ticker_follows_each_trade(demo: Demo, upbit: ClientConnection) -> None:
    """With the price of the last trade of the step, between the day's low and high."""
    item = {"codes": ["KRW-BTC"], "is_only_realtime": True}
    await ask(upbit, {"type": "trade", **item}, {"type": "ticker", **item})
    await fence(upbit)
    demo.step(100)
    price = 0.0
    for _ in range(10):
        message = await read(upbit)
        if message["type"] == "trade":
            price = message["trade_price"]
        else:
            assert message["trade_price"] == price
            assert message["low_price"] <= price <= message["high_price"]


async def test_a_new_request_replaces_the_old_one(demo: Demo, upbit: ClientConnection) -> None:
    """There is no adding and no taking away."""
    await ask(upbit, {"type": "ticker", "codes": ["KRW-BTC"]})
    await read(upbit)
    await ask(upbit, {"type": "trade", "codes": ["KRW-ETH"]})
    assert (await read(upbit))["code"] == "KRW-ETH"
    (session,) = demo.upbit.sessions
    assert session.subscriptions == ("trade KRW-ETH",)
    demo.step(60)
    assert (await read(upbit))["type"] == "trade"


async def test_a_snapshot_alone(demo: Demo, upbit: ClientConnection) -> None:
    """Once, and then nothing."""
    await ask(upbit, {"type": "ticker", "codes": ["KRW-BTC"], "is_only_snapshot": True})
    assert (await read(upbit))["stream_type"] == "SNAPSHOT"
    demo.step(60)
    await fence(upbit)


async def test_changes_alone(demo: Demo, upbit: ClientConnection) -> None:
    """No snapshot before."""
    await ask(upbit, {"type": "ticker", "codes": ["KRW-BTC"], "is_only_realtime": True})
    await fence(upbit)
    demo.step(60)
    assert (await read(upbit))["stream_type"] == "REALTIME"


async def test_unknown_codes_are_passed_over_in_silence(upbit: ClientConnection) -> None:
    """Lower case is unknown; the known ones in the same list are answered."""
    await ask(upbit, {"type": "ticker", "codes": ["KRW-NOPE", "krw-btc", "KRW-BTC", 5]})
    assert (await read(upbit))["code"] == "KRW-BTC"
    await fence(upbit)


async def test_an_unsupported_level_is_silence(upbit: ClientConnection) -> None:
    """A supported one is answered with grouped prices."""
    await ask(upbit, {"type": "orderbook", "codes": ["KRW-BTC", "BTC-ETH"], "level": 10_000})
    book = await read(upbit)
    assert (book["code"], book["level"]) == ("KRW-BTC", 10_000)
    assert book["orderbook_units"][0]["bid_price"] % 10_000 == 0
    await ask(upbit, {"type": "orderbook", "codes": ["KRW-BTC"], "level": 7})
    await fence(upbit)


@pytest.mark.parametrize(("suffix", "levels"), [("", 30), (".1", 1), (".5", 5), (".15", 15)])
async def test_books_have_as_many_levels_as_the_suffix_says(
    demo: Demo, upbit: ClientConnection, suffix: str, levels: int
) -> None:
    """The code comes back without it; changes come on a grid of 100 ms."""
    await ask(upbit, {"type": "orderbook", "codes": [f"KRW-BTC{suffix}"]})
    snapshot = await read(upbit)
    demo.step(40)
    update = await read(upbit)
    for book in (snapshot, update):
        assert book["code"] == "KRW-BTC"
        assert len(book["orderbook_units"]) == levels
    assert update["timestamp"] % 100 == 0
    assert update["stream_type"] == "REALTIME"


async def test_candles_come_at_most_once_a_second(demo: Demo, upbit: ClientConnection) -> None:
    """Only after trades; the last of a minute closes at its last trade."""
    item = {"codes": ["KRW-BTC"], "is_only_realtime": True}
    await ask(upbit, {"type": "candle.1m", **item}, {"type": "trade", **item})
    await fence(upbit)
    demo.step(21 * 20)
    candles, prices = [], {}
    for _ in range(demo.upbit.ledger.visits[0].sent - 1):
        message = await read(upbit)
        if message["type"] == "trade":
            prices[message["timestamp"]] = message["trade_price"]
        else:
            candles.append(message)
            assert message["trade_price"] == prices[message["timestamp"]]
    assert {candle["candle_date_time_utc"] for candle in candles} == {"2026-11-23T15:00:00"}
    volumes = [candle["candle_acc_trade_volume"] for candle in candles]
    assert 10 < len(volumes) <= 21
    assert volumes == sorted(set(volumes))


async def test_a_candle_snapshot_may_be_of_an_older_window(upbit: ClientConnection) -> None:
    """Where nothing has been traded since."""
    await ask(upbit, {"type": "candle.1s", "codes": ["KRW-MED"]})
    candle = await read(upbit)
    assert candle["candle_date_time_utc"] < "2026-11-23T15:00:00"
    assert candle["candle_acc_trade_volume"] > 0


@pytest.mark.parametrize(
    ("form", "wrapped", "key"),
    [
        ("DEFAULT", False, "code"),
        ("SIMPLE", False, "cd"),
        ("JSON_LIST", True, "code"),
        ("SIMPLE_LIST", True, "cd"),
    ],
)
async def test_the_four_formats(
    demo: Demo,
    upbit: ClientConnection,
    form: str,
    wrapped: bool,  # noqa: FBT001  # parametrized
    key: str,
) -> None:
    """Snapshots and changes alike."""
    await ask(upbit, {"type": "trade", "codes": ["KRW-BTC"]}, form=form)
    demo.upbit.flush()
    for _ in range(2):
        message = await read(upbit)
        demo.step(40)
        assert isinstance(message, list) == wrapped
        assert (message[0] if wrapped else message)[key] == "KRW-BTC"


async def test_subscriptions_can_be_listed(upbit: ClientConnection) -> None:
    """Books with their level; what was a snapshot only is no subscription."""
    await ask(
        upbit,
        {"type": "ticker", "codes": ["KRW-MED"], "is_only_realtime": True},
        {"type": "orderbook", "codes": ["KRW-MED.5"], "is_only_realtime": True},
        {"type": "trade", "codes": ["KRW-MED"], "is_only_snapshot": True},
    )
    await read(upbit)
    await upbit.send('[{"method":"LIST_SUBSCRIPTIONS"},{"ticket":"x"}]')
    assert await read(upbit) == {
        "method": "LIST_SUBSCRIPTIONS",
        "result": [
            {"type": "ticker", "codes": ["KRW-MED"]},
            {"type": "orderbook", "codes": ["KRW-MED.5"], "level": 0},
        ],
        "ticket": "x",
    }
    await upbit.send('[{"method":"LIST_SUBSCRIPTIONS"},{"ticket":"x"},{"format":"SIMPLE"}]')
    assert (await read(upbit))["mthd"] == "LIST_SUBSCRIPTIONS"


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        ("nonsense", "WRONG_FORMAT"),
        ('[{"type":"ticker","codes":["KRW-BTC"]}]', "NO_TICKET"),
        ('[{"ticket":"t"}]', "NO_TYPE"),
        ('[{"ticket":"t"},{"type":"ticker"}]', "NO_CODES"),
        ('[{"ticket":"t"},{"type":"nope","codes":["KRW-BTC"]}]', "INVALID_PARAM"),
    ],
)
async def test_a_wrong_request_is_answered_and_hung_up_on(
    demo: Demo, upbit: ClientConnection, payload: str, name: str
) -> None:
    """With an error frame, and a normal close some 150 ms later."""
    await upbit.send(payload)
    assert (await read(upbit))["error"]["name"] == name
    (visit,) = demo.upbit.ledger.visits
    answered_s = visit.received[0].at_s
    with pytest.raises(ConnectionClosedOK):
        await upbit.recv()
    assert upbit.close_code == 1000
    assert visit.received[-1].at_s - answered_s > 0.14


async def test_text_ping_is_answered_again_and_again(demo: Demo, dial: Dial) -> None:
    """Once at once, and from then on without being asked."""
    demo.upbit.limits.status_every_s = 0.02
    connection = await dial(demo.upbit.websocket_url)
    await connection.send("PING")
    assert [await read(connection) for _ in range(4)] == [{"status": "UP"}] * 4


async def test_protocol_pings_are_answered_and_none_are_sent(upbit: ClientConnection) -> None:
    """Upbit leaves keeping alive to its clients."""
    await (await upbit.ping())


async def test_who_is_silent_is_dropped_without_a_word(demo: Demo, dial: Dial) -> None:
    """No closing handshake: 1006."""
    demo.upbit.limits.idle_s = 0.05
    connection = await dial(demo.upbit.websocket_url)
    with pytest.raises(ConnectionClosedError):
        await connection.recv()
    assert connection.close_code == 1006


async def test_a_ping_counts_as_a_sign_of_life(demo: Demo, dial: Dial) -> None:
    """Even if nothing else is ever said."""
    demo.upbit.limits.idle_s = 0.3
    demo.upbit.limits.messages = (Rate(1_000, 1.0),)
    connection = await dial(demo.upbit.websocket_url, ping_interval=0.05)
    visit = demo.upbit.ledger.visits[0]
    while connection.state.name == "OPEN" and len(visit.received) < 10:
        await (await connection.ping())
    assert visit.closed_s is None


async def test_who_says_too_much_is_closed(demo: Demo, upbit: ClientConnection) -> None:
    """The sixth message of a second, pings included."""
    for _ in range(5):
        await upbit.ping()
    await fence_or_close(upbit)
    assert (upbit.close_code, upbit.close_reason) == (1008, "Too many requests")
    assert len([one for one in demo.upbit.ledger.visits[0].received if one.kind == "ping"]) == 5


async def fence_or_close(connection: ClientConnection) -> None:
    """Say one thing more than is allowed."""
    await connection.send("PING")
    with pytest.raises(ConnectionClosedError):
        await connection.recv()


async def test_nothing_is_left_of_a_client_that_went(
    demo: Demo, upbit: ClientConnection, until: Until
) -> None:
    """Neither its subscriptions nor its session."""
    await ask(upbit, {"type": "ticker", "codes": ["KRW-BTC"]})
    await read(upbit)
    await upbit.close()
    await until(lambda: not demo.upbit.sessions)
    demo.step(60)
    (visit,) = demo.upbit.ledger.visits
    assert visit.close_code == 1000
    assert visit.sent == 1
