"""How what is found is printed."""

import asyncio
import errno
import io
import json
import sys

import pytest

from coinwatch.doctor.findings import Check, State, Step, Verdict
from coinwatch.doctor.report import Report
from coinwatch.errors import ExitCode, OutputError
from coinwatch.output import ReaderGoneError

NAMES = {"upbit": "Upbit", "binance": "Binance"}
CONFIG = Check(None, Step.CONFIG, State.OK, None, "my.toml")
GOOD = Check("upbit", Step.DNS, State.OK, 1234.5, "api.example is 192.0.2.1")
BAD = Check("binance", Step.REST, State.FAILED, 0.3, "it is broken", "Mend it.")
LEFT = Check("binance", Step.FIRST_TICK, State.SKIPPED, None, "REST failed")
USABLE = Verdict("upbit", True, "websocket", 38.2, -0.04, "prices come by WebSocket")
USELESS = Verdict("binance", False, None, None, None, "nothing works")


async def _printed(report: Report, *items: Check | Verdict) -> ExitCode:
    for item in items:
        report.tell(item)
    async with asyncio.timeout(10):
        return await report.run()


async def test_a_page_for_people(capfd: pytest.CaptureFixture[str]) -> None:
    """Aligned, a mark and a word each, hints below what they are for, verdicts last."""
    report = Report(NAMES, json=False)
    assert await _printed(report, CONFIG, GOOD, USABLE, BAD, LEFT, USELESS) is ExitCode.OK
    assert capfd.readouterr().out == (
        "✓ ok       config                   my.toml\n"
        "\n"
        "Upbit\n"
        "✓ ok       DNS          1,234.5 ms  api.example is 192.0.2.1\n"
        "Upbit can be used: prices come by WebSocket.\n"
        "\n"
        "Binance\n"
        "✗ failed   REST             0.3 ms  it is broken\n"
        "                                    Mend it.\n"
        "· skipped  first tick               REST failed\n"
        "Binance cannot be used: nothing works.\n"
    )
    assert report.unusable == ["Binance"]


async def test_one_exchange_after_the_other(capfd: pytest.CaptureFixture[str]) -> None:
    """Rows of the second one wait until the first has its verdict, those of the first do not."""
    report = Report(NAMES, json=False)
    report.tell(BAD)
    report.tell(GOOD)
    running = asyncio.create_task(report.run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert capfd.readouterr().out == (
        "\nUpbit\n✓ ok       DNS          1,234.5 ms  api.example is 192.0.2.1\n"
    )
    for item in (USELESS, LEFT._replace(exchange="upbit"), USABLE):
        report.tell(item)
    async with asyncio.timeout(10):
        assert await running is ExitCode.OK
    words = [line.split("  ")[0] for line in capfd.readouterr().out.splitlines()]
    assert words == [
        "· skipped", "Upbit can be used: prices come by WebSocket.", "", "Binance", "✗ failed",
        "", "Binance cannot be used: nothing works.",
    ]  # fmt: skip


async def test_lines_for_programs(capfd: pytest.CaptureFixture[str]) -> None:
    """One object each, in the order of what happened, with every key."""
    report = Report(NAMES, json=True)
    await _printed(report, CONFIG, BAD, GOOD, USELESS, USABLE)
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [list(line.items()) for line in lines[1:4:2]] == [
        [
            ("v", 1), ("type", "check"), ("exchange", "binance"), ("step", "rest"),
            ("state", "failed"), ("ms", 0.3), ("message", "it is broken"), ("hint", "Mend it."),
        ],
        [
            ("v", 1), ("type", "verdict"), ("exchange", "binance"), ("usable", False),
            ("via", None), ("round_trip_ms", None), ("clock_s", None),
            ("message", "nothing works"),
        ],
    ]  # fmt: skip
    assert (lines[0]["exchange"], lines[0]["ms"], lines[0]["hint"]) == (None, None, "")
    assert lines[4]["round_trip_ms"] == 38.2
    assert lines[4]["clock_s"] == -0.04


async def test_a_signal_ends_it(capfd: pytest.CaptureFixture[str]) -> None:
    """With the code of the signal, after what is known already."""
    report = Report(NAMES, json=True)
    report.tell(CONFIG)
    report.stop(ExitCode.SIGINT)
    assert await _printed(report, GOOD) is ExitCode.SIGINT
    assert len(capfd.readouterr().out.splitlines()) == 1
    assert report.unusable == []


async def test_a_terminal_of_another_encoding(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows the word, if not the mark."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(1, closefd=False), "ascii"))
    await _printed(Report(NAMES, json=False), USABLE, BAD, USELESS)
    assert "\n? failed   REST             0.3 ms  it is broken\n" in capfd.readouterr().out


async def test_a_disk_that_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in words; a reader that left is not even that."""

    def full(_: int, data: bytes) -> int:
        assert data
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.write", full)
    with pytest.raises(OutputError) as caught:
        await _printed(Report(NAMES, json=True), CONFIG)
    assert caught.value.message == "Cannot write to stdout: No space left on device."


async def test_a_reader_that_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for the caller to end quietly."""

    def gone(_: int, data: bytes) -> int:
        assert data
        raise BrokenPipeError

    monkeypatch.setattr("os.write", gone)
    with pytest.raises(ReaderGoneError):
        await _printed(Report(NAMES, json=True), CONFIG)


async def test_a_pipe_that_takes_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it arrives."""
    written = bytearray()

    def little(_: int, data: bytes) -> int:
        written.extend(data[:7])
        return len(data[:7])

    monkeypatch.setattr("os.write", little)
    await _printed(Report(NAMES, json=True), USABLE, USELESS)
    assert [json.loads(line)["exchange"] for line in written.splitlines()] == ["upbit", "binance"]
