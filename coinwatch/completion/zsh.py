"""The script for zsh, with its own completion system: see zshcompsys(1)."""

from collections.abc import Iterator
from shlex import quote

from coinwatch import __version__
from coinwatch.completion.describe import Command, Option, Program, Takes
from coinwatch.listing_cache import SYMBOLS

_SCRIPT = r"""#compdef coinwatch
# Completion of coinwatch @VERSION@ for zsh, made by: coinwatch completion zsh

_coinwatch_symbols() {  # assets; behind the name of an exchange its markets
    local cache=$HOME/.cache line
    [[ $OSTYPE == darwin* ]] && cache=$HOME/Library/Caches
    local file=${XDG_CACHE_HOME:-$cache}/coinwatch/@FILE@
    local -a lines names exchanges
    exchanges=(@EXCHANGES@)
    [[ $PREFIX == *:* ]] || compadd -S '' -- $exchanges
    [[ -n $PREFIX && -r $file ]] || return 0
    lines=("${(@f)$(<$file)}")
    if [[ $PREFIX == *:* ]]; then
        lines=(${(M)lines:#*:*})
    else
        lines=(${lines:#*:*})
    fi
    names=(${lines%%$'\t'*})
    lines=(${lines/$'\t'/  })
    compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d lines -- $names
}

_coinwatch_first() {
    local -a commands
    commands=(
@COMMANDS@
    )
    (( CURRENT == 2 )) && _describe -t commands command commands
    _coinwatch_symbols
}

_coinwatch() {
    if (( CURRENT > 2 )); then
        case $words[2] in
@CASES@
        esac
    fi
    _arguments -s \
@WATCH@
        '*:symbol:_coinwatch_first'
}

if [[ $funcstack[1] == _coinwatch ]]; then
    _coinwatch "$@"
else
    compdef _coinwatch coinwatch
fi
"""


def script(program: Program) -> str:
    """Return the script."""
    parts = {
        "VERSION": __version__,
        "FILE": SYMBOLS,
        "EXCHANGES": " ".join(f"{name}:" for name in program.exchanges),
        "COMMANDS": "\n".join(f"        {_described(each)}" for each in program.commands),
        "CASES": "\n".join(_case(each) for each in program.commands),
        "WATCH": "\n".join(f"        {each} \\" for each in _specs(program.watch)),
    }
    text = _SCRIPT
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def _described(command: Command) -> str:
    return quote(f"{command.name}:{command.help}")


def _case(command: Command) -> str:
    specs = [*_specs(command)]
    if command.takes is not Takes.NOTHING:
        specs.append(quote(f"*:{command.name}:{_action(command)}"))
    lines = " \\\n                    ".join(["_arguments -s", *specs])
    return (
        f"            {command.name})\n"
        "                shift words; (( CURRENT-- ))\n"
        f"                {lines}\n"
        "                return ;;"
    )


def _specs(command: Command) -> Iterator[str]:
    for option in command.options:
        help_ = option.help.translate({ord("["): r"\[", ord("]"): r"\]", ord(":"): r"\:"})
        value = "" if option.takes is Takes.NOTHING else f":{option.metavar}:{_action(option)}"
        others = " ".join(option.flags)
        for flag in option.flags:
            joint = "=" if value and flag.startswith("--") else ""
            yield quote(f"({others}){flag}{joint}[{help_}]{value}")


def _action(what: Option | Command) -> str:
    words = " ".join(what.words)
    return {
        Takes.NOTHING: " ",
        Takes.SOMETHING: " ",
        Takes.FILE: "_files",
        Takes.WORD: f"({words})",
        Takes.LIST: f"_values -s , word {words}",
        Takes.SYMBOL: "_coinwatch_symbols",
    }[what.takes]
