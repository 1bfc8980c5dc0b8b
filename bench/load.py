"""Starting the load in a process of its own, and telling coinwatch where it is."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_EXCHANGE = """\
[exchange.{name}]
websocket_url = "{scheme}://127.0.0.1:{port}"
rest_url = "http://127.0.0.1:1"
fallback_websocket_url = ""
fallback_rest_url = ""
"""


@contextmanager
def load(kind: str, *options: str) -> Iterator[int]:
    """Run the server for as long as the context lasts; give its port."""
    argv = [sys.executable, "-m", "bench.server", kind, *options]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield int((server.stdout or sys.stdin).readline())


def exchange(kind: str) -> str:
    """Return whose frames these are."""
    return "upbit" if kind == "upbit-ticker" else "binance"


@contextmanager
def config(kind: str, port: int, *, tls: bool = False, fps: int = 10) -> Iterator[Path]:
    """Give a config file that leads to the server, and nowhere else."""
    with configs({exchange(kind): port}, tls=tls, fps=fps) as path:
        yield path


@contextmanager
def configs(ports: Mapping[str, int], *, tls: bool = False, fps: int = 10) -> Iterator[Path]:
    """Give a config file that leads to a server for each exchange; without one it is disabled."""
    parts = [f"[display]\nfps = {fps}\n"]
    for name in ("upbit", "binance"):
        if name in ports:
            scheme = "wss" if tls else "ws"
            parts.append(_EXCHANGE.format(name=name, scheme=scheme, port=ports[name]))
        else:
            parts.append(f"[exchange.{name}]\nenabled = false\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text("".join(parts))
        yield path
