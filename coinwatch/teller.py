"""Tells the journal of premiums for as long as a session runs, where somebody asks for them."""

import asyncio
from typing import NoReturn

from coinwatch.link import Clock
from coinwatch.premium import Premiums
from coinwatch.store import Store

LOOK_S = 0.02
"""How often to look: changes of both prices and of the rate within that time are one."""


async def tell_premiums(store: Store, clock: Clock) -> NoReturn:
    """Look for changed premiums again and again, until cancelled; the feeds never wait for it."""
    premiums = Premiums(store)
    while True:
        premiums.look(clock.monotonic(), clock.wall_ns() / 1e9)
        await asyncio.sleep(LOOK_S)
