"""A connection that is kept alive, against the simulated exchanges and their faults."""

from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import get_args

import pytest

from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.demo.answers import Answer, captive_portal, refusal
from coinwatch.demo.faults import Close
from coinwatch.exchanges.base import Channel, Rate, Subscription
from coinwatch.link import REJECTED_IN_A_ROW, Clock, LinkSettings
from coinwatch.model import FeedState, Gap, Interval, Tick, Trade
from coinwatch.relay import OVERLAP_S
from tests.rig import Watch, clock
from tests.virtual import pass_time

VIRTUAL_TIME = True

Start = Callable[..., Watch]
Until = Callable[[Callable[[], object]], Awaitable[None]]

MARKETS = {"upbit": ("KRW-BTC", "KRW-ETH"), "binance": ("BTCUSDT", "ETHUSDT")}
both = pytest.mark.parametrize("name", MARKETS)

ENDS: dict[str, Callable[[Watch], None]] = {
    "1000": lambda watch: watch.server.faults.close_all(1000),
    "1001": lambda watch: watch.server.faults.close_all(1001),
    "1008": lambda watch: watch.server.faults.close_all(1008, "Too many requests"),
    "1011": lambda watch: watch.server.faults.close_all(1011),
    "abort": lambda watch: watch.server.faults.abort_all(),
    "reset": lambda watch: watch.server.faults.reset_all(),
}


async def _live(watch: Watch, until: Until) -> Watch:
    """Wait until every market has a price and nothing is left to be confirmed."""
    states = [watch.store.state(market) for market in watch.markets]
    await until(lambda: all(state.last for state in states))
    await until(lambda: watch.state is FeedState.LIVE)
    return watch


async def _trades(watch: Watch, count: int = 10) -> None:
    """Wait for so many trades more."""
    before = len(watch.told())
    for _ in range(120):
        if len(watch.told()) >= before + count:
            return
        await pass_time(1)
    pytest.fail("no trades came")


async def _gaps(watch: Watch, until: Until, count: int) -> None:
    """Wait until so many gaps were told."""
    await until(lambda: len(watch.records(Gap)) == count)


def _requests(watch: Watch) -> int:
    """Return how many requests the newest connection has sent."""
    return len([each for each in watch.server.ledger.visits[-1].received if each.kind == "text"])


@both
async def test_comes_live_and_tells_every_trade_once(name: str, watch: Start, until: Until) -> None:
    """Connecting, then live with the first data; every trade that is sent, in order, once."""
    feed = await _live(watch(name, *MARKETS[name]), until)
    await _trades(feed)
    assert feed.said() == [("connecting", None), ("live", None)]
    assert feed.told() == feed.sent()[: len(feed.told())]
    assert feed.records(Gap) == []
    assert feed.health.rejected == 0


@both
@pytest.mark.parametrize("end", ENDS)
async def test_comes_back_after_every_kind_of_end(
    name: str, end: str, watch: Start, until: Until
) -> None:
    """It reconnects, watches all that is wanted, repeats nothing, and tells the gap."""
    feed = await _live(watch(name, *MARKETS[name]), until)
    await _trades(feed)
    ENDS[end](feed)
    await until(lambda: feed.records(Gap))
    await _trades(feed, 40)
    assert len(set(feed.told())) == len(feed.told())
    (gap,) = feed.records(Gap)
    assert gap.symbols == MARKETS[name]
    assert gap.from_ms <= gap.to_ms
    for symbol in MARKETS[name]:
        ticks = [each for each in feed.records(Tick) if each.market.symbol == symbol]
        assert all(one.exchange_ms <= two.exchange_ms for one, two in pairwise(ticks))
    assert {each.market.symbol for each in feed.records(Trade)[-40:]} == set(MARKETS[name])


