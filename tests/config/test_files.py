"""Files that are written whole or not at all, and that are noticed when they change."""

import errno
import os
import stat
from pathlib import Path

import pytest

from coinwatch.config.files import signature, write_whole


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A link still leads to the same file, which may be read by the same people."""
    target = tmp_path / "there" / "real.toml"
    target.parent.mkdir()
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "config.toml"
    link.symlink_to(target)
    assert write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [each.name for each in target.parent.iterdir()] == ["real.toml"]


def test_a_new_file_may_be_read_as_usual(tmp_path: Path) -> None:
    """As the user's mask says."""
    before = os.umask(0o027)
    try:
        assert write_whole(tmp_path / "c.toml", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "c.toml").stat().st_mode) == 0o640


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """What another program wrote is not lost."""
    file = tmp_path / "c.toml"
    file.write_text("one")
    seen = signature(file)
    file.write_text("two!")
    assert not write_whole(file, b"three", seen)
    assert file.read_text() == "two!"
    assert write_whole(file, b"three", signature(file))
    assert [each.name for each in tmp_path.iterdir()] == ["c.toml"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_leaves_what_was_there(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a folder that may not be written loses nothing, and leaves no draft."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "c.toml"
    file.write_text("old")
    monkeypatch.setattr(Path if call == "replace" else os, call, fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"new")
    monkeypatch.undo()
    assert file.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["c.toml"]


def test_a_folder_that_cannot_be_synced_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems do not know that."""
    opened = os.open

    def without_folders(path: str, flags: int, mode: int = 0) -> int:
        if Path(path).is_dir():
            raise OSError(errno.EINVAL, "no")
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", without_folders)
    assert write_whole(tmp_path / "c.toml", b"x")


def test_a_signature_tells_every_change(tmp_path: Path) -> None:
    """Written, replaced, forbidden, gone: each differs; untouched is the same."""
    file = tmp_path / "c.toml"
    seen = [signature(file)]
    file.write_text("one")
    seen.append(signature(file))
    assert signature(file) == seen[-1]
    (tmp_path / "other").write_text("two")
    (tmp_path / "other").replace(file)
    seen.append(signature(file))
    os.utime(file, ns=(1, 1))
    seen.append(signature(file))
    assert len(set(seen)) == len(seen)
