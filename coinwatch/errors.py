"""Every error that coinwatch raises on purpose.

::

    CoinwatchError            a sentence for the user, a hint, a category and an exit code
    ├── UsageError            the command line is wrong                      exit 2, "usage"
    ├── ConfigError           the config file is wrong                       exit 2, "config"
    ├── SymbolError           a market that does not exist                   exit 3, "symbol"
    ├── NetworkError          nothing usable could be had from the network   exit 1, "network"
    ├── ExchangeError         an exchange refused what it was asked          exit 1, "exchange"
    ├── OutputError           a file or stdout could not be written          exit 1, "io"
    ├── RecordingError        a file that is no recording, or is damaged     exit 1, "io"
    └── DecodeError           a frame or an answer that is not what the exchange documents;
                              counted and shown, never fatal by itself

A fault of the network, of an exchange or of a frame is one of these. Anything else is a bug, and
ends the program with a traceback.
"""

from enum import IntEnum
from typing import ClassVar

NO_NETWORK = "To see what is wrong: coinwatch doctor. To look without a network: coinwatch --demo."
"""The hint where nothing came."""


class ExitCode(IntEnum):
    """What the process tells the shell."""

    OK = 0
    """A normal end: a limit was reached, ``q``, or the reader of the pipe went away."""
    NETWORK = 1
    """Nothing usable could be had from the network."""
    USAGE = 2
    """The command line or the config file is wrong."""
    SYMBOL = 3
    """A market that no exchange knows."""
    SIGHUP = 129
    SIGINT = 130
    SIGTERM = 143


class CoinwatchError(Exception):
    """A plain sentence on what is wrong and where, and a hint on what to do."""

    category: ClassVar[str] = "usage"
    """The fixed word for machines, in the ``error`` key of the line on stderr."""
    exit_code: ClassVar[ExitCode] = ExitCode.USAGE
    excerpt: tuple[str, ...] = ()
    """The lines that it is about, for who has room for them."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CoinwatchError):
    """The command line is wrong."""


class ConfigError(CoinwatchError):
    """The config file is wrong; the message says where: file, line and key."""

    category = "config"

    def __init__(self, message: str, hint: str = "", excerpt: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.excerpt = excerpt


class SymbolError(CoinwatchError):
    """A market that does not exist; the hint holds the nearest names."""

    category = "symbol"
    exit_code = ExitCode.SYMBOL

    def __init__(self, message: str, hint: str = "", symbol: str = "") -> None:
        super().__init__(message, hint)
        self.symbol = symbol
        """As it is written, if it was written."""


class NetworkError(CoinwatchError):
    """Nothing usable could be had from the network."""

    category = "network"
    exit_code = ExitCode.NETWORK


class ExchangeError(CoinwatchError):
    """An exchange refused what it was asked."""

    category = "exchange"
    exit_code = ExitCode.NETWORK


class OutputError(CoinwatchError):
    """A file or stdout could not be written."""

    category = "io"
    exit_code = ExitCode.NETWORK


class RecordingError(CoinwatchError):
    """A file that is no recording, or is damaged; the message says where: file, line and byte."""

    category = "io"
    exit_code = ExitCode.NETWORK


class DecodeError(CoinwatchError):
    """A frame or an answer that is not what the exchange documents."""

    category = "exchange"
    exit_code = ExitCode.NETWORK
