"""The few GETs: market lists and history. The live feeds never wait for them."""

import asyncio
import time
from collections.abc import Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from coinwatch import __version__
from coinwatch.budget import Budget
from coinwatch.errors import ExchangeError, NetworkError
from coinwatch.exchanges.base import Exchange, Request

TIMEOUT_S = 10.0
MAX_BODY_BYTES = 32 * 1024 * 1024
"""Binance's whole market list has some 2 MB."""


class Rest:
    """One exchange's REST address, within its budget of requests."""

    def __init__(self, exchange: type[Exchange], urls: Sequence[str]) -> None:
        # The feeds connect first; this import alone takes as long as their handshake.
        import httpx2  # noqa: PLC0415  # see above

        self._httpx = httpx2
        self._title = exchange.title
        self._urls = [url.rstrip("/") for url in urls if url]
        self._budget = Budget(exchange.limits.requests)
        self._client = httpx2.AsyncClient(
            timeout=TIMEOUT_S, headers={"User-Agent": f"coinwatch/{__version__}"}
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(self, request: Request) -> bytes:
        """Return the body of an answer.

        Where this place is not served, the next address is asked, from then on. Raises
        ExchangeError if the exchange does not know what was asked for, NetworkError for anything
        else but a 200: asking again later may help.
        """
        await asyncio.sleep(self._budget.take(time.monotonic()))
        status, body = await self._ask(request)
        while status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS and len(self._urls) > 1:
            self._urls.pop(0)
            status, body = await self._ask(request)
        if status == HTTPStatus.OK:
            return body
        words = f"{self._title}: {self._host()} answers HTTP {status}"
        if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
            raise ExchangeError(words)
        raise NetworkError(words)

    async def _ask(self, request: Request) -> tuple[int, bytes]:
        url = self._urls[0] + request.path
        body = bytearray()
        try:
            async with self._client.stream("GET", url, params=dict(request.params)) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > MAX_BODY_BYTES:
                        raise NetworkError(
                            f"{self._title}: the answer of {self._host()} is too big"
                        )
        except (self._httpx.HTTPError, OSError) as error:
            raise NetworkError(f"{self._title}: cannot reach {self._host()} over HTTP") from error
        return response.status_code, bytes(body)

    def _host(self) -> str:
        return urlsplit(self._urls[0]).hostname or self._urls[0]
