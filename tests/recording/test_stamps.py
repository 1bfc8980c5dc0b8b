"""Stamps, and a clock that is set."""

from coinwatch.recording.stamps import CLOCK_STEP_NS, QUIET_NS, Stamps

NS = 1_790_000_000_000_000_000
S = 1_000_000_000


class _Clocks:
    """Both clocks, by hand."""

    def __init__(self) -> None:
        self.passed_ns = 0
        self.set_ns = 0
        self.told: list[tuple[int, int]] = []

    def monotonic(self) -> float:
        return 100 + self.passed_ns / 1e9

    def wall_ns(self) -> int:
        return NS + self.passed_ns + self.set_ns

    def stamps(self) -> Stamps:
        return Stamps(self.monotonic, self.wall_ns, lambda *said: self.told.append(said))


def test_a_clock_that_runs_on() -> None:
    """However long it is quiet, nothing is told."""
    clocks = _Clocks()
    stamps = clocks.stamps()
    assert stamps.since == NS
    for passed in (0, S, 100 * S):
        clocks.passed_ns = passed
        assert stamps.now() == NS + passed
    assert (clocks.told, stamps.ahead_ns) == ([], 0)


def test_a_clock_that_is_set() -> None:
    """Back at once, forward by more than a quiet moment: told once each, with all of it so far."""
    clocks = _Clocks()
    stamps = clocks.stamps()
    clocks.set_ns = -CLOCK_STEP_NS - 1
    stamps.now()
    stamps.now()
    clocks.set_ns = 2 * QUIET_NS
    stamps.reach(clocks.wall_ns())
    assert clocks.told == [(NS - CLOCK_STEP_NS - 1, -CLOCK_STEP_NS - 1), (NS + 2 * S, 2 * S)]
    assert stamps.ahead_ns == 2 * S


def test_a_clock_that_drifts_a_little() -> None:
    """Is not set, whether it is back or ahead."""
    clocks = _Clocks()
    stamps = clocks.stamps()
    for ahead in (-CLOCK_STEP_NS, CLOCK_STEP_NS):
        clocks.set_ns = ahead
        clocks.passed_ns += 2 * S
        stamps.now()
    assert clocks.told == []


def test_the_replays_clock() -> None:
    """Is the wall clock without what it was set by."""
    clocks = _Clocks()
    stamps = clocks.stamps()
    clocks.passed_ns, clocks.set_ns = 5 * S, 3_600 * S
    assert stamps.later_s(stamps.now()) == NS / 1e9 - 100
