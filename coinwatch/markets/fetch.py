"""Market lists from the exchanges, all at the same time."""

import asyncio
from collections.abc import Mapping, Sequence

from coinwatch.config import Config
from coinwatch.durations import render
from coinwatch.errors import CoinwatchError, DecodeError, ExchangeError, NetworkError
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Listing
from coinwatch.rest import Rest

Lists = Mapping[str, Sequence[Listing] | CoinwatchError]
"""By exchange: its market list, or why there is none."""


async def fetch(config: Config, names: Sequence[str], timeout_s: float) -> Lists:
    """Return the market lists of the exchanges ``names``, each within ``timeout_s``."""
    async with asyncio.TaskGroup() as tasks:
        running = {name: tasks.create_task(_fetch_one(config, name, timeout_s)) for name in names}
    return {name: task.result() for name, task in running.items()}


async def _fetch_one(
    config: Config, name: str, timeout_s: float
) -> Sequence[Listing] | CoinwatchError:
    exchange, address = EXCHANGES[name], config.exchanges[name]
    try:
        async with (
            asyncio.timeout(timeout_s),
            Rest(exchange, (address.rest_url, address.fallback_rest_url)) as rest,
        ):
            bodies = [await rest.get(request) for request in exchange.listing_requests()]
            listings = exchange.parse_listings(bodies)
    except TimeoutError:
        return NetworkError(f"{exchange.title}: no market list within {render(timeout_s)}")
    except (NetworkError, ExchangeError, DecodeError) as error:
        return error
    return listings or DecodeError(f"{exchange.title}: the market list is empty")
