"""How long it took from the frame to the cell: read from the prices that a screen draws."""

import re
import time

from bench.frames import STAMP_WRAPS
from bench.terminal import LAST, plain

_ROW = re.compile(rb"BTC/USDT\s+Binance\s+([\d,]+\.\d\d)1(?=[^\d.,])")
"""A whole price: a box such as the help covers the end of some."""


class Stamps:
    """Reads what is drawn, and notes for each frame how long it waited for its cell.

    ``every_ms`` is the time between two stamped frames: a cell that shows one frame shows all
    those that came since the cell before, and one that is drawn anew tells nothing. Prices never go
    back in time: what seems to has been read wrongly, and ends the run.
    """

    def __init__(self, every_ms: float) -> None:
        self._every_ms = every_ms
        self._begun = b""
        self._text = b""
        self._before: float | None = None
        self.waited_ms: list[float] = []

    def read(self, output: bytes) -> None:
        """Note the stamps in what was just written."""
        now_ms = time.time() * 1000
        whole, self._begun = _whole(self._begun + output)
        self._text = (self._text + plain(whole))[-LAST:]
        end = 0
        for found in _ROW.finditer(self._text):
            end = found.end()
            self._note(round(float(found[1].replace(b",", b"")) * 100) % STAMP_WRAPS, now_ms)
        self._text = self._text[end:]

    def _note(self, stamp: float, now_ms: float) -> None:
        if stamp == self._before:
            return
        if self._before is not None:
            newer = (stamp - self._before) % STAMP_WRAPS
            if newer > STAMP_WRAPS / 2:
                raise SystemExit(f"a price from before {self._before:.0f} was drawn: {stamp:.0f}")
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


def _whole(output: bytes) -> tuple[bytes, bytes]:
    """Return the output up to an escape sequence that has not ended yet, and the rest."""
    cut = output.rfind(b"\x1b")
    if cut >= 0 and plain(output[cut:]).startswith(b"\x1b"):
        return output[:cut], output[cut:]
    return output, b""
