"""Tests of what the parsers tell the completion scripts."""

from coinwatch import cli, wire
from coinwatch.args import COMMAND_HELP, COMMANDS
from coinwatch.command_args import PARSERS
from coinwatch.completion.describe import Option, Takes, describe, first_sentence


def _option(command: str, flag: str) -> Option:
    found = next(each for each in describe().every if each.name == command)
    return next(option for option in found.options if flag in option.flags)


def test_every_command_that_runs_has_its_parser() -> None:
    """In the table that help, completion and manual are made of."""
    assert set(PARSERS) == set(cli._BUILT)
    assert set(PARSERS) <= set(COMMANDS)
    listed = [line.split()[0] for line in COMMAND_HELP.splitlines()[1:]]
    assert listed == list(PARSERS)


def test_what_options_take() -> None:
    """A file, words, a list, what nobody can complete, or nothing."""
    assert _option("", "--config") == Option(
        ("-c", "--config"), "this config file (or COINWATCH_CONFIG)", Takes.FILE, (), "PATH"
    )
    assert _option("", "--events").words == tuple(wire.KINDS)
    assert _option("", "--fields").words == wire.FIELDS
    assert _option("", "--count").takes is Takes.SOMETHING
    assert _option("", "--json").takes is Takes.NOTHING
    assert _option("markets", "--exchange").words == ("upbit", "binance")


def test_what_commands_take() -> None:
    """Markets where one watches, shells where one asks for completion."""
    takes = {each.name: each.takes for each in describe().every}
    assert takes[""] is Takes.SYMBOL
    assert takes["completion"] is Takes.WORD
    assert takes["markets"] is Takes.SOMETHING
    assert takes["schema"] is Takes.NOTHING


def test_a_command_is_described_in_a_sentence() -> None:
    """The first one, without line breaks and examples."""
    assert first_sentence("Do this. And\nthat.\n\nexamples:") == "Do this"
    assert all(command.help for command in describe().commands)
