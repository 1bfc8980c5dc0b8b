"""What roles look like: Textual's theme, dark or light, and the convention for up and down."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Literal, Protocol, runtime_checkable

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.constants import COLOR_SYSTEM
from textual.filter import LineFilter

from coinwatch.config import Colors
from coinwatch.text import Language
from coinwatch.tui.roles import Role

Convention = Literal["western", "korean", "colorblind"]

CONVENTIONS: tuple[Convention, ...] = ("western", "korean", "colorblind")
"""In the order of the key that changes it."""

_UP_DOWN: Mapping[Convention, tuple[str, str]] = {
    "western": ("green", "red"),
    "korean": ("red", "blue"),
    "colorblind": ("blue", "orange"),
}
# Each has a contrast of 4.5 and more on its ground, selected rows included.
_ON_DARK = {"green": "#4cc38a", "red": "#ff7b72", "blue": "#79b8ff", "orange": "#f0a04b"}
_ON_LIGHT = {"green": "#0b5d33", "red": "#a3131f", "blue": "#0a4a9e", "orange": "#7d4200"}
# Dark blue can hardly be read on black, bright blue can on either ground.
_ON_ANSI = {
    "green": "ansi_green", "red": "ansi_red", "blue": "ansi_bright_blue", "orange": "ansi_yellow",
}  # fmt: skip

OWN_COLORS = "ansi-dark"
"""Textual's theme that uses the terminal's own colours, its ground included, dark or light."""


class Ground(Enum):
    """What text stands on."""

    ROW = "row"
    SELECTED = "selected row"
    STALE = "stale row"
    STALE_SELECTED = "selected stale row"
    BAR = "bar"


def row_ground(*, selected: bool, stale: bool) -> Ground:
    """Return what a row stands on."""
    if stale:
        return Ground.STALE_SELECTED if selected else Ground.STALE
    return Ground.SELECTED if selected else Ground.ROW


_SELECTED = frozenset({Ground.SELECTED, Ground.STALE_SELECTED})
_STALE = frozenset({Ground.STALE, Ground.STALE_SELECTED})
_FLASHES = frozenset({Role.FLASH_UP, Role.FLASH_DOWN})
_TRENDS = frozenset({Role.TREND_UP, Role.TREND_DOWN})
_SHADES = {Role.MUTED: 0.72, Role.FAINT: 0.4}
"""How much of the text's colour is in the others."""

Styles = Mapping[Role, Style]
"""How each role looks on one ground."""

Palette = Mapping[Ground, Styles]
"""How each role looks on each ground."""


@runtime_checkable
class Painted(Protocol):
    """A screen that draws lines in the roles' colours."""

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""


def choose_convention(setting: Colors, language: Language) -> Convention:
    """Return the convention that is set; Koreans expect red for up."""
    if setting != "auto":
        return setting
    return "korean" if language == "ko" else "western"


def next_convention(current: Convention) -> Convention:
    """Return the convention after ``current``."""
    return CONVENTIONS[(CONVENTIONS.index(current) + 1) % len(CONVENTIONS)]


def few_colors() -> bool:
    """Return whether the terminal has but 16 colours, as ``TERM`` and ``COLORTERM`` tell.

    Mixed colours would be rounded to those: green to cyan, orange to red, and shades to nothing.
    """
    console = Console(color_system=COLOR_SYSTEM, force_terminal=True)  # type: ignore[arg-type]  # Textual takes any word, as rich does
    return console.color_system == "standard"


def palette(
    variables: Mapping[str, str],
    convention: Convention,
    *,
    dark: bool,
    filters: Sequence[LineFilter] = (),
) -> Palette:
    """Return the look of every role, given the theme's ``variables``.

    ``filters`` are Textual's own, which take the colours away for ``NO_COLOR``. They are applied
    here, once a theme, rather than to every line that is painted.
    """
    ansi = Color.parse(variables["background"]).ansi is not None
    hues = _ON_ANSI if ansi else _ON_DARK if dark else _ON_LIGHT
    inks = _inks(hues, convention, hues["blue"] if ansi else variables["text-primary"])
    style = _ansi_style if ansi else _Mixer(variables).style
    ground = Color.parse(variables["background"])
    return {
        place: {
            role: _filtered(style(role, inks.get(role), place), ground, filters) for role in Role
        }
        for place in Ground
    }


def _inks(hues: Mapping[str, str], convention: Convention, accent: str) -> dict[Role, Color]:
    """Return the colour of each role that has one of its own."""
    up, down = (hues[name] for name in _UP_DOWN[convention])
    names = {
        Role.ACCENT: accent, Role.UP: up, Role.DOWN: down, Role.FLASH_UP: up, Role.FLASH_DOWN: down,
        Role.TREND_UP: up, Role.TREND_DOWN: down,
        Role.GOOD: hues["green"], Role.WARN: hues["orange"], Role.BAD: hues["red"],
    }  # fmt: skip
    return {role: Color.parse(name) for role, name in names.items()}


class _Mixer:
    """Styles of a theme that says which colours it has."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._text = Color.parse(variables["foreground"])
        self._ground = Color.parse(variables["background"])
        self._bar = Color.parse(variables["surface"])

    def style(self, role: Role, ink: Color | None, place: Ground) -> Style:
        under = self._under(place)
        if role in _FLASHES and ink:
            under, ink = under.blend(ink, 0.3), self._text
        elif place in _STALE and role is not Role.WARN:
            ink = under.blend(self._text, _SHADES[role] if role is Role.FAINT else 0.55)
        elif role in _TRENDS and ink:
            ink = under.blend(ink, 0.7)
        elif role in _SHADES:
            ink = under.blend(self._text, _SHADES[role])
        shown = ink or self._text
        return Style(
            color=shown.rich_color, bgcolor=under.rich_color, bold=role is Role.STRONG or None
        )

    def _under(self, place: Ground) -> Color:
        if place is Ground.BAR:
            return self._bar
        return self._ground.blend(self._text, 0.12) if place in _SELECTED else self._ground


def _ansi_style(role: Role, ink: Color | None, place: Ground) -> Style:
    """Return a style of the terminal's own colours, where nothing can be mixed."""
    faint = role in _SHADES or (place in _STALE and role is not Role.WARN)
    return Style(
        color=ink.rich_color if ink and not faint else None,
        dim=faint or None,
        bold=role is Role.STRONG or None,
        reverse=(role in _FLASHES) != (place in _SELECTED) or None,
    )


def _filtered(style: Style, ground: Color, filters: Sequence[LineFilter]) -> Style:
    segments = [Segment(" ", style)]
    for each in filters:
        segments = each.apply(segments, ground)
    return segments[0].style or Style.null()
