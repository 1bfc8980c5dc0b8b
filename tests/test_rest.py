"""GETs to the simulated exchanges."""

import asyncio
import json
import ssl
import subprocess
import sys
import time

import pytest

from coinwatch import rest as module
from coinwatch.budget import Budget
from coinwatch.demo import Demo
from coinwatch.demo.answers import json as json_answer
from coinwatch.demo.answers import refusal
from coinwatch.errors import ExchangeError, NetworkError
from coinwatch.exchanges.base import Rate, Request
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit
from coinwatch.hosts import BLOCKED_RETRY_S
from coinwatch.link import Clock
from coinwatch.rest import Rest, ahead_s
from coinwatch.trust import trusted

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
        status, headers, body, host = await rest.ask(MARKETS)
        assert host == rest.host == "127.0.0.1"
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


@pytest.fixture
def skipped(monkeypatch: pytest.MonkeyPatch) -> tuple[Clock, list[float]]:
    """Return a clock that every wait moves, without waiting, and the waits."""
    now, waits, sleep = [1_000.0], list[float](), asyncio.sleep

    async def skip(seconds: float) -> None:
        if seconds > 0:
            now[0] += seconds
            waits.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", skip)
    return Clock(lambda: now[0]), waits


async def test_leaves_a_server_alone_for_as_long_as_it_asks(
    demo: Demo, skipped: tuple[Clock, list[float]]
) -> None:
    """What comes before its time would be answered with a longer ban, whoever asks."""
    clock, waits = skipped
    requests = Budget(Upbit.limits.requests)
    demo.upbit.faults.rest = refusal(418, retry_after_s=3600)
    for _ in range(2):
        async with Rest(Upbit, (demo.upbit.rest_url,), clock, requests) as rest:
            with pytest.raises(NetworkError):
                await rest.get(MARKETS)
    assert waits == [3600]


async def test_a_ban_that_is_spoken_while_others_wait_their_turn_is_theirs_as_well(
    demo: Demo, skipped: tuple[Clock, list[float]]
) -> None:
    """Nobody asks in it who was to ask before it began."""
    clock, waits = skipped

    class Spoken(Budget):
        def take(self, now: float) -> float:
            wait_s = super().take(now)
            self.hold(1_060.0)
            return wait_s

    async with Rest(Upbit, (demo.upbit.rest_url,), clock, Spoken([Rate(9, 1.0)])) as rest:
        assert await rest.get(MARKETS)
    assert waits == [60]


async def test_goes_back_to_the_first_address_once_the_fallback_fails_too(demo: Demo) -> None:
    """After three answers that are of no use; one that is starts the count anew."""
    demo.upbit.faults.rest = refusal(451)
    ping = Request("/api/v3/ping")
    async with Rest(Binance, (demo.upbit.rest_url, demo.binance.rest_url)) as rest:
        for fault in (None, refusal(503), refusal(503), None, refusal(503), refusal(503)):
            demo.binance.faults.rest = fault
            assert (await rest.ask(ping)).status == (fault.status if fault else 200)
        assert len(demo.upbit.ledger.asked) == 1
        demo.binance.faults.rest = None
        demo.binance.faults.rest_drop = True
        with pytest.raises(NetworkError):
            await rest.ask(ping)
        demo.upbit.faults.rest = json_answer({})
        assert (await rest.ask(ping)).status == 200
    assert [each.status for each in demo.upbit.ledger.asked] == [451, 200]


async def test_the_exchange_is_asked_the_time_with_everything_else(demo: Demo) -> None:
    """A clock of ours that is hours wrong is found out; seconds are not told, nor by a refusal."""
    behind_s = [0.0]
    clock = Clock(wall_ns=lambda: int((time.time() - behind_s[0]) * 1e9))
    async with Rest(Upbit, (demo.upbit.rest_url,), clock) as rest:
        for behind_s[0], expected_s in ((3, 0), (7200, 7199), (-7200, -7201)):
            await rest.get(MARKETS)
            assert abs(rest.ahead_ms / 1000 - expected_s) <= 1.0
        demo.upbit.faults.rest = refusal(503)
        behind_s[0] = 0
        await rest.ask(MARKETS)
        assert rest.ahead_ms < -7_000_000


def test_a_date_that_is_none_says_nothing() -> None:
    """Or one that no calendar has."""
    for date in ("", "tomorrow", "Wed, 01 Jan 99999 00:00:00 GMT"):
        assert ahead_s(date, 0, 0) is None
    assert ahead_s("Thu, 01 Jan 1970 00:01:00 GMT", 0, 10**9) == 60.0


async def test_where_no_address_serves_this_place_it_is_left_alone_for_long(
    demo: Demo, skipped: tuple[Clock, list[float]]
) -> None:
    """And then asked from the first one on."""
    clock, waits = skipped
    demo.upbit.faults.rest = demo.binance.faults.rest = refusal(451)
    async with Rest(Binance, (demo.upbit.rest_url, demo.binance.rest_url), clock) as rest:
        for _ in range(2):
            assert (await rest.ask(MARKETS)).status == 451
    assert waits == [BLOCKED_RETRY_S]
    assert [len(each.ledger.asked) for each in demo.servers] == [2, 2]


async def test_answers_that_were_under_way_turn_nobody_away_twice(demo: Demo) -> None:
    """Several that hear of the first address that it does not serve this place."""
    demo.upbit.faults.rest = refusal(451)
    async with Rest(Binance, (demo.upbit.rest_url, demo.binance.rest_url)) as rest:
        asked = (rest.ask(Request("/api/v3/ping")) for _ in range(4))
        assert [answer.status for answer in await asyncio.gather(*asked)] == [200] * 4
    assert [each.status for each in demo.upbit.ledger.asked] == [451] * 4


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


async def test_certificates_are_read_once_and_only_for_what_is_encrypted(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They take a tenth of a second; this machine itself needs none."""
    reads = 0

    async def counted() -> ssl.SSLContext:
        nonlocal reads
        reads += 1
        return await trusted()

    monkeypatch.setattr("coinwatch.rest.trusted", counted)
    async with Rest(Upbit, (demo.upbit.rest_url,)) as rest:
        await rest.get(MARKETS)
    assert reads == 0
    async with Rest(Upbit, (f"https://127.0.0.1:{demo.upbit.port}",)) as rest:
        answers = await asyncio.gather(rest.ask(MARKETS), rest.ask(MARKETS), return_exceptions=True)
    assert [type(answer) for answer in answers] == [NetworkError] * 2
    assert reads == 1


def test_importing_it_loads_no_http_library() -> None:
    """In a fresh interpreter: it takes as long as a handshake, and not all connections need it."""
    probe = "import sys, coinwatch.session; print({*sys.modules} & {'httpx2', 'anyio', 'h11'})"
    done = subprocess.run(  # noqa: S603  # our own interpreter
        (sys.executable, "-c", probe), capture_output=True, text=True, timeout=50, check=True
    )
    assert done.stdout == "set()\n"
