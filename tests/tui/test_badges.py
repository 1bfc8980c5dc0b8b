"""Tests of what an exchange warns of, as mark and words."""

import pytest

from coinwatch.model import Listing, Standing
from coinwatch.state import MarketState
from coinwatch.tui.badges import Badge, badge, marked, marked_need, of_market
from coinwatch.tui.roles import Role
from coinwatch.tui.words import ENGLISH, KOREAN
from tests.tui.rig import BTC, BTCUSDT, World


def state(caution: str = "", *, trading: bool = True) -> MarketState:
    """Return a market of which its exchange says that much."""
    made = MarketState(BTC, (), 0.0)
    made.listing = Listing(BTC, caution=caution, trading=trading)
    return made


@pytest.mark.parametrize(
    ("caution", "trading", "english", "korean"),
    [
        ("price fluctuations", "yes", ("!", "sharp price moves"), ("주", "가격 급등락")),
        (
            "warning, trading volume soaring",
            "yes",
            ("!!", "investment warning, volume soaring"),
            ("유", "거래 유의 종목, 거래량 급등"),
        ),
        ("halt", "no", ("‖", "trading halted"), ("정", "거래 정지")),
        ("break", "no", ("‖", "trading suspended"), ("정", "거래 중단")),
        ("", "no", ("‖", "not trading"), ("정", "거래정지")),
        ("new word", "yes", ("!", "new word"), ("주", "new word")),
    ],
)
def test_badge(
    caution: str, trading: str, english: tuple[str, str], korean: tuple[str, str]
) -> None:
    """The gravest reason gives the mark, which differs without colour; unknown words stay."""
    listing = Listing(BTC, caution=caution, trading=trading == "yes")
    for words, told in ((ENGLISH, english), (KOREAN, korean)):
        found = badge(listing, words)
        assert found
        assert (found.mark, found.said) == told
        assert found.role is (Role.WARN if found.mark in "!주" else Role.BAD)


def test_nothing_to_warn_of() -> None:
    """Most markets have none."""
    assert badge(Listing(BTCUSDT), ENGLISH) is None
    assert marked("BTC/KRW", [state()], ENGLISH, 8) == (("BTC/KRW", Role.STRONG),)
    assert marked_need("BTC/KRW", [state()], ENGLISH) == 7


def test_words_of_an_exchange_are_harmless() -> None:
    """What an exchange sends cannot steer the terminal."""
    assert badge(Listing(BTC, caution="a\x1bb"), ENGLISH) == Badge("!", "a␛b", Role.WARN)


def test_the_mark_stands_beside_the_code() -> None:
    """The code gives way to it where there is no room."""
    careful = [state("price fluctuations")]
    assert marked("BTC/KRW", careful, ENGLISH, 12) == (
        ("BTC/KRW", Role.STRONG),
        (" !", Role.WARN),
    )
    assert marked("BTC/KRW", careful, ENGLISH, 7)[0] == ("BTC/…", Role.STRONG)
    assert marked_need("BTC/KRW", careful, ENGLISH) == 9
    assert marked_need("BTC/KRW", careful, KOREAN) == 10


def test_the_gravest_of_two_markets() -> None:
    """A row of two markets tells the worse of both."""
    two = [state("price fluctuations"), state("halt", trading=False)]
    assert marked("BTC", two, ENGLISH, 9)[1] == (" ‖", Role.BAD)


@pytest.mark.parametrize(
    ("standing", "caution", "english", "korean"),
    [
        (Standing("halt"), "", ("‖", "trading halted"), ("정", "거래 정지")),
        (Standing("preview"), "", ("‖", "trading has not begun"), ("정", "거래 시작 전")),
        (
            Standing("delisted"),
            "warning",
            ("‖", "delisted, investment warning"),
            ("정", "거래지원 종료, 거래 유의 종목"),
        ),
        (
            Standing(delisting="2026-12-01"),
            "",
            ("!!", "delisted on 2026-12-01"),
            ("유", "2026-12-01 거래지원 종료"),
        ),
        (
            Standing("halt", "2026-12-01"),
            "",
            ("‖", "delisted on 2026-12-01, trading halted"),
            ("정", "2026-12-01 거래지원 종료, 거래 정지"),
        ),
    ],
)
def test_what_a_ticker_tells(
    standing: Standing, caution: str, english: tuple[str, str], korean: tuple[str, str]
) -> None:
    """A halt or an end that only the ticker tells of is as grave as one of the list."""
    world = World()
    held = world.store.state(BTC)
    held.listing = held.listing._replace(caution=caution)
    world.ticker(BTC, 5.0, standing=standing)
    for words, told in ((ENGLISH, english), (KOREAN, korean)):
        found = of_market(held, words)
        assert found
        assert (found.mark, found.said, found.role) == (*told, Role.BAD)
        assert marked("BTC", [held], words, 9)[1] == (f" {told[0]}", Role.BAD)


def test_it_is_over_with_the_next_ticker_that_does_not_tell_it() -> None:
    """Nothing is remembered of it."""
    world = World()
    assert of_market(world.store.state(BTC), ENGLISH) is None
    world.ticker(BTC, 5.0, standing=Standing("halt"))
    assert of_market(world.store.state(BTC), ENGLISH)
    world.ticker(BTC, 5.0)
    assert of_market(world.store.state(BTC), ENGLISH) is None
