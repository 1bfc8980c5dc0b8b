"""The pages: who may have one, what it may load, and how many there are.

Everybody on this computer can reach loopback, and so can the pages of others in a browser. So the
address has a token that only who started the server has seen. The first request turns it into a
cookie; without either there is nothing to see. A socket is opened by a page of ours only: a cookie
is sent along for every port of this computer.
"""

import asyncio
import errno
import os
import secrets
import shlex
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from coinwatch.errors import UsageError

MOST = 8
"""Pages at a time: each is a program with connections of its own, which exchanges limit."""

ENDING_S = 3.0
"""How long the programs of the pages have to end."""

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is loaded from elsewhere, and nobody shows the page inside of another."""

STRANGER = (
    "This screen belongs to whoever started `coinwatch web`.\n"
    "Open the whole address that it printed then, with ?token= and what follows.\n"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages(Server):
    """Serves pages on ``host``; each runs ``command``."""

    def __init__(self, command: Sequence[str], host: str) -> None:
        # `exec`: no shell stays between, so that a signal reaches the program.
        line = f"exec {shlex.join(command)}"
        super().__init__(line, host, title="coinwatch", templates_path=Path(__file__).parent)
        self._token = secrets.token_urlsafe()
        self._cookie = ""
        self._open: set[asyncio.Task[object]] = set()

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach the pages."""
        return self.host == "localhost" or (
            _is_address(self.host) and ip_address(self.host).is_loopback
        )

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator[str]:
        """Serve inside, and give the address. Raises UsageError if the port cannot be had."""
        app = await self._make_app()
        app.middlewares.append(self._guard)
        app.on_response_prepare.append(_add_headers)
        app.router.add_get("/page.js", _page_script)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            yield await self._address(runner, port)
        finally:
            await runner.cleanup()

    async def _address(self, runner: web.AppRunner, port: int) -> str:
        try:
            await web.TCPSite(runner, self.host, port).start()
        except OSError as error:
            taken = error.errno in {errno.EADDRINUSE, errno.EACCES}
            hint = "--port 0 takes any free one." if taken else "--host is one of this computer's."
            # asyncio says it at length; what has no number of the system's is of the resolver.
            number = error.errno or 0
            why = os.strerror(number) if number in errno.errorcode else error.strerror
            raise UsageError(f"Cannot serve on {self.host}, port {port}: {why}.", hint) from error
        host = self.host
        if _is_address(host):
            every = ip_address(host).is_unspecified
            host = socket.gethostname() if every else f"[{host}]" if ":" in host else host
        port = runner.addresses[0][1]
        # Cookies are those of a host, whatever its ports: another server's is not to be replaced.
        self._cookie = f"coinwatch-{port}"
        return f"http://{host}:{port}/?token={self._token}"

    async def on_startup(self, _app: web.Application) -> None:
        """Print nothing: the address is not known yet."""

    async def on_shutdown(self, _app: web.Application) -> None:
        """End the programs of all pages."""
        for task in self._open:
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=ENDING_S)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a program for as long as its page is open."""
        if len(self._open) >= MOST:
            raise web.HTTPServiceUnavailable(text=f"{MOST} pages are open: close one.")
        task = asyncio.current_task()
        assert task  # noqa: S101  # handlers run in tasks
        self._open.add(task)
        try:
            return await super().handle_websocket(request)
        finally:
            self._open.discard(task)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse who has neither token nor cookie, or comes from another's page."""
        origin = request.headers.get("Origin")
        if origin and origin.partition("://")[2] != request.host:
            raise web.HTTPForbidden(text="Pages of other sites may not open this.")
        if self._is_token(request.query.get("token", "")):
            # The page's own address is without it, so that no history or screenshot keeps it.
            response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "./"})
            # Not "Strict", which a link in another page to this address would not get past.
            response.set_cookie(self._cookie, self._token, httponly=True, samesite="Lax")
            return response
        if not self._is_token(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text=STRANGER)
        return await handler(request)

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(errors="surrogateescape"), self._token.encode())


async def _page_script(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(Path(__file__).with_name("page.js"))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
