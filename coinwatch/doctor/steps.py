"""Taking the steps of an examination one by one, each within its time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from coinwatch import durations
from coinwatch.doctor.findings import Check, State, Step, Tell
from coinwatch.errors import CoinwatchError, NetworkError
from coinwatch.text import safe

LATE = "A firewall that drops what it does not like is silent as well. --timeout waits longer."


class Done(NamedTuple):
    """A step that went well."""

    message: str
    ms: float | None = None
    """Where something closer to the matter than the whole step was measured."""


class NotNeeded(Exception):  # noqa: N818  # no error: there is nothing to do in this step
    """The step is left out, and those after it do not mind."""


class Steps:
    """Takes the steps of one exchange in order, each within the same time."""

    def __init__(
        self, exchange: str, timeout_s: float, tell: Tell, monotonic: Callable[[], float]
    ) -> None:
        self._exchange = exchange
        self._timeout_s = timeout_s
        self._tell = tell
        self._monotonic = monotonic
        self._done: set[Step] = set()
        self._missing: dict[Step, Step] = {}
        """What could not be done, and the step that failed and is the reason for it."""

    def went_well(self, step: Step) -> bool:
        """Return whether a step was taken, and nothing was wrong."""
        return step in self._done

    async def take(
        self,
        step: Step,
        action: Callable[[], Awaitable[Done]],
        needs: Step | None = None,
        late: Callable[[], NetworkError] | None = None,
    ) -> None:
        """Take a step, unless the one that it ``needs`` could not be taken.

        ``late`` says what it means that the time was up.
        """
        if needs in self._missing:
            self._missing[step] = self._missing[needs]
            self.note(step, State.SKIPPED, f"{self._missing[needs].label} failed")
            return
        started = self._monotonic()
        try:
            done = await self._in_time(action, late or self._late)
        except NotNeeded as reason:
            self.note(step, State.SKIPPED, str(reason))
        except CoinwatchError as error:
            self._missing[step] = step
            self.note(step, State.FAILED, error.message, error.hint, self._ms_since(started))
        else:
            self._done.add(step)
            ms = self._ms_since(started) if done.ms is None else done.ms
            self.note(step, State.OK, done.message, ms=ms)

    def note(
        self, step: Step, state: State, message: str, hint: str = "", ms: float | None = None
    ) -> None:
        """Tell what came of a step."""
        rounded = None if ms is None else round(ms, 1)
        self._tell(Check(self._exchange, step, state, rounded, safe(message), safe(hint)))

    async def _in_time(
        self, action: Callable[[], Awaitable[Done]], late: Callable[[], NetworkError]
    ) -> Done:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await action()
        except TimeoutError as error:
            raise late() from error

    def _late(self) -> NetworkError:
        return NetworkError(f"no answer within {durations.render(self._timeout_s)}", LATE)

    def _ms_since(self, started: float) -> float:
        return (self._monotonic() - started) * 1000
