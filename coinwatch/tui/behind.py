"""What the screen asks of what runs behind it."""

from typing import Protocol


class Behind(Protocol):
    """The session, as the screen sees it; a screen of a store alone has ``Nothing``."""

    def show_history(self, window_s: float) -> None:
        """Have the sparklines cover ``window_s`` seconds."""


class Nothing:
    """Behind a screen that shows a store and no more."""

    def show_history(self, window_s: float) -> None:
        """Leave the sparklines to what the store has."""
