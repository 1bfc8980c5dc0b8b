"""Playing recordings: each line to the store at its time, through the decoders of watching."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import Protocol

from coinwatch.errors import RecordingError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange
from coinwatch.model import Interval, Market
from coinwatch.recording.files import CutShortError
from coinwatch.recording.records import ClockSet, Frame, Header, Key, Line
from coinwatch.replay.behind import Behind
from coinwatch.replay.playhead import Playhead
from coinwatch.replay.reel import Mark, Reel
from coinwatch.replay.stage import MisplacedError, Stage
from coinwatch.replay.stride import STEP_S, Stride
from coinwatch.store import Store

FIRST_LOOK_S = 0.5
"""A jump goes no further back than here: before, there is nothing to see."""

LEAST_WAIT_S = 0.001
"""A line that is due sooner is played at once."""


class Reader(Protocol):
    """Who looks at the store: a replay can wait for it, as no exchange would."""

    async def ready(self) -> None:
        """Return once what the store was told so far is taken, after a turn of the event loop."""


class Player:
    """Plays recordings one after the other. ``run`` ends with the last one, unless it stays.

    ``monotonic`` is the real time that the replay goes by. ``stay`` waits at the end for jumps.
    Opens the first file. Raises RecordingError.
    """

    def __init__(  # noqa: PLR0913  # each by its name
        self,
        paths: Sequence[Path],
        store: Store,
        *,
        speed: float | None = 1.0,
        lasting_s: float = inf,
        stay: bool = False,
        exchanges: Mapping[str, type[Exchange]] = EXCHANGES,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._stay = stay
        self._stage = Stage(store, exchanges)
        self._reel = Reel(paths)
        self.channels = self._reel.channels
        """What the recorded markets were watched for."""
        store.keeps_books = store.keeps_books or Channel.BOOK in self.channels
        self.behind = Behind(store, exchanges, self.clock)
        """What the front ends ask for what to show, in place of a session."""
        self._begin_s = self._reel.begin.time_s
        self._over_s = self._begin_s + lasting_s
        self.playhead = Playhead(speed, monotonic)
        self.playhead.jump(self._begin_s)
        self.reader: Reader | None = None
        """Whom to wait for."""
        self.look: Callable[[], None] = lambda: None
        """Called every so often of the recorded time: what a run computes from the store."""
        self.ended = False
        """Whether everything was played."""
        self.trouble: RecordingError | None = None
        """Why the end is not the end of the recording."""
        self._ahead_ns = 0
        self._jump: Mark | None = self._reel.begin
        self._skip_to = self._begin_s
        self._news = asyncio.Event()
        self._played_s = self._begin_s
        self._stride = Stride(store.journal)

    # What the front ends ask

    def clock(self) -> float:
        """Return the time of the replay, in seconds: it never goes back but by a jump."""
        return self.playhead.now()

    def wall(self) -> float:
        """Return what the wall clock said then, in seconds since the epoch."""
        return self.playhead.now() + self._ahead_ns / 1e9

    def brings(self, kind: type, market: Market, interval: Interval) -> bool:
        """Whether records of a kind were recorded of a market; candles, of this interval."""
        return self._stage.brings(kind, market, interval)

    @property
    def paused(self) -> bool:
        """Whether time stands still."""
        return self.playhead.paused

    @property
    def speed(self) -> float | None:
        """How many seconds pass in one; None is as fast as it goes."""
        return self.playhead.speed

    @property
    def problem(self) -> str:
        """Why it ends where it does; empty if that is the end of the recording."""
        return self.trouble.message if self.trouble else ""

    @property
    def elapsed_s(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self._begin_s

    @property
    def share(self) -> float:
        """How much of the recording was read, from 0 to 1."""
        return self._reel.share

    @property
    def cut_short(self) -> bool:
        """Whether the recording just stops, as that of a program that was killed."""
        return isinstance(self.trouble, CutShortError)

    # What the user does

    def pause(self) -> None:
        """Stand still, or go on."""
        self.playhead.pause(paused=not self.playhead.paused)
        self._news.set()

    def step_speed(self, steps: int) -> None:
        """Go faster, or slower."""
        self.playhead.step_speed(steps)
        self._news.set()

    def seek(self, seconds: float) -> None:
        """Jump so many seconds forward or back."""
        target = max(self._begin_s + FIRST_LOOK_S, self.clock() + seconds)
        if self.ended and seconds > 0:
            return
        self._skip_to = target
        self.playhead.end = None
        self.playhead.jump(target)
        if target < self._played_s:
            self._jump = self._reel.mark_before(target)
        self._news.set()

    # How it plays

    async def run(self) -> None:
        """Play; a damaged place ends it like the end, and is in ``trouble``."""
        self.playhead.pause(paused=False)
        try:
            while mark := self._jump:
                self._jump = None
                await self._play(mark)
                while self._stay and self._jump is None:
                    await self._wait_for_news(None)
        finally:
            self._reel.close()

    async def _play(self, mark: Mark) -> None:
        """Play from ``mark`` to the end, or until the user jumps."""
        self.ended, self.trouble = False, None
        self._played_s, self._ahead_ns = mark.time_s, 0
        # Up to the first line that must wait nobody looks: the store would be half told.
        self._stride.begin(max(mark.time_s, self._skip_to))
        self._stage.begin(mark.time_s)
        try:
            await self._play_lines(mark)
        except MisplacedError as error:
            self.trouble = self._reel.wrong(error.message)
        except RecordingError as error:
            self.trouble = error
        if self._jump is None:
            self.ended = True
            self.playhead.end = min(self._played_s, self._over_s)
            await self._look_up()

    async def _play_lines(self, mark: Mark) -> None:
        stride, play = self._stride, self._stage.play
        for line in self._reel.lines(mark):
            if type(line) is not Frame and not self._is_told(line):
                continue
            # A clock that was set back a little must not turn time around.
            now = max(self._played_s, (line.at - self._ahead_ns) / 1e9)
            if stride.ends(now) and not await self._due(now):
                return
            self._played_s = now
            play(line, now)

    def _is_told(self, line: Line) -> bool:
        """Whether a line is for the store; take it here if it is about the recording itself."""
        if type(line) is ClockSet:
            self._ahead_ns = line.ahead
        elif isinstance(line, Header | Key):
            self._begin_anew(line)
        else:
            return True
        return False

    def _begin_anew(self, line: Header | Key) -> None:
        """Go on at a time that may be far from what was played before."""
        self._ahead_ns = line.ahead
        self._played_s = now = (line.at - line.ahead) / 1e9
        if isinstance(line, Key):
            self._stage.restore(line, now)
        else:
            self._stage.begin(now)
        if now > self._skip_to:
            self.playhead.jump(now)

    # How it waits

    async def _due(self, now: float) -> bool:
        """Wait until it is time for a line of ``now``; False to go elsewhere, or to end."""
        await self._look_up()
        at = min(now, self._over_s)
        while self._jump is None:
            delay = 0.0 if at <= self._skip_to else self.playhead.delay_s(at)
            if delay is not None and delay < LEAST_WAIT_S:
                self.playhead.reach(at)
                here = inf if self.playhead.speed is None else self.playhead.now()
                self._stride.begin(max(now, min(here, now + STEP_S)))
                return now <= self._over_s
            await self._wait_for_news(delay)
        return False

    async def _look_up(self) -> None:
        """Let others have their turn, and the reader take everything."""
        self.look()
        await (asyncio.sleep(0) if self.reader is None else self.reader.ready())

    async def _wait_for_news(self, delay: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(delay):
                await self._news.wait()
        self._news.clear()
