"""The few GETs: market lists and history. The live feeds never wait for them."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from coinwatch import __version__
from coinwatch.budget import Budget
from coinwatch.errors import ExchangeError, NetworkError
from coinwatch.exchanges.base import Exchange, Request
from coinwatch.link import Clock
from coinwatch.loopback import is_loopback
from coinwatch.reasons import NO_SOCKS, retry_after_s

if TYPE_CHECKING:
    import ssl

    import httpx2

TIMEOUT_S = 10.0
MAX_BODY_BYTES = 32 * 1024 * 1024
"""Binance's whole market list has some 2 MB."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By name, in any letter case."""
    body: bytes


class Rest:
    """One exchange's REST address, within its budget of requests."""

    def __init__(
        self,
        exchange: type[Exchange],
        urls: Sequence[str],
        clock: Clock = Clock(),  # noqa: B008  # immutable
    ) -> None:
        self._client: httpx2.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._title = exchange.title
        self._now = clock.monotonic
        self._urls = [url.rstrip("/") for url in urls if url]
        self._banned_until = 0.0
        self._budget = Budget(exchange.limits.requests)

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
        return urlsplit(self._urls[0]).hostname or self._urls[0]

    async def get(self, request: Request) -> bytes:
        """Return the body of an answer.

        Where this place is not served, the next address is asked, from then on. Raises
        ExchangeError if the exchange does not know what was asked for, NetworkError for anything
        else but a 200: asking again later may help.
        """
        status, _, body = await self.ask(request)
        if status == HTTPStatus.OK:
            return body
        words = f"{self._title}: {self.host} answers HTTP {status}"
        if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
            raise ExchangeError(words)
        raise NetworkError(words)

    async def ask(self, request: Request) -> Answer:
        """Return the answer, whatever its status, but of the next address as ``get`` does.

        Raises NetworkError if there is none; its cause is what the HTTP library says.
        """
        await asyncio.sleep(self._banned_until - self._now())
        await asyncio.sleep(self._budget.take(self._now()))
        answer = await self._ask(request)
        while answer.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS and len(self._urls) > 1:
            self._urls.pop(0)
            answer = await self._ask(request)
        # Binance answers what comes before its time with a ban of up to three days.
        wait_s = retry_after_s(answer.status, (answer.headers.get("Retry-After", ""),))
        # Another answer may have been under way since before the ban.
        self._banned_until = max(self._banned_until, self._now() + wait_s)
        return answer

    async def _ask(self, request: Request) -> Answer:
        url = self._urls[0] + request.path
        body = bytearray()
        client = await self._opened()
        import httpx2  # noqa: PLC0415  # see `_trusted`

        try:
            async with client.stream("GET", url, params=dict(request.params)) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > MAX_BODY_BYTES:
                        raise NetworkError(f"{self._title}: the answer of {self.host} is too big")
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
            raise NetworkError(f"{self._title}: cannot reach {self.host} over HTTP") from error
        return Answer(response.status_code, response.headers, bytes(body))

    async def _opened(self) -> "httpx2.AsyncClient":
        async with self._opening:
            if self._client is None:
                plain = all(is_loopback(url) and url.startswith("http:") for url in self._urls)
                self._client = self._open(None if plain else await asyncio.to_thread(_trusted))
            return self._client

    def _open(self, trust: "ssl.SSLContext | None") -> "httpx2.AsyncClient":
        """Return a client that goes through the proxies of the environment.

        Raises NetworkError if one of them cannot be used.
        """
        import httpx2  # noqa: PLC0415  # see `_trusted`

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


def _trusted() -> "ssl.SSLContext":
    """Return whom to trust. For a thread: the library and all certificates take 0.1 s to load."""
    import httpx2  # noqa: PLC0415  # see above

    return httpx2.create_ssl_context()
