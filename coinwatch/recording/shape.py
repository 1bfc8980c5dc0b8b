"""From plain JSON data to typed records, or an error that names the field: nothing is guessed.

A record is a list of its fields in order; the types are those that the record's class declares.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from math import isfinite
from typing import Any, Literal, get_args, get_origin, get_type_hints

from coinwatch.exchanges.gates import LEAST_PRICE, MOST_PRICE

Gate = Callable[[Any], Any]
"""Takes plain data, and returns what was declared. Raises ShapeError."""

LAST_MS = 253_402_300_799_999
"""The end of the year 9999, in milliseconds since the epoch: later ones are no dates."""

LAST_NS = 2**63 - 1

DIVISORS = frozenset({"price", "bid", "ask", "open", "high", "low", "reference", "window_s"})
"""Fields that something is divided by, or that nothing could have been sold for."""


class ShapeError(ValueError):
    """Data that is not what was declared."""


def record(kind: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Return a record of ``kind`` with the fields in ``values``. Raises ShapeError."""
    gates = _gates(kind)
    try:
        return kind(*[gate(values[name]) for name, gate in gates])
    except KeyError as error:
        raise ShapeError(f"lacks {error.args[0]!r}") from error


@cache
def _gates(kind: Callable[..., Any]) -> tuple[tuple[str, Gate], ...]:
    hints = get_type_hints(kind)
    return tuple((name, _named(name, _field(name, hint))) for name, hint in hints.items())


def _named(name: str, gate: Gate) -> Gate:
    """Have the field's name in what the gate raises."""

    def check(value: Any) -> Any:
        try:
            return gate(value)
        except ShapeError as error:
            raise ShapeError(f"{name}: {error}") from error

    return check


def _field(name: str, hint: Any) -> Gate:
    """Return the gate of a field: its name says what its numbers mean."""
    within: Gate | None = None
    if name in DIVISORS:
        within = _within(LEAST_PRICE, MOST_PRICE)
    elif name.endswith("_ms"):
        within = _within(0, LAST_MS)
    elif name == "at" or name.endswith("_at_ns"):
        within = _within(0, LAST_NS)
    inner = _gate(hint)
    return inner if within is None else lambda value: _both(inner(value), within)


def _both(value: Any, within: Gate) -> Any:
    return None if value is None else within(value)


def _within(least: float, most: float) -> Gate:
    def gate(value: Any) -> Any:
        if least <= value <= most:
            return value
        raise ShapeError(f"{value!r} is out of range")

    return gate


def _gate(hint: Any) -> Gate:
    origin, args = get_origin(hint), get_args(hint)
    if hint is float:
        return _number
    if hint in {int, str, bool}:
        return lambda value: _exactly(hint, value)
    if origin is Literal:
        return lambda value: _one_of(args, value)
    if args:
        return _row(args) if origin is tuple else _optional(args)
    if issubclass(hint, StrEnum):
        return lambda value: hint(_one_of([*map(str, hint)], value))
    return _record(hint)


def _number(value: Any) -> float:
    if type(value) not in {int, float} or not isfinite(value) or value < 0:
        raise ShapeError(f"{_shown(value)} is no number from 0 on")
    return float(value)


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ShapeError(f"{_shown(value)} is not of the type {kind.__name__}")
    return value


def _one_of(known: Any, value: Any) -> Any:
    for each in known:
        if each == value and type(each) is type(value):
            return each
    raise ShapeError(f"{_shown(value)} is none of {', '.join(map(str, known))}")


def _optional(args: tuple[Any, ...]) -> Gate:
    (kind,) = (arg for arg in args if arg is not type(None))
    gate = _gate(kind)
    return lambda value: None if value is None else gate(value)


def _row(args: tuple[Any, ...]) -> Gate:
    """Return the gate of a tuple: of any length, or of a fixed one."""
    if args[-1] is Ellipsis:
        gate = _gate(args[0])
        return lambda value: tuple(map(gate, _list(value)))
    gates = [_gate(arg) for arg in args]
    return lambda value: tuple(
        gate(each) for gate, each in zip(gates, _list(value, len(gates)), strict=True)
    )


def _record(kind: Any) -> Gate:
    gates = _gates(kind)

    def gate(value: Any) -> Any:
        values = _list(value, len(gates))
        return kind(*[each(item) for (_, each), item in zip(gates, values, strict=True)])

    return gate


def _list(value: Any, length: int | None = None) -> list[Any]:
    _exactly(list, value)
    if length is not None and len(value) != length:
        raise ShapeError(f"{len(value)} values instead of {length}")
    found: list[Any] = value
    return found


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004  # enough to know it by
