"""What the tests of this folder share: feeds that are live, and the program as a process."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coinwatch.model import FeedState
from tests.rig import Watch
from tests.virtual import pass_time

Until = Callable[[Callable[[], object]], Awaitable[None]]
Start = Callable[..., Watch]

MARKETS = {"upbit": ("KRW-BTC", "KRW-ETH"), "binance": ("BTCUSDT", "ETHUSDT")}

PROGRAM = (sys.executable, "-m", "coinwatch")


async def live(watch: Watch, until: Until) -> Watch:
    """Wait until every market has a price and the connection is live."""
    states = [watch.store.state(market) for market in watch.markets]
    await until(lambda: all(state.last for state in states) and watch.state is FeedState.LIVE)
    return watch


async def trades(watch: Watch, count: int = 10) -> None:
    """Wait for so many trades more, at most two minutes."""
    before = len(watch.told())
    for _ in range(120):
        if len(watch.told()) >= before + count:
            return
        await pass_time(1)
    raise AssertionError("no trades came")


def requests(watch: Watch) -> list[bytes]:
    """Return what the newest connection has asked for."""
    return [each.payload for each in watch.server.ledger.visits[-1].received if each.kind == "text"]


def reasons(watch: Watch, state: str = "waiting") -> list[str | None]:
    """Return the reason of every change to a state."""
    return [reason for each, reason in watch.said() if each == state]


def config(path: Path, feed: str = "", **addresses: tuple[str, str]) -> Path:
    """Write a config whose exchanges are at (WebSocket, REST); the others are disabled."""
    tables = [f"[feed]\n{feed}"]
    for name in ("upbit", "binance"):
        websocket, rest = addresses.get(name, ("", ""))
        tables.append(
            f'[exchange.{name}]\nwebsocket_url = "{websocket}"\nrest_url = "{rest}"\n'
            if websocket
            else f"[exchange.{name}]\nenabled = false\n"
        )
        if name == "binance" and websocket:
            tables[-1] += 'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
    path.write_text("\n".join(tables))
    return path


def environ(tmp_path: Path, **more: str) -> dict[str, str]:
    """Return an environment without anybody's config file and proxies."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "COINWATCH_CONFIG" and not name.lower().endswith("_proxy")
    }
    return {**kept, "XDG_CONFIG_HOME": str(tmp_path), **more}


@contextmanager
def program(env: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the program, and end it if it still runs."""
    with subprocess.Popen(  # noqa: S603  # our own program
        (*PROGRAM, *words), env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)


def lines(output: bytes) -> list[dict[str, Any]]:
    """Return the objects in lines of JSON."""
    return [json.loads(line) for line in output.splitlines()]
