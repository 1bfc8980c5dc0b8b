"""`coinwatch web`: the screen in a browser. Each page that is open has a screen of its own.

textual-serve, an optional extra, serves the page and starts a `coinwatch` for it, whose terminal
the page is. Those programs get the options that are for the screen; each ends with its page, and
all of them with the server.
"""

import asyncio
import os
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from coinwatch.config.load import load
from coinwatch.errors import ExitCode, UsageError
from coinwatch.lifetime import together
from coinwatch.output import write_out

if TYPE_CHECKING:
    from coinwatch.web.server import Pages

MISSING = "The screen in a browser needs the extra `web`, which is not installed."
INSTALL = "Install it with: pip install 'coinwatch-tui[web]'"
OPEN = (
    "coinwatch: whoever has this address sees your watchlist, and can change it in your config "
    "file. Nothing is encrypted on the way.\n"
)


def run(options: Namespace) -> ExitCode:
    """Serve until a signal ends it; the first line on stdout is the address.

    Raises UsageError where the extra is missing or the address cannot be had, and ConfigError for
    a mistake that every page would show.
    """
    try:
        from coinwatch.web.server import Pages  # noqa: PLC0415  # an extra: it may be missing
    except ModuleNotFoundError as error:
        raise UsageError(MISSING, INSTALL) from error
    load(options.config, os.environ)
    pages = Pages(command(options), options.host)
    with asyncio.Runner() as loop:
        return loop.run(together(_serve(pages, options.port), _UntilStopped(), None))


def command(options: Namespace) -> list[str]:
    """Return the program of a page, with the options that are for it.

    It loads no modules from the folder that it is started in (`-P`).
    """
    words = [sys.executable, "-P", "-m", "coinwatch"]
    for flag, path in (("--config", options.config), ("--log-file", options.log_file)):
        words += [flag, str(path.absolute())] if path else []
    words += ["--demo"] * options.demo + ["--verbose"] * options.verbose
    return [*words, "--", *options.symbols] if options.symbols else words


async def _serve(pages: "Pages", port: int) -> None:
    async with pages.listening(port) as address:
        write_out(f"{address}\n")
        if not pages.is_loopback:
            sys.stderr.write(OPEN)
        # What a page's program says before it has a screen is printed by the library.
        with redirect_stdout(sys.stderr):
            await asyncio.Event().wait()


class _UntilStopped:
    """The front end, as far as this terminal goes: it waits for a signal."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()
        self._code = ExitCode.OK

    async def run(self) -> ExitCode:
        """Wait."""
        await self._stopped.wait()
        return self._code

    def stop(self, code: ExitCode) -> None:
        """End with ``code``."""
        self._code = code
        self._stopped.set()

    def finish(self) -> None:
        """Say nothing more."""
