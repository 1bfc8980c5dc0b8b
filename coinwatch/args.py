"""The command line: words to options, or an error that says what to write instead."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from coinwatch import durations, sizes
from coinwatch.errors import UsageError
from coinwatch.output import write_out

COMMANDS = ("init", "markets", "doctor", "replay", "line", "schema", "completion", "web", "serve")
"""First words that are commands and never symbols."""

ONCE = ("tick", "premium")
"""The kinds of lines that say how things are, rather than what happens: those of `--once`."""

EXAMPLES = """\
examples:
  coinwatch                                   the live screen of your watchlist
  coinwatch BTC ETH upbit:KRW-XRP             of these
  coinwatch --demo                            without a network
  coinwatch --once BTC                        a plain table, one time
  coinwatch --json BTC | jq .price            lines for other programs
  coinwatch --json --events tick,trade -n 100 upbit:KRW-BTC
  coinwatch --json --events premium BTC       how much more it costs in Korea
  coinwatch --record day.jsonl.zst BTC        keep what comes; replay it with:
  coinwatch replay day.jsonl.zst --speed 10
  coinwatch init                              write a config file to edit
  coinwatch doctor                            why no prices come
"""

COMMAND_HELP = """\
commands, each with a --help of its own:
  init                  write a commented config file
  markets [QUERY]       list the exchanges' markets that match
  doctor                check everything between this computer and the prices
  replay FILE ...       show a recording again, or print its lines
  line FORMAT           print one line of text, for status bars and prompts
  schema                print the JSON Schema of the lines
  completion SHELL      print the script that completes command lines in a shell
  web [SYMBOL ...]      show the screen in a browser, on this computer
"""

SYMBOLS = """\
symbols:
  BTC                   on every exchange, in its home quote
  upbit:KRW-BTC         the exchange's own spelling, in any letter case
  binance:BTC/USDT      a pair
  upbit:KRW-*           all that match
"""


EXIT_CODES = """\
exit codes:
  0                     a normal end: a limit, q, or the reader of the pipe went away
  1                     nothing usable came from the network, a file could not be written or
                        read, or the doctor found an exchange that cannot be used
  2                     the command line or the config file is wrong
  3                     a market that no exchange knows
  129, 130, 143         ended by SIGHUP, SIGINT, SIGTERM
"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are ours."""

    others: Mapping[str, str] = {}
    """Options of other commands, and what they are called here."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError, with the option that was probably meant."""
        raise UsageError(
            f"{message[:1].upper()}{message[1:].rstrip('.')}.",
            f"{self._guess(message)}See: {self.prog} --help",
        )

    def _print_message(self, message: str, _file: object = None) -> None:
        """Print help and version as the rest: argparse says nothing of a disk that is full."""
        write_out(message)

    def _guess(self, message: str) -> str:
        """Return which option was probably meant, if ``message`` names one that is not known."""
        if other := next(
            (self.others[word] for word in message.split() if word in self.others), ""
        ):
            return f"Did you mean {other}? "
        known = self._option_string_actions
        named = (word.partition("=")[0] for word in message.split() if word.startswith("--"))
        unknown = next((word for word in named if word.rstrip(":,") not in known), "")
        return _guess(unknown, known)


def duration(text: str) -> float:
    """Return a time in seconds, above 0."""
    try:
        if seconds := durations.parse(text):
            return seconds
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message} {error.hint}".strip()) from error
    raise argparse.ArgumentTypeError(f"{text!r} is no time at all")


def _size(text: str) -> int:
    try:
        return sizes.parse(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message} {error.hint}") from error


