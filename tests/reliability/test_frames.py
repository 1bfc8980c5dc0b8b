"""Frames: errors and answers, garbage, repeats, floods and drips."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import orjson
import pytest

from coinwatch.connection import MAX_MESSAGE_BYTES
from coinwatch.demo import Demo
from coinwatch.demo.faults import Flood
from coinwatch.demo.limits import Rate
from coinwatch.link import SHOWN_BYTES
from coinwatch.model import FeedState, Gap, Tick
from coinwatch.recent import RecentIds
from tests.reliability.kit import MARKETS, Start, Until, live, reasons, trades
from tests.rig import EPOCH_S, Watch
from tests.virtual import pass_time

VIRTUAL_TIME = True

both = pytest.mark.parametrize("name", MARKETS)


def _live_only(feed: Watch) -> bool:
    return feed.said() == [("connecting", None), ("live", None)]


UPBIT_ERRORS = ("NO_TICKET", "NO_TYPE", "NO_CODES", "INVALID_PARAM", "WRONG_FORMAT", "INVALID_AUTH")


@pytest.mark.parametrize("error", [*UPBIT_ERRORS, "SOMETHING_NEW"])
@pytest.mark.parametrize("message_first", [False, True])
async def test_row_10_upbit_errors_are_refusals(
    error: str,
    message_first: bool,  # noqa: FBT001  # a parameter of the test
    watch: Start,
    until: Until,
) -> None:
    """Every name ends the attempt with its own words, and the next waits as long as any may."""
    feed = await live(watch("upbit", "KRW-BTC", backoff_max_s=64.0), until)
    fields = {"name": error, "message": "지원하지 않는 타입입니다."}
    if message_first:
        fields = dict(reversed(fields.items()))
    feed.server.faults.inject(orjson.dumps({"error": fields}))
    await until(lambda: feed.state is FeedState.WAITING)
    reason = f"the exchange refused: {error}: 지원하지 않는 타입입니다."
    assert reasons(feed) == [reason]
    assert feed.health.rejected == 0
    drawn = Random(1)  # as the feed's, which first drew when to roll over
    drawn.random()
    assert feed.health.status.retry_in_ms == round(drawn.uniform(0, 64.0) * 1000)


@pytest.mark.parametrize(
    "frame",
    [
        '{"code":2,"msg":"Invalid request: unknown variant","id":%s}',
        '{"error":{"code":2,"msg":"Invalid request: unknown variant"},"id":%s}',
    ],
)
@pytest.mark.parametrize(("request_id", "fatal"), [("null", True), ("99", False), ('"x"', False)])
async def test_row_10_binance_errors_concern_their_request(
    frame: str,
    request_id: str,
    fatal: bool,  # noqa: FBT001  # a parameter of the test
    watch: Start,
    until: Until,
) -> None:
    """Both shapes: one with a number is that request's alone; one without ends the attempt."""
    feed = await live(watch("binance", *MARKETS["binance"]), until)
    feed.server.faults.inject(frame % request_id)
    words = "2: Invalid request: unknown variant"
    if fatal:
        await until(lambda: reasons(feed))
        assert reasons(feed)[0] == f"the exchange refused: {words}"
    else:
        await until(lambda: feed.health.last_rejected)
        assert feed.health.last_rejected == f"the exchange refused a request: {words}"
        await trades(feed)
        assert _live_only(feed)
    assert feed.health.rejected == 0


CONTROL: dict[str, tuple[str, ...]] = {
    "upbit": ('{"status":"UP"}', '{"method":"LIST_SUBSCRIPTIONS","result":[],"ticket":"x"}'),
    "binance": (
        '{"result":null,"id":77}',
        '{"result":["btcusdt@trade"],"id":78}',
        '{"result":true,"id":79}',
    ),
}


@both
async def test_row_10_acks_and_signs_of_life_are_no_data(
    name: str, watch_idle: Start, until: Until
) -> None:
    """They are neither prices nor faults, and do not make a connection live."""
    feed = watch_idle(name, "KRW-NOPE" if name == "upbit" else "NOPEUSDT")
    await until(lambda: feed.server.sessions)
    for frame in CONTROL[name]:
        feed.server.faults.inject(frame)
    await until(lambda: feed.health.frames >= len(CONTROL[name]))
    assert (feed.state, feed.health.rejected) == (FeedState.CONNECTING, 0)
    assert feed.records(Tick) == []


