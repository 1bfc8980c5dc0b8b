"""What is said of the program, its config and the proxies."""

import os
import ssl
import sys
from pathlib import Path

import pytest

from coinwatch import __version__
from coinwatch.config import Config
from coinwatch.doctor.findings import Check, State, Step
from coinwatch.doctor.surroundings import look_around


def _messages(config: Config) -> list[str]:
    return [check.message for check in look_around(config, os.environ)]


def test_three_things_that_concern_every_exchange() -> None:
    """The program comes first: what it is, and what it is made of."""
    checks = list(look_around(Config(), {}))
    assert [check[:4] for check in checks] == [
        (None, step, State.OK, None) for step in (Step.PROGRAM, Step.CONFIG, Step.PROXY)
    ]
    program = checks[0].message
    version = ".".join(map(str, sys.version_info[:3]))
    assert program.startswith(f"coinwatch {__version__}, Python {version} on ")
    assert ", websockets 1" in program
    assert ", httpx2 " in program
    assert program.endswith(ssl.OPENSSL_VERSION)


def test_the_config_file_or_where_it_would_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever holds."""
    monkeypatch.setattr("coinwatch.doctor.surroundings.default_path", lambda: Path("/c.toml"))
    assert _messages(Config())[1] == "no file at /c.toml: the defaults hold"
    assert _messages(Config(path=Path("/my\x1b.toml")))[1] == "/my␛.toml"


def test_proxies_are_told_without_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of variables, hosts and ports, and the hosts that are left out."""
    assert _messages(Config())[2] == "none in the environment"
    monkeypatch.setenv("HTTPS_PROXY", "http://name:s@cret/@proxy.example:3128/")
    monkeypatch.setenv("all_proxy", "socks5://other.example:1080")
    monkeypatch.setenv("ws_proxy", "name:secret@bare.example:1")
    monkeypatch.setenv("no_proxy", "localhost,.example")
    monkeypatch.setenv("ftp_proxy", "http://ftp.example")
    monkeypatch.setenv("PROXY", "http://nobody.example")
    assert _messages(Config())[2] == (
        "HTTPS_PROXY=proxy.example:3128, all_proxy=other.example:1080, "
        "no_proxy=localhost,.example, ws_proxy=bare.example:1"
    )


def test_a_variable_that_is_overruled_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower case goes first, and empty is none."""
    monkeypatch.setenv("HTTP_PROXY", "http://upper.example")
    monkeypatch.setenv("http_proxy", "http://lower.example")
    monkeypatch.setenv("WSS_PROXY", "http://upper.example")
    monkeypatch.setenv("wss_proxy", "")
    assert _messages(Config())[2] == "http_proxy=lower.example"


def test_a_library_that_is_not_there_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The faster event loop is an extra."""
    monkeypatch.setattr("coinwatch.doctor.surroundings.LIBRARIES", ("orjson", "coinwatch-nothing"))
    program = next(look_around(Config(), {})).message
    assert ", orjson " in program
    assert "coinwatch-nothing" not in program


def test_checks_are_complete() -> None:
    """None of them has a hint: nothing is wrong with them."""
    assert all(check == Check(*check[:5], "") for check in look_around(Config(), {}))
