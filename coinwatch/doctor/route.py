"""The way to a WebSocket address, one step after the other: name, connection, encryption.

It is the way that the feeds take: to the proxy, where the library finds one.
"""

import asyncio
import socket
import ssl
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any, NamedTuple

from websockets.exceptions import InvalidProxy, InvalidURI
from websockets.proxy import Proxy, get_proxy, parse_proxy
from websockets.uri import WebSocketURI, parse_uri

from coinwatch.doctor.advice import CORRECT, PROXY, explained
from coinwatch.doctor.steps import Done, NotNeeded
from coinwatch.errors import NetworkError
from coinwatch.loopback import is_loopback
from coinwatch.trust import read_trust


class Hop(NamedTuple):
    """Whom this computer talks to itself."""

    host: str
    port: int
    is_proxy: bool

    @property
    def name(self) -> str:
        """What to call it."""
        return f"the proxy {self.host}" if self.is_proxy else self.host


def first_hop(url: str) -> Hop:
    """Return where a connection to ``url`` begins.

    Raises NetworkError for a proxy variable, or an address, that is of no use.
    """
    try:
        address = parse_uri(url)
    except InvalidURI as error:
        raise NetworkError(f"no address for a WebSocket: {error.msg}", CORRECT) from error
    proxy = None if is_loopback(url) else _proxy(address)
    if proxy is None:
        return Hop(address.host, address.port, is_proxy=False)
    return Hop(proxy.host, proxy.port, is_proxy=True)


def _proxy(address: WebSocketURI) -> Proxy | None:
    try:
        found = get_proxy(address)
        proxy = parse_proxy(found) if found else None
    except (InvalidProxy, ValueError) as error:
        # What the library says of it may hold a password.
        raise NetworkError("a proxy variable holds no address for WebSockets", PROXY) from error
    if proxy and proxy.scheme.startswith("socks") and not find_spec("python_socks"):
        raise NetworkError("a SOCKS proxy is set, which WebSockets cannot use here", PROXY)
    return proxy


class Route:
    """The way to one address. Its steps raise NetworkError where it does not go on."""

    def __init__(self, url: str) -> None:
        self._url = url
        # Reading all certificates takes longer than many a connection: not while time is taken.
        self._trust = read_trust() if url.startswith("wss:") else None
        self._hop = Hop("", 0, is_proxy=False)
        self._writer: asyncio.StreamWriter | None = None

    async def resolve(self) -> Done:
        """Find the addresses of the host, or of the proxy."""
        self._hop = hop = first_hop(self._url)
        if _is_address(hop.host):
            return Done(f"{hop.name} is an address")
        with explained(hop.name):
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(hop.host, hop.port, type=socket.SOCK_STREAM)
        first, *others = dict.fromkeys(str(place[0]) for *_, place in found)
        more = f" and {len(others)} more" if others else ""
        return Done(f"{hop.name} is {first}{more}")

    async def connect(self) -> Done:
        """Open a TCP connection."""
        host, port, _ = self._hop
        with explained(self._hop.name):
            _, self._writer = await asyncio.open_connection(host, port)
        address, *_ = self._writer.get_extra_info("peername")
        return Done(f"{address} takes connections on port {port}")

    async def secure(self) -> Done:
        """Encrypt the connection, with the same trust as the feeds."""
        host, _, is_proxy = self._hop
        if self._trust is None:
            raise NotNeeded("ws:// is not encrypted")
        if is_proxy or not self._writer:
            raise NotNeeded("through the proxy; the WebSocket step encrypts as well")
        with explained(host):
            await self._writer.start_tls(self._trust, server_hostname=host)
        connection: ssl.SSLObject = self._writer.get_extra_info("ssl_object")
        return Done(f"{connection.version()}, certificate by {_issuer(connection)}")

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer:
            self._writer.transport.abort()


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _issuer(connection: ssl.SSLObject) -> str:
    """Return who vouches for the host: a proxy that reads along shows here."""
    certificate: Any = connection.getpeercert() or {}
    names = {name: value for part in certificate.get("issuer", ()) for name, value in part}
    return str(names.get("organizationName") or names.get("commonName") or "nobody")
