"""Numbers, ages and small pictures as plain text, and how many cells text takes.

No colour and no terminal here: the screen and the plain table of ``--once`` show the same words.
What is not known is ``—`` and never 0; a negative number has a real minus sign.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import inf
from typing import Literal

Language = Literal["en", "ko"]

UNKNOWN = "—"
MINUS = "\N{MINUS SIGN}"
ELLIPSIS = "…"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

MOST_CHARACTERS = 400
"""How much is shown at most of a text that came from outside."""

_Rule = tuple[tuple[float, int], ...]
"""Decimals of a number below a limit; the limits are what rounds up to the next."""

_FINE: _Rule = ((9.995, 2), (inf, 1))
_COARSE: _Rule = ((9.995, 2), (99.95, 1), (inf, 0))
_PERCENT: _Rule = ((999.995, 2), (inf, 0))
_BASIS_POINTS: _Rule = ((999.95, 1), (inf, 0))
_RATE: _Rule = ((0.05, 0), (9.95, 1), (inf, 0))

# Unit, its name, its decimals, and from which amount on the next one is used: 999.96 M is 1.00 B.
_UNITS: dict[Language, tuple[tuple[float, str, _Rule, float], ...]] = {
    "en": (
        (1.0, "", _FINE, 999.95), (1e3, " K", _FINE, 999.95e3), (1e6, " M", _FINE, 999.95e6),
        (1e9, " B", _FINE, 999.95e9), (1e12, " T", _FINE, inf),
    ),
    "ko": (
        (1.0, "", _FINE, 9_999.95), (1e4, "만", _COARSE, 9_999.5e4),
        (1e8, "억", _COARSE, 9_999.5e8), (1e12, "조", _COARSE, inf),
    ),
}  # fmt: skip
_LEAST_AMOUNT = 0.01
_KILO = 999.5
_SIGNS = {"KRW": "₩", "USD": "$", "USDT": "$", "USDC": "$", "FDUSD": "$"}
_AGES = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
_BLOCKS = "▁▂▃▄▅▆▇█"
_NARROW = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(f"▕●▏─▲▼₩·{MINUS}{UNKNOWN}{_BLOCKS}")
"""What most of our own texts are made of; asking Unicode takes much longer."""

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Jamo that found no syllable, fillers, and skin tones: some terminals give them no cell.
_UNSEEN = frozenset(
    map(chr, (0x115F, *range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC), 0x3164, 0xFFA0))
) | frozenset(map(chr, range(0x1F3FB, 0x1F400)))


def price(value: float | None, decimals: int | None = None) -> str:
    """Return a price with ``decimals``, or else all it has: ``116,539,000``, ``0.00000793``."""
    if value is None:
        return UNKNOWN
    return _shortest(value) if decimals is None else f"{value:,.{decimals}f}"


def _shortest(value: float) -> str:
    """Return the shortest decimal that reads back the same, written out."""
    digits, _, exponent = repr(value).partition("e")
    whole, _, fraction = digits.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = "0" * (1 - point) + (whole + fraction).ljust(point, "0")
    point = max(1, point)
    fraction = digits[point:].rstrip("0")
    return f"{int(digits[:point]):,}{'.' * bool(fraction)}{fraction}"


def compact(value: float | None, language: Language = "en") -> str:
    """Return an amount in few digits: ``812.3 M``, ``1.92 B``; Korean ``8,123억``, ``1.23조``."""
    if value is None:
        return UNKNOWN
    if 0 < value < _LEAST_AMOUNT:
        return f"<{_LEAST_AMOUNT}"
    units = _UNITS[language]
    unit, name, rule, _ = next((each for each in units if value < each[3]), units[-1])
    scaled = value / unit
    return f"{scaled:,.{_decimals(scaled, rule)}f}{name}"


def money(value: float | None, quote: str, language: Language = "en") -> str:
    """Return an amount with its currency's sign: ``812.3 B₩``; with its name if it has no sign."""
    amount = compact(value, language)
    return amount if value is None else amount + (_SIGNS.get(quote) or f" {safe(quote)}")


def signed(value: float, decimals: int) -> str:
    """Return a number with its sign; what rounds to zero has none."""
    shown = f"{value:+,.{decimals}f}"
    sign = "" if not shown.strip("+-0.,") else MINUS if value < 0 else "+"
    return sign + shown[1:]


def percent(value: float | None, space: str = " ") -> str:
    """Return percent with sign: ``+1.24 %``; without decimals from a thousand on."""
    if value is None:
        return UNKNOWN
    return f"{signed(value, _decimals(abs(value), _PERCENT))}{space}%"


def basis_points(value: float | None) -> str:
    """Return a spread, given in hundredths of a percent: ``0.9 bp``."""
    if value is None:
        return UNKNOWN
    return f"{signed(value, _decimals(abs(value), _BASIS_POINTS)).lstrip('+')} bp"


