"""Words that were taken for markets, where a command or an option was meant."""

from collections.abc import Sequence

from coinwatch.args import COMMANDS
from coinwatch.errors import UsageError
from coinwatch.suggestions import LIKE, ONE_SLIP, nearest

# LINK is a letter away from `line`, and INIT is traded: of such words only a market list knows.
_UNLIKE_MARKETS = tuple(name for name in COMMANDS if len(name) > len("serve"))
"""The commands that are too long for a misspelt one to be taken for a market's code."""

_OPTIONS = ("demo", "help", "version")
"""Options that are tried as commands. A code that is the same can be written in capitals."""


def command(symbols: Sequence[str]) -> str:
    """Return a hint if one of what is no symbol is a command, or the first nearly is."""
    return _late(symbols, COMMANDS) or _misspelt(symbols, COMMANDS, LIKE)


def check(symbols: Sequence[str]) -> None:
    """Raise UsageError if a command is among ``symbols``, or the first is surely meant as one.

    A screen starts before there are market lists to tell: without a network, it would wait for
    prices of a market that is called so.
    """
    if hint := _late(symbols, _UNLIKE_MARKETS):
        raise UsageError("A command is no market.", hint)
    for option in _OPTIONS:
        if symbols[:1] == [option]:
            raise _unknown(option, f"Did you mean coinwatch --{option}?")
    if hint := _misspelt(symbols, _UNLIKE_MARKETS, ONE_SLIP):
        raise _unknown(symbols[0], hint)


def _late(symbols: Sequence[str], commands: Sequence[str]) -> str:
    late = next((word for word in symbols if word in commands), "")
    return late and f"A command comes first: coinwatch {late}"


def _misspelt(symbols: Sequence[str], commands: Sequence[str], like: float) -> str:
    close = nearest(symbols[0].lower(), commands, 1, like) if symbols else ()
    return f"Did you mean coinwatch {close[0]}?" if close else ""


def _unknown(word: str, hint: str) -> UsageError:
    return UsageError(f"There is no command or market {word}.", hint)