@both
async def test_trades_and_gaps_account_for_everything(
    name: str, watch: Start, until: Until
) -> None:
    """Every trade of the exchange is told, or its time is in a gap, by the exchange's clock."""
    feed = await _live(watch(name, *MARKETS[name]), until)
    since = feed.demo.now_ms
    for number, end in enumerate(("abort", "1001", "reset"), start=1):
        await _trades(feed)
        feed.server.faults.refuse = refusal(503)
        ENDS[end](feed)
        await pass_time(3)
        feed.server.faults.refuse = None
        await _gaps(feed, until, number)
    await _trades(feed)
    told = {(t.market.symbol, t.exchange_ms, t.price, t.size) for t in feed.records(Trade)}
    last = {trade.market.symbol: trade.exchange_ms for trade in feed.records(Trade)}
    missed = [
        trade.ms
        for symbol in MARKETS[name]
        for trade in feed.server.simulation.markets[symbol].recent(10_000)
        if since < trade.ms <= last[symbol]
        and (symbol, trade.ms, trade.price, trade.size) not in told
    ]
    assert missed
    for at_ms in missed:
        assert any(gap.from_ms <= at_ms <= gap.to_ms for gap in feed.records(Gap))


async def test_tells_the_gap_that_it_ends_in(watch: Start, until: Until) -> None:
    """A feed that is stopped while it has no connection says since when it missed something."""
    feed = await _live(watch("upbit", "KRW-BTC"), until)
    feed.server.faults.refuse = refusal(503)
    feed.server.faults.abort_all()
    await until(lambda: feed.said()[-1] == ("waiting", _DOWN))
    await feed.stop()
    assert [gap.reason for gap in feed.records(Gap)] == ["connection lost"]
    assert feed.said()[-1] == ("stopped", _DOWN)


_DOWN = "HTTP 503: the exchange is down or in maintenance"
_ELSEWHERE = "HTTP 451: not served where this computer is"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refusal(403), "HTTP 403: refused by the exchange's firewall"),
        (refusal(500), "HTTP 500: the exchange has an internal error"),
        (refusal(503), _DOWN),
        (
            captive_portal(),
            "HTTP 200: not a WebSocket; is there a proxy or a login page between?",
        ),
    ],
)
async def test_says_why_the_handshake_is_refused(
    answer: Answer, reason: str, demo: Demo, watch: Start, until: Until
) -> None:
    """Each refusal has its sentence, and the next attempt comes; then all is well."""
    demo.upbit.faults.refuse = answer
    feed = watch("upbit", "KRW-BTC")
    await until(lambda: demo.upbit.ledger.refused >= 2)
    demo.upbit.faults.refuse = None
    await _live(feed, until)
    assert ("waiting", reason) in feed.said()
    assert feed.records(Gap) == []


async def test_obeys_retry_after(demo: Demo, watch: Start, until: Until) -> None:
    """A server that says when to come back is not asked before."""
    demo.binance.faults.refuse = refusal(429, retry_after_s=7)
    feed = watch("binance", "BTCUSDT")
    await until(lambda: feed.state is FeedState.WAITING)
    assert feed.health.status.retry_in_ms == 7000
    assert feed.health.status.reason == "HTTP 429: too many requests"
    assert demo.binance.ledger.refused == 1


async def test_goes_elsewhere_where_the_place_is_not_served(
    demo: Demo, watch: Start, until: Until
) -> None:
    """451 moves to the fallback host at once."""
    demo.upbit.faults.refuse = refusal(451)
    fallback = demo.binance.websocket_url.replace("127.0.0.1", "localhost")
    feed = watch("binance", "BTCUSDT", urls=(demo.upbit.websocket_url, fallback))
    await _live(feed, until)
    assert feed.said() == [
        ("connecting", None),
        ("connecting", "HTTP 451: not served where this computer is; trying localhost"),
        ("live", None),
    ]


async def test_goes_back_to_the_first_host_once_the_fallback_fails_too(
    demo: Demo, watch: Start, until: Until
) -> None:
    """After three attempts without data, and it says so; where that is of no use, on it goes."""
    demo.upbit.faults.refuse = refusal(451)
    urls = demo.upbit.websocket_url, demo.binance.websocket_url
    feed = watch("binance", "BTCUSDT", urls=urls)
    await _live(feed, until)
    demo.binance.faults.refuse = refusal(503)
    demo.binance.faults.abort_all()
    await until(lambda: demo.upbit.ledger.refused == 3)
    lost = [
        ("waiting", "connection lost"), ("connecting", "connection lost"),
    ]  # fmt: skip
    down = [("waiting", _DOWN), ("connecting", _DOWN)]
    home = [("waiting", f"{_DOWN}; trying 127.0.0.1 again")]
    home += [("connecting", f"{_DOWN}; trying 127.0.0.1 again")]
    away = [("connecting", f"{_ELSEWHERE}; trying 127.0.0.1")]
    told = [*lost, *down, *home, *away, *down, *down, *home]  # that it was lost is the first try
    assert feed.said()[3 : 3 + len(told)] == told
    demo.binance.faults.refuse = None
    await until(lambda: feed.state is FeedState.LIVE)


