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

_BOM = b"\xef\xbb\xbf"


class Rewrite(NamedTuple):
    """What a file says, and what it is to say."""

    seen: Signature
    """Of the file as it was read: it is written only if it is still that one."""
    before: str | None
    """None if there was no file."""
    was: Config
    """What that means; without a file, what held."""
    text: str
    config: Config


def drafted(
    file: Path, change: Change, otherwise: Config, undone: Rewrite | None = None
) -> Rewrite:
    """Return what a change makes of ``file`` as it is by now. Nothing is written.

    Without a file, it is the commented example with the change of ``otherwise`` in it. If the file
    still is as ``undone`` left it, that is taken back to the letter instead. Raises ConfigError if
    the file as it is now is wrong, or could not be made to say what is wanted, and what ``change``
    raises.
    """
    seen = signature(file)
    before = _read(file)
    if undone and undone.before is not None and before == undone.text:
        return Rewrite(seen, before, undone.config, undone.before, undone.was)
    if before is None:
        base, now, was = example(), Config(path=file), otherwise
    else:
        base, now = before, parse(file, before)
        was = now
    wanted = replace(change(was), path=file)
    text = rewritten(base, now, wanted)
    try:
        found = parse(file, text)
    except ConfigError as error:
        raise _not_from_here(file) from error
    if found != wanted:
        raise _not_from_here(file)
    return Rewrite(seen, before, was, text, found)


def write(file: Path, wanted: Rewrite) -> bool:
    """Write a file; False if somebody else has written it meanwhile. Raises OutputError."""
    if wanted.text == wanted.before:
        return True
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        bom = _BOM if file.exists() and file.read_bytes().startswith(_BOM) else b""
        return write_whole(file, bom + wanted.text.encode(), wanted.seen)
    except OSError as error:
        hint = f"See who may write there: ls -ld {file.parent}" if _forbidden(error) else ""
        raise OutputError(f"{file} cannot be written: {error.strerror}.", hint) from error


def _read(file: Path) -> str | None:
    try:
        return read(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(file, error) from error


def _forbidden(error: OSError) -> bool:
    return error.errno in {EACCES, EPERM, EROFS}


def _not_from_here(file: Path) -> ConfigError:
    return ConfigError(f"{file} is written in a way that cannot be changed from here.", "Edit it.")
