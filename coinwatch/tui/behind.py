"""What the screen asks of what runs behind it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from coinwatch.config import Config
from coinwatch.config.watchlists import About, Change
from coinwatch.model import Interval, Listing, Market


class Behind(Protocol):
    """The session, as the screen sees it; a screen of a store alone has ``Nothing``."""

    def show_history(self, window_s: float) -> None:
        """Have the sparklines cover ``window_s`` seconds."""

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Have the store look at one market closely, or at none any more."""

    def meanings(self, texts: Sequence[str]) -> Sequence[Sequence[Market]]:
        """Return the markets that each symbol stands for, as far as that is known."""

    def listings(self) -> Mapping[str, Sequence[Listing] | str]:
        """Return the market list of every exchange in use; why there is none, where known."""


class Editor(Protocol):
    """The config of this run, and the way to change it."""

    @property
    def config(self) -> Config:
        """What holds now."""

    @property
    def keeps(self) -> bool:
        """Whether changes are saved."""

    @property
    def fault(self) -> str:
        """What is wrong with the file, as long as it is."""

    async def change(self, change: Change, about: About) -> None:
        """Make a change. Raises CoinwatchError if it cannot be; then nothing has changed."""

    async def undo(self) -> About | None:
        """Take the last change back, and return what it was about; None if there is none left.

        Raises CoinwatchError if it cannot be; then nothing has changed.
        """


class Nothing:
    """Behind a screen that shows a store and no more."""

    def show_history(self, window_s: float) -> None:
        """Leave the sparklines to what the store has."""

    def focus(self, market: Market | None, interval: Interval) -> None:
        """Leave the store as it is."""

    def meanings(self, texts: Sequence[str]) -> Sequence[Sequence[Market]]:
        """Know of no market."""
        return [() for _ in texts]

    def listings(self) -> Mapping[str, Sequence[Listing] | str]:
        """Know of no exchange."""
        return {}


class Unsaved:
    """A config that is changed in memory only, and that nothing else follows."""

    keeps = False
    fault = ""

    def __init__(self, config: Config) -> None:
        self.config = config

    async def change(self, change: Change, _about: About) -> None:
        """Make a change."""
        self.config = change(self.config)

    async def undo(self) -> None:
        """Know of nothing to undo."""


class Playback(Protocol):
    """A replay, as the screen sees it."""

    def brings(self, kind: type, market: Market, interval: Interval) -> bool:
        """Whether records of a kind were recorded of a market; candles, of this interval."""

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
