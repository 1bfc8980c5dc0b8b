"""The program in a real terminal: a pseudo-terminal that is read by an emulator."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.terminal import Terminal

MINUS = "\N{MINUS SIGN}"
ALTERNATE_SCREEN_OFF = b"\x1b[?1049l"
MOUSE_OFF = b"\x1b[?1000l"
CURSOR_ON = b"\x1b[?25h"


Start = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Start]:
    """Start programs in terminals that are closed with the test."""
    started: list[Terminal] = []
    environ = {
        **os.environ,
        "TERM": "xterm-256color",
        "XDG_CONFIG_HOME": str(tmp_path),
        "LANG": "en_US.UTF-8",
    }
    for name in ("COINWATCH_CONFIG", "COLORTERM", "NO_COLOR"):
        environ.pop(name, None)

    def start(
        *words: str,
        size: tuple[int, int] = (120, 30),
        program: Sequence[str] = (sys.executable, "-m", "coinwatch"),
        **variables: str,
    ) -> Terminal:
        started.append(Terminal({**environ, **variables}, (*program, *words), size))
        return started[-1]

    yield start
    for each in started:
        each.close()


def _priced(terminal: Terminal) -> bool:
    """Whether bitcoin in won has a price; the simulation's own depends on the time of day."""
    return any(
        re.search(r"BTC/KRW .* \d{2,3},\d{3},\d{3} ?[▲▼ ]", line)
        for line in terminal.screen.display
    )


def _restored(terminal: Terminal) -> bool:
    """Whether the last word to the terminal left it as it was."""
    last = terminal.output[-400:]
    return all(each in last for each in (ALTERNATE_SCREEN_OFF, MOUSE_OFF, CURSOR_ON))


def test_shows_both_exchanges_live(terminal: Start) -> None:
    """Prices of both, states in words, and the way out; `q` leaves with 0."""
    window = terminal("--demo")
    window.wait(lambda: window.shows("Upbit live") and window.shows("Binance live"))
    window.wait(lambda: window.shows("BTC/KRW") and window.shows("BTC/USDT"))
    window.wait(lambda: _priced(window) and window.shows("▁"))
    assert window.shows("change since 00:00 UTC")
    assert window.shows("q quit")
    window.press("q")
    assert window.code() == 0
    assert _restored(window)


@pytest.mark.parametrize("size", [(40, 8), (80, 24), (200, 60), (300, 100)])
def test_every_size_has_prices_and_a_way_out(size: tuple[int, int], terminal: Start) -> None:
    """From the smallest to the largest; ctrl+c leaves as well."""
    window = terminal("--demo", size=size)
    window.wait(lambda: _priced(window))
    window.press("\x03")
    assert window.code() == 0
    assert _restored(window)


def _ink(terminal: Terminal, mark: str) -> set[str]:
    """Return the colours in which a mark is shown, where it does not flash and is not selected."""
    rows = terminal.screen.buffer.values()
    return {
        cell.fg for row in rows for cell in row.values() if cell.data == mark and not cell.reverse
    }


@pytest.mark.parametrize("term", ["xterm", "linux", "screen"])
def test_sixteen_colours(term: str, terminal: Start) -> None:
    """Where a terminal has no more, up is its green, down its red, and its ground stays."""
    window = terminal("--demo", TERM=term)
    window.wait(lambda: (_ink(window, "+"), _ink(window, MINUS)) == ({"green"}, {"red"}))
    grounds = {cell.bg for row in window.screen.buffer.values() for cell in row.values()}
    assert grounds == {"default"}
    window.press("q")
    assert window.code() == 0


def test_no_color(terminal: Start) -> None:
    """NO_COLOR takes the colours and leaves signs, arrows and the mark of the selected row."""
    window = terminal("--demo", TERM="xterm", NO_COLOR="1")
    window.wait(lambda: _ink(window, "+") and _ink(window, MINUS) and _ink(window, "▲"))
    assert {cell.fg for row in window.screen.buffer.values() for cell in row.values()} == {
        "default"
    }
    assert window.shows("▸")
    assert window.shows("+")
    window.press("q")
    assert window.code() == 0