async def test_stays_at_the_first_host_where_it_serves_this_place_again(
    demo: Demo, watch: Start, until: Until
) -> None:
    """A ban that is lifted is noticed when the fallback host fails."""
    demo.binance.faults.refuse = refusal(451)
    fallback = "ws://127.0.0.1:1"
    feed = watch("binance", "BTCUSDT", urls=(demo.binance.websocket_url, fallback))
    await until(lambda: ("waiting", "127.0.0.1 refuses connections") in feed.said())
    demo.binance.faults.refuse = None
    await _live(feed, until)
    assert feed.said()[-2:] == [
        ("connecting", "127.0.0.1 refuses connections; trying 127.0.0.1 again"),
        ("live", None),
    ]


async def test_says_once_that_no_host_serves_this_place(
    demo: Demo, watch: Start, until: Until
) -> None:
    """Without another host it is blocked, and left alone for long."""
    demo.binance.faults.refuse = refusal(451)
    feed = watch("binance", "BTCUSDT")
    await until(lambda: feed.state is FeedState.BLOCKED)
    assert feed.health.status.reason == "HTTP 451: not served where this computer is"
    assert feed.health.status.retry_in_ms == 600_000
    assert demo.binance.ledger.refused == 1


async def test_prices_by_rest_hide_no_block(demo: Demo, watch: Start, until: Until) -> None:
    """Blocked it stays, for the user has to know; a wait is called polling meanwhile."""
    demo.binance.faults.refuse = refusal(451)
    feed = watch("binance", "BTCUSDT")
    await until(lambda: feed.state is FeedState.BLOCKED)
    for fed in (True, False):
        feed.feed.polled(fed=fed)
        assert feed.state is FeedState.BLOCKED
        assert feed.health.status.retry_in_ms == 600_000


async def test_says_that_a_handshake_hangs(demo: Demo, watch: Start, until: Until) -> None:
    """A server that never answers is given up within the time to open."""
    demo.upbit.faults.hang = True
    feed = watch("upbit", "KRW-BTC", link=LinkSettings(open_timeout_s=0.05))
    await until(lambda: feed.state is FeedState.WAITING)
    assert feed.health.status.reason == "127.0.0.1 does not answer in time"


async def test_says_that_nobody_listens_and_comes_when_somebody_does(
    demo: Demo, watch: Start, until: Until
) -> None:
    """The same port, refused and then open."""
    demo.upbit.stop_listening()
    feed = watch("upbit", "KRW-BTC")
    await until(lambda: ("waiting", "127.0.0.1 refuses connections") in feed.said())
    await demo.upbit.listen()
    await _live(feed, until)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ws://nowhere.invalid/websocket/v1", "cannot resolve nowhere.invalid"),
        ("wss://127.0.0.1:{port}/", "127.0.0.1 drops the connection"),
    ],
)
async def test_says_what_is_wrong_with_the_way(
    url: str, reason: str, demo: Demo, watch: Start, until: Until
) -> None:
    """Names that do not resolve and TLS that fails are faults of the network, and retried."""
    feed = watch("upbit", "KRW-BTC", urls=(url.format(port=demo.upbit.port),))
    await until(lambda: len([each for each in feed.said() if each[0] == "waiting"]) >= 2)
    assert (feed.health.status.reason or "").startswith(reason)


async def test_finds_silence_where_data_was_due(watch: Start, until: Until) -> None:
    """A busy connection that goes silent while pings are answered is replaced."""
    feed = watch("binance", "BTCUSDT", link=LinkSettings(silence_timeout_s=0.2))
    await _live(feed, until)
    await _trades(feed)
    feed.server.faults.stall = True
    await until(lambda: "stale" in [state for state, _ in feed.said()])
    feed.server.faults.stall = False
    await until(lambda: feed.records(Gap))
    (gap,) = feed.records(Gap)
    assert gap.reason.startswith("nothing came for ")


