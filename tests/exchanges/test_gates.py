"""The gates: what passes them, and in which words the rest is refused."""

import math
import re
from collections.abc import Callable

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.errors import DecodeError
from coinwatch.exchanges import gates
from coinwatch.exchanges.gates import FieldError

NOW_MS = 1_790_000_000_000
NOW_NS = NOW_MS * 1_000_000

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_fields_are_taken_in_order() -> None:
    """The values come in the order of the names, whatever the order in the message."""
    take = gates.fields("b a")
    assert take({"a": 1, "c": 2, "b": 3}) == (3, 1)


def test_a_key_is_the_one_that_messages_have() -> None:
    """The name of a field is the very string that orjson uses for it in every message."""
    name = gates.key("acc_trade_volume")
    (found,) = orjson.loads(b'{"acc_trade_volume":1}')
    assert name == "acc_trade_volume"
    assert found is name


def test_numbers_are_read_as_they_are_written() -> None:
    """Decimals are floats, whole numbers stay whole, and exponents count."""
    assert gates.numbers("[1.50000000,100,7.9276E-4,1e-7,0.1]") == [1.5, 100, 0.00079276, 1e-7, 0.1]


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "Infinity",
        "-Infinity",
        "1_000",
        "٣",
        "+1",
        "1.",
        ".5",
        "1,,2",
        "1e999",
        "0x1f",
        "1 2",
    ],
)
def test_numbers_refuses_what_float_would_take(text: str) -> None:
    """Only what JSON calls a number is one."""
    with pytest.raises(ValueError, match=r"."):
        gates.numbers(f"[{text}]")


@pytest.mark.parametrize("text", ["true", "false", "1.5,true"])
def test_numbers_refuses_truth_values(text: str) -> None:
    """A text that spells a truth value is no number, though Python would count with it."""
    with pytest.raises(FieldError, match=r"^a number that is none$"):
        gates.numbers(f"[{text}]")


@settings(derandomize=True, deadline=None)
@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False))
def test_numbers_read_back_the_shortest_decimal(value: float) -> None:
    """A float that was written as its shortest decimal is read back as the same float."""
    assert gates.numbers(f"[{value!r}]") == [value]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5.0), (2.5, 2.5), (0, 0.0), ("148601000.00000000", 148601000.0), ("0", 0.0)],
)
def test_a_number_may_come_as_a_text(value: object, expected: float) -> None:
    """REST answers have the same field as a number or as a text; a float comes out."""
    found = gates.number(value)
    assert found == expected
    assert type(found) is float


@pytest.mark.parametrize("value", [True, False, None, "true", "null", "[1]", -1, "-0.1", [], {}])
def test_a_number_that_is_none_is_refused(value: object) -> None:
    """Truth values, negative numbers and everything else but numbers are refused."""
    with pytest.raises(FieldError, match=r"^a number that is "):
        gates.number(value)


def test_a_text_that_is_no_json_is_no_number() -> None:
    """A text that cannot be read as a number raises a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        gates.number("12 won")


def test_prices_are_of_this_world() -> None:
    """Beyond it a change in percent, a premium or a spread would be more than floats hold."""
    assert [gates.price("1e-18"), gates.price(10**18)] == [1e-18, 1e18]
    for text, said in (("0.00", "0.0"), ("5E-324", "5e-324"), ("1e19", "1e+19")):
        with pytest.raises(FieldError, match=rf"^a price that is {re.escape(said)}$"):
            gates.price(text)


def test_a_zero_may_stand_for_no_price() -> None:
    """Where it may, it is None; what is no price otherwise is refused all the same."""
    assert [gates.priced_or_none(0.0), gates.priced_or_none(2.5)] == [None, 2.5]
    with pytest.raises(FieldError, match=r"^a price that is 5e-324$"):
        gates.priced_or_none(5e-324)


@pytest.mark.parametrize("value", [0, 1, 17853950437790001, 2**64 - 1])
def test_a_whole_number_stays_exact(value: int) -> None:
    """An id beyond 2 to the power of 53 keeps every digit."""
    assert gates.whole(value) == value


@pytest.mark.parametrize("value", [True, None, "1", 1.0, -1, [1]])
def test_what_is_not_whole_is_refused(value: object) -> None:
    """Texts, decimals, truth values and negative numbers are no ids and no times."""
    with pytest.raises(FieldError, match=r"^a whole number that is "):
        gates.whole(value)


def test_a_flag_is_true_or_false() -> None:
    """A truth value is itself; what merely counts as one is refused."""
    assert gates.flag(value=True) is True
    assert gates.flag(value=False) is False
    for value in (0, 1, "false", None):
        with pytest.raises(FieldError, match=r"^a flag that is "):
            gates.flag(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NOW_MS, NOW_MS),
        (0, 0),
        (NOW_MS * 1000 + 999, NOW_MS),
        (99_999_999_999_999, 99_999_999_999_999),
        (100_000_000_000_000, 100_000_000_000),
    ],
)
def test_a_time_is_in_milliseconds(value: int, expected: int) -> None:
    """Microseconds are told by their size."""
    assert gates.milliseconds(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NOW_MS - 5, NOW_MS - 5),
        (NOW_MS + 1, NOW_MS),
        ((NOW_MS + 1) * 1000, NOW_MS),
        (2**64 - 1, NOW_MS),
    ],
)
def test_the_time_of_an_answer_is_never_ahead_of_its_arrival(value: int, expected: int) -> None:
    """What claims to be later arrived now, by the exchange's clock."""
    assert gates.past_ms(value, NOW_NS, 0) == expected
    assert gates.past_ms(value, NOW_NS - 9_000_000, 9) == expected


