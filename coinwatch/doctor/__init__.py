"""`coinwatch doctor`: why no prices come, step by step, and what to do about it.

It goes the program's own ways: the same config, addresses, proxies, trust, requests and decoders.
The exchanges are examined at the same time, each step within `--timeout`. A step that needs one
that failed is skipped; REST is asked whatever becomes of the WebSocket.

With `--json` every step is a line on stdout when it is done, with these keys::

    v         1
    type      "check"
    exchange  its name; null for what concerns no exchange
    step      "program", "config", "proxy"; then for each exchange "dns", "tcp", "tls", "rest",
              "websocket", "subscribe", "first_tick", "round_trip", "clock"
    state     "ok", "failed", "skipped"
    ms        how long it took, in milliseconds; null where that means nothing
    message   what was found, or what is wrong
    hint      what to do about it; empty where there is nothing to do

and the last line of each exchange is its verdict::

    v              1
    type           "verdict"
    exchange       its name
    usable         whether prices come, or can be asked for
    via            "websocket", or "rest" where only that works; null if neither does
    round_trip_ms  of a ping over the WebSocket; null if there was none
    clock_s        how far the exchange's clock is ahead of ours, in seconds; null if unknown
    message        the same in words

The exit code is 1 if an enabled exchange is not usable.
"""

import asyncio
import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import AsyncExitStack

from coinwatch.assembly import simulated
from coinwatch.config.load import load
from coinwatch.doctor.examination import Examination
from coinwatch.doctor.report import Report
from coinwatch.doctor.subject import subjects
from coinwatch.doctor.surroundings import look_around
from coinwatch.errors import ExitCode, NetworkError
from coinwatch.lifetime import together
from coinwatch.runner import loop_factory


def run(options: Namespace) -> ExitCode:
    """Examine every enabled exchange, and print what is found.

    Raises ConfigError and its like for a config that the program would not start with, and
    NetworkError at the end if an exchange is not usable.
    """
    with asyncio.Runner(loop_factory=loop_factory()) as loop:
        return loop.run(_run(options))


async def _run(options: Namespace) -> ExitCode:
    config = load(options.config, os.environ)
    async with AsyncExitStack() as stack:
        if options.demo:
            config = await simulated(config, stack)
        patients = subjects(config, options.timeout)
        titles = {each.exchange.name: each.exchange.title for each in patients}
        report = Report(titles, json=options.json)
        for check in look_around(config, os.environ):
            report.tell(check)
        examinations = [Examination(each, report.tell) for each in patients]
        code = await together(_examine(examinations), report, None)
    if report.unusable:
        names = " and ".join(report.unusable)
        raise NetworkError(f"{names} cannot be used.", "See the checks that failed.")
    return code


async def _examine(examinations: Sequence[Examination]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for each in examinations:
            tasks.create_task(each.run())
