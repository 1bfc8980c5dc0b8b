"""Where a replay is: its clock, which stands still, runs, and runs faster as the user says."""

from collections.abc import Callable

SPEEDS: tuple[float | None, ...] = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0, 600.0, None)
"""What the screen's keys step through; None is as fast as it goes."""


class Playhead:
    """Time of the replay, in seconds. ``monotonic`` is the real time that it goes by."""

    def __init__(self, speed: float | None, monotonic: Callable[[], float]) -> None:
        self._speed = speed
        self._monotonic = monotonic
        self._paused = True
        self._position = 0.0
        self._since = 0.0
        self.end: float | None = None
        """Beyond which there is nothing, once that is known."""

    @property
    def speed(self) -> float | None:
        """How many seconds pass in one; None is as fast as it goes."""
        return self._speed

    @property
    def paused(self) -> bool:
        """Whether time stands still."""
        return self._paused

    def now(self) -> float:
        """Return the time of the replay."""
        position = self._position
        if not self._paused and self._speed is not None:
            position += (self._monotonic() - self._since) * self._speed
        return position if self.end is None else min(position, self.end)

    def jump(self, position: float) -> None:
        """Go on from ``position``."""
        self._position = position
        self._since = self._monotonic()

    def pause(self, *, paused: bool) -> None:
        """Stand still, or go on."""
        self.jump(self.now())
        self._paused = paused

    def set_speed(self, speed: float | None) -> None:
        """Go on faster or slower."""
        self.jump(self.now())
        self._speed = speed

    def step_speed(self, steps: int) -> None:
        """Take the next of ``SPEEDS``, or the one before."""
        slower = [each for each in SPEEDS if _pace(each) < _pace(self._speed)]
        faster = [each for each in SPEEDS if _pace(each) > _pace(self._speed)]
        choice = faster[:1] if steps > 0 else slower[-1:]
        if choice:
            self.set_speed(choice[0])

    def delay_s(self, due: float) -> float | None:
        """Return how long to wait for ``due``, at least 0; None while time stands still."""
        if self._paused:
            return None
        return 0.0 if self._speed is None else max(0.0, (due - self.now()) / self._speed)

    def reach(self, due: float) -> None:
        """Go on to ``due`` at least, where time does not pass by itself."""
        if due > self._position and (self._speed is None or self._paused):
            self.jump(due)


def _pace(speed: float | None) -> float:
    return float("inf") if speed is None else speed