def age(seconds: float | None, space: str = " ") -> str:
    """Return how long ago, in one unit, rounded down: ``0 s``, ``2 m``, ``3 h``, ``4 d``."""
    if seconds is None:
        return UNKNOWN
    unit, name = _age_unit(seconds)
    return f"{max(0, int(seconds // unit))}{space}{name}"


def age_holds(seconds: float) -> float:
    """Return for how many seconds more ``age`` gives the same text."""
    unit, _ = _age_unit(seconds)
    return unit - max(0.0, seconds) % unit if seconds >= 0 else 1 - seconds


def _age_unit(seconds: float) -> tuple[int, str]:
    return next((each for each in _AGES if seconds >= each[0]), _AGES[-1])


def rate(per_second: float | None) -> str:
    """Return messages a second: ``0.4/s``, ``214/s``, ``1.2k/s``."""
    if per_second is None:
        return f"{UNKNOWN}/s"
    value, name = (per_second / 1000, "k") if per_second >= _KILO else (per_second, "")
    return f"{value:,.{_decimals(value, _RATE)}f}{name}/s"


def _decimals(value: float, rule: _Rule) -> int:
    return next((decimals for below, decimals in rule if value < below), 0)


def range_bar(low: float | None, high: float | None, value: float | None, width: int) -> str:
    """Return where a price is between low and high, in ``width`` cells: ``▕──●──▏``."""
    if low is None or high is None or value is None:
        return UNKNOWN
    cells = max(1, width - 2)
    share = (value - low) / (high - low) if high > low else 0.5
    dot = min(cells - 1, max(0, int(share * cells)))
    return f"▕{'─' * dot}●{'─' * (cells - 1 - dot)}▏"


def sparkline(values: Sequence[float | None], width: int) -> str:
    """Return prices as blocks in ``width`` cells; blank where there is none, level where all same.

    A cell shows the last price of the time that it covers.
    """
    count = len(values)
    if not count or not width:
        return " " * width
    last = [((cell + 1) * count - 1) // width for cell in range(width)]
    if count <= width:
        blocks = _blocks(values)
        return "".join([blocks[place] for place in last])
    return "".join(_blocks([values[place] for place in last]))


def _blocks(values: Sequence[float | None]) -> list[str]:
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low == high:
        return [" " if value is None else _BLOCKS[3] for value in values]
    step = (len(_BLOCKS) - 1) / (high - low)
    return [" " if value is None else _BLOCKS[int((value - low) * step + 0.5)] for value in values]


def width(text: str) -> int:
    """Return how many cells ``text`` takes: two for a Hangul syllable.

    True of whatever ``safe`` lets through, which is nothing that combines or has no width.
    """
    if text.isascii() or _NARROW.issuperset(text):
        return len(text)
    wide = unicodedata.east_asian_width
    return sum([2 if wide(character) in "WF" else 1 for character in text])


def cut(text: str, cells: int) -> str:
    """Return ``text`` in at most ``cells``, with an ellipsis where something is missing."""
    if width(text) <= cells:
        return text
    kept = text[: max(0, cells - 1)]
    while width(kept) >= cells > 0:
        kept = kept[:-1]
    return kept + ELLIPSIS if cells > 0 else ""


def left(text: str, cells: int) -> str:
    """Return ``text`` in exactly ``cells``, to the left."""
    shown = cut(text, cells)
    return shown + " " * (cells - width(shown))


def right(text: str, cells: int) -> str:
    """Return ``text`` in exactly ``cells``, to the right."""
    shown = cut(text, cells)
    return " " * (cells - width(shown)) + shown


def wrap(text: str, cells: int, most: int) -> list[str]:
    """Return ``text`` broken between words into at most ``most`` lines of at most ``cells``."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and width(line) + 1 + width(words[0]) <= cells:
            line += f" {words.pop(0)}"
        lines.append(cut(line, cells))
    return [*lines, cut(" ".join(words), cells)] if words else lines


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """Return a text from outside with nothing in it that a terminal or an eye could be fooled by.

    Controls are shown as their symbols (``␛``); what reorders text, has no width or means nothing
    is shown as ``\ufffd``; marks that do not combine into one character are left out.
    """
    if text.isascii() and text.isprintable() and len(text) <= MOST_CHARACTERS:
        return text
    normal = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    return "".join([_harmless(character) for character in normal])


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith("M"):
        return ""
    if category == "Zs":
        return " "
    if category not in _HARMFUL and character not in _UNSEEN:
        return character
    if character < " ":
        return chr(ord("␀") + ord(character))
    return "␡" if character == "\x7f" else REPLACEMENT


def clock(seconds: float) -> str:
    """Return a span of time as hours, minutes and seconds: ``0:03:07``."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}"