async def test_gives_up_on_a_subscription_that_is_not_confirmed(
    demo: Demo, watch: Start, until: Until
) -> None:
    """A connection that confirms nothing may carry nothing: another one is the better bet."""
    demo.binance.faults.ignore_requests = True
    feed = watch("binance", "BTCUSDT")
    await until(lambda: "stale" in [state for state, _ in feed.said()])
    reason = feed.said()[-1][1] or ""
    assert reason.startswith("a subscription was not confirmed within 1")
    demo.binance.faults.ignore_requests = False
    await _live(feed, until)


async def test_asks_a_quiet_exchange_and_leaves_it_be(
    demo: Demo, watch: Start, until: Until
) -> None:
    """Upbit answers a repeated request at once, so a quiet connection is known to live."""
    feed = watch("upbit", "KRW-BTC", link=LinkSettings(silence_timeout_s=0.2))
    await _live(feed, until)
    await until(lambda: _requests(feed) >= 4)
    assert feed.state is FeedState.LIVE
    assert len(demo.upbit.ledger.handshakes) == 1
    demo.upbit.faults.stall = True
    await until(lambda: "stale" in [state for state, _ in feed.said()])


async def test_finds_a_half_open_connection_by_its_pings(watch: Start, until: Until) -> None:
    """No data and no pongs: the connection is closed and replaced."""
    feed = watch("binance", "BTCUSDT", link=LinkSettings(ping_interval_s=0.05))
    await _live(feed, until)
    feed.server.faults.half_open = True
    await until(lambda: ("waiting", "closed by us: keepalive ping timeout") in feed.said())
    feed.server.faults.half_open = False
    await _live(feed, until)


async def test_a_server_that_accepts_and_closes_is_asked_ever_more_rarely(
    demo: Demo, watch: Start, until: Until
) -> None:
    """A handshake resets nothing: the ceiling of the delay grows, and the budget is kept."""
    demo.upbit.faults.close_at_once = Close(1001)
    budget = Budget([Rate(3, 0.2)])
    feed = watch("upbit", "KRW-BTC", budget=budget, backoff_initial_s=0.001, backoff_max_s=0.5)
    await until(lambda: len(demo.upbit.ledger.handshakes) >= 7)
    times = list(demo.upbit.ledger.handshakes)
    assert all(late - early > 0.15 for early, late in zip(times, times[3:], strict=False))
    delays = [
        each.retry_in_ms for each in feed.records(type(feed.health.status)) if each.retry_in_ms
    ]
    assert max(delays) > 10


async def test_a_refused_request_is_not_repeated_soon(watch: Start, until: Until) -> None:
    """What Upbit calls wrong stays wrong: the next attempt waits as long as any."""
    feed = await _live(watch("upbit", "KRW-BTC", backoff_max_s=60.0), until)
    feed.server.faults.inject(b'{"error":{"name":"NO_CODES","message":"x \\u001b[31m"}}')
    await until(lambda: feed.state is FeedState.WAITING)
    assert (feed.health.status.reason or "").startswith("the exchange refused: NO_CODES: x ")
    assert "\x1b" not in (feed.health.status.reason or "")
    assert (feed.health.status.retry_in_ms or 0) > 50


async def test_a_refused_subscription_ends_nothing_else(watch: Start, until: Until) -> None:
    """What Binance refuses by its number concerns that request alone."""
    feed = await _live(watch("binance", "BTCUSDT"), until)
    feed.server.faults.inject('{"error":{"code":2,"msg":"Invalid request"},"id":99}')
    await until(lambda: feed.health.last_rejected)
    assert feed.health.last_rejected == "the exchange refused a request: 2: Invalid request"
    await _trades(feed)
    assert feed.said() == [("connecting", None), ("live", None)]


@pytest.mark.parametrize(
    "frame",
    [
        '{"e":"serverShutdown","E":1770123456789}',
        '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}',
    ],
)
async def test_replaces_a_connection_that_is_about_to_close(
    frame: str, watch: Start, until: Until
) -> None:
    """On Binance's announcement the next connection is live before the old one ends."""
    feed = await _live(watch("binance", *MARKETS["binance"]), until)
    await _trades(feed)
    feed.server.faults.inject(frame)
    await until(lambda: len(feed.server.ledger.visits) == 2 and len(feed.server.sessions) == 1)
    await _trades(feed, 30)
    _assert_seamless(feed)