def test_a_terminal_that_is_too_small_is_told_so_until_it_grows(terminal: Start) -> None:
    """And nothing is lost meanwhile."""
    window = terminal("--demo")
    window.wait(lambda: window.shows("BTC/KRW"))
    window.resize(30, 6)
    window.wait(lambda: window.shows("terminal too small"))
    window.resize(100, 20)
    window.wait(lambda: _priced(window))
    window.press("q")
    assert window.code() == 0


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_signals_restore_the_terminal(number: signal.Signals, code: int, terminal: Start) -> None:
    """Whatever ends it, the shell gets its terminal back, and the code."""
    window = terminal("--demo")
    window.wait(lambda: window.shows("Upbit live"))
    window.kill(number)
    assert window.code() == code
    assert _restored(window)


def test_a_terminal_that_goes_away_ends_it(terminal: Start) -> None:
    """Even where no signal tells of it."""
    window = terminal("--demo")
    window.wait(lambda: window.shows("Upbit live"))
    assert window.go_away() == 129


def test_an_unknown_symbol_ends_it_after_the_terminal_is_restored(terminal: Start) -> None:
    """The sentence stands in the terminal, where it can be read and copied."""
    window = terminal("--demo", "upbit:KRW-BTX")
    assert window.code() == 3
    assert b"There is no market upbit:KRW-BTX." in window.output.split(ALTERNATE_SCREEN_OFF)[-1]


def test_without_a_network_it_paints_and_says_what_is_wrong(
    terminal: Start, tmp_path: Path
) -> None:
    """What cannot be reached, why, that it goes on trying, and how to look without a network."""
    config = tmp_path / "nowhere.toml"
    config.write_text(
        "".join(
            f'[exchange.{name}]\nwebsocket_url = "ws://127.0.0.1:1"\nrest_url = "http://127.0.0.1:1"\n'
            'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
            for name in ("upbit", "binance")
        )
    )
    window = terminal("-c", str(config))
    window.wait(lambda: window.shows("BTC/KRW"))
    window.wait(lambda: window.shows("127.0.0.1 refuses connections"))
    window.wait(lambda: window.shows("--demo"))
    assert window.shows("—")
    window.press("q")
    assert window.code() == 0


def test_draws_on_stdout_and_leaves_stderr_alone(terminal: Start, tmp_path: Path) -> None:
    """`coinwatch --demo 2> errors` shows the screen, and there are none."""
    errors = tmp_path / "errors"
    line = f"exec {sys.executable} -m coinwatch --demo 2> {errors}"
    window = terminal(program=("/bin/sh", "-c", line))
    window.wait(lambda: window.shows("Upbit live"))
    window.press("q")
    assert window.code() == 0
    assert errors.read_bytes() == b""


def test_a_run_that_was_recorded_is_shown_again(terminal: Start, tmp_path: Path) -> None:
    """Marked as a replay; it pauses, jumps to its end and back, and `q` leaves with 0."""
    path = str(tmp_path / "run.jsonl")
    window = terminal("--demo", "--record", path, "BTC")
    window.wait(lambda: _priced(window))
    window.press("q")
    assert window.code() == 0
    window = terminal("replay", path, "--speed", "0.1")
    window.wait(lambda: window.shows("REPLAY 0.1x"))
    window.press(" ")
    window.wait(lambda: window.shows("REPLAY paused"))
    window.press(".")
    window.wait(lambda: window.shows("REPLAY ended") and _priced(window))
    window.press(",")
    window.wait(lambda: window.shows("REPLAY paused 0:00:00"))
    window.press("q")
    assert window.code() == 0
    assert _restored(window)
