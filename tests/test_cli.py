"""The program as a user runs it: processes, pipes, signals and exit codes."""

import json
import os
import resource
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from coinwatch import __version__, schema
from coinwatch.command_args import PARSERS
from coinwatch.config.example import example

PROGRAM = (sys.executable, "-m", "coinwatch")
ROOT = Path(__file__).parents[1]


def _environ(tmp_path: Path, **more: str) -> dict[str, str]:
    """Return an environment without anybody's config file."""
    return {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "COINWATCH_CONFIG": "", **more}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Give an environment without anybody's config file."""
    environ = _environ(tmp_path)
    del environ["COINWATCH_CONFIG"]
    return environ


def _unmeasured(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which a process's coverage is not measured."""
    return {name: value for name, value in environ.items() if "COVERAGE" not in name}


def _run(environ: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own program
        (*PROGRAM, *words), env=environ, capture_output=True, text=True, timeout=50, check=False
    )


@contextmanager
def _started(environ: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603  # our own program
        (*PROGRAM, *words),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        if process.poll() is None:
            process.kill()


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _error(stderr: str) -> dict[str, Any]:
    """Return the last line for programs; the one before it says the same in words."""
    *_, words, last = stderr.splitlines()
    error: dict[str, Any] = json.loads(last)
    assert words == f"coinwatch: {error['message']} {error['hint']}".strip()
    return error


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_prints_its_version(flag: str, environ: dict[str, str]) -> None:
    """One line, on stdout."""
    done = _run(environ, flag)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"coinwatch {__version__}\n", "")


def test_help_leads_with_examples(environ: dict[str, str]) -> None:
    """Before the options."""
    done = _run(environ, "--help")
    assert done.returncode == 0
    assert 0 < done.stdout.index("examples:") < done.stdout.index("--config")


def test_five_ticks_of_the_demo(environ: dict[str, str]) -> None:
    """Five complete lines, nothing else anywhere, exit 0."""
    done = _run(environ, "--demo", "--json", "-n", "5")
    assert (done.returncode, done.stderr) == (0, "")
    lines = _lines(done.stdout)
    assert [line["type"] for line in lines] == ["tick"] * 5
    assert all(isinstance(line["price"], float) for line in lines)
    assert {line["v"] for line in lines} == {1}


def test_both_exchanges_and_every_kind_of_line(environ: dict[str, str]) -> None:
    """Ticks, trades and states of both, in one stream."""
    done = _run(
        environ, "--demo", "--json", "--events", "tick,trade,status,gap", "--for", "3s", "BTC"
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = _lines(done.stdout)
    found = {(line["type"], line["exchange"]) for line in lines}
    kinds = ("tick", "trade", "status")
    assert found == {(kind, name) for kind in kinds for name in ("upbit", "binance")}
    ids = [(line["exchange"], line["trade_id"]) for line in lines if line["type"] == "trade"]
    assert len(ids) == len(set(ids))
    assert {line["symbol"] for line in lines if "symbol" in line} == {"KRW-BTC", "BTCUSDT"}


def test_once_prints_a_tick_per_symbol(environ: dict[str, str]) -> None:
    """Complete, with bid, ask and statistics."""
    done = _run(environ, "--demo", "--json", "--once", "BTC", "ETH")
    assert (done.returncode, done.stderr) == (0, "")
    lines = _lines(done.stdout)
    assert sorted(line["symbol"] for line in lines) == ["BTCUSDT", "ETHUSDT", "KRW-BTC", "KRW-ETH"]
    assert all(line["bid"] < line["ask"] for line in lines)
    assert all(line["low"] <= line["price"] <= line["high"] for line in lines)
    assert {line["basis"] for line in lines} == {"utc_day"}


def test_premiums_follow_from_the_prices_of_the_same_run(environ: dict[str, str]) -> None:
    """Each is that of the newest ticks before it, to the last digit, and each tells a change."""
    done = _run(
        environ, "--demo", "--json", "--events", "tick,premium", "--for", "4s", "BTC", "ETH",
        "upbit:KRW-USDT",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    prices: dict[str, float] = {}
    told: dict[str, tuple[float, ...]] = {}
    for line in _lines(done.stdout):
        if line["type"] == "tick":
            prices[line["symbol"]] = line["price"]
            continue
        asset = line["asset"]
        inputs = prices[f"KRW-{asset}"], prices[f"{asset}USDT"], prices["KRW-USDT"]
        assert (line["krw_price"], line["usd_price"], line["usd_krw"]) == inputs
        won, dollars, rate = inputs
        assert line["premium_pct"] == round((won / (dollars * rate) - 1) * 100, 4)
        assert line["stale"] is False
        assert told.get(asset) != inputs
        told[asset] = inputs
    assert told.keys() == {"BTC", "ETH"}


def test_once_prints_a_premium_per_asset(environ: dict[str, str]) -> None:
    """Of what is asked for, though only one of its markets is named, and no tick."""
    done = _run(
        environ, "--demo", "--json", "--once", "--events", "premium", "upbit:KRW-BTC",
        "binance:ETHUSDT",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    lines = _lines(done.stdout)
    assert [line["asset"] for line in lines] == ["BTC", "ETH"]
    assert all(0 < line["premium_pct"] < 4 for line in lines)


def test_native_change_is_each_exchanges_own(environ: dict[str, str], tmp_path: Path) -> None:
    """Upbit since midnight UTC, Binance over 24 hours, and both say so."""
    path = tmp_path / "native.toml"
    path.write_text('[display]\nchange = "native"\n')
    done = _run(environ, "--demo", "--json", "--once", "-c", str(path), "BTC")
    bases = {line["exchange"]: line["basis"] for line in _lines(done.stdout)}
    assert bases == {"upbit": "utc_day", "binance": "24h"}


def test_once_prints_a_table(environ: dict[str, str]) -> None:
    """Into a pipe as well, without any escape sequence."""
    done = _run(environ, "--demo", "--once", "BTC")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].startswith("Market")
    assert "\x1b" not in done.stdout


def test_wildcards_and_fields(environ: dict[str, str]) -> None:
    """All markets that match, and only the keys that were asked for."""
    done = _run(environ, "--demo", "--json", "--once", "--fields", "symbol", "upbit:KRW-*")
    assert done.returncode == 0
    lines = _lines(done.stdout)
    assert len(lines) >= 40
    assert all(list(line) == ["symbol"] for line in lines)


def test_a_reader_that_leaves_is_a_normal_end(environ: dict[str, str]) -> None:
    """As with `| head -1`: exit 0, and nothing on stderr."""
    with _started(environ, "--demo", "--json") as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith('{"v":1,"type":"tick"')
        process.stdout.close()
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    "words",
    [
        ("--help",), ("--version",), ("init", "--stdout"), ("--demo", "--once", "BTC"),
        ("doctor", "--demo"), ("doctor", "--demo", "--json"), ("markets", "--demo"),
        ("line", "--demo", "{upbit:KRW-BTC.price}"), ("completion", "bash"), ("schema",),
    ],
)  # fmt: skip
def test_text_into_a_pipe_that_closes_is_a_normal_end(
    words: tuple[str, ...], environ: dict[str, str]
) -> None:
    """No traceback, no complaint of the interpreter."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(  # noqa: S603  # our own program
        (*PROGRAM, *words), env=environ, stdout=writer, stderr=subprocess.PIPE, timeout=50,
        check=False,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signals_end_it_in_order(
    number: signal.Signals, code: int, environ: dict[str, str]
) -> None:
    """With the code that shells expect, and quietly."""
    with _started(environ, "--demo", "--json") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.send_signal(number)
        assert process.wait(20) == code
        assert process.stderr.read() == ""


def test_without_a_terminal_it_says_what_to_use(environ: dict[str, str]) -> None:
    """`coinwatch --demo | cat`: one line, exit 2, nothing on stdout."""
    done = _run(environ, "--demo")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "coinwatch: stdout is not a terminal. Use --json for lines, or --once for a table.\n"
    )


def test_an_unknown_symbol_exits_3_with_the_nearest(environ: dict[str, str]) -> None:
    """In words, and as a line for machines."""
    done = _run(environ, "--demo", "--once", "upbit:KRW-BTX")
    assert (done.returncode, done.stdout) == (3, "")
    assert "There is no market upbit:KRW-BTX. Did you mean upbit:KRW-BTC" in done.stderr
    done = _run(environ, "--demo", "--json", "upbit:KRW-BTX")
    assert done.returncode == 3
    error = _error(done.stderr)
    assert error["type"] == "error"
    assert error["error"] == "symbol"
    assert error["message"] == "There is no market upbit:KRW-BTX."


def test_what_is_not_toml_is_shown(environ: dict[str, str], tmp_path: Path) -> None:
    """The line, with a mark where it goes wrong, below the words."""
    path = tmp_path / "my.toml"
    path.write_text('symbols = ["BTC"]\n[display]\nfps = ten\n')
    done = _run(environ, "--demo", "--once", "-c", str(path))
    assert done.returncode == 2
    assert done.stderr == (
        f"coinwatch: {path}, line 3, column 7: not valid TOML: Invalid value."
        ' Text goes in quotes: key = "value".\n'
        "  fps = ten\n"
        "        ^\n"
    )


def test_options_may_come_before_a_command(environ: dict[str, str], tmp_path: Path) -> None:
    """Its own; others it does not know, and says so by its name."""
    done = _run(environ, "--demo", "--json", "markets", "upbit:KRW-BTC")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line["symbol"] for line in _lines(done.stdout)] == ["KRW-BTC"]
    path = tmp_path / "my.toml"
    assert _run(environ, "--path", str(path), "init").stdout == f"Wrote {path}\n"
    done = _run(environ, "--once", "schema")
    assert done.stderr == (
        "coinwatch: Unrecognized arguments: --once. See: coinwatch schema --help\n"
    )


def test_a_misspelt_command_is_answered_with_what_was_meant(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Once the market lists say that it is no symbol, or at once where there is no screen."""
    done = _run(environ, "--demo", "--once", "marktes")
    assert (done.returncode, done.stderr) == (
        3,
        "coinwatch: There is no market marktes. Did you mean coinwatch markets?\n",
    )
    path = tmp_path / "my.toml"
    path.write_text('symbols = ["marktes"]\n')
    done = _run(environ, "--demo", "--once", "-c", str(path))
    assert "coinwatch markets?" not in done.stderr
    done = _run(environ, "marktes")
    assert (done.returncode, done.stderr) == (
        2,
        "coinwatch: There is no command or market marktes. Did you mean coinwatch markets?\n",
    )


def test_a_mistake_in_the_config_is_named_by_its_line(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """File, line, key, and the key that was probably meant; exit 2."""
    path = tmp_path / "my.toml"
    path.write_text('symbols = ["BTC"]\n[display]\nfsp = 10\n')
    done = _run(environ, "--demo", "--json", "-c", str(path))
    assert done.returncode == 2
    error = _error(done.stderr)
    assert error["error"] == "config"
    assert f"{path}, line 3" in error["message"]
    assert "display.fps" in error["hint"] or "fps" in error["hint"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--event", "tick"), "Did you mean --events? See: coinwatch --help"),
        (("--events", "tik"), "Did you mean tick?"),
        (("--fields", "symbol,prize"), "Did you mean price?"),
        (("--events", "quote"), "It takes: tick, "),
    ],
)
def test_a_near_miss_is_answered_with_what_was_meant(
    words: tuple[str, ...], hint: str, environ: dict[str, str]
) -> None:
    """An option or a word that is nearly one; else all that there are."""
    done = _run(environ, "--demo", "--json", *words)
    assert done.returncode == 2
    assert _error(done.stderr)["hint"].startswith(hint)


def test_a_misspelt_symbol_in_the_config_is_named_by_its_line(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Also by the doctor; one on the command line has no place."""
    path = tmp_path / "my.toml"
    path.write_text('symbols = [\n  "BTC",\n  "upbit:KRW-BTX",\n]\n')
    done = _run(environ, "--demo", "--once", "-c", str(path))
    assert done.returncode == 3
    assert done.stderr.startswith(f"coinwatch: {path}, line 3: There is no market upbit:KRW-BTX.")
    done = _run(environ, "--demo", "--once", "-c", str(path), "upbit:KRW-BTX")
    assert done.stderr.startswith("coinwatch: There is no market upbit:KRW-BTX.")


def test_schema_prints_the_schema(environ: dict[str, str]) -> None:
    """As JSON, and nothing else."""
    done = _run(environ, "schema")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", schema.text())


@pytest.mark.parametrize(
    "words", [("--json", "--events", "x"), ("--nope", "--json"), ("--json", "kraken:XBTUSD")]
)
def test_a_mistake_on_the_command_line_exits_2(
    words: tuple[str, ...], environ: dict[str, str]
) -> None:
    """With a category for machines."""
    done = _run(environ, "--demo", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert _error(done.stderr)["error"] == "usage"


def _nowhere(tmp_path: Path) -> str:
    """Write a config whose exchanges are at a port where nobody listens."""
    path = tmp_path / "nowhere.toml"
    path.write_text(
        "".join(
            f'[exchange.{name}]\nwebsocket_url = "ws://127.0.0.1:1"\nrest_url = "http://127.0.0.1:1"\n'
            'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
            for name in ("upbit", "binance")
        )
    )
    return str(path)


def test_without_a_network_it_exits_1_and_says_why(environ: dict[str, str], tmp_path: Path) -> None:
    """Once and for a time: nothing usable came."""
    config = _nowhere(tmp_path)
    done = _run(environ, "--once", "--timeout", "500ms", "--json", "-c", config, "BTC")
    assert (done.returncode, done.stdout) == (1, "")
    error = _error(done.stderr)
    assert error["error"] == "network"
    assert "127.0.0.1 refuses connections" in error["message"]
    assert "coinwatch --demo" in error["hint"]
    done = _run(environ, "--for", "500ms", "--json", "-c", config, "BTC")
    assert done.returncode == 1
    assert _error(done.stderr)["error"] == "network"


def test_diagnostics_go_to_stderr_or_to_a_file(environ: dict[str, str], tmp_path: Path) -> None:
    """Each reason once, in words, never on stdout."""
    config = _nowhere(tmp_path)
    words = ("--for", "500ms", "--json", "-c", config, "upbit:KRW-BTC")
    done = _run(environ, *words)
    assert "coinwatch: Upbit: 127.0.0.1 refuses connections; it is tried again\n" in done.stderr
    log = tmp_path / "log"
    done = _run(environ, *words, "--log-file", str(log))
    assert len(done.stderr.splitlines()) == len(("in words", "as a line"))
    assert "WARNING Upbit: 127.0.0.1 refuses connections" in log.read_text()
    done = _run(environ, *words, "--log-file", str(tmp_path))
    assert done.returncode == 1
    assert _error(done.stderr)["error"] == "io"


@pytest.mark.parametrize(
    "words",
    [("--version",), ("--help",), ("init", "--stdout"), ("--demo", "--once", "--json", "BTC")],
)
def test_a_full_disk_is_an_error_in_words(words: tuple[str, ...], environ: dict[str, str]) -> None:
    """Whatever is printed: exit 1 and one sentence."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603  # our own program
            (*PROGRAM, *words), env=environ, stdout=full, stderr=subprocess.PIPE, text=True,
            timeout=50, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "Cannot write to stdout: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        "--version",
        "markets --help",
        "schema",
        "--demo --json BTC",
        "--demo --once BTC",
        "doctor --demo",
    ],
)
def test_a_stdout_that_is_closed_is_an_error_in_words(words: str, environ: dict[str, str]) -> None:
    """Its number goes to no socket, whose peer would be told what was meant for it."""
    done = _run_closed(f"{words} >&-", environ)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("coinwatch: Cannot write to stdout: Bad file descriptor.\n")


def test_a_stderr_that_is_closed_changes_nothing_else(environ: dict[str, str]) -> None:
    """Nor does a stdin."""
    assert _run_closed("--jsn 2>&-", environ).returncode == 2
    done = _run_closed("--demo --json -n 1 BTC 0<&- 2>&-", environ)
    assert (done.returncode, len(_lines(done.stdout))) == (0, 1)


def _run_closed(line: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the program in a shell, which can close streams."""
    return subprocess.run(  # noqa: S602  # our own program
        f"{shlex.join(PROGRAM)} {line}", shell=True, env=environ, capture_output=True, text=True,
        timeout=50, check=False,
    )  # fmt: skip


def test_symbols_and_options_come_in_any_order(environ: dict[str, str]) -> None:
    """And `-n` counts for --once as well."""
    done = _run(environ, "--demo", "BTC", "--json", "ETH", "--once", "-n", "3")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)


def test_init_writes_a_config_once(environ: dict[str, str], tmp_path: Path) -> None:
    """To the default place, never over another without being told to."""
    done = _run(environ, "init")
    path = tmp_path / "coinwatch" / "config.toml"
    assert (done.returncode, done.stdout) == (0, f"Wrote {path}\n")
    assert path.read_text() == example()
    path.write_text("symbols = []")
    assert _run(environ, "init").returncode == 2
    assert path.read_text() == "symbols = []"
    assert _run(environ, "init", "--force").returncode == 0
    assert path.read_text() == example()
    assert _run(environ, "init", "--stdout").stdout == example()


def test_doctor_examines_both_exchanges(environ: dict[str, str], tmp_path: Path) -> None:
    """In words or in lines, with exit code 1 and a reason if one of them is of no use."""
    done = _run(environ, "doctor", "--demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Binance can be used: prices come by WebSocket."
    done = _run(environ, "doctor", "--json", "--timeout", "5s", "-c", _nowhere(tmp_path))
    assert done.returncode == 1
    assert [line["usable"] for line in _lines(done.stdout) if line["type"] == "verdict"] == [
        False, False,
    ]  # fmt: skip
    assert _error(done.stderr) == {
        "type": "error", "error": "network", "message": "Upbit and Binance cannot be used.",
        "hint": "See the checks that failed.",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["serve"])
def test_commands_that_are_yet_to_come_are_no_symbols(name: str, environ: dict[str, str]) -> None:
    """Their names are taken, and they say so."""
    done = _run(environ, name)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"`coinwatch {name}` is not part of this version." in done.stderr


def test_json_loads_no_screen_and_version_loads_nothing(environ: dict[str, str]) -> None:
    """In a fresh interpreter: the pipe does not pay for Textual, nor the version for anything.

    Garbage is looked for again once all is loaded, and what was loaded is left out of that.
    """
    probe = (
        "import gc, sys\n"
        "from coinwatch.__main__ import main\n"
        "main()\n"
        "print(sorted(sys.modules), gc.isenabled(), gc.get_freeze_count() > 0, file=sys.stderr)\n"
    )

    # Measuring coverage loads modules of its own.
    environ = _unmeasured(environ)

    def loaded(*words: str) -> set[str]:
        done = subprocess.run(  # noqa: S603  # our own program
            (sys.executable, "-c", probe, *words),
            env=environ, capture_output=True, text=True, timeout=50, check=True,
        )  # fmt: skip
        names, *collects = done.stderr.splitlines()[-1].rsplit(" ", 2)
        assert collects == ["True", str(words != ("--version",))]
        return set(json.loads(names.replace("'", '"')))

    # What the first line does not need: these took a tenth of the time until it.
    unneeded = {"listing_cache", "premium", "teller", "schema", "replay", "recording"}
    assert not loaded("--demo", "--json", "-n", "1") & {
        "textual", "rich", *(f"coinwatch.{name}" for name in unneeded)
    }  # fmt: skip
    assert "coinwatch.line" in loaded("line", "--demo", "--once", "{upbit:KRW-BTC.price}")
    # Each of these alone is a fifth of what starting Python takes, or far more.
    assert not loaded("--version") & {"typing", "enum", "collections", "argparse", "asyncio"}


def test_ctrl_c_while_starting_is_no_traceback(environ: dict[str, str]) -> None:
    """An interrupt before anything runs, in an import say, ends it at once: 130, and quiet."""
    probe = (
        "import os, signal\n"
        "from coinwatch import cli\n"
        "cli._run = lambda words: os.kill(os.getpid(), signal.SIGINT)\n"
        "cli.main([])\n"
    )
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, "-c", probe),
        env=_unmeasured(environ), capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_markets_lists_what_matches(environ: dict[str, str]) -> None:
    """As a table, or as lines for programs; words and options in any order."""
    done = _run(environ, "markets", "--demo", "ㅂㅌㅋㅇ", "--exchange", "upbit", "krw")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1].split() == [
        "upbit:KRW-BTC", "BTC/KRW", "Bitcoin", "비트코인",
    ]  # fmt: skip
    done = _run(environ, "markets", "btc", "--json", "--demo", "--quote", "USDT")
    assert [line["symbol"] for line in _lines(done.stdout)] == ["BTCUSDT", "USDT-BTC"]


def test_markets_without_a_network_exits_1(environ: dict[str, str], tmp_path: Path) -> None:
    """With the reasons, in words and for programs."""
    environ["XDG_CACHE_HOME"] = str(tmp_path)
    done = _run(environ, "markets", "--json", "-c", _nowhere(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Binance: cannot reach 127.0.0.1 over HTTP" in _error(done.stderr)["message"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, environ: dict[str, str]) -> None:
    """For each of the shells; another one is an error with the ones that there are."""
    done = _run(environ, "completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"for {shell}, made by: coinwatch completion {shell}" in done.stdout
    assert _run(environ, "completion", "tcsh").returncode == 2


def test_the_readme_shows_commands_that_exist(environ: dict[str, str]) -> None:
    """Every option that the README names is in the help of its command."""
    readme = (ROOT / "README.md").read_text()
    used = [part.partition("|")[0].split("\n")[0] for part in readme.split("coinwatch ")[1:]]
    helps = {name: parser().format_help() for name, parser in PARSERS.items()}
    helps[""] = _run(environ, "--help").stdout
    options = [
        (word, helps.get(line.split()[0], helps[""]))
        for line in used
        for word in line.replace("`", " ").split()
        if word[0] == "-"
    ]
    assert len(options) > 5
    assert [word for word, known in options if f" {word}" not in known] == []


EVERYTHING = ("--json", "--events", "tick,trade,book,status,gap")


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.zst"])
def test_a_recorded_run_is_replayed(name: str, environ: dict[str, str], tmp_path: Path) -> None:
    """The same lines, at once; and the other ways to show it."""
    path = str(tmp_path / name)
    live = _run(environ, "--demo", *EVERYTHING, "--for", "2s", "--record", path, "BTC")
    assert (live.returncode, live.stderr) == (0, "")
    again = _run(environ, "replay", path, *EVERYTHING, "--speed", "max")
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == live.stdout
    assert live.stdout.count("\n") > 20
    ticks = _run(environ, "replay", path, "--json", "-n", "3", "--fields", "type,symbol")
    assert [each["type"] for each in _lines(ticks.stdout)] == ["tick"] * 3
    once = _run(environ, "replay", path, "--once", "--speed", "max")
    assert once.stderr == ""
    assert once.stdout.splitlines()[1].startswith("BTC/KRW")
    assert once.returncode == 0


def test_a_replay_waits_for_a_slow_reader(environ: dict[str, str], tmp_path: Path) -> None:
    """Nothing is lost, however fast it could be, and however little the pipe takes."""
    path = str(tmp_path / "run.jsonl")
    live = _run(environ, "--demo", *EVERYTHING, "--for", "2s", "--record", path)
    with _started(environ, "replay", path, path, path, *EVERYTHING, "--speed", "max") as process:
        assert process.stdout
        text = ""
        while part := process.stdout.read(512):
            text += part
    assert process.returncode == 0
    assert '"lost"' not in text
    assert text == live.stdout * 3


def test_a_recording_never_writes_over_a_file(environ: dict[str, str], tmp_path: Path) -> None:
    """It is told at once, and nothing runs."""
    path = tmp_path / "run.jsonl"
    path.write_text("mine")
    done = _run(environ, "--demo", "--json", "--record", str(path), "BTC")
    assert (done.returncode, done.stdout) == (2, "")
    error = _error(done.stderr)
    assert (error["error"], error["hint"]) == (
        "usage", "Name another file, or remove this one."
    )  # fmt: skip
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("symbol", "code"), [("upbit:KRW-NOPE", 3), ("kraken:BTC", 2), ("BTC!", 2)]
)
def test_a_run_that_never_came_about_leaves_no_recording(
    symbol: str, code: int, environ: dict[str, str], tmp_path: Path
) -> None:
    """Whether the market is unknown at once, or only once the exchange's list came."""
    path = tmp_path / "run.jsonl"
    done = _run(environ, "--demo", "--json", "--record", str(path), "upbit:KRW-BTC", symbol)
    assert (done.returncode, list(tmp_path.glob("run*"))) == (code, [])


def test_a_full_disk_stops_the_recording_and_not_the_watch(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Said once on stderr; the lines go on, and the exit code is theirs."""
    (tmp_path / "full.jsonl").symlink_to("/dev/full")
    words = ("--demo", "--json", "--for", "3s", "--record", str(tmp_path / "full.jsonl"), "BTC")
    done = _run(environ, *words)
    assert done.returncode == 0
    assert done.stderr == (
        f"coinwatch: the recording stopped: Cannot write {tmp_path}/full.jsonl: "
        "No space left on device.\n"
    )
    times = [line["received_ms"] for line in _lines(done.stdout)]
    assert times[-1] - times[0] > 1_500


def test_a_file_that_may_not_grow_keeps_what_is_whole(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """The recording stops at the limit; what is on the disk is replayed up to the cut."""
    path = tmp_path / "run.jsonl"
    words = ("--demo", *EVERYTHING, "--for", "3s", "--record", str(path))
    with subprocess.Popen(  # noqa: S603  # our own program
        (*PROGRAM, *words), env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),  # noqa: PLW1509  # one thread
    ) as process:  # fmt: skip
        live, errors = process.communicate(timeout=50)
    assert process.returncode == 0
    assert "the recording stopped" in errors
    assert path.stat().st_size == 30_000
    again = _run(environ, "replay", str(path), *EVERYTHING, "--speed", "max")
    assert again.returncode == 0
    assert f"{path}, line " in again.stderr
    assert again.stderr.endswith("the recording was cut off here.\n")
    assert live.startswith(again.stdout)
    assert len(again.stdout) > 1_000


def test_a_process_that_is_killed_leaves_what_is_older_than_a_second(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Its file reads whole up to there."""
    path = str(tmp_path / "run.jsonl.zst")
    with _started(_unmeasured(environ), "--demo", *EVERYTHING, "--record", path) as process:
        assert process.stdout
        began = 0
        live: list[dict[str, Any]] = []
        while not live or live[-1].get("received_ms", 0) < began + 1_500:
            live.append(json.loads(process.stdout.readline()))
            began = began or live[-1].get("received_ms", 0)
        process.kill()
        live += _lines("".join(process.stdout.readlines()[:-1]))
    again = _run(environ, "replay", path, *EVERYTHING, "--speed", "max")
    assert again.returncode == 0
    assert "the recording was cut off here" in again.stderr
    told = _lines(again.stdout)
    length = min(len(told), len(live))
    assert told[:length] == live[:length]
    last = max(line["received_ms"] for line in live if "received_ms" in line)
    known = max(line["received_ms"] for line in told if "received_ms" in line)
    assert known > last - 1_000


def test_a_file_that_is_no_recording(environ: dict[str, str], tmp_path: Path) -> None:
    """Exit 1, with file, line and byte, and how one is made."""
    path = tmp_path / "x.jsonl"
    path.write_text("hello\n")
    done = _run(environ, "replay", str(path), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert _error(done.stderr) == {
        "type": "error", "error": "io", "message": f"{path}, line 1, byte 0: not JSON.",
        "hint": "A recording is made with: coinwatch --record FILE.",
    }  # fmt: skip


def test_recordings_are_parted_by_size(environ: dict[str, str], tmp_path: Path) -> None:
    """Each part has about the size, and all together have all lines."""
    path = str(tmp_path / "run.jsonl")
    words = ("--demo", *EVERYTHING, "--for", "4s", "--record", path, "--record-max", "50kB")
    live = _run(environ, *words)
    assert (live.returncode, live.stderr) == (0, "")
    parts = sorted(map(str, tmp_path.glob("run.*.jsonl")))
    assert parts[:2] == [str(tmp_path / "run.0001.jsonl"), str(tmp_path / "run.0002.jsonl")]
    again = _run(environ, "replay", *parts, *EVERYTHING, "--speed", "max")
    assert again.stdout == live.stdout


def test_a_replay_says_what_was_not_recorded(environ: dict[str, str], tmp_path: Path) -> None:
    """Nobody waits for order books that no exchange was asked for."""
    path = str(tmp_path / "run.jsonl")
    assert _run(environ, "--demo", "--json", "--once", "--record", path, "BTC").returncode == 0
    done = _run(environ, "replay", path, "--json", "--events", "book", "--speed", "max")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == ("coinwatch: the recording has no book lines: they were not asked for\n")
