"""Which trades were seen already."""

from coinwatch.recent import RecentIds

SIZE = RecentIds.CAPACITY


def test_takes_each_id_once_in_any_order() -> None:
    """An id out of order is new; one that came before is not, whatever its time."""
    recent = RecentIds()
    trades = ((5, 50), (7, 70), (6, 60), (7, 71), (5, 50), (4, 40))
    assert [recent.add(*each) for each in trades] == [True, True, True, False, False, True]


def test_forgets_the_oldest_and_refuses_what_is_not_newer() -> None:
    """What is no newer than the newest forgotten one is taken as seen, by time and then by id."""
    recent = RecentIds()
    for each in range(2 * SIZE):
        assert recent.add(each, each // 2)
    newest_forgotten = SIZE - 1
    assert not recent.add(9, 4)
    assert not recent.add(newest_forgotten, newest_forgotten // 2)
    assert not recent.add(2 * SIZE - 1, SIZE - 1)
    assert recent.add(10**9, newest_forgotten // 2)
    assert recent.add(2 * SIZE, SIZE)


def test_what_is_remembered_is_bounded() -> None:
    """At least one generation, less than two, however many come."""
    recent = RecentIds()
    sizes = set()
    for each in range(10 * SIZE):
        recent.add(each, each)
        sizes.add(len(recent._recent) + len(recent._older))
    assert max(sizes) == 2 * SIZE - 1


def test_an_absurd_id_holds_nothing_up() -> None:
    """Not even once it is forgotten: what is later is new, though ids may have started over."""
    recent = RecentIds()
    assert recent.add(2**62, 5)
    assert not recent.add(2**62, 5)
    assert all(recent.add(each, 10 + each) for each in range(3 * SIZE))
    assert all(recent.add(each, 10 * SIZE + each) for each in range(3 * SIZE))
    assert not recent.add(2**62, 5)
