"""The script for fish: see complete(1) of fish."""

from collections.abc import Iterator

from coinwatch import __version__
from coinwatch.completion.describe import Command, Option, Program, Takes
from coinwatch.listing_cache import SYMBOLS

_SCRIPT = r"""# Completion of coinwatch @VERSION@ for fish, made by: coinwatch completion fish

function __coinwatch_in  # the name of a command, or nothing for the program itself
    set -l typed (commandline -opc)
    set -l command ''
    if test (count $typed) -gt 1; and contains -- $typed[2] @NAMES@
        set command $typed[2]
    end
    test "$command" = "$argv[1]"
end

function __coinwatch_first
    test (count (commandline -opc)) -eq 1
end

function __coinwatch_list  # all words of a list with commas
    set -l typed (commandline -ct | string replace -r -- '^--[^=]*=' '')
    set -l before (string replace -r -- '[^,]*$' '' "$typed")
    for word in $argv
        contains -- $word (string split , -- $before); or echo "$before$word"
    end
end

function __coinwatch_symbols  # assets; behind the name of an exchange its markets
    set -l cache $HOME/.cache
    test (uname) = Darwin; and set cache $HOME/Library/Caches
    set -q XDG_CACHE_HOME; and test -n "$XDG_CACHE_HOME"; and set cache $XDG_CACHE_HOME
    set -l file $cache/coinwatch/@FILE@
    set -l typed (commandline -ct)
    string match -q '*:*' -- $typed; or printf '%s:\n' @EXCHANGES@
    test -n "$typed"; and test -r $file; or return
    if string match -q '*:*' -- $typed
        string match '*:*' < $file
    else
        string match -v '*:*' < $file
    end
end

complete -c coinwatch -f
complete -c coinwatch -n "__coinwatch_in ''" -a '(__coinwatch_symbols)'
@LINES@
"""


def script(program: Program) -> str:
    """Return the script."""
    parts = {
        "VERSION": __version__,
        "FILE": SYMBOLS,
        "EXCHANGES": " ".join(program.exchanges),
        "NAMES": " ".join(command.name for command in program.commands),
        "LINES": "\n".join(_lines(program)),
    }
    text = _SCRIPT
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def _lines(program: Program) -> Iterator[str]:
    for command in program.commands:
        what = f"-a {command.name} -d {_quoted(command.help)}"
        yield f"complete -c coinwatch -n __coinwatch_first {what}"
    for command in program.every:
        here = f"complete -c coinwatch -n {_quoted(f'__coinwatch_in {_quoted(command.name)}')}"
        if command.takes in {Takes.WORD, Takes.FILE}:
            yield f"{here} {_value(command)}"
        for option in command.options:
            flags = " ".join(
                f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
                for flag in option.flags
            )
            yield f"{here} {flags} {_value(option)} -d {_quoted(option.help)}".replace("  ", " ")


def _value(what: Option | Command) -> str:
    words = " ".join(what.words)
    return {
        Takes.NOTHING: "",
        Takes.SOMETHING: "-x",
        Takes.FILE: "-r -F",
        Takes.WORD: f"-x -a {_quoted(words)}",
        Takes.LIST: f"-x -a {_quoted(f'(__coinwatch_list {words})')}",
        Takes.SYMBOL: "-x -a '(__coinwatch_symbols)'",
    }[what.takes]


def _quoted(text: str) -> str:
    """Return ``text`` in single quotes; fish's escapes are not those of other shells."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
