"""Finding a market by what people type: its code, its asset, its English or its Korean name.

Letter case and the way in which a character is composed do not matter. Hangul is found by the
initial consonants of its syllables as well, as Korean keyboards make usual: ``ㅂㅌ`` is 비트코인.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

from coinwatch.model import Listing, Market
from coinwatch.pairs import asset_of, is_meant

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
"""What a syllable may begin with, in the order in which Unicode composes syllables."""
_FIRST_SYLLABLE = ord("가")
_SYLLABLES_PER_INITIAL = 588
_SYLLABLES = len(_INITIALS) * _SYLLABLES_PER_INITIAL
"""https://www.unicode.org/versions/latest/core-spec/chapter-3/, section 3.12."""

# A keyboard makes one key of two consonants in a row where a syllable could end with both.
_PAIRS = str.maketrans(
    {
        "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
        "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
    }
)  # fmt: skip

_SHORTEST_FUZZY = 2
"""A single letter is in almost every name."""


class Rank(IntEnum):
    """How well a name fits what was typed; the best first."""

    EXACT = 0
    """It is the name."""
    PREFIX = 1
    """The name begins with it."""
    WORD = 2
    """A later word of the name begins with it."""
    SUBSTRING = 3
    """It is somewhere in the name."""
    INITIALS = 4
    """Some of it is the initial consonants of Hangul syllables, one after the other."""
    FUZZY = 5
    """Its letters are in the name in their order, with others between."""


class Match(NamedTuple):
    """How well something fits; the smaller is the better one."""

    rank: Rank
    before: int = 0
    """How many characters of the name come before it."""
    excess: int = 0
    """How many characters longer than what was typed the name is."""


_ALL = Match(Rank.EXACT)


def match(query: str, *names: str) -> Match | None:
    """Return how well the best of ``names`` fits ``query``; None if none does.

    Every word of ``query`` has to be in some name; the one that fits worst counts, unless all of
    them together fit one name better. An empty query fits everything.
    """
    return _match(_words(query), [fold(name) for name in names if name])


def _words(query: str) -> list[str]:
    return fold(query).translate(_PAIRS).split()


def _match(words: Sequence[str], known: Sequence[str]) -> Match | None:
    """Return how well folded names fit."""
    each = [_best(word, known) for word in words]
    found = [match for match in each if match]
    apart = max(found, default=_ALL) if len(found) == len(words) else None
    whole = _best(" ".join(words), known) if len(words) > 1 else None
    return min((match for match in (apart, whole) if match), default=None)


def match_listing(query: str, listing: Listing) -> Match | None:
    """Return how well a market fits ``query``, a symbol such as ``upbit:KRW-BTC`` included."""
    return match(query, *(str(listing.market),) if ":" in query else names(listing))


def search(query: str, listings: Iterable[Listing]) -> list[Listing]:
    """Return the ``listings`` that fit, the best first, equals in the order given.

    What fits by scattered letters only is there if nothing fits better.
    """
    found = [(fit, listing) for listing in listings if (fit := match_listing(query, listing))]
    better = [each for each in found if each[0].rank is not Rank.FUZZY]
    return [listing for _, listing in sorted(better or found, key=lambda each: each[0])]


class _Entry(NamedTuple):
    """A market as it is searched."""

    listing: Listing
    names: tuple[str, ...]
    """Folded."""
    text: str
    """All of them, a line each: what is in none of them is told at once."""
    initials: str
    """The same with every Hangul syllable's initial consonant in its place."""


class Index:
    """Markets that are searched again and again, with each letter that is typed."""

    def __init__(self, listings: Iterable[Listing]) -> None:
        listings = list(listings)
        self._by_name = [_entry(each, names(each)) for each in listings]
        self._by_symbol = [_entry(each, (str(each.market),)) for each in listings]

    def search(self, query: str) -> list[Listing]:
        """Return what ``search`` does."""
        entries = self._by_symbol if ":" in query else self._by_name
        words = _words(query)
        pairs = [(word, "".join(map(_initial, word))) for word in words]
        likely = [
            entry
            for entry in entries
            if all(word in entry.text or first in entry.initials for word, first in pairs)
        ]
        found = [(fit, entry) for entry in likely if (fit := _match(words, entry.names))]
        better = [each for each in found if each[0].rank is not Rank.FUZZY]
        if not better:
            likely = _scattered_in(words, entries)
            better = [(fit, entry) for entry in likely if (fit := _match(words, entry.names))]
        return [entry.listing for _, entry in sorted(better, key=lambda each: each[0])]


