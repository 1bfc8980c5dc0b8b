"""The config of this run while it runs: watched on disk, changed on the screen, applied at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coinwatch.config import Config
from coinwatch.config.files import signature
from coinwatch.config.load import default_path, parse, read, unreadable
from coinwatch.config.place import placed
from coinwatch.config.watchlists import About, Change, Refused, Why
from coinwatch.errors import CoinwatchError, ConfigError, OutputError, SymbolError
from coinwatch.session import Session

if TYPE_CHECKING:
    from coinwatch.config.save import Rewrite

_log = logging.getLogger(__name__)

LOOK_S = 0.5
"""How often to look at the file. It is read once it was the same in two looks: nobody writes it."""

ATTEMPTS = 3
"""How often to start over if somebody else writes the file in the same moment."""

MOST_STEPS = 100
"""How many changes can be taken back."""


class _Step(NamedTuple):
    """A change that was made."""

    about: About
    before: Config
    after: Config
    rewrite: "Rewrite | None" = None
    """Of the file, if it is kept there."""

    def back(self, config: Config) -> Config:
        """Return ``config`` without what this changed. Raises Refused if that is there no more."""
        if _rebased(self.before, self.after, config) != config:
            raise Refused(Why.ELSEWHERE, self.about.said)
        return _rebased(self.after, self.before, config)


class LiveConfig:
    """Keeps the session to what the config says, and the file to what the user changes here.

    ``overrule`` puts in what this run has of its own: symbols of the command line, the addresses
    of the demo. Without ``keeps``, what is changed here lasts for this run only.
    """

    def __init__(
        self,
        config: Config,
        session: Session,
        *,
        overrule: Callable[[Config], Config] = lambda config: config,
        keeps: bool = True,
        look_s: float = LOOK_S,
    ) -> None:
        self._from_file = config
        self._session = session
        self._overrule = overrule
        self._look_s = look_s
        self._seen = signature(self.file)
        self._busy = asyncio.Lock()
        self._steps = deque[_Step](maxlen=MOST_STEPS)
        self._fault: CoinwatchError | None = None
        self.config = overrule(config)
        """What holds."""
        self.keeps = keeps
        """Whether changes are saved."""

    @property
    def file(self) -> Path:
        """The file that holds the config, or would."""
        return self._from_file.path or default_path()

    @property
    def fault(self) -> str:
        """What is wrong with the file, as long as it is; what it said before goes on."""
        fault = self._fault or self._session.fault
        return f"{fault.message} {fault.hint}".strip() if fault else ""

    async def run(self) -> None:
        """Run the session, and take what is changed in the file, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._session.run())
            tasks.create_task(self._watch())

    async def change(self, change: Change, about: About = About()) -> None:  # noqa: B008 - immutable
        """Change the config of this run, and the file, if it is kept there.

        Raises CoinwatchError with the reason if that cannot be; then nothing has changed, neither
        here nor in the file.
        """
        async with self._busy:
            step = await self._made(change, about)
            if _rebased(step.before, step.after, step.before) != step.before:
                self._steps.append(step)

    async def undo(self) -> About | None:
        """Take the last change back, and return what it was about; None if there is none left.

        Raises what ``change`` raises; then it is still the last change. Where it was changed by
        somebody else since, there is nothing to go back to: raises Refused, and it is forgotten.
        """
        async with self._busy:
            if not self._steps:
                return None
            step = self._steps[-1]
            try:
                await self._made(step.back, step.about, step.rewrite)
            except Refused:
                self._steps.pop()
                raise
            return self._steps.pop().about

    async def _made(self, change: Change, about: About, undone: "Rewrite | None" = None) -> _Step:
        """Make a change; ``undone`` is what it takes back to the letter, where that is possible."""
        if self.keeps:
            done = await self._save(change, undone)
            return _Step(about, done.was, done.config, done)
        before, after = self.config, change(self.config)
        self._session.apply(after)
        self._hold(after)
        return _Step(about, before, after)

    async def _save(self, change: Change, undone: "Rewrite | None") -> "Rewrite":
        """Write a change into the file and apply it, once it is known that it can be applied."""
        from coinwatch.config import save  # noqa: PLC0415 - start-up: seldom needed

        for _ in range(ATTEMPTS):
            wanted = await asyncio.to_thread(
                save.drafted, self.file, change, self._from_file, undone
            )
            config = self._wanted(wanted.config)
            try:
                plan = self._session.check(config)
            except SymbolError as error:
                raise placed(error, wanted.was) from error
            if await asyncio.to_thread(save.write, self.file, wanted):
                self._session.adopt(plan)
                self._hold(config, wanted.config)
                return wanted
        raise OutputError(f"{self.file} is being written by another program.", "Try again.")

    async def _watch(self) -> None:
        """Look at the file from time to time, and read it when somebody has written it."""
        before = self._seen
        while True:
            await asyncio.sleep(self._look_s)
            now = await asyncio.to_thread(signature, self.file)
            if now == before and now != self._seen:
                self._seen = now
                await self._reload()
            before = now

    async def _reload(self) -> None:
        async with self._busy:
            try:
                self._take(await asyncio.to_thread(self._load))
            except ConfigError as error:
                self._blame(error)

    def _load(self) -> Config:
        file = self.file
        try:
            return parse(file, read(file))
        except FileNotFoundError as error:
            raise ConfigError(f"{file} is gone.", "What it said goes on.") from error
        except OSError as error:
            raise unreadable(file, error) from error

    def _take(self, config: Config) -> None:
        """Apply what the file says, but for what was changed for this run only."""
        wanted = self._wanted(config)
        try:
            if wanted != self.config:
                self._session.apply(wanted)
        except CoinwatchError as error:
            self._blame(self._placed(error, config))
        else:
            self._hold(wanted, config)

    def _wanted(self, config: Config) -> Config:
        """Return what is to hold where the file says ``config``."""
        return _rebased(self._overrule(self._from_file), self.config, self._overrule(config))

    def _hold(self, config: Config, from_file: Config | None = None) -> None:
        """Note what holds, and what the file says if that is known anew."""
        if config != self.config:
            self.config = config
            _log.info("the config changed")
        if from_file:
            self._from_file, self._fault = from_file, None

    def _placed(self, error: CoinwatchError, config: Config) -> CoinwatchError:
        """Return an error that says where in the file its cause is."""
        found = placed(error, config) if isinstance(error, SymbolError) else error
        if found is not error:
            return found
        return ConfigError(f"{self.file}: {error.message}", error.hint)

    def _blame(self, error: CoinwatchError) -> None:
        self._fault = error
        _log.warning("%s", f"{error.message} {error.hint}".strip())


def _watchlists(config: Config) -> tuple[object, ...]:
    return config.symbols, config.groups


def _rebased(old: Config, mine: Config, new: Config) -> Config:
    """Return ``new`` with what ``mine`` has made different from ``old``."""
    display: dict[str, Any] = {
        each.name: getattr(mine.display, each.name)
        for each in fields(mine.display)
        if getattr(mine.display, each.name) != getattr(old.display, each.name)
    }
    if _watchlists(mine) != _watchlists(old):
        new = replace(new, symbols=mine.symbols, groups=mine.groups)
    return replace(new, display=replace(new.display, **display))
