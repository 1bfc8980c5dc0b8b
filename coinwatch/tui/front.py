"""The screen as a front end: it runs until it is left or stopped."""

import asyncio
import time

from textual import constants

from coinwatch.errors import ExitCode
from coinwatch.store import Store
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.behind import Behind, Editor, Playback
from coinwatch.tui.driver import StdoutDriver
from coinwatch.tui.page import PageDriver


class Screen:
    """Shows the store; ``behind`` is what fills it, ``editor`` has the config."""

    def __init__(
        self, store: Store, behind: Behind, editor: Editor, playback: Playback | None = None
    ) -> None:
        clocks = (playback.clock, playback.wall) if playback else (time.monotonic, time.time)
        self._app = CoinwatchApp(store, editor, behind, *clocks, playback)
        # Textual is told by the environment when it draws on a page instead of a terminal.
        self._app.driver_class = PageDriver if constants.DRIVER else StdoutDriver

    async def ready(self) -> None:
        """Return after a turn of the event loop: the screen looks at its own pace."""
        await asyncio.sleep(0)

    async def run(self) -> ExitCode:
        """Show until ``q``; the terminal is restored however it ends."""
        await self._app.run_async()
        return ExitCode(self._app.return_code or 0)

    def finish(self) -> None:
        """Do nothing more: the terminal is restored."""

    def stop(self, code: ExitCode) -> None:
        """Leave the screen, with ``code``."""
        self._app.exit(return_code=code)
