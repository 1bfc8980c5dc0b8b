"""Taking down a run."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Group, Market
from coinwatch.recording import recorder as module
from coinwatch.recording.files import Recording
from coinwatch.recording.lines import encode_frame
from coinwatch.recording.recorder import Recorder
from coinwatch.recording.records import (
    Answer,
    ClockSet,
    Closed,
    End,
    Frame,
    Header,
    Key,
    Line,
    Opened,
    Subscribed,
)
from coinwatch.recording.taped import TapedStore
from tests.virtual import pass_time

VIRTUAL_TIME = True

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("upbit", "KRW-ETH", "ETH", "KRW")
NS = 1_790_000_000_000_000_000
S = 1_000_000_000


class _Clocks:
    """Both clocks, by hand."""

    def __init__(self) -> None:
        self.ns = 0
        self.set_ns = 0

    def monotonic(self) -> float:
        return 100 + self.ns / 1e9

    def wall_ns(self) -> int:
        return NS + self.ns + self.set_ns


@pytest.fixture
def clocks() -> _Clocks:
    """Give clocks that stand still until they are told."""
    return _Clocks()


def _recorder(path: Path, clocks: _Clocks, most_bytes: int | None = None) -> Recorder:
    return Recorder(
        path, basis="utc_day", channels=(Channel.TICKER,), most_bytes=most_bytes,
        monotonic=clocks.monotonic, wall_ns=clocks.wall_ns,
    )  # fmt: skip


def _lines(path: Path) -> Iterator[Line]:
    found = Recording(path)
    yield from found.lines()
    found.close()


def test_a_connection_is_taken_down(tmp_path: Path, clocks: _Clocks) -> None:
    """What it is, what it is asked for when that changes, what comes, and its end."""
    found = _recorder(tmp_path / "a.jsonl", clocks)
    decoder = found.connected(Upbit((BTC,), "utc_day"), 3, (BTC,), "utc_day")
    wanted = (Subscription(Channel.TICKER, BTC, None),)
    assert decoder.subscribe(wanted)
    assert not decoder.subscribe(wanted)
    assert decoder.decode(b'{"status":"UP"}', NS + 5)
    assert decoder.title == "Upbit"
    assert decoder.probe()
    found.answered(Upbit, (BTC,), "utc_day", b"[]", NS + 6, -5_000)
    found.disconnected(decoder)
    found.close()
    assert list(_lines(tmp_path / "a.jsonl"))[1:] == [
        Opened(NS, 1, "upbit", 3, "utc_day", (BTC,)),
        Subscribed(NS, 1, wanted),
        Frame(NS + 5, 1, b'{"status":"UP"}'),
        Answer(NS + 6, "upbit", "utc_day", (BTC,), b"[]", -5_000),
        Closed(NS, 1),
        End(NS, more=False),
    ]


def test_a_clock_that_is_set_is_taken_down(tmp_path: Path, clocks: _Clocks) -> None:
    """Once, before the first line of the new time; a quiet minute is none."""
    found = _recorder(tmp_path / "a.jsonl", clocks)
    found.frame(1, b"a", clocks.wall_ns())
    clocks.ns = 60 * S
    found.frame(1, b"b", clocks.wall_ns())
    clocks.set_ns = -3_600 * S
    found.frame(1, b"c", clocks.wall_ns())
    found.frame(1, b"d", clocks.wall_ns())
    clocks.set_ns = 7_200 * S
    found.close()
    lines = list(_lines(tmp_path / "a.jsonl"))[1:]
    assert [line.frame if isinstance(line, Frame) else line for line in lines] == [
        b"a", b"b", ClockSet(NS - 3_540 * S, -3_600 * S), b"c", b"d",
        ClockSet(NS + 7_260 * S, 7_200 * S), End(NS + 7_260 * S, more=False),
    ]  # fmt: skip


def test_an_answer_may_be_the_first_that_shows_a_new_time(tmp_path: Path, clocks: _Clocks) -> None:
    """So it is after a sleep of the computer, where prices come by REST: a replay must not wait."""
    found = _recorder(tmp_path / "a.jsonl", clocks)
    clocks.set_ns = 8 * 3_600 * S
    found.answered(Upbit, (BTC,), "utc_day", b"[]", clocks.wall_ns(), 0)
    found.close()
    assert list(_lines(tmp_path / "a.jsonl"))[1:3] == [
        ClockSet(NS + 8 * 3_600 * S, 8 * 3_600 * S),
        Answer(NS + 8 * 3_600 * S, "upbit", "utc_day", (BTC,), b"[]", 0),
    ]


def test_a_key_has_what_is_open(
    tmp_path: Path, clocks: _Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every market that a connection was ever asked for, and what it is asked for now."""
    monkeypatch.setattr(module, "KEY_BYTES", 1)
    found = _recorder(tmp_path / "a.jsonl", clocks)
    store = TapedStore(found)
    store.watch([Group("Main", (BTC,))], clocks.monotonic())
    decoder = found.connected(Upbit((BTC,), "utc_day"), 1, (BTC,), "utc_day")
    decoder.subscribe((Subscription(Channel.TICKER, BTC),))
    decoder.subscribe((Subscription(Channel.TICKER, ETH),))
    gone = found.connected(Upbit((BTC,), "utc_day"), 1, (BTC,), "utc_day")
    found.disconnected(gone)
    found.flush()
    found.close()
    (key,) = (line for line in _lines(tmp_path / "a.jsonl") if isinstance(line, Key))
    assert key.links == (Opened(NS, 1, "upbit", 1, "utc_day", (BTC, ETH)),)
    assert key.wanted == (Subscribed(NS, 1, (Subscription(Channel.TICKER, ETH),)),)
    assert [kept.market for kept in key.markets] == [BTC]
    assert key.markets[0].asked_at == NS / 1e9


