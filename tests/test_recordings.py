"""Recorded frames of the real exchanges, from a server on loopback through the program's own pipe.

The recordings are not part of this repository; where they are absent, these tests are skipped.
"""

import ast
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

SAMPLES = next(
    (
        folder / "shared" / "samples" / "cryptofeed"
        for folder in Path(__file__).resolve().parents
        if (folder / "shared" / "samples" / "cryptofeed").is_dir()
    ),
    None,
)

pytestmark = pytest.mark.skipif(SAMPLES is None, reason="the recordings are not here")


def _frames(name: str) -> list[str | bytes]:
    """Return the frames of a recording as they came: bytes for binary, str for text."""
    assert SAMPLES is not None
    frames: list[str | bytes] = []
    for line in (SAMPLES / name).read_text().splitlines():
        time, separator, frame = line.partition(": ")
        if separator and time.replace(".", "").isdigit():
            frames.append(ast.literal_eval(frame) if frame.startswith("b'") else frame)
    return frames


def _read(frame: str | bytes) -> dict[str, Any]:
    """Read a frame without the program's help, its numbers exact."""
    message: dict[str, Any] = json.loads(frame, parse_float=Decimal)
    return message


@asynccontextmanager
async def _exchange(frames: Sequence[str | bytes]) -> AsyncIterator[str]:
    """Serve a recording to whoever subscribes, under a path prefix, as fast as it is taken."""

    async def handler(websocket: ServerConnection) -> None:
        await websocket.recv()
        for frame in frames:
            await websocket.send(frame)
        await websocket.wait_closed()

    async with serve(handler, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/some/prefix"


async def _lines(tmp_path: Path, count: int, *symbols: str) -> list[dict[str, Any]]:
    """Return what the program prints of both recordings, its numbers exact."""
    async with AsyncExitStack() as stack:
        config = tmp_path / "config.toml"
        parts = []
        for name, recording in (("upbit", "UPBIT.ws.62.0"), ("binance", "BINANCE_US.ws.1.0")):
            url = await stack.enter_async_context(_exchange(_frames(recording)))
            parts.append(
                f'[exchange.{name}]\nwebsocket_url = "{url}"\nrest_url = "http://127.0.0.1:1"\n'
                'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
            )
        config.write_text("".join(parts))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "coinwatch", "--json", "--events", "trade,tick",
            "-n", str(count), "--for", "40s", "-c", str(config), *symbols,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == 0
        return [json.loads(line, parse_float=Decimal) for line in output.splitlines()]


def _upbit_lines() -> list[dict[str, Any]]:
    """Return what Upbit's recording says: every trade, and a tick where the price changes."""
    expected: list[dict[str, Any]] = []
    last: dict[str, tuple[int, int, Decimal]] = {}
    for message in map(_read, _frames("UPBIT.ws.62.0")):
        if message["ty"] != "trade":
            continue
        trade = {
            "symbol": message["cd"],
            "price": Decimal(message["tp"]),
            "size": Decimal(message["tv"]),
            "side": {"ASK": "sell", "BID": "buy"}[message["ab"]],
            "trade_id": message["sid"],
            "exchange_ms": message["ttms"],
        }
        expected.append({"type": "trade", **trade})
        known = last.get(message["cd"])
        if known and (message["sid"] <= known[0] or message["ttms"] < known[1]):
            continue
        last[message["cd"]] = (message["sid"], message["ttms"], trade["price"])
        if not known or known[2] != trade["price"]:
            expected.append({"type": "tick", **trade, "snapshot": known is None})
    return expected


def _binance_lines() -> list[dict[str, Any]]:
    expected: list[dict[str, Any]] = []
    prices: dict[str, Decimal] = {}
    for message in map(_read, _frames("BINANCE_US.ws.1.0")):
        data = message["data"]
        if data.get("e") != "aggTrade":
            continue
        trade = {
            "symbol": data["s"],
            "price": Decimal(data["p"]),
            "size": Decimal(data["q"]),
            "side": "sell" if data["m"] else "buy",
            "trade_id": data["a"],
            "exchange_ms": data["T"],
        }
        expected.append({"type": "trade", **trade})
        if prices.get(data["s"]) != trade["price"]:
            expected.append({"type": "tick", **trade, "snapshot": data["s"] not in prices})
        prices[data["s"]] = trade["price"]
    return expected


async def test_every_recorded_trade_is_told_once_in_order_and_exactly(tmp_path: Path) -> None:
    """Prices, sizes, sides, ids and times as the exchanges wrote them, and nothing else."""
    upbit, binance = _upbit_lines(), _binance_lines()
    assert (len([each for each in upbit if each["type"] == "trade"]), len(binance)) == (304, 18)
    symbols = {
        *(f"upbit:{each['symbol']}" for each in upbit),
        *(f"binance:{each['symbol']}" for each in binance),
    }
    others = {
        *(f"upbit:{_read(frame)['cd']}" for frame in _frames("UPBIT.ws.62.0")),
        *(
            f"binance:{_read(frame)['stream'].partition('@')[0].upper()}"
            for frame in _frames("BINANCE_US.ws.1.0")
        ),
    }
    lines = await _lines(tmp_path, len(upbit) + len(binance), *sorted(symbols | others))
    for name, expected in (("upbit", upbit), ("binance", binance)):
        found = [line for line in lines if line["exchange"] == name]
        shown = [
            {key: line[key] for key in keys} for line, keys in zip(found, expected, strict=True)
        ]
        assert shown == expected
