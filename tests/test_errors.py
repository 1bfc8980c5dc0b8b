"""Errors: a category for machines, an exit code for shells."""

import pytest

from coinwatch import errors
from coinwatch.errors import CoinwatchError, ExitCode


def test_every_error_has_the_contracts_category_and_exit_code() -> None:
    """The table of the contract, and nothing else."""
    found = {
        cls.__name__: (cls.category, int(cls.exit_code)) for cls in CoinwatchError.__subclasses__()
    }
    assert found == {
        "UsageError": ("usage", 2),
        "ConfigError": ("config", 2),
        "SymbolError": ("symbol", 3),
        "NetworkError": ("network", 1),
        "ExchangeError": ("exchange", 1),
        "OutputError": ("io", 1),
        "RecordingError": ("io", 1),
        "DecodeError": ("exchange", 1),
    }


@pytest.mark.parametrize("cls", CoinwatchError.__subclasses__())
def test_the_tree_at_the_top_of_the_file_names_every_error(cls: type[CoinwatchError]) -> None:
    """The picture is the whole truth."""
    assert cls.__name__ in (errors.__doc__ or "")


def test_an_error_holds_a_message_and_a_hint() -> None:
    """The hint may be missing."""
    assert (CoinwatchError("What.").hint, CoinwatchError("What.", "Do.").hint) == ("", "Do.")
    assert int(ExitCode.OK) == 0
