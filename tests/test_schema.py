"""The schema against the lines: the same keys in the same order, and every line of a long run."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from coinwatch import schema, wire
from coinwatch.assembly import addressed
from coinwatch.config import Config
from coinwatch.demo import Demo
from coinwatch.errors import CoinwatchError
from coinwatch.model import (
    Book,
    FeedState,
    Gap,
    Lost,
    Market,
    Premium,
    Quote,
    Record,
    Status,
    Tick,
    Ticker,
    Trade,
)
from coinwatch.session import Session
from coinwatch.store import Store
from tests import virtual
from tests.rig import EPOCH_S, Lines, clock
from tests.stream import Stream, overwhelm, trouble
from tests.virtual import pass_time

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
BARE = Market("binance", "BTCUSDT", "", "")
T0 = 1_790_000_000_000
DAY = Ticker(BTC, 3.0, 1.0, "buy", 1.0, 4.0, 1.0, 9.0, 27.0, 2.0, "utc_day", T0, T0 * 1_000_000)
TRADE = Trade(BTC, 3.0, 1.0, "buy", 7, T0, T0 * 1_000_000)
QUOTE = Quote(BTC, 2.0, 4.0, T0, T0 * 1_000_000)

RECORDS: list[Record | Lost] = [
    Tick(BTC, TRADE, DAY, QUOTE, snapshot=True),
    Tick(BARE, TRADE, None, None, snapshot=False),
    Trade(BTC, 3.0, 1.0, "sell", 7, T0, T0 * 1_000_000),
    Book(BTC, ((2.0, 1.0),), ((4.0, 1.0),), T0, T0 * 1_000_000),
    Book(BARE, (), (), None, T0 * 1_000_000),
    Status("upbit", 1, FeedState.LIVE, None, None, T0),
    Status("upbit", 1, FeedState.WAITING, "it was closed", 500, T0),
    Premium("BTC", 3.0, 2.0, 1.5, 0.0, stale=False, krw_age_ms=0, usd_age_ms=9, at_ms=T0),
    Premium("BTC", None, None, None, None, stale=True, krw_age_ms=None, usd_age_ms=None, at_ms=T0),
    Gap("upbit", ("KRW-BTC",), T0, T0, "it was closed"),
    Lost(3),
    Tick(BTC, DAY._replace(size=None, side=None), None, None, snapshot=False),
]  # fmt: skip
"""Each kind of record, with everything known and with nothing."""

FLOOD = {"tick", "trade"}

SCHEMA = schema.schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def _wrong(line: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(line)]


def test_it_is_a_schema() -> None:
    """By the standard's own schema; what is printed is the same."""
    Draft202012Validator.check_schema(SCHEMA)
    assert orjson.loads(schema.text()) == SCHEMA


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_keys_and_order_are_those_of_the_lines(record: Record | Lost) -> None:
    """Nothing is in the schema that is not in the line, in the same order, and the reverse."""
    line = wire.line(record)
    declared = SCHEMA["$defs"][line["type"]]
    assert list(declared["properties"]) == list(line)
    assert declared["required"] == list(line)
    assert declared["additionalProperties"] is False
    assert _wrong(orjson.loads(wire.encode(line))) == []


def test_every_kind_of_line_is_described() -> None:
    """Those that `--events` takes; every key that `--fields` takes, in its order."""
    described = {each["$ref"].rpartition("/")[2] for each in SCHEMA["oneOf"]}
    assert described == wire.KINDS.keys()
    keys = [key for kind in described for key in SCHEMA["$defs"][kind]["properties"]]
    assert set(keys) == set(wire.FIELDS)


def test_every_key_says_what_it_is() -> None:
    """A phrase, and a type or its only value."""
    for line in SCHEMA["$defs"].values():
        for key, declared in line["properties"].items():
            assert len(declared["description"]) > 3, key
            assert "type" in declared or "const" in declared, key


