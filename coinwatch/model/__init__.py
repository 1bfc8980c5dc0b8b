"""The words that everyone shares: immutable records with their units in the names.

Two clocks are kept apart in every record: ``exchange_ms`` is what the exchange wrote, in whole
milliseconds since the epoch, and ``received_ns`` is the wall clock of this machine when the frame
arrived, in nanoseconds since the epoch. Prices, sizes and volumes are float64: the shortest
decimal that reads back the same is the one that the exchange sent.
"""

from coinwatch.model.events import (
    DAY_MS,
    Ack,
    Basis,
    Book,
    Candle,
    Event,
    Heartbeat,
    Interval,
    Level,
    Listing,
    Market,
    Quote,
    Refusal,
    Shutdown,
    Side,
    Standing,
    Ticker,
    Trade,
    build,
)
from coinwatch.model.records import (
    FLOWING,
    FeedState,
    Gap,
    Group,
    Lost,
    Premium,
    Record,
    Status,
    Tick,
)

__all__ = [
    "DAY_MS",
    "FLOWING",
    "Ack",
    "Basis",
    "Book",
    "Candle",
    "Event",
    "FeedState",
    "Gap",
    "Group",
    "Heartbeat",
    "Interval",
    "Level",
    "Listing",
    "Lost",
    "Market",
    "Premium",
    "Quote",
    "Record",
    "Refusal",
    "Shutdown",
    "Side",
    "Standing",
    "Status",
    "Tick",
    "Ticker",
    "Trade",
    "build",
]
