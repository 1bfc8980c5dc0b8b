"""The journal: a ring with cursors."""

from hypothesis import given
from hypothesis import strategies as st

from coinwatch.journal import Journal
from coinwatch.model import Gap


def _gap(number: int) -> Gap:
    return Gap("toy", (), number, number, "")


def _numbers(journal: Journal, cursor: int, limit: int = 100) -> tuple[list[int], int, int]:
    records, cursor, lost = journal.since(cursor, limit)
    return [record.from_ms for record in records if isinstance(record, Gap)], cursor, lost


def test_reads_in_order_from_the_cursor() -> None:
    """A reader gets every record once, in order, and a cursor to go on from."""
    journal = Journal(4)
    for number in (1, 2, 3):
        journal.append(_gap(number))
    assert _numbers(journal, 0) == ([1, 2, 3], 3, 0)
    assert _numbers(journal, 2) == ([3], 3, 0)
    assert _numbers(journal, 3) == ([], 3, 0)


def test_limits_a_batch() -> None:
    """A batch holds at most the limit, and the next one goes on behind it."""
    journal = Journal(4)
    for number in (1, 2, 3):
        journal.append(_gap(number))
    assert _numbers(journal, 0, 2) == ([1, 2], 2, 0)
    assert _numbers(journal, 2, 2) == ([3], 3, 0)


def test_tells_a_slow_reader_what_it_lost() -> None:
    """A reader that fell behind gets the newest that are left, and how many are not."""
    journal = Journal(4)
    for number in range(10):
        journal.append(_gap(number))
    assert _numbers(journal, 3) == ([6, 7, 8, 9], 10, 3)


def test_wakes_its_listeners_until_they_leave() -> None:
    """Every record wakes each listener, after it was written."""
    journal = Journal(4)
    heads: list[int] = []

    def listener() -> None:
        heads.append(journal.head)

    journal.listen(listener)
    journal.append(_gap(1))
    journal.append(_gap(2))
    journal.unlisten(listener)
    journal.append(_gap(3))
    assert heads == [1, 2]


@given(st.lists(st.integers(0, 7), max_size=50), st.integers(1, 5), st.integers(1, 4))
def test_accounts_for_every_record(bursts: list[int], capacity: int, limit: int) -> None:
    """What a reader got and what it lost add up to what was written, in any rhythm."""
    journal = Journal(capacity)
    written = cursor = lost = 0
    got: list[int] = []
    for burst in bursts:
        for _ in range(burst):
            journal.append(_gap(written))
            written += 1
        numbers, cursor, missed = _numbers(journal, cursor, limit)
        got += numbers
        lost += missed
    numbers, cursor, missed = _numbers(journal, cursor)
    assert got + numbers == sorted(set(got + numbers))
    assert len(got + numbers) + lost + missed == written == cursor
