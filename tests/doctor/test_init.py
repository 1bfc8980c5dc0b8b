"""`coinwatch doctor` as a whole."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from coinwatch import args, doctor
from coinwatch.errors import ConfigError, ExitCode, NetworkError


def _options(*words: str) -> Namespace:
    return args.doctor_parser().parse_args(words)


def _lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


@pytest.fixture(autouse=True)
def _no_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be nobody's config file."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("COINWATCH_CONFIG", raising=False)


def _config(path: Path, **urls: str) -> str:
    """Write a config whose exchanges are where nobody listens, but for these addresses."""
    path.write_text(
        "".join(
            f'[exchange.{name}]\nwebsocket_url = "ws://127.0.0.1:1"\n'
            f'rest_url = "{urls.get(name, "http://127.0.0.1:1")}"\n'
            'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
            for name in ("upbit", "binance")
        )
    )
    return str(path)


def test_the_simulated_exchanges_are_well(capfd: pytest.CaptureFixture[str]) -> None:
    """Both, each with all its steps, and the verdict as its last line."""
    assert doctor.run(_options("--demo", "--json")) is ExitCode.OK
    lines = _lines(capfd)
    assert [line.get("step") for line in lines[:3]] == ["program", "config", "proxy"]
    for name in ("upbit", "binance"):
        mine = [line for line in lines if line["exchange"] == name]
        assert [line.get("step") for line in mine] == [
            "dns", "tcp", "tls", "rest", "websocket", "subscribe", "first_tick", "round_trip",
            "clock", None,
        ]  # fmt: skip
        assert mine[-1]["type"] == "verdict"
        assert mine[-1]["usable"] is True
    assert {line["v"] for line in lines} == {1}


def test_the_page_says_it_in_words(capfd: pytest.CaptureFixture[str]) -> None:
    """One exchange after the other, in the order of the screen."""
    assert doctor.run(_options("--demo")) is ExitCode.OK
    page = capfd.readouterr().out
    verdicts = [line for line in page.splitlines() if "can be used" in line]
    assert verdicts == [
        "Upbit can be used: prices come by WebSocket.",
        "Binance can be used: prices come by WebSocket.",
    ]


def test_an_exchange_that_is_not_usable_is_an_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """After everything is printed, and with the exit code of the network."""
    path = _config(tmp_path / "nowhere.toml")
    with pytest.raises(NetworkError) as caught:
        doctor.run(_options("--json", "-c", path, "--timeout", "5s"))
    assert caught.value.message == "Upbit and Binance cannot be used."
    assert caught.value.hint == "See the checks that failed."
    assert caught.value.exit_code == 1
    lines = _lines(capfd)
    assert lines[1]["message"] == path
    assert [line["usable"] for line in lines if line["type"] == "verdict"] == [False, False]


def test_a_config_that_is_wrong_is_all_there_is_to_say(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As from the program itself."""
    path = tmp_path / "wrong.toml"
    path.write_text("symbls = []\n")
    with pytest.raises(ConfigError, match="line 1"):
        doctor.run(_options("-c", str(path)))
    assert capfd.readouterr().out == ""