@pytest.mark.parametrize(
    "line",
    [
        {"symbol": "KRW-BTC", "price": 3.0},
        {"v": 1, "type": "lost"},
        {"v": 2, "type": "lost", "count": 1},
        {"v": 1, "type": "lost", "count": 1, "more": 1},
        {"v": 1, "type": "lost", "count": None},
        {"v": 1, "type": "other", "count": 1},
        wire.line(RECORDS[2]) | {"price": "3.0"},
        wire.line(RECORDS[2]) | {"price": 0},
        wire.line(RECORDS[2]) | {"side": None},
    ],
)
def test_what_is_no_line_is_refused(line: Any) -> None:
    """A line cut down by `--fields`, another version, a key more or less, a wrong type."""
    assert _wrong(line) != []


def test_the_error_line_is_described_apart() -> None:
    """It is not a line of stdout; every category that the program has is there."""
    error = orjson.loads(wire.error("io", "Cannot write.", ""))
    assert _wrong(error) != []
    validator = Draft202012Validator(SCHEMA["$defs"]["error"])
    assert not list(validator.iter_errors(error))
    assert list(SCHEMA["$defs"]["error"]["properties"]) == list(error)
    every = {CoinwatchError.category, *(each.category for each in CoinwatchError.__subclasses__())}
    assert every == set(schema.CATEGORIES)


@asynccontextmanager
async def _premiums(demo: Demo) -> AsyncIterator[Lines]:
    """Give the lines of premiums that a session tells, which meets the same faults."""
    store = Store(kinds=(Premium,))
    config = addressed(Config(symbols=("BTC", "ETH", "XRP")), demo)
    session = Session(config, store, premiums=(), random=Random(1), clock=clock())
    task = asyncio.create_task(session.run())
    yield Lines(store)
    task.cancel()
    await asyncio.wait({task})


async def _run(least: int) -> tuple[list[Stream], list[bytes], int]:
    """Run with faults until there are so many lines, then overwhelm a reader.

    Return the lines, those of premiums, and how many of the trades that happened are not told but
    in a gap.
    """
    random = Random(least)
    loop = asyncio.get_running_loop()
    busy = max(1.0, least / 20_000)
    async with (
        Demo(clock=lambda: EPOCH_S + loop.time(), speed=busy) as demo,
        _premiums(demo) as premiums,
    ):
        streams = [
            Stream(demo, "upbit", ("KRW-BTC", "KRW-ETH", "KRW-XRP")),
            Stream(demo, "binance", ("BTCUSDT", "ETHUSDT", "BNBUSDT")),
        ]
        for stream in streams:
            await stream.steady()
            await trouble(stream, random)
        while sum(len(stream.lines) for stream in streams) < least:
            await trouble(random.choice(streams), random)
            await pass_time(random.uniform(1.0, 20.0))
            premiums.take()
        assert [stream.unaccounted() for stream in streams] == [set(), set()]
        in_gaps = sum(len(stream.missing()) for stream in streams)
        await overwhelm(streams[1], "BTCUSDT")
        for stream in streams:
            await stream.stop()
        told = premiums.take()
    return streams, told, in_gaps


@pytest.mark.timeout(3600)
def test_every_line_of_a_long_run_fits(request: pytest.FixtureRequest) -> None:
    """With faults and a slow reader: all kinds occur, each fits, and every trade is accounted for.

    `--lines 100000 --log-cli-level=INFO` makes it longer and tells the figures.
    """
    least = request.config.getoption("--lines")
    streams, premiums, in_gaps = virtual.run(_run(least))
    lines = [line for stream in streams for line in stream.parsed()]
    lines += map(orjson.loads, premiums[:least])
    counts = Counter(line["type"] for line in lines)
    assert set(counts) >= {"tick", "trade", "book", "status", "gap", "lost", "premium"}
    assert {line["stale"] for line in lines if line["type"] == "premium"} == {False, True}
    assert [stream.untold() for stream in streams] == [0, 0]
    assert in_gaps > 0
    # Validating takes most of a millisecond a line. The flood that overwhelms the reader is many
    # lines of two shapes: a part of it will do.
    held = [line for place, line in enumerate(lines) if place < least or line["type"] not in FLOOD]
    assert [(line, why) for line in held if (why := _wrong(line))] == []
    sent = sum(len(set(stream.watch.sent())) for stream in streams)
    logging.getLogger(__name__).info(
        "%d lines, %d held against the schema: %s; %d trades sent by the ledger, %d in gaps",
        len(lines), len(held), dict(counts), sent, in_gaps,
    )  # fmt: skip
