"""Tests of the core's sentences in Korean."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.frames import CloseCode

from coinwatch import feed, link, reasons, rest
from coinwatch.config.load import parse
from coinwatch.errors import ConfigError
from coinwatch.tui.words import ENGLISH, KOREAN

HOST = "api.example"

NO_SENTENCES = {"%s: %s; it is tried again", f"HTTP 7: {HOST}"}
"""A line of the log, and a frame around sentences that are found by themselves."""


def _sample(node: ast.expr) -> str:
    """Return a text, with something for what is filled in: a number, or a host."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_sample, node.values))
    assert isinstance(node, ast.FormattedValue)
    what = ast.unparse(node.value)
    number = node.format_spec or re.search(r"status|code|IN_A_ROW", what)
    return "7" if number else HOST


def _texts(node: ast.AST) -> Iterator[str]:
    """Return the texts in a module, docstrings left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.JoinedStr) or (
            isinstance(child, ast.Constant) and isinstance(child.value, str)
        ):
            yield _sample(child)
        else:
            yield from _texts(child)


def _sentences() -> list[str]:
    """Return what the modules that keep connections say: texts of two words and more."""
    found = [
        text
        for module in (reasons, link, feed, rest)
        for text in _texts(ast.parse(inspect.getsource(module)))
        if text not in NO_SENTENCES and len(re.findall(r"\b[a-z']{2,}\b", text)) > 1
    ]
    return [text for text in dict.fromkeys(found) if " " in text.replace(HOST, "").strip(" :")]


def _korean(text: str) -> bool:
    return bool(re.search("[가-힣]", text))


def test_sentences_are_found() -> None:
    """The walk over the modules finds what it is meant to find."""
    found = _sentences()
    assert f"{HOST} refuses connections" in found
    assert "nothing came for 7 s" in found
    assert f"{HOST}; trying {HOST} again" in found
    assert len(found) > 35


@pytest.mark.parametrize("sentence", _sentences())
def test_every_sentence_has_a_korean_form(sentence: str) -> None:
    """What feeds and REST can say is said in Korean on a Korean screen, its host kept."""
    told = KOREAN.sentence(sentence)
    assert _korean(told)
    assert told.count(HOST) == sentence.count(HOST)
    assert ENGLISH.sentence(sentence) == sentence


@pytest.mark.parametrize("code", CloseCode)
def test_every_close_code(code: CloseCode) -> None:
    """An exchange that closes a connection without a word is told of by the code's name."""
    name = code.name.lower().replace("_", " ")
    told = KOREAN.sentence(f"closed by the exchange, {code.value} ({name})")
    before = f"거래소가 연결을 닫음, {code.value} ("
    assert told.startswith(before)
    assert _korean(told.removeprefix(before))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("HTTP 451: not served where this computer is; trying b.example",
         "HTTP 451: 이 컴퓨터가 있는 지역에는 제공되지 않음, b.example 시도 중"),
        ("a.example does not answer in time; trying b.example again",
         "a.example 응답 시간 초과, b.example 다시 시도"),
        ("cannot reach a.example: Network is unreachable",
         "a.example 접속 불가: 네트워크에 연결되어 있지 않음"),
        ("closed by us: keepalive ping timeout", "이쪽에서 연결을 닫음: 핑 응답 없음"),
        ("closed by the exchange, 1008 (Too many)", "거래소가 연결을 닫음, 1008 (Too many)"),
        ("Upbit: a.example answers HTTP 503", "Upbit: a.example 응답 HTTP 503"),
        ("5 frames in a row could not be read: Upbit: not JSON",
         "프레임 5개를 연달아 읽지 못함: Upbit: JSON이 아님"),
        ("Upbit market list: no field 'market'", "Upbit 마켓 목록: 'market' 필드 없음"),
        ('Upbit: a price that is -1: {"a": 1}', 'Upbit: 잘못된 가격 -1: {"a": 1}'),
    ],
)  # fmt: skip
def test_sentences_within_sentences(sentence: str, told: str) -> None:
    """What is quoted is told in Korean as well, and what an exchange sent stays as it is."""
    assert KOREAN.sentence(sentence) == told


@pytest.mark.parametrize(
    "sentence",
    ["", "a.example: OddError", "what nobody foresaw", ": " * 99, "a: b: c: d: e: f: not JSON"],
)
def test_what_is_not_known_stays(sentence: str) -> None:
    """An English sentence is better than none."""
    assert KOREAN.sentence(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        (
            'display.fps must be a whole number from 1 to 60, not "x".',
            'display.fps: 1~60 정수여야 함, 지금은 "x"',
        ),
        (
            'display.sort must be one of "a", "b", not 5. Did you mean "a"?',
            'display.sort: "a", "b" 중 하나여야 함, 지금은 5. "a" 아닌가요?',
        ),
        (
            "feed.ping is not a known key. Did you mean feed.ping_interval? Known in feed: a, b.",
            "feed.ping: 알 수 없는 키. feed.ping_interval 아닌가요? feed에 쓸 수 있는 이름: a, b",
        ),
        (
            "Upbit has no market KRW-BCT. Did you mean upbit:KRW-BTC?",
            "Upbit에 KRW-BCT 마켓 없음. upbit:KRW-BTC 아닌가요?",
        ),
        ("what nobody foresaw. Alas.", "what nobody foresaw. Alas."),
    ],
)
def test_mistakes_in_the_config_have_their_place_in_korean(text: str, korean: str) -> None:
    """File and line at least, whatever the mistake is."""
    assert KOREAN.sentence(f"/a b/c.toml, line 7: {text}") == f"/a b/c.toml 7번째 줄: {korean}"


def test_mistakes_in_the_config_are_what_the_program_says() -> None:
    """Mistakes as the parser of the config tells them have no English left but names."""
    texts = {
        "[display]\nfps = 0": "1~60",
        "[display]\nlanguage = 1": "중 하나여야 함",
        "[feed]\nping_interval = 1": "기간이어야 함",
        "[exchange.upbit]\nenabled = 1": "true 또는 false여야 함",
        "colour = 1": "알 수 없는 키",
        "[exchange.upbti]": "알 수 없는 거래소",
        "symbols = [": "올바른 TOML이 아님",
    }
    for text, korean in texts.items():
        with pytest.raises(ConfigError) as caught:
            parse(Path("a.toml"), text)
        told = KOREAN.sentence(f"{caught.value.message} {caught.value.hint}".strip())
        assert told.startswith("a.toml ")
        assert korean in told
