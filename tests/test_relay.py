"""Connections that take over from one another; the plain roll-overs are in test_feed.py."""

from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.model import FeedState
from tests.reliability.kit import Start, Until, live
from tests.virtual import pass_time

VIRTUAL_TIME = True


async def test_a_replacement_obeys_retry_after(demo: Demo, watch: Start, until: Until) -> None:
    """A server that says when to come back is not asked before, while the old connection is up."""
    feed = await live(watch("binance", "BTCUSDT", rollover_s=5.0), until)
    demo.binance.faults.refuse = refusal(429, retry_after_s=60)
    await until(lambda: demo.binance.ledger.refused)
    await pass_time(55)
    assert demo.binance.ledger.refused == 1
    demo.binance.faults.refuse = None
    await until(lambda: len(demo.binance.ledger.visits) == 2)
    assert feed.said() == [("connecting", None), ("live", None)]


async def test_the_old_connection_may_end_while_nobody_may_be_asked(
    demo: Demo, watch: Start, until: Until
) -> None:
    """That is said at once, and the next connection waits until the server's time has come."""
    feed = await live(watch("binance", "BTCUSDT", rollover_s=5.0), until)
    demo.binance.faults.refuse = refusal(429, retry_after_s=60)
    await until(lambda: demo.binance.ledger.refused)
    demo.binance.faults.refuse = None
    demo.binance.faults.abort_all()
    await until(lambda: feed.said()[-1] == ("waiting", "connection lost"))
    assert 59_000 < (feed.health.status.retry_in_ms or 0) <= 60_000
    await until(lambda: feed.state is FeedState.LIVE)
    assert demo.binance.ledger.refused == 1


async def test_a_replacement_that_is_blocked_is_not_tried_again_soon(
    demo: Demo, watch: Start, until: Until
) -> None:
    """The old connection goes on; the host is left alone as after any 451."""
    feed = await live(watch("binance", "BTCUSDT", rollover_s=5.0), until)
    demo.binance.faults.refuse = refusal(451)
    await until(lambda: demo.binance.ledger.refused)
    await pass_time(590)
    assert demo.binance.ledger.refused == 1
    assert feed.state is FeedState.LIVE
