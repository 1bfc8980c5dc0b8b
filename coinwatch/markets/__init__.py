"""`coinwatch markets`: the exchanges' markets that match, by code, asset or name.

With ``--json`` every market is a line on stdout, with these keys::

    v             1
    type          "market"
    exchange      its name: upbit, binance
    symbol        the exchange's own spelling
    base, quote   the asset that is priced, and the asset that it is priced in
    english_name  as the exchange has it, or else another for the same asset; null where none has
    korean_name   the same
    decimals      of a price, as bands: [[lowest price, decimals], ...], highest band first
    trading       false where the market is halted
    warnings      the exchange's own, in its words: a list, mostly empty

The lists are fetched anew. Where an exchange does not answer, the list of the last time is shown,
and stderr says so. The exit code is 1 if there is no list at all.
"""

import asyncio
import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from coinwatch import durations, listing_cache, text
from coinwatch.assembly import simulated
from coinwatch.config.load import load
from coinwatch.errors import NO_NETWORK, CoinwatchError, ExitCode, NetworkError
from coinwatch.exchanges import EXCHANGES
from coinwatch.listing_cache import Cached
from coinwatch.markets import report
from coinwatch.markets.fetch import Lists, fetch
from coinwatch.markets.selection import nearest_names, select
from coinwatch.model import Listing
from coinwatch.output import write_out
from coinwatch.runner import loop_factory
from coinwatch.search import with_names
from coinwatch.threads import DaemonExecutor


def run(options: Namespace) -> ExitCode:
    """Print the markets that match. Raises ConfigError, NetworkError, OutputError."""
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        lists = loop.run(_fetched(options))
    # What the demo has is nothing to fall back on.
    folder = None if options.demo else listing_cache.default_folder()
    listings = _usable(lists, folder)
    found = select(listings, " ".join(options.query), options.quote or "")
    if not found:
        _tell_nearest(listings, options)
    write_out(report.lines(found) if options.json else report.table(found))
    return ExitCode.OK


async def _fetched(options: Namespace) -> Lists:
    asyncio.get_running_loop().set_default_executor(DaemonExecutor())
    config = load(options.config, os.environ)
    async with AsyncExitStack() as stack:
        if options.demo:
            config = await simulated(config, stack)
        names = [
            name
            for name, each in config.exchanges.items()
            if (each.enabled if options.exchange is None else name == options.exchange)
        ]
        return await fetch(config, names, options.timeout)


def _usable(lists: Lists, folder: Path | None) -> list[Listing]:
    """Return all listings, named, from the cache where need be; keep what is new.

    Raises NetworkError if there are none.
    """
    fresh = {name: each for name, each in lists.items() if not isinstance(each, CoinwatchError)}
    failed = {name: each for name, each in lists.items() if isinstance(each, CoinwatchError)}
    old = {name: listing_cache.load(folder, name) if folder else None for name in failed}
    if not fresh and not any(old.values()):
        reasons = "; ".join(error.message.removesuffix(".") for error in failed.values())
        raise NetworkError(f"There is no market list: {reasons}.", NO_NETWORK)
    for name, error in failed.items():
        _tell_failure(error, old[name])
    if folder:
        listing_cache.keep(folder, fresh)
    cached = {name: each.listings for name, each in old.items() if each}
    have = {**fresh, **cached}
    asked = [listing for name in lists if name in have for listing in have[name]]
    return with_names(asked, _others(folder, lists))


def _others(folder: Path | None, lists: Lists) -> list[Listing]:
    """Return what was kept of the exchanges that were not asked: for names alone."""
    others = [name for name in EXCHANGES if name not in lists]
    cached = [listing_cache.load(folder, name) for name in others] if folder else []
    return [listing for each in cached if each for listing in each.listings]


def _tell_failure(error: CoinwatchError, old: Cached | None) -> None:
    if old:
        age = durations.render(max(60.0, (time.time() - old.fetched_s) // 60 * 60))
        _tell(f"{error.message.removesuffix('.')}; its list of {age} ago is shown.")
    else:
        _tell(f"{error.message.removesuffix('.')}; its markets are missing.")


def _tell_nearest(listings: Sequence[Listing], options: Namespace) -> None:
    query = " ".join(options.query)
    priced = f" priced in {options.quote.upper()}" if options.quote else ""
    close = nearest_names(query, listings)
    guess = f" Did you mean {' or '.join(close)}?" if close else ""
    _tell(f"No market{priced} matches {query!r}.{guess}" if query else f"There is none{priced}.")


def _tell(sentence: str) -> None:
    sys.stderr.write(f"coinwatch: {text.safe(sentence)}\n")
