"""Tests of words that were taken for markets."""

import pytest

from coinwatch import meant
from coinwatch.errors import UsageError


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["marktes"], "Did you mean coinwatch markets?"),
        (["Doktor"], "Did you mean coinwatch doctor?"),
        (["BTC", "markets"], "A command comes first: coinwatch markets"),
        (["BTC"], ""),
        ([], ""),
    ],
)
def test_a_symbol_that_was_meant_as_a_command_is_answered_so(words: list[str], hint: str) -> None:
    """Misspelt, or not in the first place."""
    assert meant.command(words) == hint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["repaly", "foo"], "no command or market repaly. Did you mean coinwatch replay?"),
        (["doctr"], "no command or market doctr. Did you mean coinwatch doctor?"),
        (["SHCEMA"], "no command or market SHCEMA. Did you mean coinwatch schema?"),
        (["market", "btc"], "no command or market market. Did you mean coinwatch markets?"),
        (["demo"], "no command or market demo. Did you mean coinwatch --demo?"),
        (["help"], "no command or market help. Did you mean coinwatch --help?"),
    ],
)
def test_what_is_surely_no_market_is_refused(words: list[str], said: str) -> None:
    """No market list is waited for."""
    with pytest.raises(UsageError) as caught:
        meant.check(words)
    assert f"{caught.value.message} {caught.value.hint}" == f"There is {said}"


def test_a_command_after_a_market_is_refused() -> None:
    """With where it belongs."""
    with pytest.raises(UsageError) as caught:
        meant.check(["BTC", "replay"])
    assert caught.value.hint == "A command comes first: coinwatch replay"


@pytest.mark.parametrize(
    "words",
    [
        [], ["BTC"], ["link"], ["LINK"], ["LINEA"], ["INIT"], ["WEB"], ["DEMO"], ["PLAY"],
        ["STORJ"], ["KRW-BTC"], ["upbit:KRW-*"], ["BTC", "init", "web", "demo"],
    ],
)  # fmt: skip
def test_what_may_be_a_market_is_taken_for_one(words: list[str]) -> None:
    """However like a short command it is; only a market list can tell."""
    meant.check(words)
