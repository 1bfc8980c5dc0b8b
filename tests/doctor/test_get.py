"""The REST side of an exchange."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import pytest

from coinwatch.demo import Demo
from coinwatch.demo.answers import Answer, captive_portal, json, redirect, refusal
from coinwatch.doctor.get import Get
from coinwatch.doctor.subject import Subject
from coinwatch.errors import NetworkError
from coinwatch.exchanges.upbit import Upbit
from coinwatch.link import Clock
from tests.rig import EPOCH_S

ABROAD = "Try a network in another country; a fallback address in the config may be served here."
LOGIN = "Open any page in a browser: this network may ask you to sign in first."
PROXY = "Write the variable like http://HOST:PORT, or unset it."
VIRTUAL_TIME = True

Serve = Callable[..., Awaitable[int]]
SubjectOf = Callable[..., Subject]


async def _refused(subject: Subject) -> tuple[str, str]:
    with pytest.raises(NetworkError) as caught:
        await Get(subject).ask()
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize("name", ["upbit", "binance"])
async def test_asks_for_what_the_program_asks_for(
    name: str, demo: Demo, subject_of: SubjectOf
) -> None:
    """One cheap request, and its own time in milliseconds."""
    done = await Get(subject_of(name)).ask()
    assert done.message == "127.0.0.1 answers"
    assert done.ms is not None
    server = {"upbit": demo.upbit, "binance": demo.binance}[name]
    (asked,) = server.ledger.asked
    assert asked.target.split("?")[0] == {
        "upbit": "/v1/ticker", "binance": "/api/v3/ticker/tradingDay"
    }[name]  # fmt: skip


async def test_where_a_place_is_not_served_the_other_address_is_used(
    demo: Demo, subject_of: SubjectOf
) -> None:
    """And both are named."""
    demo.upbit.faults.rest = refusal(451)
    urls = (demo.upbit.rest_url.replace("127.0.0.1", "localhost"), demo.binance.rest_url)
    done = await Get(subject_of("binance", rest_urls=urls)).ask()
    assert done.message == (
        "localhost answers HTTP 451: not served where this computer is; 127.0.0.1 is used instead"
    )


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        (
            refusal(451),
            "HTTP 451: not served where this computer is",
            ABROAD,
        ),
        (
            refusal(429, 7),
            "HTTP 429: too many requests",
            "Wait 7s before you try again: it says so.",
        ),
        (
            redirect("http://login.example"),
            "HTTP 302: not what the exchange answers; is there a proxy or a login page between?",
            LOGIN,
        ),
    ],
)
async def test_says_what_a_status_means(
    answer: Answer, message: str, hint: str, demo: Demo, subject_of: SubjectOf
) -> None:
    """With the host in front."""
    demo.upbit.faults.rest = answer
    assert await _refused(subject_of()) == (f"127.0.0.1 answers {message}", hint)


async def test_a_market_that_the_exchange_does_not_know(subject_of: SubjectOf) -> None:
    """The exchange is well, the watchlist is not."""
    subject = subject_of(market=Upbit.market("KRW-NOPE"))
    assert await _refused(subject) == (
        "127.0.0.1 knows no market KRW-NOPE",
        "Correct it in the config file.",
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [(captive_portal(), "Upbit tickers: not JSON"), (json(7), "Upbit tickers: not a list")],
)
async def test_an_answer_that_is_none_of_an_exchange(
    answer: Answer, words: str, demo: Demo, subject_of: SubjectOf
) -> None:
    """A page that says 200 proves nothing."""
    demo.upbit.faults.rest = answer
    assert await _refused(subject_of()) == (
        f"127.0.0.1 answers what cannot be read: {words}",
        LOGIN,
    )


async def test_names_what_is_at_the_bottom(demo: Demo, subject_of: SubjectOf) -> None:
    """Refused, or not resolved, and not only unreachable."""
    refused = subject_of(rest_urls=("http://127.0.0.1:1",))
    assert await _refused(refused) == (
        "127.0.0.1 refuses connections",
        "Is the address right? A firewall may refuse as well.",
    )
    demo.upbit.faults.rest_drop = True
    message, _ = await _refused(subject_of())
    assert message == "127.0.0.1 drops the connection"


async def test_an_answer_that_is_no_http(serve: Serve, subject_of: SubjectOf) -> None:
    """In the library's words, where nothing better is known."""

    async def other(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0\r\n\r\n")

    port = await serve(other)
    message, hint = await _refused(subject_of(rest_urls=(f"http://127.0.0.1:{port}",)))
    assert message.startswith("no answer of 127.0.0.1 over HTTP: illegal status line")
    assert hint == LOGIN


async def test_an_answer_that_is_too_big(
    subject_of: SubjectOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `Rest` refuses by itself needs no other words."""
    monkeypatch.setattr("coinwatch.rest.MAX_BODY_BYTES", 10)
    assert await _refused(subject_of()) == ("Upbit: the answer of 127.0.0.1 is too big", "")


async def test_where_there_is_a_proxy_it_may_be_the_one(
    subject_of: SubjectOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell which of them refused."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    message, _ = await _refused(subject_of(rest_urls=("http://api.example",)))
    assert message == "api.example or the proxy refuses connections"


@pytest.mark.parametrize(
    "value", ["socks5://127.0.0.1:1", "ftp://127.0.0.1:1", "http://127.0.0.1:x"]
)
@pytest.mark.usefixtures("proxied_loopback")
async def test_a_proxy_that_cannot_be_used(
    value: str, subject_of: SubjectOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said without what the variable holds, and ends nothing; SOCKS needs an extra."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("all_proxy", value)
    message = "a proxy variable holds no address that REST can use"
    assert await _refused(subject_of()) == (message, PROXY)


async def test_the_date_tells_how_far_the_clocks_are_apart(subject_of: SubjectOf) -> None:
    """To half a second, since it is cut to the second."""
    loop = asyncio.get_running_loop()
    behind = Clock(loop.time, lambda: int((EPOCH_S - 7200) * 1e9))
    get = Get(subject_of(clock=behind))
    assert get.ahead_s is None
    await get.ask()
    assert get.ahead_s is not None
    assert abs(get.ahead_s - 7200) <= 1.0


@pytest.mark.parametrize(
    "date", ["", "Date: soon", "Date: Mon, 99999999999999999999 Jan 2026 00:00:00 GMT"]
)
async def test_a_date_that_is_none_tells_nothing(
    date: str, serve: Serve, subject_of: SubjectOf
) -> None:
    """And is no fault."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = "\r\n".join(("HTTP/1.1 200 OK", "Content-Length: 2", *filter(None, (date,))))
        writer.write(f"{head}\r\n\r\n[]".encode())

    get = Get(subject_of(rest_urls=(f"http://127.0.0.1:{await serve(handler)}",)))
    assert (await get.ask()).message == "127.0.0.1 answers"
    assert get.ahead_s is None
