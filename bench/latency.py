"""L1: from a frame that is sent to the cell that shows it.

Run: python -m bench.latency
"""

from bench.measure import MOST_ROUNDS, OURS, Row, pin, report
from bench.stamped import p99_ms, running

FPS = 30
L1 = Row("L1", "frame sent to cell drawn, 10,000/s, p99", "a frame at 30 fps", "ms", 2.0, 1.2)
MARKETS, RATE = 400, 10_000
ROUNDS, SECONDS = 5, 5.0


def main() -> None:
    """Measure a few times in one run of the program."""
    pin(OURS)
    pairs = []
    with running(MARKETS, RATE, FPS) as (screen, stamps):
        for _ in range(min(ROUNDS, MOST_ROUNDS)):
            screen.watch(SECONDS)
            pairs.append((p99_ms(screen, stamps), 1000 / FPS))
    report(L1, pairs)


if __name__ == "__main__":
    main()
