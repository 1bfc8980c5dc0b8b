"""Tests of the markets to choose from."""

from coinwatch.model import Listing, Market
from coinwatch.text import width
from coinwatch.tui.finding import Found, alike, in_order, line
from coinwatch.tui.words import ENGLISH, KOREAN
from tests.tui.rig import BTC, LISTINGS

WON, ETHER, DOGE, DOLLAR = LISTINGS[:4]
OTHER = Listing(Market("upbit", "BTC-ETH", "ETH", "BTC"))


def read(found: Found, cells: int = 78, language: str = "en") -> str:
    """Return a market's line as text."""
    words = KOREAN if language == "ko" else ENGLISH
    pieces = line(found, 3, words, "ko" if language == "ko" else "en", cells, selected=True)
    assert all(piece.action in {"pick(3)", ""} for piece in pieces)
    assert sum(width(piece.text) for piece in pieces) == cells
    return "".join(piece.text for piece in pieces)


def test_what_was_probably_meant() -> None:
    """A code or a name in either language; nothing where nothing is alike."""
    assert alike("BTCC", LISTINGS) == "BTC"
    assert alike("etherium", LISTINGS) == "Ethereum"
    assert alike("이더리음", LISTINGS) == "이더리움"
    assert alike("zzz", LISTINGS) == ""


def test_order() -> None:
    """Each exchange's usual quote first, an asset's markets side by side, names for all."""
    bare = DOLLAR._replace(english_name="")
    found = in_order({"upbit": [OTHER, WON, ETHER], "binance": [bare], "none": []})
    assert [str(each.market) for each in found] == [
        "upbit:KRW-ETH",
        "upbit:KRW-BTC",
        "binance:BTCUSDT",
        "upbit:BTC-ETH",
    ]
    assert found[2].korean_name == "비트코인"


def test_line() -> None:
    """Whether it is there, both codes, both names, the price."""
    shown = read(Found(WON, there=True, price="116,540,000"))
    assert shown.startswith("▸✓ BTC/KRW     Upbit    Bitcoin  비트코인 ")
    assert shown.endswith(" 116,540,000 ")
    assert read(Found(WON), language="ko").startswith("▸  BTC/KRW     Upbit    비트코인  Bitcoin ")


def test_narrow_line() -> None:
    """One name, and of a warning only the sign."""
    careful = Found(WON._replace(caution="price soaring"), price="1")
    assert read(careful, 40) == "▸  BTC/KRW     Upbit    Bitcoin     ! 1 "
    assert " ! price soaring 1 " in read(careful)


def test_halted() -> None:
    """A market that is not traded says so."""
    assert read(Found(Listing(BTC, trading=False))).endswith(" ‖ not trading ")