async def test_rolls_over_before_the_exchange_would_close(watch: Start, until: Until) -> None:
    """Again and again: no gap, nothing told twice, never without a connection."""
    feed = await _live(watch("binance", *MARKETS["binance"], rollover_s=20.0), until)
    await until(lambda: len(feed.server.ledger.visits) == 5)
    await _trades(feed, 30)
    _assert_seamless(feed)
    visits = list(feed.server.ledger.visits)
    for early, late in pairwise(visits[:-1]):
        assert 15 < late.opened_s - early.opened_s < 25
        assert early.closed_s is not None
        assert early.closed_s > late.opened_s


@both
async def test_other_settings_take_over_without_a_gap(
    name: str, watch: Start, until: Until
) -> None:
    """A connection by them is live before the old one goes; another basis is there at once."""
    watching = await _live(watch(name, *MARKETS[name]), until)
    settings = watching.feed._dialer.settings
    visits = watching.server.ledger.visits
    watching.feed.configure(settings._replace(rollover_s=80_000.0))
    await until(lambda: len(visits) == 2 and visits[0].closed_s)
    assert (visits[0].closed_s or 0) >= visits[1].opened_s + OVERLAP_S - 0.1
    watching.feed.configure(settings._replace(basis="24h"))
    await until(lambda: len(visits) == 3 and visits[1].closed_s)
    assert visits[2].opened_s <= (visits[1].closed_s or 0) < visits[2].opened_s + OVERLAP_S
    assert watching.records(Gap) == []
    assert watching.state is FeedState.LIVE


async def test_settings_that_change_while_the_next_connection_opens(
    watch: Start, until: Until
) -> None:
    """The newest settings win."""
    watching = await _live(watch("upbit", "KRW-BTC"), until)
    settings = watching.feed._dialer.settings
    watching.server.faults.hang = True
    watching.feed.configure(settings._replace(rollover_s=80_000.0))
    await until(lambda: len(watching.server.ledger.handshakes) == 2)
    watching.server.faults.hang = False
    watching.feed.configure(settings._replace(rollover_s=70_000.0))
    await until(lambda: len(watching.server.ledger.visits) == 2)
    assert watching.records(Gap) == []


async def test_other_settings_end_a_wait(watch: Start, until: Until) -> None:
    """However long it would have been."""
    watching = watch(
        "upbit", "KRW-BTC", urls=("ws://127.0.0.1:1",), backoff_initial_s=1e6, backoff_max_s=1e6
    )
    await until(lambda: watching.state is FeedState.WAITING)
    right = watching.server.websocket_url
    watching.feed.configure(watching.feed._dialer.settings._replace(urls=(right,)))
    await until(lambda: watching.state is FeedState.LIVE)


async def test_goes_on_with_the_old_connection_until_another_is_to_be_had(
    watch: Start, until: Until
) -> None:
    """A roll-over that fails is tried again; nobody notices."""
    feed = await _live(watch("binance", *MARKETS["binance"], rollover_s=5.0), until)
    feed.server.faults.refuse = refusal(503)
    await until(lambda: feed.server.ledger.refused >= 3)
    feed.server.faults.refuse = None
    feed.server.faults.ignore_requests = True
    await until(lambda: len(feed.server.ledger.visits) == 3)
    feed.server.faults.ignore_requests = False
    await until(lambda: len(feed.server.ledger.visits) == 4)
    await _trades(feed, 30)
    _assert_seamless(feed)


async def test_an_old_connection_that_dies_while_the_next_opens_leaves_a_gap(
    watch: Start, until: Until
) -> None:
    """What was missed between the two is told."""
    feed = await _live(watch("binance", *MARKETS["binance"], rollover_s=5.0), until)
    feed.server.faults.hang = True
    await until(lambda: len(feed.server.ledger.handshakes) == 2)
    feed.server.faults.abort_all()
    feed.server.faults.hang = False
    await until(lambda: feed.records(Gap))
    await _trades(feed, 30)
    assert [gap.reason for gap in feed.records(Gap)] == ["connection lost"]
    assert len(set(feed.told())) == len(feed.told())


def _assert_seamless(feed: Watch) -> None:
    assert feed.records(Gap) == []
    assert feed.said() == [("connecting", None), ("live", None)]
    told = feed.told()
    assert len(set(told)) == len(told)
    sent = list(dict.fromkeys(feed.sent()))
    assert set(sent[: len(told) - 5]) <= set(told)


