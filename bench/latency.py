"""L1, L2: from a frame that is sent to the cell that shows it.

Run: python -m bench.latency
"""

from bench.measure import MOST_ROUNDS, OURS, Row, pin, report, wanted
from bench.stamped import p99_ms, running

FPS = 30
L1 = Row("L1", "frame sent to cell drawn, 10,000/s, p99", "a frame at 30 fps", "ms", 2.0, 1.2)
L2 = Row("L2", "09:00 in Seoul: 2,000 frames at once, worst", "a frame at 10 fps", "ms", 2.0, 1.2)
MARKETS, RATE = 400, 10_000
BURST, BURST_RATE, USUAL_FPS = 2_000, 2_000, 10
"""All markets trade at once when Upbit's day begins; each connection has a burst in two seconds."""
ROUNDS, SECONDS = 5, 5.0


def main() -> None:
    """Measure a few times in one run of the program."""
    pin(OURS)
    _measure(L1, RATE, FPS)
    _measure(L2, BURST_RATE, USUAL_FPS, BURST)


def _measure(row: Row, rate: int, fps: int, burst: int = 0) -> None:
    if not wanted(row):
        return
    pairs = []
    with running(MARKETS, rate, fps, burst) as (screen, stamps):
        for _ in range(min(ROUNDS, MOST_ROUNDS)):
            screen.watch(SECONDS)
            pairs.append((p99_ms(screen, stamps), 1000 / fps))
    report(row, pairs)


if __name__ == "__main__":
    main()
