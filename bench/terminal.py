"""A terminal of 120x40 cells for a program that draws: its time, its CPU, its memory."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

COLUMNS, LINES = 120, 40
LAST = 4096
"""Bytes of the output that are looked at; what was written before is forgotten."""


PATIENCE_S = 5.0
"""A program that was asked to end and did not is killed after this time."""

_ESCAPE = re.compile(rb"\x1b\[[0-9;?<=>$]*[@-~]|\x1b\][^\x07]*\x07")


def plain(output: bytes) -> bytes:
    """Return what a program wrote without colours and movements."""
    return _ESCAPE.sub(b"", output)


class Terminal:
    """A program in a terminal."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._began = time.perf_counter()
        self.fd, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environ = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        self._process = subprocess.Popen(
            argv, stdin=inner, stdout=inner, stderr=inner, env=environ, start_new_session=True
        )
        os.close(inner)
        self._last = b""
        self.on_output: Callable[[bytes], None] | None = None
        """Is told what was written, at once."""
        self.written = 0
        """Bytes of output so far."""

    def shows(self, text: str, seconds: float = 30.0) -> float:
        """Read until ``text`` was drawn; return when, in seconds since the start."""
        until = time.perf_counter() + seconds
        while text.encode() not in plain(self._last):
            if time.perf_counter() > until or not self._read(until):
                last = plain(self._last)[-200:].decode(errors="replace").strip()
                raise SystemExit(f"{text!r} was not drawn within {seconds} s, but {last!r}")
        return time.perf_counter() - self._began

    def watch(self, seconds: float) -> None:
        """Read for so long."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and self._read(until):
            pass

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self.fd, keys.encode())

    def key_ms(self, keys: str, shown: str) -> float:
        """Type; return how long it took until ``shown`` was drawn, in milliseconds."""
        self._last = b""
        began = time.perf_counter()
        self.press(keys)
        self.shows(shown)
        return (time.perf_counter() - began) * 1000

    def cpu_s(self) -> float:
        """Return the CPU seconds that the program has used so far."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self) -> float:
        """Return the most memory that the program has held so far."""
        return self._memory_mb("VmHWM")

    def resident_mb(self) -> float:
        """Return the memory that the program holds now."""
        return self._memory_mb("VmRSS")

    def _memory_mb(self, field: str) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        kilobytes = next(line for line in status.splitlines() if line.startswith(field))
        return int(kilobytes.split()[1]) / 1024

    def end(self) -> None:
        """End the program, whatever it takes."""
        self._process.terminate()
        until = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < until and self._read(until):
            pass
        self._process.kill()
        self._process.wait()
        os.close(self.fd)

    def _read(self, until: float) -> bool:
        """Read what comes next; False once the program has ended."""
        ready, _, _ = select.select([self.fd], (), (), max(0.0, until - time.perf_counter()))
        if not ready:
            return True
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # what Linux says of a terminal that nobody writes to any more
            return False
        if self.on_output:
            self.on_output(data)
        self.written += len(data)
        self._last = (self._last + data)[-LAST - len(data) :]
        return bool(data)


@contextmanager
def terminal(argv: Sequence[str]) -> Iterator[Terminal]:
    """Run a program in a terminal for as long as the context lasts."""
    screen = Terminal(argv)
    try:
        yield screen
    finally:
        screen.end()


WARM_S = 2.0
"""So long after the first prices everything has its place."""


def share(argv: Sequence[str], shown: str, seconds: float) -> float:
    """Return how much of a core a program takes once it has drawn ``shown``."""
    with terminal(argv) as screen:
        screen.shows(shown)
        screen.watch(WARM_S)
        before, began = screen.cpu_s(), time.perf_counter()
        screen.watch(seconds)
        return (screen.cpu_s() - before) / (time.perf_counter() - began)
