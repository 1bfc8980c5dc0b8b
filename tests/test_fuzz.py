"""Every way in, with inputs that nobody sends: a short run, and every field of every message."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Market
from fuzz import decoders, engine, seeds
from fuzz.mutate import mutate, shake
from fuzz.targets import BINANCE, EVERYTHING, TARGETS, UPBIT, Target
from tests.exchanges.sound import NS
from tests.mutants import mutated, places

ROOT = Path(__file__).parents[1]

SWAPPED: tuple[object, ...] = (None, "x", ["x"], {}, True, -1, 0, "9" * 400, 10**18)
"""What stands in every field once: nothing, a text, a list and so on; and it is left out once."""

Read = Callable[[Market], decoders.Check]

each_target = pytest.mark.parametrize("name", [name for name in TARGETS if name != EVERYTHING])


@each_target
def test_seeds_pass(name: str) -> None:
    """The inputs to start from are valid, or refused as declared."""
    target = TARGETS[name]
    assert target.seeds()
    for seed in target.seeds():
        target.check(seed)


@pytest.mark.parametrize(
    ("market", "frames", "kinds"),
    [
        (UPBIT, seeds.upbit_frames(), {"Ticker", "Trade", "Quote", "Book", "Candle", "Refusal",
                                       "Heartbeat"}),
        (BINANCE, seeds.binance_frames(), {"Ticker", "Trade", "Quote", "Book", "Candle", "Refusal",
                                           "Ack", "Shutdown"}),
    ],
    ids=["upbit", "binance"],
)  # fmt: skip
def test_seeds_are_read(market: Market, frames: Sequence[bytes], kinds: set[str]) -> None:
    """No frame to start from is refused, and together they give every kind of record."""
    found = [
        event
        for frame in frames
        for connection in decoders.connections(market)
        for event in connection.decode(frame, NS)
    ]
    assert {type(event).__name__ for event in found} == kinds


@each_target
@settings(derandomize=True, deadline=None, max_examples=100)
@given(data=st.data())
def test_changed_inputs_break_nothing(name: str, data: st.DataObject) -> None:
    """Whatever is changed in a valid input, only what is declared comes out of it."""
    target = TARGETS[name]
    seed = data.draw(st.sampled_from(target.seeds()))
    random = Random(data.draw(st.integers(0, 2**32)))
    for _ in range(data.draw(st.integers(1, 4))):
        seed = mutate(seed, random, lambda found: shake(found, random))
    target.check(seed)


@each_target
@settings(derandomize=True, deadline=None, max_examples=50)
@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_input_breaks_nothing(name: str, content: bytes) -> None:
    """Bytes and texts that were never valid are refused as declared."""
    TARGETS[name].check(content)


@pytest.mark.parametrize(
    ("market", "frames"),
    [(UPBIT, seeds.upbit_frames()), (BINANCE, seeds.binance_frames())],
    ids=["upbit", "binance"],
)
def test_every_field_of_every_demo_frame(market: Market, frames: Sequence[bytes]) -> None:
    """With any one field swapped or left out: sound records, or a DecodeError."""
    check = decoders.frames(market)
    for frame in _one_a_shape(frames):
        for changed in mutated(frame, SWAPPED):
            check(changed)


@pytest.mark.parametrize(
    "name", [name for name in TARGETS if name.endswith(("-listings", "-tickers", "-candles"))]
)
def test_every_field_of_every_demo_answer(name: str) -> None:
    """The same over REST: lists, statistics and candles."""
    for answer in TARGETS[name].seeds():
        for changed in mutated(answer, SWAPPED):
            TARGETS[name].check(changed)


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_every_field_of_every_recorded_frame(exchange: str) -> None:
    """With any one field swapped or left out: sound records, or a DecodeError."""
    frames = list(_one_a_shape(_recorded(exchange)))
    assert len(frames) > 10
    for frame in frames:
        check = decoders.frames(_market_of(exchange, frame))
        for changed in mutated(frame, SWAPPED):
            check(changed)


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_every_field_of_every_recorded_answer(exchange: str) -> None:
    """The same of recorded and documented answers over REST, row by row."""
    found = list(_recorded_rows(exchange))
    assert {read for read, _ in found} == {
        decoders.listings,
        decoders.tickers,
        decoders.candles,
    }
    for read, row in found:
        body = {"symbols": [row]} if "baseAsset" in row else [row]
        symbol = (row.get("market") or row["symbol"]) if isinstance(row, dict) else ""
        known = EXCHANGES[exchange].market(symbol) if symbol else decoders.home(exchange)
        for changed in mutated(orjson.dumps(body), SWAPPED):
            read(known)(changed)


def test_a_crash_is_kept(tmp_path: Path) -> None:
    """The input that broke something is written down, so that it can be repeated."""

    def breaks(data: bytes) -> None:
        assert b"x" in data

    run = engine.Run("broken", runs=100, seconds=0, seed=1, crashes=tmp_path)
    with pytest.raises(AssertionError):
        engine.at_random(run, Target(breaks, lambda: [b'{"a":"x"}']))
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith("broken-crash-")
    assert b"x" not in kept.read_bytes()


def test_without_atheris_inputs_are_random(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it has no wheel the same targets run, so many times, and say how often."""
    monkeypatch.setitem(sys.modules, "atheris", None)
    engine.main(["duration", "50", "0", "1", str(tmp_path), str(tmp_path)])
    assert capsys.readouterr().err == "stat::number_of_executed_units: 50\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["duration", "--runs", "50"], 0, "inputs"),
        (["duration", "--repeat", "config.example.toml"], 0, ""),
        (["nothing", "--runs", "1"], 2, "no such target: nothing"),
        (["duration"], 2, "say how long"),
    ],
)
def test_the_command(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    """It runs the targets that are named, and says how it went or what it misses."""
    (tmp_path / "config.example.toml").write_text("x", encoding="utf-8")
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "fuzz", *words],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr


