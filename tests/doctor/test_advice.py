"""What is wrong, and what to do about it."""

import socket
import ssl

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import (
    ConnectionClosedError,
    InvalidMessage,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)
from websockets.frames import Close
from websockets.http11 import Response

from coinwatch.doctor.advice import answered, explained, trouble
from coinwatch.errors import NetworkError

HOST = "api.example"
LOGIN = "Open any page in a browser: this network may ask you to sign in first."
NO_WEBSOCKET = "not a WebSocket; is there a proxy or a login page between?"
SIGN_IN = "Is this computer's date right? Does this network ask you to sign in first, in a browser?"
ONLINE = "Is this computer online? If so, a firewall may be in the way: try another network."
PATIENCE = "There is nothing to do on this computer: see the exchange's notices, and wait."
TOO_MANY = "Wait some minutes: asking on makes it longer."
STATUSES = [
    (
        403,
        "refused by the exchange's firewall",
        "Wait some minutes. If it stays so, this network's address is refused: try another one.",
    ),
    (418, "banned for too many requests", TOO_MANY),
    (429, "too many requests", TOO_MANY),
    (
        451,
        "not served where this computer is",
        "Try a network in another country; a fallback address in the config may be served here.",
    ),
    (500, "the exchange has an internal error", PATIENCE),
    (502, "the exchange is down or in maintenance", PATIENCE),
    (503, "the exchange is down or in maintenance", PATIENCE),
    (504, "the exchange does not answer in time", PATIENCE),
]


def _certificate() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_message = "certificate has expired"
    return error


def _status(code: int, retry_after: str = "") -> InvalidStatus:
    return InvalidStatus(Response(code, "", Headers({"Retry-After": retry_after})))


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (
            socket.gaierror(-2, "unknown"),
            "cannot resolve api.example",
            "Is this computer online? If so, its name server may be at fault.",
        ),
        (
            _certificate(),
            "the certificate of api.example is not valid: certificate has expired",
            SIGN_IN,
        ),
        (ssl.SSLError(1), "no secure connection to api.example: TLS failed", LOGIN),
        (TimeoutError(), "api.example does not answer in time", ONLINE),
        (
            ConnectionRefusedError(),
            "api.example refuses connections",
            "Is the address right? A firewall may refuse as well.",
        ),
        (ConnectionResetError(), "api.example drops the connection", ONLINE),
        (
            OSError(101, "Network is unreachable"),
            "cannot reach api.example: Network is unreachable",
            ONLINE,
        ),
        (
            ConnectionClosedError(Close(1008, "Too many requests"), None),
            "closed by the exchange, 1008 (Too many requests)",
            "Try again in a minute. If it stays so, see the exchange's notices.",
        ),
        (
            InvalidProxyStatus(Response(407, "", Headers())),
            "the proxy refused, HTTP 407",
            "It may want a name and a password: http://NAME:PASSWORD@HOST:PORT.",
        ),
        (InvalidMessage("?"), "api.example does not speak WebSocket", LOGIN),
        (
            InvalidURI("http://login.example", "scheme"),
            "api.example sends us on to something that is no WebSocket",
            LOGIN,
        ),
        (
            _status(200),
            f"api.example answers HTTP 200: {NO_WEBSOCKET}",
            LOGIN,
        ),
        (WebSocketException(), "api.example: WebSocketException", ""),
    ],
)
def test_every_fault_has_its_sentence_and_its_remedy(
    error: Exception, message: str, hint: str
) -> None:
    """Found out and raised, or asked for: the same words."""
    with pytest.raises(NetworkError) as caught, explained(HOST):
        raise error
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.__cause__ is error
    assert trouble(error, HOST).message == message


def test_a_name_that_cannot_be_one_is_a_fault_of_the_config() -> None:
    """What Python says of it is not for users."""
    with pytest.raises(NetworkError) as caught, explained("x..y"):
        raise UnicodeError("label empty or too long")
    assert caught.value.message == "x..y cannot be the name of a host"
    assert caught.value.hint == "Correct it in the config file."


def test_a_bug_is_let_through() -> None:
    """What neither network nor server can do is explained by no advice."""
    with pytest.raises(KeyError), explained(HOST):
        raise KeyError("bug")


@pytest.mark.parametrize(("status", "words", "hint"), STATUSES)
def test_a_status_means_the_same_to_a_handshake_and_to_a_get(
    status: int, words: str, hint: str
) -> None:
    """In the words of the feeds, with the host in front."""
    message = f"api.example answers HTTP {status}: {words}"
    for error in (trouble(_status(status), HOST), answered(status, "", HOST)):
        assert (error.message, error.hint) == (message, hint)


def test_the_time_to_wait_is_told() -> None:
    """In both ways of asking."""
    for error in (trouble(_status(429, "75"), HOST), answered(429, "75", HOST)):
        assert error.hint == "Wait 1m15s before you try again: it says so."


def test_a_get_that_is_answered_by_somebody_else() -> None:
    """A redirect to a login page is no answer of an exchange."""
    error = answered(302, "", HOST)
    assert error.message == (
        "api.example answers HTTP 302: not what the exchange answers; "
        "is there a proxy or a login page between?"
    )
    assert error.hint == LOGIN
