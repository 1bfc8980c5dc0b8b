"""Starting the load in a process of its own, and telling coinwatch where it is."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CONFIG = """\
[exchange.{name}]
websocket_url = "{scheme}://127.0.0.1:{port}"
rest_url = "http://127.0.0.1:1"
fallback_websocket_url = ""
fallback_rest_url = ""
[exchange.{other}]
enabled = false
"""


@contextmanager
def load(kind: str, *options: str) -> Iterator[int]:
    """Run the server for as long as the context lasts; give its port."""
    argv = [sys.executable, "-m", "bench.server", kind, *options]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield int((server.stdout or sys.stdin).readline())


@contextmanager
def config(kind: str, port: int, *, tls: bool = False) -> Iterator[Path]:
    """Give a config file that leads to the server."""
    names = ("upbit", "binance") if kind == "upbit-ticker" else ("binance", "upbit")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        scheme = "wss" if tls else "ws"
        path.write_text(_CONFIG.format(name=names[0], other=names[1], scheme=scheme, port=port))
        yield path
