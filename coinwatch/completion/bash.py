"""The script for bash, 3.2 and newer."""

from collections.abc import Iterator
from shlex import quote

from coinwatch import __version__
from coinwatch.completion.describe import Command, Option, Program, Takes
from coinwatch.listing_cache import SYMBOLS

_SCRIPT = r"""# Completion of coinwatch @VERSION@ for bash, made by: coinwatch completion bash

_coinwatch_offer() {  # the beginning of a word, then all words
    local begun=$1 word
    shift
    for word in "$@"; do
        case $word in "$begun"*) COMPREPLY+=("$word") ;; esac
    done
}

_coinwatch_list() {  # what is typed of a list with commas, then all words
    local begun=$1 before=${1%"${1##*,}"} word
    shift
    compopt -o nospace 2> /dev/null
    for word in "$@"; do
        case ,$before in *,"$word",*) continue ;; esac
        case $before$word in "$begun"*) COMPREPLY+=("$before$word") ;; esac
    done
}

_coinwatch_files() {
    local file
    compopt -o filenames 2> /dev/null
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")
}

_coinwatch_lower() { printf %s "$1" | tr A-Z a-z; }
_coinwatch_upper() { printf %s "$1" | tr a-z A-Z; }

_coinwatch_symbols() {  # assets; behind the name of an exchange its markets
    local begun=$1 cache=$HOME/.cache name rest
    case $OSTYPE in darwin*) cache=$HOME/Library/Caches ;; esac
    local file=${XDG_CACHE_HOME:-$cache}/coinwatch/@FILE@
    case $begun in
        *:*) begun=$(_coinwatch_lower "${begun%%:*}"):$(_coinwatch_upper "${begun#*:}") ;;
        *)
            _coinwatch_offer "$(_coinwatch_lower "$begun")" @EXCHANGES@
            [ -n "$begun" ] || return
            begun=$(_coinwatch_upper "$begun")
            ;;
    esac
    [ -r "$file" ] || return
    while IFS=$'\t' read -r name rest; do
        case $name in "$begun"*) COMPREPLY+=("$name") ;; esac
    done < <(grep -F -- "$begun" "$file")
}

_coinwatch() {
    # Bash ends words at colons and equals signs; ours have some in them.
    local line=${COMP_LINE:0:COMP_POINT} begun previous command= place
    local -a typed
    IFS=$' \t\n' read -ra typed <<< "$line"
    case $line in *[[:space:]]) typed+=("") ;; esac
    place=$((${#typed[@]} - 1))
    begun=${typed[place]}
    [ "$place" -gt 0 ] && previous=${typed[place - 1]}
    if [ "$place" -gt 1 ]; then
        case ${typed[1]} in @NAMES@) command=${typed[1]} ;; esac
    fi
    local whole=$begun
    case $begun in --*=*) previous=${begun%%=*} begun=${begun#*=} ;; esac
    COMPREPLY=()
    case "$command $previous" in
@VALUES@
        *)
            case "$command $begun" in
@OPTIONS@
@OTHERS@
            esac
            ;;
    esac
    # Only what comes after the last sign that ends a word is to be replaced.
    local ends=${whole%"${whole##*[:=]}"} reply
    case $COMP_WORDBREAKS in *:*) ;; *) ends= ;; esac
    [ "$begun" = "$whole" ] || ends=${begun%"${begun##*:}"}
    for reply in "${!COMPREPLY[@]}"; do
        case ${COMPREPLY[reply]} in *:) compopt -o nospace 2> /dev/null ;; esac
        COMPREPLY[reply]=${COMPREPLY[reply]#"$ends"}
    done
}

complete -F _coinwatch coinwatch
"""


def script(program: Program) -> str:
    """Return the script."""
    parts = {
        "VERSION": __version__,
        "FILE": SYMBOLS,
        "EXCHANGES": _words(f"{name}:" for name in program.exchanges),
        "NAMES": "|".join(command.name for command in program.commands),
        "VALUES": "\n".join(_values(program)),
        "OPTIONS": "\n".join(_options(program)),
        "OTHERS": "\n".join(_others(program)),
    }
    text = _SCRIPT
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def _values(program: Program) -> Iterator[str]:
    for command in program.every:
        for option in command.options:
            if option.takes is not Takes.NOTHING:
                where = "|".join(quote(f"{command.name} {flag}") for flag in option.flags)
                yield f"        {where}) {_offer(option)} ;;"


def _options(program: Program) -> Iterator[str]:
    for command in program.every:
        flags = _words(flag for option in command.options for flag in option.flags)
        yield f'                {quote(f"{command.name} -")}*) _coinwatch_offer "$begun" {flags} ;;'


def _others(program: Program) -> Iterator[str]:
    for command in program.commands:
        yield f"                {quote(f'{command.name} ')}*) {_offer(command)} ;;"
    names = _words(command.name for command in program.commands)
    yield "                *)"
    yield f'                    [ "$place" -gt 1 ] || _coinwatch_offer "$begun" {names}'
    yield '                    _coinwatch_symbols "$begun"'
    yield "                    ;;"


def _offer(what: Option | Command) -> str:
    words = _words(what.words)
    return {
        Takes.NOTHING: ":",
        Takes.SOMETHING: ":",
        Takes.FILE: '_coinwatch_files "$begun"',
        Takes.WORD: f'_coinwatch_offer "$begun" {words}',
        Takes.LIST: f'_coinwatch_list "$begun" {words}',
        Takes.SYMBOL: '_coinwatch_symbols "$begun"',
    }[what.takes]


def _words(words: "Iterator[str] | tuple[str, ...]") -> str:
    return " ".join(map(quote, words))