def test_words_are_short_and_safe() -> None:
    """Nothing in an exchange's words reaches a terminal as a control, and they are cut."""
    assert gates.words("a\x1b[31mb") == "a␛[31mb"
    assert gates.words("x" * 1000) == "x" * gates.MOST_WORDS
    assert gates.words(-1121) == "-1121"
    with pytest.raises(FieldError, match=r"^a text that is None$"):
        gates.words(None)


@settings(derandomize=True, deadline=None)
@given(JSON)
def test_what_is_shown_of_a_value_is_short_and_printable(value: object) -> None:
    """Whatever an exchange sends instead of a value is shown in at most 42 printable characters."""
    found = gates.shown(value)
    assert len(found) <= gates.MOST_SHOWN + 2
    assert found.isprintable()


def test_a_closer_look_finds_truth_values_and_negative_numbers() -> None:
    """Zeros, texts and times pass; a truth value or a negative number does not."""
    gates.look_closer(["KRW-BTC", 0, 0.0, 1, NOW_MS, None])
    for value in (True, False, -1, -0.5):
        with pytest.raises(FieldError, match=rf"^a number that is {value}$"):
            gates.look_closer(["KRW-BTC", 0, value])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FieldError("a price that is 0"), "a price that is 0"),
        (FieldError("x" * 1_000), "x" * 200),
        (KeyError(gates.key("cd")), "no field 'cd'"),
        (KeyError("KRW-XYZ"), "'KRW-XYZ' is not known here"),
        (KeyError("a\u0e48\u0334"), "'a' is not known here"),
        (KeyError("\x1b" * 100), "'" + "\\x1b" * 10 + "\\ is not known here"),
        (TypeError("anything"), "a field of the wrong type"),
        (AttributeError("anything"), "a field of the wrong type"),
        (ValueError("anything" * 1000), "a field that cannot be read"),
        (IndexError("anything"), "a field that cannot be read"),
    ],
)
def test_a_fault_says_where_and_what(error: Exception, reason: str) -> None:
    """Each kind of fault has its words, and none quotes more than the start of a value."""
    found = gates.fault("Upbit 'trade'", error)
    assert type(found) is DecodeError
    assert found.message == f"Upbit 'trade': {reason}"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"type": "trade"}, "'trade'"),
        ({"ty": "ticker", "type": "trade"}, "'ticker'"),
        ({"ty": "x" * 100}, f"'{'x' * 40}'"),
        ({"cd": 1}, "frame"),
        (["ty"], "frame"),
        ("ty", "frame"),
        (None, "frame"),
    ],
)
def test_a_message_is_called_what_it_calls_itself(message: object, expected: str) -> None:
    """The first field that says what a message is names it; without one it is a frame."""
    assert gates.called(message, "ty", "type") == expected


def test_json_is_read_or_refused() -> None:
    """What is not JSON is said to be none, and by whom it came."""
    assert gates.read_json("Upbit tickers", b'{"a":1}') == {"a": 1}
    with pytest.raises(DecodeError) as caught:
        gates.read_json("Upbit tickers", b"<html>")
    assert caught.value.message == "Upbit tickers: not JSON"


def _missing() -> None:
    raise KeyError(gates.key("cd"))


def _impossible() -> None:
    math.exp(1000)


@pytest.mark.parametrize(
    ("fail", "reason"),
    [(_missing, "no field 'cd'"), (_impossible, "a field that cannot be read")],
)
def test_reading_turns_faults_into_decode_errors(fail: Callable[[], None], reason: str) -> None:
    """Inside `reading`, what a malformed answer raises becomes a DecodeError with its cause."""
    with pytest.raises(DecodeError) as caught, gates.reading("Upbit tickers"):
        fail()
    assert caught.value.message == f"Upbit tickers: {reason}"
    assert caught.value.__cause__ is not None


def test_reading_leaves_other_errors_alone() -> None:
    """An error that no answer can cause is a bug, and stays visible."""
    with pytest.raises(AssertionError), gates.reading("Upbit tickers"):
        raise AssertionError


def test_what_is_nested_deeper_than_python_spells_is_named_all_the_same() -> None:
    """A thousand lists in each other are JSON; to show them would be a RecursionError."""
    nested: object = []
    for _ in range(100_000):
        nested = [nested]
    assert gates.shown(nested) == "something endlessly nested"
