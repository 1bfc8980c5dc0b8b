"""At most one tick per market, and one premium per asset, in a span of time."""

from coinwatch.conflation import Conflation
from coinwatch.model import Market, Premium, Tick, Trade

BTC = Market("toy", "BTC", "BTC", "USD")
ETH = Market("toy", "ETH", "ETH", "USD")


def _tick(market: Market, price: float) -> Tick:
    return Tick(market, Trade(market, price, 1.0, "buy", 1, 0, 0), None, None, snapshot=False)


def test_the_first_goes_out_and_the_newest_of_the_rest_waits() -> None:
    """What comes too soon is held; only the newest of it comes out, when the time is up."""
    conflation = Conflation(1.0)
    assert conflation.offer(_tick(BTC, 1.0), 10.0)
    assert not conflation.offer(_tick(BTC, 2.0), 10.2)
    assert not conflation.offer(_tick(BTC, 3.0), 10.9)
    assert conflation.next_at() == 11.0
    assert conflation.due(10.9) == []
    assert conflation.due(11.0) == [_tick(BTC, 3.0)]
    assert conflation.next_at() is None
    assert not conflation.offer(_tick(BTC, 4.0), 11.5)


def test_a_newer_tick_takes_the_place_of_a_held_one() -> None:
    """When the time is up and a new tick comes first, the held one is history."""
    conflation = Conflation(1.0)
    conflation.offer(_tick(BTC, 1.0), 10.0)
    conflation.offer(_tick(BTC, 2.0), 10.5)
    assert conflation.offer(_tick(BTC, 3.0), 11.0)
    assert conflation.due(99.0) == []


def test_markets_do_not_wait_for_each_other() -> None:
    """Each market has its own time."""
    conflation = Conflation(1.0)
    assert conflation.offer(_tick(BTC, 1.0), 10.0)
    assert conflation.offer(_tick(ETH, 1.0), 10.5)
    assert not conflation.offer(_tick(ETH, 2.0), 11.0)
    assert conflation.offer(_tick(BTC, 2.0), 11.0)


def test_premiums_wait_for_those_of_their_asset() -> None:
    """A premium of bitcoin and a tick of bitcoin have nothing to do with each other."""
    conflation = Conflation(1.0)
    first = Premium("BTC", 1.0, 1.0, 1.0, 0.0, False, 0, 0, 1)
    newer = first._replace(premium_pct=None, stale=True)
    assert conflation.offer(_tick(BTC, 1.0), 10.0)
    assert conflation.offer(first, 10.1)
    assert not conflation.offer(newer, 10.2)
    assert conflation.offer(first._replace(asset="ETH"), 10.3)
    assert conflation.due(11.1) == [newer]
