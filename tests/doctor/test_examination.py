"""Whole examinations of the simulated exchanges."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.doctor.examination import Examination
from coinwatch.doctor.findings import Check, State, Step, Verdict
from coinwatch.doctor.subject import Subject
from coinwatch.link import Clock
from tests.rig import EPOCH_S

if TYPE_CHECKING:
    from tests.doctor.conftest import Findings

VIRTUAL_TIME = True
PEM = Path(__file__).with_name("localhost.pem")

Examine = Callable[..., Awaitable["Findings"]]
Serve = Callable[..., Awaitable[int]]
SubjectOf = Callable[..., Subject]
Until = Callable[[Callable[[], object]], Awaitable[None]]

STEPS = [
    Step.DNS, Step.TCP, Step.TLS, Step.REST, Step.WEBSOCKET, Step.SUBSCRIBE, Step.FIRST_TICK,
    Step.ROUND_TRIP, Step.CLOCK,
]  # fmt: skip
NTP = "Let the network set this computer's clock (NTP): ages and gaps are told by it."


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
    writer.close()


@pytest.mark.parametrize("name", ["upbit", "binance"])
async def test_a_healthy_exchange(name: str, examine: Examine) -> None:
    """Every step in its order, each with its time, and a verdict at the end."""
    found = await examine(name)
    states = dict.fromkeys(STEPS, State.OK) | {Step.TLS: State.SKIPPED}
    assert {step: check.state for step, check in found.checks.items()} == states
    assert list(found.checks) == STEPS
    timed = [step for step in STEPS if found.checks[step].ms is not None]
    assert timed == [step for step in STEPS if step not in {Step.TLS, Step.CLOCK}]
    assert {check.exchange for check in found.checks.values()} == {name}
    verdict = found.verdict
    assert verdict[:3] == (name, True, "websocket")
    assert verdict.round_trip_ms == found.checks[Step.ROUND_TRIP].ms
    assert verdict.message == "prices come by WebSocket"


async def test_an_encrypted_connection(
    demo: Demo, examine: Examine, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trusted, it serves; untrusted, nothing passes, and REST is left."""

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_demo, to_demo = await asyncio.open_connection("127.0.0.1", demo.upbit.port)
        await asyncio.gather(_copy(reader, to_demo), _copy(from_demo, writer))

    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(PEM)
    urls = (f"wss://localhost:{await serve(forward, trust)}/websocket/v1",)
    found = await examine(websocket_urls=urls, timeout_s=600.0)
    assert found.checks[Step.TLS].message.startswith("the certificate of localhost is not valid")
    assert found.said(Step.WEBSOCKET) == ("skipped", "TLS failed", "")
    assert found.verdict.via == "rest"
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    found = await examine(websocket_urls=urls, timeout_s=600.0)
    assert found.checks[Step.TLS].message == "TLSv1.3, certificate by The coinwatch tests"
    assert found.said(Step.WEBSOCKET) == ("ok", "localhost speaks WebSocket", "")
    assert found.verdict.via == "websocket"


async def test_nothing_works(examine: Examine) -> None:
    """What fails is told once, what needs it is skipped, and REST is asked all the same."""
    found = await examine(websocket_urls=("ws://127.0.0.1:1",), rest_urls=("http://127.0.0.1:1",))
    hint = "Is the address right? A firewall may refuse as well."
    failed = ("failed", "127.0.0.1 refuses connections", hint)
    assert found.said(Step.DNS) == ("ok", "127.0.0.1 is an address", "")
    assert found.said(Step.TCP) == failed
    assert found.said(Step.REST) == failed
    skipped = {Step.TLS, Step.WEBSOCKET, Step.SUBSCRIBE, Step.FIRST_TICK, Step.ROUND_TRIP}
    assert {found.said(step) for step in skipped} == {("skipped", "TCP failed", "")}
    assert found.said(Step.CLOCK) == ("skipped", "the exchange told no time", "")
    assert found.verdict == Verdict(
        "upbit", False, None, None, None, "neither WebSocket nor REST brings prices"
    )


async def test_rest_works_where_the_websocket_does_not(demo: Demo, examine: Examine) -> None:
    """The exchange is of use all the same."""
    demo.upbit.faults.refuse = refusal(503)
    found = await examine()
    assert found.checks[Step.WEBSOCKET].state is State.FAILED
    assert found.said(Step.FIRST_TICK) == ("skipped", "WebSocket failed", "")
    assert found.said(Step.ROUND_TRIP) == ("skipped", "WebSocket failed", "")
    verdict = found.verdict
    assert (verdict.usable, verdict.via, verdict.round_trip_ms) == (True, "rest", None)
    assert verdict.message == "WebSocket does not work, but REST does: prices are polled"
    assert verdict.clock_s is not None


async def test_the_websocket_works_where_rest_does_not(demo: Demo, examine: Examine) -> None:
    """What is missing without it is named."""
    demo.binance.faults.rest = refusal(503)
    verdict = (await examine("binance")).verdict
    assert (verdict.usable, verdict.via) == (True, "websocket")
    assert verdict.message == (
        "prices come by WebSocket; without REST there are no market lists and no history"
    )


