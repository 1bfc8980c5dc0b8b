"""How many instructions of Python's own the hot paths take: a guard that no busy machine disturbs.

``make instructions`` compares them with what is committed, by minor version of Python. To write
what is counted by now instead: ``.venv/bin/python -m tools.instructions --renew``. What C code does
within one instruction is not seen: ``bench/`` measures time.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from coinwatch import wire
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Basis, Group, Tick, Trade
from coinwatch.store import Store

COMMITTED = Path(__file__).with_suffix(".json")

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

MARGIN = 0.03
"""What a patch release of Python may change; a call more for every record is beyond it."""

RECORDS = 100

AT_MS = 1_790_000_000_000

UPBIT_TICKER = (
    '{"ty":"ticker","cd":"KRW-BTC","op":3.0,"hp":900.0,"lp":1.0,"tp":%(price)d.0,"pcp":2.0,'
    '"atp":7.0,"ab":"BID","tv":0.5,"atv":5.0,"ttms":%(at)d,"ms":"ACTIVE","its":false,"dd":null,"tms":%(at)d,"st":"REALTIME"}'
)
DAY_TICKER = (
    '{"stream":"btcusdt@ticker","data":{"e":"24hrTicker","E":%(at)d,"s":"BTCUSDT",'
    '"c":"%(price)d.0","Q":"0.5","o":"3.0","h":"900.0","l":"1.0","v":"5.0","q":"7.0"}}'
)
AGG_TRADE = (
    '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":%(at)d,"s":"BTCUSDT","a":%(at)d,'
    '"p":"%(price)d.0","q":"0.5","T":%(at)d,"m":true}}'
)


def count(run: Callable[[], object]) -> int:
    """Return how many instructions ``run`` takes, in every function written in Python."""
    counted = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal counted
        frame.f_trace_opcodes = True
        counted += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return counted


def measured() -> dict[str, float]:
    """Return the instructions that each hot path takes for a record, once it is warm."""
    for prepare in PATHS.values():
        count(prepare())
    return {name: count(prepare()) / RECORDS for name, prepare in PATHS.items()}


def stored(name: str, basis: Basis, frame: str) -> Callable[[], None]:
    """Return what decodes ``RECORDS`` frames and stores them."""
    return _filling(name, basis, frame, Tick)[1]


def encoded(kind: type, name: str, frame: str) -> Callable[[], None]:
    """Return what encodes ``RECORDS`` records of a kind."""
    store, fill = _filling(name, "utc_day", frame, kind)
    fill()
    records = store.journal.since(0, RECORDS)[0]

    def encode() -> None:
        for record in records:
            wire.encode(wire.line(record))

    return encode


def _filling(name: str, basis: Basis, frame: str, kind: type) -> tuple[Store, Callable[[], None]]:
    """Return a store and what fills it, from frames whose prices all differ."""
    market = EXCHANGES[name].market({"upbit": "KRW-BTC", "binance": "BTCUSDT"}[name])
    exchange = EXCHANGES[name]((market,), basis)
    store = Store(kinds=(kind,))
    store.watch([Group("Main", (market,))], 0.0)
    frames = [
        (frame % {"at": AT_MS + number, "price": 1 + number}).encode() for number in range(RECORDS)
    ]
    received_ns = (AT_MS + RECORDS) * 1_000_000

    def fill() -> None:
        for each in frames:
            for event in exchange.decode(each, received_ns):
                store.put(event, 0.0)

    return store, fill


PATHS: dict[str, Callable[[], Callable[[], None]]] = {
    "decode and store an Upbit ticker": lambda: stored("upbit", "utc_day", UPBIT_TICKER),
    "decode and store a Binance 24hrTicker": lambda: stored("binance", "24h", DAY_TICKER),
    "decode and store a Binance aggTrade": lambda: stored("binance", "utc_day", AGG_TRADE),
    "encode a tick": lambda: encoded(Tick, "upbit", UPBIT_TICKER),
    "encode a trade": lambda: encoded(Trade, "binance", AGG_TRADE),
}
"""What is counted: each prepares a run anew."""


def complaints(found: dict[str, float], committed: dict[str, float]) -> Iterator[str]:
    """Say of each path that takes more than is committed, or less, what to do about it."""
    for name, now in found.items():
        before = committed.get(name, 0.0)
        if abs(now - before) > before * MARGIN:
            advice = "renew it" if now < before else "make it shorter, or renew it with a reason"
            yield f"{name}: {now:.1f} instructions, {before:.1f} are committed; {advice}"


def main(words: list[str]) -> int:
    """Compare, or renew; return the exit code."""
    every: dict[str, dict[str, float]] = json.loads(COMMITTED.read_text())
    found = measured()
    if words == ["--renew"]:
        text = json.dumps({**every, PYTHON: found}, indent=2, sort_keys=True)
        COMMITTED.write_text(text + "\n")
    elif PYTHON not in every:
        sys.stdout.write(f"no figures for Python {PYTHON} are committed: nothing to compare\n")
    elif wrong := list(complaints(found, every[PYTHON])):
        renew = "To renew: .venv/bin/python -m tools.instructions --renew\n"
        sys.stdout.write("\n".join((*wrong, renew)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
