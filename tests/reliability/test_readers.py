"""Those who read lines, and what reaches a terminal of what a hostile server says."""

import asyncio
import errno
import os
import signal
import stat
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from websockets.asyncio.server import ServerConnection, serve

from tests.reliability.kit import PROGRAM, Until, config, environ, lines, program

BTC = "binance:BTCUSDT"


@asynccontextmanager
async def _exchange(
    handler: Callable[[ServerConnection], Awaitable[None]], **options: Any
) -> AsyncIterator[str]:
    async with serve(handler, "127.0.0.1", 0, **options) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"


def _trade(number: int) -> bytes:
    data = {
        "e": "trade", "E": number, "s": "BTCUSDT", "t": number, "p": f"{1000 + number}.0",
        "q": "1.0", "T": 1_790_000_000_000 + number, "m": False,
    }  # fmt: skip
    return orjson.dumps({"stream": "btcusdt@trade", "data": data})


async def _ack(websocket: ServerConnection) -> None:
    request = orjson.loads(await websocket.recv())
    await websocket.send(orjson.dumps({"result": None, "id": request["id"]}).decode())


def _said(errors: bytes) -> list[bytes]:
    """Return the lines on stderr, but for the market list that there is none of here."""
    return [line for line in errors.splitlines() if b"no market list yet" not in line]


def _start(tmp_path: Path, url: str, *words: str, **more: str) -> Any:
    path = config(tmp_path / "config.toml", binance=(url, "http://127.0.0.1:1"))
    return program(environ(tmp_path, **more), "--json", "-c", str(path), *words, BTC)


async def test_row_20_a_reader_that_does_not_read_stalls_no_socket(tmp_path: Path) -> None:
    """The exchange gets rid of everything while nobody reads a line; what the reader then gets is
    in order and whole, and what it did not get is counted.
    """
    total = 60_000
    sent = asyncio.Event()

    async def handler(websocket: ServerConnection) -> None:
        await _ack(websocket)
        for number in range(1, total + 1):
            await websocket.send(_trade(number), text=True)
        await (await websocket.ping())
        sent.set()
        await websocket.wait_closed()

    async with _exchange(handler, compression=None, max_queue=None) as url:
        with _start(tmp_path, url, "--events", "trade") as process:
            async with asyncio.timeout(50):
                await sent.wait()
            process.send_signal(signal.SIGTERM)
            output, errors = await asyncio.to_thread(process.communicate, timeout=20)
    assert (process.returncode, _said(errors)) == (143, [])
    expected, lost = 1, 0
    for line in lines(output):
        if line["type"] == "lost":
            lost += 1
            expected += line["count"]
        else:
            assert line["trade_id"] == expected
            expected += 1
    assert lost >= 1
    assert expected > 1


