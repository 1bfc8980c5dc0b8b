"""Which screen can be seen: the topmost, and those below it while it covers only a part of them."""

from typing import Any

from textual.screen import Screen


def in_sight(screen: Screen[Any]) -> bool:
    """Return whether a screen is on top, or has nothing above it but boxes."""
    stack = screen.app.screen_stack
    return screen in stack and all(above.is_modal for above in stack[stack.index(screen) + 1 :])
