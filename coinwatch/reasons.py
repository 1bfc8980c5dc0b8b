"""Why a connection could not be had, or ended, as a sentence that names the cause."""

import socket
import ssl
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    SecurityError,
    WebSocketException,
)
from websockets.frames import CloseCode

from coinwatch.text import safe

TRANSIENT = (OSError, WebSocketException)
"""What the network and the server can do to a connection; timeouts and TLS failures are OSErrors.
Anything else is a bug of ours."""

NO_SOCKS = "a SOCKS proxy is set, for which this is missing: pip install 'coinwatch-tui[socks]'"

BAD_ADDRESS = (ValueError, ImportError, LookupError)
"""What the library raises for a host or a proxy that cannot be used, before it connects."""

MAX_RETRY_AFTER_S = 3 * 86_400.0
"""Binance bans for three days at most: https://developers.binance.com/docs/binance-spot-api-docs."""

_STATUSES = {
    403: "refused by the exchange's firewall",
    418: "banned for too many requests",
    429: "too many requests",
    451: "not served where this computer is",
    500: "the exchange has an internal error",
    502: "the exchange is down or in maintenance",
    503: "the exchange is down or in maintenance",
    504: "the exchange does not answer in time",
}

_Kinds = type[BaseException] | tuple[type[BaseException], ...]

# The narrower kind comes first: all but one of them are OSErrors.
_UNREACHABLE: tuple[tuple[_Kinds, Callable[[Any, str], str]], ...] = (
    (socket.gaierror, lambda _, host: f"cannot resolve {host}"),
    (
        ssl.SSLCertVerificationError,
        lambda error, host: f"the certificate of {host} is not valid: {error.verify_message}",
    ),
    (
        ssl.SSLError,
        lambda error, host: (
            f"no secure connection to {host}: {getattr(error, 'reason', '') or 'TLS failed'}"
        ),
    ),
    (TimeoutError, lambda _, host: f"{host} does not answer in time"),
    (ConnectionRefusedError, lambda _, host: f"{host} refuses connections"),
    (ConnectionError, lambda _, host: f"{host} drops the connection"),
    (
        OSError,
        lambda error, host: (
            f"cannot reach {host}: {error.strerror or 'none of its addresses answers'}"
        ),
    ),
    (ImportError, lambda _, __: NO_SOCKS),
    (InvalidProxy, lambda _, __: "a proxy in the environment is not valid"),
    (InvalidURI, lambda _, host: f"{host} leads to something that is not a WebSocket"),
    (
        (ValueError, LookupError),
        lambda _, host: f"{host} or a proxy in the environment is not a valid address",
    ),
    (SecurityError, lambda _, host: f"{host} leads elsewhere in a way that cannot be followed"),
    (InvalidHandshake, lambda _, host: f"{host} does not speak WebSocket"),
)

_PATIENCE = {418, 429, 503}
"""Statuses with which a server may say when to come back."""


class Failure(NamedTuple):
    """Why there is no connection."""

    reason: str
    retry_after_s: float = 0.0
    """What the server asked to wait, in seconds."""
    blocked: bool = False
    """Whether asking the same host again is of no use."""
    slow: bool = False
    """Whether asking again soon is of no use: what we asked was refused."""
    stale: bool = False
    """Whether the connection was there and said nothing."""


def explain(error: BaseException, host: str) -> Failure:
    """Return why a connection to ``host`` could not be had, or ended."""
    if isinstance(error, InvalidStatus):
        return _refused(error)
    if isinstance(error, InvalidProxyStatus):
        return Failure(f"the proxy refused, HTTP {error.response.status_code}")
    if isinstance(error, ConnectionClosed):
        return Failure(_closed(error))
    if isinstance(error, InvalidMessage) and isinstance(error.__cause__, EOFError):
        error = ConnectionAbortedError()
    return Failure(_unreachable(error, host))


def _refused(error: InvalidStatus) -> Failure:
    status = error.response.status_code
    words = _STATUSES.get(status, "not a WebSocket; is there a proxy or a login page between?")
    seconds = retry_after_s(status, error.response.headers.get_all("Retry-After"))
    return Failure(
        f"HTTP {status}: {words}",
        seconds,
        blocked=status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    )


def retry_after_s(status: int, values: Sequence[str]) -> float:
    """Return how long a server asked to be left alone, in seconds; 0.0 if it did not."""
    waits = [min(float(each), MAX_RETRY_AFTER_S) for each in values if each.isdecimal()]
    return max(waits, default=0.0) if status in _PATIENCE else 0.0


def _closed(error: ConnectionClosed) -> str:
    if error.rcvd is None and error.sent is None:
        return "connection lost"
    if error.rcvd is None:
        reason = error.sent.reason if error.sent else ""
        return f"closed by us: {reason}" if reason else "connection lost while closing"
    code = error.rcvd.code
    name = CloseCode(code).name.lower().replace("_", " ") if code in set(CloseCode) else "unknown"
    return f"closed by the exchange, {code} ({safe(error.rcvd.reason) or name})"


def _unreachable(error: BaseException, host: str) -> str:
    return next(
        (words(error, host) for kind, words in _UNREACHABLE if isinstance(error, kind)),
        f"{host}: {type(error).__name__}",
    )
