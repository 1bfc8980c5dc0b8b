"""One GET as the program asks it: the statistics of one market."""

from http import HTTPStatus
from urllib.request import getproxies

import httpx2

from coinwatch.doctor.advice import CORRECT, LOGIN, PROXY, answered, trouble
from coinwatch.doctor.steps import Done
from coinwatch.doctor.subject import Subject
from coinwatch.errors import DecodeError, NetworkError
from coinwatch.rest import Answer, Rest, ahead_s


class Get:
    """The REST side of an exchange. ``ask`` raises NetworkError if it is of no use."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._rest = Rest(subject.exchange, subject.rest_urls)
        self.ahead_s: float | None = None
        """How far the exchange's clock is ahead of ours, to half a second."""

    async def ask(self) -> Done:
        """Ask once, and understand the answer."""
        exchange, market, basis, *_ = self._subject
        monotonic, wall_ns = self._subject.clock
        request, *_ = exchange.ticker_requests((market,), basis)
        async with self._rest as rest:
            main = rest.host
            started, sent_ns = monotonic(), wall_ns()
            try:
                answer = await rest.ask(request)
            except NetworkError as error:
                raise _unanswered(error, rest.host) from error
            ms, received_ns = (monotonic() - started) * 1000, wall_ns()
        self.ahead_s = ahead_s(answer.headers.get("Date", ""), sent_ns, received_ns)
        self._check(answer, answer.host, received_ns)
        if answer.host == main:
            return Done(f"{main} answers", ms)
        blocked = answered(HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS, "", main).message
        return Done(f"{blocked}; {answer.host} is used instead", ms)

    def _check(self, answer: Answer, host: str, received_ns: int) -> None:
        exchange, market, basis, *_ = self._subject
        if answer.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
            raise NetworkError(f"{host} knows no market {market.symbol}", CORRECT)
        if answer.status != HTTPStatus.OK:
            raise answered(answer.status, answer.headers.get("Retry-After", ""), host)
        try:
            exchange((market,), basis).parse_tickers(answer.body, received_ns)
        except DecodeError as error:
            words = f"{host} answers what cannot be read: {error.message}"
            raise NetworkError(words, LOGIN) from error


def _unanswered(error: NetworkError, host: str) -> NetworkError:
    """Return why no answer came, by what lies at the bottom of the HTTP library's error."""
    said = cause = error.__cause__
    if said is None:
        return error
    if not isinstance(said, httpx2.HTTPError | OSError):
        # What the library says of it may hold a password.
        return NetworkError("a proxy variable holds no address that REST can use", PROXY)
    whom = f"{host} or the proxy" if {"http", "https", "all"} & getproxies().keys() else host
    bottom = None
    while cause:
        bottom = cause if isinstance(cause, OSError) else bottom
        cause = cause.__cause__ or cause.__context__
    if bottom:
        return trouble(bottom, whom)
    return NetworkError(f"no answer of {whom} over HTTP: {said}", LOGIN)
