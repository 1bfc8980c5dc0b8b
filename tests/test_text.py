"""Tests of plain text: numbers, ages, pictures, widths, and texts from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coinwatch import text

PRICES = [
    (116_539_000.0, 0, "116,539,000"),
    (78_812.3, 2, "78,812.30"),
    (0.00000793, 8, "0.00000793"),
    (0.00000793, None, "0.00000793"),
    (116_539_000.0, None, "116,539,000"),
    (0.1, None, "0.1"),
    (3412.5, None, "3,412.5"),
    (1e16, None, "10,000,000,000,000,000"),
    (1.25e-10, None, "0.000000000125"),
    (None, 2, "—"),
]


@pytest.mark.parametrize(("value", "decimals", "shown"), PRICES)
def test_price(value: float | None, decimals: int | None, shown: str) -> None:
    """A price has separators, the market's decimals or all of its own, and no exponent."""
    assert text.price(value, decimals) == shown


@given(st.floats(min_value=1e-12, max_value=1e15))
def test_price_reads_back(value: float) -> None:
    """Without decimals given, a price is the shortest text that reads back the same."""
    assert float(text.price(value).replace(",", "")) == value


AMOUNTS = [
    (None, "—", "—"),
    (0.0, "0.00", "0.00"),
    (0.004, "<0.01", "<0.01"),
    (5.678, "5.68", "5.68"),
    (9.996, "10.0", "10.0"),
    (999.96, "1.00 K", "1,000.0"),
    (12_345.0, "12.3 K", "1.23만"),
    (812.3e6, "812.3 M", "8.12억"),
    (999.96e6, "1.00 B", "10.0억"),
    (1.92e9, "1.92 B", "19.2억"),
    (812.3e9, "812.3 B", "8,123억"),
    (1.2e12, "1.20 T", "1.20조"),
    (99.97e12, "100.0 T", "100조"),
    (1_234.5e12, "1,234.5 T", "1,234조"),
]


@pytest.mark.parametrize(("value", "english", "korean"), AMOUNTS)
def test_compact(value: float | None, english: str, korean: str) -> None:
    """An amount has about three digits and its language's units; it never rounds past a unit."""
    assert (text.compact(value), text.compact(value, "ko")) == (english, korean)


def test_money() -> None:
    """An amount of money ends with the currency's sign, or with its name if it has none."""
    assert text.money(812.3e9, "KRW") == "812.3 B₩"
    assert text.money(1.92e9, "USDT") == "1.92 B$"
    assert text.money(812.3e9, "KRW", "ko") == "8,123억₩"
    assert text.money(3.2, "BTC") == "3.20 BTC"
    assert text.money(None, "KRW") == "—"


PERCENT = [
    (1.236, "+1.24 %"),
    (-0.31, "\N{MINUS SIGN}0.31 %"),
    (0.0, "0.00 %"),
    (-0.001, "0.00 %"),
    (999.99, "+999.99 %"),
    (999.996, "+1,000 %"),
    (-12_345.6, "\N{MINUS SIGN}12,346 %"),
    (None, "—"),
]


@pytest.mark.parametrize(("value", "shown"), PERCENT)
def test_percent(value: float | None, shown: str) -> None:
    """Percent has a sign, a real minus among them, unless it rounds to zero."""
    assert text.percent(value) == shown


def test_percent_without_space() -> None:
    """Where room is short there is no space before the sign."""
    assert text.percent(1.2, "") == "+1.20%"


BASIS_POINTS = [
    (0.9, "0.9 bp"), (85.04, "85.0 bp"), (-2.26, "\N{MINUS SIGN}2.3 bp"), (0.0, "0.0 bp"),
    (999.96, "1,000 bp"), (None, "—"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), BASIS_POINTS)
def test_basis_points(value: float | None, shown: str) -> None:
    """A spread has one decimal, none from a thousand on, and a minus where the book is crossed."""
    assert text.basis_points(value) == shown


