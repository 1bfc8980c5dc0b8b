"""What is made to go wrong with a simulated exchange, by name."""

from collections.abc import Callable
from random import Random

from coinwatch.demo.answers import captive_portal, refusal
from coinwatch.demo.faults import Close, Faults
from coinwatch.demo.server import Server

Fault = Callable[[Server, Random], None]
"""Breaks something now, or switches on what breaks it."""


def _switch(**values: object) -> Fault:
    def turn(server: Server, _: Random) -> None:
        for name, value in values.items():
            setattr(server.faults, name, value)

    return turn


def _act(act: Callable[[Faults], None]) -> Fault:
    return lambda server, _: act(server.faults)


def _then_abort(turn: Fault) -> Fault:
    """Break the connection as well, so that a fault of the handshake is met."""

    def both(server: Server, random: Random) -> None:
        turn(server, random)
        server.faults.abort_all()

    return both


def _deaf(server: Server, _: Random) -> None:
    server.stop_listening()
    server.faults.reset_all()


def _babble(server: Server, random: Random) -> None:
    for _ in range(30):
        server.faults.inject(random.randbytes(20))


FAULTS: dict[str, Fault] = {
    "clean close": lambda server, random: server.faults.close_all(
        random.choice((1000, 1001, 1008, 1011))
    ),
    "abort": _act(Faults.abort_all),
    "reset": _act(Faults.reset_all),
    "silence": _switch(stall=True),
    "half-open": _switch(half_open=True),
    "refused": _then_abort(_switch(refuse=refusal(503))),
    "forbidden": _then_abort(_switch(refuse=refusal(403))),
    "too many": _then_abort(_switch(refuse=refusal(429, retry_after_s=1))),
    "login page": _then_abort(_switch(refuse=captive_portal())),
    "hanging": _then_abort(_switch(hang=True)),
    "accept then close": _then_abort(_switch(close_at_once=Close(1001))),
    "nobody listens": _deaf,
    "requests ignored": _then_abort(_switch(ignore_requests=True)),
    "late answers": _then_abort(_switch(ack_delay_s=0.7)),
    "repeated trades": _switch(duplicate=True),
    "trades out of order": _switch(reorder=True),
    "fragments": _switch(fragment=7),
    "garbage": lambda server, random: server.faults.inject(random.randbytes(random.randrange(200))),
    "much garbage": _babble,
    "replayed trades": lambda server, _: server.replay(20),
}

SILENT = {"silence", "half-open"}
"""In these nothing comes; what is not sent is lost, so a client must get the time to notice."""


async def repair(server: Server, name: str) -> None:
    """Switch the fault off that was switched on."""
    server.faults.clear()
    if name == "nobody listens":
        await server.listen()
