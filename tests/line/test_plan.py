"""What has to be watched for a format."""

import pytest

from coinwatch.errors import UsageError
from coinwatch.line.plan import bind, premium_assets, watchlist
from coinwatch.line.template import Field, Template, parse
from coinwatch.model import Market

HOMES = {"upbit": "KRW", "binance": "USDT"}
BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")


def _parsed(written: str) -> Template:
    return parse(written, HOMES)


def test_the_markets_of_a_format_are_the_watchlist() -> None:
    """Each once, as written; a premium adds none, an exchange's state adds bitcoin's market."""
    template = _parsed("{upbit:KRW-BTC.price} {upbit:KRW-BTC.bid} {eth.age} {BTC.premium}")
    assert watchlist(template, HOMES) == ("upbit:KRW-BTC", "eth")
    assert watchlist(_parsed("{Binance.state}"), HOMES) == ("binance:BTC/USDT",)
    assert watchlist(_parsed("{BTC.usd_krw}"), HOMES) == ()


@pytest.mark.parametrize("symbol", ["upbit:KRW-*", "binance:BTC?SDT"])
def test_a_wildcard_is_no_single_market(symbol: str) -> None:
    """It is refused at once."""
    with pytest.raises(UsageError, match=r"stands for many markets"):
        watchlist(_parsed(f"{{{symbol}.price}}"), HOMES)


def test_the_assets_of_premiums_are_in_capitals_and_each_once() -> None:
    """A price of a market has none."""
    template = _parsed("{btc.premium} {BTC.usd_krw} {ETH.krw_price} {upbit:KRW-XRP.price}")
    assert premium_assets(template) == ("BTC", "ETH")


def test_fields_are_bound_as_far_as_their_markets_are_known() -> None:
    """Those whose market is not known yet are left out, and so are premiums."""
    known = {"upbit:KRW-BTC": (BTC,), "USDT": None, "XYZ": ()}
    template = _parsed("{upbit:KRW-BTC.price}{USDT.price}{XYZ.price}{BTC.premium}{upbit.state}")
    assert bind(template, known.__getitem__) == {Field("upbit:KRW-BTC", "price"): BTC}


def test_an_asset_on_two_exchanges_is_answered_with_the_choices() -> None:
    """As they are to be written."""
    with pytest.raises(UsageError) as error:
        bind(_parsed("{BTC.price:.2f}"), lambda _: (BTC, BTCUSDT))
    assert error.value.message == "{BTC.price} is on upbit and binance."
    assert error.value.hint == "Write {upbit:KRW-BTC.price} or {binance:BTCUSDT.price}."
