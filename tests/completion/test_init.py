"""The scripts as text: what the shells that are not here would read."""

import pytest

from coinwatch.command_args import SHELLS
from coinwatch.completion import script
from coinwatch.completion.describe import describe
from coinwatch.listing_cache import SYMBOLS


@pytest.mark.parametrize("shell", SHELLS)
def test_everything_is_in_the_script(shell: str) -> None:
    """Every command, option and word, the file of names, and nothing left to be filled in."""
    text = script(shell)
    for command in describe().every:
        assert command.name in text
        for option in command.options:
            names = [flag.lstrip("-") for flag in option.flags]
            assert all(word in text for word in (*names, *option.words))
    assert f"/coinwatch/{SYMBOLS}" in text
    assert "@" not in text.replace('"$@"', "").replace("[@]", "").replace("(@f)", "")