NOW_MS = round(EPOCH_S * 1000)
LATER_MS = NOW_MS + 86_400_000

UPBIT_TICKER = {
    "ty": "ticker", "cd": "KRW-BTC", "op": 100.0, "hp": 100.0, "lp": 100.0, "tp": 100.0,
    "pcp": 100.0, "atp": 1.0, "ab": "BID", "tv": 1.0, "atv": 1.0, "ttms": NOW_MS, "tms": NOW_MS,
    "st": "REALTIME",
}  # fmt: skip
UPBIT_TRADE = {
    "ty": "trade", "cd": "KRW-BTC", "tp": 100.0, "tv": 1.0, "ab": "BID", "sid": 1, "ttms": NOW_MS,
}  # fmt: skip
BINANCE_TRADE = {
    "e": "trade", "E": NOW_MS, "s": "BTCUSDT", "t": 1, "p": "100.0", "q": "1.0", "T": NOW_MS,
    "m": True,
}  # fmt: skip

# What is wrong, in a price of 100 that must never be shown.
WRONG: dict[str, dict[str, bytes]] = {
    "upbit": {
        "not JSON": b"Service Unavailable",
        "empty": b"",
        "truncated": orjson.dumps(UPBIT_TICKER)[:-20],
        "invalid UTF-8": orjson.dumps(UPBIT_TICKER).replace(b"KRW-BTC", b"KRW-\xff\xfe"),
        "deeply nested": b'{"ty":' + b"[" * 100_000,
        "a list of nonsense": b"[1,2,3]",
        "a number": b"5",
        "null": b"null",
        "unknown kind": b'{"ty":"myOrder","cd":"KRW-BTC"}',
        "wrong type": orjson.dumps(UPBIT_TICKER | {"tp": "100.0"}),
        "missing field": orjson.dumps({k: v for k, v in UPBIT_TICKER.items() if k != "tp"}),
        "NaN": orjson.dumps(UPBIT_TICKER).replace(b'"tp":100.0', b'"tp":NaN'),
        "infinite": orjson.dumps(UPBIT_TICKER).replace(b'"tp":100.0', b'"tp":1e999'),
        "negative price": orjson.dumps(UPBIT_TICKER | {"tp": -100.0}),
        "zero price": orjson.dumps(UPBIT_TICKER | {"tp": 0}),
        "true as a price": orjson.dumps(UPBIT_TICKER | {"tp": True}),
        "negative size": orjson.dumps(UPBIT_TRADE | {"tv": -1.0}),
        "far future": orjson.dumps(UPBIT_TICKER | {"tms": LATER_MS}),
        "traded in the far future": orjson.dumps(UPBIT_TICKER | {"ttms": LATER_MS}),
        "trade of the far future": orjson.dumps(UPBIT_TRADE | {"ttms": LATER_MS}),
        "negative time": orjson.dumps(UPBIT_TICKER | {"tms": -1}),
        "another market": orjson.dumps(UPBIT_TICKER | {"cd": "KRW-XRP"}),
        "lower case market": orjson.dumps(UPBIT_TICKER | {"cd": "krw-btc"}),
    },
    "binance": {
        "not JSON": b"Service Unavailable",
        "empty": b"",
        "truncated": orjson.dumps(BINANCE_TRADE)[:-20],
        "invalid UTF-8": orjson.dumps(BINANCE_TRADE).replace(b"BTCUSDT", b"BTC\xff\xfe"),
        "deeply nested": b'{"data":' + b"[" * 100_000,
        "a list of nonsense": b"[1,2,3]",
        "a number": b"5",
        "null": b"null",
        "unknown kind": orjson.dumps(BINANCE_TRADE | {"e": "executionReport"}),
        "wrong type": orjson.dumps(BINANCE_TRADE | {"p": 100.0}),
        "missing field": orjson.dumps({k: v for k, v in BINANCE_TRADE.items() if k != "p"}),
        "NaN": orjson.dumps(BINANCE_TRADE | {"p": "NaN"}),
        "infinite": orjson.dumps(BINANCE_TRADE | {"p": "1e999"}),
        "negative price": orjson.dumps(BINANCE_TRADE | {"p": "-100.0"}),
        "zero price": orjson.dumps(BINANCE_TRADE | {"p": "0.00000000"}),
        "true as a price": orjson.dumps(BINANCE_TRADE | {"p": "true"}),
        "negative size": orjson.dumps(BINANCE_TRADE | {"q": "-1"}),
        "far future": orjson.dumps(BINANCE_TRADE | {"T": LATER_MS}),
        "microseconds of the far future": orjson.dumps(BINANCE_TRADE | {"T": LATER_MS * 1000}),
        "negative time": orjson.dumps(BINANCE_TRADE | {"T": -1}),
        "another market": orjson.dumps(BINANCE_TRADE | {"s": "XRPUSDT"}),
        "lower case market": orjson.dumps(BINANCE_TRADE | {"s": "btcusdt"}),
    },
}


