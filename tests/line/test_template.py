"""Tests of what `coinwatch line` takes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.errors import UsageError
from coinwatch.line.template import LONGEST, Field, fields, parse

EXCHANGES = ("upbit", "binance")


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        (
            "BTC {upbit:KRW-BTC.price} {BTC.premium:+.2f}%",
            ("BTC ", Field("upbit:KRW-BTC", "price"), " ", Field("BTC", "premium", "+.2f"), "%"),
        ),
        ("{binance:BTC/USDT.PRICE}", (Field("binance:BTC/USDT", "price"),)),
        ("{{{upbit.state:>6}}}", ("{", Field("upbit", "state", ">6"), "}")),
        ("{ upbit:KRW-BTC.age}", (Field("upbit:KRW-BTC", "age"),)),
    ],
)
def test_takes_text_and_fields_apart(written: str, pieces: tuple[str | Field, ...]) -> None:
    """Symbols may hold a colon, as in a format's own; braces are doubled."""
    assert parse(written, EXCHANGES) == pieces


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("BTC", "The format shows no value.", "Write it like"),
        ("", "The format shows no value.", "Write it like"),
        ("a {BTC.premium", "The brace at character 3 of the format has no other.", "Write it"),
        ("{BTC.premium} }", "The brace at character 15 of the format has no other.", "Write it"),
        ("{}", "{} names no value.", "Write it like"),
        ("{BTC}", "{BTC} names no value.", "Write it like"),
        (
            "{BTC.premum}",
            "{BTC.premum} asks for an unknown value, 'premum'.",
            "Did you mean premium? There are: price, bid,",
        ),
        ("{BTC.zzz}", "{BTC.zzz} asks for an unknown value, 'zzz'.", "There are: price, bid,"),
        (
            "{BTC.state}",
            "{BTC.state} does not fit: `state` belongs to an exchange, the others do not.",
            "Write it like",
        ),
        (
            "{upbit.price}",
            "{upbit.price} does not fit: `state` belongs to an exchange, the others do not.",
            "Write it like",
        ),
        (
            "{BTC.premium:+.2q}",
            "{BTC.premium:+.2q} has a format that does not fit: ",
            "Python's formats are meant",
        ),
        ("{BTC.premium}\n{BTC.premium}", "The format has more than one line.", "Write it like"),
        ("{BTC.premium}\n", "The format has more than one line.", "Write it like"),
        (
            "{upbit:KRW-BTC.premium}",
            "{upbit:KRW-BTC.premium} does not fit: `premium` belongs to an asset.",
            "Write it like",
        ),
        (
            "{BTC.premium:9999}",
            "{BTC.premium:9999} has a format that does not fit: a number in it is too large.",
            "Python's formats are meant",
        ),
        ("x" * LONGEST + "{", "The format is longer than 4096 characters.", "Write it like"),
    ],
)
def test_says_what_is_wrong(written: str, message: str, hint: str) -> None:
    """Each mistake is named with what to write instead."""
    with pytest.raises(UsageError) as error:
        parse(written, EXCHANGES)
    assert error.value.message.startswith(message)
    assert error.value.hint.startswith(hint)


@given(st.text(alphabet="{}ab.:BTC+2f ", max_size=40))
def test_never_fails_in_another_way(written: str) -> None:
    """Whatever is written is a template or a UsageError."""
    with suppress(UsageError):
        assert any(isinstance(piece, Field) for piece in parse(written, EXCHANGES))


def test_the_fields_of_a_template_in_order() -> None:
    """With what each is about; written back without its format."""
    found = fields(parse("a {BTC.premium:+.2f} {upbit:KRW-BTC.price} {upbit.state}", EXCHANGES))
    assert [str(each) for each in found] == [
        "{BTC.premium}",
        "{upbit:KRW-BTC.price}",
        "{upbit.state}",
    ]
    assert [each.of_premium for each in found] == [True, False, False]
    assert [each.of_market for each in found] == [False, True, False]
