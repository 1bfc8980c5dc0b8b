"""Recorded runs with faults in them, and replays of them."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from coinwatch.demo import Demo
from coinwatch.demo.answers import refusal
from coinwatch.model import Book, Candle, Market, Trade
from coinwatch.recording import recorder
from coinwatch.recording.records import Doubted
from coinwatch.replay.player import FIRST_LOOK_S, Player
from tests import rig
from tests.rig import Taping, player, replayed
from tests.virtual import pass_time

VIRTUAL_TIME = True

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")


async def _with_faults(taping: Taping, demo: Demo) -> list[bytes]:
    """Let much go wrong; return the lines that the run gave."""
    await pass_time(1)
    demo.upbit.faults.duplicate = demo.binance.faults.reorder = True
    await pass_time(2)
    for server in demo.servers:
        server.faults.inject(b"\xff\xfe no text at all")
        server.faults.inject('{"ty":"ticker","cd":"KRW-BTC","tp":-1}')
        server.replay(20)
    await pass_time(1)
    demo.upbit.faults.abort_all()
    await pass_time(6)
    demo.binance.faults.refuse = refusal(403)
    demo.binance.faults.reset_all()
    await pass_time(6)
    for server in demo.servers:
        server.faults.clear()
    await pass_time(2)
    return await taping.stop()


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.zst"])
async def test_a_replay_tells_the_runs_own_lines_at_any_speed(
    name: str, demo: Demo, tmp_path: Path
) -> None:
    """Byte for byte, with reconnects, roll-overs, garbage and polling in between, in its time."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    lines = await _with_faults(Taping(demo, tmp_path / name), demo)
    took = loop.time() - began
    kinds = Counter((each["type"], each["exchange"]) for each in map(json.loads, lines))
    wanted = {"tick", "trade", "book", "status", "gap"}
    assert set(kinds) == {(kind, each) for kind in wanted for each in ("upbit", "binance")}
    assert b'"polling"' in b"".join(lines)
    for speed, expected in ((1.0, took), (10.0, took / 10), (None, 0.0)):
        began = loop.time()
        assert await replayed(tmp_path / name, speed=speed) == lines
        assert loop.time() - began == pytest.approx(expected, abs=0.7)


