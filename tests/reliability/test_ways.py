"""The way to an exchange: names, TLS, proxies. In real time, over real sockets of this machine."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
import trustme
from websockets.asyncio.server import ServerConnection, serve

from coinwatch import polling
from coinwatch.config import Config
from coinwatch.demo import Demo
from coinwatch.model import FeedState
from coinwatch.session import Session
from coinwatch.store import Store
from tests.reliability.kit import Start, Until, reasons
from tests.rig import clock

Serve = Callable[[ssl.SSLContext], Awaitable[str]]

EXCHANGE = "exchange.example"
"""A name that only the proxies of these tests know."""


@pytest.fixture
async def encrypted() -> AsyncIterator[Serve]:
    """Serve WebSockets over TLS; whoever gets through the handshake is counted in `came`."""
    async with AsyncExitStack() as stack:

        async def handler(websocket: ServerConnection) -> None:
            came.append(str(websocket.request and websocket.request.path))
            await websocket.wait_closed()

        async def start(context: ssl.SSLContext) -> str:
            server = await stack.enter_async_context(serve(handler, "127.0.0.1", 0, ssl=context))
            return f"wss://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/v1"

        came.clear()
        yield start


came: list[str] = []
"""The paths of the requests that were let through, in the test that runs."""


def _trust(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: trustme.CA) -> None:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


def _expired(authority: trustme.CA, _: Path) -> ssl.SSLContext:
    issued, expired = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC)
    return _context(authority.issue_cert("127.0.0.1", not_before=issued, not_after=expired))


def _another_host(authority: trustme.CA, _: Path) -> ssl.SSLContext:
    return _context(authority.issue_cert("127.0.0.2"))


def _nobodys(_: trustme.CA, __: Path) -> ssl.SSLContext:
    return _context(trustme.CA().issue_cert("127.0.0.1"))


def _self_signed(_: trustme.CA, tmp_path: Path) -> ssl.SSLContext:
    own = trustme.CA()
    own.cert_pem.write_to_path(tmp_path / "own.pem")
    own.private_key_pem.write_to_path(tmp_path / "own.key")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "own.pem", tmp_path / "own.key")
    return context


CERTIFICATES: dict[str, tuple[Callable[[trustme.CA, Path], ssl.SSLContext], str]] = {
    "expired": (_expired, "certificate has expired"),
    "another host's": (
        _another_host,
        "IP address mismatch, certificate is not valid for '127.0.0.1'.",
    ),
    "nobody's": (_nobodys, "unable to get local issuer certificate"),
    "self-signed": (_self_signed, "self-signed certificate"),
}


@pytest.mark.parametrize("kind", CERTIFICATES)
async def test_row_08_a_certificate_that_is_not_valid_is_named_and_never_let_pass(
    kind: str,
    encrypted: Serve,
    watch: Start,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is tried again, for the fault may be a network's; nobody ever gets our request."""
    authority = trustme.CA()
    _trust(monkeypatch, tmp_path, authority)
    make, words = CERTIFICATES[kind]
    url = await encrypted(make(authority, tmp_path))
    feed = watch("upbit", "KRW-BTC", urls=(url,))
    await until(lambda: len(reasons(feed)) >= 3)
    assert set(reasons(feed)) == {f"the certificate of 127.0.0.1 is not valid: {words}"}
    assert came == []


