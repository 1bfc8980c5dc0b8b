"""The table of exchanges. A third one is one new file and one line here."""

from coinwatch.exchanges.base import Exchange
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit

EXCHANGES: dict[str, type[Exchange]] = {
    Upbit.name: Upbit,
    Binance.name: Binance,
}
"""By name, in the order of the screen."""
