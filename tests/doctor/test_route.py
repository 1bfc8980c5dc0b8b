"""The way to an exchange: names, connections, encryption and the proxies on it."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from coinwatch.doctor.route import Hop, Route, first_hop
from coinwatch.doctor.steps import Done, NotNeeded
from coinwatch.errors import NetworkError

PEM = Path(__file__).with_name("localhost.pem")
"""A certificate for localhost and its key, which nobody trusts but these tests."""

PROXY = "Write the variable like http://HOST:PORT, or unset it."
Serve = Callable[..., Awaitable[int]]
Refused = Callable[[Callable[[], Awaitable[Done]]], Awaitable[tuple[str, str]]]


@pytest.fixture
def refused() -> Refused:
    """Return the message and the hint of the error that a step raises."""

    async def ask(action: Callable[[], Awaitable[Done]]) -> tuple[str, str]:
        with pytest.raises(NetworkError) as caught:
            await action()
        return caught.value.message, caught.value.hint

    return ask


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate of these tests, as an office's computers trust its own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))


async def _silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


def _names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name have these addresses; without any, let there be no such name."""

    async def getaddrinfo(_: object, host: str, port: int, **kwargs: Any) -> list[Any]:
        assert (host, port, kwargs) == ("api.example", 443, {"type": socket.SOCK_STREAM})
        if not addresses:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


async def test_tells_the_address_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first, and how many more there are; the same one twice is one."""
    _names(monkeypatch, "192.0.2.1")
    assert await Route("wss://api.example").resolve() == Done("api.example is 192.0.2.1")
    _names(monkeypatch, "192.0.2.1", "192.0.2.2", "192.0.2.1", "2001:db8::1")
    assert await Route("wss://api.example").resolve() == Done("api.example is 192.0.2.1 and 2 more")


async def test_an_address_needs_no_looking_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked."""
    _names(monkeypatch)
    assert await Route("ws://192.0.2.1:80").resolve() == Done("192.0.2.1 is an address")
    assert await Route("ws://[2001:db8::1]").resolve() == Done("2001:db8::1 is an address")


async def test_a_name_that_is_unknown(monkeypatch: pytest.MonkeyPatch, refused: Refused) -> None:
    """The most usual fault of all."""
    _names(monkeypatch)
    assert await refused(Route("wss://api.example").resolve) == (
        "cannot resolve api.example",
        "Is this computer online? If so, its name server may be at fault.",
    )


async def test_a_name_that_cannot_be_looked_up(refused: Refused) -> None:
    """It is the config that is wrong, not the network."""
    assert await refused(Route("wss://x..y").resolve) == (
        "x..y cannot be the name of a host",
        "Correct it in the config file.",
    )


async def test_connects(serve: Serve) -> None:
    """With the address that answered; `close` lets go of it, or of nothing."""
    ended = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()
        ended.set()

    port = await serve(handler)
    route = Route(f"ws://127.0.0.1:{port}")
    route.close()
    await route.resolve()
    assert await route.connect() == Done(f"127.0.0.1 takes connections on port {port}")
    with pytest.raises(NotNeeded, match=r"^ws:// is not encrypted$"):
        await route.secure()
    route.close()
    async with asyncio.timeout(10):
        await ended.wait()


async def test_a_port_that_nobody_listens_on(refused: Refused) -> None:
    """Refused, and by whom."""
    route = Route("ws://127.0.0.1:1")
    await route.resolve()
    assert await refused(route.connect) == (
        "127.0.0.1 refuses connections",
        "Is the address right? A firewall may refuse as well.",
    )


@pytest.mark.usefixtures("trusted")
async def test_encrypts(serve: Serve) -> None:
    """The version, and who vouches for the host."""
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(PEM)
    route = Route(f"wss://localhost:{await serve(_silent, trust)}")
    await route.resolve()
    await route.connect()
    assert await route.secure() == Done("TLSv1.3, certificate by The coinwatch tests")
    route.close()


