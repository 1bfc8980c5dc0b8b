"""What is behind every front end: the simulated exchanges if asked for, a store, and a session."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from coinwatch.config import Config
from coinwatch.exchanges.base import Channel
from coinwatch.model import Book, Listing, Trade
from coinwatch.series import WINDOWS_S
from coinwatch.session import Session
from coinwatch.store import Store

if TYPE_CHECKING:
    from coinwatch.demo import Demo
    from coinwatch.recording.recorder import Recorder


def assemble(  # each by its name
    config: Config,
    kinds: Collection[type],
    *,
    history: bool = False,
    keep: Callable[[Mapping[str, Sequence[Listing]]], None] | None = None,
    premiums: Collection[str] | None = None,
    recorder: "Recorder | None" = None,
) -> tuple[Store, Session]:
    """Return a store, and the session that fills it once somebody runs it.

    ``kinds`` are the records that the store's journal keeps; the rest is as a Session takes it.
    Raises ConfigError where no exchange is enabled, and UsageError for what is no symbol.
    """
    store = new_store(config, kinds, recorder)
    session = Session(
        config,
        store,
        channels=channels(kinds),
        history=history,
        keep=keep,
        premiums=premiums,
        recorder=recorder,
    )
    return store, session


def new_store(config: Config, kinds: Collection[type], recorder: "Recorder | None" = None) -> Store:
    """Return a store that keeps ``kinds``, and the sparklines that the config asks for."""
    windows_s = (*WINDOWS_S, config.display.sparkline_s)
    if recorder is None:
        return Store(kinds=kinds, windows_s=windows_s)
    from coinwatch.recording.taped import TapedStore  # noqa: PLC0415 - only a recording pays for it

    return TapedStore(recorder, kinds=kinds, windows_s=windows_s)


async def simulated(config: Config, stack: AsyncExitStack) -> Config:
    """Start the built-in exchanges, and return the config that leads to them.

    Raises NetworkError if no port can be had.
    """
    from coinwatch.demo import Demo  # noqa: PLC0415 - only the demo pays for it

    return addressed(config, await stack.enter_async_context(Demo()))


def addressed(config: Config, demo: "Demo") -> Config:
    """Return ``config`` with the addresses of simulated exchanges."""
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


def overruled(config: Config, symbols: Sequence[str], demo: Config | None) -> Config:
    """Return ``config`` with other symbols and with the simulated exchanges, if any are given."""
    if symbols:
        config = replace(config, symbols=tuple(symbols), groups=())
    if demo:
        exchanges = {
            name: replace(demo.exchanges[name], enabled=each.enabled)
            for name, each in config.exchanges.items()
        }
        config = replace(config, exchanges=exchanges)
    return config


def channels(kinds: Collection[type]) -> tuple[Channel, ...]:
    """Return what to subscribe to; tickers always, since they tell that a connection lives."""
    more = {Trade: Channel.TRADE, Book: Channel.BOOK}
    return (Channel.TICKER, *(more[kind] for kind in kinds if kind in more))
