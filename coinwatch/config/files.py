"""Files that are written whole or not at all, and that are noticed when they change."""

import os
import stat
from contextlib import suppress
from pathlib import Path

Signature = tuple[int, ...]
"""Differs if a file was written or replaced, if it went, or if who may read it changed."""

NEW_FILE_MODE = 0o644


def signature(file: Path) -> Signature:
    """Return what tells a file from what it was before; a link means its target."""
    try:
        found = file.stat()
    except OSError as error:
        return (error.errno or 0,)
    if not stat.S_ISREG(found.st_mode):
        return found.st_dev, found.st_ino  # a pipe is read once
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_whole(file: Path, content: bytes, expected: Signature | None = None) -> bool:
    """Have ``file`` hold ``content``; whoever reads it meanwhile has it as before or as after.

    A link stays, its target is written. Owner and permissions stay as they are. Returns False, and
    writes nothing, if the file is not the ``expected`` one any more. Raises OSError.
    """
    target = Path(os.path.realpath(file))
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _write(draft, content, target)
        if expected is not None and signature(file) != expected:
            return False
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    _settle(target.parent)
    return True


def _write(draft: Path, content: bytes, target: Path) -> None:
    """Write a file that looks like ``target``, down to the disk."""
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(descriptor)
        try:
            like = target.stat()
        except FileNotFoundError:
            os.fchmod(descriptor, NEW_FILE_MODE & ~_umask())
            return
        with suppress(PermissionError):  # only root may give files away
            os.fchown(descriptor, like.st_uid, like.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _umask() -> int:
    """Return what new files must not allow; the only way to ask is to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _settle(folder: Path) -> None:
    """Have a folder's new entry survive a power cut, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
