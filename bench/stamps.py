"""How long it took from the frame to the cell: read from the prices that a screen draws."""

import re
import time

from bench.frames import STAMP_WRAPS
from bench.terminal import plain

_ROW = re.compile(rb"BTC/USDT\s+Binance\s+([\d,]+(?:\.\d+)?)")


class Stamps:
    """Reads what is drawn, and notes for each frame how long it waited for its cell.

    ``every_ms`` is the time between two stamped frames: a cell that shows one frame shows all
    those that came since the cell before.
    """

    def __init__(self, every_ms: float) -> None:
        self._every_ms = every_ms
        self._rest = b""
        self._before: float | None = None
        self.waited_ms: list[float] = []

    def read(self, output: bytes) -> None:
        """Note the stamps in what was just written."""
        now_ms = time.time() * 1000
        whole, newline, rest = (self._rest + output).rpartition(b"\r\n")
        self._rest = rest
        for found in _ROW.finditer(plain(whole + newline)):
            self._note(round(float(found[1].replace(b",", b"")) * 100) % STAMP_WRAPS, now_ms)

    def _note(self, stamp: float, now_ms: float) -> None:
        if self._before is not None:
            newer = (stamp - self._before) % STAMP_WRAPS
            waited = (now_ms - stamp) % STAMP_WRAPS
            frames = max(1, round(newer / self._every_ms))
            self.waited_ms += [waited + frame * self._every_ms for frame in range(frames)]
        self._before = stamp

    def p99_ms(self) -> float:
        """Return what 99 of 100 frames waited at most, and forget them."""
        waited = sorted(self.waited_ms)
        self.waited_ms.clear()
        if not waited:
            raise SystemExit("no stamped price was drawn")
        return waited[int(len(waited) * 0.99)]
