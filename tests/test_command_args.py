"""The command lines of the commands."""

from pathlib import Path

import pytest

from coinwatch import args, wire
from coinwatch.command_args import first_word, replay_parser
from coinwatch.errors import UsageError


def test_replay_takes_its_options() -> None:
    """Files, the speed, and how to show them."""
    options = replay_parser().parse_intermixed_args(
        ["a.jsonl", "--json", "--speed", "max", "--every", "1s", "b.jsonl", "-n", "3"]
    )
    assert (options.files, options.speed) == ([Path("a.jsonl"), Path("b.jsonl")], None)
    assert (options.json, options.every, options.count) == (True, 1.0, 3)
    args.check(options, tuple(wire.KINDS), wire.FIELDS, terminal=False)
    assert replay_parser().parse_args(["a"]).speed == 1.0
    assert replay_parser().parse_args(["a", "--speed", "0.5"]).speed == 0.5


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "1e3", "1000000", "", "10x"])
def test_a_speed_that_is_none_is_named(speed: str) -> None:
    """With what may be written."""
    with pytest.raises(UsageError) as caught:
        replay_parser().parse_args(["a", "--speed", speed])
    assert caught.value.message == (
        f"Argument --speed: {speed!r} is not a speed. Write a number such as 0.5 or 10, or max."
    )


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("--demo markets btc", 1),
        ("-c markets doctor", 2),
        ("--config=x -v web --port 0", 2),
        ("--port 0 web", 2),
        ("--demo", None),
        ("--json -- markets", None),
        ("BTC markets", 0),
    ],
)
def test_the_first_word_is_no_option_and_no_value_of_one(line: str, place: int | None) -> None:
    """Of any command's options; after two dashes all are symbols."""
    assert first_word(line.split()) == place
