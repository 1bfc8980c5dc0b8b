"""Q1: 20,000 messages a second for a minute: keys, memory, and how old the prices are.

Run: python -m bench.heavy_minute
"""

import os

from bench.measure import OURS, Row, pin, report
from bench.stamped import p99_ms, running

Q1A = Row("Q1a", "key to screen at 20,000/s, worst of 20", "100 ms", "ms", 1.0, 0.5)
Q1B = Row("Q1b", "memory after a minute of 20,000/s", "after 15 s of it", "MB", 1.03, 1.01)
Q1C = Row("Q1c", "frame to cell in its last 15 s, p99", "in its first 15 s", "ms", 1.5, 1.2)

MARKETS, RATE = 400, 20_000
SECONDS = float(os.environ.get("BENCH_MINUTE_S", "60"))
KEYS = 20
QUESTION_MARK, ESCAPE = "?", "\x1b"


def main() -> None:
    """Type now and then through the minute."""
    pin(OURS)
    keys: list[float] = []
    with running(MARKETS, RATE) as (screen, stamps):
        screen.watch(SECONDS / 4)
        early_mb, early_ms = screen.resident_mb(), p99_ms(screen, stamps)
        for _ in range(KEYS):
            keys.append(screen.key_ms(QUESTION_MARK, "page up or down"))
            screen.press(ESCAPE)
            screen.watch(max(0.5, SECONDS / 2 / KEYS))
        stamps.waited_ms.clear()
        screen.watch(SECONDS / 4)
        late_mb, late_ms = screen.resident_mb(), p99_ms(screen, stamps)
    report(Q1A, [(max(keys), 100.0)])
    report(Q1B, [(late_mb, early_mb)])
    report(Q1C, [(late_ms, early_ms)])


if __name__ == "__main__":
    main()
