"""The grammar of symbols, and the markets that they stand for."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.errors import SymbolError, UsageError
from coinwatch.model import Listing, Market
from coinwatch.symbols import (
    MAX_SUGGESTED,
    Pattern,
    Resolution,
    Unknown,
    parse,
    resolve,
    symbol_error,
)

if TYPE_CHECKING:
    from coinwatch.exchanges.base import Exchange

KNOWN = ("upbit", "binance")
HINT = "Write it like upbit:KRW-BTC, binance:BTCUSDT, upbit:BTC/KRW, BTC or upbit:KRW-*."


class Hyphens:
    """An exchange that spells quote, hyphen, base."""

    name: ClassVar = "upbit"
    home_quote: ClassVar = "KRW"

    @classmethod
    def market(cls, symbol: str) -> Market:
        """Return the market; both assets are in the spelling."""
        quote, hyphen, base = symbol.upper().partition("-")
        if not hyphen:
            raise SymbolError(f"{symbol} has no hyphen.")
        return cls.pair(base, quote)

    @classmethod
    def pair(cls, base: str, quote: str) -> Market:
        """Return the market of a pair."""
        return Market(cls.name, f"{quote}-{base}", base, quote)


class Joined:
    """An exchange that spells base and quote in one, and splits only what ends in USDT."""

    name: ClassVar = "binance"
    home_quote: ClassVar = "USDT"

    @classmethod
    def market(cls, symbol: str) -> Market:
        """Return the market; other quotes than USDT are left to the market list."""
        code = symbol.upper()
        known = code.endswith("USDT")
        base, quote = (code.removesuffix("USDT"), "USDT") if known else ("", "")
        return Market(cls.name, code, base, quote)

    @classmethod
    def pair(cls, base: str, quote: str) -> Market:
        """Return the market of a pair."""
        return Market(cls.name, base + quote, base, quote)


class Strict(Hyphens):
    """The same, where an asset is of Latin letters."""

    @classmethod
    def pair(cls, base: str, quote: str) -> Market:
        """Return the market of a pair."""
        if not base.isascii():
            raise SymbolError(f"{base} is no code.")
        return super().pair(base, quote)


UPBIT = cast("type[Exchange]", Hyphens)
BINANCE = cast("type[Exchange]", Joined)
BOTH = (UPBIT, BINANCE)

KRW_BTC = Hyphens.pair("BTC", "KRW")
KRW_ETH = Hyphens.pair("ETH", "KRW")
KRW_USDT = Hyphens.pair("USDT", "KRW")
BTC_ETH = Hyphens.pair("ETH", "BTC")
BTCUSDT = Joined.pair("BTC", "USDT")
SOLUSDT = Joined.pair("SOL", "USDT")
ETHBTC = Joined.pair("ETH", "BTC")

UPBIT_LIST = [
    Listing(KRW_BTC, "비트코인", "Bitcoin"),
    *(Listing(each) for each in (KRW_ETH, KRW_USDT, BTC_ETH)),
]
BINANCE_LIST = [Listing(each) for each in (BTCUSDT, SOLUSDT, ETHBTC)]
LISTS = {"upbit": UPBIT_LIST, "binance": BINANCE_LIST}


def resolved(
    *texts: str,
    listings: Mapping[str, Sequence[Listing]] = LISTS,
    exchanges: Sequence["type[Exchange]"] = BOTH,
) -> Resolution:
    """Return what the symbols stand for."""
    return resolve([parse(text, KNOWN) for text in texts], exchanges, listings)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("upbit:KRW-BTC", Pattern("upbit:KRW-BTC", "upbit", "KRW-BTC")),
        ("Upbit:krw-btc", Pattern("Upbit:krw-btc", "upbit", "KRW-BTC")),
        ("binance:BTCUSDT", Pattern("binance:BTCUSDT", "binance", "BTCUSDT")),
        ("binance:btc/usdt", Pattern("binance:btc/usdt", "binance", "", "BTC", "USDT")),
        ("btc", Pattern("btc", "", "", "BTC")),
        (" BTC\n", Pattern("BTC", "", "", "BTC")),
        ("1INCH", Pattern("1INCH", "", "", "1INCH")),
        ("upbit:krw-*", Pattern("upbit:krw-*", "upbit", "KRW-*")),
        ("binance:??TUSDT", Pattern("binance:??TUSDT", "binance", "??TUSDT")),
        ("binance:测试USDT", Pattern("binance:测试USDT", "binance", "测试USDT")),
        ("비트코인", Pattern("비트코인", "", "", "비트코인")),
    ],
)
def test_takes_a_symbol_apart(text: str, pattern: Pattern) -> None:
    """Native codes, pairs, assets and wildcards, in any letter case and any script."""
    assert parse(text, KNOWN) == pattern


def test_composes_what_was_typed_in_pieces() -> None:
    """Decomposed Hangul, as some terminals send it, is the same symbol as composed."""
    assert parse("\u1107\u1175", KNOWN) == parse("\ube44", KNOWN)


@pytest.mark.parametrize(
    ("text", "wildcard"),
    [("upbit:KRW-*", True), ("upbit:KRW-BT?", True), ("upbit:KRW-BTC", False), ("BTC", False)],
)
def test_knows_a_wildcard(text: str, wildcard: bool) -> None:  # noqa: FBT001 - an expected value
    """A star or a question mark in a code makes it a wildcard."""
    assert parse(text, KNOWN).wildcard is wildcard


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ":",
        ":BTC",
        "upbit:",
        "upbit: KRW-BTC",
        "upbit:KRW,BTC",
        "upbit:BTC/",
        "upbit:/KRW",
        "upbit:*/KRW",
        "upbit:BTC/KRW/X",
        "BTC,ETH",
        "BTC ETH",
        "\x1b[31m",
        "binance:[A-Z]USDT",
        "B" * 65,
    ],
)
def test_refuses_what_is_no_symbol(text: str) -> None:
    """Nonsense is a usage error that shows how a symbol is written."""
    with pytest.raises(UsageError) as caught:
        parse(text, KNOWN)
    assert caught.value.message == f"{text.strip()[:64]!r} is not a symbol."
    assert caught.value.hint == HINT


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "upbti:KRW-BTC",
            "'upbti:KRW-BTC' names an unknown exchange, 'upbti'.",
            "Did you mean upbit? Known exchanges: upbit, binance.",
        ),
        (
            "kraken:XBT",
            "'kraken:XBT' names an unknown exchange, 'kraken'.",
            "Known exchanges: upbit, binance.",
        ),
        (
            "a:b:c",
            "'a:b:c' names an unknown exchange, 'a:b'.",
            "Known exchanges: upbit, binance.",
        ),
    ],
)
def test_names_the_unknown_exchange(text: str, message: str, hint: str) -> None:
    """An exchange that does not exist is named, with the nearest and with all there are."""
    with pytest.raises(UsageError) as caught:
        parse(text, KNOWN)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("KRW-BTC", "Did you mean upbit:KRW-BTC?"),
        ("btc-krw", "Did you mean upbit:KRW-BTC?"),
        ("BTC/KRW", "Did you mean upbit:KRW-BTC?"),
        ("btc_usdt", "Did you mean binance:BTCUSDT?"),
        ("BTC-ETH", "Did you mean upbit:BTC-ETH?"),
        ("KRW-*", "Did you mean upbit:KRW-*?"),
        ("*usdt", "Did you mean binance:*USDT?"),
        ("USDT-", HINT),
        ("a-b-c", HINT),
    ],
)
def test_asks_for_the_exchange(text: str, hint: str) -> None:
    """A code, a pair or a wildcard needs its exchange in front: the one that spells it so."""
    with pytest.raises(UsageError) as caught:
        parse(text, KNOWN)
    assert caught.value.message == f"{text!r} does not say on which exchange."
    assert caught.value.hint == hint


def test_a_name_is_looked_up_in_the_list() -> None:
    """What no exchange could have as an asset waits for the lists, and is answered from them."""
    strict = cast("type[Exchange]", Strict)
    waits = resolved("비트코인", exchanges=[strict], listings={})
    assert (waits.waiting, waits.unknown) == (("upbit",), ())
    (unknown,) = resolved("비트코인", exchanges=[strict]).unknown
    assert symbol_error(unknown).hint == "Did you mean BTC?"
    (unknown,) = resolved("upbit:비트코인/KRW", exchanges=[strict], listings={}).unknown
    assert unknown.reason == "비트코인 is no code."


def test_takes_explicit_markets_on_trust() -> None:
    """Before any list is known, codes, pairs and assets are watched at once, in order."""
    found = resolved("binance:solusdt", "upbit:ETH/KRW", "BTC", listings={})
    assert found == Resolution((SOLUSDT, KRW_ETH, KRW_BTC, BTCUSDT), (), ())


def test_has_each_market_once() -> None:
    """Symbols that overlap give each market once, where it first occurs."""
    found = resolved("upbit:KRW-BTC", "BTC", "upbit:btc/krw", "binance:BTCUSDT", listings={})
    assert found.markets == (KRW_BTC, BTCUSDT)


def test_waits_for_the_list_that_a_wildcard_needs() -> None:
    """A wildcard names the exchange whose list is needed, and is not unknown yet."""
    found = resolved("binance:*USDT", "upbit:KRW-*", "binance:*BTC", listings={})
    assert found == Resolution((), ("upbit", "binance"), ())
    assert resolved("binance:*USDT", listings={"upbit": UPBIT_LIST}).waiting == ("binance",)


def test_waits_for_the_list_that_tells_base_and_quote() -> None:
    """A code that cannot be split is watched at once, and its list is asked for."""
    found = resolved("binance:ETHBTC", listings={})
    assert found == Resolution((Market("binance", "ETHBTC", "", ""),), ("binance",), ())


def test_leaves_out_an_exchange_whose_home_quote_it_is() -> None:
    """USDT in USDT is no market, so the asset USDT is watched in won alone."""
    assert resolved("USDT", listings={}).markets == (KRW_USDT,)
    assert resolved("KRW", listings={}, exchanges=[UPBIT]).unknown == (Unknown("KRW"),)


def test_a_spelling_that_cannot_be_needs_no_list() -> None:
    """What the exchange itself refuses is unknown at once, in the exchange's words."""
    found = resolved("upbit:BTCKRW", "BTC", listings={})
    assert found.unknown == (Unknown("upbit:BTCKRW", (), "BTCKRW has no hyphen."),)
    assert found.markets == (KRW_BTC, BTCUSDT)


