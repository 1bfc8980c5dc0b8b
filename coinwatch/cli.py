"""The program: argv, then a config, then one front end. Everything is put together here.

Modules are imported where they are needed: `--version` and `--help` load nothing, and `--json`
loads no screen.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coinwatch import __version__
from coinwatch.errors import CoinwatchError, ExitCode, SymbolError, UsageError
from coinwatch.output import ReaderGoneError, write_out

if TYPE_CHECKING:
    from argparse import Namespace


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with ``argv``, and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # An interrupt in the middle of an import is a traceback, or worse inside of C.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(ExitCode.SIGINT))
    try:
        return _run(words)
    except CoinwatchError as error:
        _report(error, json="--json" in words)
        return error.exit_code
    except ReaderGoneError:
        return ExitCode.OK


def _run(words: list[str]) -> int:
    if words in (["-V"], ["--version"]):
        write_out(f"coinwatch {__version__}\n")
        return ExitCode.OK
    from coinwatch import args

    words = _command_first(words)
    if words and words[0] in args.COMMANDS:
        return _command(words[0], words[1:])
    return _watch(args.watch_parser(__version__).parse_intermixed_args(words))


def _command_first(words: list[str]) -> list[str]:
    """Return ``words`` with a command before the options that were written before it."""
    from coinwatch import args

    if not (words and words[0].startswith("-") and set(words) & set(args.COMMANDS)):
        return words
    from coinwatch import command_args

    place = command_args.first_word(words)
    if place is None or words[place] not in args.COMMANDS:
        return words
    return [words[place], *words[:place], *words[place + 1 :]]


def _command(name: str, words: list[str]) -> int:
    run = _BUILT.get(name)
    if run is None:
        raise UsageError(
            f"`coinwatch {name}` is not part of this version.", "See: coinwatch --help"
        )
    return run(words)


def _init(words: list[str]) -> int:
    from coinwatch import args
    from coinwatch.config import example

    options = args.init_parser().parse_args(words)
    if options.stdout:
        write_out(example.example())
    else:
        path = example.write_default(options.path, force=options.force)
        write_out(f"Wrote {path}\n")
    return ExitCode.OK


def _doctor(words: list[str]) -> int:
    from coinwatch import args

    options = args.doctor_parser().parse_args(words)
    from coinwatch import diagnostics, doctor

    diagnostics.set_up(options, screen=False)
    return doctor.run(options)


def _markets(words: list[str]) -> int:
    from coinwatch import command_args

    options = command_args.markets_parser().parse_intermixed_args(words)
    from coinwatch import diagnostics, markets

    diagnostics.set_up(options, screen=False)
    return markets.run(options)


def _line(words: list[str]) -> int:
    from coinwatch import command_args

    options = command_args.line_parser().parse_intermixed_args(words)
    from coinwatch import diagnostics, line

    diagnostics.set_up(options, screen=False)
    return line.run(options)


def _schema(words: list[str]) -> int:
    from coinwatch import command_args, schema

    command_args.schema_parser().parse_args(words)
    write_out(schema.text())
    return ExitCode.OK


def _completion(words: list[str]) -> int:
    from coinwatch import command_args, completion

    write_out(completion.script(command_args.completion_parser().parse_args(words).shell))
    return ExitCode.OK


def _replay(words: list[str]) -> int:
    from coinwatch import args, command_args

    options = command_args.replay_parser().parse_intermixed_args(words)
    from coinwatch import wire

    args.check(options, tuple(wire.KINDS), wire.FIELDS, terminal=_has_terminal())
    from coinwatch import diagnostics, runner
    from coinwatch.config.load import load

    config = load(options.config, os.environ)
    diagnostics.set_up(options, screen=not (options.json or options.once))
    return runner.replay(options, config)


def _web(words: list[str]) -> int:
    from coinwatch import command_args

    options = command_args.web_parser().parse_intermixed_args(words)
    from coinwatch import diagnostics, web

    diagnostics.set_up(options, screen=False)
    return web.run(options)


_BUILT: dict[str, Callable[[list[str]], int]] = {
    "init": _init,
    "doctor": _doctor,
    "markets": _markets,
    "line": _line,
    "schema": _schema,
    "completion": _completion,
    "replay": _replay,
    "web": _web,
}
"""The commands, each given the words after it."""


def _watch(options: "Namespace") -> int:
    from coinwatch import args, wire

    screen = not (options.json or options.once)
    if screen and options.symbols:
        from coinwatch import meant

        meant.check(options.symbols)
    args.check(options, tuple(wire.KINDS), wire.FIELDS, terminal=_has_terminal())
    from coinwatch import diagnostics, runner
    from coinwatch.config.load import load

    config = load(options.config, os.environ)
    diagnostics.set_up(options, screen=screen)
    try:
        return runner.run(options, config)
    except SymbolError as error:
        from coinwatch import meant

        if error.symbol in options.symbols:
            error.hint = meant.command([error.symbol]) or error.hint
        raise


def _has_terminal() -> bool:
    """Whether a screen can be shown: on a terminal, or as `coinwatch web` has it, on a page."""
    return os.isatty(1) or "TEXTUAL_DRIVER" in os.environ


def _report(error: CoinwatchError, *, json: bool) -> None:
    """Say on stderr what is wrong and what to do; then, with --json, once more for programs."""
    from coinwatch import text

    sys.stderr.write(f"coinwatch: {text.safe(f'{error.message} {error.hint}'.strip())}\n")
    if not json:
        sys.stderr.writelines(f"  {text.safe(line)}\n" for line in error.excerpt)
    if json:
        from coinwatch import wire

        sys.stderr.write(wire.error(error.category, error.message, error.hint).decode())
