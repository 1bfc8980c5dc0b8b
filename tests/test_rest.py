"""GETs to the simulated exchanges."""

import asyncio
import json
import ssl
import subprocess
import sys
import threading

import httpx2
import pytest

from coinwatch import rest as module
from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.errors import ExchangeError, NetworkError
from coinwatch.exchanges.base import Request
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit
from coinwatch.rest import Rest

MARKETS = Request("/v1/market/all")


async def test_returns_the_body_of_an_answer(demo: Demo) -> None:
    """Path and query arrive as they are."""
    async with Rest(Upbit, (demo.upbit.rest_url + "/",)) as rest:
        body = await rest.get(Request("/v1/ticker", (("markets", "KRW-BTC"),)))
    assert [each["market"] for each in json.loads(body)] == ["KRW-BTC"]


async def test_where_a_place_is_not_served_the_other_address_is_asked(demo: Demo) -> None:
    """From then on, without asking the first one again."""
    demo.upbit.faults.rest = refusal(451)
    urls = (demo.upbit.rest_url, demo.binance.rest_url)
    async with Rest(Binance, urls) as rest:
        for _ in range(2):
            assert json.loads(await rest.get(Request("/api/v3/ping"))) == {}
    assert [each.status for each in demo.upbit.ledger.asked] == [451]


async def test_an_answer_can_be_had_whatever_its_status(demo: Demo) -> None:
    """With its headers, by name in any case, and the host that gave it."""
    demo.upbit.faults.rest = refusal(429, 7)
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        status, headers, body = await rest.ask(MARKETS)
        assert rest.host == "127.0.0.1"
    assert (status, headers["retry-after"]) == (429, "7")
    assert json.loads(body)["msg"] == "The demo refuses with 429."


@pytest.mark.parametrize("status", [418, 429, 451, 500, 503])
async def test_what_may_be_better_later_is_a_fault_of_the_network(status: int, demo: Demo) -> None:
    """With the host and the status."""
    demo.upbit.faults.rest = refusal(status)
    async with Rest(Upbit, (demo.upbit.rest_url, "")) as rest:
        with pytest.raises(NetworkError, match=f"^Upbit: 127.0.0.1 answers HTTP {status}$"):
            await rest.get(MARKETS)


async def test_what_the_exchange_does_not_know_stays_unknown(demo: Demo) -> None:
    """One market that does not exist fails the whole request, and would again."""
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        with pytest.raises(ExchangeError, match=r"^Upbit: 127.0.0.1 answers HTTP 404$"):
            await rest.get(Request("/v1/ticker", (("markets", "KRW-NOPE"),)))


async def test_a_connection_that_dies_is_named(demo: Demo) -> None:
    """Which host, and over what."""
    demo.upbit.faults.rest_drop = True
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        with pytest.raises(NetworkError, match=r"^Upbit: cannot reach 127.0.0.1 over HTTP$"):
            await rest.get(MARKETS)


async def test_an_answer_that_is_too_big_is_not_kept(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is bounded, whatever a server sends."""
    monkeypatch.setattr(module, "MAX_BODY_BYTES", 10)
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        with pytest.raises(NetworkError, match=r"^Upbit: the answer of 127.0.0.1 is too big$"):
            await rest.get(MARKETS)


async def test_many_requests_keep_within_the_limits(demo: Demo) -> None:
    """Ten at once to an exchange that takes ten a second and bans for more: all are answered."""
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        await asyncio.gather(*(rest.get(MARKETS) for _ in range(12)))
    assert [each.status for each in demo.upbit.ledger.asked] == [200] * 12


async def test_leaves_a_server_alone_for_as_long_as_it_asks(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes before its time would be answered with a longer ban."""
    waits: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    demo.upbit.faults.rest = refusal(418, retry_after_s=3600)
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        with pytest.raises(NetworkError):
            await rest.get(MARKETS)
        monkeypatch.setattr(asyncio, "sleep", note)
        with pytest.raises(NetworkError):
            await rest.get(MARKETS)
    assert 3590 < max(waits) <= 3600


async def test_a_proxy_that_cannot_be_used_is_named(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By kind, without what the variable holds; this machine itself needs none."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    for value, words in (
        ("socks5://127.0.0.1:1", "a SOCKS proxy is set"),
        ("ftp://name:secret@127.0.0.1:1", "a proxy in the environment is not valid"),
    ):
        monkeypatch.setenv("ALL_PROXY", value)
        async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
            assert await rest.get(MARKETS)
        async with Rest(Upbit, ("http://api.invalid",)) as rest:
            with pytest.raises(NetworkError) as caught:
                await rest.get(MARKETS)
        assert words in caught.value.message
        assert "secret" not in caught.value.message


async def test_certificates_are_read_beside_the_event_loop(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They take a tenth of a second, in which prices go on; this machine itself needs none."""
    threads: list[bool] = []
    create = httpx2.create_ssl_context

    def note() -> ssl.SSLContext:
        threads.append(threading.current_thread() is threading.main_thread())
        return create()

    monkeypatch.setattr(httpx2, "create_ssl_context", note)
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        await rest.get(MARKETS)
    assert threads == []
    async with Rest(Upbit, (f"https://127.0.0.1:{demo.upbit.port}",)) as rest:
        answers = await asyncio.gather(rest.ask(MARKETS), rest.ask(MARKETS), return_exceptions=True)
    assert [type(answer) for answer in answers] == [NetworkError] * 2
    assert threads == [False]


def test_importing_it_loads_no_http_library() -> None:
    """In a fresh interpreter: that takes as long as the feeds' handshakes, and they come first."""
    probe = "import sys, coinwatch.session; print({*sys.modules} & {'httpx2', 'anyio', 'h11'})"
    done = subprocess.run(  # noqa: S603  # our own interpreter
        (sys.executable, "-c", probe), capture_output=True, text=True, timeout=50, check=True
    )
    assert done.stdout == "set()\n"
