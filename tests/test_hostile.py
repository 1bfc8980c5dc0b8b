"""Texts of servers on each way out: shown as text, never obeyed by a terminal or an eye."""

import logging
from typing import get_args

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from coinwatch import plain_table, text, wire
from coinwatch.cli import _report
from coinwatch.diagnostics import _Safe
from coinwatch.doctor.findings import Check, State, Step, Verdict
from coinwatch.doctor.report import Lines, Page
from coinwatch.doctor.steps import Steps
from coinwatch.errors import DecodeError, NetworkError
from coinwatch.exchanges import EXCHANGES
from coinwatch.link import Clock, Link, LinkSettings
from coinwatch.model import FeedState, Listing, Market, Refusal, Status
from coinwatch.reasons import explain
from coinwatch.state import MarketState
from coinwatch.store import Store
from coinwatch.tui.feeds import Exchange, Rejected
from coinwatch.tui.header import Top, lines
from coinwatch.tui.view import View, exchange_title, name_of, pair
from coinwatch.tui.words import ENGLISH
from tests.exchanges.sound import MS, NS
from tests.exchanges.toy import home
from tests.harmless import is_harmless

WEAPONS = (
    "\x1b\x9b\x07\x00\x7f\r\n\t\x0b\x1c\x85\u2028\u202e\u2066\u200b\ufeff\u0301\u3164\ud800[]{}%"
)
"""Escapes, controls, line breaks, what reorders or hides, what piles up, markup, placeholders."""

steady = settings(derandomize=True, deadline=None)
"""The same texts every time."""

hostile = st.text(st.characters() | st.sampled_from(WEAPONS), max_size=60)
sent = hostile.map(lambda text: text.encode("utf-8", "replace").decode())
"""What UTF-8 can carry: the library refuses anything else."""


@steady
@given(hostile)
def test_the_grammar_of_harmless(raw: str) -> None:
    """What is made safe is harmless by a definition of its own, and so stays."""
    assert is_harmless(text.safe(raw))
    assert text.safe(text.safe(raw)) == text.safe(raw)


@steady
@given(sent)
def test_reasons_of_a_close(reason: str) -> None:
    """The reason of a close becomes part of a sentence, and that of a line that a pipe reads."""
    said = explain(ConnectionClosedError(Close(1008, reason), None), "api.upbit.com").reason
    assert is_harmless(said)
    status = Status("upbit", 1, FeedState.WAITING, said, 1, MS)
    assert is_harmless(wire.encode(wire.line(status)).decode().removesuffix("\n"))


@steady
@given(sent, sent)
def test_words_of_a_refusal(name: str, message: str) -> None:
    """Both exchanges' error frames carry texts into the state's reason."""
    for exchange, frame in (
        ("upbit", {"error": {"name": name, "message": message}}),
        ("binance", {"error": {"code": name, "msg": message}, "id": 1}),
    ):
        connection = EXCHANGES[exchange]([home(EXCHANGES[exchange])], "utc_day")
        (refusal,) = connection.decode(orjson.dumps(frame), NS)
        assert isinstance(refusal, Refusal)
        assert is_harmless(refusal.name)
        assert is_harmless(refusal.message)


@steady
@given(sent | st.binary(max_size=90))
def test_a_frame_that_cannot_be_read(frame: str | bytes) -> None:
    """Its first bytes are kept to be shown."""
    raw = frame.encode() if isinstance(frame, str) else frame
    store = Store()
    health = store.put_status(Status("upbit", 1, FeedState.LIVE, None, None, MS), 0.0)
    exchange = EXCHANGES["upbit"]([], "utc_day")
    clock = Clock(lambda: 0.0, lambda: NS)
    link = Link(exchange, store, health, LinkSettings(), lambda: None, clock)
    link.receive(b"\x1b" + raw)
    assert health.rejected == 1
    assert is_harmless(health.last_rejected)


@steady
@given(sent, sent, sent)
def test_names_of_a_market_list(symbol: str, korean: str, english: str) -> None:
    """Codes, assets and names of a list are harmless before anybody shows them."""
    rows = {
        "upbit": [{"market": f"KRW-{symbol}", "korean_name": korean, "english_name": english}],
        "binance": {
            "symbols": [
                {"symbol": symbol, "baseAsset": korean, "quoteAsset": english, "status": "",
                 "filters": []},
            ]
        },
    }  # fmt: skip
    for name, body in rows.items():
        refused = ""
        listings: list[Listing] = []
        try:
            listings = EXCHANGES[name].parse_listings([orjson.dumps(body)])
        except DecodeError as error:
            refused = error.message
        assert is_harmless(refused)
        for listing in listings:
            assert all(map(is_harmless, listing.market))
            assert is_harmless(listing.korean_name + listing.english_name + listing.caution)


@steady
@given(hostile, hostile, hostile)
def test_names_on_the_screen_and_in_the_table(symbol: str, base: str, english: str) -> None:
    """Whatever a market is called, a row holds nothing but text."""
    market = Market("upbit", symbol, base, "KRW")
    state = MarketState(market, (), 0.0)
    state.listing = Listing(market, english, english)
    assert is_harmless(pair(market))
    assert is_harmless(exchange_title(symbol))
    for language in get_args(text.Language):
        assert is_harmless(name_of(View(state, None, 0.0, 0.0, language=language)))
    assert all(map(is_harmless, plain_table.table([state], 0.0, 0.0).split("\n")))


@steady
@given(hostile, st.sampled_from((40, 80, 120)))
def test_reasons_on_the_screen(reason: str, cells: int) -> None:
    """The lines at the top say why an exchange is not live, or what could not be read."""
    down = Exchange("upbit", FeedState.WAITING, reason=reason, retry_in_s=1.0)
    odd = Exchange("binance", FeedState.LIVE, 1, rejected=Rejected(3, reason))
    found = lines(Top([down, odd], ever_live=True, time="12:34:56"), ENGLISH, cells, 40)
    assert all(is_harmless(piece.text) for line in found for piece in line)


@steady
@given(hostile, hostile)
def test_words_of_the_doctor(message: str, hint: str) -> None:
    """What a step found is harmless as text and as lines."""
    told: list[Check | Verdict] = []
    steps = Steps("upbit", 1.0, told.append, lambda: 0.0)
    steps.note(Step.REST, State.FAILED, message, hint)
    for printer in (Page({"upbit": "Upbit"}), Lines()):
        said = printer.render(told[0]).decode()
        assert all(map(is_harmless, said.split("\n")))


@steady
@given(hostile)
def test_lines_of_the_log(message: str) -> None:
    """Diagnostics on stderr or in a file are harmless, whatever was logged, and by whom."""
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Upbit: %s", (message,), None)
    said = _Safe("coinwatch: %(message)s").format(record)
    assert all(map(is_harmless, said.split("\n")))


@steady
@given(hostile, hostile)
def test_the_last_words(message: str, hint: str) -> None:
    """The error that ends a run is harmless as a sentence and as a line."""
    line = wire.error("network", message, hint).decode()
    assert line.endswith("\n")
    assert is_harmless(line[:-1])


def test_the_last_words_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """As a sentence, and with --json as a line as well."""
    for json in (False, True):
        _report(NetworkError("\x1b[2J", "\u202e\udcff"), json=json)
        said = capsys.readouterr().err
        assert all(map(is_harmless, said.split("\n")))
        assert "␛[2J" in said