def test_returns_the_markets_of_the_list() -> None:
    """With a list, its own base and quote count, not the ones guessed from the code."""
    found = resolved("binance:ethbtc", "upbit:ETH/BTC", "BTC")
    assert found == Resolution((ETHBTC, BTC_ETH, KRW_BTC, BTCUSDT), (), ())


def test_finds_codes_in_any_letter_case() -> None:
    """A list that does not write in capitals is found by any spelling of the letters."""
    odd = Market("binance", "bScUSDT", "bSc", "USDT")
    listings = {"binance": [Listing(odd)], "upbit": []}
    for text in ("binance:BSCUSDT", "binance:bsc/usdt", "bsc", "binance:BSC*"):
        assert resolved(text, listings=listings).markets == (odd,)


def test_expands_wildcards_in_the_order_of_the_list() -> None:
    """A star is any run of characters and a question mark is one."""
    assert resolved("upbit:krw-*").markets == (KRW_BTC, KRW_ETH, KRW_USDT)
    assert resolved("binance:*usdt").markets == (BTCUSDT, SOLUSDT)
    assert resolved("upbit:KRW-?TC").markets == (KRW_BTC,)
    assert resolved("upbit:*").markets == (KRW_BTC, KRW_ETH, KRW_USDT, BTC_ETH)


