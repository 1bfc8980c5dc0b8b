"""S3, S4: the first paint of the screen, and what it holds in memory.

Run: python -m bench.paint
"""

import sys
from collections.abc import Sequence

from bench import frames
from bench.load import config, load
from bench.measure import OURS, Row, compare, pin
from bench.start import PROGRAM
from bench.terminal import terminal

S3 = Row("S3", "first paint of the screen", "minimal Textual app", "ms", 1.25, 1.15)
S4B = Row("S4b", "peak memory, screen with 400 markets", "minimal Textual app", "MB", 2.0, 1.5)

MINIMAL = (sys.executable, "-m", "bench.peers.minimal_textual")
MARKETS = 400
SECONDS = 10.0
"""How long the markets move, at 1,000 messages a second and connection."""


def _paint_ms(argv: Sequence[str], shown: str) -> float:
    with terminal(argv) as screen:
        return screen.shows(shown) * 1000


def _peak_mb(argv: Sequence[str], shown: str, seconds: float) -> float:
    with terminal(argv) as screen:
        screen.shows(shown)
        screen.watch(seconds)
        return screen.peak_mb()


def main() -> None:
    """Measure both."""
    pin(OURS)
    kind = "trade"
    options = ("--frames", "1000000", "--rate", "1000", "--markets", str(MARKETS))
    symbols = [f"binance:{name}" for name in frames.names(kind, MARKETS)]
    with load(kind, *options) as port, config(kind, port) as path:
        ours = (*PROGRAM, "-c", str(path), *symbols)
        compare(S3, lambda: _paint_ms(ours, "Market"), lambda: _paint_ms(MINIMAL, "minimal"), 11)
        compare(
            S4B,
            lambda: _peak_mb(ours, "live", SECONDS),
            lambda: _peak_mb(MINIMAL, "minimal", 1.0),
            rounds=5,
        )


if __name__ == "__main__":
    main()
