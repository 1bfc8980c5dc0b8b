"""The programs of the library's document, taken out of it and run as they are written."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from coinwatch import Book, Gap, Lost, Premium, Status, Tick, Trade

ROOT = Path(__file__).parents[2]
LIBRARY = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")

PROGRAMS = re.findall(r"^```python\n(.*?)^```$", LIBRARY, re.MULTILINE | re.DOTALL)

PRINTED = (
    r"(\w+:\S+: [\d,.]+ (-?[\d.]+|None) %\n)+BTC costs [+-]\d\.\d\d % more in Korea\n",
    r"something was traded\n",
    r"There is no market upbit:KRW-BTX\. Did you mean upbit:KRW-BTC.*\n",
)


@pytest.mark.parametrize(("program", "printed"), [*zip(PROGRAMS, PRINTED, strict=True)])
def test_a_program_prints_what_it_says(
    program: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an interpreter of its own that makes errors of warnings; it ends by itself."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("COINWATCH_CONFIG", raising=False)
    done = subprocess.run(  # noqa: S603  # of our own document
        (sys.executable, "-W", "error", "-c", program), cwd=ROOT, capture_output=True, text=True,
        timeout=50, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(printed, done.stdout)


@pytest.mark.parametrize("kind", [Tick, Trade, Book, Premium, Status, Gap, Lost])
def test_every_field_that_the_document_names_is_there(kind: type) -> None:
    """And it leaves out only what is for the inside."""
    row = next(line for line in LIBRARY.splitlines() if line.startswith(f"| `{kind.__name__}` |"))
    named = set(re.findall(r"`(\w+)`", row.partition("|")[2])) - {kind.__name__}
    inside = {"last", "day", "quote", "live"}
    of_the_period = {"open", "volume", "quote_volume", "basis"}
    assert set(kind._fields) - inside <= named  # type: ignore[attr-defined]  # named tuples
    assert all(hasattr(kind, name) for name in named - of_the_period)
