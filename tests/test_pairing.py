"""What the premiums of a watchlist are computed from."""

from dataclasses import replace
from typing import Any

import pytest

from coinwatch.config import Config, PremiumConfig
from coinwatch.errors import SymbolError, UsageError
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Listing, Market
from coinwatch.pairing import Pairer
from coinwatch.pairs import NO_PAIRING, Pair

BTC = Upbit.market("KRW-BTC")
RATE = Upbit.market("KRW-USDT")
BTCUSDT = Market("binance", "BTCUSDT", "BTC", "USDT")
LISTS = {"upbit": [Listing(BTC), Listing(RATE)], "binance": [Listing(BTCUSDT)]}


def _pairer(
    *exchanges: Any, also: tuple[str, ...] | None = (), required: bool = False, **premium: Any
) -> Pairer:
    config = replace(Config(), premium=PremiumConfig(**premium))
    return Pairer(config, exchanges or (Upbit, Binance), also, required=required)


def test_nothing_is_needed_where_no_premium_is_wanted() -> None:
    """No list, no rate, no market."""
    pairer = _pairer(also=None)
    assert pairer.lists == set()
    assert pairer.pairing([BTC], LISTS) == NO_PAIRING


def test_the_pairs_and_the_rate_of_the_config() -> None:
    """With how old a price may be; both markets lead to their pair."""
    pairer = _pairer(stale_after_s=60.0)
    assert pairer.lists == {"upbit", "binance"}
    pairing = pairer.pairing([BTC], LISTS)
    pair = Pair("BTC", BTC, BTCUSDT)
    assert pairing.pairs == (pair,)
    assert (pairing.rate, pairing.lacking, pairing.stale_after_s) == (RATE, "", 60.0)
    assert pairing.by_market == {BTC: pair, BTCUSDT: pair}


def test_the_rate_is_a_market_or_a_number() -> None:
    """Before a list comes, the market is taken on trust."""
    assert _pairer().pairing([], {}).rate == RATE
    assert _pairer(usd_krw=1_400.0).pairing([], LISTS).rate == 1_400.0


@pytest.mark.parametrize(
    ("exchanges", "lacking"), [((Upbit,), "USDT"), ((Binance,), "KRW"), ((), "")]
)
def test_what_is_lacking_where_an_exchange_is_disabled(exchanges: Any, lacking: str) -> None:
    """The prices that no enabled exchange has."""
    assert _pairer(*exchanges).pairing([BTC], {}).lacking == lacking


@pytest.mark.parametrize("usd_krw", ["upbit:KRW-USDX", "toy:KRW-USDT"])
def test_a_rate_that_is_not_to_be_had_is_lacking(usd_krw: str) -> None:
    """A market that no list has, or of an exchange that is not enabled."""
    config = replace(
        Config(),
        premium=PremiumConfig(usd_krw),
        exchanges={**Config().exchanges, "toy": Config().exchanges["upbit"]},
    )
    pairing = Pairer(config, (Upbit, Binance), ()).pairing([BTC], LISTS)
    assert (pairing.rate, pairing.lacking) == (None, "rate")


@pytest.mark.parametrize(
    ("exchanges", "usd_krw", "message"),
    [
        (
            (Upbit,),
            1_400.0,
            "A premium takes prices in USDT, and no enabled exchange has them.",
        ),
        (
            (Upbit, Binance),
            "upbit:KRW-USDX",
            "A premium takes won per dollar, and upbit:KRW-USDX is not to be had.",
        ),
    ],
)
def test_required_premiums_that_cannot_be_are_a_mistake(
    exchanges: Any, usd_krw: str | float, message: str
) -> None:
    """The message says what is missing."""
    pairer = _pairer(*exchanges, required=True, usd_krw=usd_krw)
    with pytest.raises(UsageError) as caught:
        pairer.pairing([BTC], LISTS)
    assert caught.value.message == message


def test_required_premiums_of_what_has_none_are_a_mistake_once_the_lists_say_so() -> None:
    """As long as a list is missing, there may be one."""
    pairer, aqt = _pairer(required=True), Upbit.market("KRW-AQT")
    assert pairer.pairing([aqt], {"upbit": LISTS["upbit"]}).pairs == ()
    with pytest.raises(SymbolError, match=r"no premium of AQT: it takes a market in KRW and one"):
        pairer.pairing([aqt], LISTS)
    assert len(pairer.pairing([aqt, BTC], LISTS).pairs) == 1


def test_an_asset_that_is_named_must_have_a_premium_where_it_is_required() -> None:
    """Though others have one; known once the lists are there, and named alone."""
    pairer = _pairer(also=("BTC", "XYZ"), required=True)
    assert pairer.pairing([], {}).pairs == ()
    with pytest.raises(SymbolError, match=r"^There is no premium of XYZ: it takes a market"):
        pairer.pairing([BTC], LISTS)
    assert [
        pair.asset for pair in _pairer(also=("BTC",), required=True).pairing([], LISTS).pairs
    ] == ["BTC"]
    assert _pairer(also=("XYZ",)).pairing([BTC], LISTS).pairs
