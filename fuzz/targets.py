"""Everything that takes what others write: a line for each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fuzz import decoders, frame_path, seeds, words
from fuzz.decoders import Check

UPBIT, BINANCE = decoders.home("upbit"), decoders.home("binance")


class Target(NamedTuple):
    """One way in."""

    check: Check
    seeds: Callable[[], Sequence[bytes]]
    """Valid inputs to start from."""
    json: bool = True
    """Whether inputs are JSON, so that values can be swapped inside them."""


def _messages() -> list[bytes]:
    """Return inputs for the frame path: an exchange's frames, whole and in fragments."""
    every = [seeds.upbit_frames(), seeds.binance_frames()]
    return [
        bytes([size * len(every) + place]) + b"\n".join(said[start : start + 3])
        for place, said in enumerate(every)
        for size in (0, 100)
        for start in range(0, len(said), 3)
    ]


TARGETS: dict[str, Target] = {
    "upbit-frames": Target(decoders.frames(UPBIT), seeds.upbit_frames),
    "upbit-listings": Target(
        decoders.listings(UPBIT), lambda: seeds.upbit_answers("/v1/market/all")
    ),
    "upbit-tickers": Target(decoders.tickers(UPBIT), lambda: seeds.upbit_answers("/v1/ticker")),
    "upbit-candles": Target(
        decoders.candles(UPBIT), lambda: seeds.upbit_answers("/v1/candles/minutes/1")
    ),
    "binance-frames": Target(decoders.frames(BINANCE), seeds.binance_frames),
    "binance-listings": Target(
        decoders.listings(BINANCE), lambda: seeds.binance_answers("/api/v3/exchangeInfo")
    ),
    "binance-tickers": Target(
        decoders.tickers(BINANCE), lambda: seeds.binance_answers("/api/v3/ticker/tradingDay")
    ),
    "binance-candles": Target(
        decoders.candles(BINANCE), lambda: seeds.binance_answers("/api/v3/klines")
    ),
    "frame-path": Target(frame_path.check, _messages),
    "config": Target(words.config, seeds.configs, json=False),
    "recording": Target(words.recording, seeds.recordings),
    "symbol": Target(words.symbol, lambda: seeds.SYMBOLS, json=False),
    "duration": Target(words.duration, lambda: seeds.DURATIONS, json=False),
    "text": Target(words.shown, lambda: seeds.TEXTS, json=False),
}


_targets = tuple(TARGETS.values())

EVERYTHING = "everything"
"""All of them in one: to start them one by one takes longer than a short run."""


def _everything(data: bytes) -> None:
    """Give the rest of an input to the target that its first byte names."""
    if data:
        _targets[data[0] % len(_targets)].check(data[1:])


def _every_seed() -> list[bytes]:
    return [
        bytes([place]) + seed for place, target in enumerate(_targets) for seed in target.seeds()
    ]


TARGETS[EVERYTHING] = Target(_everything, _every_seed)