@both
async def test_row_12_garbage_is_counted_shown_and_dropped(
    name: str, watch: Start, until: Until
) -> None:
    """Each kind, on a live connection: no crash, no wrong price, no reconnect."""
    feed = await live(watch(name, *MARKETS[name]), until)
    for number, (kind, frame) in enumerate(WRONG[name].items(), start=1):
        feed.server.faults.inject(frame)
        await until(lambda count=number: feed.health.rejected >= count)  # type: ignore[misc]
        assert feed.health.rejected == number, kind
        assert feed.health.last_rejected.startswith(f"{feed.server.__class__.__name__[:5]}"), kind
        assert len(feed.health.last_rejected) < 3 * SHOWN_BYTES, kind
        # A good frame between them, or so many in a row would be reason to reconnect.
        frames = feed.health.frames
        await until(lambda seen=frames: feed.health.frames > seen + 2)  # type: ignore[misc]
    await trades(feed)
    assert _live_only(feed)
    assert 100.0 not in {tick.price for tick in feed.records(Tick)}
    assert 100.0 not in {price for _, _, price in feed.told()}


@both
async def test_row_12_times_in_the_far_past_are_old_and_nothing_else(
    name: str, watch: Start, until: Until
) -> None:
    """Snapshots of quiet markets are old, so old is no fault; it moves no price."""
    feed = await live(watch(name, *MARKETS[name]), until)
    old = {
        "upbit": orjson.dumps(UPBIT_TICKER | {"tms": 1, "ttms": 1}),
        "binance": orjson.dumps(BINANCE_TRADE | {"T": 1}),
    }
    feed.server.faults.inject(old[name])
    await trades(feed)
    assert feed.health.rejected == 0
    assert 100.0 not in {tick.price for tick in feed.records(Tick)}
    assert _live_only(feed)


@both
async def test_row_12_an_absurd_id_holds_nothing(name: str, watch: Start, until: Until) -> None:
    """A trade with a huge id and a time of now: the next trade has the price again."""
    feed = await live(watch(name, "KRW-BTC" if name == "upbit" else "BTCUSDT"), until)
    absurd: dict[str, dict[str, object]] = {
        "upbit": UPBIT_TRADE | {"sid": 2**60, "ttms": feed.demo.now_ms},
        "binance": BINANCE_TRADE | {"t": 2**60, "T": feed.demo.now_ms},
    }
    feed.server.faults.inject(orjson.dumps(absurd[name]))
    await trades(feed, 30)
    (market,) = feed.markets
    newest = feed.server.simulation.markets[market.symbol].last
    last = feed.store.state(market).last
    assert last is not None
    assert last.price == newest.price
    assert feed.told()[-1][1:] == feed.sent()[-1][1:]


@both
async def test_row_12_a_frame_over_the_limit_is_not_kept(
    name: str, watch: Start, until: Until
) -> None:
    """It ends the connection with a word about it, and the next one is live."""
    feed = await live(watch(name, *MARKETS[name]), until)
    feed.server.faults.inject(b" " * (MAX_MESSAGE_BYTES + 1))
    await until(lambda: reasons(feed))
    assert "closed by us" in (reasons(feed)[0] or "")
    await until(lambda: feed.records(Gap))
    await trades(feed)
    assert feed.state is FeedState.LIVE


@both
async def test_row_12_bytes_that_are_no_frame_end_the_connection_only(
    name: str, watch: Start, until: Until
) -> None:
    """A breach of the protocol is answered by a close, a sentence and a new connection."""
    feed = await live(watch(name, *MARKETS[name]), until)
    feed.server.faults.inject_wire(b"\xff\xff\xff\xff")
    await until(lambda: feed.records(Gap))
    await trades(feed)
    assert len(reasons(feed)) == 1


