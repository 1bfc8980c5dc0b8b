"""Settings that are changed on the screen, in the user's own file."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from coinwatch.config import Config
from coinwatch.config import save as saving
from coinwatch.config.example import example
from coinwatch.config.files import signature
from coinwatch.config.load import load
from coinwatch.config.save import Rewrite, drafted, write
from coinwatch.config.watchlists import Change
from coinwatch.errors import ConfigError, OutputError

MINE = '# mine\nsymbols = ["BTC"] # coins\n[feed]\nsilence_timeout = "45s"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a config file."""
    path = tmp_path / "config.toml"
    path.write_text(MINE)
    return path


def more(config: Config) -> Config:
    """Add a market."""
    return replace(config, symbols=(*config.symbols, "ETH"))


def save(file: Path, change: Change, otherwise: Config) -> Rewrite:
    """Write a change that nobody disturbs."""
    wanted = drafted(file, change, otherwise)
    assert write(file, wanted)
    return wanted


def test_saves_a_change(file: Path) -> None:
    """The file has it, and all else as it was; what holds is returned."""
    saved = save(file, more, Config())
    assert file.read_text() == MINE.replace('["BTC"]', '["BTC", "ETH"]') == saved.text
    assert saved.config == load(file, {})
    assert saved.config.symbols == ("BTC", "ETH")
    assert saved.config.feed.silence_timeout_s == 45


def test_what_the_file_says_already_is_not_written(file: Path) -> None:
    """It is the same file then, and nobody who watches it is disturbed."""
    before = signature(file)
    save(file, lambda config: config, Config())
    assert signature(file) == before


def test_changes_what_the_file_says_by_now(file: Path) -> None:
    """What somebody else wrote since it was read is kept."""
    file.write_text(MINE.replace("45s", "46s"))
    assert save(file, more, Config()).config.feed.silence_timeout_s == 46


def test_without_a_file_the_example_is_written(tmp_path: Path) -> None:
    """With the change in it, in a folder that is made for it."""
    file = tmp_path / "coinwatch" / "config.toml"
    saved = save(file, more, Config())
    assert saved.config.symbols == (*Config().symbols, "ETH")
    assert file.read_text().count("#") == example().count("#")
    assert load(file, {}) == saved.config


def test_a_file_that_was_deleted_comes_back(tmp_path: Path) -> None:
    """With everything that still holds in it."""
    feed = replace(Config().feed, ping_interval_s=7.0)
    now = Config(symbols=("XRP",), feed=feed)
    saved = save(tmp_path / "c.toml", more, now)
    assert saved.config == replace(now, symbols=("XRP", "ETH"), path=tmp_path / "c.toml")


def test_a_byte_order_mark_is_kept(file: Path) -> None:
    """Some editors want it."""
    file.write_bytes(b"\xef\xbb\xbf" + MINE.encode())
    save(file, more, Config())
    assert file.read_bytes().startswith(b"\xef\xbb\xbf# mine\n")


def test_a_file_with_a_mistake_is_not_touched(file: Path) -> None:
    """The mistake is told with its line."""
    file.write_text(MINE + "silense = 1\n")
    with pytest.raises(ConfigError, match=r"line 5: feed\.silense is not a known key"):
        save(file, more, Config())
    assert file.read_text() == MINE + "silense = 1\n"


def test_a_file_that_cannot_be_read_or_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason is told, and nothing is lost."""

    def read_only(*_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(OutputError, match=r"cannot be written: Read-only file system\.") as caught:
        save(file, more, Config())
    assert "ls -ld" in caught.value.hint
    monkeypatch.undo()
    assert file.read_text() == MINE
    file.unlink()
    file.mkdir()
    with pytest.raises(ConfigError, match="is a directory"):
        save(file, more, Config())


def test_writes_over_nobody(file: Path) -> None:
    """What somebody else wrote after the draft was made stays."""
    wanted = drafted(file, more, Config())
    theirs = MINE.replace("45s", "46000ms")
    file.write_text(theirs)
    assert not write(file, wanted)
    assert file.read_text() == theirs


def test_never_writes_what_does_not_read_back(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the change not in the text, or the text no config any more, nothing would be written."""
    for text in (MINE, "symbols = "):
        monkeypatch.setattr(saving, "rewritten", lambda *_, text=text: text)
        with pytest.raises(ConfigError, match="cannot be changed from here"):
            save(file, more, Config())
    assert file.read_text() == MINE


def test_takes_back_the_last_change(file: Path) -> None:
    """To the letter, as long as the file still says it."""
    file.write_text(MINE.replace('["BTC"]', '[\n"BTC", # b\n"ETH", # e\n]'))
    before = file.read_text()
    saved = save(file, lambda config: replace(config, symbols=("BTC",)), Config())
    assert "# e" not in file.read_text()
    back = drafted(file, more, Config(), saved)
    assert write(file, back)
    assert back.config.symbols == ("BTC", "ETH")
    assert file.read_text() == before
    file.write_text(before + "# theirs\n")
    assert drafted(file, more, Config(), saved).config.symbols == ("BTC", "ETH", "ETH")


def test_does_not_take_back_the_making_of_a_file(tmp_path: Path) -> None:
    """There is nothing to go back to."""
    file = tmp_path / "c.toml"
    saved = save(file, more, Config())
    again = drafted(file, lambda config: replace(config, symbols=("BTC",)), Config(), saved)
    assert again.config.symbols == ("BTC",)
    assert again.text.count("#") == example().count("#")
