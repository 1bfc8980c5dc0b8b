from coinwatch.config import Config
from coinwatch.errors import CoinwatchError
from coinwatch.library import Event, Events, watch
from coinwatch.model import Book, Gap, Lost, Market, Premium, Status, Tick, Trade

__version__: str

__all__ = [
    "Book", "CoinwatchError", "Config", "Event", "Events", "Gap", "Lost", "Market", "Premium",
    "Status", "Tick", "Trade", "__version__", "watch",
]  # fmt: skip