@both
@pytest.mark.parametrize("fault", ["duplicate", "reorder"])
async def test_row_13_repeats_and_disorder(
    name: str, fault: str, watch: Start, until: Until
) -> None:
    """Every trade is told once, and no price goes back in time."""
    feed = await live(watch(name, *MARKETS[name]), until)
    setattr(feed.server.faults, fault, True)
    await trades(feed, 30)
    feed.server.replay(20)
    await trades(feed, 10)
    feed.server.faults.clear()
    await trades(feed, 10)
    assert len(set(feed.told())) == len(feed.told())
    # The last ones may still be on their way.
    assert set(feed.sent()[:-4]) - set(feed.told()) <= set(feed.sent()[-12:])
    for market in feed.markets:
        ticks = [tick for tick in feed.records(Tick) if tick.market == market]
        assert all(one.exchange_ms <= two.exchange_ms for one, two in pairwise(ticks))
    assert _live_only(feed)


async def test_row_13_a_snapshot_older_than_the_live_state(watch: Start, until: Until) -> None:
    """As after a repeated subscription that was overtaken: it changes nothing."""
    feed = await live(watch("upbit", "KRW-BTC"), until)
    (market,) = feed.markets
    known = feed.store.state(market).day
    assert known is not None
    older = {"tms": known.exchange_ms - 1, "ttms": known.exchange_ms - 1, "st": "SNAPSHOT"}
    feed.server.faults.inject(orjson.dumps(UPBIT_TICKER | older))
    frames = feed.health.frames
    await until(lambda: feed.health.frames > frames + 1)
    assert 100.0 not in {tick.price for tick in feed.records(Tick)}
    await trades(feed, 2)
    assert feed.health.rejected == 0


FLOOD_PER_S = 20_000


@both
async def test_row_14_a_flood_fills_no_memory_and_shows_the_newest(
    name: str, watch: Start, until: Until
) -> None:
    """Twenty thousand trades a second: everything that keeps them is bounded, nobody is cut off,
    and the price is the last trade's.
    """
    symbol = MARKETS[name][0]
    feed = await live(watch(name, symbol), until)
    slots = len(feed.store.journal._slots)
    feed.server.faults.flood = Flood(symbol, FLOOD_PER_S)
    await pass_time(1.05)
    feed.server.faults.flood = None
    await pass_time(0.2)
    assert feed.health.frames > FLOOD_PER_S
    state = feed.store.state(feed.markets[0])
    newest = feed.server.simulation.markets[symbol].last
    assert state.last is not None
    assert state.last.price == newest.price
    assert len(feed.store.journal._slots) == slots < feed.store.journal.head
    assert len(state.recent._recent) + len(state.recent._older) < 2 * RecentIds.CAPACITY
    assert feed.server.ledger.too_slow == 0
    assert _states(feed) == {FeedState.LIVE}


def _states(feed: Watch) -> set[FeedState]:
    return {health.status.state for health in feed.store.feeds.values()}


SLOW: dict[str, Callable[[Demo], None]] = {
    "byte by byte": lambda demo: _all(demo, drip=Rate(1, 0.00001)),
    "in fragments of a byte": lambda demo: _all(demo, fragment=1),
    "in fragments of seven bytes": lambda demo: _all(demo, fragment=7),
    "in fragments, byte by byte": lambda demo: _all(demo, fragment=5, drip=Rate(3, 0.00001)),
    "as it is": lambda _: None,
}


def _all(demo: Demo, **switches: object) -> None:
    for server in demo.servers:
        for name, value in switches.items():
            setattr(server.faults, name, value)


@both
@pytest.mark.parametrize("way", SLOW)
@pytest.mark.parametrize("compress", [False, True])
async def test_row_15_messages_in_pieces_are_whole(
    name: str,
    way: str,
    compress: bool,  # noqa: FBT001  # a parameter of the test
    demo: Demo,
    watch: Start,
    until: Until,
) -> None:
    """However they come, compressed or not: every trade, once, in order, and nothing rejected."""
    for server in demo.servers:
        server.compress = compress
    SLOW[way](demo)
    feed = await live(watch(name, MARKETS[name][0]), until)
    await trades(feed, 4)
    assert feed.told() == feed.sent()[: len(feed.told())]
    assert feed.health.rejected == 0
    assert _live_only(feed)
