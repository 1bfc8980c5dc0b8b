"""Which won market and which dollar market are about the same asset."""

import pytest

from coinwatch.model import Listing, Market
from coinwatch.pairs import Pair, Pairing, elsewhere, find

HOMES = {"upbit": "KRW", "binance": "USDT", "toy": "EUR"}
RATE = Market("upbit", "KRW-USDT", "USDT", "KRW")


def _won(asset: str) -> Market:
    return Market("upbit", f"KRW-{asset}", asset, "KRW")


def _usd(asset: str) -> Market:
    return Market("binance", f"{asset}USDT", asset, "USDT")


def _lists(*markets: Market) -> list[Listing]:
    return [Listing(market) for market in markets]


def test_two_markets_that_are_watched_are_paired_before_any_list() -> None:
    """In the order in which they are watched."""
    watched = [_won("ETH"), _usd("BTC"), _won("BTC"), _usd("ETH")]
    assert find(watched, (), HOMES) == [
        Pair("ETH", _won("ETH"), _usd("ETH")),
        Pair("BTC", _won("BTC"), _usd("BTC")),
    ]


def test_the_other_market_comes_from_the_list() -> None:
    """Whichever of the two is watched; assets that nobody watches are left alone."""
    lists = _lists(_won("BTC"), _won("ETH"), _won("XRP"), _usd("BTC"), _usd("ETH"), _usd("XRP"))
    assert [pair.asset for pair in find([_won("BTC"), _usd("ETH")], lists, HOMES)] == ["BTC", "ETH"]
    assert [pair.asset for pair in find([_usd("BTC")], (), HOMES)] == []


def test_an_asset_may_be_asked_for_beside() -> None:
    """After those that are watched, each once."""
    lists = _lists(_won("BTC"), _usd("BTC"), _won("ETH"), _usd("ETH"))
    assert [pair.asset for pair in find([_won("ETH")], lists, HOMES, ("BTC",))] == ["ETH", "BTC"]
    assert [pair.asset for pair in find([_won("BTC")], lists, HOMES, ("BTC", "ADA"))] == ["BTC"]


@pytest.mark.parametrize(
    ("abroad", "asset", "units"),
    [
        ("1000SATS", "SATS", 1_000),
        ("1000CAT", "CAT", 1_000),
        ("1000CHEEMS", "CHEEMS", 1_000),
        ("1MBABYDOGE", "BABYDOGE", 1_000_000),
        ("BTTC", "BTT", 1),
        ("BEAMX", "BEAM", 1),
    ],
)
def test_assets_that_are_called_otherwise_abroad(abroad: str, asset: str, units: int) -> None:
    """Paired with their own, in units; what only looks alike is another asset."""
    assert find([_won(asset), _usd(abroad)], (), HOMES) == [
        Pair(asset, _won(asset), _usd(abroad), units)
    ]
    assert find([_won(abroad), _usd(abroad)], (), HOMES) == []


@pytest.mark.parametrize(
    ("code", "name", "other"),
    [("TON", "Toncoin", "Tokamak Network"), ("STRK", "Starknet", "Strike")],
)
def test_a_code_that_stood_for_another_asset_needs_its_name(
    code: str, name: str, other: str
) -> None:
    """Without a list, or with another name in it, there is no pair."""
    watched = [_won(code), _usd(code)]
    assert find(watched, (), HOMES) == []
    assert find(watched, [Listing(_won(code), "", other)], HOMES) == []
    assert len(find(watched, [Listing(_won(code), "", name)], HOMES)) == 1


def test_only_markets_in_the_home_quote_count() -> None:
    """Not dollars on the Korean exchange, nor bitcoin, nor an exchange of another home."""
    others = [
        Market("upbit", "USDT-BTC", "BTC", "USDT"),
        Market("binance", "BTCKRW", "BTC", "KRW"),
        Market("toy", "BTC-EUR", "BTC", "EUR"),
        Market("nowhere", "BTCUSDT", "BTC", "USDT"),
    ]
    assert find([_won("BTC"), *others], (), HOMES) == []


def test_what_is_not_traded_is_not_paired() -> None:
    """A market that the list says is halted has no price to compare."""
    lists = [Listing(_won("BTC")), Listing(_usd("BTC"), trading=False)]
    assert find([_won("BTC"), _usd("BTC")], lists, HOMES) == []


def test_a_pairing_says_what_has_to_be_watched() -> None:
    """The rate's market first, then both of each pair; a number needs none."""
    pair = Pair("BTC", _won("BTC"), _usd("BTC"))
    assert Pairing((pair,), RATE).markets == [RATE, _won("BTC"), _usd("BTC")]
    assert Pairing((pair,), 1_400.0).markets == [_won("BTC"), _usd("BTC")]


def test_the_same_asset_elsewhere_is_what_premiums_pair() -> None:
    """Either way, under its other name too; not one that only has the same code, nor itself."""
    strike, starknet = (Listing(_won("STRK"), "", name) for name in ("Strike", "Starknet"))
    lists = _lists(_won("SATS"), _usd("1000SATS"), _usd("SATS"), _usd("STRK"), _won("BTC"))
    assert elsewhere(_won("SATS"), lists, HOMES) == (_usd("1000SATS"), _usd("SATS"))
    assert elsewhere(_usd("1000SATS"), lists, HOMES) == (_won("SATS"),)
    assert elsewhere(_won("BTC"), lists, HOMES) == ()
    for listing, found in ((strike, ()), (starknet, (_usd("STRK"),))):
        assert elsewhere(listing.market, [*lists, listing], HOMES) == found
    assert elsewhere(_usd("STRK"), [*lists, strike], HOMES) == ()
    assert elsewhere(_usd("STRK"), [*lists, starknet], HOMES) == (_won("STRK"),)
    dollars = Market("binance", "USDTEUR", "USDT", "EUR")
    assert elsewhere(_won("USDT"), _lists(dollars), HOMES) == ()
