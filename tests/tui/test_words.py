"""Tests of the words of the screen."""

import pytest

from coinwatch.config import COLUMNS
from coinwatch.model import FeedState
from coinwatch.tui.columns import COLUMNS as SHOWN
from coinwatch.tui.keys import KEYS
from coinwatch.tui.words import ENGLISH, choose_language, words


def test_every_key_has_words() -> None:
    """Each key is described, and nothing is described that is no key."""
    assert set(ENGLISH.keys) == {key.name for key in KEYS}
    assert {key.group for key in KEYS} == set(ENGLISH.help_groups)


def test_every_state_and_column_has_a_word() -> None:
    """Nothing that can be shown lacks its word."""
    assert set(ENGLISH.states) == set(FeedState)
    assert set(ENGLISH.titles) == set(SHOWN)
    assert set(COLUMNS) <= set(ENGLISH.titles)


def test_language_without_words() -> None:
    """A language that has no words yet is shown in English."""
    assert words("ko") is ENGLISH


@pytest.mark.parametrize(
    ("setting", "locale", "language"),
    [
        ("auto", "ko_KR.UTF-8", "ko"),
        ("auto", "en_GB.UTF-8", "en"),
        ("auto", "", "en"),
        ("en", "ko_KR.UTF-8", "en"),
        ("ko", "C", "ko"),
    ],
)
def test_choose_language(setting: str, locale: str, language: str) -> None:
    """What is set counts; ``auto`` goes by the locale."""
    assert choose_language(setting, locale) == language
