"""Why there is no connection, in words."""

import socket
import ssl

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import (
    ConnectionClosedError,
    ConnectionClosedOK,
    InvalidMessage,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    SecurityError,
    WebSocketException,
)
from websockets.frames import Close
from websockets.http11 import Response

from coinwatch.reasons import MAX_RETRY_AFTER_S, NO_SOCKS, Failure, explain

HOST = "api.example"


def _status(code: int, **headers: str) -> InvalidStatus:
    fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return InvalidStatus(Response(code, "", fields))


def _certificate() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (_status(403), "HTTP 403: refused by the exchange's firewall"),
        (_status(500), "HTTP 500: the exchange has an internal error"),
        (_status(503), "HTTP 503: the exchange is down or in maintenance"),
        (_status(200), "HTTP 200: not a WebSocket; is there a proxy or a login page between?"),
        (_status(302), "HTTP 302: not a WebSocket; is there a proxy or a login page between?"),
        (InvalidProxyStatus(Response(407, "", Headers())), "the proxy refused, HTTP 407"),
        (socket.gaierror(-2, "Name or service not known"), "cannot resolve api.example"),
        (ConnectionRefusedError(111, "refused"), "api.example refuses connections"),
        (ConnectionResetError(), "api.example drops the connection"),
        (TimeoutError(), "api.example does not answer in time"),
        (OSError(113, "No route to host"), "cannot reach api.example: No route to host"),
        (OSError("Multiple"), "cannot reach api.example: none of its addresses answers"),
        (_certificate(), "the certificate of api.example is not valid: certificate has expired"),
        (ssl.SSLError(1), "no secure connection to api.example: TLS failed"),
        (ImportError("python-socks"), NO_SOCKS),
        (InvalidProxy("x", "y"), "a proxy in the environment is not valid"),
        (InvalidURI("http://x", "y"), "api.example leads to something that is not a WebSocket"),
        (
            UnicodeError("label empty"),
            "api.example or a proxy in the environment is not a valid address",
        ),
        (
            SecurityError("more than 10 redirects"),
            "api.example leads elsewhere in a way that cannot be followed",
        ),
        (InvalidMessage("x"), "api.example does not speak WebSocket"),
        (WebSocketException(), "api.example: WebSocketException"),
        (ConnectionClosedError(None, None), "connection lost"),
        (
            ConnectionClosedError(None, Close(1011, "keepalive ping timeout")),
            "closed by us: keepalive ping timeout",
        ),
        (ConnectionClosedError(None, Close(1000, "")), "connection lost while closing"),
        (
            ConnectionClosedOK(Close(1001, ""), None),
            "closed by the exchange, 1001 (going away)",
        ),
        (
            ConnectionClosedError(Close(1008, "Too many requests"), None),
            "closed by the exchange, 1008 (Too many requests)",
        ),
        (ConnectionClosedError(Close(4000, ""), None), "closed by the exchange, 4000 (unknown)"),
    ],
)
def test_names_the_cause(error: BaseException, reason: str) -> None:
    """Each fault has its own sentence, and is worth another try at the usual time."""
    assert explain(error, HOST) == Failure(reason)


def test_a_connection_that_ends_in_the_handshake_is_dropped() -> None:
    """The library says that the answer is no HTTP; there was none."""
    error = InvalidMessage("did not receive a valid HTTP response")
    error.__cause__ = EOFError("connection closed while reading HTTP status line")
    assert explain(error, HOST) == Failure("api.example drops the connection")


def test_obeys_the_time_that_the_server_asks_for() -> None:
    """Retry-After counts for 418 and 429, in whole seconds, up to Binance's longest ban."""
    assert explain(_status(429, Retry_After="7"), HOST).retry_after_s == 7.0
    assert explain(_status(418, Retry_After="999999999"), HOST).retry_after_s == MAX_RETRY_AFTER_S
    assert explain(_status(429, Retry_After="soon"), HOST).retry_after_s == 0.0
    assert explain(_status(429), HOST).retry_after_s == 0.0
    assert explain(_status(403, Retry_After="7"), HOST).retry_after_s == 0.0


def test_knows_where_asking_again_is_of_no_use() -> None:
    """451: the host does not serve this place."""
    assert explain(_status(451), HOST) == Failure(
        "HTTP 451: not served where this computer is", blocked=True
    )
