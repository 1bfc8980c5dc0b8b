"""Examinations of the simulated exchanges, and servers that are none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from ssl import SSLContext
from typing import Any

import pytest

from coinwatch import connection, rest
from coinwatch.demo import Demo
from coinwatch.doctor import route
from coinwatch.doctor.examination import Examination
from coinwatch.doctor.findings import Check, Step, Verdict
from coinwatch.doctor.subject import Subject
from coinwatch.exchanges import EXCHANGES
from tests.rig import clock

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[..., Awaitable[int]]
SubjectOf = Callable[..., Subject]
Examine = Callable[..., Awaitable["Findings"]]


class Findings:
    """What an examination told."""

    def __init__(self) -> None:
        self.told: list[Check | Verdict] = []

    @property
    def checks(self) -> dict[Step, Check]:
        """Every check by its step."""
        return {each.step: each for each in self.told if isinstance(each, Check)}

    @property
    def verdict(self) -> Verdict:
        """The verdict, which is the last thing that is told."""
        assert isinstance(self.told[-1], Verdict)
        return self.told[-1]

    def said(self, step: Step) -> tuple[str, str, str]:
        """Return a step's state, message and hint."""
        check = self.checks[step]
        return str(check.state), check.message, check.hint


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no proxy of this machine come between."""
    for scheme in ("http", "https", "ws", "wss", "socks", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)


@pytest.fixture
def proxied_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let proxies lead to this machine as well: a test has no other exchange to ask."""
    for module in (connection, rest, route):
        monkeypatch.setattr(module, "is_loopback", lambda _url: False)


@pytest.fixture
def subject_of(demo: Demo) -> SubjectOf:
    """Return one of the simulated exchanges as a subject, with changes."""

    def of(name: str = "upbit", **changes: Any) -> Subject:
        server = {"upbit": demo.upbit, "binance": demo.binance}[name]
        exchange = EXCHANGES[name]
        subject = Subject(
            exchange,
            exchange.pair("BTC", exchange.home_quote),
            "utc_day",
            (server.websocket_url,),
            (server.rest_url,),
            ping_s=20.0,
            timeout_s=10.0,
            clock=clock(),
        )
        return subject._replace(**changes)

    return of


@pytest.fixture
def examine(subject_of: SubjectOf) -> Examine:
    """Examine a simulated exchange, with changes to the subject."""

    async def run(name: str = "upbit", **changes: Any) -> Findings:
        findings = Findings()
        await Examination(subject_of(name, **changes), findings.told.append).run()
        return findings

    return run


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start servers on loopback that do what the test says with each connection."""
    async with AsyncExitStack() as stack:

        async def start(handler: Handler, trust: SSLContext | None = None) -> int:
            async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                with suppress(ConnectionError):
                    await handler(reader, writer)
                writer.close()

            server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=trust)
            await stack.enter_async_context(server)
            port: int = server.sockets[0].getsockname()[1]
            return port

        yield start
