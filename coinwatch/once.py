"""`--once`: every market's complete state and every premium, one time, as lines or as a table."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import isfinite
from typing import Protocol

from coinwatch import wire
from coinwatch.errors import NO_NETWORK, ExitCode, NetworkError
from coinwatch.model import Listing, Market, Premium, Tick
from coinwatch.output import ReaderGoneError, write_out
from coinwatch.plain_table import table
from coinwatch.premium import Comparison, Premiums
from coinwatch.state import MarketState
from coinwatch.store import Store
from coinwatch.text import Language

_log = logging.getLogger(__name__)

GRACE_S = 2.5
"""How long a market with a price may lack the rest: Binance sends statistics every two seconds.

A table waits for the market list as well, which says how many decimals its prices have.
"""

LOOK_S = 0.02
"""How often to look."""


class Source(Protocol):
    """What runs behind, as far as this waits for it."""

    def resolved(self) -> bool:
        """Whether it is known what is watched."""

    def listings(self) -> Mapping[str, Sequence[Listing] | str]:
        """Return every exchange's market list, why there is none, or "" while it is not known."""


class Once:
    """Waits until every market is complete or the time is up, and prints what is known then."""

    def __init__(  # noqa: PLR0913  # what the command line says, each by its name
        self,
        store: Store,
        behind: Source,
        timeout_s: float,
        *,
        json: bool,
        fields: Sequence[str] = (),
        count: int | None = None,
        language: Language = "en",
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._ticks = Premium not in store.kinds or Tick in store.kinds
        self._premiums = Premiums(store) if Premium in store.kinds else None
        self._behind = behind
        self._timeout_s = timeout_s
        self._json = json
        self._fields = fields
        self._count = count
        self._language = language
        self._clock = clock
        self._wall = wall
        self._priced_at: dict[Market, float] = {}
        self._code: ExitCode | None = None

    async def run(self) -> ExitCode:
        """Print what is known once it is complete.

        Raises NetworkError if no market has a price when the time is up.
        """
        until = self._clock() + self._timeout_s
        # What makes a market complete has no event of its own; a fiftieth second is soon enough.
        while self._code is None and not self._complete() and self._clock() < until:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_S)
        if self._code is None or self._code is ExitCode.OK:
            with suppress(ReaderGoneError):
                self._print(self._priced())
        return self._code or ExitCode.OK

    async def ready(self) -> None:
        """Return after a turn of the event loop, but not any more once all is complete."""
        await asyncio.sleep(0)
        while self._complete():  # noqa: ASYNC110  # until it is printed, and this is cancelled
            await asyncio.sleep(LOOK_S)

    def stop(self, code: ExitCode) -> None:
        """End with ``code``."""
        self._code = code

    def finish(self) -> None:
        """Do nothing more: all is said."""

    def _print(self, states: Sequence[MarketState]) -> None:
        if self._json:
            ticks = [state.tick() for state in states] if self._ticks else []
            at_ms = round(self._wall() * 1000)
            premiums = [each.record(at_ms) for each in self._compared()]
            lines = [
                wire.encode(wire.line(record), self._fields)
                for record in (*ticks, *premiums)
                if record
            ]
            if not lines:
                raise NetworkError(f"No market list came within {self._timeout_s:g} s.", NO_NETWORK)
            write_out(b"".join(lines[: self._count]))
        else:
            write_out(table(states, self._clock(), self._wall(), self._language))
        for market in self._missing():
            _log.warning("no price of %s came in time", market)

    def _compared(self) -> list[Comparison]:
        return self._premiums.all(self._clock(), self._wall()) if self._premiums else []

    def _priced(self) -> list[MarketState]:
        states = [self._store.state(market) for market in self._store.shown]
        priced = [state for state in states if state.last]
        if not priced:
            raise NetworkError(
                f"No price came{self._within()}{self._reasons()}.",
                NO_NETWORK if isfinite(self._timeout_s) else "",
            )
        return priced

    def _within(self) -> str:
        return f" within {self._timeout_s:g} s" if isfinite(self._timeout_s) else ""

    def _missing(self) -> list[Market]:
        return [each for each in self._store.markets if not self._store.state(each).last]

    def _complete(self) -> bool:
        now = self._clock()
        states = [self._store.state(market) for market in self._store.markets]
        ready = [self._ready(state, now) for state in states]  # each, for each one's time runs
        return self._behind.resolved() and bool(ready) and all(ready)

    def _ready(self, state: MarketState, now: float) -> bool:
        if not state.last:
            return False
        since = self._priced_at.setdefault(state.market, now)
        described = self._json or bool(state.listing.decimals)
        if state.day and state.quote and described:
            return True
        return now - since > GRACE_S and (described or not self._is_listing(state.market))

    def _is_listing(self, market: Market) -> bool:
        """Whether an exchange's market list is under way: lists may be long, but they come."""
        return self._behind.listings().get(market.exchange) == ""

    def _reasons(self) -> str:
        reasons = {
            f"{health.exchange}: {health.status.reason}"
            for health in self._store.feeds.values()
            if health.status.reason
        }
        return f" ({'; '.join(sorted(reasons))})" if reasons else ""
