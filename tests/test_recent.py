"""Which trades were seen already."""

from coinwatch.recent import RecentIds


def test_takes_each_id_once_in_any_order() -> None:
    """An id out of order is new; one that came before is not."""
    recent = RecentIds()
    assert [recent.add(each) for each in (5, 7, 6, 7, 5, 4)] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]


def test_forgets_the_oldest_and_refuses_what_is_below() -> None:
    """Beyond its capacity it takes ids up to the highest forgotten one as seen."""
    recent = RecentIds()
    for each in range(RecentIds.CAPACITY + 10):
        assert recent.add(each)
    assert not recent.add(9)
    assert not recent.add(RecentIds.CAPACITY + 9)
    assert recent.add(RecentIds.CAPACITY + 10)
