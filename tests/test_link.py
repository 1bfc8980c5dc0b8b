"""One connection, in real time; what it does over its life is in test_feed."""

from collections.abc import Awaitable, Callable

from coinwatch.model import FeedState
from tests.rig import Watch

Start = Callable[..., Watch]
Until = Callable[[Callable[[], object]], Awaitable[None]]


async def test_measures_the_round_trip(watch: Start, until: Until) -> None:
    """A first ping goes out at once, not after the first interval."""
    feed = watch("upbit", "KRW-BTC")
    await until(lambda: feed.state is FeedState.LIVE)
    await until(lambda: feed.health.round_trip_s is not None)
    assert 0 < (feed.health.round_trip_s or 0) < 5
