"""One exchange and its market list."""

from typing import TYPE_CHECKING, ClassVar, cast

from coinwatch.model import Listing, Market
from coinwatch.venue import Venue, letters

if TYPE_CHECKING:
    from coinwatch.exchanges.base import Exchange


class Toy:
    """An exchange that spells quote, hyphen, base."""

    name: ClassVar = "toy"
    home_quote: ClassVar = "KRW"

    @classmethod
    def market(cls, symbol: str) -> Market:
        """Return the market."""
        quote, _, base = symbol.partition("-")
        return cls.pair(base, quote)

    @classmethod
    def pair(cls, base: str, quote: str) -> Market:
        """Return the market of a pair."""
        return Market(cls.name, f"{quote}-{base}", base, quote)


TOY = cast("type[Exchange]", Toy)
BTC = Toy.pair("BTC", "KRW")
ETH = Toy.pair("ETH", "BTC")


def test_trusts_what_is_asked_for_without_a_list() -> None:
    """Codes and pairs give markets, a wildcard and the home quote in itself give none."""
    venue = Venue(TOY, None)
    assert not venue.listed
    assert venue.coded("KRW-BTC") == [BTC]
    assert venue.paired("ETH", "BTC") == [ETH]
    assert venue.paired("KRW", "KRW") == []
    assert venue.matching("*") == []
    assert venue.names() == venue.assets() == {}


def test_an_empty_list_is_a_list() -> None:
    """An exchange that lists nothing has no market, however explicitly asked for."""
    venue = Venue(TOY, [])
    assert venue.listed
    assert venue.coded("KRW-BTC") == venue.paired("BTC", "KRW") == []


def test_the_list_decides() -> None:
    """With a list, the market is the listed one, and what is not listed is not there."""
    odd = Market("toy", "krw-xbt", "btc", "Krw")
    venue = Venue(TOY, [Listing(odd), Listing(ETH, trading=False)])
    assert venue.coded("KRW-XBT") == venue.paired("BTC", "KRW") == venue.matching("KRW*") == [odd]
    assert venue.coded("KRW-BTC") == []
    assert venue.paired("ETH", "KRW") == []
    assert venue.coded("BTC-ETH") == [ETH]
    assert venue.matching("*ETH") == []


def test_knows_other_names_of_its_markets() -> None:
    """For near misses: either order of a pair, and the asset's names in both languages."""
    venue = Venue(TOY, [Listing(BTC, "비트코인", "Bitcoin Core"), Listing(ETH, "이더리움")])
    assert venue.names() == {
        "BTCKRW": "toy:KRW-BTC",
        "KRWBTC": "toy:KRW-BTC",
        "ETHBTC": "toy:BTC-ETH",
        "BTCETH": "toy:BTC-ETH",
    }
    assert venue.assets() == {"BTC": "BTC", "비트코인": "BTC", "BITCOINCORE": "BTC"}


def test_letters_are_letters_and_digits() -> None:
    """Punctuation and letter case do not count in a near miss."""
    assert letters("krw-1inch/비트*") == "KRW1INCH비트"