async def test_a_connection_that_brings_no_price(demo: Demo, examine: Examine) -> None:
    """Its round trip is measured nevertheless, and the wait has an end."""
    demo.upbit.faults.stall = True
    found = await examine(timeout_s=2.0)
    check = found.checks[Step.FIRST_TICK]
    assert check.ms == pytest.approx(2000.0)
    assert check.message == "no price of KRW-BTC came within 2s"
    assert found.checks[Step.ROUND_TRIP].state is State.OK
    assert found.verdict[1:3] == (True, "rest")
    assert found.verdict.message == (
        "no price comes by WebSocket, which works otherwise; REST works"
    )


async def test_a_server_that_never_answers(demo: Demo, examine: Examine) -> None:
    """Each step has its time, and no more than that."""
    demo.upbit.faults.hang = True
    demo.upbit.faults.rest_delay_s = 1000.0
    started = asyncio.get_running_loop().time()
    found = await examine(timeout_s=2.0)
    for step in (Step.REST, Step.WEBSOCKET):
        assert found.checks[step].message == "no answer within 2s"
        assert found.checks[step].ms == pytest.approx(2000.0)
    assert asyncio.get_running_loop().time() - started == pytest.approx(4.0, abs=0.1)
    assert not found.verdict.usable


async def test_a_cable_that_is_cut(demo: Demo, subject_of: SubjectOf) -> None:
    """Nothing comes any more, not even the answer to a ping."""
    checks: dict[Step, Check] = {}

    def tell(item: Check | Verdict) -> None:
        if isinstance(item, Check):
            checks[item.step] = item
        demo.binance.faults.half_open = Step.WEBSOCKET in checks

    await Examination(subject_of("binance", timeout_s=2.0), tell).run()
    assert checks[Step.WEBSOCKET].state is State.OK
    assert checks[Step.SUBSCRIBE].message == "no answer within 2s"
    assert checks[Step.ROUND_TRIP].message == "no answer within 2s"


async def test_a_request_that_is_never_confirmed(demo: Demo, examine: Examine) -> None:
    """The prices need it, the round trip does not."""
    demo.binance.faults.ignore_requests = True
    found = await examine("binance", timeout_s=2.0)
    assert found.checks[Step.SUBSCRIBE].message == "no answer within 2s"
    assert found.said(Step.FIRST_TICK) == ("skipped", "subscribe failed", "")
    assert found.checks[Step.ROUND_TRIP].state is State.OK


@pytest.mark.parametrize(
    ("behind_s", "words", "hint"),
    [
        (0.0, "0.0 s, the exchange against us", ""),
        (0.8, "+0.8 s, the exchange against us", ""),
        (5.0, "+5.0 s, the exchange against us: more than 1 s", NTP),
        (-5.0, "\N{MINUS SIGN}5.0 s, the exchange against us: more than 1 s", NTP),
    ],
)
async def test_a_clock_that_is_wrong(
    behind_s: float, words: str, hint: str, demo: Demo, examine: Examine
) -> None:
    """By more than a second is worth a word, and is no fault."""

    def wall_ns() -> int:
        return demo.now_ms * 1_000_000 - int(behind_s * 1e9)

    clock = Clock(asyncio.get_running_loop().time, wall_ns)
    found = await examine("binance", clock=clock)
    assert found.said(Step.CLOCK) == ("ok", words, hint)
    assert found.verdict.usable
    assert found.verdict.clock_s == pytest.approx(behind_s, abs=0.06)


@pytest.mark.parametrize(("behind_s", "hint"), [(1.0, ""), (3.0, NTP)])
async def test_a_date_alone_is_not_exact(behind_s: float, hint: str, examine: Examine) -> None:
    """Upbit's snapshot does not tell the time, so only what is surely wrong is called so."""
    loop = asyncio.get_running_loop()
    clock = Clock(loop.time, lambda: int((EPOCH_S + loop.time() - behind_s) * 1e9))
    found = await examine(clock=clock)
    state, words, said = found.said(Step.CLOCK)
    assert (state, said) == ("ok", hint)
    assert words.startswith("about +")
    assert ("more than 1 s" in words) == bool(hint)
    assert found.verdict.clock_s == pytest.approx(behind_s, abs=0.6)


async def test_what_a_server_says_is_harmless(demo: Demo, examine: Examine, until: Until) -> None:
    """Escape sequences in its reasons are shown, not obeyed."""
    demo.upbit.faults.ignore_requests = True
    examined = asyncio.ensure_future(examine())
    await until(lambda: demo.upbit.sessions)
    demo.upbit.faults.inject('{"error":{"name":"X","message":"\\u001b[2J"}}')
    found = await examined
    assert found.checks[Step.FIRST_TICK].message == "Upbit refuses: X: ␛[2J"