def test_keys_are_rare(tmp_path: Path, clocks: _Clocks, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in so many bytes, whatever their own size."""
    monkeypatch.setattr(module, "KEY_BYTES", 10_000)
    found = _recorder(tmp_path / "a.jsonl", clocks)
    TapedStore(found).watch([Group("Main", (BTC, ETH))], 0.0)
    for _ in range(1_000):
        found.frame(1, bytes(b"x" * 400), NS)
        found.flush()
    found.close()
    lines = list(_lines(tmp_path / "a.jsonl"))
    keys = sum(isinstance(line, Key) for line in lines)
    size = (tmp_path / "a.jsonl").stat().st_size
    assert 3 <= keys <= size / 10_000


async def test_what_is_taken_down_is_soon_on_the_disk(tmp_path: Path, clocks: _Clocks) -> None:
    """Within half a second, without an end."""
    found = _recorder(tmp_path / "a.jsonl", clocks)
    task = asyncio.create_task(found.run())
    await pass_time(0.1)
    found.frame(1, b"x", NS)
    await pass_time(module.FLUSH_S)
    found._disk.close()
    assert (tmp_path / "a.jsonl").read_bytes().endswith(encode_frame(NS, 1, b"x"))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def test_much_goes_to_the_disk_at_once(tmp_path: Path, clocks: _Clocks) -> None:
    """The memory that a recording takes is bounded."""
    found = _recorder(tmp_path / "a.jsonl", clocks)
    for _ in range(100):
        found.frame(1, bytes(b"x" * 10_000), NS)
    assert len(found._buffer) < module.HAND_OVER_BYTES
    found.close()
    assert sum(isinstance(line, Frame) for line in _lines(tmp_path / "a.jsonl")) == 100


def test_parts_begin_with_a_header_and_a_key(
    tmp_path: Path, clocks: _Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And all but the last end with the word that there is more."""
    found = _recorder(tmp_path / "a.jsonl", clocks, most_bytes=1)
    TapedStore(found).watch([Group("Main", (BTC,))], 0.0)
    found.flush()
    monkeypatch.setattr(type(found._disk), "size", 1)
    found.flush()
    found.close()
    first, second = (list(_lines(tmp_path / f"a.000{n}.jsonl")) for n in (1, 2))
    header = first[0]
    assert isinstance(header, Header)
    assert first[-1] == End(NS, more=True)
    assert second[0] == header._replace(part=2)
    assert isinstance(second[1], Key)
    assert second[-1] == End(NS, more=False)


def test_a_full_disk_ends_the_recording_only(
    tmp_path: Path, clocks: _Clocks, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once; the decoder goes on."""
    path = tmp_path / "full.jsonl"
    path.symlink_to("/dev/full")
    found = _recorder(path, clocks)
    store = TapedStore(found)
    decoder = found.connected(Upbit((BTC,), "utc_day"), 1, (BTC,), "utc_day")
    found.flush()
    found._disk.close()
    with caplog.at_level(logging.ERROR):
        found.flush()
        found.flush()
    assert decoder.decode(b'{"status":"UP"}', NS)
    found.put(Closed, 1)
    assert found._buffer == b""
    found.disconnected(decoder)
    found.close()
    words = f"Cannot write {path}: No space left on device."
    assert found.error == words
    assert store.notice == f"the recording stopped: {words}"
    assert [record.getMessage() for record in caplog.records] == [f"the recording stopped: {words}"]


def test_a_run_that_never_came_about(tmp_path: Path, clocks: _Clocks) -> None:
    """Leaves no file."""
    found = _recorder(tmp_path / "a.jsonl", clocks)
    found.frame(1, b"a", clocks.wall_ns())
    found.flush()
    found.give_up()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_late_keeps_what_it_has(tmp_path: Path, clocks: _Clocks) -> None:
    """A market list may come after hours of prices; how the clock was set does not count."""
    early, late = (_recorder(tmp_path / f"{name}.jsonl", clocks) for name in ("early", "late"))
    clocks.set_ns, clocks.ns = 3_600 * S, 10 * S
    early.give_up()
    clocks.ns += 1
    late.give_up()
    assert [path.name for path in tmp_path.iterdir()] == ["late.jsonl"]
    assert list(_lines(tmp_path / "late.jsonl"))[-1] == End(clocks.wall_ns(), more=False)
