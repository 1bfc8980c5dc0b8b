"""The gates between what an exchange sends and what a record promises.

``orjson.loads`` returns anything, so every field that is read passes a gate on its way. What does
not fit raises FieldError or one of Python's own lookup, type and value errors; `fault` and
`reading` turn each into a DecodeError that says where and what, in words that are short and safe.

orjson itself refuses bad UTF-8, endless nesting, NaN and infinity, so a number that comes from it
is finite. What is left to check is its type and its range.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from orjson import dumps, loads

from coinwatch.errors import DecodeError
from coinwatch.text import safe

Fields = Callable[[Any], tuple[Any, ...]]
"""Takes the values that are read out of a message, in a fixed order."""

NS_PER_MS = 1_000_000

LEAST_PRICE, MOST_PRICE = 1e-18, 1e18
"""No market is priced beyond these; within them whatever is computed of prices is finite too."""

MICROSECONDS = 10**14
"""A time from here on is in microseconds: in milliseconds it would be the year 5138."""

MOST_WORDS = 200
"""How many characters of an exchange's own words are kept."""

MOST_SHOWN = 40
"""How many characters of a wrong value are shown."""

NUMBERS = frozenset({int, float})
"""The types of a JSON number: ``true`` is none, though Python counts with it."""

NAMES: set[str] = set()
"""Every field that is read, so that a missing one can be told from a word that is not known."""


class FieldError(ValueError):
    """A field that is not what the exchange documents, in words that are safe to show."""


WRONG = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What reading a message raises if the message is not what the exchange documents."""


def fields(names: str) -> Fields:
    """Return a function that takes the values of ``names`` out of a message, in that order.

    ``names`` are at least two, with spaces between.
    """
    return itemgetter(*[key(name) for name in names.split()])


def key(name: str) -> str:
    """Return orjson's own copy of the name of a field.

    It keeps one for each name: a dict finds the identical string in half the time of an equal one.
    """
    NAMES.add(name)
    return str(*loads(dumps({name: None})))


def numbers(text: str) -> list[Any]:
    """Return the numbers in ``text``: decimals, with commas between and brackets around.

    orjson reads them several times faster than ``float`` would one by one, and takes nothing but
    what JSON calls a number, or what then fails to compare with one.
    """
    found: list[Any] = loads(text)
    # Only "true" and "false" would pass as numbers; they share a letter with few numbers.
    if "e" in text and bool in map(type, found):
        raise FieldError("a number that is none")
    return found


def look_closer(values: Iterable[Any]) -> None:
    """Raise FieldError if a truth value or a negative number is among ``values``.

    For the rare frame with a zero in it, so that the others need not be asked for ``False``.
    """
    for value in values:
        if type(value) is bool or (type(value) in NUMBERS and value < 0):
            raise FieldError(f"a number that is {shown(value)}")


def amounts(values: Sequence[Any]) -> list[float]:
    """Return numbers from zero up as floats: for the rare row in which one is whole, or zero."""
    look_closer(values)
    # Adding zero makes a float of any number, and of nothing else.
    return [value + 0.0 for value in values]


def number(value: Any) -> float:
    """Return a number from zero up that may come as a number or as a text, as in REST answers."""
    found = loads(value) if type(value) is str else value
    if type(found) not in NUMBERS or found < 0:
        raise FieldError(f"a number that is {shown(value)}")
    return float(found)


def price(value: Any) -> float:
    """Return a price that may come as a number or as a text."""
    return priced(number(value))


def priced(value: float) -> float:
    """Return a number that may be a price."""
    if LEAST_PRICE <= value <= MOST_PRICE:
        return value
    raise FieldError(f"a price that is {shown(value)}")


def priced_or_none(value: float) -> float | None:
    """Return such a number, or None for the zero that stands where there is no price."""
    return priced(value) if value else None


def whole(value: Any) -> int:
    """Return a whole number from zero up: an id, or a time in milliseconds."""
    if type(value) is not int or value < 0:
        raise FieldError(f"a whole number that is {shown(value)}")
    return value


def flag(value: Any) -> bool:
    """Return a truth value that came as one: ``1`` and ``"false"`` did not."""
    if value is True or value is False:
        return bool(value)
    raise FieldError(f"a flag that is {shown(value)}")


def milliseconds(value: Any) -> int:
    """Return an exchange's time in milliseconds; it may be in microseconds."""
    found = whole(value)
    return found // 1000 if found >= MICROSECONDS else found


def past_ms(value: Any, received_ns: int, ahead_ms: int) -> int:
    """Return a time in an answer to a GET, in milliseconds, and at most that of its arrival.

    That is by the exchange's clock, which is ``ahead_ms`` ahead of ours.
    """
    return min(milliseconds(value), received_ns // NS_PER_MS + ahead_ms)


def words(value: Any) -> str:
    """Return an exchange's own words, or a number, short and safe to show."""
    if type(value) not in {str, int}:
        raise FieldError(f"a text that is {shown(value)}")
    return safe(str(value)[:MOST_WORDS])


def shown(value: Any) -> str:
    """Return the start of a value as Python spells it: nothing in it can fool a terminal."""
    try:
        spelled = repr(value[:MOST_SHOWN] if type(value) is str else value)[: MOST_SHOWN + 2]
        return safe(spelled)  # Python does not mind marks that pile up
    except RecursionError:  # orjson reads deeper than Python spells
        return "something endlessly nested"


def called(message: Any, *names: str) -> str:
    """Return how a message calls itself, in the first of the fields ``names`` that it has."""
    kinds = [message[name] for name in names if name in message] if type(message) is dict else []
    return shown(kinds[0]) if kinds else "frame"


def read_json(where: str, text: bytes) -> Any:
    """Return what JSON says, or raise DecodeError."""
    try:
        return loads(text)
    except ValueError as error:
        raise DecodeError(f"{where}: not JSON") from error


def fault(where: str, error: Exception) -> DecodeError:
    """Return the DecodeError that says what a gate found ``where``."""
    match error:
        case FieldError():
            reason = str(error)[:MOST_WORDS]  # an exchange may be long-winded
        case KeyError():
            name = error.args[0]
            reason = f"no field {name!r}" if name in NAMES else f"{shown(name)} is not known here"
        case TypeError() | AttributeError():
            reason = "a field of the wrong type"
        case _:
            reason = "a field that cannot be read"
    return DecodeError(f"{where}: {reason}")


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Turn what reading an answer raises into a DecodeError that says ``where``."""
    try:
        yield
    except WRONG as error:
        raise fault(where, error) from error
