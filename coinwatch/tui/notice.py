"""The two small screens: the help, and the sentence where the terminal is too small."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coinwatch import text
from coinwatch.tui.box import Box
from coinwatch.tui.keys import Key
from coinwatch.tui.words import Words

MOST_HELP_CELLS = 76
MOST_HELP_LINES = 4
"""Lines for one key."""

LEAST_WIDTH, LEAST_HEIGHT = 40, 8
"""What the main screen needs of a terminal, in cells."""


class HelpLine(NamedTuple):
    """A line of the help: a title, or a key and what it does."""

    key: str
    words: str = ""


def help_lines(keys: Sequence[Key], words: Words, cells: int) -> list[HelpLine]:
    """Return the help in ``cells``, in groups with a blank line between them."""
    column = max(text.width(key.shown) for key in keys) + 4
    lines: list[HelpLine] = []
    for group, title in words.help_groups.items():
        mine = [key for key in keys if key.group == group]
        if mine:
            lines += [HelpLine(""), HelpLine(title)]
        for key in mine:
            first, *more = text.wrap(words.keys[key.name][1], cells - column, MOST_HELP_LINES)
            lines.append(HelpLine(text.left(f"  {key.shown}", column), first))
            lines += [HelpLine(" " * column, each) for each in more]
    lines += [HelpLine(""), HelpLine(words.signs_title)]
    for sign, meaning in words.signs.items():
        first, *more = text.wrap(meaning, cells - column, MOST_HELP_LINES)
        lines.append(HelpLine(text.left(f"  {sign}", column), first))
        lines += [HelpLine(" " * column, each) for each in more]
    return lines[1:]


class Help(Box):
    """Every key and what it does."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help VerticalScroll {
        width: auto; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; padding: 1 2 0 2; scrollbar-size-vertical: 1;
        border-bottom: blank $panel; border-subtitle-align: left;
        border-subtitle-background: $panel; border-subtitle-color: $text-muted;
    }
    Help Static { width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter,q", "app.pop_screen", show=False)
    ]

    def __init__(self, keys: Sequence[Key], words: Words) -> None:
        super().__init__(id="help")
        self._keys = keys
        self._words = words
        self._cells = 0

    def compose(self) -> ComposeResult:
        """Give one text in a box that scrolls."""
        with VerticalScroll() as box:
            box.border_subtitle = self._how_to_leave()
            yield Static(self._content(self._room()))

    def on_resize(self) -> None:
        """Break the lines anew where there is another room for them."""
        if self._room() != self._cells:
            self._show()

    def speak(self, words: Words) -> None:
        """Use other words from now on."""
        self._words = words
        self._show()

    def _show(self) -> None:
        """Say everything; how to scroll and to close stays in sight below it."""
        self.query_one(VerticalScroll).border_subtitle = self._how_to_leave()
        self.query_one(Static).update(self._content(self._room()))

    def _how_to_leave(self) -> str:
        return f" {self._words.help_keys}"

    def _room(self) -> int:
        return min(MOST_HELP_CELLS, self.app.size.width - 5)

    def _content(self, cells: int) -> Content:
        self._cells = cells
        return Content("\n").join(
            Content.assemble((line.key, "$text-primary" if line.words else "bold"), line.words)
            for line in help_lines(self._keys, self._words, cells)
        )


class TooSmall(Screen[None]):
    """Says what is needed, and nothing else."""

    def __init__(self, words: Words) -> None:
        super().__init__(id="too-small")
        self._words = words

    def compose(self) -> ComposeResult:
        """Give one sentence."""
        yield Static(self._sentence(), markup=False)

    def speak(self, words: Words) -> None:
        """Use other words from now on."""
        self._words = words
        self.query_one(Static).update(self._sentence())

    def _sentence(self) -> str:
        return self._words.too_small.format(width=LEAST_WIDTH, height=LEAST_HEIGHT)