async def test_row_08_a_certificate_that_is_valid_is_enough(
    encrypted: Serve,
    watch: Start,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same server with the right one: it is the certificates that the others fail for."""
    authority = trustme.CA()
    _trust(monkeypatch, tmp_path, authority)
    watch("upbit", "KRW-BTC", urls=(await encrypted(_context(authority.issue_cert("127.0.0.1"))),))
    await until(lambda: came == ["/v1"])


async def test_row_08_a_server_that_knows_no_tls(demo: Demo, watch: Start, until: Until) -> None:
    """As behind a login page: retried, and named as what it is."""
    feed = watch("upbit", "KRW-BTC", urls=(f"wss://127.0.0.1:{demo.upbit.port}/",))
    await until(lambda: len(reasons(feed)) >= 2)
    assert {str(reason).partition(":")[0] for reason in reasons(feed)} <= {
        "127.0.0.1 drops the connection",
        "no secure connection to 127.0.0.1",
    }


async def test_row_08_a_name_that_does_not_resolve(
    demo: Demo, watch: Start, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked up anew at each attempt, so it comes back by itself."""
    asked: list[str] = []

    async def getaddrinfo(_: object, host: str, _port: int, **__: object) -> list[object]:
        asked.append(host)
        if len(asked) < 3:
            raise socket.gaierror(-3, "Temporary failure in name resolution")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", demo.upbit.port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    url = f"ws://{EXCHANGE}:{demo.upbit.port}/websocket/v1"
    feed = watch("upbit", "KRW-BTC", urls=(url,))
    await until(lambda: feed.state is FeedState.LIVE)
    assert reasons(feed) == [f"cannot resolve {EXCHANGE}"] * 2


async def test_row_08_a_port_that_nobody_listens_on(demo: Demo, watch: Start, until: Until) -> None:
    """Retried until somebody does."""
    demo.binance.stop_listening()
    feed = watch("binance", "BTCUSDT")
    await until(lambda: len(reasons(feed)) >= 3)
    assert set(reasons(feed)) == {"127.0.0.1 refuses connections"}
    await demo.binance.listen()
    await until(lambda: feed.server.sessions)


class Proxy:
    """A proxy on loopback that alone knows where the exchange is."""

    def __init__(self, *, refuses: int | None = None) -> None:
        self.refuses = refuses
        """The status that CONNECT is answered with, if it is refused."""
        self.asked: list[str] = []
        """What came by: CONNECT, GET or SOCKS, and the host."""
        self.port = 0

    @asynccontextmanager
    async def running(self, serve_one: "Handler") -> AsyncIterator["Proxy"]:
        """Listen for as long as it is entered."""
        ends: set[asyncio.Task[None]] = set()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            ends.add(task)
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await serve_one(self, reader, writer)
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in ends:
                task.cancel()
            await asyncio.gather(*ends, return_exceptions=True)

    def resolve(self, host: str) -> str:
        """Return the address of the exchange: nobody else could."""
        assert host == EXCHANGE
        return "127.0.0.1"


Handler = Callable[[Proxy, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _join(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes
) -> None:
    """Carry bytes both ways until either end has enough."""
    far_reader, far_writer = await asyncio.open_connection(host, port)
    far_writer.write(first)

    async def carry(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65_536):
                to.write(data)
                await to.drain()
        to.close()

    try:
        await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))
    finally:
        far_writer.close()


async def _http(proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Tunnel CONNECT, and pass a GET of a whole address on."""
    head = await reader.readuntil(b"\r\n\r\n")
    method, target, _ = head.split(b" ", 2)
    if method == b"CONNECT":
        host, _, port = target.decode().rpartition(":")
        proxy.asked.append(f"CONNECT {host}")
        if proxy.refuses:
            writer.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % proxy.refuses)
            return
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await _join(reader, writer, proxy.resolve(host), int(port), b"")
        return
    host, _, rest = target.decode().removeprefix("http://").partition(":")
    port, _, path = rest.partition("/")
    proxy.asked.append(f"GET {host}")
    first = head.replace(target, b"/" + path.encode(), 1)
    await _join(reader, writer, proxy.resolve(host), int(port), first)


async def _socks(proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """SOCKS5 without a password: https://www.rfc-editor.org/rfc/rfc1928."""
    _, count = await reader.readexactly(2)
    await reader.readexactly(count)
    writer.write(b"\x05\x00")
    _, command, _, kind = await reader.readexactly(4)
    assert (command, kind) == (1, 3), "a name, for the proxy to resolve"
    host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    port = int.from_bytes(await reader.readexactly(2), "big")
    proxy.asked.append(f"SOCKS {host}")
    writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
    await _join(reader, writer, proxy.resolve(host), port, b"")


def _behind(demo: Demo) -> Config:
    """Return a config whose exchanges are at a name that this machine cannot resolve."""
    servers = {"upbit": demo.upbit, "binance": demo.binance}
    exchanges = {
        name: replace(
            each,
            websocket_url=servers[name].websocket_url.replace("127.0.0.1", EXCHANGE),
            rest_url=servers[name].rest_url.replace("127.0.0.1", EXCHANGE),
        )
        for name, each in Config().exchanges.items()
    }
    feed = replace(Config().feed, backoff_initial_s=0.01, backoff_max_s=0.05)
    return Config(symbols=("BTC",), exchanges=exchanges, feed=feed)


@asynccontextmanager
async def _session(config: Config) -> AsyncIterator[Store]:
    store = Store()
    task = asyncio.create_task(Session(config, store, random=Random(1), clock=clock()).run())
    try:
        yield store
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _states(store: Store) -> list[FeedState]:
    return [health.status.state for health in store.feeds.values()]


@pytest.mark.parametrize(
    ("serve_one", "scheme", "ways"),
    [(_http, "http", {"CONNECT", "GET"}), (_socks, "socks5h", {"SOCKS"})],
)
async def test_row_18_everything_goes_through_the_proxy_of_the_environment(
    serve_one: Handler,
    scheme: str,
    ways: set[str],
    demo: Demo,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Live data and market lists of both exchanges, whose name only the proxy can resolve."""
    async with Proxy().running(serve_one) as proxy:
        monkeypatch.setenv("http_proxy", f"{scheme}://127.0.0.1:{proxy.port}")
        async with _session(_behind(demo)) as store:
            await until(lambda: len(demo.binance.sessions) == len(demo.upbit.sessions) == 1)

            def step() -> bool:
                demo.step()
                states = [store.state(market) for market in store.markets]
                return all(each.last and each.listing.decimals for each in states)

            await until(step)
            await until(lambda: _states(store) == [FeedState.LIVE] * 2)
            await until(lambda: demo.upbit.ledger.asked and demo.binance.ledger.asked)
    assert {each.partition(" ")[0] for each in proxy.asked} == ways
    assert {each.partition(" ")[2] for each in proxy.asked} == {EXCHANGE}


@pytest.mark.parametrize(
    ("status", "reason"),
    [(403, "the proxy refused, HTTP 403"), (407, "the proxy refused, HTTP 407")],
)
async def test_row_18_a_proxy_that_lets_only_rest_pass_means_polling(
    status: int,
    reason: str,
    demo: Demo,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And row 5: the proxy's refusal has its own sentence. Prices come by REST, said so; once the
    proxy lets connections pass, they come live.
    """
    monkeypatch.setattr(polling, "POLL_S", 0.05)
    async with Proxy(refuses=status).running(_http) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        async with _session(_behind(demo)) as store:
            await until(lambda: _states(store) == [FeedState.POLLING] * 2)
            assert {health.status.reason for health in store.feeds.values()} == {reason}
            assert all(store.state(market).last for market in store.markets)
            proxy.refuses = None

            def step() -> bool:
                demo.step()
                return _states(store) == [FeedState.LIVE] * 2

            await until(step)
