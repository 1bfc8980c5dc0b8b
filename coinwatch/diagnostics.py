"""Where diagnostics go: a file, stderr, or nowhere; never stdout, and never over the screen."""

import logging
import warnings
from argparse import Namespace

from coinwatch import text
from coinwatch.errors import OutputError


class _Safe(logging.Formatter):
    """Makes what servers said harmless to a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(text.safe(line) for line in super().format(record).splitlines())


def set_up(options: Namespace, *, screen: bool) -> None:
    """Send diagnostics to the file that was asked for, else to stderr unless the screen has it.

    Raises OutputError if the file cannot be opened.
    """
    # What the HTTP client's library says when it is cancelled in the moment that it connects.
    warnings.filterwarnings("ignore", "coroutine 'connect_tcp", RuntimeWarning)
    root = logging.getLogger()
    root.setLevel(logging.INFO if options.verbose or options.log_file else logging.WARNING)
    # The library logs every handshake that fails; the feeds say it in their own words.
    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    if options.log_file:
        try:
            handler: logging.Handler = logging.FileHandler(options.log_file, encoding="utf-8")
        except OSError as error:
            raise OutputError(f"Cannot write {options.log_file}: {error.strerror}.") from error
        handler.setFormatter(_Safe("%(asctime)s %(levelname)s %(message)s"))
    else:
        handler = logging.NullHandler() if screen else logging.StreamHandler()
        handler.setFormatter(_Safe("coinwatch: %(message)s"))
    root.addHandler(handler)
