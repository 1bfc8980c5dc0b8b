"""Tests of what people type and which markets it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.model import Listing, Market
from coinwatch.search import (
    Index,
    Match,
    Rank,
    fold,
    match,
    match_listing,
    names,
    search,
    with_names,
)


def _upbit(code: str, english: str, korean: str, quote: str = "KRW") -> Listing:
    return Listing(Market("upbit", f"{quote}-{code}", code, quote), korean, english)


def _binance(code: str, quote: str = "USDT") -> Listing:
    return Listing(Market("binance", code + quote, code, quote))


BTC = _upbit("BTC", "Bitcoin", "비트코인")
BCH = _upbit("BCH", "Bitcoin Cash", "비트코인캐시")
BTT = _upbit("BTT", "BitTorrent", "비트토렌트")
ETH = _upbit("ETH", "Ethereum", "이더리움")
ARB = _upbit("ARB", "Arbitrum", "아비트럼")
USDT = _upbit("USDT", "Tether", "테더")
BTCUSDT, ETHBTC = _binance("BTC"), _binance("ETH", "BTC")
ALL = [ETH, ARB, BCH, BTC, BTT, USDT, ETHBTC, BTCUSDT]


@pytest.mark.parametrize(
    ("query", "name", "fit"),
    [
        ("btc", "BTC", Match(Rank.EXACT)),
        ("bitcoin cash", "Bitcoin Cash", Match(Rank.EXACT)),
        ("비트코인", "비트코인", Match(Rank.EXACT)),
        ("bit", "Bitcoin", Match(Rank.PREFIX, 0, 4)),
        ("krw-b", "KRW-BTC", Match(Rank.PREFIX, 0, 2)),
        ("cash", "Bitcoin Cash", Match(Rank.WORD, 8, 8)),
        ("btc", "KRW-BTC", Match(Rank.WORD, 4, 4)),
        ("inu", "Minu Inu", Match(Rank.WORD, 5, 5)),
        ("coin", "Bitcoin", Match(Rank.SUBSTRING, 3, 3)),
        ("eth", "Tether", Match(Rank.SUBSTRING, 1, 3)),
        ("ㅂㅌ", "비트코인", Match(Rank.INITIALS, 0, 2)),
        ("ㅋㅇ", "비트코인", Match(Rank.INITIALS, 2, 2)),
        ("비ㅌ", "비트코인", Match(Rank.INITIALS, 0, 2)),
        ("ㅇㄷㄹ", "이더리움", Match(Rank.INITIALS, 0, 1)),
        ("btcn", "Bitcoin", Match(Rank.FUZZY, 0, 3)),
        ("tcn", "Bitcoin", Match(Rank.FUZZY, 2, 4)),
        ("비코", "비트코인", Match(Rank.FUZZY, 0, 2)),
    ],
)
def test_ranks(query: str, name: str, fit: Match) -> None:
    """Each way to fit has its rank; a later word counts as one though a run is found before it."""
    assert match(query, name) == fit


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("x", "Bitcoin"),
        ("ctb", "Bitcoin"),
        ("ㅌㅂ", "비트코인"),
        ("ㅂㅋ", "비트코인"),
        ("ㅎ", "Bitcoin"),
        ("ㅂㅌㅋㅇㅇ", "비트코인"),
        ("btc eth", "BTC"),
    ],
)
def test_what_does_not_fit(query: str, name: str) -> None:
    """Another order, a syllable left out, one too many, or a word that is nowhere."""
    assert match(query, name) is None


def test_two_consonants_that_a_keyboard_made_one() -> None:
    """``ㄳ`` is typed where ``ㄱㅅ`` is meant."""
    assert match("ㄳ", "가스") == Match(Rank.INITIALS)


def test_decomposed_hangul_is_the_same() -> None:
    """Typed letter by letter or pasted from a Mac, Hangul is found all the same."""
    decomposed = "\u1107\u1175\u1110\u1173"
    assert fold(decomposed) == "비트"
    assert match(decomposed, "비트코인") == Match(Rank.PREFIX, 0, 2)
    assert match("비트", decomposed) == Match(Rank.EXACT)


def test_each_word_in_its_own_name() -> None:
    """The word that fits worst counts, unless all words together fit better."""
    assert match("btc cash", "BTC", "Bitcoin Cash") == Match(Rank.WORD, 8, 8)
    assert match("  bitcoin   cash ", "Bitcoin Cash") == Match(Rank.EXACT)


def test_an_empty_query_fits_everything() -> None:
    """Before anything is typed, everything is there, in its own order."""
    assert match("  ", "Bitcoin") == Match(Rank.EXACT)
    assert search("", ALL) == ALL


def test_names_of_a_market() -> None:
    """Codes with and without a sign between, and names; the code alone where no list told more."""
    assert names(BTC) == ("KRW-BTC", "BTC", "BTC/KRW", "BTCKRW", "Bitcoin", "비트코인")
    assert names(Listing(Market("binance", "BTCUSDT", "", ""))) == ("BTCUSDT", "", "")


def test_a_whole_symbol_is_of_one_exchange() -> None:
    """What the command line takes finds the same here."""
    assert match_listing("UPBIT:krw-btc", BTC) == Match(Rank.EXACT)
    assert match_listing("binance:BTC", BTC) is None
    assert search("binance:", ALL) == [ETHBTC, BTCUSDT]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("btc", [BTC, BTCUSDT, ETHBTC]),
        ("bt", [BTC, BTT, BTCUSDT]),
        ("bitcoin", [BTC, BCH]),
        ("비트코인", [BTC, BCH]),
        ("ㅂㅌ", [BTC, BTT, BCH, ARB]),
        ("btusdt", [BTCUSDT]),
        ("btc krw", [BTC]),
        ("btcn", [BTC, BCH]),
        ("zzz", []),
    ],
)
def test_search_puts_the_best_first(query: str, found: list[Listing]) -> None:
    """By rank, then by how little else the name has; scattered letters only for want of better."""
    assert search(query, ALL)[: len(found)] == found
    assert bool(search(query, ALL)) is bool(found)


def test_names_come_from_where_the_same_asset_has_one() -> None:
    """Binance's list has none: Upbit's are found for it as well, its own are kept."""
    own = _upbit("ETH", "Ether", "", "USDT")
    named = with_names([BTCUSDT, BTC, ETH, own, _binance("XYZ")])
    assert [each.english_name for each in named] == ["Bitcoin", "Bitcoin", "Ethereum", "Ether", ""]
    assert [each.korean_name for each in named] == [
        "비트코인",
        "비트코인",
        "이더리움",
        "이더리움",
        "",
    ]
    assert [each.market for each in named][:2] == [BTCUSDT.market, BTC.market]


def test_a_code_of_two_assets_gets_no_wrong_name() -> None:
    """Only what is the same asset has the same name, whatever it is called."""
    sats = _upbit("SATS", "Sats", "사츠", "KRW")
    strike = _upbit("STRK", "Strike", "스트라이크", "KRW")
    toncoin = _upbit("TON", "Toncoin", "톤코인", "KRW")
    abroad = [_binance(base) for base in ("1000SATS", "STRK", "TON")]
    named = with_names([sats, strike, toncoin, *abroad])
    assert [each.english_name for each in named[3:]] == ["Sats", "", "Toncoin"]
    assert [each.korean_name for each in named[3:]] == ["사츠", "", "톤코인"]


_LETTERS = st.characters(categories=["L", "N"], exclude_characters="ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ")


@given(st.text(max_size=8), st.text(_LETTERS, max_size=20))
def test_whatever_is_typed_and_whatever_it_is_called(query: str, name: str) -> None:
    """No text breaks it, and a name is found by itself."""
    match(query, name)
    assert match(name, name) == Match(Rank.EXACT)


LETTERS = st.text(alphabet="abcBT /-비트코인ㅂㅌㄳ:", max_size=5)
LISTED = st.builds(
    lambda base, quote, korean, english: Listing(
        Market("upbit", f"{quote}-{base}", base, quote), korean, english
    ),
    st.sampled_from(["BTC", "BTT", "A", "ETH"]),
    st.sampled_from(["KRW", "BTC", "USDT"]),
    st.sampled_from(["비트코인", "비트 토렌트", "이더리움", ""]),
    st.sampled_from(["Bitcoin", "BitTorrent Chain", "Ethereum", ""]),
)


@given(LETTERS, st.lists(LISTED, max_size=8))
def test_an_index_finds_the_same(query: str, listings: list[Listing]) -> None:
    """It only knows sooner what does not fit."""
    assert Index(listings).search(query) == search(query, listings)
