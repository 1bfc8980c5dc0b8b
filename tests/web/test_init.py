"""The command: what a page runs, and what is said first."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from coinwatch import web
from coinwatch.command_args import web_parser
from coinwatch.errors import ConfigError, UsageError
from coinwatch.web import command

Serve = Callable[..., Awaitable[Any]]


def test_a_page_gets_the_options_of_the_screen() -> None:
    """Paths hold wherever it runs; a symbol is never taken for an option or a command."""
    program = [sys.executable, "-P", "-m", "coinwatch"]
    parse = web_parser().parse_intermixed_args
    assert command(parse([])) == program
    words = ["BTC", "-c", "a.toml", "--demo", "--port", "0", "-v", "--log-file", "b", "web"]
    assert command(parse(words)) == [
        *program,
        *("--config", str(Path("a.toml").absolute()), "--log-file", str(Path("b").absolute())),
        *("--demo", "--verbose", "--", "BTC", "web"),
    ]


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to install it."""
    monkeypatch.delitem(sys.modules, "coinwatch.web.server", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    with pytest.raises(UsageError) as caught:
        web.run(web_parser().parse_args([]))
    assert "the extra `web`" in caught.value.message
    assert caught.value.hint == "Install it with: pip install 'coinwatch-tui[web]'"


def test_a_mistake_in_the_config_is_told_at_once(tmp_path: Path) -> None:
    """And not on every page."""
    file = tmp_path / "config.toml"
    file.write_text("symbol = []\n")
    with pytest.raises(ConfigError):
        web.run(web_parser().parse_args(["-c", str(file)]))


@pytest.mark.parametrize("port", ["-1", "65536", "http", "", "1.5"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    """With what may be written."""
    with pytest.raises(UsageError) as caught:
        web_parser().parse_args([f"--port={port}"])
    assert "Write a number from 0 to 65535." in caught.value.message


async def test_whoever_lets_others_in_is_told(serve: Serve) -> None:
    """On stderr, after the address."""
    served = await serve("--demo", "--host", "0.0.0.0")
    assert served.address.startswith("http://")
    assert await served.process.stderr.readline() == web.OPEN.encode()