AGES = [
    (None, "—"), (-3.0, "0 s"), (0.0, "0 s"), (59.9, "59 s"), (60.0, "1 m"), (3_599.0, "59 m"),
    (3_600.0, "1 h"), (86_399.0, "23 h"), (86_400.0, "1 d"), (400_000.0, "4 d"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "shown"), AGES)
def test_age(seconds: float | None, shown: str) -> None:
    """An age has one unit and is rounded down; what lies ahead is now."""
    assert text.age(seconds) == shown


@given(st.floats(min_value=0, max_value=1e6))
def test_age_holds(seconds: float) -> None:
    """The text of an age stays the same for just as long as it is said to."""
    left = text.age_holds(seconds)
    assert text.age(seconds + left * 0.99) == text.age(seconds)
    assert text.age(seconds + left + 1e-6) != text.age(seconds)


def test_age_ahead_holds() -> None:
    """An age that lies ahead reads as now until a second after it came."""
    assert text.age_holds(-3.0) == 4.0


RATES = [
    (None, "—/s"), (0.0, "0/s"), (0.04, "0/s"), (0.42, "0.4/s"), (9.96, "10/s"), (214.0, "214/s"),
    (999.6, "1.0k/s"), (1_234.0, "1.2k/s"), (12_345.0, "12k/s"), (1_234_567.0, "1,235k/s"),
]  # fmt: skip


@pytest.mark.parametrize(("per_second", "shown"), RATES)
def test_rate(per_second: float | None, shown: str) -> None:
    """A rate has two or three digits."""
    assert text.rate(per_second) == shown


BARS = [
    (1.0, 2.0, 1.0, "▕●────▏"), (1.0, 2.0, 1.5, "▕──●──▏"), (1.0, 2.0, 2.0, "▕────●▏"),
    (1.0, 2.0, 9.0, "▕────●▏"), (1.0, 2.0, 0.5, "▕●────▏"), (1.0, 1.0, 1.0, "▕──●──▏"),
    (None, 2.0, 1.0, "—"), (1.0, None, 1.0, "—"), (1.0, 2.0, None, "—"),
]  # fmt: skip


@pytest.mark.parametrize(("low", "high", "value", "shown"), BARS)
def test_range_bar(low: float | None, high: float | None, value: float | None, shown: str) -> None:
    """The dot is where the price is, never outside the bar, and in the middle of no range."""
    assert text.range_bar(low, high, value, 7) == shown


SPARKLINES: list[tuple[list[float | None], int, str]] = [
    ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"),
    ([None, 1, 2], 3, " ▁█"),
    ([None, 5, 5], 3, " ▄▄"),
    ([1, 2, 3, 4], 2, "▁█"),
    ([1, 2], 4, "▁▁██"),
    ([None, None], 2, "  "),
    ([], 3, "   "),
    ([1, 2], 0, ""),
]


@pytest.mark.parametrize(("values", "width", "shown"), SPARKLINES)
def test_sparkline(values: list[float | None], width: int, shown: str) -> None:
    """A cell has the last price of its time; blank is unknown, and the middle is no move."""
    assert text.sparkline(values, width) == shown


@given(st.lists(st.none() | st.floats(min_value=1e-9, max_value=1e12)), st.integers(0, 300))
def test_sparkline_width(values: list[float | None], width: int) -> None:
    """A sparkline is as wide as it was asked to be, whatever it shows."""
    assert text.width(text.sparkline(values, width)) == width


NEWLY_WIDE = {
    "TRIGRAM", "MONOGRAM", "DIGRAM", "HEXAGRAM", "TETRAGRAM", "COUNTING", "TALLY", "IDEOGRAPHIC",
}  # fmt: skip

WIDTHS = [("", 0), ("BTC", 3), ("비트코인", 8), ("BTC 비트", 8), ("▁▂█ ▲ \N{MINUS SIGN}1 — ₩", 12)]


@pytest.mark.parametrize(("shown", "cells"), WIDTHS)
def test_width(shown: str, cells: int) -> None:
    """A Hangul syllable takes two cells, a sign or a block one."""
    assert text.width(shown) == cells


