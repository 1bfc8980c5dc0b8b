"""A real terminal for the program: a pseudo-terminal that is read by an emulator."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence

import pyte


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, environ: dict[str, str], argv: Sequence[str], size: tuple[int, int]) -> None:
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self._fd, inner = pty.openpty()
        self._set_size(columns, lines)
        self._process = subprocess.Popen(  # noqa: S603  # our own program
            argv, env=environ, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
        )
        os.close(inner)

    def resize(self, columns: int, lines: int) -> None:
        """Change the terminal's size, as its user would."""
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)
        self.kill(signal.SIGWINCH)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._fd, keys.encode())

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def shows(self, text: str) -> bool:
        """Whether a text is on the screen now."""
        return any(text in line for line in self.screen.display)

    def wait(self, condition: Callable[[], object], seconds: float = 20.0) -> float:
        """Read until a condition holds; return how many seconds that took."""
        began = time.monotonic()
        while not _holds(condition):
            assert time.monotonic() - began < seconds, "\n".join(self.screen.display)
            self._read(0.05)
        return time.monotonic() - began

    def is_stopped(self) -> bool:
        """Whether the program is stopped, as by ctrl+z."""
        return _state(self._process.pid) == "T"

    def go_away(self) -> int:
        """Close the terminal under the program; return its exit code."""
        os.close(self._fd)
        self._fd = os.open(os.devnull, os.O_RDWR)
        return self._process.wait(20)

    def code(self) -> int:
        """Read until the program ends; return its exit code."""
        while self._read(0.05):
            pass
        return self._process.wait(20)

    def _read(self, seconds: float) -> bool:
        """Read what comes within some time; False once the program has closed the terminal."""
        if not select.select((self._fd,), (), (), seconds)[0]:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.output += data
        self._stream.feed(data)
        return bool(data)

    def close(self) -> None:
        """End the program if it still runs."""
        self._process.kill()
        self._process.wait()
        os.close(self._fd)


def _holds(condition: Callable[[], object]) -> bool:
    """Return whether a condition holds; not in the middle of a frame.

    There, half of a wide character may be left, which pyte cannot show.
    """
    try:
        return bool(condition())
    except IndexError:
        return False


def _state(pid: int) -> str:
    """Return a process's state as a letter."""
    done = subprocess.run(  # noqa: S603  # a tool of every Unix
        ("/bin/ps", "-o", "state=", "-p", str(pid)), capture_output=True, text=True, check=False
    )
    return done.stdout.strip()[:1]
