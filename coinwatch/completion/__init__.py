"""`coinwatch completion SHELL`: the script that completes our command lines in a shell.

It is made of the parsers themselves, so it cannot drift from them. Libraries for this were weighed:
shtab's scripts know no markets beside commands, no lists with commas, and lose words at colons in
bash, where every symbol has one; argcomplete starts Python at every press of the key, and would
have to be looked for at every start of the program. These scripts are static: the markets come
from a text file that `coinwatch markets` keeps, see coinwatch.listing_cache.
"""

from collections.abc import Callable

from coinwatch.completion import bash, fish, zsh
from coinwatch.completion.describe import Program, describe

_SCRIPTS: dict[str, Callable[[Program], str]] = {
    "bash": bash.script,
    "zsh": zsh.script,
    "fish": fish.script,
}


def script(shell: str) -> str:
    """Return the script for ``shell``: bash, zsh or fish."""
    return _SCRIPTS[shell](describe())
