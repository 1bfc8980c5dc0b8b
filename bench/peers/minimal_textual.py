"""The least that Textual can do: one line of text.

Run: python -m bench.peers.minimal_textual
"""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        """Give the line."""
        yield Static("minimal")


if __name__ == "__main__":
    Minimal().run()
