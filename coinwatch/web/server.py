"""The pages: who may have one, what it may load, and how many there are.

Browsers show the pages of others as well, and those can reach loopback. So a request must name
this server by an address or by a name of its own (any other name may have been pointed here), and
a socket is opened by a page of ours only.
"""

import asyncio
import shlex
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
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
    "img-src 'self' data:; connect-src 'self' ws:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is loaded from elsewhere, and nobody shows the page inside of another."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages(Server):
    """Serves pages on ``host``; each runs ``command``."""

    def __init__(self, command: Sequence[str], host: str) -> None:
        # `exec`: no shell stays between, so that a signal reaches the program.
        line = f"exec {shlex.join(command)}"
        super().__init__(line, host, title="coinwatch", templates_path=Path(__file__).parent)
        self._names = {"localhost", host.lower(), socket.gethostname().lower()}
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
            why = error.strerror or str(error)
            raise UsageError(
                f"Cannot serve on {self.host}, port {port}: {why}.", "--port 0 takes any free one."
            ) from error
        host = self.host
        if _is_address(host):
            every = ip_address(host).is_unspecified
            host = socket.gethostname() if every else f"[{host}]" if ":" in host else host
        return f"http://{host}:{runner.addresses[0][1]}"

    async def on_startup(self, _app: web.Application) -> None:
        """Print nothing: the address is not known yet."""

    async def on_shutdown(self, _app: web.Application) -> None:
        """End the programs of all pages."""
        for task in self._open:
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=ENDING_S)

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """Return the page, whose socket is where it was itself found."""
        self.public_url = f"http://{request.host}"
        return await super().handle_index(request)

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
        """Refuse who calls this server by another's name, or from another's page."""
        host, ours = request.url.host or "", f"http://{request.host}"
        if not (host.lower() in self._names or _is_address(host)):
            raise web.HTTPForbidden(text="This server has another name.")
        if request.headers.get("Origin", ours) != ours:
            raise web.HTTPForbidden(text="Pages of other sites may not open this.")
        return await handler(request)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