@pytest.mark.parametrize("words", [("--events", "trade"), ("--events", "tick,status,gap")])
async def test_row_20_a_reader_that_leaves_ends_it_quietly(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """As `head -1` does, though more comes all the time."""

    async def handler(websocket: ServerConnection) -> None:
        await _ack(websocket)
        number = 0
        while True:
            number += 1
            await websocket.send(_trade(number), text=True)
            await asyncio.sleep(0)  # sending waits only once a buffer is full

    async with _exchange(handler, compression=None) as url:
        with _start(tmp_path, url, *words) as process:
            line = await asyncio.to_thread(process.stdout.readline)
            process.stdout.close()
            code = await asyncio.to_thread(process.wait, 20)
            errors = process.stderr.read()
    assert orjson.loads(line)["v"] == 1
    assert (code, _said(errors)) == (0, [])


async def test_row_20_the_second_signal_ends_at_once(tmp_path: Path, until: Until) -> None:
    """And row 21: a first ctrl-c ends in order; a second does not wait for anything."""
    connected, over = asyncio.Event(), asyncio.Event()

    async def handler(websocket: ServerConnection) -> None:
        await _ack(websocket)
        websocket.transport.pause_reading()  # never answers the closing handshake
        connected.set()
        await over.wait()

    async with _exchange(handler, close_timeout=0.1) as url:
        with _start(tmp_path, url) as process:
            async with asyncio.timeout(20):
                await connected.wait()
            process.send_signal(signal.SIGINT)
            # The first one gives its handlers back, which is to be seen from outside.
            await until(lambda: not _catches(process.pid, signal.SIGINT))
            process.send_signal(signal.SIGINT)
            code = await asyncio.to_thread(process.wait, 20)
            errors = process.stderr.read()
        over.set()
    assert code in {-signal.SIGINT, 130}
    assert _said(errors) == []


def _catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler for a signal."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return False
    text = status.read_text()
    caught = next((row.split()[1] for row in text.splitlines() if row.startswith("SigCgt")), "0")
    return bool(int(caught, 16) >> (number - 1) & 1)


HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202edrawkcab\r\n\x00[bold]x[/]"


@pytest.mark.parametrize(
    "way", ["a close reason", "an error", "an error about a request", "garbage", "a close of words"]
)
async def test_row_22_what_a_server_says_reaches_no_terminal_raw(way: str, tmp_path: Path) -> None:
    """Neither stderr nor a line holds a control character, however the server says it."""
    met = asyncio.Event()

    async def handler(websocket: ServerConnection) -> None:
        await _ack(websocket)
        met.set()
        if way == "a close reason":
            await websocket.close(1008, HOSTILE)
        elif way == "a close of words":
            await websocket.close(4000, HOSTILE * 1)
        elif way == "an error":
            await websocket.send(orjson.dumps({"code": 2, "msg": HOSTILE, "id": None}), text=True)
        elif way == "an error about a request":
            await websocket.send(_trade(1), text=True)
            await websocket.send(orjson.dumps({"code": 2, "msg": HOSTILE, "id": 9}), text=True)
        else:
            for _ in range(20):
                await websocket.send(HOSTILE)
        await websocket.wait_closed()

    async with _exchange(handler) as url:
        with _start(tmp_path, url, "--events", "tick,status,gap", "-v") as process:
            async with asyncio.timeout(20):
                await met.wait()
            said = await asyncio.to_thread(process.stderr.readline)
            process.send_signal(signal.SIGTERM)
            output, errors = await asyncio.to_thread(process.communicate, timeout=20)
    text = (said + errors).decode()
    assert "drawkcab" in text or way == "garbage"
    assert text
    assert all(char.isprintable() or char == "\n" for char in text)
    assert all(char.isprintable() or char == "\n" for char in output.decode())
    assert "Traceback" not in text


@pytest.mark.parametrize("kind", ["a directory", "no text", "no TOML", "a loop of links", "a pipe"])
def test_row_23_a_config_that_cannot_be_read_is_an_error_in_words(
    kind: str, tmp_path: Path
) -> None:
    """Exit 2, the file and the reason; nothing is started, nothing hangs."""
    path = tmp_path / "config.toml"
    if kind == "a directory":
        path.mkdir()
    elif kind == "no text":
        path.write_bytes(b"\xff\xfe\x00")
    elif kind == "no TOML":
        path.write_text("symbols = [")
    elif kind == "a loop of links":
        path.symlink_to(path)
    else:
        path.symlink_to("/dev/null/nothing")
    done = subprocess.run(  # noqa: S603  # our own program
        (*PROGRAM, "--json", "-c", str(path)),
        env=environ(tmp_path), capture_output=True, timeout=50, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    sentence, line = done.stderr.splitlines()
    assert str(path).encode() in sentence
    error = orjson.loads(line)
    assert error["error"] == "config"
    assert str(path) in error["message"]
    assert b"Traceback" not in done.stderr


def test_row_23_a_place_that_cannot_be_written_is_an_error_and_changes_nothing(
    tmp_path: Path,
) -> None:
    """`init` into a directory that takes no file: a sentence, and nothing half written."""
    place = tmp_path / "fixed"
    place.mkdir()
    place.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.geteuid() == 0:  # whom no mode stops; a file in the way does
        place.chmod(0o700)
        place.rmdir()
        place.write_text("in the way")
    done = subprocess.run(  # noqa: S603  # our own program
        (*PROGRAM, "init", "--path", str(place / "config.toml")),
        env=environ(tmp_path), capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"{place / 'config.toml'} cannot be written: " in done.stderr
    reasons = {os.strerror(number) for number in (errno.EACCES, errno.ENOTDIR, errno.EEXIST)}
    assert any(reason in done.stderr for reason in reasons)
    assert [each.name for each in tmp_path.iterdir()] == ["fixed"]
