"""A WebSocket connection to the simulated exchanges, step by step."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from coinwatch.demo import Demo
from coinwatch.demo.answers import Answer, captive_portal, redirect, refusal
from coinwatch.demo.faults import Close
from coinwatch.doctor.live import Live
from coinwatch.doctor.steps import Done
from coinwatch.doctor.subject import Subject
from coinwatch.errors import NetworkError
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit
from coinwatch.link import Clock
from tests.rig import EPOCH_S

ABROAD = "Try a network in another country; a fallback address in the config may be served here."
NO_WEBSOCKET = "not a WebSocket; is there a proxy or a login page between?"
LOGIN = "Open any page in a browser: this network may ask you to sign in first."
NOTICES = "Try again in a minute. If it stays so, see the exchange's notices."
VIRTUAL_TIME = True

Serve = Callable[..., Awaitable[int]]
SubjectOf = Callable[..., Subject]
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Give what connections live in."""
    async with AsyncExitStack() as stack:
        yield stack


async def _refused(action: Callable[[], Awaitable[Done]]) -> tuple[str, str]:
    with pytest.raises(NetworkError) as caught:
        await action()
    return caught.value.message, caught.value.hint


async def test_upbit_from_the_handshake_to_the_round_trip(
    subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """It confirms nothing, and answers with a snapshot, which tells nothing of the clocks."""
    live = Live(subject_of(), stack)
    assert live.ahead_s is None
    assert await live.open() == Done("127.0.0.1 speaks WebSocket")
    assert await live.subscribe() == Done("KRW-BTC is asked for; Upbit confirms nothing")
    first = await live.first_tick()
    assert live.ahead_s is None
    assert re.fullmatch(r"KRW-BTC is 11\d,\d\d\d,000 KRW", first.message)
    assert await live.ping() == Done("a ping is answered", live.round_trip_ms)
    assert live.round_trip_ms is not None


async def test_binance_confirms_and_its_trades_tell_the_time(
    subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """The clocks differ by what the newest price says, with half the way."""
    loop = asyncio.get_running_loop()
    behind = Clock(loop.time, lambda: int((EPOCH_S + loop.time() - 3.0) * 1e9))
    live = Live(subject_of("binance", clock=behind), stack)
    await live.open()
    assert await live.subscribe() == Done("BTCUSDT is asked for, and that is confirmed")
    first = await live.first_tick()
    assert first.message.startswith("BTCUSDT is 7")
    assert first.message.endswith(" USDT")
    await live.ping()
    assert live.ahead_s is not None
    assert abs(live.ahead_s - 3.0) < 0.2


async def test_a_market_whose_quote_nobody_knows(
    demo: Demo, subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """Its price is told without."""
    live = Live(subject_of("binance", market=Binance.market("BTCUSDT")._replace(quote="")), stack)
    await live.open()
    await live.subscribe()
    price = (await live.first_tick()).message.removeprefix("BTCUSDT is ")
    assert float(price.replace(",", "")) > 0
    assert demo.binance.ledger.visits[0].path == "/stream"


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        (
            refusal(429, 7),
            "127.0.0.1 answers HTTP 429: too many requests",
            "Wait 7s before you try again: it says so.",
        ),
        (
            refusal(451),
            "127.0.0.1 answers HTTP 451: not served where this computer is",
            ABROAD,
        ),
        (
            captive_portal(),
            f"127.0.0.1 answers HTTP 200: {NO_WEBSOCKET}",
            LOGIN,
        ),
        (
            redirect("http://login.example/"),
            "127.0.0.1 sends us on to something that is no WebSocket",
            LOGIN,
        ),
    ],
)
async def test_a_handshake_that_is_refused(
    answer: Answer,
    message: str,
    hint: str,
    demo: Demo,
    subject_of: SubjectOf,
    stack: AsyncExitStack,
) -> None:
    """Each in its own words, and with its own remedy."""
    demo.upbit.faults.refuse = answer
    assert await _refused(Live(subject_of(), stack).open) == (message, hint)


async def test_a_server_that_is_none(
    serve: Serve, subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """It answers, but not with HTTP."""

    async def other(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0\r\n\r\n")

    urls = (f"ws://127.0.0.1:{await serve(other)}",)
    live = Live(subject_of(websocket_urls=urls), stack)
    assert await _refused(live.open) == ("127.0.0.1 does not speak WebSocket", LOGIN)


async def test_where_a_place_is_not_served_the_other_address_is_used(
    demo: Demo, subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """And both are named."""
    demo.upbit.faults.refuse = refusal(451)
    main = demo.upbit.websocket_url.replace("127.0.0.1", "localhost")
    live = Live(subject_of("binance", websocket_urls=(main, demo.binance.websocket_url)), stack)
    assert await live.open() == Done(
        "localhost answers HTTP 451: not served where this computer is; 127.0.0.1 is used instead"
    )


async def test_the_other_address_is_not_for_other_faults(
    demo: Demo, subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """As in a feed: what is down may be up again soon."""
    demo.upbit.faults.refuse = refusal(503)
    urls = (demo.upbit.websocket_url, demo.binance.websocket_url)
    message, _ = await _refused(Live(subject_of(websocket_urls=urls), stack).open)
    assert message == "127.0.0.1 answers HTTP 503: the exchange is down or in maintenance"
    assert not demo.binance.ledger.handshakes


async def test_where_no_address_serves_this_place(
    demo: Demo, subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """What each of them says is said."""
    demo.upbit.faults.refuse = refusal(451)
    demo.binance.faults.refuse = refusal(403)
    main = demo.upbit.websocket_url.replace("127.0.0.1", "localhost")
    subject = subject_of("binance", websocket_urls=(main, demo.binance.websocket_url))
    message, hint = await _refused(Live(subject, stack).open)
    assert message == (
        "localhost answers HTTP 451: not served where this computer is; "
        "127.0.0.1 answers HTTP 403: refused by the exchange's firewall"
    )
    assert hint.startswith("Wait some minutes.")


@pytest.mark.usefixtures("proxied_loopback")
async def test_a_proxy_that_cannot_be_used(
    subject_of: SubjectOf, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found out before the library trips over it."""
    monkeypatch.setattr("coinwatch.doctor.route.find_spec", lambda _: None)
    monkeypatch.setenv("ws_proxy", "socks5://127.0.0.1:1")
    message, _ = await _refused(Live(subject_of(), stack).open)
    assert message == "a SOCKS proxy is set, which WebSockets cannot use here"


@pytest.mark.usefixtures("proxied_loopback")
async def test_a_proxy_that_refuses(
    serve: Serve, subject_of: SubjectOf, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wants a password."""

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    monkeypatch.setenv("ws_proxy", f"http://127.0.0.1:{await serve(proxy)}")
    assert await _refused(Live(subject_of(), stack).open) == (
        "the proxy refused, HTTP 407",
        "It may want a name and a password: http://NAME:PASSWORD@HOST:PORT.",
    )


async def test_a_connection_that_is_closed_at_once(
    demo: Demo, subject_of: SubjectOf, stack: AsyncExitStack
) -> None:
    """Whatever is waited for, with the exchange's own words."""
    demo.binance.faults.close_at_once = Close(1008, "Too many requests")
    live = Live(subject_of("binance"), stack)
    await live.open()
    expected = "closed by the exchange, 1008 (Too many requests)", NOTICES
    assert await _refused(live.subscribe) == expected
    assert await _refused(live.first_tick) == expected
    assert await _refused(live.ping) == expected


async def test_a_refusal_names_the_market(
    subject_of: SubjectOf, stack: AsyncExitStack, demo: Demo
) -> None:
    """Upbit refuses in words."""
    live = Live(subject_of(), stack)
    demo.upbit.faults.ignore_requests = True
    await live.open()
    await live.subscribe()
    demo.upbit.faults.inject('{"error":{"name":"WRONG_FORMAT","message":"odd"}}')
    assert await _refused(live.first_tick) == (
        "Upbit refuses: WRONG_FORMAT: odd",
        "Is there a market upbit:KRW-BTC?",
    )


async def test_no_price_in_time(subject_of: SubjectOf, stack: AsyncExitStack) -> None:
    """A quiet market is no fault, so it says how to wait longer."""
    live = Live(subject_of(market=Upbit.market("KRW-NOPE"), timeout_s=1.5), stack)
    error = live.no_tick()
    assert error.message == "no price of KRW-NOPE came within 1s500ms"
    assert error.hint == "A quiet market takes longer: coinwatch --once upbit:KRW-NOPE --timeout 2m"


async def test_no_price_that_can_be_read(
    subject_of: SubjectOf, stack: AsyncExitStack, demo: Demo, until: Until
) -> None:
    """What came instead is not kept back."""
    live = Live(subject_of(), stack)
    demo.upbit.faults.ignore_requests = True
    await live.open()
    demo.upbit.faults.inject("what?")
    waiting = asyncio.create_task(live.first_tick())
    await until(lambda: "what came" in live.no_tick().message)
    waiting.cancel()
    error = live.no_tick()
    assert error.message == (
        "no price of KRW-BTC came within 10s; what came cannot be read: Upbit: not JSON"
    )
    assert error.hint == "Something between may change what passes; or is there a newer coinwatch?"
