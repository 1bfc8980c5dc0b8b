"""Lines on stdout, from a store that is filled by hand."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable

import orjson
import pytest

from coinwatch.errors import ExitCode, OutputError
from coinwatch.journal import Journal
from coinwatch.model import Gap, Group, Market, Premium, Tick, Trade
from coinwatch.pairs import Pair, Pairing
from coinwatch.pipe import Pipe
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]

BTC = Market("toy", "BTC-USD", "BTC", "USD")
T0 = 1_790_000_000_000


def _trade(number: int) -> Trade:
    return Trade(BTC, 100.0 + number, 1.0, "buy", number, T0 + number, T0 * 1_000_000)


class _Reader:
    """The other end of stdout."""

    def __init__(self) -> None:
        self.fd, self.stdout = os.pipe()
        os.set_blocking(self.fd, False)
        self._got = b""
        self._closed = False

    def lines(self) -> list[dict[str, object]]:
        """Everything that came so far."""
        try:
            while chunk := os.read(self.fd, 65536):
                self._got += chunk
        except BlockingIOError:
            pass
        return [
            orjson.loads(line) for line in self._got.splitlines(keepends=True) if line[-1:] == b"\n"
        ]

    def leave(self) -> None:
        if not self._closed:
            self._closed = True
            os.close(self.fd)


@pytest.fixture
async def reader() -> AsyncIterator[_Reader]:
    """Give the other end of stdout."""
    reader = _Reader()
    yield reader
    reader.leave()
    os.close(reader.stdout)


def _store(*kinds: type, capacity: int = 1000) -> Store:
    store = Store(Journal(capacity), kinds)
    store.watch([Group("Main", (BTC,))], 0.0)
    return store


async def test_prints_what_happens_until_it_is_stopped(reader: _Reader, until: Until) -> None:
    """Each record is a line at once; the code is the one that it was stopped with."""
    store = _store(Trade)
    pipe = Pipe(store, reader.stdout)
    task = asyncio.create_task(pipe.run())
    await asyncio.sleep(0)
    store.put(_trade(1), 1.0)
    await until(lambda: len(reader.lines()) == 1)
    store.put(_trade(2), 1.0)
    await until(lambda: len(reader.lines()) == 2)
    assert [line["trade_id"] for line in reader.lines()] == [1, 2]
    pipe.stop(ExitCode.SIGTERM)
    pipe.stop(ExitCode.OK)
    assert await task is ExitCode.SIGTERM


async def test_stops_after_so_many_lines(reader: _Reader) -> None:
    """The count is exact, though more is there to be told."""
    store = _store(Trade)
    pipe = Pipe(store, reader.stdout, count=3)
    for number in range(10):
        store.put(_trade(number), 1.0)
    assert await pipe.run() is ExitCode.OK
    assert [line["trade_id"] for line in reader.lines()] == [0, 1, 2]


async def test_prints_chosen_fields_only(reader: _Reader) -> None:
    """In the order that was asked for."""
    store = _store(Trade)
    pipe = Pipe(store, reader.stdout, count=1, fields=("price", "symbol"))
    store.put(_trade(1), 1.0)
    await pipe.run()
    assert list(reader.lines()[0].items()) == [("price", 101.0), ("symbol", "BTC-USD")]


async def test_ends_quietly_when_the_reader_leaves(reader: _Reader) -> None:
    """As with `head -1`, though nothing more ever happens."""
    pipe = Pipe(_store(Trade), reader.stdout)
    reader.leave()
    assert await pipe.run() is ExitCode.OK


async def test_ends_quietly_when_the_reader_leaves_in_a_line(reader: _Reader, until: Until) -> None:
    """The write that finds nobody is a normal end."""
    store = _store(Trade)
    task = asyncio.create_task(Pipe(store, reader.stdout).run())
    store.put(_trade(1), 1.0)
    await until(reader.lines)
    reader.leave()
    store.put(_trade(2), 1.0)
    assert await task is ExitCode.OK


async def test_a_reader_that_is_too_slow_is_told_what_it_lost(
    reader: _Reader, until: Until
) -> None:
    """It stalls nobody, gets whole lines in order, and every record is told or counted."""
    store = _store(Trade, capacity=50)
    pipe = Pipe(store, reader.stdout)
    task = asyncio.create_task(pipe.run())
    total = 5000
    for number in range(total):
        store.put(_trade(number), 1.0)
        if number % 10 == 0:
            await asyncio.sleep(0)
    await until(lambda: reader.lines()[-1].get("trade_id") == total - 1)
    pipe.stop(ExitCode.OK)
    await task
    expected = 0
    lost_lines = 0
    for line in reader.lines():
        if line["type"] == "lost":
            assert isinstance(line["count"], int)
            expected += line["count"]
            lost_lines += 1
        else:
            assert line["trade_id"] == expected
            expected += 1
    assert expected == total
    assert lost_lines > 0


async def test_conflates_ticks_to_the_newest_in_a_span(reader: _Reader, until: Until) -> None:
    """The first at once, then the newest of what came meanwhile; other records are not held."""
    store = _store(Tick, Gap)
    pipe = Pipe(store, reader.stdout, every_s=0.05)
    task = asyncio.create_task(pipe.run())
    await asyncio.sleep(0)
    for number in range(5):
        store.put(_trade(number), 1.0)
    store.put_gap(Gap("toy", (), 0, 1, "why"))
    await until(lambda: len(reader.lines()) == 3)
    pipe.stop(ExitCode.OK)
    await task
    assert [(line["type"], line.get("price")) for line in reader.lines()] == [
        ("tick", 100.0),
        ("gap", None),
        ("tick", 104.0),
    ]


async def test_says_why_stdout_cannot_be_written() -> None:
    """A full disk is an error, not a quiet end."""
    store = _store(Trade)
    fd = os.open("/dev/full", os.O_WRONLY)
    pipe = Pipe(store, fd)
    store.put(_trade(1), 1.0)
    with pytest.raises(OutputError, match="No space left on device"):
        await pipe.run()
    os.close(fd)


async def test_holds_one_timer_however_many_ticks_wait(reader: _Reader) -> None:
    """A long span costs no memory by the tick."""
    store = _store(Tick)
    pipe = Pipe(store, reader.stdout, every_s=3600.0)
    task = asyncio.create_task(pipe.run())
    await asyncio.sleep(0)
    for number in range(500):
        store.put(_trade(number), 1.0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    timers = [each for each in asyncio.get_running_loop()._scheduled if not each.cancelled()]  # type: ignore[attr-defined]  # nothing public tells
    assert len(timers) < 10
    pipe.stop(ExitCode.OK)
    await task


async def test_tells_what_the_end_itself_told(reader: _Reader) -> None:
    """A gap that stays open is told after everything has stopped; a count that is full is full."""
    store = _store(Trade, Gap)
    pipe = Pipe(store, reader.stdout)
    store.put(_trade(1), 1.0)
    task = asyncio.create_task(pipe.run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    pipe.stop(ExitCode.OK)
    await task
    store.put_gap(Gap("toy", (), 0, 1, "why"))
    pipe.finish()
    assert [line["type"] for line in reader.lines()] == ["trade", "gap"]
    full = Pipe(store, reader.stdout, count=1)
    store.put(_trade(2), 1.0)
    await full.run()
    store.put(_trade(3), 1.0)
    full.finish()
    assert len(reader.lines()) == 3


async def test_never_leaves_half_a_line(reader: _Reader, until: Until) -> None:
    """Whenever it ends, a slow reader has whole lines."""
    store = _store(Trade, capacity=5000)
    pipe = Pipe(store, reader.stdout)
    task = asyncio.create_task(pipe.run())
    for number in range(2000):
        store.put(_trade(number), 1.0)
    await until(lambda: pipe._blocked)
    pipe.stop(ExitCode.SIGTERM)
    await task
    pipe.finish()
    reader.lines()
    assert reader._got[-1:] == b"\n"


async def test_what_is_watched_for_premiums_alone_has_no_ticks(reader: _Reader) -> None:
    """It was not asked for; what it makes of the premium is."""
    other = Market("toy", "BTC-KRW", "BTC", "KRW")
    store = Store(Journal(100), (Tick, Premium))
    store.watch([Group("Main", (BTC,))], 0.0, Pairing((Pair("BTC", other, BTC),), 1.0))
    pipe = Pipe(store, reader.stdout, count=2)
    store.put(_trade(1)._replace(market=other), 1.0)
    store.put(_trade(1), 1.0)
    store.journal.append(Premium("BTC", 101.0, 101.0, 1.0, 0.0, False, 0, 0, T0))
    await pipe.run()
    found = [(line["type"], line.get("symbol")) for line in reader.lines()]
    assert found == [("tick", "BTC-USD"), ("premium", None)]


async def test_conflates_premiums_by_asset(reader: _Reader) -> None:
    """The first at once, then the newest of what came meanwhile."""
    store = _store(Premium)
    pipe = Pipe(store, reader.stdout, every_s=0.05, count=2)
    for pct in (1.0, 2.0, 3.0):
        store.journal.append(Premium("BTC", 101.0, 101.0, 1.0, pct, False, 0, 0, T0))
    await pipe.run()
    assert [line["premium_pct"] for line in reader.lines()] == [1.0, 3.0]


async def test_a_source_that_can_wait_is_told_when_all_is_out(
    reader: _Reader, until: Until
) -> None:
    """Not before the reader took every line, of which none is lost then."""
    store = _store(Trade, capacity=2_000)
    pipe = Pipe(store, reader.stdout)
    task = asyncio.create_task(pipe.run())
    await asyncio.sleep(0)
    await pipe.ready()
    for number in range(1_500):
        store.put(_trade(number), 1.0)
    ready = asyncio.create_task(pipe.ready())
    await until(lambda: pipe._blocked)
    assert not ready.done()
    await until(lambda: len(reader.lines()) == 1_500 and ready.done())
    pipe.stop(ExitCode.OK)
    assert await task is ExitCode.OK
    assert [line["trade_id"] for line in reader.lines()] == list(range(1_500))


async def test_ticks_are_held_back_by_the_clock_of_a_replay(reader: _Reader, until: Until) -> None:
    """However little real time passes."""
    store = _store(Tick)
    now = 0.0
    pipe = Pipe(store, reader.stdout, every_s=60.0, clock=lambda: now)
    task = asyncio.create_task(pipe.run())
    await asyncio.sleep(0)
    for number in range(7):
        now = number * 30.0
        store.put(_trade(number), now)
        await pipe.ready()
    await until(lambda: len(reader.lines()) == 4)
    assert [line["trade_id"] for line in reader.lines()] == [0, 1, 3, 5]
    pipe.stop(ExitCode.OK)
    await task
