"""A box over a screen, which goes on below it, dimmed.

Textual's own mixes the colour of every piece of text anew in each frame, and has rich split the
whole screen into lines: more than a third of the time from a key to its box, and of each frame
while the box is open. A screen has lines already, and few different colours.
"""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions, Visual, VisualType

_MOST_STYLES = 1024
"""Of which it is remembered how they look dimmed: many times what a screen has."""


class Box(ModalScreen[None]):
    """What every box shares: it sees what is below it."""

    def render(self) -> VisualType:  # type: ignore[override]  # Textual takes a Visual from any widget
        """Return the ground of the box."""
        ground = super().render()
        return Dimmed(ground) if isinstance(ground, BackgroundScreen) else ground


class Dimmed(Visual):
    """The lines of the screen below, in ``ground``'s colour."""

    def __init__(self, ground: BackgroundScreen) -> None:
        self._ground = ground

    def render_strips(
        self, width: int, height: int | None, style: VisualStyle, options: RenderOptions
    ) -> list[Strip]:
        """Return them as they are at the moment; while the size changes they may be too long."""
        del options  # the screen below has its own
        own, color = style.rich_style, self._ground.color
        below = self._ground.screen._compositor.render_strips()  # noqa: SLF001  # nothing else has its lines
        cropped = (strip.crop(0, width) for strip in below[:height])
        return [
            Strip([Segment(text, _dimmed(own, look, color)) for text, look, _ in strip])
            for strip in cropped
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all there is."""
        del rules
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Return the least: it is never asked to be as wide as its contents."""
        del rules
        return 1

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return all there is."""
        del rules, width
        return self._ground.screen.size.height


@lru_cache(_MOST_STYLES)
def _dimmed(own: Style, below: Style | None, color: Color) -> Style:
    """Return what Textual makes of a style on a box with its ``own``."""
    (segment,) = BackgroundScreen.process_segments([Segment("", below)], color)
    return own + segment.style
