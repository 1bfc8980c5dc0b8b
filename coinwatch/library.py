"""coinwatch for people who write Python: what happens on Upbit and Binance, as typed events.

::

    async with coinwatch.watch("BTC", events=("tick", "premium")) as events:
        async for event in events:
            ...

The records are those of ``coinwatch.model``: what the lines of ``coinwatch --json`` are made of.
"""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self, get_args

from coinwatch import wire
from coinwatch.assembly import assemble, simulated
from coinwatch.config import Config
from coinwatch.config.load import load
from coinwatch.config.place import placed
from coinwatch.errors import SymbolError, UsageError
from coinwatch.lifetime import leaf
from coinwatch.model import Book, Gap, Lost, Premium, Status, Tick, Trade
from coinwatch.store import Store

Kind = Literal["tick", "trade", "book", "premium", "status", "gap"]
"""What can be asked for."""

Event = Tick | Trade | Book | Premium | Status | Gap | Lost
"""What comes; ``Lost`` unasked, in the place of what a slow reader did not get."""

BATCH = 256
"""Events that are taken from the store at a time."""


@asynccontextmanager
async def watch(
    *symbols: str,
    events: Iterable[Kind] = ("tick",),
    config: Config | Path | str | None = None,
    demo: bool = False,
) -> AsyncIterator["Events"]:
    """Watch markets for as long as the context is entered, and give their events.

    ``symbols`` are as on the command line; without any, the config's watchlist. ``config`` is one,
    or the path of a file; without it the program's own is used: the file that COINWATCH_CONFIG
    names, the one at the default place, or the defaults. With ``demo`` the built-in simulated
    exchanges are watched, without a network.

    Leaving the context closes every connection. Raises UsageError and ConfigError for what is
    written wrong; what is found out later, such as a market that does not exist (SymbolError), is
    raised by the iterator, or at the end of the context if nobody asked it.
    """
    kinds = _kinds(events)
    if not isinstance(config, Config):
        config = load(None if config is None else Path(config), os.environ)
    if symbols:
        config = replace(config, symbols=symbols, groups=())
    async with AsyncExitStack() as stack:
        if demo:
            config = await simulated(config, stack)
        premiums = () if Premium in kinds else None
        store, session = assemble(config, kinds, premiums=premiums)
        found = Events(store, config)
        task = asyncio.create_task(session.run())
        task.add_done_callback(found.end)
        try:
            yield found
        finally:
            task.cancel()
            await asyncio.wait({task})
            found.close()
        found.check()


class Events:
    """The events of what is watched, in order; for one reader, with ``async for``.

    A reader that is too slow never holds up the connections, and memory does not grow: what it
    missed is told as ``Lost``, with how many. The iterator ends when the context is left.
    """

    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._journal = store.journal
        self._cursor = self._journal.head
        self._taken: deque[Event] = deque()
        self._more = asyncio.Event()
        self._closed = False
        self._error: BaseException | None = None
        self._journal.listen(self._more.set)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        while not self._taken:
            self._more.clear()
            self._take()
            if self._taken:
                break
            self.check()
            if self._closed:
                raise StopAsyncIteration
            await self._more.wait()
        return self._taken.popleft()

    def check(self) -> None:
        """Raise what ended the watching, once."""
        error, self._error = self._error, None
        if error is not None:
            self._closed = True
            raise error

    def end(self, task: asyncio.Task[None]) -> None:
        """Note that ``task``, which did the watching, is done."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, BaseExceptionGroup):
            error = leaf(error)
        self._error = placed(error, self._config) if isinstance(error, SymbolError) else error
        self._more.set()

    def close(self) -> None:
        """Let the iterator end, after what the store has for it already."""
        self._journal.unlisten(self._more.set)
        self._closed = True
        self._more.set()

    def _take(self) -> None:
        records, self._cursor, lost = self._journal.since(self._cursor, BATCH)
        if lost:
            self._taken.append(Lost(lost))
        self._taken += self._store.asked_for(records)


def _kinds(words: Iterable[str]) -> list[type]:
    words = [words] if isinstance(words, str) else list(words)
    known = get_args(Kind)
    unknown = [word for word in words if word not in known]
    if unknown or not words:
        what = f"events has an unknown kind, {unknown[0]!r}." if unknown else "events is empty."
        raise UsageError(what, f"There are: {', '.join(known)}.")
    return [wire.KINDS[word] for word in words]
