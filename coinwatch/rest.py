"""The few GETs: market lists and history. The live feeds never wait for them."""

import asyncio
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from coinwatch import __version__
from coinwatch.budget import Budget
from coinwatch.errors import ExchangeError, NetworkError
from coinwatch.exchanges.base import Exchange, Request
from coinwatch.hosts import BLOCKED_RETRY_S, Hosts
from coinwatch.link import Clock
from coinwatch.loopback import is_loopback
from coinwatch.reasons import NO_SOCKS, retry_after_s
from coinwatch.trust import trusted

if TYPE_CHECKING:
    import ssl

    import httpx2

TIMEOUT_S = 10.0
MAX_BODY_BYTES = 32 * 1024 * 1024
"""Binance's whole market list has some 2 MB."""

UNKNOWN = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})
"""Statuses of an exchange that does not know what it was asked for."""

CLOCK_S = 5.0
"""How far the exchange's clock may seem to be from ours, which is the finer measure."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By name, in any letter case."""
    body: bytes
    host: str
    """Who gave it."""


class Rest:
    """One exchange over REST, within its budget of ``requests``: all askers are to share that."""

    def __init__(
        self,
        exchange: type[Exchange],
        urls: Sequence[str],
        clock: Clock = Clock(),  # noqa: B008  # immutable
        requests: Budget | None = None,
    ) -> None:
        self._client: httpx2.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._title = exchange.title
        self._now, self._wall_ns = clock
        self.ahead_ms = 0
        """How far the exchange's clock is ahead of ours by its last answer, unless by seconds."""
        self._urls = [url.rstrip("/") for url in urls if url]
        self._hosts = Hosts(self._urls)
        self._blocked_until = 0.0
        self._requests = requests or Budget(exchange.limits.requests)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client:
            await self._client.aclose()

    @property
    def host(self) -> str:
        """The host that is asked."""
        return self._hosts.name

    async def get(self, request: Request) -> bytes:
        """Return the body of an answer.

        Where this place is not served, the next address is asked, until that fails. Raises
        ExchangeError if the exchange does not know what was asked for, NetworkError for anything
        else but a 200: asking again later may help.
        """
        status, _, body, host = await self.ask(request)
        if status == HTTPStatus.OK:
            return body
        words = f"{self._title}: {host} answers HTTP {status}"
        if status in UNKNOWN:
            raise ExchangeError(words)
        raise NetworkError(words)

    async def ask(self, request: Request) -> Answer:
        """Return the answer, whatever its status, but of the next address as ``get`` does.

        Raises NetworkError if there is none; its cause is what the HTTP library says.
        """
        while True:
            await self._take_turn()
            url, sent_ns = self._hosts.url, self._wall_ns()
            try:
                answer = await self._fetch(url, self.host, request)
            except NetworkError:
                self._note_failure(url)
                raise
            # Binance answers what comes before its time with a ban of up to three days.
            wait_s = retry_after_s(answer.status, (answer.headers.get("Retry-After", ""),))
            self._requests.hold(self._now() + wait_s)
            elsewhere = answer.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
            if not (elsewhere and self._turn_away(url)):
                break
        if answer.status == HTTPStatus.OK or answer.status in UNKNOWN:
            self._compare_clocks(answer, sent_ns)
            self._hosts.worked()
        else:
            self._note_failure(url)
        return answer

    async def _take_turn(self) -> None:
        """Wait until the exchange takes another request."""
        await asyncio.sleep(self._blocked_until - self._now())
        while True:
            await asyncio.sleep(self._requests.take(self._now()))
            if self._now() >= self._requests.held_until:
                return

    def _turn_away(self, url: str) -> bool:
        """Turn away from an address that does not serve this place; False if none is left."""
        if url != self._hosts.url or self._hosts.blocked():
            return True
        self._blocked_until = self._now() + BLOCKED_RETRY_S
        return False

    def _compare_clocks(self, answer: Answer, sent_ns: int) -> None:
        said_s = ahead_s(answer.headers.get("Date", ""), sent_ns, self._wall_ns())
        if said_s is not None:
            # Rather too little: what comes live afterwards must not look older.
            self.ahead_ms = round((said_s - 1.0) * 1000) if abs(said_s) > CLOCK_S else 0

    def _note_failure(self, url: str) -> None:
        if url == self._hosts.url:  # else somebody has turned to another one meanwhile
            self._hosts.failed()

    async def _fetch(self, url: str, host: str, request: Request) -> Answer:
        body = bytearray()
        client = await self._opened()
        import httpx2  # noqa: PLC0415  # as `trust` does

        try:
            path, params = url + request.path, dict(request.params)
            async with client.stream("GET", path, params=params) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > MAX_BODY_BYTES:
                        raise NetworkError(f"{self._title}: the answer of {host} is too big")
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
            raise NetworkError(f"{self._title}: cannot reach {host} over HTTP") from error
        return Answer(response.status_code, response.headers, bytes(body), host)

    async def _opened(self) -> "httpx2.AsyncClient":
        async with self._opening:
            if self._client is None:
                plain = all(is_loopback(url) and url.startswith("http:") for url in self._urls)
                self._client = self._open(None if plain else await trusted())
            return self._client

    def _open(self, trust: "ssl.SSLContext | None") -> "httpx2.AsyncClient":
        """Return a client that goes through the proxies of the environment.

        Raises NetworkError if one of them cannot be used.
        """
        import httpx2  # noqa: PLC0415  # as `trust` does

        try:
            return httpx2.AsyncClient(
                verify=trust or False,
                timeout=TIMEOUT_S,
                headers={"User-Agent": f"coinwatch/{__version__}"},
                trust_env=not all(map(is_loopback, self._urls)),
            )
        except ImportError as error:
            raise NetworkError(f"{self._title}: {NO_SOCKS}") from error
        except (ValueError, httpx2.InvalidURL) as error:
            raise NetworkError(f"{self._title}: a proxy in the environment is not valid") from error


def ahead_s(date: str, sent_ns: int, received_ns: int) -> float | None:
    """Return how far a Date header, which is cut to seconds, is ahead of our clock."""
    try:
        at_s = parsedate_to_datetime(date).timestamp() + 0.5
    except (ValueError, OverflowError):
        return None
    return at_s - (sent_ns + received_ns) / 2e9
