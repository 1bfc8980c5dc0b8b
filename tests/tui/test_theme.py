"""Tests of what roles look like."""

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome
from textual.theme import BUILTIN_THEMES

from coinwatch.config import Colors
from coinwatch.text import Language
from coinwatch.tui.roles import Role
from coinwatch.tui.theme import (
    CONVENTIONS,
    OWN_COLORS,
    Convention,
    Ground,
    Palette,
    choose_convention,
    few_colors,
    next_convention,
    palette,
    row_ground,
)

ROWS = (Ground.ROW, Ground.SELECTED)
FULL = (Role.TEXT, Role.STRONG, Role.UP, Role.DOWN, Role.FLASH_UP, Role.FLASH_DOWN, Role.WARN)


def look(name: str, convention: Convention = "western") -> Palette:
    """Return the palette of one of Textual's themes."""
    theme = BUILTIN_THEMES[name]
    variables = theme.to_color_system().generate()
    return palette({**variables, **theme.variables}, convention, dark=theme.dark)


def luminance(color: Color) -> float:
    """Return the relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""

    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(style: Style) -> float:
    """Return the contrast between a style's ink and its ground."""
    assert style.color
    assert style.bgcolor
    ink = luminance(Color.from_rich_color(style.color))
    ground = luminance(Color.from_rich_color(style.bgcolor))
    return (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)


@pytest.mark.parametrize("name", ["textual-dark", "textual-light"])
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_contrast(name: str, convention: Convention) -> None:
    """Numbers can be read on dark and on light, selected or not, in every convention."""
    shown = look(name, convention)
    for ground in ROWS:
        for role in FULL:
            assert contrast(shown[ground][role]) >= 4.5, (ground, role)
    assert contrast(shown[Ground.ROW][Role.MUTED]) >= 4.5
    assert contrast(shown[Ground.STALE][Role.TEXT]) >= 3.0


@pytest.mark.parametrize("name", ["textual-dark", "textual-light"])
def test_stale_looks_different(name: str) -> None:
    """What is stale has lost its colours, except for the word that says so."""
    shown = look(name)
    assert shown[Ground.STALE][Role.UP] == shown[Ground.STALE][Role.DOWN]
    assert contrast(shown[Ground.STALE][Role.TEXT]) < contrast(shown[Ground.ROW][Role.TEXT]) / 2
    assert shown[Ground.STALE][Role.WARN] == shown[Ground.ROW][Role.WARN]
    assert shown[Ground.STALE_SELECTED][Role.TEXT] != shown[Ground.STALE][Role.TEXT]


def test_conventions() -> None:
    """West: green up, red down. Korea: red up, blue down. For all eyes: blue and orange."""
    inks = {
        convention: tuple(
            look("textual-dark", convention)[Ground.ROW][role].color
            for role in (Role.UP, Role.DOWN)
        )
        for convention in CONVENTIONS
    }
    green, red = inks["western"]
    assert inks["korean"][0] == red
    blue = inks["korean"][1]
    assert inks["colorblind"][0] == blue
    assert len({green, red, blue, inks["colorblind"][1]}) == 4


@pytest.mark.parametrize(
    ("setting", "language", "convention"),
    [
        ("auto", "en", "western"), ("auto", "ko", "korean"), ("western", "ko", "western"),
        ("colorblind", "en", "colorblind"),
    ],
)  # fmt: skip
def test_choose_convention(setting: Colors, language: Language, convention: Convention) -> None:
    """What is set counts; ``auto`` is what the language's readers expect."""
    assert choose_convention(setting, language) == convention


def test_next_convention() -> None:
    """The key goes through all conventions, round and round."""
    assert next_convention("western") == "korean"
    assert next_convention("korean") == "colorblind"
    assert next_convention("colorblind") == "western"


def test_row_ground() -> None:
    """A row's ground tells selected and stale, and both."""
    assert row_ground(selected=False, stale=False) is Ground.ROW
    assert row_ground(selected=True, stale=False) is Ground.SELECTED
    assert row_ground(selected=False, stale=True) is Ground.STALE
    assert row_ground(selected=True, stale=True) is Ground.STALE_SELECTED


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
def test_the_terminals_own_colours(name: str) -> None:
    """In a theme of the terminal's colours nothing is mixed, and all differences remain."""
    shown = look(name)
    row, stale = shown[Ground.ROW], shown[Ground.STALE]
    assert row[Role.TEXT].bgcolor is None
    assert row[Role.UP] != row[Role.DOWN]
    assert row[Role.FLASH_UP].reverse
    assert row[Role.MUTED].dim
    assert stale[Role.TEXT].dim
    assert not stale[Role.WARN].dim
    assert shown[Ground.SELECTED][Role.TEXT].reverse


@pytest.mark.parametrize(
    ("term", "colorterm", "colors"),
    [
        ("xterm", "", 16),
        ("linux", "", 16),
        ("screen", "", 16),
        ("xterm-16color", "", 16),
        ("xterm", "truecolor", 1 << 24),
        ("screen-256color", "", 256),
        ("xterm-kitty", "", 256),
    ],
)
def test_few_colors(
    term: str, colorterm: str, colors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal whose name promises no more has the 16 colours of its own."""
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colorterm)
    assert few_colors() is (colors == 16)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_sixteen_colours_keep_up_and_down_apart(convention: Convention) -> None:
    """Up and down are two of the terminal's own colours, neither its hardly legible dark blue."""
    row = look(OWN_COLORS, convention)[Ground.ROW]
    up, down = row[Role.UP].color, row[Role.DOWN].color
    assert up
    assert down
    assert up.type is down.type is ColorType.STANDARD
    assert len({up.number, down.number, 4}) == 3


def test_filters_are_applied() -> None:
    """What Textual does to all lines for NO_COLOR is done to the palette."""
    theme = BUILTIN_THEMES["textual-dark"]
    variables = theme.to_color_system().generate()
    shown = palette(variables, "western", dark=True, filters=[Monochrome()])
    color = shown[Ground.ROW][Role.UP].color
    assert color
    assert color.triplet
    assert len(set(color.triplet)) == 1


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_every_theme(name: str) -> None:
    """Each theme gives every role a style on every ground."""
    shown = look(name)
    assert all(set(shown[ground]) == set(Role) for ground in Ground)
