"""What the screen asks of what runs behind it."""

from typing import Protocol


class Behind(Protocol):
    """The session, as the screen sees it; a screen of a store alone has ``Nothing``."""

    def show_history(self, window_s: float) -> None:
        """Have the sparklines cover ``window_s`` seconds."""


class Nothing:
    """Behind a screen that shows a store and no more."""

    def show_history(self, window_s: float) -> None:
        """Leave the sparklines to what the store has."""


class Playback(Protocol):
    """A replay, as the screen sees it."""

    @property
    def paused(self) -> bool:
        """Whether time stands still."""

    @property
    def speed(self) -> float | None:
        """How many seconds pass in one; None is as fast as it goes."""

    @property
    def ended(self) -> bool:
        """Whether everything was played."""

    @property
    def elapsed_s(self) -> float:
        """Seconds since the beginning."""

    @property
    def share(self) -> float:
        """How much of it was played, from 0 to 1."""

    @property
    def problem(self) -> str:
        """Why it ends where it does; empty if that is the end of the recording."""

    def clock(self) -> float:
        """Return the time of the replay, in seconds."""

    def wall(self) -> float:
        """Return what the wall clock said then, in seconds since the epoch."""

    def pause(self) -> None:
        """Stand still, or go on."""

    def step_speed(self, steps: int) -> None:
        """Go faster, or slower."""

    def seek(self, seconds: float) -> None:
        """Jump so many seconds forward or back."""
