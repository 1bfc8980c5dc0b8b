"""The command lines of what a shell user needs beside the stream, and the table of all commands."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from coinwatch.args import (
    SYMBOLS,
    Parser,
    add_diagnostics,
    add_showing,
    add_watched,
    count,
    doctor_parser,
    duration,
    init_parser,
    watch_parser,
)

LINE = """\
FORMAT is text with values in braces; {{ and }} are braces:
  {upbit:KRW-BTC.price}     of a market: price, bid, ask, open, high, low, change, change_pct,
                            volume, quote_volume, spread, age
  {BTC.premium}             of an asset on both exchanges: premium, krw_price, usd_price, usd_krw
  {upbit.state}             of an exchange: live, waiting and so on
  {BTC.premium:+.2f}        the number alone, by a format of Python's own; without one a value
                            is as on the screen, with its unit
A ? after a value says that it is stale, or a premium beyond 30 %; what is unknown is —.

examples:
  coinwatch line 'BTC {upbit:KRW-BTC.price} {BTC.premium:+.2f}%'
  coinwatch line --once '{binance:BTC/USDT.price:.0f}'
  coinwatch line --every 2s '{upbit:KRW-ETH.price} {upbit:KRW-ETH.change_pct}'
"""

SHELLS = ("bash", "zsh", "fish")
"""What `coinwatch completion` takes."""

FASTEST = 100_000.0
"""The highest speed of a replay that has a number."""

PORT = 8484
"""Of `coinwatch web`: the same each time, so that a proxy can lead to it."""

HIGHEST_PORT = 65_535

WEB = """\
It needs the extra: pip install 'coinwatch-tui[web]'. The address has a token, new each time:
whoever has it sees your watchlist, and can change it. Only this computer can reach the address,
unless --host names another of its own. Nothing is encrypted; a proxy for https has to pass Host
on. Each page has a screen and connections of its own, 8 at most.
"""

REPLAY = """\
Times are those of the recording: --for, --every and the age of a price go by them. On the
screen, space pauses, comma and full stop jump 10 seconds back and forward, < and > change
the speed. The lines are those of the recorded run, byte for byte, at any speed.

examples:
  coinwatch replay day.jsonl.zst
  coinwatch replay day.jsonl.zst --json --speed max | jq .price
  coinwatch replay day.*.jsonl.zst --speed 60