@pytest.mark.parametrize(
    ("jump_s", "reason"),
    [
        (7_800.0, "this computer slept for 7800 s, or its clock was set forward"),
        (-3_600.0, "this computer's clock was set back by 3600 s"),
    ],
)
async def test_notices_sleep_and_clock_jumps(
    jump_s: float, reason: str, watch: Start, until: Until
) -> None:
    """Stale at once, then a new connection, and a gap that says for how long."""
    ahead = [0.0]
    steady = clock()
    jumping = Clock(steady.monotonic, lambda: steady.wall_ns() + int(ahead[0] * 1e9))
    feed = await _live(watch("upbit", *MARKETS["upbit"], clock=jumping), until)
    ahead[0] = jump_s
    await until(lambda: feed.records(Gap))
    assert ("stale", reason) in feed.said()
    (gap,) = feed.records(Gap)
    assert gap.reason == reason
    if jump_s > 0:
        assert gap.to_ms - gap.from_ms >= jump_s * 1000


@both
async def test_garbage_is_counted_and_shown_and_ends_nothing(
    name: str, watch: Start, until: Until
) -> None:
    """A frame that cannot be read changes no price and no connection."""
    feed = await _live(watch(name, *MARKETS[name]), until)
    for garbage in (b"\xff\xfe", b"[" * 10_000, b'{"type":"nope","code":"KRW-BTC"}'):
        feed.server.faults.inject(garbage)
    await until(lambda: feed.health.rejected == 3)
    assert feed.health.last_rejected.endswith('{"type":"nope","code":"KRW-BTC"}')
    feed.server.faults.inject(b"\x1b[31m\xc2\x9b\xff")
    await until(lambda: feed.health.last_rejected.endswith(": not JSON: ␛[31m\ufffd\ufffd"))
    await _trades(feed)
    assert feed.said() == [("connecting", None), ("live", None)]


async def test_asks_once_more_for_what_could_not_be_read(watch: Start, until: Until) -> None:
    """It may have been the only word on a quiet market; once on each connection is enough."""
    feed = await _live(watch("upbit", *MARKETS["upbit"]), until)
    assert _requests(feed) == 1
    for rejected in (1, 2):
        feed.server.faults.inject(b"garbage")
        await until(lambda count=rejected: feed.health.rejected == count)  # type: ignore[misc]
        await pass_time(3)
        assert _requests(feed) == 2


async def test_too_much_garbage_in_a_row_is_reason_to_reconnect(watch: Start, until: Until) -> None:
    """A connection that says nothing sensible any more is replaced."""
    feed = await _live(watch("upbit", "KRW-BTC"), until)
    for _ in range(REJECTED_IN_A_ROW):
        feed.server.faults.inject(b"garbage")
    await until(lambda: len(feed.said()) > 2)
    reason = f"{REJECTED_IN_A_ROW} frames in a row could not be read: Upbit: not JSON"
    assert ("waiting", reason) in feed.said()
    await _live(feed, until)


@both
async def test_changes_what_it_watches_on_the_same_connection(
    name: str, watch: Start, until: Until
) -> None:
    """Adding and removing markets needs no reconnect."""
    feed = await _live(watch(name, *MARKETS[name]), until)
    first, second = feed.markets
    feed.feed.watch([Subscription(channel, second) for channel in (Channel.TICKER, Channel.TRADE)])
    await until(lambda: _requests(feed) >= 2)
    assert len(feed.health.markets) == 1
    feed.feed.watch([Subscription(Channel.TICKER, each) for each in (first, second)])
    await until(lambda: _requests(feed) >= 3)
    assert len(feed.server.ledger.handshakes) == 1


async def test_keeps_the_message_limits_over_many_markets(
    demo: Demo, watch: Start, until: Until
) -> None:
    """Requests go out in chunks within five messages a second: nobody is cut off for haste."""
    feed = watch("binance", *demo.binance.simulation.markets)
    await until(lambda: demo.binance.sessions)
    everything = [
        *(Subscription(Channel.TICKER, market) for market in feed.markets),
        *(
            Subscription(Channel.CANDLE, market, interval)
            for market in feed.markets
            for interval in get_args(Interval)
        ),
    ]
    feed.feed.watch(everything)
    streams = (3 + len(get_args(Interval)) - 1) * len(feed.markets)
    (session,) = demo.binance.sessions
    await until(lambda: len(session.subscriptions) == streams)
    assert demo.binance.ledger.too_slow == 0
    assert "waiting" not in [state for state, _ in feed.said()]
