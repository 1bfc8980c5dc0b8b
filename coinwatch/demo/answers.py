"""HTTP answers: what the REST side sends, and what refuses a WebSocket handshake."""

import email.utils
from http import HTTPStatus
from typing import Any, NamedTuple

import orjson
from websockets.datastructures import Headers
from websockets.http11 import Response

JSON = "application/json;charset=UTF-8"
HTML = "text/html; charset=utf-8"


class Answer(NamedTuple):
    """One answer. Length, date and the end of the connection are added when it is sent."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()

    def encode(self, at_s: float) -> bytes:
        """Return the bytes to send at a time in seconds since the epoch."""
        headers = Headers(self.headers)
        headers["Date"] = email.utils.formatdate(at_s, usegmt=True)
        headers["Content-Type"] = self.content_type
        headers["Content-Length"] = str(len(self.body))
        headers["Connection"] = "close"
        phrase = HTTPStatus(self.status).phrase
        return Response(self.status, phrase, headers, self.body).serialize()


def json(value: Any, status: int = HTTPStatus.OK) -> Answer:
    """Return an answer that holds a JSON value."""
    return Answer(status, orjson.dumps(value))


def refusal(status: int, retry_after_s: int | None = None) -> Answer:
    """Return a refusal, such as 403, 418, 429, 451, 500 or 503, that may say when to come again."""
    headers = () if retry_after_s is None else (("Retry-After", str(retry_after_s)),)
    body = orjson.dumps({"code": 0, "msg": f"The demo refuses with {status}."})
    return Answer(status, body, JSON, headers)


def redirect(url: str) -> Answer:
    """Return an answer that sends the client elsewhere."""
    return Answer(HTTPStatus.FOUND, b"", HTML, (("Location", url),))


def captive_portal() -> Answer:
    """Return what the network of a hotel answers to everything before one has signed in."""
    page = b"<!doctype html><title>Welcome</title><h1>Please sign in to use the network</h1>"
    return Answer(HTTPStatus.OK, page, HTML)
