"""What `coinwatch line` takes: text with fields in braces, taken apart once.

======================================= ====================================================
``{upbit:KRW-BTC.price}``               a value of a market, as people write it
``{binance:BTC/USDT.change_pct:+.2f}``  the same by a format of Python's own
``{BTC.premium:+.2f}``                  the premium of an asset, in percent
``{upbit.state}``                       how an exchange is, in a word
``{{`` and ``}}``                       braces
======================================= ====================================================
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from coinwatch.errors import UsageError
from coinwatch.suggestions import nearest

MARKET_KEYS = (
    "price", "bid", "ask", "open", "high", "low", "change", "change_pct", "volume",
    "quote_volume", "spread", "age",
)  # fmt: skip
"""Of a market; ``spread`` is in hundredths of a percent, ``age`` in seconds."""

PREMIUM_KEYS = ("premium", "krw_price", "usd_price", "usd_krw")
"""Of an asset on both exchanges; ``premium`` is in percent."""

STATE = "state"
"""Of an exchange."""

KEYS = (*MARKET_KEYS, *PREMIUM_KEYS, STATE)

LONGEST = 4096
"""Characters of a format, at most."""

WIDEST = 3
"""Digits of a width or of decimals in a format, at most."""

_HINT = "Write it like 'BTC {upbit:KRW-BTC.price} {BTC.premium:+.2f}%'."

_PIECE = re.compile(r"(?P<text>[^{}]+|\{\{|\}\})|\{(?P<field>[^{}]*)\}")
_FIELD = re.compile(r"(?P<symbol>[^.]+)\.(?P<key>\w+)(?::(?P<spec>.*))?")


class Field(NamedTuple):
    """A value to fill in."""

    symbol: str
    """A market, an asset or an exchange, by its key."""
    key: str
    """One of ``KEYS``."""
    spec: str = ""
    """A format of Python's own for a number or a word; empty for the usual one."""

    def __str__(self) -> str:
        """Return the field as it is written, without its format."""
        return f"{{{self.symbol}.{self.key}}}"

    @property
    def of_market(self) -> bool:
        """Whether it is a value of a market."""
        return self.key in MARKET_KEYS

    @property
    def of_premium(self) -> bool:
        """Whether it is a value of an asset on both exchanges."""
        return self.key in PREMIUM_KEYS


Template = tuple[str | Field, ...]
"""Text and fields in turn, as written."""


def parse(written: str, exchanges: Collection[str]) -> Template:
    """Return the pieces of a format, given the names of all exchanges. Raises UsageError."""
    if len(written) > LONGEST:
        raise UsageError(f"The format is longer than {LONGEST} characters.", _HINT)
    if written.splitlines() not in ([], [written]):
        raise UsageError("The format has more than one line.", _HINT)
    pieces: list[str | Field] = []
    end = 0
    while end < len(written):
        match = _PIECE.match(written, end)
        if match is None:
            raise UsageError(f"The brace at character {end + 1} of the format has no other.", _HINT)
        end = match.end()
        plain = match["text"]
        if plain is None:
            pieces.append(_field(match["field"], exchanges))
        else:
            pieces.append({"{{": "{", "}}": "}"}.get(plain, plain))
    if not any(isinstance(piece, Field) for piece in pieces):
        raise UsageError("The format shows no value.", _HINT)
    return tuple(pieces)


def _field(written: str, exchanges: Collection[str]) -> Field:
    match = _FIELD.fullmatch(written)
    if match is None:
        raise UsageError(f"{{{written}}} names no value.", _HINT)
    field = Field(match["symbol"].strip(), match["key"].lower(), match["spec"] or "")
    if field.key not in KEYS:
        close = nearest(field.key, KEYS, 1)
        guess = f"Did you mean {close[0]}? " if close else ""
        raise UsageError(
            f"{{{written}}} asks for an unknown value, {field.key!r}.",
            f"{guess}There are: {', '.join(KEYS)}.",
        )
    if (field.key == STATE) != (field.symbol.lower() in exchanges):
        raise UsageError(
            f"{{{written}}} does not fit: `{STATE}` belongs to an exchange, the others do not.",
            _HINT,
        )
    if field.of_premium and not field.symbol.isalnum():
        raise UsageError(f"{{{written}}} does not fit: `{field.key}` belongs to an asset.", _HINT)
    _check_spec(written, field)
    return field


def fields(template: Template) -> list[Field]:
    """Return the fields of a template, in order."""
    return [piece for piece in template if isinstance(piece, Field)]


def _check_spec(written: str, field: Field) -> None:
    try:
        if re.search(rf"\d{{{WIDEST + 1}}}", field.spec):
            raise ValueError("a number in it is too large")  # noqa: TRY301  # as Python's own
        format("live" if field.key == STATE else 1.5, field.spec)
    except ValueError as error:
        raise UsageError(
            f"{{{written}}} has a format that does not fit: {error}.",
            "Python's formats are meant, such as :,.2f or :+.1f or :>12.",
        ) from error
