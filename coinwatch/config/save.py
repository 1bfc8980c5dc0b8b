"""Settings that are changed on the screen, in the user's own file."""

from dataclasses import replace
from errno import EACCES, EPERM, EROFS
from pathlib import Path
from typing import NamedTuple

from coinwatch.config import Config
from coinwatch.config.edit import rewritten
from coinwatch.config.example import example
from coinwatch.config.files import Signature, signature, write_whole
from coinwatch.config.load import parse, read, unreadable
from coinwatch.config.watchlists import Change
from coinwatch.errors import ConfigError, OutputError

ATTEMPTS = 3
"""How often to start over if somebody else writes the file in the same moment."""

_BOM = b"\xef\xbb\xbf"


class Saved(NamedTuple):
    """What a file said and says."""

    before: str | None
    """None if there was no file."""
    text: str
    config: Config


def save(file: Path, change: Change, otherwise: Config) -> Saved:
    """Make a change in ``file``, as it is by now, and return what it says then.

    Without a file, the commented example is written with the change of ``otherwise`` in it. Nothing
    is written that does not read back as what is wanted. Raises ConfigError if the file as it is
    now is wrong, OutputError if it cannot be written, and what ``change`` raises.
    """
    for _ in range(ATTEMPTS):
        seen = signature(file)
        before = _read(file)
        saved = _changed(file, before, change, otherwise)
        if saved.text == before or _written(file, saved.text, seen):
            return saved
    raise OutputError(f"{file} is being written by another program.", "Try again.")


def restore(file: Path, saved: Saved) -> Config | None:
    """Take ``saved`` back if the file still says it; return what holds then, else None.

    Raises what ``save`` raises.
    """
    seen = signature(file)
    if saved.before is None or _read(file) != saved.text:
        return None
    return parse(file, saved.before) if _written(file, saved.before, seen) else None


def _changed(file: Path, before: str | None, change: Change, otherwise: Config) -> Saved:
    if before is None:
        base, now = example(), Config(path=file)
        wanted = replace(change(otherwise), path=file)
    else:
        base, now = before, parse(file, before)
        wanted = change(now)
    text = rewritten(base, now, wanted)
    try:
        found = parse(file, text)
    except ConfigError as error:
        raise _not_from_here(file) from error
    if found != wanted:
        raise _not_from_here(file)
    return Saved(before, text, found)


def _read(file: Path) -> str | None:
    try:
        return read(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(file, error) from error


def _written(file: Path, text: str, expected: Signature) -> bool:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        bom = _BOM if file.exists() and file.read_bytes().startswith(_BOM) else b""
        return write_whole(file, bom + text.encode(), expected)
    except OSError as error:
        hint = f"See who may write there: ls -ld {file.parent}" if _forbidden(error) else ""
        raise OutputError(f"{file} cannot be written: {error.strerror}.", hint) from error


def _forbidden(error: OSError) -> bool:
    return error.errno in {EACCES, EPERM, EROFS}


def _not_from_here(file: Path) -> ConfigError:
    return ConfigError(f"{file} is written in a way that cannot be changed from here.", "Edit it.")