def _parts(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_each_part_goes_on_where_the_one_before_ended(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All parts give all lines, those from any one on the rest of them, exactly."""
    monkeypatch.setattr(recorder, "KEY_BYTES", 20_000)
    taping = Taping(demo, tmp_path / "run.jsonl.zst", most_bytes=6_000)
    lines = await _with_faults(taping, demo)
    parts = _parts(tmp_path)
    assert [part.name for part in parts[:2]] == ["run.0001.jsonl.zst", "run.0002.jsonl.zst"]
    assert len(parts) > 3
    assert await replayed(*parts, speed=None) == lines
    left = len(lines)
    for number in (1, len(parts) // 2, len(parts) - 1):
        found = await replayed(*parts[number:], speed=None)
        assert found == lines[-len(found) :]
        assert 0 < len(found) < left
        left = len(found)


async def test_a_part_that_is_missing_is_gone_over(demo: Demo, tmp_path: Path) -> None:
    """What follows it is exact again."""
    taping = Taping(demo, tmp_path / "run.jsonl", most_bytes=30_000)
    await pass_time(6)
    lines = await taping.stop()
    first, _, *rest = _parts(tmp_path)
    before, after = await replayed(first, speed=None), await replayed(*rest, speed=None)
    assert lines[: len(before)] == before
    assert await replayed(first, *rest, speed=1.0) == before + after


async def _recorded(demo: Demo, path: Path, seconds: float = 6.0) -> list[bytes]:
    taping = Taping(demo, path)
    await pass_time(seconds)
    return await taping.stop()


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.zst"])
@pytest.mark.parametrize("speed", [1.0, None])
async def test_a_jump_ends_in_the_state_of_that_moment(
    name: str, speed: float | None, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back and forward, over keys, while it runs and while it is paused."""
    monkeypatch.setattr(recorder, "KEY_BYTES", 20_000)
    await _recorded(demo, tmp_path / name, 12.0)
    found, _ = player(tmp_path / name, speed=1.0, stay=True)
    task = asyncio.create_task(found.run())
    await pass_time(5.1)
    found.pause()
    await pass_time(1)
    assert found.elapsed_s == pytest.approx(5.1, abs=0.01)
    seen = _state(found)
    found.seek(4)
    await pass_time(1)
    assert found.elapsed_s == pytest.approx(9.1, abs=0.01)
    assert _state(found) != seen
    found.seek(-4)
    await pass_time(1)
    assert _state(found) == seen
    found.seek(-100)
    await pass_time(1)
    assert found.elapsed_s == FIRST_LOOK_S
    assert found.paused
    found.playhead.set_speed(speed)
    found.pause()
    found.seek(100)
    await pass_time(1)
    assert found.ended
    assert (found.share, found.problem) == (1.0, "")
    assert found.elapsed_s == pytest.approx(12, abs=0.7)
    task.cancel()


def _state(found: Player) -> list[object]:
    """Return what is known of every market, and of every connection."""
    store = found._store
    states = [store.state(market) for market in store.markets]
    return [
        [
            (s.last, s.day, s.quote, s.book, s.moved, round(s.moved_at, 3), s.recent.kept())
            for s in states
        ],
        [[each.kept() for each in s.series.values()] for s in states],
        [(each.status, each.frames, each.rejected) for each in store.feeds.values()],
    ]


async def test_a_replay_stops_at_its_time(demo: Demo, tmp_path: Path) -> None:
    """`--for` counts the recorded time, at any speed."""
    lines = await _recorded(demo, tmp_path / "run.jsonl")
    loop = asyncio.get_running_loop()
    for speed, seconds in ((None, 0.0), (2.0, 1.0)):
        began = loop.time()
        found = await replayed(tmp_path / "run.jsonl", speed=speed, lasting_s=2.0)
        assert loop.time() - began == pytest.approx(seconds, abs=0.01)
        assert found == lines[: len(found)]
        last = [json.loads(line) for line in found if b'"received_ms"' in line][-1]
        assert 1_500 < last["received_ms"] - json.loads(lines[0])["at_ms"] <= 2_000


async def test_speed_steps(demo: Demo, tmp_path: Path) -> None:
    """What is left is played at the new speed from the moment on."""
    await _recorded(demo, tmp_path / "run.jsonl")
    found, _ = player(tmp_path / "run.jsonl")
    loop = asyncio.get_running_loop()
    began = loop.time()
    task = asyncio.create_task(found.run())
    await pass_time(1)
    found.step_speed(1)
    assert found.speed == 2.0
    await task
    assert loop.time() - began == pytest.approx(1 + 5 / 2, abs=0.3)


async def test_a_damaged_line_ends_it_with_its_place(demo: Demo, tmp_path: Path) -> None:
    """What is whole before it is told."""
    path = tmp_path / "run.jsonl"
    lines = await _recorded(demo, path)
    whole = path.read_bytes().splitlines(keepends=True)
    frame = next(n for n, line in enumerate(whole) if n > 100 and b'"frame"' in line)
    for damage, reason in (
        (b"{]\n", "not JSON"),
        (b'{"type":"frame","at":1790000009000000000,"link":99,"text":""}\n',
         "a frame of the connection 99, which is not open"),
    ):  # fmt: skip
        path.write_bytes(b"".join([*whole[:frame], damage, *whole[frame + 1 :]]))
        found, reader = player(path, speed=None)
        await found.run()
        byte = len(b"".join(whole[:frame]))
        assert found.problem == f"{path}, line {frame + 1}, byte {byte}: {reason}."
        assert not found.cut_short
        told = reader.take()
        assert 0 < len(told) < len(lines)
        assert told == lines[: len(told)]


async def test_a_slow_reader_is_waited_for(demo: Demo, tmp_path: Path) -> None:
    """The journal never turns over, however slow the reader and however fast the replay."""
    lines = await _recorded(demo, tmp_path / "run.jsonl")
    found, reader = player(tmp_path / "run.jsonl", speed=None)

    class Slow:
        most = 0

        async def ready(self) -> None:
            await pass_time(1)
            before = len(reader.lines)
            self.most = max(self.most, len(reader.take()) - before)

    found.reader = slow = Slow()
    await found.run()
    assert reader.take() == lines
    assert slow.most <= 300


async def test_a_damaged_recording_raises_nothing(demo: Demo, tmp_path: Path) -> None:
    """Whatever a line says instead: it ends with its place, or goes on."""
    path = tmp_path / "run.jsonl"
    await _recorded(demo, path, 2.0)
    whole = path.read_bytes().splitlines()
    random = Random(3)
    troubles = 0
    for _ in range(60):
        lines = [*whole]
        place = random.randrange(1, len(lines))
        said = json.loads(lines[place])
        said[random.choice(sorted(said))] = random.choice(
            (None, -1, 0, 7, 2**62, 1.5, "", "x", [], {}, [["binance", "BTCUSDT", "BTC", "USDT"]])
        )
        lines[place] = json.dumps(said).encode()
        path.write_bytes(b"\n".join([*lines, b""]))
        found, _ = player(path, speed=None)
        await found.run()
        troubles += f"{path}, line " in found.problem
    assert troubles > 20


async def test_a_clock_that_was_set_does_not_stop_it(demo: Demo, tmp_path: Path) -> None:
    """The replay goes by the time that passed, and its wall clock jumps as it did."""
    path = tmp_path / "run.jsonl"
    taping = Taping(demo, path)
    await pass_time(2)
    wall_ns = taping.recorder._stamps._wall_ns
    taping.recorder._stamps._wall_ns = lambda: wall_ns() + 7_200_000_000_000
    taping.recorder.put(Doubted, ())
    taping.recorder._stamps._wall_ns = wall_ns
    await pass_time(2)
    lines = await taping.stop()
    found, reader = player(path, speed=1.0)
    loop = asyncio.get_running_loop()
    began = loop.time()
    task = asyncio.create_task(found.run())
    await task
    assert loop.time() - began == pytest.approx(4.0, abs=0.5)
    assert reader.take() == lines


async def test_what_a_run_computes_is_computed_again(demo: Demo, tmp_path: Path) -> None:
    """Every fiftieth of a second of the recorded time, at any speed."""
    await _recorded(demo, tmp_path / "run.jsonl", 2.0)
    found, _ = player(tmp_path / "run.jsonl", speed=None)
    times: list[float] = []
    found.look = lambda: times.append(found.elapsed_s)
    await found.run()
    assert len(set(times)) > 10
    assert times == sorted(times)


async def _with_closeups(taping: Taping) -> list[bytes]:
    """Open and close the details of markets that are in the list, paired, beside it, and alone."""
    for symbols in (
        ("upbit:KRW-BTC", "binance:BTCUSDT"),
        ("upbit:KRW-XRP", "binance:XRPUSDT"),
        (),
        ("binance:SOLUSDT",),
        ("upbit:KRW-ETH", "binance:ETHUSDT"),
        (),
        ("upbit:KRW-XRP",),
    ):
        taping.look_at(*symbols)
        await pass_time(1.5)
    return await taping.stop()


async def test_details_that_open_and_close_disturb_no_part(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replay from every part gives the run's own lines, whatever was looked at closely."""
    monkeypatch.setattr(recorder, "KEY_BYTES", 20_000)
    lines = await _with_closeups(Taping(demo, tmp_path / "run.jsonl", most_bytes=40_000))
    parts = _parts(tmp_path)
    assert len(parts) > 8
    assert any(b'"KRW-XRP"' in line for line in lines)
    assert await replayed(*parts, speed=None) == lines
    left = len(lines)
    for number in range(1, len(parts)):
        found = await replayed(*parts[number:], speed=None)
        assert found == lines[len(lines) - len(found) :]
        assert len(found) < left
        left = len(found)


async def test_details_that_open_and_close_disturb_no_jump(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From each key on all is as in a replay from the beginning, with the same detail open."""
    monkeypatch.setattr(recorder, "KEY_BYTES", 20_000)
    monkeypatch.setattr(recorder, "KEY_SHARE", 1)
    await _with_closeups(Taping(demo, tmp_path / "run.jsonl"))
    whole, _ = player(tmp_path / "run.jsonl", speed=None, stay=True)
    task = asyncio.create_task(whole.run())
    await pass_time(1)
    assert whole.ended
    expected, marks = _state(whole), whole._reel._marks
    assert len(marks) > 8
    whole.behind.focus(BTC, "5m")
    assert whole._store.focus
    for mark in marks:
        whole._played_s = float("inf")
        whole.seek(mark.time_s - whole.clock())
        await pass_time(1)
        assert whole.problem == ""
        assert whole.ended
        assert _state(whole) == expected
    task.cancel()


async def test_a_jump_empties_what_is_looked_at(demo: Demo, tmp_path: Path) -> None:
    """No trade of a later time stays in the tape of a detail that is open."""
    await _recorded(demo, tmp_path / "run.jsonl")
    found, _ = player(tmp_path / "run.jsonl", stay=True)
    task = asyncio.create_task(found.run())
    found.behind.focus(BTC, "5m")
    focus = found._store.focus
    await pass_time(4)
    assert focus
    assert focus.trades
    found.seek(-3)
    await pass_time(0.1)
    assert found._store.focus is focus
    assert all(each.exchange_ms / 1000 < found.wall() for each in focus.trades)
    task.cancel()


async def test_a_clock_that_is_behind_judges_alike_from_every_part(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a connection learned of its exchange's clock is in the keys."""
    monkeypatch.setattr(rig, "EPOCH_S", rig.EPOCH_S - 3_600)
    taping = Taping(demo, tmp_path / "run.jsonl", most_bytes=30_000)
    await pass_time(8)
    lines = await taping.stop()
    assert [each.rejected > 0 for each in taping.store.feeds.values()] == [True, True]
    parts = _parts(tmp_path)
    assert len(parts) > 4
    for number in range(len(parts)):
        found = await replayed(*parts[number:], speed=None)
        assert found == lines[len(lines) - len(found) :]


async def test_what_was_recorded_of_a_detail(demo: Demo, tmp_path: Path) -> None:
    """It is known what comes of which market, and what the other exchange has of the asset."""
    taping = Taping(demo, tmp_path / "run.jsonl")
    taping.look_at("upbit:KRW-XRP")
    await pass_time(2)
    await taping.stop()
    found, _ = player(tmp_path / "run.jsonl", stay=True)
    task = asyncio.create_task(found.run())
    await pass_time(1.5)
    xrp = Market("upbit", "KRW-XRP", "XRP", "KRW")
    assert [found.brings(kind, xrp, "1m") for kind in (Book, Trade, Candle)] == [True] * 3
    assert [found.brings(kind, BTC, "1m") for kind in (Book, Trade, Candle)] == [True, True, False]
    found.behind.focus(BTC, "1m")
    focus = found._store.focus
    assert focus
    assert focus.others == (Market("binance", "BTCUSDT", "BTC", "USDT"),)
    await pass_time(0.5)
    found.behind.focus(BTC, "5m")
    assert found._store.focus
    assert found._store.focus.trades is focus.trades
    found.behind.focus(None, "5m")
    assert found._store.state(BTC).book
    task.cancel()
