"""The kinds of values in the config file: what each allows, and how it is written.

A kind takes what the TOML parser made of a value and returns what the program works with, or
raises BadValue saying what is allowed. A kind knows nothing of files and lines.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from coinwatch import durations
from coinwatch.errors import UsageError
from coinwatch.suggestions import nearest

T = TypeVar("T")
WordT = TypeVar("WordT", bound=str)

_LONGEST_SHOWN = 40


class BadValue(Exception):  # noqa: N818 - never shown: the user sees the ConfigError made of it
    """How a value fails, to be read after the name of its key: ``must be ..., not ...``."""

    def __init__(self, fault: str, hint: str = "", item: int | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.hint = hint
        self.item = item
        """The index of the faulty item, where the value is a list."""


class Kind(ABC, Generic[T]):
    """One kind of value."""

    @abstractmethod
    def read(self, value: object) -> T:
        """Return ``value`` as the program uses it. Raises BadValue."""

    def write(self, value: T) -> str:
        """Return ``value`` in TOML."""
        return toml(value)


class Flag(Kind[bool]):
    """``true`` or ``false``."""

    def read(self, value: object) -> bool:
        """Return the flag."""
        if isinstance(value, bool):
            return value
        raise not_allowed("true or false", value)


class Whole(Kind[int]):
    """A whole number, both ends included."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high

    def read(self, value: object) -> int:
        """Return the number."""
        if type(value) is int and self._low <= value <= self._high:
            return value
        raise not_allowed(f"a whole number from {self._low} to {self._high}", value)


class Duration(Kind[float]):
    """A duration such as ``23h30m``, in seconds, both ends included."""

    def __init__(self, low: str, high: str) -> None:
        self._low_s, self._high_s = durations.parse(low), durations.parse(high)
        self._allowed = f'a duration from "{low}" to "{high}"'

    def read(self, value: object) -> float:
        """Return the seconds."""
        if not isinstance(value, str):
            raise not_allowed(self._allowed, value, "Write it with its unit and in quotes.")
        try:
            seconds = durations.parse(value)
        except UsageError as error:
            raise not_allowed(self._allowed, value, error.hint) from error
        if self._low_s <= seconds <= self._high_s:
            return seconds
        raise not_allowed(self._allowed, value)

    def write(self, value: float) -> str:
        """Return the duration in TOML."""
        return toml(durations.render(value))


class Choice(Kind[WordT]):
    """One of some words; ``allowed`` says which, where they are too many to list."""

    def __init__(self, words: Sequence[WordT], allowed: str = "") -> None:
        self._words = words
        self._allowed = allowed or f"one of {_quoted(words)}"

    def read(self, value: object) -> WordT:
        """Return the word."""
        for word in self._words:
            if word == value:
                return word
        raise not_allowed(self._allowed, value, _guess(value, self._words))


class Words(Kind[tuple[str, ...]]):
    """A list of some of the words, each at most once."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def read(self, value: object) -> tuple[str, ...]:
        """Return the words in their order."""
        allowed = f"a list of some of {_quoted(self._words)}"
        chosen = strings(value, allowed)
        for index, word in enumerate(chosen):
            if word not in self._words:
                hint = _guess(word, self._words)
                raise BadValue(f"must be {allowed}, not {shown(word)}", hint, index)
            if word in chosen[:index]:
                raise BadValue(f"has {shown(word)} twice", item=index)
        if not chosen:
            raise BadValue(f"must be {allowed}, and not empty")
        return chosen


def toml(value: object) -> str:
    """Return a flag, a number, a printable text or a tuple of them in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)


def shown(value: object) -> str:
    """Return ``value`` for an error message: short, and harmless to a terminal."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    text = repr(value) if isinstance(value, str) else toml(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def not_allowed(allowed: str, value: object, hint: str = "") -> BadValue:
    """Return the error for a value that is not what is allowed."""
    return BadValue(f"must be {allowed}, not {shown(value)}", hint)


def strings(value: object, allowed: str) -> tuple[str, ...]:
    """Return the strings of a list. Raises BadValue for anything else."""
    if not isinstance(value, list):
        raise not_allowed(allowed, value)
    for index, each in enumerate(value):
        if not isinstance(each, str):
            raise BadValue(f"must be {allowed}, without {shown(each)}", item=index)
    return tuple(value)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(map(toml, words))


def _guess(value: object, words: Sequence[str]) -> str:
    close = nearest(str(value), words, 1)
    return f"Did you mean {toml(close[0])}?" if close else ""
