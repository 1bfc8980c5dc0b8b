"""The recipes, taken out of the document and run as they are written."""

import configparser
import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

RECIPES = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")

_BLOCK = re.compile(
    r"^## (?P<title>[^\n]+)$|^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)

BAR = re.compile(r"BTC \d{2,3},\d{3},\d{3} (—|[+−]?\d+\.\d\d%)")  # noqa: RUF001  # a minus sign


def _blocks(kinds: set[str]) -> dict[str, str]:
    """Return the blocks of the document of these kinds, by the heading above each."""
    title, found = "", dict[str, str]()
    for match in _BLOCK.finditer(RECIPES):
        if match["title"]:
            title = match["title"]
        elif match["kind"] in kinds:
            assert title not in found
            found[title] = match["body"]
    return found


SHELL, OTHERS = _blocks({"sh"}), _blocks({"json", "ini"})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder to run in, where `coinwatch` is this one, and nobody's config is found."""
    program = tmp_path / "bin" / "coinwatch"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coinwatch "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.delenv("COINWATCH_CONFIG", raising=False)
    return tmp_path


def _need(*tools: str) -> None:
    for tool in tools:
        if not shutil.which(tool):
            pytest.skip(f"there is no {tool} here")


def _run(script: str, folder: Path) -> str:
    """Return what a script prints; it must say nothing on stderr, and end well."""
    done = subprocess.run(  # noqa: S603  # of our own document
        ("/bin/bash", "-e", "-o", "pipefail", "-c", script), cwd=folder, capture_output=True,
        text=True, timeout=50, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _premiums(out: str, _folder: Path) -> None:
    assert out
    for line in out.splitlines():
        assert re.fullmatch(r"(BTC|ETH|XRP) costs -?[\d.]+ % more in Korea", line)


def _table(out: str, _folder: Path) -> None:
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[:2] for row in rows] == [
        ["binance", "BTCUSDT"], ["binance", "ETHUSDT"], ["upbit", "KRW-BTC"], ["upbit", "KRW-ETH"],
    ]  # fmt: skip
    assert all(float(row[2]) > 0 and abs(float(row[3])) < 100 for row in rows)


def _latest(out: str, _folder: Path) -> None:
    states = [json.loads(line) for line in out.splitlines()]
    assert len(states) == 12
    assert set(states[-1]) == {"KRW-BTC", "BTCUSDT", "KRW-ETH", "ETHUSDT"}


def _csv(_out: str, folder: Path) -> None:
    rows = list(csv.DictReader((folder / "ticks.csv").read_text().splitlines()))
    assert len(rows) == 8
    assert {row["symbol"] for row in rows} == {"KRW-BTC", "BTCUSDT"}
    assert all(float(row["price"]) > 0 and int(row["received_ms"]) > 0 for row in rows)


def _sqlite(out: str, _folder: Path) -> None:
    rows = [line.split("|") for line in out.splitlines()]
    assert sum(int(count) for _, count, _, _ in rows) == 12
    assert all(0 < float(low) <= float(high) for _, _, low, high in rows)


def _duckdb(out: str, _folder: Path) -> None:
    rows = list(csv.DictReader(out.splitlines()))
    assert sum(int(row["lines"]) for row in rows) == 16
    assert {row["type"] for row in rows} == {"tick", "trade"}


def _alert(out: str, _folder: Path) -> None:
    lines = out.splitlines()
    assert len(lines) == 3
    assert all(re.fullmatch(r"BTC is above 50 million won: \d{8,9}", line) for line in lines)


def _prompt(_out: str, folder: Path) -> None:
    assert re.fullmatch(r"\d{2,3},\d{3},\d{3}\n", (folder / "price.txt").read_text())


CHECKS: dict[str, tuple[tuple[str, ...], Callable[[str, Path], None]]] = {
    "An alert on the premium": (("jq",), _premiums),
    "A table": (("jq",), _table),
    "The latest price of each market": (("jq",), _latest),
    "CSV": (("jq",), _csv),
    "SQLite": (("jq", "sqlite3"), _sqlite),
    "DuckDB": (("duckdb",), _duckdb),
    "An alert in a shell, without jq": ((), _alert),
    "A prompt": ((), _prompt),
}
"""What each needs, and what must have come of it."""


def test_every_recipe_has_a_test() -> None:
    """A new one cannot be forgotten, nor one that is gone."""
    assert set(SHELL) == {*CHECKS, "tmux", "Redis Streams"}
    assert set(OTHERS) == {"waybar", "i3blocks and polybar"}


@pytest.mark.parametrize("title", CHECKS)
def test_a_recipe_does_what_it_says(title: str, folder: Path) -> None:
    """As it is written, with exactly what was asked for as the result."""
    tools, check = CHECKS[title]
    _need(*tools)
    check(_run(SHELL[title], folder), folder)


def test_a_bar_gets_a_line_for_each_change(folder: Path) -> None:
    """The commands of both bars' configs, as their shells run them."""
    ini = configparser.ConfigParser(interpolation=None)
    ini.read_string(OTHERS["i3blocks and polybar"])
    waybar = json.loads(OTHERS["waybar"])
    (module,) = waybar["modules-right"]
    for command in (waybar[module]["exec"], ini["btc"]["command"]):
        lines = _run(command, folder).splitlines()
        assert len(lines) == 3
        assert all(BAR.fullmatch(line) for line in lines)


def test_tmux_shows_the_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its status line, which changes."""
    _need("tmux")
    monkeypatch.setenv("TMUX_TMPDIR", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("TMUX", raising=False)
    _run("tmux -f /dev/null new-session -d -x 100 -y 10", folder)
    # A status line is drawn for a terminal that looks at it: one in another tmux.
    outer = "tmux -u -L outer"
    _run(f"{outer} -f /dev/null new-session -d -x 100 -y 12 'env -u TMUX tmux -u attach'", folder)
    try:
        _run(SHELL["tmux"], folder)
        shown = set[str]()
        until = time.monotonic() + 20
        while len(shown) < 2 and time.monotonic() < until:
            shown |= {each[0] for each in BAR.finditer(_run(f"{outer} capture-pane -p", folder))}
        assert len(shown) > 1
    finally:
        _run("tmux kill-server", folder)


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    """Start a server on loopback, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "")
    with subprocess.Popen(  # noqa: S603  # the system's own
        words, cwd=folder, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert any("Ready to accept connections" in line for line in server.stdout)
        yield f"redis://127.0.0.1:{port}"
        server.terminate()


def test_redis_gets_every_tick(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream for each market, bounded; a real server says what it has."""
    _need("jq", "redis-server", "redis-cli")
    with _redis(folder) as url:
        monkeypatch.setenv("REDIS_URL", url)
        _, *entry = _run(SHELL["Redis Streams"], folder).splitlines()
        assert (entry[0], entry[2]) == ("price", "at")
        assert float(entry[1]) > 50_000_000
        lengths = [
            int(_run(f"redis-cli -u {url} XLEN ticks:{symbol}", folder))
            for symbol in ("KRW-BTC", "BTCUSDT")
        ]
        assert min(lengths) > 0
        assert sum(lengths) == len((folder / "ids.txt").read_text().splitlines()) == 8
