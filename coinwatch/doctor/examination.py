"""One exchange examined: its steps in order, and what they mean together."""

from contextlib import AsyncExitStack

from coinwatch import text
from coinwatch.doctor.findings import State, Step, Tell, Verdict
from coinwatch.doctor.get import Get
from coinwatch.doctor.live import Live
from coinwatch.doctor.route import Route
from coinwatch.doctor.steps import Steps
from coinwatch.doctor.subject import Subject

CLOCK_S = 1.0
"""A clock that is off by more is worth a word."""

DATE_S = 0.5
"""How exact a time is that is cut to the second."""


class Examination:
    """One exchange and what is needed to examine it: what takes long to prepare is prepared."""

    def __init__(self, subject: Subject, tell: Tell) -> None:
        self._subject = subject
        self._tell = tell
        self._steps = Steps(subject.exchange.name, subject.timeout_s, tell, subject.clock.monotonic)
        self._route = Route(subject.websocket_urls[0])
        self._get = Get(subject)

    async def run(self) -> None:
        """Take every step that can be taken, tell what comes of each, and the verdict at the end.

        No step takes longer than ``timeout_s``.
        """
        take, route = self._steps.take, self._route
        await take(Step.DNS, route.resolve)
        await take(Step.TCP, route.connect, needs=Step.DNS)
        await take(Step.TLS, route.secure, needs=Step.TCP)
        route.close()
        await take(Step.REST, self._get.ask)
        async with AsyncExitStack() as stack:
            live = Live(self._subject, stack)
            await take(Step.WEBSOCKET, live.open, needs=Step.TLS)
            await take(Step.SUBSCRIBE, live.subscribe, needs=Step.WEBSOCKET)
            await take(Step.FIRST_TICK, live.first_tick, needs=Step.SUBSCRIBE, late=live.no_tick)
            await take(Step.ROUND_TRIP, live.ping, needs=Step.WEBSOCKET)
        self._conclude(live)

    def _conclude(self, live: Live) -> None:
        exact_s = live.ahead_s
        clock_s = self._get.ahead_s if exact_s is None else exact_s
        _tell_clock(self._steps, clock_s, about=exact_s is None)
        name = self._subject.exchange.name
        self._tell(_verdict(name, self._steps, live.round_trip_ms, clock_s))


def _tell_clock(steps: Steps, ahead_s: float | None, *, about: bool) -> None:
    if ahead_s is None:
        steps.note(Step.CLOCK, State.SKIPPED, "the exchange told no time")
        return
    words = f"{'about ' if about else ''}{text.signed(ahead_s, 1)} s, the exchange against us"
    if abs(ahead_s) - (DATE_S if about else 0.0) <= CLOCK_S:
        steps.note(Step.CLOCK, State.OK, words)
        return
    hint = "Let the network set this computer's clock (NTP): ages and gaps are told by it."
    steps.note(Step.CLOCK, State.OK, f"{words}: more than {CLOCK_S:.0f} s", hint)


def _verdict(
    exchange: str, steps: Steps, round_trip_ms: float | None, clock_s: float | None
) -> Verdict:
    ticks, rest = steps.went_well(Step.FIRST_TICK), steps.went_well(Step.REST)
    if ticks:
        words = "prices come by WebSocket"
        words += "" if rest else "; without REST there are no market lists and no history"
    elif not rest:
        words = "neither WebSocket nor REST brings prices"
    elif steps.went_well(Step.WEBSOCKET):
        words = "no price comes by WebSocket, which works otherwise; REST works"
    else:
        words = "WebSocket does not work, but REST does: prices are polled"
    return Verdict(
        exchange,
        ticks or rest,
        "websocket" if ticks else "rest" if rest else None,
        None if round_trip_ms is None else round(round_trip_ms, 1),
        None if clock_s is None else round(clock_s, 3),
        words,
    )
