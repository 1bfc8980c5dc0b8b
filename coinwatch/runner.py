"""One run of the program: the simulated exchanges if asked for, a session, and one front end."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

from coinwatch import listing_cache, wire
from coinwatch.config import Config
from coinwatch.config.place import placed
from coinwatch.errors import NO_NETWORK, ExitCode, NetworkError, SymbolError
from coinwatch.exchanges.base import Channel
from coinwatch.lifetime import FrontEnd, together
from coinwatch.model import Book, Listing, Premium, Trade
from coinwatch.pairs import HEADLINE
from coinwatch.series import WINDOWS_S
from coinwatch.session import Session
from coinwatch.store import Store
from coinwatch.threads import DaemonExecutor


def run(options: Namespace, config: Config) -> int:
    """Watch until it ends; return the exit code."""
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        return loop.run(_watch(options, config))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's where it is installed: a third less CPU at an exchange's usual rates."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _watch(options: Namespace, config: Config) -> ExitCode:
    asyncio.get_running_loop().set_default_executor(DaemonExecutor())
    if options.symbols:
        config = replace(config, symbols=tuple(options.symbols), groups=())
    async with AsyncExitStack() as stack:
        if options.demo:
            config = await simulated(config, stack)
        kinds = [wire.KINDS[word] for word in options.events or ("tick",)] if options.json else []
        store = Store(kinds=kinds, windows_s=(*WINDOWS_S, config.display.sparkline_s))
        session = Session(
            config,
            store,
            channels=_channels(kinds),
            history=not (options.json or options.once),
            keep=None if options.demo else _keep,
            premiums=_premiums(options, kinds),
        )
        front = _front_end(options, config, store, session)
        try:
            code = await together(session.run(), front, options.lasting)
        except SymbolError as error:
            raise (error if options.symbols else placed(error, config)) from None
    if options.lasting is not None and code is ExitCode.OK:
        _check_anything_came(store)
    return code


async def simulated(config: Config, stack: AsyncExitStack) -> Config:
    """Start the built-in exchanges, and return the config that leads to them."""
    from coinwatch.demo import Demo  # only the demo pays for it

    demo = await stack.enter_async_context(Demo())
    servers = {name: getattr(demo, name) for name in config.exchanges if hasattr(demo, name)}
    addresses = {
        name: replace(
            config.exchanges[name],
            websocket_url=server.websocket_url,
            rest_url=server.rest_url,
            fallback_websocket_url="",
            fallback_rest_url="",
        )
        for name, server in servers.items()
    }
    return replace(config, exchanges={**config.exchanges, **addresses})


def _keep(lists: Mapping[str, Sequence[Listing]]) -> None:
    """Keep market lists on disk, so that a shell can complete their names."""
    listing_cache.keep(listing_cache.default_folder(), lists, max_age_s=listing_cache.MAX_AGE_S)


def _channels(kinds: list[type]) -> tuple[Channel, ...]:
    """Return what to subscribe to; tickers always, since they tell that a connection lives."""
    more = {Trade: Channel.TRADE, Book: Channel.BOOK}
    return (Channel.TICKER, *(more[kind] for kind in kinds if kind in more))


def _premiums(options: Namespace, kinds: list[type]) -> tuple[str, ...] | None:
    """Return whether anybody asks for premiums, and for which beside those of what is watched."""
    if options.json or options.once:
        return () if Premium in kinds else None
    return (HEADLINE,)


def _front_end(options: Namespace, config: Config, store: Store, session: Session) -> FrontEnd:
    if options.once:
        from coinwatch.once import Once

        timeout_s = 10.0 if options.timeout is None else options.timeout
        return Once(
            store,
            session.resolved,
            timeout_s,
            json=options.json,
            fields=options.fields or (),
            count=options.count,
        )
    if options.json:
        from coinwatch.output import STDOUT
        from coinwatch.pipe import Pipe

        return Pipe(
            store,
            STDOUT,
            fields=options.fields or (),
            every_s=options.every,
            count=options.count,
        )
    from coinwatch.tui.front import Screen

    return Screen(store, config, session)


def _check_anything_came(store: Store) -> None:
    """Raise NetworkError if the time was up before any market had a price."""
    if any(store.state(market).last for market in store.shown):
        return
    reasons = sorted({h.status.reason for h in store.feeds.values() if h.status.reason})
    why = f": {'; '.join(reasons)}" if reasons else ""
    raise NetworkError(f"Nothing came from any exchange{why}.", NO_NETWORK)