async def test_a_certificate_that_nobody_vouches_for(serve: Serve, refused: Refused) -> None:
    """As behind a captive portal; it is never let pass."""
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(PEM)
    route = Route(f"wss://localhost:{await serve(_silent, trust)}")
    await route.resolve()
    await route.connect()
    assert await refused(route.secure) == (
        "the certificate of localhost is not valid: self-signed certificate",
        "Is this computer's date right? Does this network ask you to sign in first, in a browser?",
    )


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_of_another_host(serve: Serve, refused: Refused) -> None:
    """Trusted, but not for this one."""
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(PEM)
    route = Route(f"wss://127.0.0.1:{await serve(_silent, trust)}")
    await route.resolve()
    await route.connect()
    message, _ = await refused(route.secure)
    assert message == (
        "the certificate of 127.0.0.1 is not valid: IP address mismatch, "
        "certificate is not valid for '127.0.0.1'."
    )


async def test_a_server_that_knows_no_tls(serve: Serve, refused: Refused) -> None:
    """A login page, most likely."""

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    route = Route(f"wss://127.0.0.1:{await serve(plain)}")
    await route.resolve()
    await route.connect()
    assert await refused(route.secure) == (
        "no secure connection to 127.0.0.1: WRONG_VERSION_NUMBER",
        "Open any page in a browser: this network may ask you to sign in first.",
    )


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch, refused: Refused) -> None:
    """It is the proxy that refuses, and not the exchange."""
    monkeypatch.setenv("wss_proxy", "http://127.0.0.1:1")
    route = Route("wss://api.example")
    await route.resolve()
    assert await refused(route.connect) == (
        "the proxy 127.0.0.1 refuses connections",
        "Is the address right? A firewall may refuse as well.",
    )


async def test_the_way_goes_to_the_proxy(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    """It is looked up and connected to; what is behind it is its own business."""
    port = await serve(_silent)
    monkeypatch.setenv("wss_proxy", f"http://name:secret@127.0.0.1:{port}")
    route = Route("wss://api.example")
    assert await route.resolve() == Done("the proxy 127.0.0.1 is an address")
    assert await route.connect() == Done(f"127.0.0.1 takes connections on port {port}")
    with pytest.raises(NotNeeded) as caught:
        await route.secure()
    assert str(caught.value) == "through the proxy; the WebSocket step encrypts as well"
    route.close()


def test_begins_where_the_library_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the proxy, unless the host is one to go to directly."""
    assert first_hop("wss://api.example/v1") == Hop("api.example", 443, is_proxy=False)
    assert first_hop("ws://api.example:81") == Hop("api.example", 81, is_proxy=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    assert first_hop("wss://api.example/v1") == Hop("proxy.example", 3128, is_proxy=True)
    monkeypatch.setenv("no_proxy", "api.example")
    assert first_hop("wss://api.example/v1") == Hop("api.example", 443, is_proxy=False)


@pytest.mark.parametrize(
    "value", ["proxy.example:3128", "name:secret@proxy.example:3128", "http://proxy.example:x"]
)
def test_a_proxy_variable_that_is_no_address(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named without what it holds, which may be a password."""
    monkeypatch.setenv("wss_proxy", value)
    with pytest.raises(NetworkError) as caught:
        first_hop("wss://api.example")
    assert caught.value.message == "a proxy variable holds no address for WebSockets"
    assert caught.value.hint == PROXY


@pytest.mark.parametrize("installed", [False, True])
def test_a_socks_proxy_takes_a_package_of_its_own(
    installed: bool,  # noqa: FBT001  # a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where it is missing, the library would end in a traceback."""
    monkeypatch.setenv("wss_proxy", "socks5://proxy.example:1080")
    monkeypatch.setattr(
        "coinwatch.doctor.route.find_spec",
        lambda name: installed or {"python_socks": None}[name],
    )
    if installed:
        assert first_hop("wss://api.example") == Hop("proxy.example", 1080, is_proxy=True)
        return
    with pytest.raises(NetworkError) as caught:
        first_hop("wss://api.example")
    assert caught.value.message == "a SOCKS proxy is set, which WebSockets cannot use here"
    assert caught.value.hint == PROXY


def test_an_address_that_is_none() -> None:
    """A name without a password passes the config, and no further."""
    with pytest.raises(NetworkError) as caught:
        first_hop("wss://name@api.example")
    assert caught.value.message == (
        "no address for a WebSocket: username provided without password"
    )
    assert caught.value.hint == "Correct it in the config file."