def count(text: str) -> int:
    """Return a whole number above 0."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")


def _guess(word: str, known: Iterable[str]) -> str:
    from coinwatch.suggestions import nearest  # noqa: PLC0415 - only a mistake pays for loading it

    close = nearest(word, known, 1) if word else ()
    return f"Did you mean {close[0]}? " if close else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


def watch_parser(version: str) -> argparse.ArgumentParser:
    """Return the parser for watching: the screen, the lines or the table."""
    parser = Parser(
        prog="coinwatch",
        usage="coinwatch [SYMBOL ...] [options]\n       coinwatch COMMAND [...]",
        description="Upbit and Binance prices side by side, live in the terminal.\n\n" + EXAMPLES,
        epilog=f"{COMMAND_HELP}\n{SYMBOLS}\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    add = parser.add_argument
    add_watched(parser)
    add_showing(parser)
    add("--timeout", type=duration, metavar="DURATION", help="how long --once waits; default: 10s")
    add("--record", type=Path, metavar="FILE", help="also keep every frame: .jsonl, .jsonl.zst")
    add("--record-max", type=_size, metavar="SIZE", help="begin another file at this size")
    add_diagnostics(parser)
    add("-h", "--help", action="help", help="this help")
    add("-V", "--version", action="version", version=f"coinwatch {version}", help="the version")
    return parser


def add_watched(parser: argparse.ArgumentParser) -> None:
    """Add what to watch, and where."""
    add = parser.add_argument
    add("symbols", nargs="*", metavar="SYMBOL", help="instead of the config's watchlist; see below")
    add("-c", "--config", type=Path, metavar="PATH", help="this config file (or COINWATCH_CONFIG)")
    add("--demo", action="store_true", help="no network: built-in simulated exchanges")


def add_showing(parser: argparse.ArgumentParser) -> None:
    """Add what a run of the exchanges and a replay have in common: how to show it."""
    add = parser.add_argument
    add("--json", action="store_true", help="NDJSON on stdout, no screen")
    add("--events", type=_words, metavar="LIST", help="kinds of lines; default: tick")
    add("--fields", type=_words, metavar="LIST", help="only these keys of a line, in this order")
    add(
        "--every",
        type=duration,
        metavar="DURATION",
        help="one tick per symbol in this time; also premiums",
    )
    add("-n", "--count", type=count, metavar="N", help="stop after N lines")
    add("--for", dest="lasting", type=duration, metavar="DURATION", help="stop after this time")
    add("--once", action="store_true", help="one tick per symbol, then stop; a table by default")


def add_diagnostics(parser: argparse.ArgumentParser) -> None:
    """Add where diagnostics go, and how many."""
    add = parser.add_argument
    add("--log-file", type=Path, metavar="PATH", help="diagnostics go to this file")
    add("-v", "--verbose", action="store_true", help="more diagnostics, on stderr without a screen")


def init_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch init`."""
    parser = Parser(
        prog="coinwatch init",
        description="Write a commented config file to the default place.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    parser.others = {"-c": "--path", "--config": "--path"}
    add("--path", type=Path, metavar="P", help="write it here instead")
    add("--stdout", action="store_true", help="print it instead")
    add("--force", action="store_true", help="overwrite the file that is there")
    return parser


def doctor_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch doctor`."""
    parser = Parser(
        prog="coinwatch doctor",
        description="Check everything between this computer and the prices, step by step.",
        epilog="The exit code is 1 if an enabled exchange is not usable.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("-c", "--config", type=Path, metavar="PATH", help="this config file (or COINWATCH_CONFIG)")
    add("--json", action="store_true", help="a line of JSON for each step, and for each exchange")
    add("--demo", action="store_true", help="of the built-in simulated exchanges")
    add(
        "--timeout",
        type=duration,
        default=10.0,
        metavar="DURATION",
        help="for each step; default: 10s",
    )
    # What diagnostics look at, and this command does without.
    parser.set_defaults(verbose=False, log_file=None)
    return parser


def check(
    options: argparse.Namespace, kinds: Sequence[str], fields: Sequence[str], *, terminal: bool
) -> None:
    """Raise UsageError for options that do not go together, or lead nowhere.

    ``kinds`` and ``fields`` are what `--events` and `--fields` take.
    """
    json_only = {"events": "--events", "fields": "--fields", "every": "--every", "count": "-n"}
    for name, flag in json_only.items():
        if getattr(options, name) is not None and not options.json:
            raise UsageError(f"{flag} goes with --json.")
    if options.once and options.every is not None:
        raise UsageError("--every does not go with --once: it prints each tick once.")
    if options.record_max is not None and options.record is None:
        raise UsageError("--record-max goes with --record.")
    if options.timeout is not None and not options.once:
        raise UsageError("--timeout goes with --once.")
    _check_words("--events", options.events or (), kinds)
    if set(options.events or ()) == {"lost"}:
        raise UsageError("Lines of lost ones come with others only.", "Try: --events tick,lost")
    if options.once and (others := set(options.events or ()) - set(ONCE)):
        raise UsageError(f"--once has no {min(others)} lines.", f"It takes: {', '.join(ONCE)}.")
    _check_words("--fields", options.fields or (), fields)
    if not (terminal or options.json or options.once):
        raise UsageError(
            "stdout is not a terminal.", "Use --json for lines, or --once for a table."
        )


def _check_words(flag: str, words: Sequence[str], known: Sequence[str]) -> None:
    for word in words:
        if word not in known:
            guess = _guess(word.lower(), known).strip()
            takes = f"It takes: {', '.join(known)}."
            raise UsageError(f"{flag} knows no {word!r}.", guess or takes)
