"""`coinwatch line` as a user runs it, against the simulated exchanges."""

import asyncio
import os
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path

import pytest

from coinwatch import line
from coinwatch.command_args import line_parser
from coinwatch.demo import Demo
from coinwatch.errors import ExitCode, NetworkError, SymbolError, UsageError

Until = Callable[[Callable[[], object]], Awaitable[None]]

PROGRAM = (sys.executable, "-m", "coinwatch", "line")


def _options(*words: str) -> Namespace:
    return line_parser().parse_intermixed_args(words)


@pytest.fixture(autouse=True)
def _nobodys_config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have no config file found."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("COINWATCH_CONFIG", raising=False)


def test_once_prints_one_complete_line(capfd: pytest.CaptureFixture[str]) -> None:
    """With everything that a format can show."""
    words = "{upbit:KRW-BTC.price:.0f}|{USDT.price:.0f}|{BTC.premium:+.2f}|{binance.state}"
    assert line.run(_options("--demo", "--once", words)) is ExitCode.OK
    (text,) = capfd.readouterr().out.splitlines()
    won, rate, premium, state = text.split("|")
    assert 50_000_000 < int(won) < 300_000_000
    assert 1_000 < int(rate) < 2_000
    assert -5 < float(premium) < 10
    assert premium[0] in "+-"
    assert state == "live"


def test_a_line_for_each_change_until_the_count(capfd: pytest.CaptureFixture[str]) -> None:
    """Each another one than the one before."""
    words = ("--demo", "-n", "3", "--every", "1ms", "{upbit:KRW-BTC.bid:f} {upbit:KRW-BTC.price:f}")
    assert line.run(_options(*words)) is ExitCode.OK
    texts = capfd.readouterr().out.splitlines()
    assert len(texts) == 3
    assert all(one != other for one, other in pairwise(texts))


def test_a_bare_asset_on_both_exchanges_is_answered_with_the_choices() -> None:
    """Once the market lists are there."""
    with pytest.raises(UsageError) as error:
        line.run(_options("--demo", "{BTC.price}"))
    assert error.value.message == "{BTC.price} is on upbit and binance."
    assert error.value.hint == "Write {upbit:KRW-BTC.price} or {binance:BTCUSDT.price}."


@pytest.mark.parametrize("field", ["{upbit:KRW-BTX.price}", "{XYZ.premium}"])
def test_what_no_exchange_has_is_an_unknown_symbol(field: str) -> None:
    """A market, or the premium of an asset."""
    with pytest.raises(SymbolError):
        line.run(_options("--demo", f"{{BTC.premium}} {field}"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--once", "--every", "1s"), "--every does not go with --once: it prints one line."),
        (("--timeout", "1s"), "--timeout goes with --once."),
    ],
)
def test_options_that_do_not_go_together(words: tuple[str, ...], message: str) -> None:
    """They are named."""
    with pytest.raises(UsageError) as error:
        line.run(_options(*words, "{BTC.premium}"))
    assert error.value.message == message


def _config(
    path: Path, *, upbit: str = "ws://127.0.0.1:1", rest: str = "http://127.0.0.1:1"
) -> str:
    """Write a config of Upbit alone, at a port where nobody listens unless it is given."""
    path.write_text(
        f'[feed]\nsilence_timeout = "300ms"\n[exchange.binance]\nenabled = false\n'
        f'[exchange.upbit]\nwebsocket_url = "{upbit}"\nrest_url = "{rest}"\n'
        'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
    )
    return str(path)


@pytest.mark.parametrize("words", [("--once", "--timeout", "200ms"), ("--for", "200ms")])
def test_without_a_network_it_says_why(words: tuple[str, ...], tmp_path: Path) -> None:
    """Once and for a time: nothing came, and nothing is printed."""
    config = _config(tmp_path / "nowhere.toml")
    with pytest.raises(NetworkError, match=r"127\.0\.0\.1 refuses connections"):
        line.run(_options(*words, "-c", config, "{BTC.price}"))


def test_follows_the_config_file(tmp_path: Path) -> None:
    """As the screen and the lines of --json do; what the format names stays what is watched."""
    path = tmp_path / "my.toml"
    path.write_text("[premium]\nusd_krw = 1000\n")
    words = ("--demo", "-c", str(path), "{upbit.state} {BTC.usd_krw:.0f}")
    with subprocess.Popen(  # noqa: S603  # our own program
        (*PROGRAM, *words), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        texts = iter(process.stdout)
        assert any(text == "live 1000\n" for text in texts)
        path.write_text("symbols = []\n[premium]\nusd_krw = 2000\n")
        assert any(text == "live 2000\n" for text in texts)
        process.terminate()


def test_a_reader_that_leaves_is_a_normal_end() -> None:
    """As with `| head -1`: exit 0, and nothing on stderr."""
    with subprocess.Popen(  # noqa: S603  # our own program
        (*PROGRAM, "--demo", "{upbit:KRW-BTC.price}"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().count(",") == 2
        process.stdout.close()
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_a_signal_ends_it_in_order() -> None:
    """With the code that shells expect, and quietly; the terminal's bar goes on without it."""
    with subprocess.Popen(  # noqa: S603  # our own program
        (*PROGRAM, "--demo", "{upbit:KRW-BTC.price}"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143
        assert process.stderr.read() == ""


async def test_a_stalled_exchange_is_marked_and_comes_back(tmp_path: Path, until: Until) -> None:
    """A question mark while nothing comes; none once it does."""
    async with Demo() as demo:
        config = _config(
            tmp_path / "my.toml", upbit=demo.upbit.websocket_url, rest=demo.upbit.rest_url
        )
        process = await asyncio.create_subprocess_exec(
            *PROGRAM, "-c", config, "--every", "10ms", "{BTC.price} {upbit.state}",
            stdout=asyncio.subprocess.PIPE, env=os.environ,
        )  # fmt: skip
        texts: list[str] = []

        async def read() -> None:
            assert process.stdout
            while text := await process.stdout.readline():
                texts.append(text.decode().rstrip("\n"))

        reading = asyncio.create_task(read())
        await until(lambda: texts and texts[-1].endswith("live"))
        assert "?" not in texts[-1]
        demo.upbit.faults.half_open = True
        await until(lambda: "? " in texts[-1])
        assert not texts[-1].endswith("live")
        demo.upbit.faults.clear()
        await until(lambda: "?" not in texts[-1] and texts[-1].endswith("live"))
        process.terminate()
        assert await process.wait() == 143
        await reading
