"""HTTP answers."""

import orjson

from coinwatch.demo.answers import Answer, captive_portal, json, redirect, refusal


def test_an_answer_says_its_length_its_date_and_that_it_is_the_last() -> None:
    """The head of every answer."""
    lines = json({"a": 1}).encode(1_795_446_000.0).split(b"\r\n")
    assert lines == [
        b"HTTP/1.1 200 OK",
        b"Date: Mon, 23 Nov 2026 15:00:00 GMT",
        b"Content-Type: application/json;charset=UTF-8",
        b"Content-Length: 7",
        b"Connection: close",
        b"",
        b'{"a":1}',
    ]


def test_headers_of_its_own_come_first() -> None:
    """An answer may say more."""
    head = Answer(200, headers=(("Remaining-Req", "x"),)).encode(0.0)
    assert head.startswith(b"HTTP/1.1 200 OK\r\nRemaining-Req: x\r\n")


def test_a_refusal_may_say_when_to_come_again() -> None:
    """In whole seconds, or not at all."""
    assert refusal(429, 7).headers == (("Retry-After", "7"),)
    assert refusal(451).headers == ()
    assert refusal(451).status == 451
    assert orjson.loads(refusal(451).body)["code"] == 0


def test_a_redirect_names_another_place() -> None:
    """With the status for it."""
    answer = redirect("http://127.0.0.1:1/")
    assert (answer.status, answer.headers) == (302, (("Location", "http://127.0.0.1:1/"),))


def test_a_captive_portal_is_a_page_that_pretends_all_is_well() -> None:
    """Status 200, but HTML."""
    answer = captive_portal()
    assert (answer.status, answer.content_type) == (200, "text/html; charset=utf-8")
    assert answer.body.startswith(b"<!doctype html>")
