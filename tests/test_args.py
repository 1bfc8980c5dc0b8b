"""The command line."""

from pathlib import Path

import pytest

from coinwatch import args, wire
from coinwatch.errors import UsageError


def _checked(*words: str, terminal: bool = True) -> object:
    options = args.watch_parser("1.2.3").parse_args(words)
    args.check(options, tuple(wire.KINDS), wire.FIELDS, terminal=terminal)
    return options


def test_every_option_of_the_contract_is_taken() -> None:
    """Names and types, in one run."""
    line = (
        "BTC upbit:KRW-ETH -c my.toml --json --demo --events tick,lost --fields symbol,price "
        "--every 500ms -n 5 --for 2h --log-file log -v --record a.jsonl --record-max 1MB"
    )
    options = args.watch_parser("1").parse_args(line.split())
    assert vars(options) == {
        "symbols": ["BTC", "upbit:KRW-ETH"], "config": Path("my.toml"), "json": True,
        "demo": True, "events": ("tick", "lost"), "fields": ("symbol", "price"), "every": 0.5,
        "count": 5, "lasting": 7200.0, "once": False, "timeout": None,
        "log_file": Path("log"), "verbose": True, "record": Path("a.jsonl"),
        "record_max": 1_000_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--events", "tick"], "--events goes with --json."),
        (["--fields", "price"], "--fields goes with --json."),
        (["--every", "1s"], "--every goes with --json."),
        (["-n", "1"], "-n goes with --json."),
        (["--timeout", "1s"], "--timeout goes with --once."),
        (["--record-max", "1MB"], "--record-max goes with --record."),
        (
            ["--record", "a", "--record-max", "x"],
            "Argument --record-max: 'x' is not a size. Write it like 100MB or 1GiB.",
        ),
        (["--json", "--events", "tock"], "--events knows no 'tock'."),
        (["--json", "--events", "lost"], "Lines of lost ones come with others only."),
        (["--json", "--fields", "prize"], "--fields knows no 'prize'."),
        (["--json", "-n", "0"], "Argument -n/--count: '0' is not a whole number above 0."),
        (["--json", "-n", "x"], "Argument -n/--count: 'x' is not a whole number above 0."),
        (["--jsn"], "Unrecognized arguments: --jsn."),
    ],
)
def test_says_what_does_not_fit(words: list[str], message: str) -> None:
    """One sentence that names the option."""
    with pytest.raises(UsageError) as caught:
        _checked(*words)
    assert caught.value.message == message


def test_once_takes_the_lines_that_say_how_things_are() -> None:
    """Ticks and premiums, rather than what happens."""
    assert _checked("--json", "--once", "--events", "tick,premium")


def test_a_duration_that_is_none_is_named() -> None:
    """The option and the value are in the message."""
    with pytest.raises(UsageError, match=r"^Argument --for: .*'soon'.*"):
        _checked("--for", "soon")


def test_without_a_terminal_it_says_what_to_use() -> None:
    """The screen does not start into a pipe; lines and tables do."""
    with pytest.raises(UsageError) as caught:
        _checked("--demo", terminal=False)
    assert caught.value.message == "stdout is not a terminal."
    assert caught.value.hint == "Use --json for lines, or --once for a table."
    assert _checked("--json", terminal=False)
    assert _checked("--once", terminal=False)


@pytest.mark.parametrize("option", ["-c", "--config"])
def test_init_names_its_own_option_for_a_path(option: str) -> None:
    """Other commands call it differently; an option that is nobody's is not explained so."""
    with pytest.raises(UsageError) as caught:
        args.init_parser().parse_args([option, "x.toml"])
    assert caught.value.message == f"Unrecognized arguments: {option} x.toml."
    assert caught.value.hint == "Did you mean --path? See: coinwatch init --help"
    with pytest.raises(UsageError, match=r"^Unrecognized arguments: -x\.") as caught:
        args.init_parser().parse_args(["-x"])
    assert caught.value.hint == "See: coinwatch init --help"


def test_doctor_takes_its_options() -> None:
    """Which config, how to print, how long to wait; and no log to a file."""
    options = args.doctor_parser().parse_args([])
    assert vars(options) == {
        "config": None, "json": False, "demo": False, "timeout": 10.0, "verbose": False,
        "log_file": None,
    }  # fmt: skip
    options = args.doctor_parser().parse_args(
        ["-c", "my.toml", "--json", "--demo", "--timeout", "3s"]
    )
    assert (options.config, options.json, options.demo) == (Path("my.toml"), True, True)
    assert options.timeout == 3.0


def test_init_takes_its_options() -> None:
    """Where to, and whether over another."""
    options = args.init_parser().parse_args(["--path", "x.toml", "--force"])
    assert vars(options) == {"path": Path("x.toml"), "stdout": False, "force": True}
