"""Every word on the screen, once; another language is another ``Words``."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from coinwatch.text import Language
from coinwatch.tui.words.english import ENGLISH
from coinwatch.tui.words.korean import KOREAN
from coinwatch.tui.words.vocabulary import Words

__all__ = ["ENGLISH", "KOREAN", "Speaking", "Words", "words"]

_WORDS: Mapping[Language, Words] = {"en": ENGLISH, "ko": KOREAN}


@runtime_checkable
class Speaking(Protocol):
    """A screen whose words can change while it is open."""

    def speak(self, words: Words) -> None:
        """Use other words from now on."""


def words(language: Language) -> Words:
    """Return the words of a language."""
    return _WORDS[language]
