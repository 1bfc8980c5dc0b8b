"""The guard of the hot paths: counts that repeat, and what is said of those that changed."""

import json
from pathlib import Path

import pytest

from tools import instructions


def _two_steps() -> None:
    _step()
    _step()


def _step() -> None:
    pass


def test_counts_every_function_and_counts_the_same_each_time() -> None:
    """A call more is more; the machine's mood is not in it."""
    for run in (_step, _two_steps):
        instructions.count(run)
    one, two = instructions.count(_step), instructions.count(_two_steps)
    assert 0 < one < two
    assert (instructions.count(_step), instructions.count(_two_steps)) == (one, two)


@pytest.mark.parametrize("name", instructions.PATHS)
def test_every_path_is_taken_whole(name: str) -> None:
    """No frame is refused: that would be a short path, and no guard of the long one."""
    run = instructions.PATHS[name]()
    assert instructions.count(run) > 30 * instructions.RECORDS


def test_what_changed_by_more_than_the_margin_is_told() -> None:
    """Either way, and what was never committed; the rest is silent."""
    found = {"same": 102.0, "longer": 104.0, "shorter": 96.0, "new": 1.0}
    committed = {"same": 100.0, "longer": 100.0, "shorter": 100.0}
    advice = "make it shorter, or renew it with a reason"
    assert list(instructions.complaints(found, committed)) == [
        f"longer: 104.0 instructions, 100.0 are committed; {advice}",
        "shorter: 96.0 instructions, 100.0 are committed; renew it",
        f"new: 1.0 instructions, 0.0 are committed; {advice}",
    ]


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the committed figures, of another version of Python; nothing takes any time."""
    path = tmp_path / "instructions.json"
    path.write_text('{"2.7": {"path": 1.0}}')
    monkeypatch.setattr(instructions, "COMMITTED", path)
    monkeypatch.setattr(instructions, "measured", lambda: {"path": 50.0})
    return path


def test_renews_the_figures_of_this_python_alone(
    figures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without figures there is nothing to compare; then what is committed holds."""
    assert instructions.main([]) == 0
    assert "nothing to compare" in capsys.readouterr().out
    assert instructions.main(["--renew"]) == 0
    written = json.loads(figures.read_text())
    assert written == {"2.7": {"path": 1.0}, instructions.PYTHON: {"path": 50.0}}
    assert instructions.main([]) == 0


def test_a_longer_path_fails_the_gate(figures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the way to renew the figure."""
    figures.write_text(json.dumps({instructions.PYTHON: {"path": 40.0}}))
    assert instructions.main([]) == 1
    assert "--renew" in capsys.readouterr().out
