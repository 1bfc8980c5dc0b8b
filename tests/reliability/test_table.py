"""The table of rows: every test in it exists, and every test of a row is in it."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TABLE = (HERE / "README.md").read_text()
ROWS = range(1, 24)


def _tests(path: Path) -> set[str]:
    return set(re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE))


def _here() -> set[str]:
    return {name for path in HERE.glob("test_*.py") for name in _tests(path)}


def test_every_test_in_the_table_exists() -> None:
    """Those of this folder by their name, the others by their file."""
    named = re.findall(r"`((?:tests/[\w/]+\.py::)?test_\w+)`", TABLE)
    assert len(named) > 60
    for each in named:
        place, _, name = each.rpartition("::")
        assert name in (_tests(ROOT / place) if place else _here()), each


def test_every_row_has_a_test_and_every_test_a_row() -> None:
    """One line for each row, in order, with the tests that are named after it."""
    lines = re.findall(r"^\| (\d+) \|.*$", TABLE, re.MULTILINE)
    assert [int(each) for each in lines] == list(ROWS)
    listed = set(re.findall(r"`(test_\w+)`", TABLE))
    assert {name for name in _here() if name.startswith("test_row_")} <= listed
    assert all(any(name.startswith(f"test_row_{row:02}_") for name in _here()) for row in ROWS)
