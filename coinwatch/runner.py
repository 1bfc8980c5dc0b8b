"""One run of the program: the simulated exchanges if asked for, a session, and one front end."""

import asyncio
import logging
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, Protocol

from coinwatch import wire
from coinwatch.assembly import assemble, channels, new_store, overruled, simulated
from coinwatch.config import Config
from coinwatch.config.place import placed
from coinwatch.errors import (
    NO_NETWORK,
    ConfigError,
    ExitCode,
    NetworkError,
    SymbolError,
    UsageError,
)
from coinwatch.exchanges.base import Channel
from coinwatch.language import choose_language
from coinwatch.lifetime import FrontEnd, together
from coinwatch.live import LiveConfig
from coinwatch.model import Listing, Premium
from coinwatch.pairs import HEADLINE
from coinwatch.plan import basis
from coinwatch.store import Store
from coinwatch.threads import DaemonExecutor

if TYPE_CHECKING:
    from coinwatch.recording.recorder import Recorder
    from coinwatch.replay.behind import Behind
    from coinwatch.replay.player import Player
    from coinwatch.session import Session
    from coinwatch.tui.behind import Editor

_log = logging.getLogger(__name__)


class _FrontEnd(FrontEnd, Protocol):
    """A front end that a replay waits for."""

    async def ready(self) -> None:
        """Return once what the store was told so far is taken, after a turn of the event loop."""


def run(options: Namespace, config: Config) -> int:
    """Watch until it ends; return the exit code."""
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        return loop.run(_watch(options, config))


def replay(options: Namespace, config: Config) -> int:
    """Play recordings until it ends; return the exit code."""
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        return loop.run(_replay(options, config))


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
    async with AsyncExitStack() as stack:
        demo = await simulated(config, stack) if options.demo else None

        def overrule(said: Config) -> Config:
            return overruled(said, options.symbols, demo)

        from_file, config = config, overrule(config)
        kinds = _kinds(options)
        recorder = _recorder(options, config, channels(kinds))
        if recorder:
            on_screen = not (options.json or options.once)
            stack.push(partial(_end_recording, recorder, on_screen=on_screen))
        store, session = assemble(
            config,
            kinds,
            history=not (options.json or options.once),
            keep=None if options.demo else _keep,
            premiums=_premiums(options, kinds),
            recorder=recorder,
        )
        keeps = not (options.symbols or options.demo)
        live = LiveConfig(from_file, session, overrule=overrule, keeps=keeps)
        front = _front_end(options, store, session, live)
        background = session.run() if options.once else live.run()
        if recorder:
            background = _both(background, recorder.run())
        try:
            code = await together(background, front, options.lasting)
        except SymbolError as error:
            raise (error if options.symbols else placed(error, config)) from None
    if options.lasting is not None and code is ExitCode.OK:
        _check_anything_came(store)
    return code


async def _replay(options: Namespace, config: Config) -> ExitCode:
    from coinwatch.premium import Premiums
    from coinwatch.replay.player import Player
    from coinwatch.tui.behind import Unsaved

    store = new_store(config, _kinds(options))
    player = Player(
        options.files,
        store,
        speed=options.speed,
        lasting_s=inf if options.lasting is None else options.lasting,
        stay=not (options.json or options.once),
    )
    for channel in channels(_kinds(options)):
        if channel not in player.channels:
            _log.warning("the recording has no %s lines: they were not asked for", channel)
    front = _front_end(options, store, player.behind, Unsaved(config), player)
    player.reader = front
    if Premium in store.kinds:
        premiums = Premiums(store)
        player.look = lambda: premiums.look(player.clock(), player.wall())
    code = await together(_played(player, front), front, None)
    if player.trouble is None:
        return code
    if not player.cut_short:
        raise player.trouble
    sys.stderr.write(f"coinwatch: {player.trouble.message}\n")
    return code


async def _played(player: "Player", front: FrontEnd) -> None:
    """Play, and end with the recording."""
    await player.run()
    front.stop(ExitCode.OK)


async def _both(*backgrounds: Coroutine[Any, Any, None]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for background in backgrounds:
            tasks.create_task(background)


def _kinds(options: Namespace) -> list[type]:
    return [wire.KINDS[word] for word in options.events or ("tick",)] if options.json else []


def _recorder(options: Namespace, config: Config, taken: Sequence[Channel]) -> "Recorder | None":
    if options.record is None:
        return None
    from coinwatch.recording.recorder import Recorder

    return Recorder(
        options.record, basis=basis(config), channels=taken, most_bytes=options.record_max
    )


def _end_recording(
    recorder: "Recorder", kind: type[BaseException] | None, *_: object, on_screen: bool
) -> None:
    """End a recording; a run that never came about, as ``kind`` of error says, may leave none.

    After a screen, which has stderr to itself, say what became of it.
    """
    if kind and issubclass(kind, (ConfigError, SymbolError, UsageError)):
        recorder.give_up()
        return
    recorder.close()
    if recorder.error and on_screen:
        sys.stderr.write(f"coinwatch: the recording stopped: {recorder.error}\n")


def _keep(lists: Mapping[str, Sequence[Listing]]) -> None:
    """Keep market lists on disk, so that a shell can complete their names."""
    from coinwatch import listing_cache

    listing_cache.keep(listing_cache.default_folder(), lists, max_age_s=listing_cache.MAX_AGE_S)


def _premiums(options: Namespace, kinds: Sequence[type]) -> tuple[str, ...] | None:
    """Return whether anybody asks for premiums, and for which beside those of what is watched."""
    if options.json or options.once:
        return () if Premium in kinds else None
    return (HEADLINE,)


def _front_end(
    options: Namespace,
    store: Store,
    behind: "Session | Behind",
    editor: "Editor",
    player: "Player | None" = None,
) -> _FrontEnd:
    clock = player.clock if player else time.monotonic
    if options.once:
        from coinwatch.once import Once

        usual_s = inf if player else 10.0
        return Once(
            store,
            behind,
            usual_s if options.timeout is None else options.timeout,
            json=options.json,
            fields=options.fields or (),
            count=options.count,
            language=choose_language(editor.config.display.language, os.environ),
            clock=clock,
            wall=player.wall if player else time.time,
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
            clock=clock,
        )
    from coinwatch.tui.front import Screen

    return Screen(store, behind, editor, player)


def _check_anything_came(store: Store) -> None:
    """Raise NetworkError if the time was up before any market had a price."""
    if not any(store.state(market).last for market in store.shown):
        raise nothing_came(store)


def nothing_came(store: Store) -> NetworkError:
    """Return the error of a run whose time was up before anything came, with the reasons."""
    reasons = sorted({h.status.reason for h in store.feeds.values() if h.status.reason})
    why = f": {'; '.join(reasons)}" if reasons else ""
    return NetworkError(f"Nothing came from any exchange{why}.", NO_NETWORK)
