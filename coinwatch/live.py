"""The config of this run while it runs: watched on disk, changed on the screen, applied at once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coinwatch.config import Config
from coinwatch.config.files import signature
from coinwatch.config.load import default_path, parse, read, unreadable
from coinwatch.config.place import placed
from coinwatch.config.watchlists import Change
from coinwatch.errors import CoinwatchError, ConfigError, SymbolError
from coinwatch.session import Session

if TYPE_CHECKING:
    from coinwatch.config.save import Saved

_log = logging.getLogger(__name__)

LOOK_S = 0.5
"""How often to look at the file. It is read once it was the same in two looks: nobody writes it."""


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
        self._undo: tuple[Config, Saved | None] | None = None
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

    async def change(self, change: Change) -> None:
        """Change the config of this run, and the file, if it is kept there.

        Raises CoinwatchError with the reason if that cannot be; then nothing has changed.
        """
        async with self._busy:
            before = self.config
            wanted = change(before)
            self._session.check(wanted)
            saved = None
            if self.keeps:
                from coinwatch.config.save import save  # noqa: PLC0415 - start-up: seldom needed

                saved = await asyncio.to_thread(save, self.file, change, self._from_file)
                self._take(saved.config)
            else:
                self._apply(wanted)
            if _watchlists(self.config) != _watchlists(before):
                self._undo = before, saved

    async def undo(self) -> bool:
        """Take the last change of the watchlists back; False if there is none.

        Raises what ``change`` raises.
        """
        if self._undo is None:
            return False
        (before, saved), self._undo = self._undo, None
        restored = None
        if saved:
            from coinwatch.config.save import restore  # noqa: PLC0415 - start-up: seldom needed

            async with self._busy:
                restored = await asyncio.to_thread(restore, self.file, saved)
                if restored:
                    self._take(restored)
        if not restored:
            await self.change(
                lambda config: replace(config, symbols=before.symbols, groups=before.groups)
            )
            self._undo = None
        return True

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
        before, now = self._overrule(self._from_file), self._overrule(config)
        wanted = _rebased(before, self.config, now)
        try:
            self._apply(wanted)
        except CoinwatchError as error:
            self._blame(self._placed(error, config))
            return
        if _watchlists(before) != _watchlists(now):
            self._undo = None
        self._from_file = config
        self._fault = None

    def _placed(self, error: CoinwatchError, config: Config) -> CoinwatchError:
        """Return an error that says where in the file its cause is."""
        found = placed(error, config) if isinstance(error, SymbolError) else error
        if found is not error:
            return found
        return ConfigError(f"{self.file}: {error.message}", error.hint)

    def _apply(self, config: Config) -> None:
        if config != self.config:
            self._session.apply(config)
            self.config = config
            _log.info("the config changed")

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
