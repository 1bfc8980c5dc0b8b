"""The script in a real zsh, which completes only at a terminal."""

import os
import pty
import select
import shutil
import time
from collections.abc import Iterator

import pytest

from coinwatch.completion import script

ZSH = shutil.which("zsh")
PATIENCE_S = 30.0

pytestmark = pytest.mark.skipif(ZSH is None, reason="there is no zsh here")


class _Terminal:
    """A zsh that listens."""

    def __init__(self, environ: dict[str, str]) -> None:
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execve(ZSH or "", ["zsh", "-f", "-i"], environ)  # noqa: S606  # a shell is the point

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def until(self, *expected: str) -> str:
        """Return what came, once everything ``expected`` is in it."""
        shown = b""
        end = time.monotonic() + PATIENCE_S
        while not all(each.encode() in shown for each in expected):
            assert select.select([self._fd], [], [], end - time.monotonic())[0], shown
            shown += os.read(self._fd, 65536)
        return shown.decode(errors="replace")

    def close(self) -> None:
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)
        os.close(self._fd)


@pytest.fixture
def zsh(environ: dict[str, str]) -> Iterator[_Terminal]:
    """Give a zsh that has loaded the script."""
    path = f"{environ['HOME']}/coinwatch.zsh"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123  # a plain write
        file.write(script("zsh"))
    terminal = _Terminal(environ | {"COLUMNS": "160"})
    terminal.type(
        f"autoload -U compinit; compinit -u -D; setopt no_beep; source {path}; echo REA''DY\n"
    )
    terminal.until("READY")
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("coinwatch ini\t", ["coinwatch init "]),
        ("coinwatch --ev\t\t", ["--events", "--every", "kinds of lines"]),
        ("coinwatch --json --events tick,tr\t", ["tick,trade"]),
        ("coinwatch BT\t\t", ["BTC", "Bitcoin", "BTT"]),
        ("coinwatch upbit:krw-b\t", ["KRW-BTC"]),
        ("coinwatch init --\t\t", ["--stdout", "--force", "print it instead"]),
        ("coinwatch markets --exchange u\t", ["--exchange upbit "]),
        ("coinwatch completion z\t", ["completion zsh "]),
    ],
)
def test_completes(typed: str, shown: list[str], zsh: _Terminal) -> None:
    """Commands, options, their values, lists, assets and markets."""
    zsh.type(typed)
    assert zsh.until(*shown)
