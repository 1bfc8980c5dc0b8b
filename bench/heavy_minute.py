"""Q1: 20,000 messages a second for a minute: keys, memory, and how old the prices are.

Run: python -m bench.heavy_minute
"""

import os

from bench.measure import OURS, Row, pin, report
from bench.stamped import p99_ms, running
from bench.terminal import Terminal

Q1A = Row("Q1a", "key to screen at 20,000/s, worst of 20", "100 ms", "ms", 1.0, 0.5)
Q1B = Row("Q1b", "memory after a minute of 20,000/s", "after 15 s of it", "MB", 1.03, 1.01)
Q1C = Row("Q1c", "frame to cell in its last 15 s, p99", "in its first 15 s", "ms", 1.5, 1.2)

MARKETS, RATE = 400, 20_000
SECONDS = float(os.environ.get("BENCH_MINUTE_S", "60"))
KEYS, KEYS_BEFORE = 15, 5
"""Some are typed before the minute: what the help needs is loaded and kept when it is first open,
and not to be taken for growth. Their times count as well."""

QUESTION_MARK, ESCAPE = "?", "\x1b"
LEAST_PAUSE_S = 0.5
"""Between two keys: the help has closed by then, and the prices are drawn again."""


def main() -> None:
    """Type now and then through the minute."""
    pin(OURS)
    with running(MARKETS, RATE) as (screen, stamps):
        keys = _type(screen, KEYS_BEFORE, LEAST_PAUSE_S)
        stamps.waited_ms.clear()
        screen.watch(SECONDS / 4)
        early_mb, early_ms = screen.resident_mb(), p99_ms(screen, stamps)
        keys += _type(screen, KEYS, max(LEAST_PAUSE_S, SECONDS / 2 / KEYS))
        stamps.waited_ms.clear()
        screen.watch(SECONDS / 4)
        late_mb, late_ms = screen.resident_mb(), p99_ms(screen, stamps)
    report(Q1A, [(max(keys), 100.0)])
    report(Q1B, [(late_mb, early_mb)])
    report(Q1C, [(late_ms, early_ms)])


def _type(screen: Terminal, times: int, pause_s: float) -> list[float]:
    """Open the help and close it, again and again; return how long it took each time."""
    took_ms = []
    for _ in range(times):
        took_ms.append(screen.key_ms(QUESTION_MARK, "page up or down"))
        screen.press(ESCAPE)
        screen.watch(pause_s)
    return took_ms


if __name__ == "__main__":
    main()
