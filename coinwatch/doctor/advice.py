"""What is wrong with a connection, and what its user can do about it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.datastructures import Headers
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
)
from websockets.http11 import Response

from coinwatch import durations
from coinwatch.errors import NetworkError
from coinwatch.reasons import TRANSIENT, explain

CORRECT = "Correct it in the config file."
LOGIN = "Open any page in a browser: this network may ask you to sign in first."
PROXY = "Write the variable like http://HOST:PORT, or unset it."

_ELSEWHERE = "Is this computer online? If so, a firewall may be in the way: try another network."
_PATIENCE = "There is nothing to do on this computer: see the exchange's notices, and wait."
_TOO_MANY = "Wait some minutes: asking on makes it longer."

_STATUSES = {
    403: "Wait some minutes. If it stays so, this network's address is refused: try another one.",
    418: _TOO_MANY,
    429: _TOO_MANY,
    451: "Try a network in another country; a fallback address in the config may be served here.",
    500: _PATIENCE,
    502: _PATIENCE,
    503: _PATIENCE,
    504: _PATIENCE,
}
"""What to do by HTTP status: those that an exchange answers a GET with as well."""

# The narrower kind comes first.
_HINTS: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "Is this computer online? If so, its name server may be at fault."),
    (
        ssl.SSLCertVerificationError,
        "Is this computer's date right? Does this network ask you to sign in first, in a browser?",
    ),
    (ssl.SSLError, LOGIN),
    (ConnectionRefusedError, "Is the address right? A firewall may refuse as well."),
    (OSError, _ELSEWHERE),
    (ConnectionClosed, "Try again in a minute. If it stays so, see the exchange's notices."),
    (InvalidProxyStatus, "It may want a name and a password: http://NAME:PASSWORD@HOST:PORT."),
    (InvalidHandshake, LOGIN),
)


@contextmanager
def explained(host: str) -> Iterator[None]:
    """Raise NetworkError, with a hint, for whatever keeps ``host`` from being reached."""
    try:
        yield
    except UnicodeError as error:
        raise NetworkError(f"{host} cannot be the name of a host", CORRECT) from error
    except TRANSIENT as error:
        raise trouble(error, host) from error


def trouble(error: BaseException, host: str) -> NetworkError:
    """Return why a connection to ``host`` could not be had, or ended, and what to do about it."""
    if isinstance(error, InvalidStatus):
        return _refusal(error, host)
    if isinstance(error, InvalidURI):
        return NetworkError(f"{host} sends us on to something that is no WebSocket", LOGIN)
    hint = next((hint for kind, hint in _HINTS if isinstance(error, kind)), "")
    return NetworkError(explain(error, host).reason, hint)


def answered(status: int, retry_after: str, host: str) -> NetworkError:
    """Return what it means that ``host`` answers a GET with ``status``."""
    if status in _STATUSES:
        headers = Headers({"Retry-After": retry_after})
        return _refusal(InvalidStatus(Response(status, "", headers)), host)
    words = "not what the exchange answers; is there a proxy or a login page between?"
    return NetworkError(f"{host} answers HTTP {status}: {words}", LOGIN)


def _refusal(error: InvalidStatus, host: str) -> NetworkError:
    failure = explain(error, host)
    hint = _STATUSES.get(error.response.status_code, LOGIN)
    if failure.retry_after_s:
        hint = f"Wait {durations.render(failure.retry_after_s)} before you try again: it says so."
    return NetworkError(f"{host} answers {failure.reason}", hint)
