"""The commented config file that has every key with its default, and how it is written to disk."""

import os
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from coinwatch.config import Config, settings
from coinwatch.config.files import write_whole
from coinwatch.config.load import default_path
from coinwatch.errors import OutputError, UsageError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_WIDTH = 100
_ROOM = _WIDTH - len("  # ")

_HEAD = """\
# coinwatch: every key with its default. Keep what you change; the rest may go.
# A duration is written 500ms, 30s, 5m, 2h, 23h30m or 1d. A symbol is upbit:KRW-BTC,
# binance:BTCUSDT, upbit:BTC/KRW, BTC (on each exchange, in KRW or USDT), or upbit:KRW-* for many.
"""

_GROUPS = """\
# More watchlists, as tabs:
#
# [[group]]
# name = "Majors"
# symbols = ["BTC", "ETH", "XRP"]
#
# [[group]]
# name = "김프"
# symbols = ["upbit:KRW-SOL", "binance:SOLUSDT", "upbit:KRW-USDT"]
"""


def example() -> str:
    """Return the example: TOML that says what holds without a file."""
    config = Config()
    sections = [
        _HEAD,
        _lines("", config),
        _GROUPS,
        _lines("display", config.display),
        _lines("premium", config.premium),
        _lines("feed", config.feed),
        *(_lines(f"exchange.{name}", each) for name, each in config.exchanges.items()),
    ]
    return "\n".join(sections)


def write_default(path: Path | None, *, force: bool) -> Path:
    """Write the example to ``path``, or to the default place, and return where it is.

    A file that is there stays as it is, unless ``force``. The file appears whole or not at all.
    Raises UsageError for a file that is there, and OutputError for one that cannot be written.
    """
    path = path or default_path()
    try:
        if path.exists() and not force:
            raise UsageError(f"{path} is there already.", "To replace it, add --force.")
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        if not force:
            target.touch(exist_ok=False)  # it may have come to be since it was looked for
        write_whole(path, example().encode())
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def _lines(name: str, section: "DataclassInstance") -> str:
    """Return one section: each key with its help behind it, or above it where that is too long."""
    rows = [
        (f"{each.name} = {each.key.kind.write(getattr(section, each.field))}", each.key.help)
        for each in settings(type(section))
    ]
    column = max((len(row) for row, help_ in rows if len(row + help_) <= _ROOM), default=0)
    lines = [f"[{name}]"] if name else []
    for row, help_ in rows:
        behind = f"{row:{column}}  # {help_}"
        lines += [behind] if len(behind) <= _WIDTH else [f"# {help_}", *_wrapped(row)]
    return "\n".join(lines) + "\n"


def _wrapped(row: str) -> list[str]:
    """Return a long assignment of a list in lines that are short enough."""
    return wrap(row, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