def test_wildcards_leave_out_what_is_not_traded() -> None:
    """A halted market is watched when asked for by name, and never by a wildcard."""
    listings = {"upbit": [Listing(KRW_BTC), Listing(KRW_ETH, trading=False)]}
    assert resolved("upbit:KRW-*", listings=listings).markets == (KRW_BTC,)
    assert resolved("upbit:KRW-ETH", listings=listings).markets == (KRW_ETH,)


def test_leaves_out_the_exchange_that_has_no_such_asset() -> None:
    """An asset of one exchange only is watched there, and is not unknown."""
    assert resolved("SOL") == Resolution((SOLUSDT,), (), ())
    assert resolved("SOL", listings={"upbit": UPBIT_LIST}).markets == (SOLUSDT,)
    assert resolved("SOL", exchanges=[UPBIT]).unknown == (Unknown("SOL"),)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("upbit:KRW-BTX", ("upbit:KRW-BTC",)),
        ("upbit:BTC-KRW", ("upbit:KRW-BTC",)),
        ("upbit:BTCKRW", ("upbit:KRW-BTC",)),
        ("upbit:BTC/KRV", ("upbit:KRW-BTC",)),
        ("upbit:KRW-UST*", ("upbit:KRW-USDT",)),
        ("binance:BTC-USDT", ("binance:BTCUSDT",)),
        ("SOLL", ("SOL",)),
        ("BTCUSDT", ("binance:BTCUSDT",)),
        ("bitcoin", ("BTC",)),
        ("비트코", ("BTC",)),
        ("upbit:XXXXXXX", ()),
    ],
)
def test_names_what_is_near(text: str, names: tuple[str, ...]) -> None:
    """A symbol that no list has comes with those that look like it, likeliest first."""
    (unknown,) = resolved(text).unknown
    assert unknown.text == text
    assert unknown.nearest[:1] == names
    assert len(unknown.nearest) <= 3
    assert not resolved(text).markets


