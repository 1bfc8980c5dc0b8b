"""How much is played at once."""

from coinwatch.journal import Journal
from coinwatch.model import FeedState, Status
from coinwatch.replay.stride import STEP_LINES, STEP_RECORDS, Stride


def test_it_ends_at_its_time() -> None:
    """Not with it, but with the first line after it; before anything began, at once."""
    stride = Stride(Journal())
    assert stride.ends(0.0)
    stride.begin(7.0)
    assert [stride.ends(now) for now in (6.0, 7.0, 7.1)] == [False, False, True]


def test_it_ends_after_so_many_lines() -> None:
    """However little time they took."""
    stride = Stride(Journal())
    stride.begin(7.0)
    assert not any(stride.ends(1.0) for _ in range(STEP_LINES))
    assert stride.ends(1.0)


def test_it_ends_before_the_journal_is_full() -> None:
    """However few lines brought that much."""
    journal = Journal()
    stride = Stride(journal)
    stride.begin(7.0)
    for _ in range(STEP_RECORDS):
        assert not stride.ends(1.0)
        journal.append(Status("upbit", 1, FeedState.LIVE, None, None, 1))
    assert stride.ends(1.0)
