"""Handshakes that are refused, hang, lead elsewhere, or are followed by nothing."""

from itertools import pairwise

import pytest

from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.demo.answers import Answer, captive_portal, redirect, refusal
from coinwatch.demo.faults import Close
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import FeedState, Gap, Status
from tests.reliability.kit import MARKETS, Start, Until, live, reasons
from tests.virtual import pass_time

VIRTUAL_TIME = True

both = pytest.mark.parametrize("name", MARKETS)

HOUR_S = 3_600

SENTENCES: dict[str, tuple[Answer, str]] = {
    "403": (refusal(403), "HTTP 403: refused by the exchange's firewall"),
    "418": (refusal(418), "HTTP 418: banned for too many requests"),
    "429": (refusal(429), "HTTP 429: too many requests"),
    "500": (refusal(500), "HTTP 500: the exchange has an internal error"),
    "503": (refusal(503), "HTTP 503: the exchange is down or in maintenance"),
    "a page": (
        captive_portal(),
        "HTTP 200: not a WebSocket; is there a proxy or a login page between?",
    ),
    "407": (
        Answer(407, b"", headers=(("Proxy-Authenticate", "Basic"),)),
        "HTTP 407: not a WebSocket; is there a proxy or a login page between?",
    ),
    "a redirect to a page": (
        redirect("http://192.0.2.1/login"),
        "127.0.0.1 leads to something that is not a WebSocket",
    ),
    "a redirect without an end": (
        redirect("/again"),
        "127.0.0.1 leads elsewhere in a way that cannot be followed",
    ),
}


@both
@pytest.mark.parametrize("refused", SENTENCES)
async def test_row_05_each_refusal_has_a_sentence(
    name: str, refused: str, watch: Start, until: Until
) -> None:
    """It is said at once, with the time to the next attempt; when the fault ends, all is well."""
    feed = await live(watch(name, *MARKETS[name]), until)
    answer, sentence = SENTENCES[refused]
    feed.server.faults.refuse = answer
    feed.server.faults.reset_all()
    await until(lambda: reasons(feed).count(sentence) >= 2)
    told = [each for each in feed.records(Status) if each.reason == sentence]
    assert all(each.retry_in_ms is not None for each in told if each.state is FeedState.WAITING)
    feed.server.faults.refuse = None
    await until(lambda: feed.state is FeedState.LIVE)
    await until(lambda: len(feed.records(Gap)) == 1)


async def test_row_05_a_redirect_to_the_exchange_is_followed(
    demo: Demo, watch: Start, until: Until
) -> None:
    """An exchange that has moved is where it says."""
    demo.binance.faults.refuse = redirect(demo.upbit.websocket_url)
    feed = watch("upbit", *MARKETS["upbit"], urls=(demo.binance.websocket_url,))
    await live(feed, until)
    assert len(demo.binance.ledger.handshakes) == 1


@both
@pytest.mark.parametrize("status", [418, 429])
async def test_row_05_retry_after_is_obeyed(
    name: str, status: int, idle: Demo, watch_idle: Start, until: Until
) -> None:
    """Nobody is asked before the time that the server named, and it is shown."""
    server = {"upbit": idle.upbit, "binance": idle.binance}[name]
    server.faults.refuse = refusal(status, retry_after_s=20)
    feed = watch_idle(name, *MARKETS[name])
    await until(lambda: server.ledger.refused == 3)
    times = list(server.ledger.handshakes)
    assert [round(late - early) for early, late in pairwise(times)] == [20, 20]
    told = [each.retry_in_ms for each in feed.records(Status) if each.state is FeedState.WAITING]
    assert told[:2] == [20_000, 20_000]


async def test_row_05_a_blocked_exchange_leaves_the_other_alone(
    demo: Demo, watch: Start, until: Until
) -> None:
    """451 without another host: said once, asked again after ten minutes; the rest goes on."""
    demo.binance.faults.refuse = refusal(451)
    blocked = watch("binance", *MARKETS["binance"])
    spared = await live(watch("upbit", *MARKETS["upbit"]), until)
    await until(lambda: blocked.state is FeedState.BLOCKED)
    assert blocked.said() == [
        ("connecting", None),
        ("blocked", "HTTP 451: not served where this computer is"),
    ]
    assert blocked.health.status.retry_in_ms == 600_000
    demo.binance.faults.refuse = None
    assert spared.state is FeedState.LIVE


@both
async def test_row_05_a_handshake_that_hangs_is_given_up(
    name: str, watch: Start, until: Until
) -> None:
    """Within the time to open, again and again, and said."""
    feed = await live(watch(name, *MARKETS[name]), until)
    feed.server.faults.hang = True
    feed.server.faults.reset_all()
    await until(lambda: len(feed.server.ledger.handshakes) >= 4)
    times = list(feed.server.ledger.handshakes)[1:]
    assert all(5.0 <= late - early < 5.2 for early, late in pairwise(times))
    assert set(reasons(feed)[1:]) == {"127.0.0.1 does not answer in time"}
    feed.server.faults.hang = False
    await until(lambda: feed.state is FeedState.LIVE)


@both
async def test_row_06_accept_then_close_for_an_hour(
    name: str, watch_idle: Start, until: Until
) -> None:
    """With the true budget and delays: never more than the exchange allows, at most half a minute
    apart, and evenly spread; stable again, the delays start over.
    """
    budget = Budget(EXCHANGES[name].limits.connects)
    feed = watch_idle(
        name, *MARKETS[name], budget=budget, backoff_initial_s=0.5, backoff_max_s=30.0
    )
    server = feed.server
    server.faults.close_at_once = Close(1001)
    await pass_time(HOUR_S)
    times = list(server.ledger.handshakes)
    # The mean of evenly drawn delays under the ceiling is fifteen seconds.
    assert HOUR_S / 20 < len(times) < HOUR_S / 10
    assert server.ledger.refused == 0
    assert all(late - early <= 31 for early, late in pairwise(times))
    for most, seconds in EXCHANGES[name].limits.connects:
        for first, beyond in zip(times, times[most:], strict=False):
            assert beyond - first >= seconds - 1e-6
    assert set(reasons(feed)) == {"closed by the exchange, 1001 (going away)"}
    server.faults.close_at_once = None
    while feed.state is not FeedState.LIVE:
        await pass_time(1)
        feed.demo.step()
    server.faults.abort_all()
    await until(lambda: feed.state is FeedState.WAITING)
    assert (feed.health.status.retry_in_ms or 0) <= 500