"""


def markets_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch markets`."""
    from coinwatch.exchanges import EXCHANGES  # noqa: PLC0415 - the other commands need no table

    parser = Parser(
        prog="coinwatch markets",
        description="List the markets that match a code, an asset, a name or its initial "
        "consonants.\n\n"
        "examples:\n"
        "  coinwatch markets bitcoin\n"
        "  coinwatch markets ㅂㅌ                      비트코인 and others\n"
        "  coinwatch markets --exchange upbit --quote KRW\n"
        "  coinwatch markets --json | jq -r 'select(.warnings != []) | .symbol'",
        epilog="Without QUERY, all markets of the enabled exchanges. The lists are kept for "
        "completion,\nand for when an exchange does not answer.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("query", nargs="*", metavar="QUERY", help="what to look for; without it, all of them")
    add("-c", "--config", type=Path, metavar="PATH", help="this config file (or COINWATCH_CONFIG)")
    add("--json", action="store_true", help="a line of JSON for each market")
    add("--demo", action="store_true", help="of the built-in simulated exchanges")
    add("--exchange", choices=tuple(EXCHANGES), help="of this exchange only, enabled or not")
    add("--quote", metavar="ASSET", help="priced in this asset only: KRW, USDT, BTC")
    add(
        "--timeout",
        type=duration,
        default=10.0,
        metavar="DURATION",
        help="how long to wait for the lists; default: 10s",
    )
    # What diagnostics look at, and this command does without.
    parser.set_defaults(verbose=False, log_file=None)
    return parser


def line_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch line`."""
    parser = Parser(
        prog="coinwatch line",
        description="Print one line of text whenever it changes, for tmux, waybar, i3 and "
        f"prompts.\n\n{LINE}",
        epilog="Nothing is printed before the first value is known.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("format", metavar="FORMAT", help="the text, with values in braces")
    add("-c", "--config", type=Path, metavar="PATH", help="this config file (or COINWATCH_CONFIG)")
    add("--demo", action="store_true", help="of the built-in simulated exchanges")
    add("--every", type=duration, metavar="DURATION", help="a line in this time; default: 200ms")
    add("-n", "--count", type=count, metavar="N", help="stop after N lines")
    add("--for", dest="lasting", type=duration, metavar="DURATION", help="stop after this time")
    add("--once", action="store_true", help="one line, once all values are known, then stop")
    add("--timeout", type=duration, metavar="DURATION", help="how long --once waits; default: 10s")
    # What diagnostics look at, and this command does without.
    parser.set_defaults(verbose=False, log_file=None)
    return parser


def schema_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch schema`."""
    return Parser(
        prog="coinwatch schema",
        description="Print the JSON Schema (draft 2020-12) of the lines of --json.\n\n"
        "examples:\n"
        "  coinwatch schema > coinwatch.schema.json\n"
        "  coinwatch schema | jq '.\"$defs\".tick.properties'",
        epilog="Lines that --fields cut down are not complete, and do not match.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def completion_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch completion`."""
    parser = Parser(
        prog="coinwatch completion",
        description="Print the script that completes commands, options and markets in a shell.\n\n"
        "examples:\n"
        "  source <(coinwatch completion bash)           in ~/.bashrc\n"
        "  source <(coinwatch completion zsh)            in ~/.zshrc, after compinit\n"
        "  coinwatch completion fish > ~/.config/fish/completions/coinwatch.fish",
        epilog="Markets are completed once a run of coinwatch has fetched their lists.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    return parser


def replay_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch replay`."""
    parser = Parser(
        prog="coinwatch replay",
        description="Show a recording as it was: the screen, or the lines that it gave.",
        epilog=REPLAY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="made with --record; parts in order")
    add("-c", "--config", type=Path, metavar="PATH", help="this config file (or COINWATCH_CONFIG)")
    add("--speed", type=_speed, default=1.0, metavar="N|max", help="default: 1, as it was")
    add_showing(parser)
    add_diagnostics(parser)
    # What a replay does without.
    parser.set_defaults(symbols=[], timeout=None, record=None, record_max=None)
    return parser


def _speed(text: str) -> float | None:
    """Return how many seconds of a recording pass in one; None for as fast as it goes."""
    if text == "max":
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit() and 0 < float(text) <= FASTEST:
        return float(text)
    raise argparse.ArgumentTypeError(
        f"{text!r} is not a speed. Write a number such as 0.5 or 10, or max"
    )


def web_parser() -> argparse.ArgumentParser:
    """Return the parser of `coinwatch web`."""
    parser = Parser(
        prog="coinwatch web",
        description="Show the screen in a browser: open the address that is printed.\n\n"
        "examples:\n"
        "  coinwatch web\n"
        "  coinwatch web --demo --port 0               any free port\n"
        "  coinwatch web BTC ETH",
        epilog=f"{WEB}\n{SYMBOLS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_watched(parser)
    add = parser.add_argument
    add("--host", default="127.0.0.1", metavar="HOST", help="serve here; default: 127.0.0.1")
    add("--port", type=_port, default=PORT, metavar="PORT", help=f"0 for any; default: {PORT}")
    add_diagnostics(parser)
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port. Write a number from 0 to 65535")


PARSERS: Mapping[str, Callable[[], argparse.ArgumentParser]] = {
    "init": init_parser,
    "markets": markets_parser,
    "doctor": doctor_parser,
    "replay": replay_parser,
    "line": line_parser,
    "schema": schema_parser,
    "completion": completion_parser,
    "web": web_parser,
}
"""The parsers of the commands that there are, by name, in the order of the help."""


def first_word(words: Sequence[str]) -> int | None:
    """Return the place of the first of ``words`` that is neither an option nor an option's value.

    None if there is none before a ``--``.
    """
    parsers = (watch_parser(""), *(make() for make in PARSERS.values()))
    valued = {
        flag
        for parser in parsers
        for flag, action in parser._option_string_actions.items()  # noqa: SLF001  # no other way
        if action.nargs is None
    }
    place = 0
    while place < len(words) and words[place] != "--":
        if not words[place].startswith("-"):
            return place
        place += 1 + (words[place] in valued)
    return None
