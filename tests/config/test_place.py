"""Tests of where a symbol stands in the config file."""

from pathlib import Path

import pytest

from coinwatch.config import Config
from coinwatch.config.load import load
from coinwatch.config.place import placed
from coinwatch.errors import SymbolError

TEXT = """\
symbols = [
  "BTC",
  "upbit:KRW-BTX",
]
[[group]]
name = "One"
symbols = ["ETH"]
[[group]]
name = "Two"
symbols = ["ETH", " upbit:KRW-ETX "]
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Give what the file says."""
    path = tmp_path / "my.toml"
    path.write_text(TEXT)
    return load(path, {})


@pytest.mark.parametrize(("symbol", "line"), [("upbit:KRW-BTX", 3), ("upbit:KRW-ETX", 10)])
def test_a_symbol_is_named_with_its_line(symbol: str, line: int, config: Config) -> None:
    """In the first watchlist or in a later one; the hint stays."""
    error = placed(SymbolError("There is none.", "Why?", symbol), config)
    assert error.message == f"{config.path}, line {line}: There is none."
    assert (error.hint, error.symbol) == ("Why?", symbol)


def test_a_symbol_that_is_not_in_the_file_has_no_line(config: Config) -> None:
    """Nor has one without a file, nor an error that is about no symbol."""
    for error, its in (
        (SymbolError("There is none.", "", "upbit:KRW-BTC"), config),
        (SymbolError("There is none.", "", "BTC"), Config(symbols=("BTC",))),
        (SymbolError("There is none."), config),
    ):
        assert placed(error, its) is error


def test_a_file_that_is_gone_by_now_tells_nothing(config: Config) -> None:
    """The error is told all the same."""
    assert config.path
    config.path.unlink()
    error = SymbolError("There is none.", "", "BTC")
    assert placed(error, config) is error