def _one_a_shape(frames: Sequence[bytes]) -> Iterator[bytes]:
    """Give one frame of each kind and shape: others differ from it in values alone."""
    seen: set[object] = set()
    for frame in frames:
        message = orjson.loads(frame)
        kinds = re.findall(rb'"(?:ty|type|e)":"[^"]*"', frame)
        shape = (*kinds, *places(message))
        if shape not in seen:
            seen.add(shape)
            yield frame


def _recorded(exchange: str) -> list[bytes]:
    """Return recorded and documented frames; where there are none, the test is skipped."""
    from tests.exchanges import test_samples as samples

    recording = {"upbit": "UPBIT.ws.62.0", "binance": "BINANCE_US.ws.1.0"}[exchange]
    frames = [frame for _, frame in samples.recording(f"cryptofeed/{recording}")]
    for path in sorted(samples.sample(f"jkorf_{exchange}").glob("Subscriptions__*.txt")):
        frames += [frame for _, frame in samples.pairs(path)]
    if exchange == "upbit":
        return frames + samples.sample("upbit_live_frames/frames.jsonl").read_bytes().splitlines()
    documented = samples.documented("binance_docs_payloads/ws_streams.jsonl")
    return frames + [json.dumps(payload).encode() for _, payload in documented]


def _recorded_rows(exchange: str) -> Iterator[tuple[Read, Any]]:
    """Give a row of each shape of every answer, and what reads it."""
    from tests.exchanges import test_samples as samples

    folder = f"jkorf_{exchange}/Endpoints__Spot__ExchangeData__"
    lists = {
        "upbit": ("cryptofeed/UPBIT.0", "GetSymbols", "GetTickers"),
        "binance": ("cryptofeed/BINANCE_US.0", "GetExchangeInfo", "GetTicker"),
    }
    recorded, listed, tickers = lists[exchange]
    for read, body in (
        (decoders.listings, samples.answer(recorded)),
        (decoders.listings, samples.described(f"{folder}{listed}.txt")),
        (decoders.tickers, samples.described(f"{folder}{tickers}.txt")),
        (decoders.candles, samples.described(f"{folder}GetKlines.txt")),
    ):
        answer = orjson.loads(body)
        rows = answer.get("symbols", [answer]) if isinstance(answer, dict) else answer
        for row in _one_a_shape([orjson.dumps(row) for row in rows]):
            yield read, orjson.loads(row)


def _market_of(exchange: str, frame: bytes) -> Market:
    """Return the market that a frame is about, else that of bitcoin."""
    named = re.search(rb'"(?:cd|code|s|stream)":\s*"([^"@!]+)', frame)
    symbol = named[1].decode() if named else decoders.home(exchange).symbol
    return EXCHANGES[exchange].market(symbol)
