"""`coinwatch line`: one line of text for status bars and prompts."""

import asyncio
import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

from coinwatch.assembly import assemble, overruled, simulated
from coinwatch.config import Config
from coinwatch.config.load import load
from coinwatch.errors import ExitCode, UsageError
from coinwatch.exchanges import EXCHANGES
from coinwatch.lifetime import together
from coinwatch.line import plan
from coinwatch.line.front import Line
from coinwatch.line.template import Template, parse
from coinwatch.live import LiveConfig
from coinwatch.model import Market, Premium
from coinwatch.output import STDOUT
from coinwatch.runner import loop_factory, nothing_came
from coinwatch.session import Session
from coinwatch.threads import DaemonExecutor

EVERY_S = 0.2
"""How often a text is printed, at most, unless told otherwise."""

TIMEOUT_S = 10.0
"""How long ``--once`` waits, unless told otherwise."""


def run(options: Namespace) -> ExitCode:
    """Print the line until it ends.

    Raises UsageError, ConfigError, SymbolError and OutputError, and NetworkError where the time was
    up before anything came.
    """
    _check(options)
    config = load(options.config, os.environ)
    template = parse(options.format, config.exchanges)
    homes = {name: each.home_quote for name, each in EXCHANGES.items()}
    watched = plan.watchlist(template, homes)
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        return loop.run(_show(options, config, template, watched))


def _check(options: Namespace) -> None:
    if options.once and options.every is not None:
        raise UsageError("--every does not go with --once: it prints one line.")
    if options.timeout is not None and not options.once:
        raise UsageError("--timeout goes with --once.")


async def _show(
    options: Namespace, config: Config, template: Template, watched: Sequence[str]
) -> ExitCode:
    asyncio.get_running_loop().set_default_executor(DaemonExecutor())
    assets = plan.premium_assets(template)
    async with AsyncExitStack() as stack:
        demo = await simulated(config, stack) if options.demo else None

        def overrule(said: Config) -> Config:
            return overruled(replace(said, symbols=tuple(watched), groups=()), (), demo)

        kinds = [Premium] if assets else []
        store, session = assemble(overrule(config), kinds, premiums=assets or None)
        live = LiveConfig(config, session, overrule=overrule, keeps=False)
        line = Line(
            store,
            template,
            lambda: plan.bind(template, partial(_find, session)),
            STDOUT,
            every_s=options.every or EVERY_S,
            count=options.count,
            once_within_s=(options.timeout or TIMEOUT_S) if options.once else None,
        )
        code = await together(live.run(), line, options.lasting)
    if line.told is None and code is ExitCode.OK and (options.once or options.lasting):
        raise nothing_came(store)
    return code


def _find(session: Session, symbol: str) -> Sequence[Market] | None:
    """Return the markets of a symbol; None for an asset while a market list is not there."""
    lists = session.listings().values()
    if ":" not in symbol and any(isinstance(each, str) for each in lists):
        return None
    return session.meanings([symbol])[0]
