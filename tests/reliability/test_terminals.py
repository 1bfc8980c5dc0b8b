"""The screen in a real pseudo-terminal: signals, stops, resizes, and a terminal that goes away."""

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from tests.reliability.kit import environ
from tests.terminal import Terminal

Open = Callable[..., Terminal]

OWN_IT = (
    "import fcntl, os, sys, termios\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "os.execv(sys.argv[1], sys.argv[1:])\n"
)
"""Makes the terminal the one that controls the program, as a shell does."""

RESIZED_WHILE_READ = """
import os, signal, sys
from coinwatch.__main__ import main
from coinwatch.tui.driver import StdoutDriver

read, before = StdoutDriver._get_terminal_size, []

def read_late(driver):
    found = read(driver)
    before.append(found)
    if found == (120, 40) and before.count(found) % 2:
        os.kill(os.getpid(), signal.SIGWINCH)
        return before[0]
    return found

StdoutDriver._get_terminal_size = read_late
sys.exit(main())
"""
"""The program; whenever it reads its second size, the first one is read still and the signal comes
again, and what is read then is true."""

SHOWN, HIDDEN = b"\x1b[?1049h", b"\x1b[?1049l"
RESTORED = (HIDDEN, b"\x1b[?1000l", b"\x1b[?25h")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Open]:
    """Give the screen on the simulated exchanges, live."""
    opened: list[Terminal] = []
    env = environ(tmp_path, TERM="xterm-256color", LANG="en_US.UTF-8")

    def start(*program: str) -> Terminal:
        words = (sys.executable, *(program or ("-m", "coinwatch")), "--demo")
        window = Terminal(env, (sys.executable, "-c", OWN_IT, *words), (100, 30))
        opened.append(window)
        window.wait(lambda: window.shows("Upbit live") and window.shows("Binance live"))
        return window

    yield start
    for each in opened:
        each.close()


def _is_restored(window: Terminal) -> bool:
    return all(each in window.output[-600:] for each in RESTORED)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_row_21_a_signal_restores_the_terminal(
    number: signal.Signals, code: int, screen: Open
) -> None:
    """In order, with the code that shells expect, and nothing else said."""
    window = screen()
    window.kill(number)
    assert window.code() == code
    assert _is_restored(window)
    assert b"Traceback" not in window.output


def test_row_21_stopping_gives_the_terminal_back_and_going_on_takes_it(screen: Open) -> None:
    """As ctrl+z and `fg` do: the shell can be used meanwhile; then all is shown anew, live."""
    window = screen()
    window.kill(signal.SIGTSTP)
    window.wait(window.is_stopped)
    window.wait(lambda: _is_restored(window))
    shown_before = window.output.count(SHOWN)
    window.kill(signal.SIGCONT)
    window.wait(lambda: window.output.count(SHOWN) > shown_before)
    window.wait(lambda: window.shows("Upbit live") and window.shows("Binance live"))
    window.press("q")
    assert window.code() == 0
    assert _is_restored(window)


def test_row_21_a_storm_of_resizes(screen: Open) -> None:
    """A hundred sizes, from too small to large, by seed: the last one is painted, and keys work."""
    window = screen()
    random = Random(21)
    for _ in range(100):
        window.resize(random.randint(1, 200), random.randint(1, 60))
    window.resize(100, 30)
    window.wait(lambda: window.shows("Upbit live") and window.shows("BTC/KRW"))
    window.press("q")
    assert window.code() == 0
    assert b"Traceback" not in window.output


def test_row_21_a_resize_while_a_size_is_read(screen: Open) -> None:
    """The size that was read last is told last: the footer is on the last line, and stays there."""
    window = screen("-c", RESIZED_WHILE_READ)
    window.resize(120, 40)
    window.wait(lambda: "q quit" in window.screen.display[-1])
    window.press("l")
    window.wait(lambda: window.shows("q 종료"))
    assert "q 종료" in window.screen.display[-1]


def test_row_21_a_size_that_is_as_before_is_painted_anew(screen: Open) -> None:
    """A terminal that shrank and grew back before the program looked has lost its cells."""
    window = screen()
    window.screen.reset()
    window.kill(signal.SIGWINCH)
    window.wait(lambda: window.shows("Upbit live") and window.shows("q quit"))


def test_row_21_a_terminal_that_is_closed_ends_it(screen: Open) -> None:
    """No process goes on without its window."""
    window = screen()
    assert window.go_away() == 129


def test_row_21_a_second_signal_ends_at_once(screen: Open) -> None:
    """However often it is asked to end, it ends, and the terminal is restored by the first."""
    window = screen()
    window.kill(signal.SIGTERM)
    window.kill(signal.SIGTERM)
    assert window.code() in {143, -signal.SIGTERM}
    assert b"Traceback" not in window.output
