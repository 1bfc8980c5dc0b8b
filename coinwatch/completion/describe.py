"""What can be completed, taken from the parsers: commands, options and their values."""

import argparse
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from coinwatch import __version__, wire
from coinwatch.args import watch_parser
from coinwatch.command_args import PARSERS
from coinwatch.exchanges import EXCHANGES


class Takes(Enum):
    """What kind of word an option or a place in the command line takes."""

    NOTHING = auto()
    SOMETHING = auto()
    """What nobody can complete: a number, a time."""
    FILE = auto()
    WORD = auto()
    """One of the words that are given."""
    LIST = auto()
    """Some of them, with commas between."""
    SYMBOL = auto()
    """A market or an asset."""


class Option(NamedTuple):
    """One option, by all its names."""

    flags: tuple[str, ...]
    help: str
    takes: Takes
    words: tuple[str, ...] = ()
    metavar: str = ""


class Command(NamedTuple):
    """One command, or the program without one."""

    name: str
    """Empty for the program itself."""
    help: str
    options: tuple[Option, ...]
    takes: Takes
    """What its other words are."""
    words: tuple[str, ...] = ()


class Program(NamedTuple):
    """All of it."""

    watch: Command
    commands: tuple[Command, ...]
    exchanges: tuple[str, ...]

    @property
    def every(self) -> tuple[Command, ...]:
        """The program itself, then its commands."""
        return (self.watch, *self.commands)


_LISTS: dict[str, Sequence[str]] = {"events": tuple(wire.KINDS), "fields": wire.FIELDS}
"""What the options take that are lists, by their names in the parsers."""


def describe() -> Program:
    """Return what the parsers of this version take."""
    commands = tuple(_command(name, parser()) for name, parser in PARSERS.items())
    return Program(_command("", watch_parser(__version__)), commands, tuple(EXCHANGES))


def _command(name: str, parser: argparse.ArgumentParser) -> Command:
    # The parsers' own list of what they take; argparse has no public one.
    actions = parser._actions  # noqa: SLF001
    options = tuple(_option(action) for action in actions if action.option_strings)
    others = [action for action in actions if not action.option_strings]
    takes, words = _takes(others[0]) if others else (Takes.NOTHING, ())
    return Command(name, first_sentence(parser.description or ""), options, takes, words)


def first_sentence(text: str) -> str:
    """Return the first sentence of ``text`` on one line, without the full stop."""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).partition(". ")[0].rstrip(".")


def _option(action: argparse.Action) -> Option:
    takes, words = _takes(action)
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return Option(tuple(action.option_strings), action.help or "", takes, words, metavar)


def _takes(action: argparse.Action) -> tuple[Takes, tuple[str, ...]]:
    if action.nargs == 0:
        return Takes.NOTHING, ()
    if action.dest in _LISTS:
        return Takes.LIST, tuple(_LISTS[action.dest])
    if action.choices:
        return Takes.WORD, tuple(map(str, action.choices))
    if action.type is Path:
        return Takes.FILE, ()
    return (Takes.SYMBOL if action.dest == "symbols" else Takes.SOMETHING), ()
