"""Which of an exchange's addresses is asked."""

from coinwatch.hosts import FALLBACK_TRIES, Hosts

HOME, AWAY = "https://home.example/x", "https://away.example/x"


def test_the_first_address_is_asked_however_often_it_fails() -> None:
    """There is no better one where this place is served."""
    hosts = Hosts((HOME, AWAY))
    assert not any(hosts.failed() for _ in range(10))
    assert (hosts.url, hosts.name) == (HOME, "home.example")


def test_a_fallback_is_left_once_it_fails_in_a_row() -> None:
    """Not while something comes in between."""
    hosts = Hosts((HOME, AWAY))
    assert hosts.blocked()
    assert hosts.name == "away.example"
    assert not hosts.failed()
    hosts.worked()
    assert [hosts.failed() for _ in range(FALLBACK_TRIES)] == [False, False, True]
    assert hosts.url == HOME


def test_where_every_address_is_blocked_the_first_is_next() -> None:
    """With one address there never is another."""
    hosts = Hosts((HOME, AWAY))
    assert [hosts.blocked() for _ in range(3)] == [True, False, True]
    assert not Hosts((HOME,)).blocked()


def test_what_is_no_address_is_named_as_it_is() -> None:
    """So that the user sees what to mend."""
    assert Hosts(("nonsense",)).name == "nonsense"