def test_width_agrees_with_the_screen() -> None:
    """Whatever is let through is as wide as the screen thinks it is.

    Except symbols that Unicode made wide later than this Python knows.
    """
    passed = "".join(text.safe(chr(code)) for code in range(0x110000))
    wrong = {each for each in passed if text.width(each) != cell_len(each)}
    assert all(unicodedata.name(each).partition(" ")[0] in NEWLY_WIDE for each in wrong)


CUTS = [
    ("abcdef", 6, "abcdef"),
    ("abcdef", 4, "abc…"),
    ("비트코인", 5, "비트…"),
    ("비트", 3, "비…"),
    ("ab", 0, ""),
]


@pytest.mark.parametrize(("shown", "cells", "expected"), CUTS)
def test_cut(shown: str, cells: int, expected: str) -> None:
    """What does not fit ends with an ellipsis; half a syllable is never shown."""
    assert text.cut(shown, cells) == expected


def test_left_and_right() -> None:
    """Padding counts cells and not characters; what is too long is cut."""
    assert text.left("비트", 6) == "비트  "
    assert text.right("비트", 6) == "  비트"
    assert text.left("비트코인", 6) == "비트…" + " "
    assert text.right("비트코인", 6) == " " + "비트…"


@given(st.text(), st.integers(0, 40))
def test_padding_is_exact(shown: str, cells: int) -> None:
    """Any text from outside fills the cells that it is given, exactly."""
    harmless = text.safe(shown)
    assert text.width(text.left(harmless, cells)) == cells
    assert text.width(text.right(harmless, cells)) == cells


def test_wrap() -> None:
    """A sentence breaks between words; the last line is cut if there is more."""
    sentence = "Upbit: cannot resolve api.upbit.com; next try in 3 s"
    assert text.wrap(sentence, 60, 2) == [sentence]
    assert text.wrap(sentence, 35, 2) == [
        "Upbit: cannot resolve",
        "api.upbit.com; next try in 3 s",
    ]
    assert text.wrap(sentence, 24, 2) == ["Upbit: cannot resolve", "api.upbit.com; next try…"]
    assert text.wrap(sentence, 10, 1) == ["Upbit: ca…"]
    assert text.wrap("unbreakable word", 6, 3) == ["unbre…", "word"]
    assert text.wrap("", 10, 2) == []


HARMFUL = [
    ("plain", "plain"),
    ("비트코인", "비트코인"),
    ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
    ("a\tb\nc\rd\x00e\x7f", "a␉b␊c␍d␀e␡"),
    ("\x9b31m", "\ufffd31m"),
    ("\u202egnp.exe", "\ufffdgnp.exe"),
    ("a\u200bb\u2066c\ufeff", "a\ufffdb\ufffdc\ufffd"),
    ("\ud800", "\ufffd"),
    ("line\u2028break", "line\ufffdbreak"),
    ("no\u00a0break", "no break"),
    ("[bold red]x[/]", "[bold red]x[/]"),
    ("\u1107\u1175\u1110\u1173", "비트"),
    ("Z\u0335\u0336a\u0301", "Zá"),
    ("\U0010ffff", "\ufffd"),
    ("a\u3164b\u1161", "a\ufffdb\ufffd"),
    ("\u0915\u093e", "\u0915"),
]


@pytest.mark.parametrize(("raw", "shown"), HARMFUL)
def test_safe(raw: str, shown: str) -> None:
    """Controls become visible, what deceives is replaced, markup stays text, jamo are joined."""
    assert text.safe(raw) == shown


@given(st.text())
def test_safe_is_printable(raw: str) -> None:
    """Nothing that comes out could move a cursor, reorder text or be invisible."""
    shown = text.safe(raw)
    assert shown.isprintable()
    assert text.safe(shown) == shown


def test_safe_is_bounded() -> None:
    """A text without end is shown up to a limit."""
    assert text.safe("x" * 1_000) == "x" * text.MOST_CHARACTERS


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "0:00:00"), (187.9, "0:03:07"), (90_061.0, "25:01:01")]
)
def test_clock(seconds: float, shown: str) -> None:
    """Hours, minutes and whole seconds."""
    assert text.clock(seconds) == shown
