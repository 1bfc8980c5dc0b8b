"""The script in a real fish."""

import shutil
import subprocess
from pathlib import Path

import pytest

from coinwatch.completion import script
from tests.completion.cases import CASES

FISH = shutil.which("fish")

pytestmark = pytest.mark.skipif(FISH is None, reason="there is no fish here")


def _completed(typed: str, environ: dict[str, str], tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "coinwatch.fish"
    path.write_text(script("fish"))
    done = subprocess.run(  # noqa: S603  # our own script
        [FISH or "", "--no-config", "-c", f"source {path}; complete -C $argv", typed],
        env=environ, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return {word: says for word, _, says in (r.partition("\t") for r in done.stdout.splitlines())}


@pytest.mark.parametrize(("typed", "words"), CASES)
def test_completes(typed: str, words: set[str], environ: dict[str, str], tmp_path: Path) -> None:
    """Commands, options, their values, lists, assets and markets."""
    assert set(_completed(typed, environ, tmp_path)) == words


def test_says_what_is_offered(environ: dict[str, str], tmp_path: Path) -> None:
    """A command's purpose, an option's help, a market's names."""
    assert _completed("coinwatch i", environ, tmp_path)["init"].startswith("Write a commented")
    assert _completed("coinwatch --jso", environ, tmp_path)["--json"].startswith("NDJSON")
    assert _completed("coinwatch BTC", environ, tmp_path)["BTC"] == "Bitcoin 비트코인"
