"""The manual pages: what is committed is what the text gives, and it is sound."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from coinwatch import wire
from coinwatch.args import watch_parser
from coinwatch.command_args import PARSERS
from coinwatch.config import Config, settings
from tools import manual

PAGES = sorted(manual.pages())
ROOT = Path(__file__).parents[2]


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=50, check=False)  # noqa: S603  # the system's own tools
    return done.stdout + done.stderr


def _shown(page: str) -> str:
    if not shutil.which("mandoc"):
        pytest.skip("there is no mandoc here")
    shown = _run("mandoc", "-T", "utf8", "-O", "width=200", str(manual.FOLDER / page))
    return re.sub(".\b", "", shown)  # bold is printed twice


@pytest.mark.parametrize("page", PAGES)
def test_what_is_committed_is_what_the_text_gives(page: str) -> None:
    """After a change of the help, the config or the lines: make man."""
    assert (manual.FOLDER / page).read_text(encoding="utf-8") == manual.pages()[page]


def test_writes_what_it_gives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Both pages, into a folder that is made."""
    monkeypatch.setattr(manual, "FOLDER", tmp_path / "man")
    manual.main()
    assert {each.name: each.read_text() for each in (tmp_path / "man").iterdir()} == manual.pages()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "words",
    [("mandoc", "-T", "lint"), ("groff", "-ww", "-man", "-Tutf8", "-z")],
    ids=lambda w: w[0],
)
def test_renders_without_a_warning(page: str, words: tuple[str, ...]) -> None:
    """By both of the programs that systems have for it."""
    if not shutil.which(words[0]):
        pytest.skip(f"there is no {words[0]} here")
    assert _run(*words, str(manual.FOLDER / page)) == ""


def test_everything_is_in_the_pages() -> None:
    """Every option, every command, every key of a line and of the config."""
    program, config = manual.pages()["coinwatch.1"], manual.pages()["coinwatch-config.5"]
    for parser in (watch_parser(""), *(each() for each in PARSERS.values())):
        for flag in parser._option_string_actions:
            assert flag.replace("-", r"\-") in program
    assert all(f".SS {name}\n" in program for name in PARSERS)
    assert all(f"\\fB{key}\\fR" in program for key in wire.FIELDS)
    for section in (type(Config().display), type(Config().feed), type(Config().premium), Config):
        assert all(rf"\fB{each.name}\fR" in config for each in settings(section))


def test_hangul_and_dashes_are_shown_as_they_are() -> None:
    """An option is to be copied from the page."""
    assert "coinwatch markets ㅂㅌ" in _shown("coinwatch.1")
    assert "--log-file PATH" in _shown("coinwatch.1")
    assert 'name = "김프"' in _shown("coinwatch-config.5")


def test_the_pages_are_installed_with_the_package(tmp_path: Path) -> None:
    """Where man looks for them."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    names = zipfile.ZipFile(wheel).namelist()
    for page, folder in (("coinwatch.1", "man1"), ("coinwatch-config.5", "man5")):
        assert any(name.endswith(f".data/data/share/man/{folder}/{page}") for name in names)