def test_a_bare_word_is_rather_an_asset_than_a_pair() -> None:
    """Of an asset and a pair that are as like what was typed, the asset is named first."""
    upbit = [Listing(UPBIT.market("BTC-XRP")), Listing(KRW_BTC)]
    (unknown,) = resolved("BTX", exchanges=[UPBIT], listings={"upbit": upbit}).unknown
    assert unknown.nearest == ("BTC", "upbit:BTC-XRP")


def test_suggests_for_a_bounded_number() -> None:
    """With very many unknown symbols only the first get suggestions; all are reported."""
    found = resolved(*(f"upbit:KRW-BT{i}" for i in range(MAX_SUGGESTED + 3)))
    assert [bool(each.nearest) for each in found.unknown] == [True] * MAX_SUGGESTED + [False] * 3


def test_refuses_a_symbol_of_a_disabled_exchange() -> None:
    """It is a usage error that says how to enable the exchange."""
    with pytest.raises(UsageError) as caught:
        resolved("binance:BTCUSDT", exchanges=[UPBIT])
    assert caught.value.message == "binance:BTCUSDT is on binance, which is disabled."
    assert caught.value.hint == "Set enabled = true under [exchange.binance] in the config file."


def test_an_asset_leaves_disabled_exchanges_alone() -> None:
    """A bare asset means the enabled exchanges only."""
    assert resolved("BTC", exchanges=[UPBIT]).markets == (KRW_BTC,)


@pytest.mark.parametrize(
    ("unknown", "message", "hint"),
    [
        (
            Unknown("upbit:KRW-BTX", ("upbit:KRW-BTC", "upbit:KRW-BTT")),
            "There is no market upbit:KRW-BTX.",
            "Did you mean upbit:KRW-BTC or upbit:KRW-BTT?",
        ),
        (
            Unknown("NOPE"),
            "There is no market NOPE.",
            "Is it spelled as the exchange does? To find it: coinwatch markets NOPE",
        ),
        (
            Unknown("upbit:BTCKRW", (), "BTCKRW has no hyphen."),
            "BTCKRW has no hyphen.",
            "Is it spelled as the exchange does? To find it: coinwatch markets BTCKRW",
        ),
    ],
)
def test_words_the_error(unknown: Unknown, message: str, hint: str) -> None:
    """The message says what does not exist, the hint what does."""
    error = symbol_error(unknown)
    assert isinstance(error, SymbolError)
    assert (error.message, error.hint) == (message, hint)


ASSETS = st.text(st.sampled_from("ABCXYZ19"), min_size=1, max_size=5)
TEXTS = st.text(st.sampled_from("upbitance:KRW-BTC/*?. ,\x00비ß"), max_size=20) | st.text()


@given(TEXTS)
def test_any_text_is_a_symbol_or_a_usage_error(text: str) -> None:
    """Nothing that a user can type ends in another error, and what parses can be resolved."""
    with suppress(UsageError):
        found = resolve([parse(text, KNOWN)], BOTH, LISTS)
        assert bool(found.markets) is not bool(found.unknown)
        assert not found.waiting


@given(st.lists(st.tuples(ASSETS, ASSETS), min_size=1, unique=True))
def test_every_listed_market_is_found_by_each_of_its_spellings(
    pairs: list[tuple[str, str]],
) -> None:
    """Its code, its pair, and a wildcard of the whole list lead to the same market."""
    markets = [Hyphens.pair(base, quote) for base, quote in pairs if base != quote]
    listings = {"upbit": [Listing(market) for market in markets]}
    for market in markets:
        for text in (str(market).lower(), f"upbit:{market.base}/{market.quote}"):
            assert resolved(text, listings=listings) == Resolution((market,), (), ())
    if markets:
        assert resolved("upbit:*", listings=listings) == Resolution(tuple(markets), (), ())


def test_meanings_one_by_one() -> None:
    """Each pattern by itself; nothing for what is unknown, disabled or ruled out."""
    from coinwatch.exchanges import EXCHANGES
    from coinwatch.symbols import meanings

    upbit = EXCHANGES["upbit"]
    texts = ["BTC", "upbit:KRW-BTC", "upbit:NOTHING", "binance:BTCUSDT"]
    found = meanings([parse(text, EXCHANGES) for text in texts], [upbit], {})
    assert [[str(market) for market in each] for each in found] == [
        ["upbit:KRW-BTC"],
        ["upbit:KRW-BTC"],
        [],
        [],
    ]