def _entry(listing: Listing, called: Iterable[str]) -> _Entry:
    known = tuple(dict.fromkeys(fold(name) for name in called if name))
    text = "\n".join(known)
    return _Entry(listing, known, text, "".join(map(_initial, text)))


def _initial(character: str) -> str:
    """Return the initial consonant of a Hangul syllable, and any other character as it is."""
    syllable = ord(character) - _FIRST_SYLLABLE
    return (
        _INITIALS[syllable // _SYLLABLES_PER_INITIAL] if 0 <= syllable < _SYLLABLES else character
    )


def _scattered_in(words: Iterable[str], entries: Iterable[_Entry]) -> list[_Entry]:
    """Return the entries that have the letters of each word in their order, roughly looked at."""
    spread = [re.compile(".*?".join(map(re.escape, word))) for word in words]
    return [
        entry
        for entry in entries
        if all(each.search(entry.text) or each.search(entry.initials) for each in spread)
    ]


def names(listing: Listing) -> Sequence[str]:
    """Return everything that a market is called: codes, pairs, and in two languages."""
    market = listing.market
    return (*_codes(market), listing.english_name, listing.korean_name)


def with_names(listings: Sequence[Listing], elsewhere: Sequence[Listing] = ()) -> list[Listing]:
    """Return ``listings``, where a name is missing with that of the same asset here or elsewhere.

    Binance's market list has no names. A code of two assets gets none from the wrong one.
    """
    named = {
        each.market.base: each
        for each in chain(reversed(elsewhere), reversed(listings))
        if (each.english_name or each.korean_name) and is_meant(each)
    }
    others = [named.get(asset_of(each.market.base), each) for each in listings]
    return [
        each._replace(
            english_name=each.english_name or other.english_name,
            korean_name=each.korean_name or other.korean_name,
        )
        for each, other in zip(listings, others, strict=True)
    ]


def fold(name: str) -> str:
    """Return ``name`` as it is compared: one way to write each character, no letter case."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _codes(market: Market) -> tuple[str, ...]:
    if not market.base:
        return (market.symbol,)
    pair = market.base + market.quote
    return (market.symbol, market.base, f"{market.base}/{market.quote}", pair)


def _best(word: str, names: Sequence[str]) -> Match | None:
    # Nothing fits as well as what has the word in it.
    holding = [name for name in names if word in name]
    fits = [fit for name in holding or names if (fit := _fit(word, name))]
    return min(fits, default=None)


def _fit(word: str, name: str) -> Match | None:
    place, excess = name.find(word), len(name) - len(word)
    if place == 0:
        return Match(Rank.PREFIX if excess else Rank.EXACT, 0, excess)
    if place > 0:
        start = _word_start(word, name, place)
        return Match(Rank.WORD if start else Rank.SUBSTRING, start or place, excess)
    if not word.isascii():
        if name.isascii():
            return None
        initials = _initials_start(word, name)
        if initials is not None:
            return Match(Rank.INITIALS, initials, excess)
    scattered = len(word) >= _SHORTEST_FUZZY and _is_scattered(word, name)
    return Match(Rank.FUZZY, name.index(word[0]), excess) if scattered else None


def _word_start(word: str, name: str, place: int) -> int:
    """Return where a later word of ``name`` begins with ``word``, from ``place`` on; 0 if none."""
    while place > 0 and name[place - 1].isalnum():
        place = name.find(word, place + 1)
    return max(0, place)


def _initials_start(word: str, name: str) -> int | None:
    """Return where ``name`` has ``word`` in it, a consonant standing for a whole syllable."""
    for start in range(len(name) - len(word) + 1):
        if all(map(_stands_for, word, name[start:])):
            return start
    return None


def _stands_for(typed: str, character: str) -> bool:
    if typed == character:
        return True
    syllable = ord(character) - _FIRST_SYLLABLE
    return 0 <= syllable < _SYLLABLES and _INITIALS[syllable // _SYLLABLES_PER_INITIAL] == typed


def _is_scattered(word: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in word)
