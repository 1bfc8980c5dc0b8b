"""What users and exchanges do to a program that runs all day, and how that is undone."""

from collections.abc import Awaitable, Callable
from random import Random

from textual.pilot import Pilot

from coinwatch.demo.answers import json, refusal
from coinwatch.demo.server import Server
from soak.program import ASSETS, SIZE, Program
from tests.virtual import pass_time

SIZES = ((10, 2), (40, 8), (39, 30), (80, 24), (100, 7), (160, 50), (300, 100))
"""Few: Textual keeps thousands of results about regions by size, which would look like growth."""

Use = Callable[[Program, Pilot[int], Random], Awaitable[None]]
Trouble = Callable[[Server], None]


def _press(*keys: str, pause_s: float = 0.0) -> Use:
    async def press(_program: Program, pilot: Pilot[int], _random: Random) -> None:
        for key in keys:
            await pilot.press(key)
            await pass_time(pause_s)

    return press


async def _resize(_program: Program, pilot: Pilot[int], random: Random) -> None:
    """Through sizes of which some are too small for anything."""
    for _ in range(4):
        await pilot.resize_terminal(*random.choice(SIZES))
        await pass_time(random.uniform(0, 1))
    await pilot.resize_terminal(*SIZE)


async def _edit(program: Program, _: Pilot[int], random: Random) -> None:
    """Save other watchlists: markets come and go, and so do a tab and a window of sparklines."""
    others = random.sample(ASSETS[1:], random.randrange(len(ASSETS)))
    group = random.sample(ASSETS, random.randrange(3))
    program.edit(("BTC", *others), group, random.choice(("5m", "1h", "24h")))


async def _mistake(program: Program, _: Pilot[int], __: Random) -> None:
    """Save something that is no config, then what was there."""
    text = program.file.read_text()
    program.file.write_text(text + "[display\n")
    await pass_time(3)
    program.file.write_text(text)


USES: dict[str, Use] = {
    "detail": _press("enter", "]", "g", "+", "down", "escape", pause_s=2.0),
    "detail at once closed": _press("enter", "escape"),
    "premiums": _press("p", "s", "p", pause_s=1.0),
    "window": _press("t"),
    "freeze": _press("space", "down", "space", pause_s=2.0),
    "sort": _press("s", "S", pause_s=1.0),
    "tabs": _press("tab", "shift+tab", "1"),
    "filter": _press("slash", "b", "t", "enter", "escape", pause_s=1.0),
    "add and undo": _press("a", "x", "l", "m", "escape", "u", pause_s=1.0),
    "help": _press("question_mark", "escape"),
    "language and back": _press("l", "l", pause_s=1.0),
    "colours": _press("c"),
    "resize": _resize,
    "edit": _edit,
    "edit again": _edit,
    "mistake": _mistake,
}


def _switch(**switches: object) -> Trouble:
    def switch(server: Server) -> None:
        for name, value in switches.items():
            setattr(server.faults, name, value)

    return switch


def _blocked(server: Server) -> None:
    """Let only REST pass, as some proxies do."""
    server.faults.refuse = refusal(403)
    server.faults.reset_all()


def _gone(server: Server) -> None:
    """Let nothing pass."""
    _blocked(server)
    server.faults.rest_drop = True


TROUBLES: dict[str, Trouble] = {
    "reset": lambda server: server.faults.reset_all(),
    "close": lambda server: server.faults.close_all(1001),
    "WebSocket blocked": _blocked,
    "WebSocket blocked again": _blocked,
    "everything gone": _gone,
    "silence": _switch(stall=True),
    "REST banned": _switch(rest=refusal(418, 60)),
    "REST too often": _switch(rest=refusal(429, 5)),
    "REST down": _switch(rest=refusal(503)),
    "REST of another shape": _switch(rest=json({"wrong": "shape"})),
    "REST slow": _switch(rest_delay_s=8.0),
    "halt": lambda server: server.simulation.halt(_symbol(server)),
    "nothing": lambda _: None,
}


def repair(server: Server) -> None:
    """Let all of it be over."""
    server.faults.clear()
    if server.simulation.markets[_symbol(server)].halted:
        server.simulation.resume(_symbol(server))


def _symbol(server: Server) -> str:
    return next(symbol for symbol in server.simulation.markets if "ETH" in symbol)
