"""The commented config file."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from coinwatch.config import Config, WatchGroup
from coinwatch.config.example import example, write_default
from coinwatch.config.load import default_path, load
from coinwatch.errors import OutputError, UsageError

ROOT = Path(__file__).parents[2]


def test_the_example_in_the_repository_is_this_one() -> None:
    """To renew it: python -m coinwatch init --stdout > config.example.toml."""
    shipped = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    assert shipped == example(), "renew it: python -m coinwatch init --stdout > config.example.toml"


def test_the_example_says_what_holds_without_it(tmp_path: Path) -> None:
    """Loading the example changes nothing."""
    path = write_default(tmp_path / "c.toml", force=False)
    assert load(path, {}) == replace(Config(), path=path)


def test_the_example_has_every_key() -> None:
    """Each section of the config and each of its keys is there, in the documented order."""
    tables = tomllib.loads(example())
    assert list(tables) == ["symbols", "display", "premium", "feed", "exchange"]
    keys = {name: list(table) for name, table in tables.items() if name != "symbols"}
    assert keys == {
        "display": ["change", "colors", "language", "sparkline", "fps", "columns", "sort"],
        "premium": ["usd_krw", "stale_after"],
        "feed": [
            "silence_timeout",
            "ping_interval",
            "backoff_initial",
            "backoff_max",
            "rollover",
        ],
        "exchange": ["upbit", "binance"],
    }
    assert list(tables["exchange"]["upbit"]) == list(tables["exchange"]["binance"])
    assert tables["feed"]["rollover"] == "23h30m"


def test_the_groups_in_the_example_work(tmp_path: Path) -> None:
    """Taking the marks off the commented watchlists gives two groups, one named in Hangul."""
    path = tmp_path / "c.toml"
    lines = example().splitlines()
    first = lines.index("# [[group]]")
    groups = [line.removeprefix("# ") for line in lines[first : first + 7] if line != "#"]
    path.write_text("\n".join(groups), encoding="utf-8")
    assert load(path, {}).groups == (
        WatchGroup("Majors", ("BTC", "ETH", "XRP")),
        WatchGroup("김프", ("upbit:KRW-SOL", "binance:SOLUSDT", "upbit:KRW-USDT")),
    )


def test_the_example_reads_well() -> None:
    """No line is over 100 columns, comments of a section are aligned, and each key has one."""
    for section in example().split("\n\n"):
        lines = section.splitlines()
        assert max(map(len, lines)) <= 100
        assert len({line.index("  # ") for line in lines if "  # " in line}) <= 1
        for before, line in zip(["", *lines], lines, strict=False):
            assert line.startswith(("#", "[", "    ")) or "  # " in line or before.startswith("# ")


def test_writes_to_the_default_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path the file goes where it is looked for, and its directory is made."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    path = write_default(None, force=False)
    assert path == default_path()
    assert path.is_relative_to(tmp_path)
    assert path.read_text(encoding="utf-8") == example()
    assert list(path.parent.iterdir()) == [path]


def test_never_overwrites_unasked(tmp_path: Path) -> None:
    """A file that is there stays as it is, unless told to replace it."""
    path = tmp_path / "c.toml"
    path.write_text("symbols = []", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_default(path, force=False)
    assert caught.value.message == f"{path} is there already."
    assert caught.value.hint == "To replace it, add --force."
    assert path.read_text(encoding="utf-8") == "symbols = []"
    assert write_default(path, force=True) == path
    assert path.read_text(encoding="utf-8") == example()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link points to is written: dotfiles are often kept elsewhere."""
    target, link = tmp_path / "dotfiles" / "c.toml", tmp_path / "c.toml"
    link.symlink_to(target)
    write_default(link, force=False)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == example()
    write_default(link, force=True)
    assert link.is_symlink()


def test_a_file_that_comes_up_in_between_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even another program's file that appears at the last moment is overwritten."""
    path = tmp_path / "c.toml"
    path.write_text("symbols = []", encoding="utf-8")
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(OutputError) as caught:
        write_default(path, force=False)
    assert caught.value.message == f"{path} cannot be written: File exists."
    assert path.read_text(encoding="utf-8") == "symbols = []"
    assert list(tmp_path.iterdir()) == [path]


def test_says_why_it_cannot_write(tmp_path: Path) -> None:
    """The system's reason is passed on, and no draft is left behind."""
    (tmp_path / "file").touch()
    (tmp_path / "directory").mkdir()
    for path, reason in [
        (tmp_path / "file" / "c.toml", "File exists"),
        (tmp_path / "directory", "Is a directory"),
    ]:
        with pytest.raises(OutputError) as caught:
            write_default(path, force=True)
        assert caught.value.message == f"{path} cannot be written: {reason}."
    assert sorted(tmp_path.iterdir()) == [tmp_path / "directory", tmp_path / "file"]
