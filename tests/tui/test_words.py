"""Tests of the words of the screen."""

from string import Formatter

import pytest

from coinwatch.config import COLUMNS
from coinwatch.model import FeedState
from coinwatch.tui.columns import COLUMNS as SHOWN
from coinwatch.tui.keys import KEYS
from coinwatch.tui.words import ENGLISH, KOREAN, Words, words


@pytest.mark.parametrize("language", [ENGLISH, KOREAN])
def test_every_key_has_words(language: Words) -> None:
    """Each key is described, and nothing is described that is no key."""
    assert set(language.keys) == {key.name for key in KEYS} | {"pause"}
    assert {key.group for key in KEYS} == set(language.help_groups)


@pytest.mark.parametrize("language", [ENGLISH, KOREAN])
def test_every_state_and_column_has_a_word(language: Words) -> None:
    """Nothing that can be shown lacks its word."""
    assert set(language.states) == set(FeedState)
    assert set(language.titles) == set(SHOWN)
    assert set(COLUMNS) <= set(language.titles)


def test_languages_fill_in_the_same_names() -> None:
    """What is in braces in one language is in the other as well."""
    for name, english, korean in zip(Words._fields, ENGLISH, KOREAN, strict=True):
        if isinstance(english, str):
            assert _names(english) == _names(str(korean)), name


def _names(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_words_of_a_language() -> None:
    """Each language has its own."""
    assert (words("en"), words("ko")) == (ENGLISH, KOREAN)
