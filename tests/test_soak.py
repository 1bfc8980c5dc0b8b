"""A few minutes of the soak, and that it notices what it is there for."""

import sys
from dataclasses import replace
from typing import Any

import pytest

from coinwatch.demo import Demo
from coinwatch.store import Store
from soak import __main__ as command
from soak.course import Course, Results
from soak.day import Day
from soak.measure import MOST_GROWN, Measure, grown, measure
from soak.usage import TROUBLES, repair
from soak.world import World
from tests import virtual
from tests.harmless import is_harmless

MINUTES = 10


async def _course(minutes: int, seed: int) -> Results:
    return await Course(minutes / 60, 2 / 60, seed).run(lambda *_: None)


def test_every_fault_is_recovered_from() -> None:
    """A fault a minute; each is over soon after its end, and nothing is lost in silence."""
    results = virtual.run(_course(MINUTES, 7))
    assert results.wrong == []
    assert (results.faults.total(), results.recoveries) == (MINUTES, MINUTES)
    assert 0 < results.longest[0] < 16
    assert results.records > 100
    assert results.start
    assert results.end
    assert (results.end.tasks, results.end.files) == (results.start.tasks, results.start.files)


def test_a_missed_recovery_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that does not end is not recovered from, and the results say which it was."""

    def refuse(_world: World, _kind: str, hit: Any) -> float:
        hit.server.faults.stall = True
        hit.server.faults.abort_all()
        return 1.0

    async def nothing(*_: object) -> None:
        pass

    monkeypatch.setattr(World, "inject", refuse)
    monkeypatch.setattr(World, "repair", nothing)
    results = virtual.run(_course(1, 1))
    assert results.recoveries == 0
    assert any("no recovery" in words for words in results.failures)


def test_what_is_lost_in_silence_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without gaps the trades that nobody was told of are missing."""
    monkeypatch.setattr(Store, "put_gap", lambda *_: None)
    results = virtual.run(_course(MINUTES, 7))
    assert any("is missing, and no gap says so" in words for words in results.wrong)


def test_growth_is_told_in_words() -> None:
    """Memory may breathe a little; one task or one socket more is a leak."""
    start = Measure(30.0, 30_000, 12, 14)
    assert grown(start, Measure(37.0, 31_000, 12, 14), MOST_GROWN) == []
    assert grown(start, Measure(40.0, 50_000, 13, 15), MOST_GROWN) == [
        "memory mb grew from 30 to 40",
        "objects grew from 30,000 to 50,000",
        "tasks grew from 12 to 13",
        "files grew from 14 to 15",
    ]
    assert Results(start=start, end=Measure(30.0, 30_000, 13, 14)).failures == [
        "tasks grew from 12 to 13"
    ]


def test_what_a_process_holds() -> None:
    """Everything is counted where the system tells."""

    async def look() -> Measure:
        return measure()

    found = virtual.run(look())
    assert found.objects > 1_000
    assert found.tasks == 1
    assert (found.memory_mb > 10, found.files > 2) == (sys.platform == "linux",) * 2


async def _day(minutes: int, seed: int) -> Results:
    return await Day(minutes / 60, 2 / 60, seed).run(lambda *_: None)


def test_a_day_with_the_screen() -> None:
    """Every minute a user and an exchange do something, and soon after all is well again."""
    minutes = 5
    results = virtual.run(_day(minutes, 3))
    assert results.wrong == []
    assert (results.faults.total(), results.recoveries) == (minutes, minutes)
    assert results.used.total() == minutes
    assert results.start
    assert results.end
    assert (results.end.tasks, results.end.files) == (results.start.tasks, results.start.files)


def test_a_day_that_does_not_get_well_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still wrong long after a fault's end is said in words."""
    monkeypatch.setattr("soak.day.TROUBLES", {"everything gone": TROUBLES["everything gone"]})
    monkeypatch.setattr("soak.day.repair", lambda _: None)
    monkeypatch.setattr("soak.day.RECOVERY_S", 10.0)
    results = virtual.run(_day(1, 1))
    assert results.recoveries == 0
    assert any("is waiting" in words or "is connecting" in words for words in results.wrong)


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_each_trouble_is_over_after_its_repair(trouble: str) -> None:
    """An exchange is as it was before."""
    async with Demo(manual=True) as demo:
        usual = replace(demo.upbit.faults)
        TROUBLES[trouble](demo.upbit)
        repair(demo.upbit)
        assert demo.upbit.faults == usual
        assert [each.symbol for each in demo.upbit.simulation.markets.values() if each.halted] == []


@pytest.mark.parametrize(("wrong", "code"), [([], 0), (["reset of upbit: no recovery"], 1)])
def test_the_command(
    wrong: list[str],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It prints what happened, and fails where something must not have."""

    async def run(_: Course, progress: Any) -> Results:
        results = Results(recoveries=59, wrong=wrong)
        results.faults["reset"] = 60
        progress(1, results)
        return results

    async def run_day(_: Day, progress: Any) -> Results:
        results = Results(recoveries=1, polled=2)
        results.faults["REST down"] = results.used["edit"] = 1
        progress(1, results)
        return results

    monkeypatch.setattr(Course, "run", run)
    monkeypatch.setattr(Day, "run", run_day)
    monkeypatch.setattr(sys, "argv", ["soak", "--hours", "1", "--screen-hours", "1"])
    monkeypatch.setattr("logging.disable", lambda: None)
    assert command.main() == code
    said = capsys.readouterr().out
    assert "screen:   1 h in " in said
    assert "feeds:   1 h in " in said
    assert "  edit                     1\npolled            2\n" in said
    assert "missed recoveries 1\n" in said
    assert ("FAILED: reset of upbit: no recovery" in said) == bool(wrong)
    assert all(map(is_harmless, said.splitlines()))
