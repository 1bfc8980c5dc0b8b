"""Market lists on disk: for the shell's completion, and for when an exchange does not answer.

They are in the platform's cache directory, a JSON file for each exchange. Beside them is
``symbols.txt``, which the completion scripts read: what the command line takes, one a line, a tab
and a name behind it. A file appears whole or not at all, and one that is not ours is no file.
"""

import logging
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import orjson

from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Listing, Market
from coinwatch.search import with_names

_log = logging.getLogger(__name__)

SYMBOLS = "symbols.txt"
"""The file that the completion scripts read."""

MAX_BYTES = 16 * 1024 * 1024
"""What is longer is no list of ours."""

MAX_AGE_S = 86_400.0
"""What is older is replaced when a new list is at hand."""

_VERSION = 1

_WRITING = Lock()
"""The names for completion are made of all lists: one thread at a time."""


class Cached(NamedTuple):
    """A market list, and when it was had."""

    listings: Sequence[Listing]
    fetched_s: float
    """Seconds since the epoch."""


def default_folder() -> Path:
    """Return where the lists are."""
    import platformdirs  # noqa: PLC0415 - start-up time: most runs need no cache

    return platformdirs.user_cache_path("coinwatch", appauthor=False)


def load(folder: Path, exchange: str) -> Cached | None:
    """Return the list of ``exchange``; None if there is none that can be used."""
    try:
        with _path(folder, exchange).open("rb") as file:
            data = orjson.loads(file.read(MAX_BYTES))
        if data["v"] != _VERSION:
            return None
        listings = [_listing(exchange, row) for row in data["markets"]]
        return Cached(listings, float(data["fetched_s"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save(folder: Path, exchange: str, cached: Cached) -> None:
    """Write the list of ``exchange``. Raises OSError."""
    data = {
        "v": _VERSION,
        "fetched_s": cached.fetched_s,
        "markets": [_row(listing) for listing in cached.listings],
    }
    _write(_path(folder, exchange), orjson.dumps(data))


def keep(folder: Path, lists: Mapping[str, Sequence[Listing]], *, max_age_s: float = 0.0) -> None:
    """Write the lists that are at hand, by exchange, and what completion offers.

    What was written less than ``max_age_s`` ago stays. A folder that cannot be written is told to
    the log only: nothing depends on it.
    """
    now_s = time.time()
    try:
        with _WRITING:
            old = [name for name in lists if not 0 <= now_s - _written_s(folder, name) < max_age_s]
            for name in old:
                save(folder, name, Cached(lists[name], now_s))
            if old:
                save_symbols(folder)
    except OSError as error:
        _log.info("the market lists cannot be kept in %s: %s", folder, error.strerror)


def save_symbols(folder: Path) -> None:
    """Write what completion offers: the assets, then the markets of all cached lists.

    Raises OSError.
    """
    lists = [load(folder, exchange) for exchange in EXCHANGES]
    listings = with_names([each for cached in lists if cached for each in cached.listings])
    trading = [each for each in listings if each.trading]
    home = (each for each in trading if _is_home(each.market))
    offered = {each.market.base: each for each in home}
    offered |= {str(each.market): each for each in trading}
    lines = (f"{name}\t{_names(each)}\n" for name, each in offered.items() if _is_plain(name))
    _write(folder / SYMBOLS, "".join(lines).encode())


def _is_home(market: Market) -> bool:
    return market.quote == EXCHANGES[market.exchange].home_quote


def _written_s(folder: Path, exchange: str) -> float:
    try:
        return _path(folder, exchange).stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _path(folder: Path, exchange: str) -> Path:
    return folder / f"markets-{exchange}.json"


def _row(listing: Listing) -> list[Any]:
    _, *codes = listing.market
    return [*codes, *listing[1:]]


def _listing(exchange: str, row: Any) -> Listing:
    """Return a row as ``_row`` made it. Raises ValueError and TypeError."""
    symbol, base, quote, korean, english, bands, trading, caution = row
    if not all(type(each) is str for each in (symbol, base, quote, korean, english, caution)):
        raise TypeError(row)
    decimals = tuple((float(lowest), int(count)) for lowest, count in bands)
    market = Market(exchange, symbol, base, quote)
    return Listing(market, korean, english, decimals, bool(trading), caution)


def _names(listing: Listing) -> str:
    names = (listing.english_name, listing.korean_name)
    return " ".join(" ".join(filter(str.isprintable, name)) for name in _present(names))


def _present(names: Iterable[str]) -> Iterable[list[str]]:
    return (name.split() for name in names if name)


def _is_plain(name: str) -> bool:
    """Whether a shell can do without quotes: a server must not write into command lines."""
    return name.replace(":", "").replace("-", "").replace("_", "").isalnum()


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
