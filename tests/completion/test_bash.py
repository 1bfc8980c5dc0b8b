"""The script in a real bash."""

import shutil
import subprocess

import pytest

from coinwatch.completion import script
from tests.completion.cases import CASES

BASH = shutil.which("bash")

PROBE = r"""
COMP_LINE=$1 COMP_POINT=${#1}
_coinwatch
printf '%s\n' "${COMPREPLY[@]}"
"""

pytestmark = pytest.mark.skipif(BASH is None, reason="there is no bash here")


def _completed(typed: str, environ: dict[str, str]) -> set[str]:
    done = subprocess.run(  # noqa: S603  # our own script
        [BASH or "", "--norc", "-uc", script("bash") + PROBE, "bash", typed],
        env=environ, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.parametrize(("typed", "words"), CASES)
def test_completes(typed: str, words: set[str], environ: dict[str, str]) -> None:
    """Commands, options, their values, lists, assets and markets; what follows a colon alone."""
    exchange = typed.rsplit(maxsplit=1)[-1].rpartition(":")[0]
    assert _completed(typed, environ) == {word.removeprefix(f"{exchange}:") for word in words}


def test_completes_behind_an_equals_sign(environ: dict[str, str]) -> None:
    """Bash ends words there."""
    assert _completed("coinwatch --events=tick,tr", environ) == {"tick,trade"}
    assert "/usr" in _completed("coinwatch --config=/us", environ)


def test_completes_files(environ: dict[str, str]) -> None:
    """Where an option takes one."""
    assert "/usr" in _completed("coinwatch doctor --config /us", environ)


def test_without_a_cache_exchanges_are_completed(environ: dict[str, str]) -> None:
    """And the rest as ever."""
    environ["XDG_CACHE_HOME"] = "/nowhere"
    assert _completed("coinwatch bi", environ) == {"binance:"}
    assert _completed("coinwatch upbit:K", environ) == set()
